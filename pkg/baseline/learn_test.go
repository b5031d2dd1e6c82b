package baseline

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var steady = workload{median: 0.1, logSD: 0.5, levelSD: 0.05, rho: 0.5, requests: 60, bounds: fineBuckets, native: true}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 9)) }

// Learned from single durations, every number is the exact one of those durations.
func TestLearningRunsIsExact(t *testing.T) {
	w := workload{median: 30, logSD: 0.3, requests: 3}
	windows := w.windows(random(1), 100)
	var all []float64
	for _, w := range windows {
		all = append(all, w.Samples...)
	}
	slices.Sort(all)
	r := Learn(windows, Options{})
	mean, sd := meanAndSD(all)
	near(t, "p50", r.P50, sortedQuantile(all, 0.5), 1e-12)
	near(t, "p95", r.P95, sortedQuantile(all, 0.95), 1e-12)
	near(t, "p99", r.P99, sortedQuantile(all, 0.99), 1e-12)
	near(t, "mean", r.Mean, mean, 1e-9)
	near(t, "sd", r.SD, sd, 1e-9)
	if r.Requests != 300 || r.Outliers != 0 || r.Resolution != 1 {
		t.Errorf("requests %v, outliers %v, resolution %v", r.Requests, r.Outliers, r.Resolution)
	}
}

func TestQuantilesArePooledFromSummedCountsNotAveraged(t *testing.T) {
	many := Histogram{Bounds: []float64{1, 2, 4}, Counts: []float64{1000, 0, 0, 0}, Sum: 500}
	few := Histogram{Bounds: []float64{1, 2, 4}, Counts: []float64{0, 0, 10, 0}, Sum: 30}
	r := Learn([]Window{
		{End: start.Add(5 * time.Minute), Width: 5 * time.Minute, Histogram: many},
		{End: start.Add(10 * time.Minute), Width: 5 * time.Minute, Histogram: few},
	}, Options{})
	near(t, "p95", r.P95, 0.9595, 1e-9) // of 1010 requests the 959.5th is in the first bucket
	near(t, "mean", r.Mean, 530.0/1010, 1e-12)
}

// Requests beyond the last bound of the old buckets may have been anywhere in the new ones, and those of the first new
// one anywhere in the old ones: nothing is known of a quantile of both.
func TestBucketsWithoutACommonBoundTeachNoQuantile(t *testing.T) {
	old := Histogram{Bounds: []float64{1, 5, 10}, Counts: []float64{10, 20, 100, 30}, Sum: 1200}
	wider := Histogram{Bounds: []float64{15, 30, 60}, Counts: []float64{130, 25, 5, 0}, Sum: 1600}
	var windows []Window
	for i := range 4 * 288 {
		w := Window{End: start.Add(time.Duration(i+1) * 5 * time.Minute), Width: 5 * time.Minute, Histogram: old}
		if i >= 2*288 {
			w.Histogram = wider
		}
		windows = append(windows, w)
	}
	r := Learn(windows, Options{})
	if r.State != Learning || r.Confidence != 0 || r.Quantiles != (Quantiles{}) || r.Expected(start) != 0 {
		t.Errorf("%s with %+v, confidence %v", r.State, r.Quantiles, r.Confidence)
	}
	if !strings.Contains(r.Reason, "the buckets of the metric were changed") {
		t.Errorf("reason does not say why: %s", r.Reason)
	}
	near(t, "mean", r.Mean, 1400.0/160, 1e-9)
	if _, err := json.Marshal(r); err != nil {
		t.Errorf("it cannot be stored: %v", err)
	}
	if after := Learn(windows[2*288:], Options{}); after.State != Active || !(after.P95 > 15) {
		t.Errorf("without the time before the change: %s, p95 %v", after.State, after.P95)
	}
}

func TestAnIncidentIsLeftOut(t *testing.T) {
	windows := steady.windows(random(2), 288)
	clean := Learn(windows, Options{})
	slow := steady
	slow.median *= 8
	for i := 100; i < 106; i++ {
		slow.width = 5 * time.Minute
		windows[i] = slow.window(random(uint64(i)), windows[i].End, 0)
	}
	r := Learn(windows, Options{})
	if r.Outliers != 6 {
		t.Errorf("%d windows left out, want the 6 of the incident", r.Outliers)
	}
	near(t, "p95 with the incident", r.P95/clean.P95, 1, 0.02)
	if !strings.Contains(r.Reason, "6 windows left out") {
		t.Errorf("reason does not say so: %s", r.Reason)
	}
}

