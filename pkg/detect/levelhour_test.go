package detect

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// gauge is a window of a level: n scrapes with one mean.
func gauge(end time.Time, width time.Duration, mean float64) baseline.Window {
	n := width.Seconds() / 15
	h := baseline.Histogram{Native: true, Bounds: []float64{mean * 0.999, mean}, Counts: []float64{0, n, 0}, Sum: mean * n}
	if mean == 0 {
		h.Bounds, h.Counts = []float64{1e-300}, []float64{n, 0}
	}
	return baseline.Window{End: end, Width: width, Histogram: h}
}

// fourWeeks are windows of five minutes of a level.
func fourWeeks(value func(at time.Time, noise float64) float64) []baseline.Window {
	source := rand.New(rand.NewPCG(11, 12))
	var all []baseline.Window
	for at := start; at.Before(start.AddDate(0, 0, 28)); at = at.Add(5 * time.Minute) {
		all = append(all, gauge(at.Add(5*time.Minute), 5*time.Minute, value(at, source.NormFloat64())))
	}
	return all
}

// lastMinutes are windows of a minute up to a moment, newest first.
func lastMinutes(to time.Time, newestFirst ...float64) []baseline.Window {
	var all []baseline.Window
	for i, v := range newestFirst {
		all = append(all, gauge(to.Add(-time.Duration(i)*time.Minute), time.Minute, v))
	}
	return all
}

// lunch is a moment of the day after what was learned.
var lunch = start.AddDate(0, 0, 28).Truncate(24 * time.Hour).Add(36*time.Hour + 30*time.Minute)

func byDay(at time.Time, noise float64) float64 {
	return (200 + 100*math.Sin(2*math.Pi*float64(at.Hour())/24)) * math.Exp(0.1*noise)
}

func TestALevelIsComparedWithTheUsualOneOfItsHour(t *testing.T) {
	r := baseline.Learn(fourWeeks(byDay), baseline.Options{Level: true, Unit: "short"})
	require.Equal(t, baseline.Active, r.State, r.Reason)
	require.Contains(t, r.Reason, "values")
	noon, six := lunch, lunch.Add(-6*time.Hour)
	for _, c := range []struct {
		name   string
		at     time.Time
		values []float64
		want   Tier
	}{
		{"as always at noon", noon, []float64{200, 210, 190, 205, 195}, Normal},
		{"as always in the morning", six, []float64{300, 310, 290, 305, 295}, Normal},
		{"what is usual in the morning, at noon", noon, []float64{330, 330, 330, 330, 330}, Info},
		{"two and a half times as much", noon, []float64{500, 500, 500, 500, 500}, Warning},
		{"six times as much", noon, []float64{1300, 1300, 1200, 1200, 1200}, Critical},
		{"half as much: less is better", noon, []float64{100, 100, 100, 100, 100}, Normal},
		{"nothing", noon, []float64{0, 0, 0, 0, 0}, Normal},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := JudgeHour(Hour{Recent: lastMinutes(c.at, c.values...)}, r, Settings{})
			require.Equal(t, c.want.String(), v.Tier.String(), "%s (z %.1f)", v.Reason, v.Z)
			require.True(t, v.Measured)
			require.Equal(t, 5*time.Minute, v.Width)
			require.InDelta(t, r.Expected(c.at.Add(-150*time.Second)), v.Expected, 1e-9)
			require.Less(t, v.Lower, v.Expected)
			require.Greater(t, v.Upper, v.Expected)
		})
	}
	t.Run("it is said in its unit", func(t *testing.T) {
		v := JudgeHour(Hour{Recent: lastMinutes(noon, 500, 500, 500, 500, 500)}, r, Settings{})
		require.Regexp(t, `^500 over 5 min is 2\.5x the usual (19|20)\d$`, v.Reason)
	})
}

func TestWhereMoreIsBetterALevelIsToldFromBelow(t *testing.T) {
	r := baseline.Learn(fourWeeks(byDay), baseline.Options{Level: true, Direction: "more"})
	more := Settings{Invert: true}
	for _, c := range []struct {
		name  string
		value float64
		want  Tier
	}{{"as always", 200, Normal}, {"three times as much", 600, Normal}, {"a third", 66, Warning}, {"nothing", 0, Critical}} {
		t.Run(c.name, func(t *testing.T) {
			v := JudgeHour(Hour{Recent: lastMinutes(lunch, c.value, c.value, c.value, c.value, c.value)}, r, more)
			require.Equal(t, c.want.String(), v.Tier.String(), "%s (z %.1f)", v.Reason, v.Z)
			require.False(t, math.IsInf(v.Ratio, 0) || math.IsNaN(v.Ratio), "%v", v.Ratio)
		})
	}
}

