package plugin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
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
		often, err := d.violatedMost(ctx, a, system)
		if err != nil {
			return nil, nil, err
		}
		found, err := d.live.Recommendations(ctx, live.AdviceRequest{
			System: system, At: a.window.To, Lag: d.settings.Lag(), Breaches: verdicts, Violated: often,
		})
		partial, err := shown(err)
		if err != nil {
			return nil, nil, fmt.Errorf("evaluating the recommendations of %s: %w", system.Title, err)
		}
		all, remarks = append(all, found...), append(remarks, remark, partial)
	}
	return all, remarks, nil
}

// violatedBack is how far back frequent violations count (D2 l.455).
const violatedBack = 7 * 24 * time.Hour

// violatedMost counts the violations of each operation, the most frequent first.
func (d *Datasource) violatedMost(ctx context.Context, a asked, system *catalog.System) ([]live.ViolatedOperation, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	past, err := s.Violations(ctx, a.source, system.Name, a.window.To.Add(-violatedBack), a.window.To)
	if err != nil {
		return nil, fromStore("reading violations", err)
	}
	var often []live.ViolatedOperation
	at := map[string]int{}
	for _, v := range past {
		key := live.Key(v.Operation.Set, v.Operation.Labels)
		if _, counted := at[key]; !counted {
			at[key] = len(often)
			often = append(often, live.ViolatedOperation{Operation: v.Operation.Name, Labels: v.Operation.Labels})
		}
		often[at[key]].Times++
	}
	slices.SortStableFunc(often, func(x, y live.ViolatedOperation) int {
		return cmp.Or(cmp.Compare(y.Times, x.Times), cmp.Compare(x.Operation, y.Operation))
	})
	return often, nil
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
		text("operations", func(r row) string { return strings.Join(r.Operations, ", ") }),
		text("labels", func(r row) string { return matchers(r.Labels) }),
		text("anchor", func(r row) string { return r.Anchor }).titled("document"),
	), remarks, nil
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
