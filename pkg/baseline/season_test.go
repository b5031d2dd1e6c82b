package baseline

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// monday begins a week; Europe changes to summer time on the Sunday of the next but one week.
var monday = time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC)

// seasonal are windows of 300 requests around 100 ms times a factor of the moment; their level wanders by 5 %.
func seasonal(seed uint64, from time.Time, days int, factor func(at time.Time) float64) []Window {
	r := rand.New(rand.NewPCG(seed, 9))
	windows := make([]Window, days*288)
	for i := range windows {
		end := from.Add(time.Duration(i+1) * 5 * time.Minute)
		w := Window{End: end, Width: 5 * time.Minute, Histogram: Histogram{Bounds: fineBuckets, Counts: make([]float64, len(fineBuckets)+1), Native: true}}
		mu := math.Log(0.1*factor(end.Add(-150*time.Second))) + 0.05*r.NormFloat64()
		var below float64
		for k, b := range fineBuckets {
			share := standardNormal.CDF((math.Log(b) - mu) / 0.4)
			w.Counts[k], below = 300*(share-below), share
			w.Sum += w.Counts[k] * b
		}
		windows[i] = w
	}
	return windows
}

// truth is the p95 of a moment, the wander of the level included.
func truth(factor float64) float64 { return 0.1 * factor * math.Exp(1.645*0.4) }

func expects(t *testing.T, r Record, at time.Time, factor float64) {
	t.Helper()
	if e := r.Expected(at); math.Abs(e/truth(factor)-1) > 0.08 {
		t.Errorf("%s: %.3f s are expected, normal is %.3f", at.Format("Monday 15:04 MST"), e, truth(factor))
	}
}

func weekendFactor(at time.Time) float64 {
	if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
		return 0.5
	}
	return 1
}

func TestQuickWeekendsAreTheirOwnNormalFromTwoWeeksOn(t *testing.T) {
	windows := seasonal(1, monday, 28, weekendFactor)
	if r := Learn(windows[:10*288], Options{}); r.Profile != nil && r.Profile.Level != "" {
		t.Errorf("ten days know a weekend: %s", r.Profile.word())
	}
	r := Learn(windows[:15*288], Options{})
	if r.Profile == nil || r.Profile.Level != byWeekend {
		t.Fatalf("fifteen days: %s", r.Profile.word())
	}
	next := monday.AddDate(0, 0, 28)
	expects(t, r, next.Add(34*time.Hour), 1)                    // Tuesday 10:00
	expects(t, r, next.AddDate(0, 0, 5).Add(10*time.Hour), 0.5) // Saturday
	expects(t, r, next.AddDate(0, 0, 6).Add(23*time.Hour), 0.5) // Sunday night
	if r.Outliers > 0 {
		t.Errorf("%d windows of weekends were left out as outliers", r.Outliers)
	}
	if r.LogSD > 0.07 {
		t.Errorf("the weekend is part of the spread: %.3f, the level wanders by 0.05", r.LogSD)
	}
}

func TestTheHourOfAWeeklyJobIsItsOwnNormalFromThreeWeeksOn(t *testing.T) {
	job := func(at time.Time) float64 {
		if at.Weekday() == time.Monday && at.Hour() >= 2 && at.Hour() < 6 {
			return 2
		}
		return 1
	}
	r := Learn(seasonal(2, monday, 28, job), Options{})
	if r.Profile == nil || r.Profile.Level != byWeek {
		t.Fatalf("four weeks: %s", r.Profile.word())
	}
	next := monday.AddDate(0, 0, 28)
	expects(t, r, next.Add(4*time.Hour), 2)
	expects(t, r, next.Add(28*time.Hour), 1) // Tuesday, the same hour
	expects(t, r, next.Add(12*time.Hour), 1)
}

// A job of one hour every night: neither is its hour taken for quicker nor are those around it for slower.
func TestTheHourOfANightlyJobIsNoPartOfTheHoursAroundIt(t *testing.T) {
	for _, times := range []float64{1.5, 5, 20} {
		r := Learn(seasonal(8, monday, 14, func(at time.Time) float64 {
			if at.Hour() == 2 {
				return times
			}
			return 1
		}), Options{})
		for hour := range 24 {
			factor := 1.0
			if hour == 2 {
				factor = times
			}
			expects(t, r, monday.AddDate(0, 0, 14).Add(time.Duration(hour)*time.Hour+30*time.Minute), factor)
		}
	}
}

