package prometheus

// The single runs that gauges of the last run tell of.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// RunQuery names operations whose rare runs are told by gauges of the last run (catalogue E-10, E-19).
type RunQuery struct {
	Metric    string // gauge: the duration of the last run
	Timestamp string // gauge: when it ended, unix seconds; a changed value is a run
	Count     string // counter of runs; used where there is no Timestamp
	Unit      string // of time, as Grafana calls it; s by default
	Selector  string // all matchers, without braces
	By        []string
}

// Runs returns every run that was first seen in (from, to]: a Window each, ascending, with the duration as its
// only Sample and as its Width, and End at the scrape that showed it. Consecutive ranges neither lose nor repeat
// a run. Of several runs between two scrapes the gauge keeps only the last.
// With an error of kind ErrPartial the runs are returned too: they may be shown, not learned.
func (c *Client) Runs(ctx context.Context, q RunQuery, from, to time.Time) ([]OpWindows, error) {
	return onceMore(func() ([]OpWindows, error) {
		return c.runs(ctx, q, from.Round(time.Millisecond), to.Round(time.Millisecond))
	})
}

func (c *Client) runs(ctx context.Context, q RunQuery, from, to time.Time) ([]OpWindows, error) {
	r, err := newRunReader(c, q)
	if err != nil {
		return nil, err
	}
	if err := r.before(ctx, from); err != nil {
		return nil, err
	}
	for start := from; start.Before(to); start = start.Add(runsPiece) {
		end := start.Add(runsPiece)
		if end.After(to) {
			end = to
		}
		if err := r.piece(ctx, start, end); err != nil {
			return nil, err
		}
	}
	return r.list(), partial(r.warnings)
}

// runReader is one call of Runs. Series are known by their whole label set: the
// gauge and its companion differ only in name.
type runReader struct {
	c         *Client
	q         RunQuery
	selector  string
	companion string
	perUnit   float64
	last      map[string]float64 // the companion's latest value, by series
	runs      *table
	warnings  []string
}

func newRunReader(c *Client, q RunQuery) (*runReader, error) {
	selector, err := canonical(q.Selector)
	if err != nil {
		return nil, err
	}
	if !baseline.IsTime(q.Unit) {
		return nil, fmt.Errorf("the gauge of a last run tells a time, not %q", q.Unit)
	}
	r := &runReader{c: c, q: q, selector: selector, companion: cmp.Or(q.Timestamp, q.Count), perUnit: baseline.Scale(q.Unit),
		last: map[string]float64{}, runs: newTable(q.By, grid{})}
	switch {
	case q.Metric == "":
		return nil, errors.New("runs need the gauge of their duration")
	case r.companion == "":
		return nil, fmt.Errorf("the gauge %s needs a companion that tells one run from the next: a timestamp or a counter of runs", q.Metric)
	}
	return r, nil
}

// before finds the companions' values at the beginning, a scrape at that very moment included: the run they tell
// of was seen earlier. (Prometheus 2 gives that scrape again in the range; it changes nothing then.)
func (r *runReader) before(ctx context.Context, from time.Time) error {
	expr := lastExpr(r.companion, r.selector, runsLookback)
	warnings, err := r.c.evaluate(ctx, expr, grid{from: from, n: 1}, func(s *series) error {
		for _, p := range s.points {
			r.last[seriesKey(s)] = p.value
		}
		return nil
	})
	r.warnings = append(r.warnings, warnings...)
	return err
}

// piece reads the companions of (from, to], and the gauges only where one of them changed.
func (r *runReader) piece(ctx context.Context, from, to time.Time) error {
	seen := map[string][]int64{} // the scrapes that showed a run, by series
	companions, err := r.c.rawSamples(ctx, Select(r.companion, r.selector), from, to, func(s *series) error {
		if at := r.changes(s); len(at) > 0 {
			seen[seriesKey(s)] = at
		}
		return nil
	})
	r.warnings = append(r.warnings, companions...)
	if err != nil || len(seen) == 0 {
		return err
	}
	gauges, err := r.c.rawSamples(ctx, Select(r.q.Metric, r.selector), from, to, func(s *series) error {
		r.pair(s, seen[seriesKey(s)])
		return nil
	})
	r.warnings = append(r.warnings, gauges...)
	return err
}

// changes are the scrapes at which the companion told of another run than before.
func (r *runReader) changes(s *series) (at []int64) {
	key := seriesKey(s)
	last, known := r.last[key]
	for _, p := range s.points {
		if math.IsNaN(p.value) {
			continue
		}
		if p.value > 0 && (known && p.value != last || !known && r.fresh(p)) {
			at = append(at, p.ms)
		}
		last, known = p.value, true
	}
	if known {
		r.last[key] = last
	}
	return at
}

// fresh decides on a series that was not there before: a run that ended since
// then cannot have been seen; a counter at 1 was born with its first run.
func (r *runReader) fresh(p point) bool {
	if r.q.Timestamp == "" {
		return p.value == 1
	}
	return p.value*1000 > float64(p.ms-runsLookback.Milliseconds())
}

// pair takes the gauge's samples of the scrapes that showed a run; both lists ascend.
func (r *runReader) pair(s *series, at []int64) {
	if len(at) == 0 {
		return
	}
	found := r.runs.row(string(r.runs.keyOf(s)), s)
	for _, p := range s.points {
		seconds := p.value / r.perUnit
		if _, isRun := slices.BinarySearch(at, p.ms); !isRun || !(seconds >= 0 && seconds <= longestRun.Seconds()) {
			continue
		}
		found.windows = append(found.windows, baseline.Window{
			End: time.UnixMilli(p.ms).UTC(), Width: time.Duration(seconds * float64(time.Second)), Samples: []float64{seconds},
		})
	}
}

func (r *runReader) list() []OpWindows {
	ops := r.runs.list()
	for _, op := range ops { // of several instances
		slices.SortStableFunc(op.Windows, func(a, b baseline.Window) int { return a.End.Compare(b.End) })
	}
	return ops
}

// seriesKey names a series by all its labels but the metric's name.
func seriesKey(s *series) string {
	slices.SortFunc(s.labels, func(a, b label) int { return strings.Compare(a.name, b.name) })
	var key []byte
	for _, l := range s.labels {
		if l.name != model.MetricNameLabel {
			key = appendPart(appendPart(key, l.name), l.value)
		}
	}
	return string(key)
}
