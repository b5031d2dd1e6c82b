package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how the conversions of a system do: from what, to what, of
// which class of size. Documented ones are answered even when never seen.

// The labels that make a run set one of conversions, and the usual one of its class of size.
const (
	sourceLabel = "source"
	targetLabel = "target"
	sizeLabel   = "dataset_size"
)

// Conversion is one row. Numbers that are not known are NaN, moments zero.
type Conversion struct {
	System, Set, Operation string
	Source, Target         string
	Class                  string // "small": the label of the size, else the first besides source and target
	Labels                 map[string]string
	// Runs are those first seen within the range asked for, oldest first; Count, P50 and P95 are theirs.
	Runs     []PastRun
	Count    float64
	P50, P95 float64
	// Last is the duration in seconds of the run that ended last, even before the range.
	Last         float64
	LastAt       time.Time
	RunningSince time.Time
	// RangeLow and RangeHigh are documented, in seconds.
	RangeLow, RangeHigh float64
	Baseline            baseline.Record
	// Verdict is about now: it rests on the last run while that says something about now (E-10), and on work under way.
	detect.Verdict
	// LastRatio and LastTier judge the last run whenever it was; for showing, not for alerting.
	LastRatio float64
	LastTier  detect.Tier
}

// PastRun is one execution that has ended.
type PastRun struct {
	End     time.Time // of the scrape that showed it first
	Seconds float64
}

// isConversion: a set of single runs, each from a source to a target.
func isConversion(set catalog.OperationSet) bool {
	return set.Runs != nil && set.Kind == "gauge" && slices.Contains(set.By, sourceLabel) && slices.Contains(set.By, targetLabel)
}

func classLabel(set catalog.OperationSet) string {
	if slices.Contains(set.By, sizeLabel) {
		return sizeLabel
	}
	for _, name := range set.By {
		if name != sourceLabel && name != targetLabel {
			return name
		}
	}
	return ""
}

// Conversions answers every conversion of the system, the documented ones
// first and in their order. Runs are listed that were first seen in (from, At],
// at most those of the last seven days.
// req.Sets and req.Signal mean nothing here.
func (r *Reader) Conversions(ctx context.Context, req Request, from time.Time) ([]Conversion, error) {
	t := Grid(req.At, req.Lag)
	var rows []Conversion
	var failures []error
	for _, set := range req.System.Operations {
		if !isConversion(set) {
			continue
		}
		found, err := r.conversionsOf(ctx, req, set, from.Truncate(tick), t)
		rows = append(rows, found...)
		failures = append(failures, err)
	}
	rows = slices.DeleteFunc(rows, func(c Conversion) bool {
		return !req.wants(c.Operation, c.Labels)
	})
	return rows, errors.Join(failures...)
}

func (r *Reader) conversionsOf(ctx context.Context, req Request, set catalog.OperationSet, from, t time.Time) ([]Conversion, error) {
	now, err := r.lastRuns(ctx, req.System, set, "", t)
	if now == nil && err != nil {
		return nil, err
	}
	var past []prometheus.OpWindows
	if from.Before(t) {
		var pastErr error
		past, pastErr = r.runsIn(ctx, runQuery(req.System, set), from, t)
		if pastErr != nil {
			err = errors.Join(err, fmt.Errorf("reading the runs of %s: %w", set.Metric, pastErr))
		}
	}
	runs := map[string][]PastRun{}
	for _, op := range past {
		key := Key("", op.Labels)
		for _, w := range op.Windows {
			for _, s := range w.Samples {
				runs[key] = append(runs[key], PastRun{End: w.End, Seconds: s})
			}
		}
	}
	running := make(map[string]time.Duration, len(now))
	for key, run := range now {
		running[key] = run.Running
	}
	var rows []Conversion
	for _, key := range unseen(req, set, nil, running) {
		_, labels := parseKey(key)
		rows = append(rows, conversion(req, set, labels, now[key], runs[key], t))
	}
	sortDocumentedFirst(rows, set)
	return rows, err
}

func conversion(req Request, set catalog.OperationSet, labels map[string]string, now detect.Run, past []PastRun, t time.Time) Conversion {
	c := Conversion{
		System: req.System.Name, Set: set.ID, Operation: set.NameOf(labels), Labels: labels,
		Source: labels[sourceLabel], Target: labels[targetLabel], Class: labels[classLabel(set)],
		Runs: past, Count: float64(len(past)), P50: math.NaN(), P95: math.NaN(), Last: math.NaN(),
		RangeLow: math.NaN(), RangeHigh: math.NaN(), LastRatio: math.NaN(), Baseline: normalFor(req.Baselines, set, operationOf(labels)),
	}
	if len(past) > 0 {
		w := baseline.Window{Samples: make([]float64, len(past))}
		for i, run := range past {
			w.Samples[i] = run.Seconds
		}
		c.P50, _ = w.Quantile(0.5)
		c.P95, _ = w.Quantile(0.95)
	}
	if c.Baseline.RangeHigh > 0 {
		c.RangeLow, c.RangeHigh = c.Baseline.RangeLow, c.Baseline.RangeHigh
	}
	c.RunningSince = now.Since
	s := SettingsOf(req.System, set)
	c.Verdict = judgeRun(now, c.Baseline, s, t)
	if !now.LastAt.IsZero() {
		c.Last, c.LastAt = now.Last.Seconds(), now.LastAt
		atItsEnd := detect.JudgeRun(detect.Run{At: now.LastAt, Last: now.Last, LastAt: now.LastAt}, c.Baseline, s)
		if c.LastTier = atItsEnd.Tier; atItsEnd.Ratio > 0 { // without a baseline there is none
			c.LastRatio = atItsEnd.Ratio
		}
	}
	return c
}

// sortDocumentedFirst keeps the document's order, and names for the rest. A name need not hold every label.
func sortDocumentedFirst(rows []Conversion, set catalog.OperationSet) {
	place := func(c Conversion) int {
		i := set.RangeOf(c.Labels)
		if i < 0 {
			return len(set.Ranges)
		}
		return i
	}
	slices.SortFunc(rows, func(a, b Conversion) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), compareNames(a.Operation, b.Operation, a.Labels, b.Labels))
	})
}