// Where every hour of every day has its own level, three days of an hour say less than those of its neighbours, too.
func TestACurveOfRestlessHoursIsSmoothed(t *testing.T) {
	curve := func(at time.Time) float64 { return math.Exp(0.3 * math.Sin(2*math.Pi*at.Sub(monday).Hours()/24)) }
	off := func(r Record) float64 {
		var squares float64
		for hour := range 24 {
			at := monday.Add(time.Duration(hour)*time.Hour + 30*time.Minute)
			squares += math.Pow(math.Log(r.Expected(at)/truth(curve(at))), 2)
		}
		return math.Sqrt(squares / 24)
	}
	var smoothed, plain float64
	for seed := range uint64(16) {
		random := rand.New(rand.NewPCG(seed, 4))
		levels := make([]float64, 72)
		for i := range levels {
			levels[i] = math.Exp(0.15 * random.NormFloat64())
		}
		windows := seasonal(30+seed, monday, 3, func(at time.Time) float64 { return curve(at) * levels[int(at.Sub(monday).Hours())] })
		r := Learn(windows, Options{})
		if r.Profile == nil {
			t.Fatalf("seed %d has no shape", seed)
		}
		smoothed += off(r)
		for hour := range 24 {
			var of Histogram
			for i := range windows {
				if windows[i].Middle().Hour() == hour {
					of.Add(windows[i].Histogram)
				}
			}
			p95, _ := of.Quantile(learnedQuantile)
			r.Profile.Factors[hour] = p95 / r.P95
		}
		plain += off(r)
	}
	t.Logf("off by %.3f with and %.3f without smoothing", smoothed/16, plain/16)
	if smoothed > 0.9*plain {
		t.Errorf("off by %.3f with and %.3f without smoothing", smoothed/16, plain/16)
	}
}

func TestALevelThatPredictsNoBetterIsNotTaken(t *testing.T) {
	daily := func(at time.Time) float64 { return math.Exp(0.4 * math.Sin(2*math.Pi*float64(at.Hour())/24)) }
	for seed := range uint64(6) {
		for name, factor := range map[string]func(time.Time) float64{"flat": func(time.Time) float64 { return 1 }, "daily": daily} {
			r := Learn(seasonal(10+seed, monday, 28, factor), Options{})
			if r.Profile != nil && r.Profile.Level != "" {
				t.Errorf("%s, seed %d: %s", name, seed, r.Profile.word())
			}
			if (r.Profile != nil) != (name == "daily") {
				t.Errorf("%s, seed %d: %s", name, seed, r.Profile.word())
			}
		}
	}
}

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zone table here")
	}
	return zone
}

// People come at nine by the clock on the wall, in winter as in summer. The
// clocks change on 29 March; the hour that this day lacks is nobody's.
func TestTheShapeFollowsTheClockOnTheWallAcrossTheChangeToSummerTime(t *testing.T) {
	zone := berlin(t)
	busy := func(at time.Time) float64 {
		if h := at.In(zone).Hour(); h >= 9 && h < 12 {
			return 2
		}
		return 1
	}
	r := Learn(seasonal(3, monday, 20, busy), Options{TimeZone: zone})
	for _, day := range []time.Time{time.Date(2026, 3, 25, 0, 0, 0, 0, zone), time.Date(2026, 4, 8, 0, 0, 0, 0, zone)} {
		expects(t, r, time.Date(day.Year(), day.Month(), day.Day(), 10, 30, 0, 0, zone), 2)
		expects(t, r, time.Date(day.Year(), day.Month(), day.Day(), 7, 30, 0, 0, zone), 1)
		expects(t, r, time.Date(day.Year(), day.Month(), day.Day(), 14, 30, 0, 0, zone), 1)
	}
}

func TestAHolidayIsASunday(t *testing.T) {
	calendar := Calendar{"2026-04-03", "05-01"}
	r := Learn(seasonal(4, monday, 28, func(at time.Time) float64 {
		if at.Format("01-02") == "04-03" {
			return 0.5
		}
		return weekendFactor(at)
	}), Options{Holidays: calendar})
	if r.Profile == nil || r.Profile.Level != byWeekend {
		t.Fatal(r.Profile.word())
	}
	expects(t, r, time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC), 0.5) // a Friday
	expects(t, r, time.Date(2027, 5, 1, 10, 0, 0, 0, time.UTC), 0.5)
	expects(t, r, time.Date(2026, 5, 8, 10, 0, 0, 0, time.UTC), 1)
	expects(t, r, time.Date(2028, 4, 3, 10, 0, 0, 0, time.UTC), 1) // a Monday; only that of 2026 was one
	for _, wrong := range []string{"1 May", "2026-02-30", "13-01", ""} {
		if (Calendar{wrong}).Check() == nil {
			t.Errorf("%q is taken for a day", wrong)
		}
	}
	if err := append(calendar, "02-29").Check(); err != nil {
		t.Error(err)
	}
}