func TestATenthOfTheWindowsOrMoreIsNoOutlier(t *testing.T) {
	windows := steady.windows(random(3), 288)
	slow := steady
	slow.median *= 8
	slow.width = 5 * time.Minute
	for i := range 40 {
		windows[i] = slow.window(random(uint64(i)), windows[i].End, 0)
	}
	r := Learn(windows, Options{})
	if r.Outliers != 0 || r.Windows != 288 || !strings.Contains(r.Reason, "all are kept") {
		t.Errorf("outliers %d, windows %d, reason %q", r.Outliers, r.Windows, r.Reason)
	}
}

// Nights twice as fast as days: neither are outliers, in no time zone.
func TestTheShapeOfTheDayMakesNoOutliers(t *testing.T) {
	w := steady
	w.daily = 0.7
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("", 9*3600)} {
		r := Learn(w.windows(random(4), 7*288), Options{TimeZone: zone})
		if share := float64(r.Outliers) / float64(7*288); share > 0.005 {
			t.Errorf("%.2f %% of the windows are outliers", 100*share)
		}
	}
}

func TestAQuietWindowIsNotTakenForASlowOne(t *testing.T) {
	windows := steady.windows(random(5), 288)
	few := Histogram{Bounds: fineBuckets, Counts: make([]float64, len(fineBuckets)+1), Native: true}
	few.Counts[bucketOf(fineBuckets, 2)] = 3 // three slow requests, nothing else, in the night
	for i := 20; i < 25; i++ {
		windows[i].Histogram = few
	}
	r := Learn(windows, Options{})
	if r.Outliers > 0 {
		t.Errorf("%d quiet windows were judged", r.Outliers)
	}
}

func TestTheHourOfDayIsLearnedFromThreeDaysOn(t *testing.T) {
	w := steady
	w.daily = 0.5
	if r := Learn(w.windows(random(6), 2*288), Options{}); r.Profile != nil {
		t.Error("two days gave a profile")
	}
	r := Learn(w.windows(random(6), 14*288), Options{})
	if r.Profile == nil || r.Profile.Days < 14 {
		t.Fatalf("no profile from fourteen days: %+v", r.Profile)
	}
	for _, hour := range []int{0, 6, 12, 18} {
		at := start.AddDate(0, 0, 20).Add(time.Duration(hour)*time.Hour + 30*time.Minute)
		truth := w.median * math.Exp(w.shape(at)+1.645*w.logSD)
		if e := r.Expected(at); math.Abs(e/truth-1) > 0.08 {
			t.Errorf("expected p95 at %d:30 is %.3f, true %.3f", hour, e, truth)
		}
	}
	flat := Learn(steady.windows(random(7), 14*288), Options{})
	if flat.Profile != nil {
		t.Errorf("an operation without a shape got one: %v", flat.Profile.Factors)
	}
	near(t, "expected without a profile", flat.Expected(start), flat.P95, 0)
}

func TestTheProfileFollowsItsTimeZone(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Skip("no time zone table here")
	}
	w := steady
	w.daily = 0.5
	windows := w.windows(random(8), 10*288)
	a, b := Learn(windows, Options{}), Learn(windows, Options{TimeZone: tokyo})
	at := start.AddDate(0, 0, 20).Add(6*time.Hour + 30*time.Minute)
	near(t, "same moment, other zone", b.Expected(at)/a.Expected(at), 1, 1e-9)
	if b.Profile.TimeZone != "Asia/Tokyo" || b.Profile.Factors[15] != a.Profile.Factors[6] {
		t.Error("15 o'clock in Tokyo is 6 o'clock UTC")
	}
}

func TestStates(t *testing.T) {
	day := steady.windows(random(10), 288)
	noisy := workload{median: 0.1, logSD: 1, requests: 10, bounds: fineBuckets, native: true}
	for _, c := range []struct {
		name    string
		windows []Window
		o       Options
		state   State
		says    string
	}{
		{"nothing seen", nil, Options{}, Learning, "no requests"},
		{"a day of traffic", day, Options{}, Active, "confidence"},
		{"two quiet windows", noisy.windows(random(11), 2), Options{}, Learning, "still learning"},
		{"a little of a noisy operation", noisy.windows(random(11), 60), Options{}, Provisional, "not active yet"},
		{"a documented range, nothing seen", nil, Options{Range: &Range{5, 15, "D2 l.25"}}, Documented, "documented range of 5 s to 15 s (D2 l.25)"},
		{"a documented range, too little seen", noisy.windows(random(11), 2), Options{Range: &Range{5, 15, "D2 l.25"}}, Documented, "still learning"},
		{"a documented range, enough seen", day, Options{Range: &Range{5, 15, "D2 l.25"}}, Active, "confidence"},
		{"p95 above the largest bucket", []Window{{End: start, Width: time.Minute, Histogram: Histogram{Bounds: []float64{1}, Counts: []float64{900, 100}}}}, Options{}, Learning, "largest bucket bound (1 s)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Learn(c.windows, c.o)
			if r.State != c.state || !strings.Contains(r.Reason, c.says) {
				t.Errorf("state %s, reason %q; want %s and %q (confidence %.3f)", r.State, r.Reason, c.state, c.says, r.Confidence)
			}
			if _, err := json.Marshal(r); err != nil {
				t.Errorf("the record cannot be stored: %v", err)
			}
		})
	}
}

