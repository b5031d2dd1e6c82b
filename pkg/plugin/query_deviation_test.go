package plugin

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
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
