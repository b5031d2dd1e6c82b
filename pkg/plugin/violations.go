package plugin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/report"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Which stretches of time were operations in breach? The learner has derived
// those of the hours it has passed; what goes on now is derived on request by
// the same function (design 4.4), so that nothing is lost while nobody watches.

// violation is a stretch in breach; one that goes on has no end.
type violation struct {
	store.Violation
	reason string
}

// signal is what was off.
func (v violation) signal() detect.Signal { return report.SignalOf(v.Violation) }

func violatedLabels(v violation) map[string]string { return v.Operation.Labels }

type violationList struct {
	rows    []violation
	remarks []string
}

// violations lists those of the asked range that a query is about, the newest first.
func (d *Datasource) violations(ctx context.Context, a asked, q Common) (violationList, error) {
	systems, err := d.asked(ctx, q, a.window.To)
	if err != nil {
		return violationList{}, err
	}
	var l violationList
	for _, system := range systems {
		rows, remark, err := d.violationsOf(ctx, a, q, system)
		if err != nil {
			return l, err
		}
		l.rows, l.remarks = append(l.rows, rows...), append(l.remarks, remark)
	}
	slices.SortStableFunc(l.rows, func(x, y violation) int { return cmp.Compare(y.Start.UnixNano(), x.Start.UnixNano()) })
	if err := tooMany(len(l.rows), maxViolations, "violations"); err != nil {
		return l, badInput{err}
	}
	return l, nil
}

func (d *Datasource) violationsOf(ctx context.Context, a asked, q Common, system *catalog.System) ([]violation, string, error) {
	past, err := d.pastViolations(ctx, a, system)
	if err != nil {
		return nil, "", err
	}
	past = slices.DeleteFunc(past, func(v store.Violation) bool { return !q.keeps(v.Operation.Name, v.Operation.Labels) })
	now, remark, err := d.presentViolations(ctx, a, q, system, past)
	if err != nil {
		return nil, "", err
	}
	return withReasons(report.WithOpen(past, now), now.Open), remark, nil
}

// presentViolations are those that go on at the end of the asked range, and which of what the learner left open is over by then.
func (d *Datasource) presentViolations(ctx context.Context, a asked, q Common, system *catalog.System, past []store.Violation) (live.Present, string, error) {
	left, err := d.leftOpen(ctx, a, past)
	if err != nil {
		return live.Present{}, "", err
	}
	request, err := d.request(ctx, a, q, system)
	if err != nil {
		return live.Present{}, "", err
	}
	now, err := d.live.OpenViolations(ctx, request, left)
	remark, err := shown(err)
	if err != nil {
		return live.Present{}, "", fmt.Errorf("looking for violations of %s: %w", system.Title, err)
	}
	return now, remark, nil
}

// leftOpen is up to when those are known to have gone on that the learner has left without an end.
func (d *Datasource) leftOpen(ctx context.Context, a asked, past []store.Violation) (map[live.Violated]time.Time, error) {
	if !slices.ContainsFunc(past, func(v store.Violation) bool { return v.End.IsZero() }) {
		return nil, nil
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	progress, err := s.Progress(ctx, a.source)
	return report.LeftOpen(past, progress, a.window.To), fromStore("reading the learner's progress", err)
}

// pastViolations are those of the asked range that the learner has written down.
func (d *Datasource) pastViolations(ctx context.Context, a asked, system *catalog.System) ([]store.Violation, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	past, err := s.Violations(ctx, a.source, system.Name, a.window.From, a.window.To)
	return past, fromStore("reading violations", err)
}

// withReasons says of those that go on why they are violations.
func withReasons(all []store.Violation, open []live.OpenViolation) []violation {
	reasons := map[live.Violated]string{}
	for _, v := range open {
		reasons[v.Violated()] = v.Reason
	}
	rows := make([]violation, len(all))
	for i, v := range all {
		rows[i].Violation = v
		if v.End.IsZero() {
			rows[i].reason = reasons[report.ViolatedOf(v)]
		}
	}
	return rows
}
