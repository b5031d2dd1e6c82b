package plugin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
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

// violations lists those of the asked range that a query is about, of one signal or of all, the newest first. A person
// reads of the past also while Prometheus is away.
func (d *Datasource) violations(ctx context.Context, a asked, q Common, signal detect.Signal) (violationList, error) {
	var l violationList
	systems, away, err := d.askedEvenAway(ctx, q, a.window.To)
	if err != nil {
		return l, err
	}
	progress, err := d.storedProgress(ctx, a.source)
	if err != nil {
		return l, err
	}
	for _, system := range systems {
		past, err := d.pastViolations(ctx, a, q, system)
		if err != nil {
			return l, err
		}
		var now live.Present
		var remark string
		if away == nil { // else the next question would wait as long as the last one
			now, remark, err = d.presentViolations(ctx, a, q, system, report.Left(system.Name, past, progress, a.window.To))
			away, err = whileAway(ctx, err)
		}
		if err != nil {
			return l, err
		}
		rows := withReasons(report.WithOpen(past, now), now.Open)
		if away != nil {
			rows = unknownNow(rows, away)
		}
		l.rows, l.remarks = append(l.rows, rows...), append(l.remarks, remark)
	}
	l.remarks = append(l.remarks, unlooked(systems, progress))
	if away != nil {
		l.remarks = append(l.remarks, "What is in violation now is not known, these are from before: "+away.Error())
	}
	l.rows = slices.DeleteFunc(l.rows, func(v violation) bool {
		over := !v.End.IsZero() && v.End.Before(a.window.From) // since the learner looked
		return over || signal != "" && v.signal() != signal
	})
	slices.SortStableFunc(l.rows, func(x, y violation) int { return cmp.Compare(y.Start.UnixNano(), x.Start.UnixNano()) })
	if err := tooMany(len(l.rows), maxViolations, "violations"); err != nil {
		return l, badInput{err}
	}
	return l, nil
}

// unlooked says of which systems there may be more violations in the past than are known: those that are being learned.
func unlooked(systems []*catalog.System, progress []store.Progress) string {
	var titles []string
	for _, system := range systems {
		if report.Unlooked(system, progress, learn.ViolationHours) {
			titles = append(titles, system.Title)
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return "There may be more violations: the learner has not looked through the last week of " + strings.Join(titles, ", ") + " yet."
}

// askedEvenAway are the systems that a query is about; while Prometheus is away they are all of the catalogue, since it
// cannot be asked which of them there are.
func (d *Datasource) askedEvenAway(ctx context.Context, q Common, at time.Time) (systems []*catalog.System, away, err error) {
	systems, err = d.asked(ctx, q, at)
	if away, err = whileAway(ctx, err); away != nil {
		systems, err = q.systems(d.catalogue())
	}
	return systems, away, err
}

// whileAway separates that Prometheus gives no answer, which what is stored can be shown without, from other errors. An
// alert rule gets no half of an answer: it keeps the state that it had.
func whileAway(ctx context.Context, err error) (away, _ error) {
	var unanswered *prometheus.Error
	if errors.As(err, &unanswered) && ctx.Err() == nil && !fromAlert(ctx) {
		return unanswered, nil
	}
	return nil, err
}

// unknownNow says of those without an end that it cannot be known whether they go on.
func unknownNow(rows []violation, away error) []violation {
	for i, v := range rows {
		if v.End.IsZero() {
			rows[i].reason = "whether it goes on is not known: " + away.Error()
		}
	}
	return rows
}

// violationsOf are those of one system in the asked range.
func (d *Datasource) violationsOf(ctx context.Context, a asked, system *catalog.System) ([]store.Violation, error) {
	// Before what it has written down: it may pass an hour in between.
	progress, err := d.storedProgress(ctx, a.source)
	if err != nil {
		return nil, err
	}
	past, err := d.pastViolations(ctx, a, Common{}, system)
	if err != nil {
		return nil, err
	}
	now, _, err := d.presentViolations(ctx, a, Common{}, system, report.Left(system.Name, past, progress, a.window.To))
	return report.WithOpen(past, now), err
}

// presentViolations are those that go on at the end of the asked range, and which of what the learner left open is over by then.
func (d *Datasource) presentViolations(
	ctx context.Context, a asked, q Common, system *catalog.System, left live.Left,
) (live.Present, string, error) {
	request, err := d.request(ctx, a, q, system)
	if err != nil {
		return live.Present{}, "", err
	}
	now, err := d.live.OpenViolations(ctx, request, left)
	remark, err := shownTo(ctx, err)
	if err != nil {
		return live.Present{}, "", fmt.Errorf("looking for violations of %s: %w", system.Title, err)
	}
	return now, remark, nil
}

// pastViolations are those of the asked range that the learner has written down and a query is about.
func (d *Datasource) pastViolations(ctx context.Context, a asked, q Common, system *catalog.System) ([]store.Violation, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	past, err := s.Violations(ctx, a.source, system.Name, a.window.From, a.window.To)
	return slices.DeleteFunc(past, func(v store.Violation) bool { return !q.keeps(v.Operation.Name, v.Operation.Labels) }), fromStore("reading violations", err)
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
