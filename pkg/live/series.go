package live

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how operations did over a range of time, beside what is normal.

// Stat is what a series shows.
type Stat string

// The statistics of a series; durations in seconds, rate per second, errors as a share.
const (
	StatP50    Stat = "p50"
	StatP95    Stat = "p95"
	StatP99    Stat = "p99"
	StatMean   Stat = "mean"
	StatRate   Stat = "rate"
	StatErrors Stat = "errors"
)

// mostPoints is how many points of a series are enough for any screen.
const mostPoints = 1500

// SeriesRequest asks for the operations of a system over a range.
type SeriesRequest struct {
	Request // At is the end of the range; Signal means nothing here
	From    time.Time
	Step    time.Duration
	Stat    Stat // empty means p95
	Band    bool
	Most    int // series that can be shown of a set; 0 means any number
}

// TooMany is the answer where more series were asked for than can be shown.
type TooMany struct{ Series int }

func (t TooMany) Error() string { return fmt.Sprintf("these are %d series", t.Series) }

// OperationSeries is one operation over the range.
type OperationSeries struct {
	System, Set, Operation string
	Labels                 map[string]string
	Points                 []Point
	Unit                   string // of the durations, or what else was measured; empty for durations, in seconds
}

// Point is one moment: the window that ends there, or a run that was seen then. NaN is a gap.
type Point struct {
	At    time.Time
	Value float64
	// Expected, Lower and Upper are the band of normal; NaN unless asked for and known.
	Expected, Lower, Upper float64
}

// Series answers the operations asked for, on whole multiples of the step, so
// that the points of an earlier answer are those of the next.
func (r *Reader) Series(ctx context.Context, req SeriesRequest) ([]OperationSeries, error) {
	if req.Stat == "" {
		req.Stat = StatP95
	}
	if !slices.Contains([]Stat{StatP50, StatP95, StatP99, StatMean, StatRate, StatErrors}, req.Stat) {
		return nil, fmt.Errorf("the statistic %q is not known; it is one of p50, p95, p99, mean, rate, errors", req.Stat)
	}
	sets, err := chosenSets(req.System, req.Sets)
	if err != nil {
		return nil, err
	}
	narrowed := narrow(req.Request, sets)
	bySet := make([][]OperationSeries, len(sets))
	failures := make([]error, len(sets))
	var group errgroup.Group
	for i, set := range sets {
		matchers, wanted := narrowed[set.ID]
		if !wanted {
			continue
		}
		group.Go(prometheus.Guarded(func() error {
			bySet[i], failures[i] = r.seriesOf(ctx, req, set, matchers)
			if req.Most > 0 && errors.Is(failures[i], prometheus.ErrTooLarge) { // with their names, perhaps
				bySet[i], failures[i] = r.seriesOf(ctx, req, set, prometheus.Matchers(labelMatchers(set, req.Request)...))
			}
			return nil
		}))
	}
	failures = append(failures, group.Wait())
	for _, of := range bySet {
		slices.SortFunc(of, func(a, b OperationSeries) int { return compareNames(a.Operation, b.Operation, a.Labels, b.Labels) })
	}
	all := slices.DeleteFunc(slices.Concat(bySet...), func(s OperationSeries) bool {
		return !req.wants(s.Operation, s.Labels)
	})
	return all, errors.Join(failures...)
}

func (r *Reader) seriesOf(ctx context.Context, req SeriesRequest, set catalog.OperationSet, matchers string) ([]OperationSeries, error) {
	switch {
	case set.Kind == "gauge":
		return r.runSeries(ctx, req, set)
	case req.Stat == StatErrors && set.Errors == "", req.Stat == StatRate && set.IsLevel():
		return nil, nil
	}
	return r.windowSeries(ctx, req, set, matchers)
}

// widest is the window that holds enough scrapes at both ends of a range: how
// often a metric is scraped may have changed within it.
func (r *Reader) widest(ctx context.Context, q prometheus.WindowQuery, from, to time.Time) (time.Duration, error) {
	before, doubt := r.width(ctx, q, from)
	if before == 0 {
		return 0, doubt
	}
	now, err := r.width(ctx, q, to)
	if now == 0 {
		return 0, err
	}
	return max(before, now), errors.Join(doubt, err)
}

func (r *Reader) windowSeries(ctx context.Context, req SeriesRequest, set catalog.OperationSet, matchers string) ([]OperationSeries, error) {
	q := QueryOf(req.System, set)
	to := Grid(req.At, req.Lag)
	width, doubt := r.widest(ctx, q, req.From, to)
	if width == 0 {
		return nil, doubt
	}
	step := stepOf(req.Step, to.Sub(req.From))
	q.Width = max(width, step)
	q.Selector = prometheus.Matchers(q.Selector, matchers)
	ends := multiples(req.From, to, step)
	if len(ends) == 0 {
		return nil, doubt
	}
	few, found, err := r.fewEnough(ctx, req, set, q, ends[0], step)
	if err != nil || !found {
		return nil, errors.Join(doubt, err)
	}
	q.Selector = prometheus.Matchers(q.Selector, few)
	slots, err := r.rings.slotsAt(ctx, q, ends, step)
	if len(slots) == 0 && err != nil {
		return nil, fmt.Errorf("reading the windows of %s: %w", set.Metric, err)
	}
	joined := joinSlots(slots, ends, q.Width)
	all := make([]OperationSeries, 0, len(joined.ops))
	for _, op := range joined.ops {
		all = append(all, pointsOf(req, set, op, ends, q.Width))
	}
	return all, errors.Join(doubt, err)
}

