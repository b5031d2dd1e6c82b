package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers since when the conditions of a recommendation hold.

// The look back is coarse and ends on its own grid, so that one question per condition serves all readers of ten minutes.
const (
	sinceBack = 24 * time.Hour
	sinceStep = 10 * time.Minute
)

// withSince tells of every condition of some advice since when it has held without a break, as far as a day back.
func (r *Reader) withSince(ctx context.Context, rec catalog.Recommendation, holding []Advice, t time.Time) ([]Advice, error) {
	if len(holding) == 0 {
		return holding, nil
	}
	end := t.Truncate(sinceStep)
	var doubt error
	for i, clause := range rec.When {
		past, err := r.asks.matrix(ctx, clause.Expr, end.Add(-sinceBack), end, sinceStep)
		if past == nil && err != nil {
			// The advice holds all the same: only its age is not known.
			return holding, &prometheus.Error{
				Kind: prometheus.ErrPartial, Cause: err,
				Message: fmt.Sprintf("since when recommendation %s holds could not be read: %v", rec.ID, err),
			}
		}
		doubt = errors.Join(doubt, err)
		for k := range holding {
			fact := &holding[k].Because[i]
			fact.Since, fact.SinceAtLeast = heldSince(clause, seriesFor(fact.Labels, past), end, t)
		}
	}
	for k := range holding {
		holding[k].tellSince()
	}
	return holding, doubt
}

// heldSince walks back from the end of the grid while the condition holds; a gap ends it.
func heldSince(clause catalog.Clause, past []model.SamplePair, end, now time.Time) (since time.Time, atLeast bool) {
	since = now
	next := end
	for i := len(past) - 1; i >= 0; i-- {
		at := past[i].Timestamp.Time().UTC()
		holds, err := compare(float64(past[i].Value), clause.Op, clause.Limit)
		if err != nil || !holds || !at.Equal(next) {
			return since, false
		}
		since, next = at, at.Add(-sinceStep)
	}
	return since, next.Before(end.Add(-sinceBack))
}

// seriesFor is the series with exactly these labels.
func seriesFor(labels map[string]string, past model.Matrix) []model.SamplePair {
	key := Key("", labels)
	for _, s := range past {
		if Key("", labelsOf(s.Metric)) == key {
			return s.Values
		}
	}
	return nil
}

// tellSince is since when all conditions hold: the latest of theirs.
func (a *Advice) tellSince() {
	for _, f := range a.Because {
		if f.Since.After(a.Since) {
			a.Since, a.SinceAtLeast = f.Since, f.SinceAtLeast
		}
	}
}
