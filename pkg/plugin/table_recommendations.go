package plugin

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/report"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// advice lists the documented recommendations that apply at a moment.
func (d *Datasource) advice(ctx context.Context, a asked, q Common) (all []live.Advice, remarks []string, err error) {
	systems, err := d.asked(ctx, q, a.window.To)
	if err != nil {
		return nil, nil, err
	}
	for _, system := range systems {
		verdicts, remark, err := d.judge(ctx, a, q, system, detect.Latency)
		if err != nil {
			return nil, nil, err
		}
		var breaches []live.OperationVerdict
		for _, v := range verdicts {
			if v.Breach() {
				breaches = append(breaches, *v)
			}
		}
		often, since, err := d.violatedMost(ctx, a, system, len(breaches) > 0)
		if err != nil {
			return nil, nil, err
		}
		found, err := d.live.Recommendations(ctx, live.AdviceRequest{
			System: system, At: a.window.To, Lag: d.settings.Lag(), Breaches: breaches, BreachSince: since, Violated: often,
		})
		partial, err := shownTo(ctx, err)
		if err != nil {
			return nil, nil, fmt.Errorf("evaluating the recommendations of %s: %w", system.Title, err)
		}
		all, remarks = append(all, found...), append(remarks, remark, partial)
	}
	return all, remarks, nil
}

// violatedMost counts the violations of each operation, the most frequent first; and tells since when those that go
// on do so. Those that the learner has not come to yet are looked for only while something is in breach.
func (d *Datasource) violatedMost(ctx context.Context, a asked, system *catalog.System, breach bool) (
	often []live.ViolatedOperation, since map[string]time.Time, err error) {
	a.window.From = a.window.To.Add(-report.ViolatedBack)
	var past []store.Violation
	if breach {
		past, err = d.violationsOf(ctx, a, system)
	} else {
		past, err = d.pastViolations(ctx, a, Common{}, system)
	}
	if err != nil {
		return nil, nil, err
	}
	return report.MostViolated(past), goingOn(past), nil
}

// goingOn tells since when operations have been in violation without an end.
func goingOn(past []store.Violation) map[string]time.Time {
	since := map[string]time.Time{}
	for _, v := range past {
		if v.End.IsZero() && v.Slow() {
			since[live.Key(v.Operation.Set, v.Operation.Labels)] = v.Start
		}
	}
	return since
}

// recommendationsTable answers what to do now, and on which evidence.
func (d *Datasource) recommendationsTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, []string, error) {
	rows, remarks, err := d.advice(ctx, a, q.Common)
	if err != nil {
		return nil, nil, err
	}
	type row = live.Advice
	return tableOf("recommendations", limited(rows, q.Limit),
		text("system", func(r row) string { return r.System }),
		text("id", func(r row) string { return r.ID }),
		text("group", func(r row) string { return r.Group }),
		text("title", func(r row) string { return r.Title }),
		text("text", func(r row) string { return r.Text }).titled("what to do"),
		text("because", because),
		text("component", func(r row) string { return changeOf(r).Component }),
		text("setting", func(r row) string { return changeOf(r).Setting }),
		number("current", "", func(r row) float64 { return changeOf(r).Current }),
		number("proposed", "", func(r row) float64 { return changeOf(r).Proposed }),
		moment("since", func(r row) time.Time { return r.Since }),
		text("operations", func(r row) string { return strings.Join(r.Operations, ", ") }),
		text("labels", func(r row) string { return matchers(r.Labels) }),
		text("anchor", func(r row) string { return r.Anchor }).titled("document"),
	), remarks, nil
}

// changeOf is the exact change; without one there are no numbers.
func changeOf(r live.Advice) live.Change {
	if r.Change == nil {
		return live.Change{Current: math.NaN(), Proposed: math.NaN()}
	}
	return *r.Change
}

// because is the measured evidence in words.
func because(r live.Advice) string {
	facts := make([]string, len(r.Because))
	for i, fact := range r.Because {
		facts[i] = fact.Text
	}
	return strings.Join(facts, "; ")
}

// askedNow is a question about this moment, as pages ask it.
func askedNow(source string, now time.Time) asked {
	a := asked{source: source}
	a.window.From, a.window.To = now.Add(-time.Hour), now
	return a
}
