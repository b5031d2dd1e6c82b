package plugin

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// When did the level of an operation change?

// changeView is one change of level, as GET /changes gives it.
type changeView struct {
	System      string            `json:"system"`
	Set         string            `json:"set"`
	Operation   string            `json:"operation"`
	OperationID int64             `json:"operationId"`
	Labels      map[string]string `json:"labels"`
	shiftView
}

// listChanges lists those of a range, by default of the last fortnight, oldest first.
func (d *Datasource) listChanges(r *request) (any, error) {
	now := d.process.now()
	from, to, err := r.anySpan(now)
	if err != nil {
		return nil, err
	}
	if to.IsZero() {
		from, to = now.Add(-14*24*time.Hour), now
	}
	if _, err := r.common().systems(d.catalogue()); err != nil {
		return nil, err
	}
	shifts, err := d.shifts(r.Context(), r.source, r.common(), from, to)
	if err != nil {
		return nil, err
	}
	views := []changeView{}
	for _, s := range shifts {
		views = append(views, changeView{s.Operation.System, s.Operation.Set, s.Operation.Name, s.Operation.ID, s.Operation.Labels, shiftViewOf(s.Shift)})
	}
	return map[string]any{"changes": views}, nil
}

// shifts are the changes of level of the operations that a query is about.
func (d *Datasource) shifts(ctx context.Context, source string, q Common, from, to time.Time) ([]store.LevelShift, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.Shifts(ctx, source, q.System, from, to)
	if err != nil {
		return nil, fromStore("reading changes of level", err)
	}
	var kept []store.LevelShift
	for _, shift := range all {
		if q.keeps(shift.Operation.Name, shift.Operation.Labels) {
			kept = append(kept, shift)
		}
	}
	return kept, nil
}

// shiftMarks marks changes of level over the time in which they may have begun.
func (d *Datasource) shiftMarks(ctx context.Context, a asked, q Common) ([]annotation, error) {
	shifts, err := d.shifts(ctx, a.source, q, a.window.From, a.window.To)
	if err != nil {
		return nil, err
	}
	var marks []annotation
	for _, s := range shifts {
		of := d.setOf(s.Operation.System, s.Operation.Set)
		unit := live.UnitOf(of)
		title, text := s.Operation.Name+": another level", fmt.Sprintf("%s from %s to %s", baseline.Statistic(of.IsLevel()), figure.In(unit, s.Before), figure.In(unit, s.After))
		if ratio, low, high := s.Multiple(); !math.IsNaN(ratio) {
			title = fmt.Sprintf("%s: level %+.0f %%", s.Operation.Name, 100*(ratio-1))
			text += fmt.Sprintf(", %s to %s times", twoDigits(low), twoDigits(high))
		}
		if !s.DeployedAt.IsZero() {
			text += fmt.Sprintf(", near the deployment of %s at %s UTC", versionWord(s.Deployment), s.DeployedAt.UTC().Format("15:04"))
		}
		marks = append(marks, annotation{
			time: s.Earliest, end: s.Latest, title: title, text: text,
			tags: []string{"yardstick", "change", s.Operation.System},
		})
	}
	return marks, nil
}

func twoDigits(ratio float64) string { return fmt.Sprintf("%.2f", ratio) }
