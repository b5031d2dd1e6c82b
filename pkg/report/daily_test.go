package report

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func daily(t *testing.T, src Source, req Request) Report {
	t.Helper()
	if req.System == nil {
		req.System = system()
	}
	if req.Day.IsZero() {
		req.Day = midnight
	}
	r, err := Compute(t.Context(), src, req)
	require.NoError(t, err)
	return r
}

func operation(t *testing.T, r Report, name string) Operation {
	t.Helper()
	for _, o := range r.Operations {
		if o.Operation == name {
			return o
		}
	}
	require.Fail(t, "not in the report", name)
	return Operation{}
}

// Twelve quick hours and twelve slow ones: the day's quantiles are those of all
// requests together, not the mean of the hours' quantiles.
func TestADayAddsUpFromItsHours(t *testing.T) {
	quick, slow := steady(100, 0.9, 0.1), steady(300, 0, 0, 0.9, 0.1)
	src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{
		"graph_query": func(end time.Time, width time.Duration) baseline.Window {
			if end.After(midnight.Add(12 * time.Hour)) {
				return slow(end, width)
			}
			return quick(end, width)
		},
	}}
	r := daily(t, src, Request{})
	o := operation(t, r, "graph_query")
	require.InDelta(t, 12*100+12*300, o.Requests, 1e-6)
	var all baseline.Histogram
	all.Add(baseline.Histogram{Bounds: bounds, Counts: []float64{1080, 120, 3240, 360, 0}})
	p95, _ := all.Quantile(0.95)
	require.InDelta(t, p95, *o.P95, 1e-9)
	require.InDelta(t, (1080*0.05+120*0.15+3240*0.3+360*0.6)/4800, *o.Mean, 1e-9)
	require.InDelta(t, 4800.0/86400, *o.Rate, 1e-9)
	require.InDelta(t, 0.01, *o.Errors, 1e-9)
	require.InDelta(t, 4800, r.Summary.Requests, 1e-6)
	require.InDelta(t, 0.01, *r.Summary.Errors, 1e-9)
	require.Len(t, r.Charts, 1)
	require.Len(t, r.Charts[0].Points, 24)
	require.Equal(t, midnight.Add(time.Hour), r.Charts[0].Points[0].T)
	require.Equal(t, midnight.Add(24*time.Hour), r.Charts[0].Points[23].T)
}

// A day that is not over begins at midnight all the same, not at a whole number of hours before now.
func TestADayThatIsNotOverIsMeasuredFromMidnight(t *testing.T) {
	now := midnight.Add(8*time.Hour + 30*time.Minute)
	src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{"graph_query": steady(100, 1)}}
	r := daily(t, src, Request{Day: now, Now: now})
	require.Equal(t, now, r.To)
	require.InDelta(t, 850, operation(t, r, "graph_query").Requests, 1e-6)
	require.Contains(t, src.asked, `sum by (operation_type) (increase(counts[30600s]))`)
	require.Contains(t, src.asked, `max_over_time(cpu[30600s:5m])`)
	// The document calls this one "last 24h".
	require.Contains(t, src.asked, `topk(5, increase(slow[1d]))`)
}

func TestTheFirstMinutesOfADayAreNoneOfTheDayBefore(t *testing.T) {
	src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{"graph_query": steady(600, 1)}}
	now := midnight.Add(20 * time.Minute)
	require.InDelta(t, 200, operation(t, daily(t, src, Request{Day: now, Now: now}), "graph_query").Requests, 1e-6)
	now = midnight.Add(2 * time.Minute)
	require.Equal(t, "Nothing was measured on this day.", daily(t, src, Request{Day: now, Now: now}).Sentence())
}

