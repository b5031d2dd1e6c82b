package plugin

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// An alert rule compares with 1, so that a measure of yes or no must be neither the ratio behind it nor 0 for "not known".
func TestMeasuresOfYesOrNo(t *testing.T) {
	for name, c := range map[string]struct {
		measure string
		verdict live.OperationVerdict
		want    float64
	}{
		"slow three times running": {"repeated", live.OperationVerdict{Repeated: 1.02, Slow: math.NaN()}, 1},
		"one of three was normal":  {"repeated", live.OperationVerdict{Repeated: 0.7, Slow: 3}, 0},
		"exactly the factor":       {"repeated", live.OperationVerdict{Repeated: 1}, 0},
		"no run is known":          {"repeated", live.OperationVerdict{Repeated: math.NaN(), Slow: 3}, math.NaN()},
		"two of three were slow":   {"slow", live.OperationVerdict{Slow: 1.2, Repeated: 0.4}, 1},
	} {
		got := measureOf(c.measure, detect.Latency)(&c.verdict)
		if math.IsNaN(c.want) {
			require.True(t, math.IsNaN(got), name)
			continue
		}
		require.Equal(t, c.want, got, name)
	}
}

// At the end of an hour that is normally slow a table shows what the window was compared with, and not the hour to come.
func TestATableShowsTheNormalThatItsRatiosAreOf(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	lately := filled()
	for i := range lately.baselines {
		shape := &baseline.Profile{TimeZone: "UTC", Days: 7}
		for h := range shape.Factors {
			shape.Factors[h] = 1
		}
		shape.Factors[noon.Add(-time.Minute).Hour()] = 4
		lately.baselines[i].Record.Profile = shape
	}
	d, context := datasource(t, server.URL, lately, `{}`)
	answer := ask(t, d, context, `{"queryType":"table","system":"kgas","table":"operations"}`, nil)
	require.NoError(t, answer.Error)
	frame := answer.Frames[0]
	number := func(name string, row int) float64 {
		field, _ := frame.FieldByName(name)
		require.NotNil(t, field, name)
		value, err := field.FloatAt(row)
		require.NoError(t, err)
		return value
	}
	judged := 0
	for row := range frame.Rows() {
		if ratio := number("ratio", row); !math.IsNaN(ratio) {
			judged++
			require.InEpsilon(t, number("p95", row)/ratio, number("baseline", row), 1e-6)
		}
	}
	require.Positive(t, judged)
}