func TestADocumentedRangeIsJudgedByItsUpperEnd(t *testing.T) {
	r := Learn(steady.windows(random(12), 2), Options{})
	d := r.WithRange(5, 15, "D2 l.25")
	near(t, "expected", d.Expected(start), 15, 0)
	if d.P95 != r.P95 || d.Source != "D2 l.25" || d.RangeLow != 5 {
		t.Errorf("learned numbers must stay readable: %+v", d)
	}
}

// What is learned depends on what was seen, not on what came first.
func TestLearningIsPure(t *testing.T) {
	windows := steady.windows(random(13), 500)
	before, _ := json.Marshal(windows)
	a, b := Learn(windows, Options{}), Learn(windows, Options{})
	after, _ := json.Marshal(windows)
	if string(before) != string(after) {
		t.Error("learning changed its windows")
	}
	if a.Differs(b) || a.P95 != b.P95 || a.Confidence != b.Confidence {
		t.Error("the same windows gave two baselines")
	}
}

func TestTheIntervalHoldsTheTrueP95(t *testing.T) {
	truth, hits := steady.endless(), 0
	r := random(14)
	for range 200 {
		rec := Learn(steady.windows(r, 100), Options{})
		if rec.P95Low <= truth && truth <= rec.P95High {
			hits++
		}
	}
	if hits < 184 {
		t.Errorf("the 95 %% interval holds the truth in %d of 200", hits)
	}
}

func TestTheOtherSignals(t *testing.T) {
	windows := steady.windows(random(15), 288)
	for i := range windows {
		windows[i].Errors = 0.6
	}
	windows = slices.Delete(windows, 12, 24) // an hour without a request
	r := Learn(windows, Options{})
	near(t, "rate while there is traffic", r.RequestRate, 60.0/300, 1e-9)
	near(t, "error ratio", r.ErrorRatio, 0.01, 1e-9)
	near(t, "idle share", r.Idle, 12.0/288, 1e-9)
}

// Without a day of an incident an operation that is asked for all the time is not one that pauses now and then.
func TestTimeThatWasLeftOutIsNotIdle(t *testing.T) {
	windows := steady.windows(random(17), 28*288)
	day := func(n int) time.Time { return start.AddDate(0, 0, n) }
	without := func(from, to time.Time) []Window {
		return slices.DeleteFunc(slices.Clone(windows), func(w Window) bool { return w.End.After(from) && w.End.Add(-w.Width).Before(to) })
	}
	taught := without(day(9), day(10))
	near(t, "a day that nobody asked", Learn(taught, Options{}).Idle, 1.0/28, 1e-9)
	for name, left := range map[string][]Stretch{
		"the day":                  {{day(9), day(10)}},
		"in parts that overlap":    {{day(9).Add(6 * time.Hour), day(10)}, {day(9), day(9).Add(7 * time.Hour)}},
		"and all before the first": {{time.Time{}, start}, {day(9), day(10)}},
	} {
		near(t, name, Learn(taught, Options{LeftOut: left}).Idle, 0, 1e-9)
	}
	minutes := Stretch{day(9).Add(2 * time.Minute), day(9).Add(31 * time.Minute)}
	near(t, "windows are left out whole", Learn(without(minutes.From, minutes.To), Options{LeftOut: []Stretch{minutes}}).Idle, 0, 1e-9)
	near(t, "what goes on", Learn(taught[:9*288], Options{LeftOut: []Stretch{{From: day(9)}}}).Idle, 0, 1e-9)
}