// fewEnough counts at the newest moment what can be shown: a day of thousands of operations does not fit into the
// memory of a plugin. Where even that moment cannot be read, reading the range says why. Of a metric that has more than
// can be shown, a name that nothing has learned is looked for at that moment only: few are the matchers of what was found,
// and found is false where nothing was.
func (r *Reader) fewEnough(ctx context.Context, req SeriesRequest, set catalog.OperationSet, q prometheus.WindowQuery, newest time.Time, step time.Duration,
) (few string, found bool, err error) {
	if req.Most == 0 {
		return "", true, nil
	}
	slots, _ := r.rings.slotsAt(ctx, q, []time.Time{newest}, step)
	n := 0
	var wanted []map[string]string
	for _, s := range slots {
		n += len(s.rows)
		for _, row := range s.rows {
			if req.wants(set.NameOf(row.op.labels), row.op.labels) {
				wanted = append(wanted, row.op.labels)
			}
		}
	}
	switch {
	case len(wanted) > req.Most:
		return "", false, TooMany{len(wanted)}
	case n <= req.Most:
		return "", true, nil
	}
	known := knownByName(req.Request, []catalog.OperationSet{set})
	for _, name := range req.Operations {
		wanted = append(wanted, known[name][set.ID]...)
	}
	return prometheus.AnyOf(set.By, wanted), len(wanted) > 0, nil
}

// stepOf is the step on the grid that keeps the number of points sensible.
func stepOf(asked, span time.Duration) time.Duration {
	step := max(min(asked, longestStep), span/mostPoints, tick)
	return (step + tick - 1).Truncate(tick)
}

// multiples are the whole multiples of step in [from, to], newest first. A step may be longer than the range, such as one
// for a single point: then it is the end, so that there is a point at any hour of the clock.
func multiples(from, to time.Time, step time.Duration) []time.Time {
	var ends []time.Time
	for at := to.Truncate(step); !at.Before(from); at = at.Add(-step) {
		ends = append(ends, at)
	}
	if len(ends) == 0 && !to.Before(from) {
		return []time.Time{to}
	}
	return ends
}

func pointsOf(req SeriesRequest, set catalog.OperationSet, op recent, ends []time.Time, width time.Duration) OperationSeries {
	s := OperationSeries{System: req.System.Name, Set: set.ID, Operation: set.NameOf(op.op.labels), Labels: op.op.labels, Unit: UnitOf(set)}
	normal, by := normalFor(req.Baselines, set, op.op), SettingsOf(req.System, set)
	req.Stat = statFor(req.Stat, set)
	s.Points = make([]Point, len(ends))
	for i, l := range op.looks {
		w := l.window(ends[i], width)
		if l.slot == nil {
			w.Width = 0 // not measured: a gap, also in the rate
		}
		s.Points[len(ends)-1-i] = pointOf(req, w, normal, by)
	}
	return s
}

// statFor is by which statistic one is read: of a level all are its value, of which a quantile knows only the bucket.
func statFor(stat Stat, set catalog.OperationSet) Stat {
	if set.IsLevel() {
		return StatMean
	}
	return stat
}

func pointOf(req SeriesRequest, w baseline.Window, normal baseline.Record, by detect.Settings) Point {
	p := Point{At: w.End, Value: statOf(req.Stat, w), Expected: math.NaN(), Lower: math.NaN(), Upper: math.NaN()}
	if req.Band {
		p.Expected, p.Lower, p.Upper = band(req.Stat, w, normal, by)
	}
	return p
}

func statOf(stat Stat, w baseline.Window) float64 {
	v := math.NaN()
	switch stat {
	case StatP50:
		v, _ = w.Quantile(0.5)
	case StatP95:
		v, _ = w.Quantile(0.95)
	case StatP99:
		v, _ = w.Quantile(0.99)
	case StatMean:
		v = w.Mean()
	case StatRate:
		v = w.Rate()
	case StatErrors:
		if w.Requests() > 0 {
			v = min(1, w.Errors/w.Requests())
		}
	}
	return v
}

func (r *Reader) runSeries(ctx context.Context, req SeriesRequest, set catalog.OperationSet) ([]OperationSeries, error) {
	if req.Stat == StatRate || req.Stat == StatErrors {
		return nil, nil // single runs have neither
	}
	to := Grid(req.At, req.Lag)
	ops, err := r.runsIn(ctx, runQuery(req.System, set), req.From.Truncate(tick), to)
	if len(ops) == 0 && err != nil {
		return nil, fmt.Errorf("reading the runs of %s: %w", set.Metric, err)
	}
	var all []OperationSeries
	for _, op := range ops {
		s := OperationSeries{System: req.System.Name, Set: set.ID, Operation: set.NameOf(op.Labels), Labels: op.Labels, Unit: UnitOf(set)}
		normal, by := normalFor(req.Baselines, set, operationOf(op.Labels)), SettingsOf(req.System, set)
		for _, w := range op.Windows {
			s.Points = append(s.Points, pointOf(req, w, normal, by))
		}
		all = append(all, s)
	}
	return all, err
}
