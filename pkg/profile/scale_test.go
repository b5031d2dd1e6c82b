package profile

import (
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/stretchr/testify/require"
)

// A bound in another unit is the one that the other metric has, as its library and Prometheus write it.
func TestABoundInAnotherUnitIsFound(t *testing.T) {
	for _, one := range []struct {
		bound  string
		factor float64 // of a unit in seconds
		le     []string
	}{
		{"0.25", 1e-3, []string{"250", "250.0"}},
		{"0.35", 1e-3, []string{"350", "350.0"}},
		{"0.0025", 1e-3, []string{"2.5"}},
		{"0.1", 1e-6, []string{"100000", "100000.0"}},
		{"0.025", 1e-6, []string{"25000"}},
		{"1", 1e-6, []string{"1000000", "1e+06"}},
		{"2.5", 1e-6, []string{"2500000.0", "2.5e+06"}},
		{"0.25", 1e-9, []string{"2.5e+08"}},
		{"90", 60, []string{"1.5"}},
	} {
		m, err := scaledBound(labels.MustNewMatcher(labels.MatchEqual, labels.BucketLabel, one.bound), one.factor)
		require.NoError(t, err)
		for _, le := range one.le {
			require.True(t, m.Matches(le), "%s of a factor of %g is %s, and %s is not found", one.bound, one.factor, m, le)
		}
		require.False(t, m.Matches("11"+one.le[0]))
	}
}
