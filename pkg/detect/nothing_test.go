package detect

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// A p95 of 0 is no lack of a baseline, and none is a ratio to it.
func TestAWindowOfNoTimeSaysWhyItHasNoRatio(t *testing.T) {
	w := baseline.Window{End: start, Width: time.Minute, Histogram: baseline.Histogram{Bounds: []float64{0, 1}, Counts: []float64{300, 0, 0}}}
	v := Judge(w, active(), Settings{})
	require.Equal(t, Normal, v.Tier)
	require.False(t, v.Comparable())
	require.Equal(t, "a p95 of 0 s has no ratio to the baseline's 100 ms", v.Reason)
	require.Equal(t, "no baseline yet: nothing to compare with", Judge(w, baseline.Record{}, Settings{}).Reason)
}
