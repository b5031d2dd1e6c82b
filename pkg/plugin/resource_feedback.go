package plugin

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/report"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How often were people right to be told? Their verdicts on violations say so.

// precisionView counts verdicts of one operation and signal at one tier in one week.
type precisionView struct {
	System    string        `json:"system"`
	Operation string        `json:"operation"`
	Signal    detect.Signal `json:"signal"`
	Tier      string        `json:"tier"`
	Week      time.Time     `json:"week"` // its Monday, UTC
	True      int           `json:"true"`
	False     int           `json:"false"`
	Expected  int           `json:"expected"`
	Unjudged  int           `json:"unjudged"`
	// Precision is the share of true ones among those judged true or false, null without any; with its 95 % interval.
	Precision *float64 `json:"precision"`
	Low       *float64 `json:"low"`
	High      *float64 `json:"high"`
}

// feedbackReach is how far back feedback goes without a range.
const feedbackReach = 90 * 24 * time.Hour

// showFeedback counts the verdicts of a range, by operation, signal, tier and week.
func (d *Datasource) showFeedback(r *request) (any, error) {
	now := d.process.now()
	from, to, err := r.anySpan(now)
	if err != nil {
		return nil, err
	}
	if to.IsZero() {
		from, to = now.Add(-feedbackReach), now
	}
	if _, err := r.common().systems(d.catalogue()); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	violations, err := s.Violations(r.Context(), r.source, r.common().System, from, to)
	if err != nil {
		return nil, fromStore("reading violations", err)
	}
	advice, err := s.Work(r.Context(), r.source, r.common().System, store.WorkRecommendation)
	if err != nil {
		return nil, fromStore("reading who looks after what", err)
	}
	return map[string]any{"weeks": precisionOf(violations), "rules": rulesOf(advice, from, to)}, nil
}

// rulePrecisionView counts what people said of one recommendation's rule in one week.
type rulePrecisionView struct {
	System   string    `json:"system"`
	Rule     string    `json:"rule"`
	Week     time.Time `json:"week"` // its Monday, UTC
	Done     int       `json:"done"`
	Rejected int       `json:"rejected"`
	Pending  int       `json:"pending"` // taken, or opened again
	// Precision is the share of done ones among those done or rejected, null without any; with its 95 % interval.
	Precision *float64 `json:"precision"`
	Low       *float64 `json:"low"`
	High      *float64 `json:"high"`
}

// rulesOf counts the recommendations that people decided on within [from, to], by rule and week.
func rulesOf(items []store.WorkItem, from, to time.Time) []rulePrecisionView {
	views := []rulePrecisionView{}
	at := map[rulePrecisionView]int{}
	for _, w := range items {
		if w.At.Before(from) || w.At.After(to) {
			continue
		}
		key := rulePrecisionView{System: w.System, Rule: ruleOf(w), Week: mondayOf(w.At)}
		i, known := at[key]
		if !known {
			i = len(views)
			at[key], views = i, append(views, key)
		}
		switch w.State {
		case store.Done:
			views[i].Done++
		case store.Rejected:
			views[i].Rejected++
		default:
			views[i].Pending++
		}
	}
	for i := range views {
		views[i].Precision, views[i].Low, views[i].High = shareOf(views[i].Done, views[i].Done+views[i].Rejected)
	}
	slices.SortFunc(views, func(a, b rulePrecisionView) int {
		return cmp.Or(b.Week.Compare(a.Week), strings.Compare(a.System, b.System), strings.Compare(a.Rule, b.Rule))
	})
	return views
}

func precisionOf(violations []store.Violation) []precisionView {
	views := []precisionView{}
	at := map[precisionView]int{}
	for _, v := range violations {
		key := precisionView{
			System: v.Operation.System, Operation: v.Operation.Name, Signal: report.SignalOf(v), Tier: detect.Tier(v.Tier).String(), Week: mondayOf(v.Start),
		}
		i, known := at[key]
		if !known {
			i = len(views)
			at[key], views = i, append(views, key)
		}
		switch v.Verdict {
		case "true":
			views[i].True++
		case "false":
			views[i].False++
		case "expected":
			views[i].Expected++
		default:
			views[i].Unjudged++
		}
	}
	for i := range views {
		views[i].Precision, views[i].Low, views[i].High = shareOf(views[i].True, views[i].True+views[i].False)
	}
	slices.SortFunc(views, func(a, b precisionView) int {
		return cmp.Or(b.Week.Compare(a.Week), strings.Compare(a.System, b.System), strings.Compare(a.Operation, b.Operation),
			cmp.Compare(b.Signal, a.Signal), strings.Compare(a.Tier, b.Tier))
	})
	return views
}

// shareOf is a share with Wilson's 95 % interval.
func shareOf(k, n int) (share, low, high *float64) {
	if n == 0 {
		return nil, nil, nil
	}
	const z = 1.96
	from, to := baseline.ShareInterval(float64(k), float64(n), z)
	return figure.Known(float64(k) / float64(n)), figure.Known(from), figure.Known(to)
}

// mondayOf is the beginning of a moment's week.
func mondayOf(at time.Time) time.Time {
	at = at.UTC()
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// askedOfExpected asks of what was expected to be slow whether it is the new normal, of each operation once: of its newest
// violation. What failed says nothing of a level.
func (d *Datasource) askedOfExpected(r *request, s store.Store, verdict string, all ...store.Violation) (asked []store.Proposal, err error) {
	newestOf := map[int64]store.Violation{}
	for _, v := range all {
		if verdict == store.Expected && v.Slow() && newestOf[v.Operation.ID].Start.Before(v.Start) {
			newestOf[v.Operation.ID] = v
		}
	}
	for _, id := range slices.Sorted(maps.Keys(newestOf)) {
		v := newestOf[id]
		now, err := newest(r.Context(), s, r.source, id)
		if err != nil {
			return nil, err
		}
		expected := now.Record.Expected(v.Start)
		asked = append(asked, store.Proposal{
			Operation: v.Operation, Kind: store.ProposesExpected, Raised: d.process.now().UTC(), State: store.Open,
			Shift: store.Shift{
				At: v.Start, Earliest: v.Onset, Latest: v.Start, Before: expected, After: expected * v.Peak, Ratio: v.Peak, RatioLow: v.Peak, RatioHigh: v.Peak,
			},
		})
	}
	return asked, nil
}
