package runs

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what there is to compare: the operations of a run, of a day
// that was learned, or of the baseline.

// Set is one side of a comparison.
type Set struct {
	Title    string
	System   string
	Measured []Measurement
	// Time is the learned time that it is of; empty where it is none.
	Time Stretch
}

// Measurement is one quantity of one operation.
type Measurement struct {
	// Set is that of a learned operation; empty in a run.
	Set       string
	Operation string
	Labels    map[string]string
	Quantity  string
	compare.Side
	Target, Limit float64
	Rating        string
}

// SetOf reads the samples of a run.
func SetOf(ctx context.Context, run Loaded) (Set, error) {
	set := Set{Title: title(run.Run), System: run.System}
	for _, m := range run.Measured {
		side, err := sideOf(ctx, run, m)
		if err != nil {
			return set, err
		}
		set.Measured = append(set.Measured, Measurement{
			Operation: m.Operation, Labels: m.Labels, Quantity: m.Quantity, Side: side, Target: m.Target, Limit: m.Limit, Rating: m.Rating,
		})
	}
	return set, nil
}

func title(r store.Run) string {
	text := r.Name
	if version := r.Context["version"]; version != "" {
		text += " (" + version + ")"
	}
	return text
}

func sideOf(ctx context.Context, run Loaded, m store.Measured) (compare.Side, error) {
	if m.Samples > 0 {
		samples, err := run.Samples(ctx, m.Number)
		if err != nil {
			return compare.Side{}, fmt.Errorf("reading the samples of %s: %w", m.Operation, err)
		}
		side := compare.Of(samples, m.Count, m.Failed)
		side.Together = m.Together
		return side, nil
	}
	if m.Target > 0 || m.Limit > 0 {
		// A file of expectations: its number was set, not measured.
		return compare.Reference(m.Stats["mean"]), nil
	}
	side := compare.Side{Mean: nan, SD: nan, Count: m.Count, Attempts: m.Count, Failed: m.Failed, Together: m.Together}
	if mean, known := m.Stats["mean"]; known {
		side.Mean = mean
	}
	if sd, known := m.Stats["sd"]; known {
		side.SD = sd
	}
	return side, nil
}

// OfTime is what was learned of a system in a stretch of time.
func OfTime(ctx context.Context, keep store.Store, source, system string, s Stretch) (Set, error) {
	set := Set{Title: s.Title, System: system, Time: s}
	operations, err := keep.Operations(ctx, source, system)
	if err != nil {
		return set, fmt.Errorf("reading the operations: %w", err)
	}
	known, err := recordsOf(ctx, keep, source, system)
	if err != nil {
		return set, err
	}
	for _, o := range operations {
		record := known[o.ID]
		if record.Level != nil {
			continue // it has a value at any time: its scrapes are no executions, each with a duration of its own
		}
		windows, err := learnedWindows(ctx, keep, source, o, s.From, s.To)
		if err != nil {
			return set, err
		}
		if side := SideOfWindows(windows, worth(windows, record)); side.N() > 0 {
			set.Measured = append(set.Measured, Measurement{Set: o.Set, Operation: o.Name, Labels: o.Labels, Quantity: store.Duration, Side: side})
		}
	}
	return set, nil
}

// ofBaseline is what is normal for a system, from the windows that its baselines rest on without those of the time that is
// compared with it: what is on both sides makes them alike.
func ofBaseline(ctx context.Context, keep store.Store, source, system string, compared Stretch) (Set, error) {
	set := Set{Title: "baseline", System: system}
	known, err := keep.Baselines(ctx, source, system, time.Time{})
	if err != nil {
		return set, fmt.Errorf("reading the baselines: %w", err)
	}
	off, err := untaughtOf(ctx, keep, source, system, known)
	if err != nil {
		return set, err
	}
	for _, b := range known {
		if b.Record.State == baseline.Learning || b.Record.Level != nil {
			continue // it must decide nothing yet, or has no executions
		}
		windows, err := learnedWindows(ctx, keep, source, b.Operation, b.Record.From, b.Record.To)
		if err != nil {
			return set, err
		}
		windows = compared.leftOut(off.without(windows, b.Baseline))
		side := SideOfWindows(windows, worth(windows, b.Record))
		set.Measured = append(set.Measured, Measurement{Set: b.Operation.Set, Operation: b.Operation.Name, Labels: b.Operation.Labels, Quantity: store.Duration, Side: side})
	}
	return set, nil
}

// recordsOf are what is known of each operation, by its id.
func recordsOf(ctx context.Context, keep store.Store, source, system string) (map[int64]baseline.Record, error) {
	known, err := keep.Baselines(ctx, source, system, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("reading the baselines: %w", err)
	}
	records := map[int64]baseline.Record{}
	for _, b := range known {
		records[b.Operation.ID] = b.Record
	}
	return records, nil
}

func learnedWindows(ctx context.Context, keep store.Store, source string, o store.Operation, from, to time.Time) ([]baseline.Window, error) {
	windows, err := keep.Windows(ctx, source, o.ID, from, to)
	if err != nil {
		return nil, fmt.Errorf("reading what was learned of %s: %w", o.Name, err)
	}
	return windows, nil
}

// SideOfWindows adds windows up; runs stay single values.
func SideOfWindows(windows []baseline.Window, effective float64) (side compare.Side) {
	var sum baseline.Histogram
	var samples []float64
	var bursts compare.Bursts
	for _, w := range windows {
		samples = append(samples, w.Samples...)
		sum.Add(w.Histogram)
		side.Attempts += w.Requests()
		side.Failed += w.Errors
		bursts.Add(w.Requests(), w.Errors)
	}
	if len(samples) > 0 {
		side = compare.Of(samples, side.Attempts, side.Failed)
	} else {
		side.Histogram, side.Effective = &sum, effective
	}
	side.Together = bursts.Together()
	return side
}
