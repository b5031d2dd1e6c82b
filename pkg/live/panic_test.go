package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// broken answers in a way that nobody thought of: it stands for a fault of the program.
type broken struct {
	Source
	measures, interval bool // what it fails at
}

func (b broken) ScrapeInterval(context.Context, string, string, time.Time) (time.Duration, error) {
	if b.interval {
		panic("an interval that nobody thought of")
	}
	return 15 * time.Second, nil
}

func (b broken) Windows(_ context.Context, _ prometheus.WindowQuery, _, _ time.Time, _ time.Duration) ([]prometheus.OpWindows, error) {
	if b.measures {
		panic("a window that nobody thought of")
	}
	return nil, nil
}

// A panic in a goroutine of a request would end the process, and with it the answers of all data sources.
func TestAFaultOfTheProgramIsAnErrorOfTheRequestThatMetIt(t *testing.T) {
	for name, source := range map[string]Source{
		"while scrapes are measured": broken{interval: true}, "while windows are measured": broken{measures: true},
		"while nothing else is there": nil,
	} {
		t.Run(name, func(t *testing.T) {
			reader := New(source, Options{})
			var p *prometheus.Panic
			for range 2 { // nothing stays locked, nor is taken for an answer
				_, err := reader.Verdicts(context.Background(), requestOfX(noon, detect.Latency))
				require.ErrorAs(t, err, &p)
				_, err = reader.OpenViolations(context.Background(), requestOfX(noon, ""), Left{})
				require.ErrorAs(t, err, &p)
				_, err = reader.Series(context.Background(), SeriesRequest{Request: requestOfX(noon, ""), From: noon.Add(-time.Hour), Step: time.Minute})
				require.ErrorAs(t, err, &p)
			}
		})
	}
	t.Run("while operations are judged", func(t *testing.T) {
		err := inParallel(1000, func(i int) {
			if i == 700 {
				panic("an operation that nobody thought of")
			}
		})
		require.ErrorContains(t, err, "an operation that nobody thought of")
	})
}