func TestWhereNeitherIsBetterALevelIsToldFromBothSides(t *testing.T) {
	r := baseline.Learn(fourWeeks(byDay), baseline.Options{Level: true, Direction: "neither", Unit: "reqps"})
	for _, c := range []struct {
		name   string
		value  float64
		want   Tier
		reason string
	}{
		{"as always", 200, Normal, `^200 req/s over 5 min `},
		{"two and a half times as much", 500, Warning, `^500 req/s over 5 min is 2\.5x the usual (19|20)\d req/s$`},
		{"a little less", 190, Normal, `^190 req/s over 5 min is 0\.9\dx the usual (19|20)\d req/s$`},
		{"a third", 66, Warning, `^66 req/s over 5 min against the usual (19|20)\d req/s: (2\.9\d?|3|3\.0\d?|3\.1)x less$`},
		{"nothing", 0, Critical, `^0 req/s over 5 min where it is usually (19|20)\d req/s$`},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := JudgeHour(Hour{Recent: lastMinutes(lunch, c.value, c.value, c.value, c.value, c.value)}, r, Settings{Both: true})
			require.Equal(t, c.want.String(), v.Tier.String(), "%s (z %.1f)", v.Reason, v.Z)
			require.Regexp(t, c.reason, v.Reason)
			require.GreaterOrEqual(t, v.Ratio, 1.0, "by how much it is off, to whichever side")
			require.False(t, math.IsInf(v.Ratio, 0) || math.IsNaN(v.Ratio), "%v", v.Ratio)
		})
	}
}

func TestAnEmptyQueueIsNormalAndAFullOneIsNot(t *testing.T) {
	r := baseline.Learn(fourWeeks(func(_ time.Time, noise float64) float64 {
		if noise < 1.5 {
			return 0
		}
		return math.Round(3 * noise) // now and then a few wait
	}), baseline.Options{Level: true, Unit: "short"})
	require.Equal(t, baseline.Active, r.State, r.Reason)
	require.Zero(t, r.P50)
	require.Equal(t, Normal, JudgeHour(Hour{Recent: lastMinutes(lunch, 0, 0, 0, 0, 0)}, r, Settings{}).Tier)
	require.Equal(t, Normal, JudgeHour(Hour{Recent: lastMinutes(lunch, 6, 5, 6, 5, 6)}, r, Settings{}).Tier)
	full := JudgeHour(Hour{Recent: lastMinutes(lunch, 900, 900, 900, 900, 900)}, r, Settings{})
	require.Equal(t, Critical.String(), full.Tier.String(), full.Reason)
	require.False(t, math.IsInf(full.Ratio, 0) || math.IsNaN(full.Ratio))
	require.Equal(t, "900 over 5 min where it is usually 0", full.Reason)
}

// Connections that hold a transaction open: mostly one or none at a scrape, sometimes two. Their values differ by large
// factors, and what was never seen, by far, is news all the same.
func TestManyTimesWhatWasEverSeenIsToldHoweverMuchALevelSpreads(t *testing.T) {
	source := rand.New(rand.NewPCG(3, 4))
	few := func(at time.Time, _ float64) float64 {
		busy, sum := 0.1+0.2*math.Sin(math.Pi*float64(at.Hour())/24), 0.0
		for next := source.ExpFloat64() / busy; next < 5; next += source.ExpFloat64() / busy {
			sum++
		}
		return sum / 5 // scrapes of a window
	}
	r := baseline.Learn(fourWeeks(few), baseline.Options{Level: true, Unit: "short"})
	require.Equal(t, baseline.Active, r.State, r.Reason)
	for _, c := range []struct {
		now  float64
		want Tier
	}{{0, Normal}, {1, Normal}, {2, Normal}, {60, Critical}} {
		v := JudgeHour(Hour{Recent: lastMinutes(lunch, c.now, c.now, c.now, c.now, c.now)}, r, Settings{})
		require.Equal(t, c.want.String(), v.Tier.String(), v.Reason)
		require.Equal(t, c.want == Normal, c.now < v.Upper, "the band says the same: up to %g", v.Upper)
	}
	require.NotContains(t, JudgeHour(Hour{Recent: lastMinutes(lunch, 60, 60, 60, 60, 60)}, r, Settings{}).Reason, "usual spread")
}

