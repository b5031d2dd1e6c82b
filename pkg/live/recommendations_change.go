package live

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file answers which setting a recommendation would set to what.

// Change is one setting with its present and its better value, in the catalogue's units; NaN where not measured.
type Change struct {
	Component string
	Setting   string // failure_threshold
	Current   float64
	Proposed  float64
	Unit      string
}

// withChanges adds the exact change to the advice that has one. What is set as proposed already is not recommended.
func (r *Reader) withChanges(ctx context.Context, rec catalog.Recommendation, holding []Advice, t time.Time) ([]Advice, error) {
	if rec.Change == nil || len(holding) == 0 {
		return holding, nil
	}
	current, doubt := r.asks.instant(ctx, rec.Change.Current, t)
	if current == nil && doubt != nil {
		return nil, fmt.Errorf("reading %s for recommendation %s: %w", rec.Change.Setting, rec.ID, doubt)
	}
	proposed, err := r.asks.instant(ctx, rec.Change.Proposed, t)
	if proposed == nil && err != nil {
		return nil, fmt.Errorf("computing %s for recommendation %s: %w", rec.Change.Setting, rec.ID, err)
	}
	for i := range holding {
		a := &holding[i]
		a.Change = &Change{
			Component: catalog.Fill(rec.Change.Component, a.Labels), Setting: rec.Change.Setting, Unit: rec.Change.Unit,
			Current: valueFor(a.Labels, current), Proposed: valueFor(a.Labels, proposed),
		}
	}
	return slices.DeleteFunc(holding, func(a Advice) bool { return a.Change.Current == a.Change.Proposed }), errors.Join(doubt, err)
}

// valueFor is the value of the series whose labels agree.
func valueFor(labels map[string]string, vector model.Vector) float64 {
	for _, s := range vector {
		if v := float64(s.Value); agreeLabels(labels, labelsOf(s.Metric)) && !math.IsInf(v, 0) {
			return v
		}
	}
	return math.NaN()
}

// Changes are the recommendations with an exact change that apply at a moment: what an application can read to
// tune itself. They cost less than all recommendations: nobody asks here since when they hold.
func (r *Reader) Changes(ctx context.Context, sys *catalog.System, at time.Time, lag time.Duration) ([]Advice, error) {
	own := *sys
	own.Recommendations = slices.DeleteFunc(slices.Clone(sys.Recommendations), func(rec catalog.Recommendation) bool {
		return rec.Change == nil || len(rec.When) == 0
	})
	return r.evaluate(ctx, AdviceRequest{System: &own, At: at, Lag: lag}, nil)
}
