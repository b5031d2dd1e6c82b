package detect

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// sessions are usual at an hour: few in the morning, two hundred at one.
func sessions(at time.Time) float64 {
	h := float64(at.Hour()) + float64(at.Minute())/60
	return 10 + 190*math.Exp(-(h-13)*(h-13)/8)
}

func byNight(at time.Time) bool { return at.Hour() < 7 || at.Hour() >= 19 }

func atWeekends(at time.Time) bool {
	return at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
}

// A process that ends in the evening takes its gauge with it. Its mornings were compared with the middle of the day: twenty
// times as many sessions as usual at half past eight were normal.
func TestALevelThatIsAbsentForHoursIsComparedWithTheUsualOneOfItsHour(t *testing.T) {
	lateOnce := start.AddDate(0, 0, 22).Add(22 * time.Hour) // somebody stayed
	for name, absent := range map[string]func(at time.Time) bool{
		"always there":         func(time.Time) bool { return false },
		"at night":             byNight,
		"at night and weekend": func(at time.Time) bool { return byNight(at) || atWeekends(at) },
		"at weekends":          atWeekends,
		"at night but for one": func(at time.Time) bool { return byNight(at) && !at.Truncate(time.Hour).Equal(lateOnce) },
		"at night but for the first": func(at time.Time) bool {
			return byNight(at) && at.Truncate(24*time.Hour).After(start)
		},
		"at noon": func(at time.Time) bool { return at.Hour() == 12 },
	} {
		t.Run(name, func(t *testing.T) {
			all := fourWeeks(func(at time.Time, noise float64) float64 { return sessions(at) * math.Exp(0.05*noise) })
			r := baseline.Learn(slices.DeleteFunc(all, func(w baseline.Window) bool { return absent(w.End.Add(-5 * time.Minute)) }),
				baseline.Options{Level: true, Unit: "short"})
			told := func(at time.Time, times float64) string {
				v := times * sessions(at)
				return JudgeHour(Hour{Recent: lastMinutes(at, v, v, v, v, v)}, r, Settings{}).Tier.String()
			}
			morning := lunch.Add(-4 * time.Hour) // half past eight
			require.Equal(t, Normal.String(), told(morning, 1))
			require.Equal(t, Warning.String(), told(morning, 3))
			require.Equal(t, Critical.String(), told(morning, 10))
			require.Equal(t, Normal.String(), told(morning.Add(5*time.Hour), 1))
			require.Equal(t, Warning.String(), told(morning.Add(5*time.Hour), 3))
		})
	}
}

// What is there at an hour that never had a value is compared with the nearest one that has, and on days that never had one with
// the same hour of the others.
func TestAnHourWithoutValuesIsTakenForTheNearestOne(t *testing.T) {
	all := fourWeeks(func(at time.Time, noise float64) float64 { return sessions(at) * math.Exp(0.05*noise) })
	r := baseline.Learn(slices.DeleteFunc(all, func(w baseline.Window) bool {
		return byNight(w.End.Add(-5*time.Minute)) || atWeekends(w.End.Add(-5*time.Minute))
	}), baseline.Options{Level: true, Unit: "short"})
	early, late, saturday := lunch.Add(-6*time.Hour), lunch.Add(8*time.Hour), lunch.AddDate(0, 0, 4)
	require.Equal(t, time.Saturday, saturday.Weekday())
	for at, as := range map[time.Time]time.Time{
		early:    lunch.Add(-5 * time.Hour),
		late:     lunch.Add(6 * time.Hour),
		saturday: lunch,
	} {
		require.InDelta(t, r.Expected(as), r.Expected(at), 1e-9, "%s", at)
		require.InEpsilon(t, r.Expected(as), sessions(as), 0.2, "%s", as)
	}
}

// In the first days nothing is known of weekends, and the hours of the working days stand for theirs.
func TestBeforeItsFirstWeekendALevelHasTheHoursOfItsDays(t *testing.T) {
	all := fourWeeks(byDay)
	r := baseline.Learn(all[:5*288], baseline.Options{Level: true, Unit: "short"})
	require.NotZero(t, r.Level.Hours)
	require.Equal(t, r.Level.Hours[0], r.Level.Hours[1])
}