func TestAYoungLevelKeepsTheShapeThatWasKnownBefore(t *testing.T) {
	night := func(at time.Time) float64 {
		if at.Hour() < 6 {
			return 0.5
		}
		return 1
	}
	old := Learn(seasonal(5, monday, 10, night), Options{})
	// 40 % slower since six in the morning; learned until noon.
	since := monday.AddDate(0, 0, 10).Add(6 * time.Hour)
	slower := seasonal(6, since, 1, func(at time.Time) float64 { return 1.4 * night(at) })
	young := Learn(slower[:72], Options{Shape: old.Profile})
	expects(t, young, since.Add(5*time.Hour), 1.4)
	expects(t, young, since.Add(20*time.Hour), 0.7) // the next night
}

// What is slower for more than one request in twenty makes the p95 of the few hours that are known of a level.
func TestAYoungLevelKeepsTheShapeOfMuchThatIsSlower(t *testing.T) {
	for name, factor := range map[string]func(at time.Time) float64{
		"twice an hour": func(at time.Time) float64 {
			if at.Minute()%30 < 5 {
				return 5
			}
			return 1
		},
		"office hours": func(at time.Time) float64 {
			if at.Hour() >= 9 && at.Hour() < 18 {
				return 4
			}
			return 1
		},
	} {
		t.Run(name, func(t *testing.T) {
			old := Learn(seasonal(5, monday, 14, factor), Options{})
			since := monday.AddDate(0, 0, 14).Add(6 * time.Hour)
			slower := seasonal(6, since, 2, func(at time.Time) float64 { return 1.4 * factor(at) })
			young := Learn(slower[:18*12], Options{Shape: old.Profile}) // until midnight
			for at := since.AddDate(0, 0, 2).Add(150 * time.Second); at.Before(since.AddDate(0, 0, 3)); at = at.Add(5 * time.Minute) {
				expects(t, young, at, 1.4*factor(at))
			}
		})
	}
}

func TestAProfileOfAnEarlierVersionStillAnswers(t *testing.T) {
	var r Record
	old := `{"p95":0.3,"state":"active","profile":{"timeZone":"UTC","factors":[2,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0.5],"days":7}}`
	if err := json.Unmarshal([]byte(old), &r); err != nil {
		t.Fatal(err)
	}
	near(t, "midnight", r.Expected(monday), 0.6, 1e-12)
	near(t, "eleven at night", r.Expected(monday.Add(-time.Minute)), 0.15, 1e-12)
}

func TestAQuietWeekendIsNoMissingTraffic(t *testing.T) {
	windows := seasonal(7, monday, 28, func(time.Time) float64 { return 1 })
	for i := range windows {
		if day := windows[i].End.Add(-time.Minute).Weekday(); day == time.Saturday || day == time.Sunday {
			for k := range windows[i].Counts {
				windows[i].Counts[k] /= 10
			}
		}
	}
	r := Learn(windows, Options{})
	near(t, "on a Saturday", r.ExpectedRate(monday.AddDate(0, 0, 33).Add(10*time.Hour)), 0.1, 1e-3)
	near(t, "on a Friday", r.ExpectedRate(monday.AddDate(0, 0, 32).Add(10*time.Hour)), 1, 1e-2)
}

// Far values make the spread by which others are told from it: of these the limit is 3.9 deviations with them, and 3.5 without.
func TestWhatFarOutliersHideIsOneToo(t *testing.T) {
	const n, far, sd, finest, growth, requests = 200, 16, 0.2, 0.01, 1.01, 10_000
	var bounds []float64
	for b := finest; b < 100; b *= growth {
		bounds = append(bounds, b)
	}
	windows := func(more ...float64) (all []Window) {
		logs := slices.Clone(more)
		usual := n - far - len(more)
		for i := range usual {
			logs = append(logs, sd*standardNormal.Quantile((float64(i)+0.5)/float64(usual)))
		}
		for range far {
			logs = append(logs, 3)
		}
		for i, log := range logs {
			h := Histogram{Native: true, Bounds: bounds, Counts: make([]float64, len(bounds)+1)}
			k, _ := slices.BinarySearch(bounds, math.Exp(log))
			h.Counts[k], h.Sum = requests, requests*math.Exp(log)
			all = append(all, Window{End: start.Add(time.Duration(i) * 5 * time.Minute), Width: 5 * time.Minute, Histogram: h})
		}
		return all
	}
	require.Equal(t, far, Learn(windows(), Options{}).Outliers)
	require.Equal(t, far+1, Learn(windows(3.7*sd), Options{}).Outliers, "3.7 deviations")
	require.Equal(t, far, Learn(windows(3.3*sd), Options{}).Outliers, "3.3 deviations")
}
