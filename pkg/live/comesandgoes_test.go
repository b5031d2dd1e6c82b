package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// A metric of which the last hour holds next to no samples is judged in windows as wide as when it is whole.
func TestAMetricThatComesOrGoesIsJudgedAsItIsScraped(t *testing.T) {
	for name, of := range map[string]struct {
		every, first, last, lookedFrom, lookedTo, window time.Duration // after noon
	}{
		"gone since 12:07:20": {time.Minute, -3*time.Hour + 20*time.Second, 7*time.Minute + 20*time.Second, 64 * time.Minute, 72 * time.Minute, 4 * time.Minute},
		"come at 13:20:05":    {15 * time.Second, 80*time.Minute + 5*time.Second, 90 * time.Minute, 79 * time.Minute, 86 * time.Minute, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			h := past(3*time.Hour, of.every)
			h.From, h.To = noon.Add(of.first), noon.Add(of.last)
			h.Histogram("kgas_operation_duration_seconds", job("operation_type", "x"), bounds, arrivals(h, 2, 1, constant(0.1)))
			reader := New(serve(t, h), Options{})
			for at := noon.Add(of.lookedFrom); at.Before(noon.Add(of.lookedTo)); at = at.Add(10 * time.Second) {
				judged, err := reader.Verdicts(context.Background(), requestOfX(at, detect.Latency))
				require.NoError(t, err)
				require.LessOrEqual(t, only(t, judged, "x").Window, of.window, at)
			}
		})
	}
}

// seldom is scraped every half an hour, and has one operation without requests.
type seldom struct{ Source }

func (seldom) ScrapeInterval(context.Context, string, string, time.Time) (time.Duration, error) {
	return 30 * time.Minute, nil
}

func (seldom) Windows(_ context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	op := prometheus.OpWindows{Labels: map[string]string{"operation_type": "x"}}
	for at := from; !at.After(to); at = at.Add(step) {
		w := baseline.Window{End: at, Width: q.Width}
		w.Bounds, w.Counts = []float64{1}, []float64{0, 0}
		op.Windows = append(op.Windows, w)
		if step == 0 {
			break
		}
	}
	return []prometheus.OpWindows{op}, nil
}

// Four scrapes of it take longer than is looked back, and its rhythm cannot be told at all.
func TestWhatIsScrapedEveryHalfAnHourIsJudgedByTheHour(t *testing.T) {
	reader := New(seldom{}, Options{})
	for at := noon; at.Before(noon.Add(2 * time.Hour)); at = at.Add(10 * time.Minute) {
		for _, signal := range []detect.Signal{detect.Latency, detect.Rate} {
			judged, err := reader.Verdicts(context.Background(), requestOfX(at, signal))
			require.NoError(t, err)
			require.Equal(t, time.Hour, only(t, judged, "x").Window)
		}
		_, err := reader.OpenViolations(context.Background(), requestOfX(at, ""), Left{})
		require.NoError(t, err)
	}
}

// requestOfX asks for an operation that has been known for long, with two requests a second.
func requestOfX(at time.Time, signal detect.Signal) Request {
	return Request{System: kgasRequests(), At: at, Signal: signal, Baselines: map[string]baseline.Record{
		Key("operation", map[string]string{"operation_type": "x"}): {State: baseline.Active, Requests: 1e5, RequestRate: 2},
	}}
}
