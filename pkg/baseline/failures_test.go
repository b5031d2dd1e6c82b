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

// sometimesFailing is an operation of ten requests a second, of which a share fails that depends on the hour.
func sometimesFailing(days int, share func(hour int) float64) (windows []Window) {
	rng := rand.New(rand.NewPCG(6, 9))
	for i := range days * slotsPerDay {
		errors := distuv.Binomial{N: 3000, P: share(i / 12), Src: rng}.Rand()
		windows = append(windows, Window{End: start.Add(time.Duration(i+1) * slot), Width: slot, Histogram: Histogram{Bounds: []float64{0.1, 0.2}, Counts: []float64{1500, 1500, 0}}, Errors: errors})
	}
	return windows
}

func TestAnOutageIsNotWhatUsuallyFails(t *testing.T) {
	for _, c := range []struct {
		name  string
		days  int
		share func(hour int) float64
		want  float64
	}{
		{"as always", 28, func(int) float64 { return 0.02 }, 0.02},
		{"a day on which everything failed", 28, func(hour int) float64 {
			if hour/24 == 20 {
				return 1
			}
			return 0.002
		}, 0.002},
		{"three hours of the first three days", 3, func(hour int) float64 {
			if hour >= 50 && hour < 53 {
				return 0.3
			}
			return 0.002
		}, 0.002},
		{"nights, which are their own", 28, func(hour int) float64 {
			if hour%24 < 4 {
				return 0.2
			}
			return 0.002
		}, 0.002},
		{"a third of the time, which is what usually fails", 28, func(hour int) float64 {
			if hour%3 == 0 {
				return 0.3
			}
			return 0.002
		}, 0.1013},
		{"since ten days, out of 28, which nobody called normal", 28, func(hour int) float64 {
			if hour >= 18*24 {
				return 0.05
			}
			return 0
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.InDelta(t, c.want, Learn(sometimesFailing(c.days, c.share), Options{}).ErrorRatio, 0.0003)
		})
	}
}

// That the only request of an hour failed is no incident: where anything fails at all there are such hours.
func TestAFailureOfAQuietHourIsNoIncident(t *testing.T) {
	for _, perHour := range []float64{1, 2, 5} {
		var windows []Window
		for hour := range 28 * 24 {
			w := Window{End: start.Add(time.Duration(hour+1) * time.Hour), Width: slot, Histogram: Histogram{Bounds: []float64{0.1, 0.2}, Counts: []float64{perHour, 0, 0}}}
			if hour%42 == 0 {
				w.Errors = 1
			}
			windows = append(windows, w)
		}
		require.InDelta(t, 1/(42*perHour), Learn(windows, Options{}).ErrorRatio, 1e-9, "%v requests an hour", perHour)
	}
}

// The hour of a nightly job has most of the requests of a week. What is usual beside it is the share of the requests of all
// other hours, and not of all requests.
func TestTheHourOfMostRequestsIsNoIncidentByItsSize(t *testing.T) {
	windows := func(share float64) (all []Window) {
		for hour := range 100 {
			w := Window{End: start.Add(time.Duration(hour+1) * time.Hour), Width: slot, Histogram: Histogram{Bounds: []float64{0.1, 0.2}, Counts: []float64{1000, 0, 0}}, Errors: 20}
			if hour == 50 {
				w.Counts = []float64{200_000, 0, 0}
				w.Errors = share * w.Requests()
			}
			all = append(all, w)
		}
		return all
	}
	require.InDelta(t, (99*20+0.05*200_000)/(99*1000+200_000), Learn(windows(0.05), Options{}).ErrorRatio, 1e-9, "two and a half times as many as beside it")
	require.InDelta(t, 0.02, Learn(windows(0.07), Options{}).ErrorRatio, 1e-9, "three and a half times as many")
}