// A day that changes the clock has 23 or 25 hours.
func TestADayIsAsLongAsTheCalendarSays(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{"graph_query": steady(100, 1)}}
	for day, hours := range map[string]float64{"2026-03-28": 24, "2026-03-29": 23, "2026-10-25": 25} {
		at, err := time.ParseInLocation(time.DateOnly, day, berlin)
		require.NoError(t, err)
		r := daily(t, src, Request{Day: at, Location: berlin})
		require.Equal(t, day, r.Day)
		require.Equal(t, "Europe/Berlin", r.TimeZone)
		require.InDelta(t, 100*hours, operation(t, r, "graph_query").Requests, 1e-6, day)
	}
}

func TestSectionsStandInTheDocumentsOrder(t *testing.T) {
	src := &stage{answers: map[string]model.Vector{
		"counts": {sample(3, "operation_type", "entity_lookup"), sample(7, "operation_type", "graph_query"), sample(math.NaN(), "operation_type", "idle")},
		"conversions[": {
			sample(4, "source", "graph", "target", "table", "dataset_size", "small"),
			sample(9, "source", "vector", "target", "graph", "dataset_size", "large"),
		},
		"health": {sample(2)},
		"rating": {sample(3, "command", "status"), sample(1, "command", "batch")},
		"slow":   {sample(1.5, "tool", "pdf_loader")},
	}}
	r := daily(t, src, Request{})
	var titles []string
	for _, s := range r.Sections {
		titles = append(titles, s.Title)
	}
	require.Equal(t, []string{"Counts", "Resources", "Health", "Slowest (last 24h)"}, titles)

	counts := r.Sections[0].Items
	require.Len(t, counts, 2, "items of one section stand together")
	require.Equal(t, []string{"graph_query", "entity_lookup"}, names(counts[0]), "largest first, and nothing that is not a number")
	require.Equal(t, []string{"vector-to-graph large", "graph-to-table small"}, names(counts[1]), "as people call them")
	require.Equal(t, "2", strings.TrimSpace(format(r.Sections[2].Items[0].Value)))
	require.Equal(t, "Healthy", r.Sections[2].Items[0].Word)
	rated := r.Sections[2].Items[1].Rows
	require.Equal(t, "excellent", rated[0].Text)
	require.Nil(t, rated[0].Value, "the word says it")
	require.Equal(t, "1", format(rated[1].Value), "the document has no word for it")
	require.Equal(t, []string{"pdf_loader"}, names(r.Sections[3].Items[0]), "two sets have the label tool: neither name is guessed")

	require.Empty(t, counts[0].Missing)
	require.Contains(t, r.Sections[1].Items[0].Missing, "no such series", "what is not measured says so")
}

func names(i Item) []string {
	var out []string
	for _, row := range i.Rows {
		out = append(out, row.Name)
	}
	return out
}

func format(v *float64) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// Runs are known one by one: a day of few is judged against the documented range.
func TestADayOfRunsIsComparedWithTheDocumentedRange(t *testing.T) {
	labels := map[string]string{"source": "graph", "target": "table", "dataset_size": "small"}
	src := &stage{runs: []prometheus.OpWindows{{Labels: labels, Windows: []baseline.Window{
		oneRun(midnight.Add(time.Hour), 40), oneRun(midnight.Add(2*time.Hour), 44), oneRun(midnight.Add(3*time.Hour), 48),
	}}}}
	sys := system()
	sys.Operations = sys.Operations[1:2]
	r := daily(t, src, Request{System: sys, Baselines: map[string]baseline.Record{
		live.Key("conversion", labels): baseline.Record{}.WithRange(5, 15, "D2 l.34"),
	}})
	o := operation(t, r, "graph-to-table small")
	require.InDelta(t, 3, o.Requests, 0)
	require.InDelta(t, 44, *o.P50, 0)
	require.InDelta(t, 15, *o.BaselineP95, 0)
	require.Equal(t, "warning", o.Tier)
	require.Equal(t, 1, r.Summary.Slower, "over the day as a whole, without a violation")
	require.Equal(t, "1 of 1 operation was slower than normal; worst: graph-to-table small, 3.2x.", r.Sentence())
	require.Equal(t, "documented", o.State)
	require.Nil(t, o.Rate, "runs have no rate")
	require.Nil(t, o.Errors, "nor does their gauge tell of failures")
}

