package report

// This file answers what the store keeps of a period that its report asks for.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/growth"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const (
	// mostActs is how much of what people did fits into a report; a person reads it.
	mostActs = 500
	// ahead is how many days a report looks ahead: four weeks, a capacity decision's time.
	ahead = 28
	// ViolatedBack is how far back frequent violations count (D2 l.455).
	ViolatedBack = 7 * 24 * time.Hour
)

// WithKept adds what the store keeps of the period, as far as its report asks for it.
func (req Request) WithKept(ctx context.Context, keep store.Store, source string) (Request, error) {
	from, to := req.Bounds()
	system := req.System.Name
	var err error
	if req.needs("shifts", "improvements", "releases") {
		if req.Kept.Shifts, err = keep.Shifts(ctx, source, system, from, to); err != nil {
			return req, fmt.Errorf("reading changes of level: %w", err)
		}
	}
	if req.needs("releases") {
		if req.Kept.Deployments, err = keep.Deployments(ctx, source, system, from, to); err != nil {
			return req, fmt.Errorf("reading deployments: %w", err)
		}
	}
	if req.needs("acts") {
		if req.Kept.Acts, err = keep.Acts(ctx, source, system, from, to, mostActs); err != nil {
			return req, fmt.Errorf("reading what people did: %w", err)
		}
	}
	if req.needs("load", "forecast", "growth") {
		if req.Kept.Growth, err = growth.Of(ctx, keep, growth.Request{Source: source, System: system, At: to, Ahead: ahead}); err != nil {
			return req, fmt.Errorf("the growth of %s: %w", system, err)
		}
	}
	return req, nil
}

// NeedsAdvice says whether the period's report lists recommendations, which are asked of Prometheus.
func (req Request) NeedsAdvice() bool { return req.needs("recommendations") }

// needs says whether the report asks for one of the engine's lists, so that nothing is gathered in vain.
func (req Request) needs(lists ...string) bool {
	return slices.ContainsFunc(itemsOf(req.System, req.Period), func(i catalog.ReportItem) bool { return slices.Contains(lists, i.Engine) })
}

// MostViolated counts how often each operation was slow, the most often first (D2 l.455).
func MostViolated(past []store.Violation) []live.ViolatedOperation {
	var often []live.ViolatedOperation
	at := map[string]int{}
	for _, v := range past {
		if !v.Slow() {
			continue
		}
		key := live.Key(v.Operation.Set, v.Operation.Labels)
		if _, counted := at[key]; !counted {
			at[key] = len(often)
			often = append(often, live.ViolatedOperation{Operation: v.Operation.Name, Labels: v.Operation.Labels, Since: v.Start})
		}
		often[at[key]].Times++
	}
	slices.SortStableFunc(often, func(x, y live.ViolatedOperation) int {
		return cmp.Or(cmp.Compare(y.Times, x.Times), cmp.Compare(x.Operation, y.Operation))
	})
	return often
}
