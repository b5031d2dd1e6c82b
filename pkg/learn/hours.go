package learn

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what a span of hours taught about the operations of a set.

// measure asks Prometheus for a span. An answer with warnings is an error: what may be half is not learned.
func (l *Learner) measure(ctx context.Context, w work, s span) ([]prometheus.OpWindows, error) {
	if w.set.Kind == "gauge" {
		return l.runs(ctx, w, s.from, s.to())
	}
	if err := l.hasLevel(ctx, w); err != nil {
		return nil, err
	}
	width, err := l.width(ctx, w, s.to(), learningWidth)
	if err != nil {
		return nil, err
	}
	return l.settings.Prometheus.Windows(ctx, w.query(width, w.set.Errors), s.from.Add(width), s.to(), width)
}

// hasLevel refuses a level of what only rises: each of its values is news, and none comes back. What the targets declare is
// asked for again as long as it is refused, else once.
func (l *Learner) hasLevel(ctx context.Context, w work) error {
	l.mu.Lock()
	known := l.typed[w.id()]
	l.mu.Unlock()
	if w.set.Kind != catalog.LevelKind || known {
		return nil
	}
	declared, err := l.settings.Prometheus.MetricType(ctx, w.set.Metric)
	if err != nil {
		return nil // what tells no types can still be measured; what is away fails there
	}
	if prometheus.OnlyRises(w.set.Metric, declared) {
		return fmt.Errorf("%s is a counter, which only rises and has no usual level: give it kind: counter, and its rate is learned", w.set.Metric)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.typed[w.id()] = true
	return nil
}

func (l *Learner) runs(ctx context.Context, w work, from, to time.Time) ([]prometheus.OpWindows, error) {
	q := prometheus.RunQuery{Metric: w.set.Metric, Unit: w.set.Unit, Selector: w.selector(), By: w.set.By}
	if w.set.Runs != nil {
		q.Timestamp, q.Count = w.set.Runs.Timestamp, w.set.Runs.Count
	}
	return l.settings.Prometheus.Runs(ctx, q, from, to)
}

func (w work) query(width time.Duration, errors string) prometheus.WindowQuery {
	return prometheus.WindowQuery{
		Metric: w.set.Metric, Kind: w.set.Kind, Across: w.set.Across, Unit: w.set.Unit, Selector: w.selector(), By: w.set.By, Labels: w.set.Labels, Fixed: w.set.Fixed, Errors: errors, Width: width,
	}
}

// widths divide the hour, so that hours can be learned apart.
var widths = []time.Duration{
	time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute, 5 * time.Minute,
	10 * time.Minute, 15 * time.Minute, 20 * time.Minute, 30 * time.Minute,
}

// width is the least window that holds enough scrapes.
func (l *Learner) width(ctx context.Context, w work, at time.Time, least time.Duration) (time.Duration, error) {
	scrape, err := l.settings.Prometheus.ScrapeInterval(ctx, w.set.Metric, w.selector(), at)
	if err != nil {
		return 0, err
	}
	for _, width := range widths {
		if width >= least && width >= scrapesInWindow*scrape {
			return width, nil
		}
	}
	return time.Hour, nil
}

// learnSpan learns every hour of a span, the newest first; each is stored whole, with its mark, or not at all.
func (l *Learner) learnSpan(ctx context.Context, w work, s span) error {
	measured, err := l.measure(ctx, w, s)
	if err != nil {
		return w.unmeasured("", s, err)
	}
	l.sized(w, len(measured))
	for i := s.hours - 1; i >= 0; i-- {
		hour := s.from.Add(time.Duration(i) * time.Hour)
		if err := l.store.PutHour(ctx, l.held(), w.system.Name, w.set.ID, hour, l.taught(w, measured, hour)); err != nil {
			return fmt.Errorf("storing an hour of %s of %s: %w", w.set.ID, w.system.Title, err)
		}
		l.freshen(w)
	}
	return nil
}

// taught are the windows that ended in (hour, hour+1h] and held requests.
func (l *Learner) taught(w work, measured []prometheus.OpWindows, hour time.Time) []store.OperationHour {
	var out []store.OperationHour
	end := hour.Add(time.Hour)
	for _, op := range measured {
		taught := store.OperationHour{Operation: l.operation(w, op.Labels)}
		for _, window := range op.Windows {
			if window.End.After(hour) && !window.End.After(end) && window.Requests() > 0 {
				taught.Windows = append(taught.Windows, window)
			}
		}
		if len(taught.Windows) > 0 {
			out = append(out, taught)
		}
	}
	return out
}

func (l *Learner) operation(w work, labels map[string]string) store.Operation {
	return store.Operation{
		Source: l.settings.Source, System: w.system.Name, Set: w.set.ID,
		Name: w.set.NameOf(labels), Labels: labels,
	}
}