func TestViolationsOfTheDay(t *testing.T) {
	op := store.Operation{Set: "operation", Name: "graph_query", Labels: map[string]string{"operation_type": "graph_query"}}
	src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{"graph_query": steady(100, 1), "entity_lookup": steady(100, 1)}}
	at := func(h float64) time.Time { return midnight.Add(time.Duration(h * float64(time.Hour))) }
	r := daily(t, src, Request{Violations: []store.Violation{
		{Operation: op, Tier: 3, Start: at(23), Peak: 2.5},                                             // goes on
		{Operation: op, Tier: 2, Start: at(-1), End: at(0.5), Peak: 7.25, Delay: 20 * time.Second},     // began the day before
		{Operation: op, Tier: 2, Start: at(-5), End: at(-4), Peak: 99}, {Operation: op, Start: at(24)}, // of other days
	}})
	require.Len(t, r.Violations, 2)
	require.Equal(t, at(-1), r.Violations[0].Start)
	require.Equal(t, "warning", r.Violations[0].Tier)
	require.InDelta(t, 20, *r.Violations[0].Delay, 0)
	require.Nil(t, r.Violations[1].End, "one that goes on has no end")
	require.InDelta(t, 1.5*3600, r.Summary.ViolationSeconds, 1e-9, "only what lies within the day")
	require.Equal(t, 1, r.Summary.Slower)
	require.Equal(t, "1 of 2 operations was slower than normal; worst: graph_query, 7.2x.", r.Sentence())
}

// What completed nothing was neither slow nor did it fail, and has no ratio.
func TestWhatStoppedIsTold(t *testing.T) {
	op := store.Operation{Set: "operation", Name: "graph_query", Labels: map[string]string{"operation_type": "graph_query"}}
	other := store.Operation{Set: "operation", Name: "embed", Labels: map[string]string{"operation_type": "embed"}}
	src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{"graph_query": steady(100, 1), "embed": steady(100, 1)}}
	at := func(h float64) time.Time { return midnight.Add(time.Duration(h * float64(time.Hour))) }
	stopped := func(op store.Operation, from, to float64) store.Violation {
		return store.Violation{Operation: op, Signal: store.OfRate, Tier: 2, Start: at(from), End: at(to)}
	}
	all := []store.Violation{stopped(op, -1, 0.5), stopped(other, 3, 3.25), stopped(op, 5, 5.25)}
	r := daily(t, src, Request{Violations: all[:1]})
	require.Equal(t, 0, r.Summary.Slower)
	require.Nil(t, r.Violations[0].Peak)
	require.Regexp(t, ` graph_query completed nothing for 30 min\.$`, r.Sentence())
	r = daily(t, src, Request{Violations: all})
	require.Regexp(t, ` 2 operations completed nothing for a while; longest: graph_query, 45 min\.$`, r.Sentence())
}

// Where nothing has a baseline, nobody can say that it ran as fast as normal.
func TestTheSentenceSaysWhatIsKnown(t *testing.T) {
	for sentence, s := range map[string]Summary{
		"Nothing was measured on this day.":                                   {},
		"1 operation ran; none has a baseline yet.":                           {Operations: 1},
		"All that have a baseline, 2 of 5 operations, ran as fast as normal.": {Operations: 5, WithBaseline: 2},
		"The one operation ran as fast as normal.":                            {Operations: 1, WithBaseline: 1},
		"All of 5 operations ran as fast as normal.":                          {Operations: 5, WithBaseline: 5},
	} {
		require.Equal(t, sentence, Report{Summary: s}.Sentence())
	}
}