func TestWhatIsAlwaysZeroIsToldWhenItIsNot(t *testing.T) {
	r := baseline.Learn(fourWeeks(func(time.Time, float64) float64 { return 0 }), baseline.Options{Level: true})
	require.Equal(t, baseline.Active, r.State, r.Reason)
	require.Zero(t, r.P95)
	require.Equal(t, Normal, JudgeHour(Hour{Recent: lastMinutes(lunch, 0, 0, 0)}, r, Settings{}).Tier)
	require.GreaterOrEqual(t, JudgeHour(Hour{Recent: lastMinutes(lunch, 5, 5, 5, 5, 5)}, r, Settings{}).Tier, Warning)
}

func TestAConstantLevelIsActive(t *testing.T) {
	r := baseline.Learn(fourWeeks(func(time.Time, float64) float64 { return 3e12 }), baseline.Options{Level: true, Unit: "bytes"})
	require.Equal(t, baseline.Active, r.State, r.Reason)
	require.InEpsilon(t, 3e12, r.Expected(lunch), 1e-9)
	require.InEpsilon(t, 3e12, r.P95, 0.003)
	require.Equal(t, Warning, JudgeHour(Hour{Recent: lastMinutes(lunch, 7e12, 7e12, 7e12, 7e12, 7e12)}, r, Settings{}).Tier)
}

func TestALevelThatStaysALittleOffIsTold(t *testing.T) {
	r := baseline.Learn(fourWeeks(func(_ time.Time, noise float64) float64 { return 100 * math.Exp(0.06*noise) }), baseline.Options{Level: true})
	var hour []baseline.Window
	for i := range 12 {
		hour = append(hour, gauge(lunch.Add(-time.Duration(5*i)*time.Minute), 5*time.Minute, 124))
	}
	v := JudgeHour(Hour{Recent: lastMinutes(lunch, 124, 124, 124, 124, 124), Slow: hour}, r, Settings{})
	require.Equal(t, Info.String(), v.Tier.String(), v.Reason)
	require.Contains(t, v.Reason, "for 60 min all of it lay there")
	v = JudgeHour(Hour{Recent: lastMinutes(lunch, 99, 99, 99, 99, 99), Slow: hour}, r, Settings{})
	require.Equal(t, Normal, v.Tier, "it has gone away: %s", v.Reason)
}

// A queue that is empty but for the first minutes of each hour has not been emptied for forty minutes: for so long it is
// said to lie there, and not for the hour in which it is found.
func TestALevelIsSaidToLieOffForAsLongAsItDoes(t *testing.T) {
	r := baseline.Learn(fourWeeks(func(at time.Time, noise float64) float64 {
		if at.Minute() < 5 {
			return 260 * math.Exp(0.1*noise)
		}
		return 0
	}), baseline.Options{Level: true})
	at := lunch.Add(12 * time.Minute)
	hour := make([]baseline.Window, 0, 12)
	for i := range 12 {
		value := 300.0
		if i >= 8 {
			value = 0
		}
		hour = append(hour, gauge(at.Add(-time.Duration(5*i)*time.Minute), 5*time.Minute, value))
	}
	v := JudgeHour(Hour{Recent: lastMinutes(at, 300, 300, 300, 300, 300), Slow: hour}, r, Settings{})
	require.Equal(t, Info.String(), v.Tier.String(), v.Reason)
	require.Contains(t, v.Reason, "for 40 min all of it lay there")
	require.Equal(t, 40*time.Minute, v.Drift.Width)
}

func TestALevelIsReadBackAsItWasLearned(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	r := baseline.Learn(fourWeeks(byDay), baseline.Options{Level: true, Unit: "bytes", TimeZone: berlin})
	document, err := json.Marshal(r)
	require.NoError(t, err)
	var back baseline.Record
	require.NoError(t, json.Unmarshal(document, &back))
	require.Equal(t, r.Expected(lunch), back.Expected(lunch))
	require.False(t, r.Differs(back))
	require.Equal(t, "bytes", back.Unit)
}

func TestALevelWithoutAValueIsNotMeasured(t *testing.T) {
	r := baseline.Learn(fourWeeks(byDay), baseline.Options{Level: true})
	v := JudgeHour(Hour{Recent: []baseline.Window{{End: lunch, Width: time.Minute}}}, r, Settings{})
	require.False(t, v.Measured)
	require.Equal(t, "no value in the window", v.Reason)
	none := baseline.Learn(nil, baseline.Options{Level: true})
	require.Equal(t, baseline.Learning, none.State)
	require.Equal(t, "no values were seen yet", none.Reason)
}

