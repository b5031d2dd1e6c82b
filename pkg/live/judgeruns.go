package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers how operations are judged that run now and then: by the
// last run while its verdict holds, by the one under way, and by the one that is overdue.

func (r *Reader) judgeRuns(ctx context.Context, req Request, set catalog.OperationSet, t time.Time) ([]OperationVerdict, error) {
	switch req.Signal {
	case detect.Errors:
		return nil, nil // single runs have no share of errors
	case detect.Rate:
		return r.judgeEnds(ctx, req, set, t)
	}
	runs, err := r.lastRuns(ctx, req.System, set, "", t)
	if runs == nil && err != nil {
		return nil, err
	}
	running := make(map[string]time.Duration, len(runs))
	for key, run := range runs {
		running[key] = run.Running
	}
	ops := withUnseen(req, set, nil, running)
	judged := make([]OperationVerdict, 0, len(ops))
	for _, op := range ops {
		v := newVerdict(req, set, op, t)
		v.Window = tick
		v.degraded = degradedFrom(req.System.Degradation, v.Baseline, t)
		v.byRun(runs[op.op.key], set, SettingsOf(req.System, set), t)
		judged = append(judged, v)
	}
	return judged, errors.Join(err, r.slowOnes(ctx, req.System, set, judged, t))
}

// byRun judges an operation by its runs.
func (v *OperationVerdict) byRun(run detect.Run, set catalog.OperationSet, s detect.Settings, t time.Time) {
	v.Last, v.LastAt = run.Last, run.LastAt
	v.Verdict = judgeRun(run, v.Baseline, s, t)
	if run.LastAt.IsZero() && run.Running <= 0 && counts(set) {
		v.Reason = fmt.Sprintf("no run has ended within the last %s", words(countedBack))
	}
	if holds(run, t) {
		v.Slow = run.Last.Seconds() / slowThreshold(v.Baseline)
		v.Repeated = run.Last.Seconds() / v.degraded
	}
}

// judgeEnds judges operations that are run at regular times by when their last runs ended; others have no rate.
func (r *Reader) judgeEnds(ctx context.Context, req Request, set catalog.OperationSet, t time.Time) ([]OperationVerdict, error) {
	if !set.TellsEnds() {
		return nil, nil
	}
	var judged []OperationVerdict
	for _, op := range withUnseen(req, set, nil, nil) {
		if v := newVerdict(req, set, op, t); v.Baseline.Between != nil {
			judged = append(judged, v)
		}
	}
	if len(judged) == 0 {
		return nil, nil
	}
	runs, err := r.lastRuns(ctx, req.System, set, "", t)
	if runs == nil && err != nil {
		return nil, err
	}
	for i := range judged {
		v := &judged[i]
		run := runs[Key("", v.Labels)]
		run.At = t
		v.Window, v.Last, v.LastAt = tick, run.Last, run.LastAt
		v.Verdict = detect.JudgeOverdue(run, v.Baseline)
		if v.Measured {
			v.Rate = v.Mean
		}
	}
	return judged, err
}

// slowOnes looks at the runs before the last where that one was slow: only two of three count, or all of several.
func (r *Reader) slowOnes(ctx context.Context, sys *catalog.System, set catalog.OperationSet, judged []OperationVerdict, t time.Time) error {
	now := map[string]detect.Run{}
	var labels []map[string]string
	for _, v := range judged {
		if (v.Slow > 1 || v.Repeated > 1) && !v.LastAt.IsZero() {
			now[Key("", v.Labels)] = detect.Run{Last: v.Last, LastAt: v.LastAt}
			labels = append(labels, v.Labels)
		}
	}
	if len(now) == 0 {
		return nil
	}
	durations, err := naming(set, labels, func(matchers string) (map[string][]float64, error) {
		return r.runHistory(ctx, sys, set, matchers, now, t)
	})
	for i := range judged {
		if key := Key("", judged[i].Labels); !now[key].LastAt.IsZero() {
			judged[i].Slow = slowRuns(durations[key], judged[i].Baseline)
			judged[i].Repeated = repeatedRuns(durations[key], judged[i].degraded, sys.Degradation)
		}
	}
	return err
}

// judgeRun judges a run of an operation. What the last run said says nothing
// about now once it no longer holds (E-10): then nothing is measured, until the
// next run ends or takes longer than normal.
func judgeRun(run detect.Run, normal baseline.Record, s detect.Settings, t time.Time) detect.Verdict {
	v := detect.Verdict{At: t, State: normal.State, Running: run.Running}
	if run.LastAt.IsZero() && run.Running <= 0 {
		v.Reason = "no run has been seen"
		return v
	}
	v = detect.JudgeRun(run, normal, s)
	byRunning := v.Measured && v.Clamped
	if !byRunning && !holds(run, t) {
		v.Measured = false
		if run.LastAt.IsZero() {
			v.Reason = fmt.Sprintf("a run has been going on for %s; it says nothing before it takes longer than normal", words(run.Running))
		}
	}
	return v
}

// holdsFor is for how long a verdict on a run that took so long says something
// about now: 30 minutes, or as long as the run itself where that is longer (E-10).
func holdsFor(run time.Duration) time.Duration { return max(30*time.Minute, run) }

func holds(run detect.Run, t time.Time) bool {
	return !run.LastAt.IsZero() && t.Sub(run.LastAt) <= holdsFor(run.Last)
}
