package detect

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// A p95 of 0 is no lack of a baseline, and none is a ratio to it.
func TestAWindowOfNoTimeSaysWhyItHasNoRatio(t *testing.T) {
	for name, h := range map[string]baseline.Histogram{
		"in a bucket up to 0":           {Bounds: []float64{0, 1}, Counts: []float64{300, 0, 0}},
		"in the zero bucket of native ": {Native: true, Bounds: []float64{0x1p-128, 1}, Counts: []float64{300, 0, 0}},
	} {
		w := baseline.Window{End: start, Width: time.Minute, Histogram: h}
		for _, s := range []Settings{{}, {Invert: true}} {
			v := JudgeHour(Hour{Recent: []baseline.Window{w}, Slow: []baseline.Window{w, w, w, w}}, active(), s)
			require.Equal(t, Normal, v.Tier, name)
			require.False(t, v.Comparable(), name)
			require.Equal(t, "a p95 of 0 s has no ratio to the baseline's 100 ms", v.Reason, name)
			require.Zero(t, JudgeDrift([]baseline.Window{w, w, w, w}, active(), s), name)
		}
		require.Equal(t, "no baseline yet: nothing to compare with", Judge(w, baseline.Record{}, Settings{}).Reason, name)
	}
}

func TestRequestsOfNoKnownDurationHaveNoVerdict(t *testing.T) {
	w := baseline.Window{End: start, Width: time.Minute, Histogram: baseline.Histogram{Native: true, Counts: []float64{300}}}
	v := JudgeHour(Hour{Recent: []baseline.Window{w, w}, Slow: []baseline.Window{w, w, w, w}}, active(), Settings{})
	require.Equal(t, Normal, v.Tier)
	require.Equal(t, "of these requests no duration is known", v.Reason)
}