func TestOfAShareWhereMoreIsBetterWhatIsMissingIsJudged(t *testing.T) {
	more := Settings{Invert: true}
	for _, c := range []struct {
		name        string
		unit        string
		whole       float64
		usual       float64 // share, per cent
		now         float64
		want        Tier
		leastFactor float64
	}{
		{"three nines", "percentunit", 1, 99.9, 99.9, Normal, 0},
		{"a little less", "percentunit", 1, 99.9, 99.5, Normal, 0},
		{"two of a hundred fail", "percentunit", 1, 99.9, 98.3, Info, 1.6},
		{"three of a hundred fail", "percentunit", 1, 99.9, 97.2, Warning, 2},
		{"one in eighteen fails", "percentunit", 1, 99.9, 94.5, Critical, 5},
		{"the same in per cent", "percent", 100, 99.9, 94.5, Critical, 5},
		{"never a failure before", "percent", 100, 100, 94.5, Critical, 5},
		{"all fail", "percent", 100, 100, 0, Critical, 50},
		{"better than ever", "percent", 100, 90, 100, Normal, 0},
		{"a cache that hits half as often", "percent", 100, 90, 45, Critical, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			part := c.whole / 100
			r := baseline.Learn(fourWeeks(func(_ time.Time, noise float64) float64 {
				return part * math.Min(100, c.usual+0.02*math.Abs(noise)*math.Min(1, 100-c.usual))
			}), baseline.Options{Level: true, Unit: c.unit, Direction: "more"})
			require.Equal(t, baseline.Active, r.State, r.Reason)
			now := part * c.now
			v := JudgeHour(Hour{Recent: lastMinutes(lunch, now, now, now, now, now)}, r, more)
			require.Equal(t, c.want.String(), v.Tier.String(), "%s (z %.1f)", v.Reason, v.Z)
			require.GreaterOrEqual(t, v.Ratio, c.leastFactor)
			usual := v.Expected
			require.InDelta(t, part*c.usual, usual, part*0.5)
			require.LessOrEqual(t, v.Lower, v.Expected)
			require.GreaterOrEqual(t, v.Upper, v.Expected)
			require.LessOrEqual(t, v.Upper, c.whole)
		})
	}
	t.Run("where less is better it is a level like any other", func(t *testing.T) {
		r := baseline.Learn(fourWeeks(func(_ time.Time, noise float64) float64 { return 40 + noise }), baseline.Options{Level: true, Unit: "percent"})
		require.Equal(t, Warning.String(), JudgeHour(Hour{Recent: lastMinutes(lunch, 85, 85, 85, 85, 85)}, r, Settings{}).Tier.String())
	})
}

func TestTheScrapesOfALevelAreNoFewRequests(t *testing.T) {
	r := baseline.Learn(fourWeeks(byDay), baseline.Options{Level: true})
	far := fourWeeks(func(time.Time, float64) float64 { return 5000 })[:12]
	require.Equal(t, baseline.Active, r.State)
	require.Nil(t, judgeFew(far, r, Settings{}, defaultLeast))
	before := HourBefore{Windows: far, Record: r}
	before.judgeTo(far[11].End)
	require.Nil(t, before.few)
}

func TestAShareThatIsFarFromItsWholeIsALevelLikeAnyOther(t *testing.T) {
	more := Settings{Invert: true}
	for _, c := range []struct {
		name       string
		unit       string
		usual, now float64
		want       Tier
	}{
		{"a conversion of two in a hundred falls to a tenth of it", "percent", 2, 0.2, Critical},
		{"the same as a share", "percentunit", 0.02, 0.002, Critical},
		{"a cache that hits one in three, and now none", "percentunit", 0.33, 0.01, Critical},
		{"half of it", "percentunit", 0.33, 0.15, Warning},
		{"as always", "percentunit", 0.33, 0.34, Normal},
		{"per cent that are called shares", "percentunit", 99.9, 45, Warning},
		{"shares that are called per cent", "percent", 0.999, 0.45, Warning},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := baseline.Learn(fourWeeks(func(_ time.Time, noise float64) float64 { return c.usual * math.Exp(0.01*noise) }),
				baseline.Options{Level: true, Unit: c.unit, Direction: "more"})
			v := JudgeHour(Hour{Recent: lastMinutes(lunch, c.now, c.now, c.now, c.now, c.now)}, r, more)
			require.Equal(t, c.want.String(), v.Tier.String(), "%s (z %.1f)", v.Reason, v.Z)
		})
	}
}

