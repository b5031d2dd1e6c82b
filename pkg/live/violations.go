package live

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/prometheus/common/model"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers since when the operations that are in breach now have been
// so: what the learner will write down, derived by the same function, before
// it comes to this hour.

// OpenViolation is an operation in breach.
type OpenViolation struct {
	OperationVerdict
	detect.Stretch
	Signal detect.Signal
}

// Violated is what can be in violation: an operation, by its key, for one of its signals.
type Violated struct {
	Signal detect.Signal
	Key    string
}

// violating are the signals of which violations are listed.
var violating = []detect.Signal{detect.Latency, detect.Errors, detect.Rate}

// Violated is the operation by the signal that is off.
func (v OpenViolation) Violated() Violated { return Violated{v.Signal, v.Key()} }

// Delay is first tier minus onset (D2 l.423).
func (v OpenViolation) Delay() time.Duration { return v.Detected.Sub(v.Onset) }

// Present is what goes on at a moment.
type Present struct {
	Open []OpenViolation
	// Ended are those that are over again since the learner looked.
	Ended []OpenViolation
	// Over tells when what was known to go on has ended.
	Over map[Violated]time.Time
}

// Left is where the learner is.
type Left struct {
	// Open is what is known to have been in violation, up to a moment.
	Open map[Violated]time.Time
	// Since is up to when it has looked for violations of the operations of a set.
	Since map[string]time.Time
}

// since is from when on violations of a set that are over are looked for. Verdicts on last runs do not tell when they were:
// a run that took too long is told for half an hour after its end, at least.
func (l Left) since(set catalog.OperationSet) (time.Time, bool) {
	since, is := l.Since[set.ID]
	return since, is && set.Kind != "gauge"
}

// OpenViolations answers the operations in breach, whatever the signal, and their last hour; which were so within it since the
// learner looked; and of those that are known to have been in violation up to a moment, whether that is over. Of what is not
// measured nothing is said.
func (r *Reader) OpenViolations(ctx context.Context, req Request, left Left) (Present, error) {
	all := Present{Over: map[Violated]time.Time{}}
	var failures []error
	for _, signal := range violating {
		req.Signal = signal
		present, err := r.openBy(ctx, req, left)
		all.Open, all.Ended, failures = append(all.Open, present.Open...), append(all.Ended, present.Ended...), append(failures, err)
		maps.Copy(all.Over, present.Over)
	}
	return all, errors.Join(failures...)
}

// openBy is that of the signal that is asked for.
func (r *Reader) openBy(ctx context.Context, req Request, left Left) (Present, error) {
	if req.Signal != detect.Latency {
		if req.Sets = counting(req.Signal, req.System, req.Sets); len(req.Sets) == 0 {
			return Present{}, nil
		}
	}
	verdicts, err := r.Verdicts(ctx, req)
	looked, others := map[string][]OperationVerdict{}, map[string][]OperationVerdict{}
	for _, v := range verdicts {
		if _, was := left.Open[Violated{req.Signal, v.Key()}]; v.Breach() || v.Measured && was {
			looked[v.Set] = append(looked[v.Set], v)
		} else {
			others[v.Set] = append(others[v.Set], v)
		}
	}
	t := Grid(req.At, req.Lag)
	bySet := make([]Present, len(req.System.Operations))
	failures := make([]error, len(bySet))
	var group errgroup.Group
	for i, set := range req.System.Operations {
		group.Go(prometheus.Guarded(func() error {
			now := looked[set.ID]
			since, is := left.since(set)
			var rest []OperationVerdict
			if is {
				rest = others[set.ID]
			}
			hung, hungErr := r.hung(ctx, req, set, slices.Concat(now, rest), t)
			var doubt error
			if len(rest) > 0 {
				var suspects []OperationVerdict
				suspects, doubt = r.mayHaveBeenOff(ctx, req, set, rest, hung, since, t)
				now = append(now, suspects...)
			}
			if len(now) > 0 {
				bySet[i], failures[i] = r.presentOf(ctx, req, set, now, hung, left, t)
			}
			failures[i] = errors.Join(failures[i], doubt, hungErr)
			return nil
		}))
	}
	failures = append(failures, group.Wait(), err)
	all := Present{Over: map[Violated]time.Time{}}
	for _, p := range bySet {
		all.Open, all.Ended = append(all.Open, p.Open...), append(all.Ended, p.Ended...)
		maps.Copy(all.Over, p.Over)
	}
	return all, errors.Join(failures...)
}

// counting are the sets, of those chosen, of which Prometheus is worth being asked how many requests there were, or failed,
// or whether a run is overdue.
func counting(signal detect.Signal, sys *catalog.System, ids []string) []string {
	counts := func(s catalog.OperationSet) bool { return s.CountsRequests() || s.TellsEnds() }
	if signal == detect.Errors {
		counts = catalog.OperationSet.CountsErrors
	}
	var counting []string
	for _, set := range sys.Operations {
		if counts(set) && (len(ids) == 0 || slices.Contains(ids, set.ID)) {
			counting = append(counting, set.ID)
		}
	}
	return counting
}