func TestTargetsAreCountedByOutcomeAndTheMissedOnesListed(t *testing.T) {
	req := Request{}
	for outcome, n := range map[string]int{"met": 3, "missed": 1, "not tested": 2, "cannot tell": 4} {
		for i := range n {
			req.Targets = append(req.Targets, CheckedTarget{Target: Target{ID: fmt.Sprint(outcome, i)}, Outcome: outcome})
		}
	}
	// Another operation that misses it, and one that meets it: still one target missed, in two rows.
	req.Targets = append(req.Targets, CheckedTarget{Target: Target{ID: "missed0"}, Outcome: "missed"}, CheckedTarget{Target: Target{ID: "missed0"}, Outcome: "met"})
	r := daily(t, &stage{}, req)
	require.Equal(t, Outcomes{Met: 3, Missed: 1, NotTested: 2, CannotTell: 4}, r.Summary.Targets)
	require.Equal(t, []Target{{ID: "missed0"}, {ID: "missed0"}}, r.TargetsMissed)
}

// A comparison over two months may be too much for a small Prometheus: the other items are what they are.
func TestAnItemThatAsksTooMuchLeavesTheOthersAlone(t *testing.T) {
	sys := system()
	items := itemsOf(sys, Daily)
	asks := func(i catalog.ReportItem) bool { return i.Engine == "" }
	slow := items[slices.IndexFunc(items, asks)]
	part, _, _ := strings.Cut(slow.Expr, "[") // ranges are those of the period
	src := &stage{refused: map[string]error{part: &prometheus.Error{Kind: prometheus.ErrSlow, Message: "Prometheus did not answer in time"}}}
	r, err := Compute(t.Context(), src, Request{System: sys, Day: midnight})
	require.NoError(t, err)
	var missing []string
	for _, section := range r.Sections {
		for _, i := range section.Items {
			if i.Missing == "Prometheus did not answer in time" {
				missing = append(missing, i.ID+i.Title)
			}
		}
	}
	require.Equal(t, []string{slow.ID + slow.Title}, missing)

	_, err = Compute(t.Context(), src, Request{System: sys, Day: midnight, Keep: true})
	require.ErrorIs(t, err, prometheus.ErrSlow, "what is kept would be wrong for good")
	src.refused[part] = &prometheus.Error{Kind: prometheus.ErrUnreachable, Message: "Prometheus is away"}
	_, err = Compute(t.Context(), src, Request{System: sys, Day: midnight})
	require.ErrorContains(t, err, "asking for "+slow.Title)
}

// An item that half of the stores did not answer would be wrong for good.
func TestHalfAnAnswerEndsAReport(t *testing.T) {
	src := &stage{warnings: []string{"store 10.0.0.7 is down"}}
	_, err := Compute(t.Context(), src, Request{System: system(), Day: midnight})
	require.ErrorIs(t, err, prometheus.ErrHalf)
	require.ErrorContains(t, err, "store 10.0.0.7 is down")
	src.warnings = []string{`PromQL warning: bucket label "le" is malformed`}
	require.Len(t, daily(t, src, Request{}).Sections, 4, "such a warning comes with every answer")
}

// The whole is JSON: lists are never null, and what is not a number is.
func TestAnEmptyDayIsValidJSON(t *testing.T) {
	text, err := json.Marshal(daily(t, &stage{}, Request{}))
	require.NoError(t, err)
	var r map[string]any
	require.NoError(t, json.Unmarshal(text, &r))
	for _, list := range []string{"worse", "better", "sections", "operations", "violations", "targetsMissed", "charts"} {
		require.IsType(t, []any{}, r[list], list)
	}
	require.Nil(t, r["summary"].(map[string]any)["errors"])
}