func TestOfAShareThatIsUsuallyNothingOneInAHundredCounts(t *testing.T) {
	for _, c := range []struct {
		unit string
		now  float64
		want Tier
	}{
		{"percentunit", 0.0005, Normal}, {"percentunit", 0.015, Warning}, {"percentunit", 0.05, Critical}, {"percent", 0.05, Normal}, {"percent", 5, Critical},
	} {
		r := baseline.Learn(fourWeeks(func(time.Time, float64) float64 { return 0 }), baseline.Options{Level: true, Unit: c.unit})
		v := JudgeHour(Hour{Recent: lastMinutes(lunch, c.now, c.now, c.now, c.now, c.now)}, r, Settings{})
		require.Equal(t, c.want.String(), v.Tier.String(), "%s (z %.1f)", v.Reason, v.Z)
	}
}

func TestOnAHolidayALevelIsComparedWithWeekends(t *testing.T) {
	office := fourWeeks(func(at time.Time, noise float64) float64 {
		if d := at.Weekday(); d == time.Saturday || d == time.Sunday || at.Day() == 11 {
			return 20 * math.Exp(0.05*noise)
		}
		return 200 * math.Exp(0.05*noise)
	})
	day := lunch
	for day.Weekday() != time.Wednesday {
		day = day.AddDate(0, 0, 1)
	}
	more := Settings{Invert: true}
	holidays := baseline.Calendar{day.Format(time.DateOnly), "03-11"}
	for name, c := range map[string]struct {
		holidays baseline.Calendar
		want     Tier
	}{"a holiday": {holidays, Normal}, "a working day": {holidays[1:], Critical}} {
		t.Run(name, func(t *testing.T) {
			r := baseline.Learn(office, baseline.Options{Level: true, Direction: "more", Holidays: c.holidays})
			v := JudgeHour(Hour{Recent: lastMinutes(day, 20, 20, 20, 20, 20)}, r, more)
			require.Equal(t, c.want.String(), v.Tier.String(), "%s (z %.1f)", v.Reason, v.Z)
			require.Equal(t, c.holidays, r.Profile.Holidays)
		})
	}
}

func TestAnAcceptedLevelKeepsItsHours(t *testing.T) {
	all := fourWeeks(byDay)
	before := baseline.Learn(all, baseline.Options{Level: true})
	for i := range all {
		all[i] = gauge(all[i].End, all[i].Width, 3*all[i].Mean())
	}
	night := all[len(all)-1].End.Truncate(24 * time.Hour).Add(-330 * time.Minute) // a third of what six in the morning has
	var first []baseline.Window                                                   // nine hours of that morning
	for _, w := range all {
		if age := night.Sub(w.End); age > 8*time.Hour && age <= 17*time.Hour {
			first = append(first, w)
		}
	}
	more := Settings{Invert: true}
	usual := lastMinutes(night, 310, 310, 310, 310, 310)
	alone := baseline.Learn(first, baseline.Options{Level: true, Direction: "more"})
	told := JudgeHour(Hour{Recent: usual}, alone, more)
	require.NotEqual(t, Normal, told.Tier, "half a day knows nothing of evenings: %s (z %.1f, %s)", told.Reason, told.Z, alone.Reason)
	kept := baseline.Learn(first, baseline.Options{Level: true, Direction: "more", LevelShape: before.Level})
	require.Equal(t, Normal.String(), JudgeHour(Hour{Recent: usual}, kept, more).Tier.String())
	want := 3 * before.Expected(night)
	require.InEpsilon(t, want, kept.Expected(night), 0.1)
	flat := baseline.Learn(fourWeeks(func(_ time.Time, noise float64) float64 { return 500 * math.Exp(0.05*noise) }), baseline.Options{Level: true, LevelShape: before.Level})
	require.Zero(t, flat.Level.Hours, "what shows none for weeks has none")
}

func TestNextToNothingIsNoMeasureOfOthers(t *testing.T) {
	frost := func(at time.Time, noise float64) float64 {
		return 0.004 + math.Max(0, 2-3*math.Cos(2*math.Pi*float64(at.Hour()-12)/24)+0.02*noise)
	}
	r := baseline.Learn(fourWeeks(frost), baseline.Options{Level: true, Unit: "celsius"})
	usual := r.Expected(lunch)
	require.Less(t, usual, 0.05)
	v := JudgeHour(Hour{Recent: lastMinutes(lunch, 0.6, 0.6, 0.6, 0.6, 0.6)}, r, Settings{})
	require.Less(t, v.Ratio, 5.0, v.Reason)
	require.Less(t, v.Tier, Critical, v.Reason)
	require.Contains(t, v.Reason, "0.6 °C over 5 min where it is usually")
	v = JudgeHour(Hour{Recent: lastMinutes(lunch, 30, 30, 30, 30, 30)}, r, Settings{})
	require.Equal(t, Critical, v.Tier, v.Reason)
}