func (r *Reader) presentOf(ctx context.Context, req Request, set catalog.OperationSet, looked []OperationVerdict, hung map[string][]detect.Stretch, left Left, t time.Time,
) (Present, error) {
	past, step, err := r.pastInParts(ctx, req, set, looked, t)
	now := Present{Over: map[Violated]time.Time{}}
	for _, v := range looked {
		before := past[Key("", v.Labels)]
		before = slices.DeleteFunc(before, func(p detect.Verdict) bool { return !p.At.Before(v.At) })
		// The verdict now is certain.
		stretches := detect.Overlaid(detect.Breaches(req.Signal, append(before, v.Verdict), step), hung[Key("", v.Labels)], detect.Apart(step))
		of := Violated{req.Signal, v.Key()}
		if until, was := left.Open[of]; was {
			if end, over := endOf(until, stretches, t.Add(-history), detect.Apart(step)); over {
				now.Over[of] = end
			}
		}
		if n := len(stretches); v.Breach() && n > 0 {
			last := stretches[n-1]
			// A minute without requests is no stop yet.
			if req.Signal != detect.Rate || !last.Start.Equal(t.Add(-step)) {
				now.Open = append(now.Open, OpenViolation{v, last, req.Signal})
			}
			stretches = stretches[:n-1]
		}
		if since, is := left.since(set); is {
			now.Ended = append(now.Ended, endedOf(v, req.Signal, stretches, since, left.Open, detect.Apart(step))...)
		}
	}
	return now, err
}

// endOf is when a violation has ended that is known up to a moment, given the breaches since another one: with the breach
// that it went on as, else where it is known to. What went on when the breaches begin is one with it.
func endOf(until time.Time, breaches []detect.Stretch, since time.Time, apart time.Duration) (end time.Time, over bool) {
	at := latest(until, since)
	for _, b := range breaches {
		if !b.Start.After(at.Add(apart)) && !b.End.Before(at.Add(-apart)) {
			return b.End, !b.Open
		}
	}
	return until, true
}

// pastInParts are the verdicts of the last hour, of halves of the operations for as long as they are too many for one question.
func (r *Reader) pastInParts(ctx context.Context, req Request, set catalog.OperationSet, looked []OperationVerdict, t time.Time,
) (map[string][]detect.Verdict, time.Duration, error) {
	past, step, err := r.pastVerdicts(ctx, req, set, looked, t)
	half := len(looked) / 2
	if half == 0 || req.Signal == detect.Rate || !errors.Is(err, prometheus.ErrTooLarge) {
		return past, step, err
	}
	some, step, err := r.pastInParts(ctx, req, set, looked[:half], t)
	if errors.Is(err, prometheus.ErrTooLarge) { // even of one
		return some, step, err
	}
	others, _, doubt := r.pastInParts(ctx, req, set, looked[half:], t)
	all := make(map[string][]detect.Verdict, len(some)+len(others))
	maps.Copy(all, some)
	maps.Copy(all, others)
	return all, step, errors.Join(err, doubt)
}

// pastVerdicts are the ascending verdicts of the last hour, by the key of the operation's labels, step apart.
func (r *Reader) pastVerdicts(ctx context.Context, req Request, set catalog.OperationSet, looked []OperationVerdict, t time.Time,
) (map[string][]detect.Verdict, time.Duration, error) {
	labels := make([]map[string]string, len(looked))
	for i, v := range looked {
		labels[i] = v.Labels
	}
	matchers := prometheus.AnyOf(set.By, labels)
	if set.Kind == "gauge" && req.Signal == detect.Rate {
		return nil, runsStep, nil // since when a run is overdue its age tells
	}
	if set.Kind == "gauge" {
		past, err := r.pastRuns(ctx, req, set, matchers, t)
		return past, runsStep, err
	}
	if req.Signal == detect.Rate {
		return r.pastRates(ctx, req, set, looked, t)
	}
	return r.pastWindows(ctx, req, set, matchers, t)
}

// pastRates are the verdicts on windows of the width of learned ones: in a single minute without requests nothing is in
// violation.
func (r *Reader) pastRates(ctx context.Context, req Request, set catalog.OperationSet, looked []OperationVerdict, t time.Time,
) (map[string][]detect.Verdict, time.Duration, error) {
	q, doubt := r.narrowest(ctx, req.System, set, t)
	if q.Width == 0 {
		return nil, 0, doubt
	}
	q.Width = wideFor(q.Width)
	ends := endsSince(t.Add(-history), t, q.Width)
	if len(ends) == 0 {
		return nil, q.Width, doubt
	}
	slots, err := r.lastSlots(ctx, q, ends)
	wanted := make(map[string]bool, len(looked))
	for _, v := range looked {
		wanted[Key("", v.Labels)] = true
	}
	windows := ascending(slots, ends, q.Width, func(r row) bool { return wanted[r.op.key] })
	past, by := map[string][]detect.Verdict{}, SettingsOf(req.System, set)
	for _, v := range looked {
		key := Key("", v.Labels)
		for _, w := range detect.Whole(windows[key], ends[len(ends)-1], ends[0]) {
			past[key] = append(past[key], detect.JudgeRate(w, v.Baseline, by))
		}
	}
	return past, q.Width, errors.Join(doubt, err)
}