// What the learner has written down ends with its last hour; what goes on is carried on.
func TestAViolationThatGoesOnIsToldOnce(t *testing.T) {
	labels := map[string]string{"operation_type": "graph_query"}
	op := store.Operation{Set: "operation", Name: "graph_query", Labels: labels}
	at := func(h float64) time.Time { return midnight.Add(time.Duration(h * float64(time.Hour))) }
	open := live.OpenViolation{
		OperationVerdict: live.OperationVerdict{Set: "operation", Operation: "graph_query", Labels: labels},
		Stretch:          detect.Stretch{Start: at(8), Onset: at(8), Peak: 6, Tier: detect.Critical},
		Signal:           detect.Latency,
	}
	past := []store.Violation{{Operation: op, Tier: 2, Start: at(7.5), End: at(8), Peak: 3}}
	all := WithOpen(past, live.Present{Open: []live.OpenViolation{open}})
	require.Equal(t, []store.Violation{{Operation: op, Tier: 3, Start: at(7.5), Peak: 6}}, all)
	require.Equal(t, at(8), past[0].End, "the list that was given stays as it was")

	past[0].End = at(7.75)
	all = WithOpen(past, live.Present{Open: []live.OpenViolation{open}})
	require.Len(t, all, 2, "a quarter of an hour of rest makes two of it")
	require.True(t, all[1].End.IsZero())

	open.Signal, past[0].End = detect.Errors, at(8)
	all = WithOpen(past, live.Present{Open: []live.OpenViolation{open}})
	require.Len(t, all, 2, "what fails does not go on as what was slow")
	require.Equal(t, []string{"", store.OfErrors}, []string{all[0].Signal, all[1].Signal})
}

// What was over again before its hour was is told with its end; what the learner has of it is told once.
func TestWhatIsOverBeforeItsHourIsToldOnce(t *testing.T) {
	at := func(h float64) time.Time { return midnight.Add(time.Duration(h * float64(time.Hour))) }
	over := func(name string, from, to, peak float64) live.OpenViolation {
		return live.OpenViolation{
			OperationVerdict: live.OperationVerdict{System: "kgas", Set: "operation", Operation: name, Labels: map[string]string{"operation_type": name}},
			Stretch:          detect.Stretch{Start: at(from), Onset: at(from), Detected: at(from), End: at(to), Peak: peak, Tier: detect.Critical},
			Signal:           detect.Latency,
		}
	}
	stored := func(name string, from, to float64) store.Violation {
		op := store.Operation{System: "kgas", Set: "operation", Name: name, Labels: map[string]string{"operation_type": name}}
		return store.Violation{ID: 1, Operation: op, Tier: 2, Start: at(from), End: at(to), Peak: 3}
	}
	past := []store.Violation{stored("embed", 7.8, 7.99), stored("ingest", 7.1, 7.3), stored("query", 8.1, 8.2)}
	all := WithOpen(past, live.Present{Ended: []live.OpenViolation{
		over("embed", 8.05, 8.2, 7), over("ingest", 8.1, 8.2, 7), over("query", 8.1, 8.2, 7),
	}})
	require.Len(t, all, 4)
	require.Equal(t, []time.Time{at(8.2), at(7.3), at(8.2), at(8.2)}, []time.Time{all[0].End, all[1].End, all[2].End, all[3].End})
	require.InDelta(t, 7, all[0].Peak, 0, "it went on into the next hour")
	require.Equal(t, int(detect.Critical), all[0].Tier)
	require.Equal(t, "ingest", all[3].Operation.Name)
	require.Zero(t, all[3].ID, "the learner gives it its number")
	require.Equal(t, at(8.1), all[3].Start)
}

