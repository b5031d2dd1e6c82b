package detect

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// levels are hourly values over four weeks around 100, with a spread of 5 %.
func levels(shape func(at time.Time) float64) baseline.Levels {
	var values []baseline.Level
	for h := range 24 * 28 {
		at := start.Add(time.Duration(h) * time.Hour)
		unrest := []float64{0.95, 1, 1.05}[(h*7+h/24)%3]
		values = append(values, baseline.Level{At: at, Value: 100 * unrest * shape(at)})
	}
	return baseline.LearnLevels(values)
}

func flat(time.Time) float64 { return 1 }

// after are values of the hours after what was learned, newest first.
func after(values ...float64) []baseline.Level {
	var all []baseline.Level
	for i, v := range values {
		all = append(all, baseline.Level{At: start.AddDate(0, 0, 28).Add(time.Duration(10-i) * time.Hour), Value: v})
	}
	return all
}

func TestSingleValuesAndTheirLevel(t *testing.T) {
	l := levels(flat)
	for _, c := range []struct {
		name   string
		values []float64
		both   bool
		want   Tier
	}{
		{"as always", []float64{104, 97}, true, Normal},
		{"two thirds more", []float64{165, 100}, false, Info},
		{"two and a half times as much", []float64{250, 100}, false, Warning},
		{"half as much", []float64{55, 100}, true, Info},
		{"half as much, where only more matters", []float64{55, 100}, false, Normal},
		{"nothing", []float64{0, 100}, true, Critical},
		{"less than nothing", []float64{-40, 100}, true, Critical},
		{"a little more, once", []float64{120, 100, 100}, false, Normal},
		{"a quarter more, for half a day", []float64{125, 125, 125, 125, 125, 125, 125, 125, 125, 125, 125, 125}, false, Info},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := JudgeLevels(after(c.values...), l, Settings{}, c.both)
			require.Equal(t, c.want.String(), v.Tier.String(), "z %.1f, ratio %.2f", v.Z, v.Ratio)
		})
	}
}

func TestWhatWasSeenOnceAWeekIsNoNews(t *testing.T) {
	// with is what was learned where some hours were so many times the usual.
	with := func(factor float64, hours ...int) baseline.Levels {
		return levels(func(at time.Time) float64 {
			if slices.Contains(hours, int(at.Sub(start).Hours())) {
				return factor
			}
			return 1
		})
	}
	const week = 7 * 24
	const tuesday, thursday, monday, friday = 24 + 7, week + 3*24 + 15, 2*week + 11, 3*week + 4*24 + 2 // one in each week
	for _, c := range []struct {
		name  string
		l     baseline.Levels
		value float64
		want  Tier
	}{
		{"never before", with(2), 210, Warning},
		{"once before", with(2, tuesday), 210, Warning},
		{"once before, for two hours", with(2, tuesday, tuesday+1), 210, Warning},
		{"in three of four weeks", with(2, tuesday, thursday, monday), 210, Warning},
		{"in each of the weeks", with(2, tuesday, thursday, monday, friday), 200, Normal},
		{"much more than what was seen every week", with(2, tuesday, thursday, monday, friday), 300, Warning},
		{"half of it every week", with(0.5, tuesday, thursday, monday, friday), 210, Warning},
		{"half of it again", with(0.5, tuesday, thursday, monday, friday), 50, Normal},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := JudgeLevels(after(c.value, 100), c.l, Settings{}, true)
			require.Equal(t, c.want.String(), v.Tier.String(), "z %.1f, seen every week: %.1f", v.Z, c.l.Repeated)
			require.Equal(t, c.want == Normal, v.Lower < c.value && c.value < v.Upper, "the band says the same: %.0f to %.0f", v.Lower, v.Upper)
		})
	}
}

func TestTheShapeOfADayAndAWeekEarnsItsPlace(t *testing.T) {
	require.Zero(t, levels(flat).Hours, "chance makes no shape")
	busy := levels(func(at time.Time) float64 {
		if d := at.Weekday(); d == time.Saturday || d == time.Sunday || at.Hour() != 9 {
			return 1
		}
		return 3
	})
	monday, sunday := start.AddDate(0, 0, 28).Add(9*time.Hour), start.AddDate(0, 0, 27).Add(9*time.Hour)
	require.InDelta(t, 300, busy.Expected(monday), 60)
	require.InDelta(t, 100, busy.Expected(sunday), 30)
}

func TestAConstantSeriesAndOneOfZeros(t *testing.T) {
	var same, zeros []baseline.Level
	for h := range 200 {
		at := start.Add(time.Duration(h) * time.Hour)
		same, zeros = append(same, baseline.Level{At: at, Value: 7}), append(zeros, baseline.Level{At: at})
	}
	l := baseline.LearnLevels(same)
	require.Equal(t, Normal, JudgeLevels(after(7), l, Settings{}, true).Tier)
	require.Equal(t, Warning, JudgeLevels(after(17.5), l, Settings{}, true).Tier)
	require.Equal(t, Normal, JudgeLevels(after(0), baseline.LearnLevels(zeros), Settings{}, true).Tier)
	require.Equal(t, Normal, JudgeLevels(after(1), baseline.LearnLevels(nil), Settings{}, true).Tier)
}

// Where nothing is normal, a value has no multiple of it to be: what rounding leaves of a 0 made some a hundred
// thousand million million times it, and others not.
func TestWhereNothingIsNormalAValueIsComparedWithTheLeastThatCounts(t *testing.T) {
	for unit := 0.1; unit < 1.1; unit += 0.01 {
		var values []baseline.Level
		for h := range 24 * 28 {
			v := 0.0
			if h%40 == 0 {
				v = unit
			}
			values = append(values, baseline.Level{At: start.Add(time.Duration(h) * time.Hour), Value: v})
		}
		l := baseline.LearnLevels(values)
		v := JudgeLevels(after(4*unit, 0), l, Settings{}, true)
		require.Zero(t, v.Expected)
		require.InDelta(t, 17, v.Ratio, 1e-9, "of %v: a quarter of what there is now and then is the least", unit)
		require.Equal(t, Critical, v.Tier)
	}
}