// Twenty minutes that were left out every night are no pause; twenty without requests are, whatever was left out beside them.
func TestTimeThatWasLeftOutIsNoPause(t *testing.T) {
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name                     string
		silentFrom, silentTo     int // minutes of the day
		untaughtFrom, untaughtTo int
		want                     []int
	}{
		{"nothing", 0, 0, 0, 0, nil},
		{"left out", 0, 0, 180, 200, nil},
		{"left out for hours", 0, 0, 170, 320, nil},
		{"silent", 180, 200, 0, 0, []int{3, 27}},
		{"silent, and left out afterwards", 180, 200, 200, 215, []int{3, 27}},
		{"silent, of which nothing teaches", 180, 200, 175, 205, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var windows []Window
			var left []Stretch
			for day := range 14 {
				midnight := from.AddDate(0, 0, day)
				at := func(minute int) time.Time { return midnight.Add(time.Duration(minute) * time.Minute) }
				if c.untaughtTo > 0 {
					left = append(left, Stretch{From: at(c.untaughtFrom), To: at(c.untaughtTo)})
				}
				for minute := 5; minute <= 24*60; minute += 5 {
					if minute > c.silentFrom && minute <= c.silentTo || minute > c.untaughtFrom && minute <= c.untaughtTo {
						continue
					}
					windows = append(windows, Window{
						End: at(minute), Width: 5 * time.Minute, Histogram: Histogram{Bounds: []float64{1, 2}, Counts: []float64{100, 0, 0}, Sum: 50},
					})
				}
			}
			if got := Learn(windows, Options{LeftOut: left}).RateProfile.Pauses; !slices.Equal(got, c.want) {
				t.Errorf("pauses in the hours %v, want %v", got, c.want)
			}
		})
	}
}

// The hour from two to three that a night in March does not have is no hour in which nobody asked.
func TestTheHourThatSummerTimeSkipsIsNoPause(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 3, 16, 0, 0, 0, 0, berlin) // four weeks with the night to 29 March
	for _, c := range []struct {
		silent []int // nights of weekends, by the day of March or April
		want   []int
	}{
		{nil, nil},
		{[]int{21, 28}, nil},
		{[]int{21, 22, 28}, []int{26}},
	} {
		var windows []Window
		for end := from.Add(5 * time.Minute); !end.After(from.AddDate(0, 0, 28)); end = end.Add(5 * time.Minute) {
			if at := end.Add(-time.Minute); at.Hour() == 2 && slices.Contains(c.silent, at.Day()) {
				continue
			}
			windows = append(windows, Window{
				End: end, Width: 5 * time.Minute, Histogram: Histogram{Bounds: []float64{1, 2}, Counts: []float64{100, 0, 0}, Sum: 50},
			})
		}
		if got := Learn(windows, Options{TimeZone: berlin}).RateProfile.Pauses; !slices.Equal(got, c.want) {
			t.Errorf("with %d silent nights: pauses in the hours %v, want %v", len(c.silent), got, c.want)
		}
	}
}

func TestWhatIsAnotherBaseline(t *testing.T) {
	r := Learn(steady.windows(random(16), 288), Options{})
	for name, c := range map[string]struct {
		change func(*Record)
		want   bool
	}{
		"nothing":                  {func(*Record) {}, false},
		"an hour more of the same": {func(r *Record) { r.To = r.To.Add(time.Hour); r.Requests += 60; r.P95 *= 1.005 }, false},
		"another state":            {func(r *Record) { r.State = Provisional }, true},
		"a p95 moved by 5 %":       {func(r *Record) { r.P95 *= 1.05 }, true},
		"a shape of the day":       {func(r *Record) { r.Profile = &Profile{} }, true},
		"a documented range":       {func(r *Record) { r.RangeHigh = 15 }, true},
	} {
		o := r
		c.change(&o)
		if got := r.Differs(o); got != c.want {
			t.Errorf("%s: another baseline = %v, want %v", name, got, c.want)
		}
	}
}

func BenchmarkLearn28Days(b *testing.B) {
	w := steady
	w.bounds, w.native, w.daily = defaultBuckets, false, 0.3
	windows := w.windows(random(17), 28*288)
	b.ReportAllocs()
	for b.Loop() {
		Learn(windows, Options{})
	}
}

func BenchmarkQuantiles(b *testing.B) {
	w := steady
	w.width = time.Minute
	w.bounds = defaultBuckets
	window := w.window(random(18), start, 0)
	b.ReportAllocs()
	for b.Loop() {
		window.Quantiles()
	}
}

func BenchmarkInterval(b *testing.B) {
	window := steady.window(random(19), start, 0)
	b.ReportAllocs()
	for b.Loop() {
		window.Interval(0.95, 0.95)
	}
}

// Where the p95 lies on a bound and nothing beyond it, as many requests as one likes say nothing of which side it is on.
func TestConfidenceOfVeryManyRequestsIsAsThatOfMany(t *testing.T) {
	for _, n := range []float64{1e5, 1e6, 1e7, 1e9} {
		var windows []Window
		for i := range 600 {
			windows = append(windows, Window{
				End: start.Add(time.Duration(i) * 5 * time.Minute), Width: 5 * time.Minute,
				Histogram: Histogram{Bounds: []float64{1, 2, 3}, Counts: []float64{0.95 * n, 0, 0.05 * n, 0}, Sum: n},
			})
		}
		if c := Learn(windows, Options{}).Confidence; math.Abs(c-0.5) > 0.01 {
			t.Errorf("%.0g requests a window: confidence %.3f", n, c)
		}
	}
}