func (r *Reader) pastWindows(ctx context.Context, req Request, set catalog.OperationSet, matchers string, t time.Time,
) (map[string][]detect.Verdict, time.Duration, error) {
	q, doubt := r.narrowest(ctx, req.System, set, t)
	if q.Width == 0 {
		return nil, 0, doubt
	}
	width := q.Width
	q.Selector = prometheus.Matchers(q.Selector, matchers)
	var ends []time.Time
	// Whoever asks some seconds later is told of the same moments, and so does the learner.
	for at := t.Truncate(width); !at.Before(t.Add(-history)); at = at.Add(-width) {
		ends = append(ends, at)
	}
	slots, err := r.rings.slotsAt(ctx, q, ends, width)
	if len(slots) == 0 && err != nil {
		return nil, width, fmt.Errorf("reading the last hour of %s: %w", set.Metric, err)
	}
	hours, hoursErr := r.hoursBefore(ctx, q, t)
	all := joinSlots(slots, ends, width)
	back, by := len(endsBefore(t, width)), SettingsOf(req.System, set)
	past := map[string][]detect.Verdict{}
	for _, op := range all.ops {
		before := detect.HourBefore{Signal: req.Signal, Windows: hours[op.op.key], Record: normalFor(req.Baselines, set, op.op), Settings: by}
		for i := len(ends) - 1; i >= 0; i-- {
			then := recent{op: op.op, looks: op.looks[i:min(i+back, len(ends))]}
			past[op.op.key] = append(past[op.op.key], before.Verdict(then.windows(ends[i], width)))
		}
	}
	return past, width, errors.Join(doubt, err, hoursErr)
}

// hoursBefore are the windows, ascending and by the key of the operation, that few requests and failed ones are counted
// in at the moments of the last hour: those of the hour before each.
func (r *Reader) hoursBefore(ctx context.Context, q prometheus.WindowQuery, t time.Time) (map[string][]baseline.Window, error) {
	q.Width = wideFor(q.Width)
	ends := endsSince(t.Add(-history-detect.HourReach), t, q.Width)
	slots, err := r.rings.slotsAt(ctx, q, ends, q.Width)
	if err != nil {
		err = fmt.Errorf("reading the last two hours of %s: %w", q.Metric, err)
	}
	return ascending(slots, ends, q.Width, func(r row) bool { return r.length > 0 }), err
}

func (r *Reader) pastRuns(ctx context.Context, req Request, set catalog.OperationSet, matchers string, t time.Time) (map[string][]detect.Verdict, error) {
	if counts(set) {
		return nil, nil
	}
	names := namesPattern([]string{set.Metric, set.Runs.Timestamp, set.Runs.RunningSince})
	expr := "{" + prometheus.Matchers(names, req.System.Selector, set.Selector, matchers) + "}"
	minute := t.Truncate(runsStep)
	series, err := r.asks.matrix(ctx, expr, minute.Add(-history), minute, runsStep)
	if series == nil && err != nil {
		return nil, fmt.Errorf("reading the last hour of %s: %w", set.Metric, err)
	}
	var ages model.Matrix
	if set.Runs.RunningSince != "" {
		var ageErr error
		ages, ageErr = r.asks.matrix(ctx, ageOf(req.System, set, matchers), minute.Add(-history), minute, runsStep)
		err = errors.Join(err, ageErr)
	}
	past := map[string][]detect.Verdict{}
	by := SettingsOf(req.System, set)
	for at := minute.Add(-history); !at.After(minute); at = at.Add(runsStep) {
		for key, run := range runsAt(gaugesAt(series, at), oldest(samplesAt(ages, at), set.By), set, at) {
			_, labels := parseKey(key)
			past[key] = append(past[key], judgeRun(run, normalFor(req.Baselines, set, operationOf(labels)), by, at))
		}
	}
	return past, err
}

// gaugesAt is one moment of a range answer.
func gaugesAt(series model.Matrix, at time.Time) gauges {
	found := gauges{}
	for _, s := range samplesAt(series, at) {
		name := string(s.Metric[model.MetricNameLabel])
		found[name] = append(found[name], s)
	}
	return found
}

func samplesAt(series model.Matrix, at time.Time) model.Vector {
	var found model.Vector
	for _, s := range series {
		i, ok := slices.BinarySearchFunc(s.Values, model.TimeFromUnixNano(at.UnixNano()), func(p model.SamplePair, t model.Time) int {
			return int(p.Timestamp - t)
		})
		if ok {
			found = append(found, &model.Sample{Metric: s.Metric, Value: s.Values[i].Value, Timestamp: s.Values[i].Timestamp})
		}
	}
	return found
}
