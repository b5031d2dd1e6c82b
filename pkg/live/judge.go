package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how the operations of one set are judged.

// judgeSet judges all operations of a set that are measured, were learned, or are documented.
func (r *Reader) judgeSet(ctx context.Context, req Request, set catalog.OperationSet, t time.Time) ([]OperationVerdict, error) {
	if set.Kind == "gauge" {
		return r.judgeRuns(ctx, req, set, t)
	}
	return r.judgeWindows(ctx, req, set, t)
}

// judgeWindows judges by windows, and by work under way that is older than one:
// of what takes less time the windows tell.
func (r *Reader) judgeWindows(ctx context.Context, req Request, set catalog.OperationSet, t time.Time) ([]OperationVerdict, error) {
	now, err := r.lastHour(ctx, req, set, t)
	if now.width == 0 {
		return nil, err
	}
	running, runErr := r.ages(ctx, req.System, set, "", t)
	maps.DeleteFunc(running, func(_ string, age time.Duration) bool { return age < now.width })
	now.ops = withUnseen(req, set, now.ops, running)
	judged := make([]OperationVerdict, len(now.ops))
	if panicked := inParallel(len(now.ops), func(i int) {
		judged[i] = judgeRecent(req, set, now, now.ops[i], running[now.ops[i].op.key], t)
	}); panicked != nil {
		return nil, panicked
	}
	if req.Signal == detect.Rate {
		err = errors.Join(err, r.keepRhythm(ctx, req, set, now.width, judged, t), r.forgetGone(ctx, req, set, now, judged, t))
	}
	return judged, errors.Join(err, runErr, now.hour.failed(), r.judgeRare(ctx, req, set, judged, t))
}

// unseen are the operations without recent windows: learned ones, documented ones, and those whose work goes on.
func unseen(req Request, set catalog.OperationSet, seen []recent, running map[string]time.Duration) []string {
	known := make(map[string]bool, len(seen))
	for _, s := range seen {
		known[s.op.key] = true
	}
	var keys []string
	add := func(key string) {
		if !known[key] {
			known[key] = true
			keys = append(keys, key)
		}
	}
	for key := range req.Baselines {
		if rest, ok := strings.CutPrefix(key, set.ID); ok && (rest == "" || rest[0] == 0) {
			add(rest)
		}
	}
	for _, documented := range set.Ranges {
		add(Key("", documented.Labels))
	}
	for key := range running {
		add(key)
	}
	return keys
}

// withUnseen adds those without recent windows, and sorts all by name before they are judged: a verdict is large to move.
func withUnseen(req Request, set catalog.OperationSet, ops []recent, running map[string]time.Duration) []recent {
	for _, key := range unseen(req, set, ops, running) {
		_, labels := parseKey(key)
		ops = append(ops, recent{op: &operation{key: key, labels: labels}})
	}
	for i := range ops {
		ops[i].name = set.NameOf(ops[i].op.labels)
	}
	slices.SortFunc(ops, func(a, b recent) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.op.key, b.op.key))
	})
	return ops
}

// judgeRecent judges one operation by its recent windows and by its work that goes on, whichever is worse.
func judgeRecent(req Request, set catalog.OperationSet, now recents, op recent, running time.Duration, t time.Time) OperationVerdict {
	v := newVerdict(req, set, op, t)
	v.Window = now.width
	s := SettingsOf(req.System, set)
	if op.looks == nil && now.scraped {
		// The metric is scraped and this operation has no series: no requests, which its rate can tell.
		op.looks = make([]look, len(endsBefore(t, now.width)))
	}
	if req.Signal == detect.Rate && op.absent() && !now.scraped {
		op.looks = nil // nor do the minutes before tell then that it has stopped
	}
	windows := op.windows(t, now.width)
	w, _ := detect.Joined(windows, enoughFor(req.Signal, v.Baseline, s))
	hour := now.hour.of(req.Signal, windows, op.op.key, v.Baseline, s)
	v.requests = w.Requests()
	if set.IsLevel() {
		v.Verdict = judgeLevel(req.Signal, w, hour, v.Baseline, s)
		v.Unit = UnitOf(set) // also where nothing was learned yet
		return v
	}
	v.Rate, v.ErrorRatio = liveLevels(set, w)
	v.Slow = slowShare(w, v.Baseline)
	if req.Signal == detect.Errors && set.Errors == "" {
		v.Verdict = detect.Verdict{At: w.End, Width: w.Width, State: v.State, Reason: "its definition does not say which requests failed: `errors` is missing"}
		return v
	}
	v.Verdict = judgeSignal(req.Signal, w, hour, v.Baseline, s)
	if req.Signal == detect.Errors && v.Measured {
		v.ErrorRatio = v.Mean // of the hour, where that decides
	}
	v.Unit = UnitOf(set)
	if req.Signal != detect.Latency && req.Signal != "" || running <= 0 {
		return v
	}
	if whileRunning := detect.JudgeRun(detect.Run{At: t, Running: running}, v.Baseline, s); worse(whileRunning, v.Verdict) {
		v.Verdict = whileRunning
	}
	v.Running = running
	return v
}