// The learner comes to an hour when it is over: what it left open may have ended since.
func TestAViolationThatTheLearnerLeftOpenEndsWhenItIsOver(t *testing.T) {
	at := func(h float64) time.Time { return midnight.Add(time.Duration(h * float64(time.Hour))) }
	op := func(set, name string) store.Operation {
		return store.Operation{System: "kgas", Set: set, Name: name, Labels: map[string]string{"operation_type": name}}
	}
	past := []store.Violation{
		{Operation: op("operation", "over"), Tier: 2, Start: at(7), Peak: 3},
		{Operation: op("operation", "goes on"), Tier: 2, Start: at(7), Peak: 3},
		{Operation: op("operation", "ended"), Tier: 2, Start: at(6), End: at(6.5), Peak: 3},
		{Operation: op("tool", "of a set that was never looked at"), Tier: 2, Start: at(7), Peak: 3},
	}
	progress := []store.Progress{
		{System: "kgas", Set: "operation", Newest: at(9)}, // learned, and not looked at for violations yet
		{System: "kgas", Set: store.MarkViolations + "operation", Newest: at(8)},
		{System: "ado", Set: store.MarkViolations + "tool", Newest: at(8)},
	}
	key := func(i int) live.Violated {
		return live.Violated{Signal: detect.Latency, Key: live.Key(past[i].Operation.Set, past[i].Operation.Labels)}
	}
	require.Equal(t, map[live.Violated]time.Time{key(0): at(8), key(1): at(8)}, Left("kgas", past, progress, at(8.5)).Open)
	require.Empty(t, Left("kgas", past, progress, at(7.5)).Open, "at a moment that the learner has passed it went on")

	again := live.OpenViolation{
		OperationVerdict: live.OperationVerdict{System: "kgas", Set: "operation", Operation: "over", Labels: past[0].Operation.Labels},
		Stretch:          detect.Stretch{Start: at(8.4), Onset: at(8.4), Peak: 6, Tier: detect.Critical},
		Signal:           detect.Latency,
	}
	all := WithOpen(past, live.Present{Open: []live.OpenViolation{again}, Over: map[live.Violated]time.Time{key(0): at(8.1), key(2): at(8)}})
	require.Equal(t, at(8.1), all[0].End)
	require.True(t, all[1].End.IsZero())
	require.Equal(t, at(6.5), all[2].End)
	require.Len(t, all, 5, "what comes later is another one")
	require.Equal(t, at(8.4), all[4].Start)
	require.True(t, past[0].End.IsZero(), "the list that was given stays as it was")
}

// withJob is 60 requests a minute around 100 ms that a job makes five times slower from half past every hour on for five minutes.
func withJob(end time.Time, width time.Duration) baseline.Window {
	w := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Native: true}}
	for b := 0.005; b < 20; b *= 1.09 {
		w.Bounds = append(w.Bounds, b)
	}
	w.Counts = make([]float64, len(w.Bounds)+1)
	for at := end.Add(-width); at.Before(end); at = at.Add(time.Minute) {
		median, below := 0.1, 0.0
		if at.Minute() >= 30 && at.Minute() < 35 {
			median = 0.5
		}
		for i, b := range w.Bounds {
			share := math.Erfc(-math.Log(b/median)/0.4/math.Sqrt2) / 2
			w.Counts[i], w.Sum, below = w.Counts[i]+60*(share-below), w.Sum+60*(share-below)*b, share
		}
	}
	return w
}

func TestAJobOfEveryHourIsPartOfAUsualDay(t *testing.T) {
	var learned []baseline.Window
	for end := midnight.AddDate(0, 0, -14).Add(5 * time.Minute); !end.After(midnight); end = end.Add(5 * time.Minute) {
		learned = append(learned, withJob(end, 5*time.Minute))
	}
	for name, width := range map[string]time.Duration{"a day of hours": time.Hour, "a day of pieces of six hours": 6 * time.Hour} {
		m := measuredOperation{set: system().Operations[0], system: system(), record: baseline.Learn(learned, baseline.Options{}), known: true}
		for end := midnight.Add(width); !end.After(midnight.AddDate(0, 0, 1)); end = end.Add(width) {
			m.hours = append(m.hours, withJob(end, width))
		}
		o := m.overDay()
		require.Equal(t, "normal", o.Tier, "%s: %s", name, o.Reason)
		require.InDelta(t, 1, *o.Ratio, 0.1, name)
		for _, p := range m.chart().Points {
			require.InDelta(t, 1, *p.P95 / *p.Expected, 0.1, "%s: in the piece that ends at %s %.3f s are expected", name, p.T, *p.Expected)
		}
	}
}

