package baseline

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

// partner is an operation of 120 requests a minute, of which another share fails each hour.
func partner(days int) (windows []Window) {
	rng := rand.New(rand.NewPCG(5, 9))
	level := 0.0
	for i := range days * slotsPerDay {
		if i%12 == 0 {
			level = rng.NormFloat64()
		}
		errors := distuv.Binomial{N: 600, P: 0.02 * math.Exp(0.5*level), Src: rng}.Rand()
		windows = append(windows, Window{End: start.Add(time.Duration(i+1) * slot), Width: slot, Histogram: Histogram{Bounds: []float64{0.1, 0.2}, Counts: []float64{300, 300, 0}}, Errors: errors})
	}
	return windows
}

// What the worst hours reach moves with every day that is learned, and is mostly the same baseline.
func TestWhatFailsAtTimesIsNoVersionEachDay(t *testing.T) {
	const days, more = 28, 14
	all := partner(days + more)
	var before Record
	versions := 0
	for day := range more {
		r := Learn(all[day*slotsPerDay:(day+days)*slotsPerDay], Options{})
		require.InDelta(t, 0.045, r.ErrorsAtTimes.Hour, 0.01)
		if day > 0 && r.failsUnlike(before) {
			versions++
		}
		before = r
	}
	require.LessOrEqual(t, versions, 3)
}

func TestOtherErrorsAreADifference(t *testing.T) {
	of := func(atTimes float64, failing map[int]Failing) Record {
		return Record{State: Active, ErrorsAtTimes: Failing{atTimes, atTimes}, RateProfile: &Profile{TimeZone: "UTC", Days: 9, Factors: flat(), Failing: failing}}
	}
	quiet, nights := of(0, nil), of(0, map[int]Failing{3: {0.08, 0.05}})
	require.True(t, quiet.Differs(nights))
	require.True(t, quiet.Differs(of(0.04, nil)))
	require.False(t, quiet.Differs(of(0.015, map[int]Failing{3: {0.015, 0}})), "half a percent more than is news")
	found := Diff(quiet, nights)
	require.Len(t, found, 1)
	require.Equal(t, "hours with more errors", found[0].Title)
	require.Equal(t, "weekdays, hour 3: 8 % in five minutes, 5 % in the hour", found[0].AfterWord)
	found = Diff(quiet, of(0.04, nil))
	require.Len(t, found, 1)
	require.Equal(t, "4 % in five minutes, 4 % in the hour", found[0].AfterWord)
}
