package baseline

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

const day = 24 // hours

// since is a share that is another one from an hour on.
func since(hour int, before, after float64) func(int) float64 {
	return func(h int) float64 {
		if h >= hour {
			return after
		}
		return before
	}
}

// onceAnHour is an operation of some requests an hour, in one window of it.
func onceAnHour(days int, perHour float64, share func(hour int) float64) (windows []Window) {
	rng := rand.New(rand.NewPCG(8, 9))
	for hour := range days * day {
		windows = append(windows, Window{
			End: start.Add(time.Duration(hour+1) * time.Hour), Width: slot, Histogram: Histogram{Bounds: []float64{0.1, 0.2}, Counts: []float64{perHour, 0, 0}},
			Errors: distuv.Binomial{N: perHour, P: share(hour), Src: rng}.Rand(),
		})
	}
	return windows
}

// What a release broke is no less broken because nobody mends it: for as long as three days are known before it.
func TestWhatFailsSinceAReleaseDoesNotBecomeUsual(t *testing.T) {
	for _, c := range []struct {
		name  string
		days  int
		share func(hour int) float64
		want  float64
	}{
		{"5 % since two days, after a week", 9, since(7*day, 0.002, 0.05), 0.002},
		{"5 % since three days, after three", 6, since(3*day, 0.002, 0.05), 0.002},
		{"30 % since ten days, after a week", 17, since(7*day, 0.002, 0.3), 0.002},
		{"30 % since 25 days, of 28", 28, since(3*day, 0.002, 0.3), 0.002},
		{"8 % where 2 % are usual", 28, since(10*day, 0.02, 0.08), 0.02},
		{"8 % after a day on which everything failed", 28, func(hour int) float64 {
			if hour/day == 4 {
				return 1
			}
			return since(10*day, 0.002, 0.08)(hour)
		}, 0.002},
		{"30 % but for an hour each day in which it is restarted", 20, func(hour int) float64 {
			if hour%day == 4 {
				return 0.002
			}
			return since(7*day, 0.002, 0.3)(hour)
		}, 0.002},
		{"30 % of fewer at night", 20, func(hour int) float64 {
			if hour >= 7*day && hour%day < 6 {
				return 0.03
			}
			return since(7*day, 0.002, 0.3)(hour)
		}, 0.002},
		{"30 % for ten days, mended since five", 22, func(hour int) float64 {
			if hour >= 17*day {
				return 0.002
			}
			return since(7*day, 0.002, 0.3)(hour)
		}, 0.002},
		{"mended, and what was before it is forgotten", 28, since(12*day, 0.3, 0.002), 0.002},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Learn(sometimesFailing(c.days, c.share), Options{})
			require.InDelta(t, c.want, r.ErrorRatio, 0.002)
			require.Zero(t, r.ErrorsAtTimes)
			for cell, failing := range r.RateProfile.Failing {
				require.Less(t, max(failing.Window, failing.Hour), c.want+0.002, "cell %d", cell)
			}
		})
	}
}

// Of ten requests an hour no hour shows that 8 % fail; the days do.
func TestWhatFailsOfFewRequestsSinceAReleaseDoesNotBecomeUsual(t *testing.T) {
	for _, days := range []int{10, 14, 21} {
		r := Learn(onceAnHour(days, 10, since(7*day, 0.002, 0.08)), Options{})
		require.Less(t, r.ErrorRatio, 0.006, "after %d days", days)
		require.Zero(t, r.ErrorsAtTimes)
	}
}

// What has always failed, or for nearly all of the time that is known, is usual.
func TestWhatFailedFromTheBeginningIsUsual(t *testing.T) {
	for name, c := range map[string]struct {
		share func(hour int) float64
		want  float64
	}{
		"always":                                 {since(0, 0, 0.05), 0.05},
		"but for the first two days":             {since(2*day, 0.002, 0.05), 0.0466},
		"ever less":                              {since(20*day, 0.05, 0.03), 0.0443},
		"all day, every other day":               {func(hour int) float64 { return 0.3 * float64(hour/day%2) }, 0.15},
		"nearly always, but for the first hours": {since(5, 0, 0.3), 0.2978},
	} {
		t.Run(name, func(t *testing.T) {
			require.InDelta(t, c.want, Learn(sometimesFailing(28, c.share), Options{}).ErrorRatio, 0.002)
		})
	}
}

// A person who says since when it is normal leaves out what was before: then it is, at once.
func TestWhatAPersonCallsNormalIsUsualAtOnce(t *testing.T) {
	windows := sometimesFailing(9, since(7*day, 0.002, 0.08))
	require.InDelta(t, 0.002, Learn(windows, Options{}).ErrorRatio, 0.001)
	release := start.Add(7 * day * time.Hour)
	accepted := Learn(windows[7*slotsPerDay:], Options{LeftOut: []Stretch{{To: release}}})
	require.InDelta(t, 0.08, accepted.ErrorRatio, 0.001)
}

// Days are of a kind: what fails from Saturday to Sunday each week is known of weekends, and what fails on working days of
// those, although neither has a break within them.
func TestWhatFailsOnAllWeekendsIsARhythm(t *testing.T) {
	require.Equal(t, time.Monday, start.Weekday())
	weekend := func(hour int) bool { return hour/day%7 >= 5 }
	for _, of := range []bool{true, false} {
		r := Learn(sometimesFailing(28, func(hour int) float64 {
			if weekend(hour) == of {
				return 0.2
			}
			return 0.002
		}), Options{})
		for c := range 48 {
			if (c >= 24) == of {
				require.InDelta(t, 0.2, r.RateProfile.Failing[c].Hour, 0.03, "cell %d", c)
			} else {
				require.Zero(t, r.RateProfile.Failing[c], "cell %d", c)
			}
		}
	}
}

// A nightly job fails in an hour of its own, however few requests come between two nights.
func TestWhatFailsEachNightOfFewRequestsIsARhythm(t *testing.T) {
	for _, perHour := range []float64{20, 100, 1000} {
		r := Learn(onceAnHour(28, perHour, func(hour int) float64 {
			if hour%day == 3 {
				return 0.5
			}
			return 0
		}), Options{})
		require.InDelta(t, 0.5, r.RateProfile.Failing[3].Hour, 0.3, "%v an hour", perHour)
		require.NotZero(t, r.RateProfile.Failing[24+3], "%v an hour", perHour)
		require.Zero(t, r.RateProfile.Failing[12])
	}
}