// An hour in which a third fails is an eightieth of the day: it is told of the hour, and a share that is usual is not.
func TestWhatFailedMoreThanUsualIsTold(t *testing.T) {
	quick := steady(1200, 0.9, 0.1)
	failing := func(share func(hour int) float64) func(time.Time, time.Duration) baseline.Window {
		return func(end time.Time, width time.Duration) baseline.Window {
			w := quick(end, width)
			w.Errors = w.Count() * share(end.Add(-time.Minute).Hour())
			return w
		}
	}
	src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{
		"hour": failing(func(hour int) float64 {
			if hour == 14 {
				return 0.3
			}
			return 0.001
		}),
		"usual": failing(func(int) float64 { return 0.05 }),
		"new":   failing(func(int) float64 { return 0.5 }),
	}}
	record := func(errors float64) baseline.Record {
		return baseline.Record{State: baseline.Active, Requests: 1e6, ErrorRatio: errors, Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.2, P99: 0.3}}
	}
	r := daily(t, src, Request{Baselines: map[string]baseline.Record{
		live.Key("operation", map[string]string{"operation_type": "hour"}):  record(0.001),
		live.Key("operation", map[string]string{"operation_type": "usual"}): record(0.05),
	}})
	hour := operation(t, r, "hour")
	require.NotNil(t, hour.Failed)
	require.Equal(t, "critical", hour.Failed.Tier)
	require.InDelta(t, 0.3, hour.Failed.Share, 1e-9)
	require.InDelta(t, 0.001, hour.Failed.Normal, 1e-9)
	require.Equal(t, midnight.Add(14*time.Hour), hour.Failed.From)
	require.Equal(t, midnight.Add(15*time.Hour), hour.Failed.To)
	require.InDelta(t, 0.0135, *hour.Errors, 0.001)
	require.Nil(t, operation(t, r, "usual").Failed)
	require.Nil(t, operation(t, r, "new").Failed, "nothing is usual of it")
	require.Contains(t, r.Sentence(), " 1 operation failed more than usual; worst: hour, 30 %, 0.1 % is normal.")
}

// Two are two also where the border of an hour lies between them.
func TestWhatCameAgainAfterItHadEndedIsAnotherViolation(t *testing.T) {
	at := func(minutes int) time.Time { return midnight.Add(10*time.Hour + time.Duration(minutes)*time.Minute) }
	embed := store.Operation{System: "kgas", Set: "operation", Name: "embed", Labels: map[string]string{"operation_type": "embed"}}
	past := []store.Violation{{Operation: embed, Tier: 2, Start: at(40), End: at(52), Peak: 3}}
	for name, c := range map[string]struct {
		from, to int
		starts   []time.Time
	}{
		"nine minutes later":    {61, 65, []time.Time{at(40), at(61)}},
		"four minutes later":    {56, 65, []time.Time{at(40)}},
		"the learner's is part": {45, 65, []time.Time{at(40)}},
	} {
		all := WithOpen(past, live.Present{Ended: []live.OpenViolation{{
			OperationVerdict: live.OperationVerdict{System: "kgas", Set: "operation", Operation: "embed", Labels: embed.Labels},
			Stretch:          detect.Stretch{Start: at(c.from), End: at(c.to), Onset: at(c.from), Peak: 6, Tier: detect.Critical},
			Signal:           detect.Latency,
		}}})
		var starts []time.Time
		for _, v := range all {
			starts = append(starts, v.Start)
		}
		require.Equal(t, c.starts, starts, name)
		require.Equal(t, at(c.to), all[len(all)-1].End, name)
	}
}