func newVerdict(req Request, set catalog.OperationSet, op recent, t time.Time) OperationVerdict {
	v := OperationVerdict{
		System: req.System.Name, Set: set.ID, Operation: op.name, Labels: op.op.labels,
		Verdict: detect.Verdict{At: t, Unit: UnitOf(set)}, Rate: math.NaN(), ErrorRatio: math.NaN(), Slow: math.NaN(), Repeated: math.NaN(),
	}
	v.Baseline = normalFor(req.Baselines, set, op.op)
	v.State = v.Baseline.State
	return v
}

func judgeSignal(signal detect.Signal, w baseline.Window, hour detect.Hour, normal baseline.Record, s detect.Settings) detect.Verdict {
	unmeasured := detect.Verdict{At: w.End, Width: w.Width, State: normal.State}
	switch {
	case w.Width == 0:
		unmeasured.Reason = "not measured: the metric has no samples in the last minutes"
		return unmeasured
	case signal == detect.Rate:
		return detect.JudgeRateOf(w, hour, normal, s)
	case w.Requests() == 0:
		unmeasured.Reason = fmt.Sprintf("no requests in the last %s", words(w.Width))
		return unmeasured
	case signal == detect.Errors:
		return detect.JudgeErrorsOf(w, hour, normal, s)
	default:
		return detect.JudgeHour(hour, normal, s)
	}
}

// judgeLevel judges what has a value at any time; it has no requests that could be fewer or fail.
func judgeLevel(signal detect.Signal, w baseline.Window, hour detect.Hour, normal baseline.Record, s detect.Settings) detect.Verdict {
	unmeasured := detect.Verdict{At: w.End, Width: w.Width, State: normal.State}
	switch {
	case signal == detect.Rate || signal == detect.Errors:
		unmeasured.Reason = "a level has no requests to count"
		return unmeasured
	case w.Requests() == 0:
		unmeasured.Reason = "not measured: the metric has no samples in the last minutes"
		return unmeasured
	}
	return detect.JudgeHour(hour, normal, s)
}

// worse says whether a verdict replaces another: it has a higher tier, or there was none.
func worse(a, b detect.Verdict) bool {
	if a.Measured != b.Measured {
		return a.Measured
	}
	return a.Tier > b.Tier
}

// liveLevels are requests per second and the share that failed.
func liveLevels(set catalog.OperationSet, w baseline.Window) (rate, errors float64) {
	rate, errors = w.Rate(), math.NaN()
	if set.Errors != "" && w.Requests() > 0 {
		errors = min(1, w.Errors/w.Requests())
	}
	return rate, errors
}

// inParallel spreads work over the processors; below a few hundred it is not worth it.
func inParallel(n int, work func(i int)) (panicked error) {
	const worthIt = 256
	workers := min(runtime.GOMAXPROCS(0), n/worthIt+1)
	var group errgroup.Group
	for k := range workers {
		group.Go(prometheus.Guarded(func() error {
			for i := k * n / workers; i < (k+1)*n/workers; i++ {
				work(i)
			}
			return nil
		}))
	}
	return group.Wait()
}
