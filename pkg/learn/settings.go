package learn

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what a learner is given.

// Clock is the time as the learner sees it; tests bring their own.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// SystemClock is the machine's.
type SystemClock struct{}

// Now is the time.
func (SystemClock) Now() time.Time { return time.Now() }

// After fires once after d.
func (SystemClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Prometheus is what the learner asks for.
type Prometheus interface {
	Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error)
	Runs(ctx context.Context, q prometheus.RunQuery, from, to time.Time) ([]prometheus.OpWindows, error)
	Ages(ctx context.Context, q prometheus.AgeQuery, from, to time.Time, step time.Duration) ([]prometheus.OpAges, error)
	Pauses(ctx context.Context, q prometheus.PauseQuery, from, to time.Time, step time.Duration) ([]prometheus.OpAges, error)
	ScrapeInterval(ctx context.Context, metric, selector string, t time.Time) (time.Duration, error)
	MetricType(ctx context.Context, metric string) (string, error)
}

// Settings say what is to be learned, for whom, and how far back.
type Settings struct {
	Source     string // "<org>/<data source uid>", or "cli"
	Systems    []*catalog.System
	Prometheus Prometheus
	Days       int               // 0: DefaultDays
	Lag        time.Duration     // of back ends that receive by remote write
	Holidays   baseline.Calendar // days that count as Sundays
	// Gone tells of a set that was learned whether it is not to be any more: it was deleted, or is described otherwise. What
	// is not among Systems alone is not gone: others may learn it for the same source. nil where nobody knows.
	Gone func(system, set string) bool
	// Version changes with the settings; a worker with another version is replaced.
	Version string
	// Clock is what time it is for Prometheus; nil where the learner's own clock is right.
	Clock func(context.Context) (time.Time, error)
	// OnViolation is told of every violation that is derived, nil for nobody.
	OnViolation func(store.Violation)
	// OnError is told what went wrong with a set, nil for nobody, once until it goes well again; the learner
	// tries again by itself. Like OnViolation it may be called by several goroutines at once.
	OnError func(system, set string, err error)
	// AfterHour is called once for every hour that is over and every system, when all sets of the system are learned up to
	// a moment that it was not told of yet, while the lease is held; nil for nobody. What fails in it is not learning, and
	// is its own to tell.
	AfterHour func(ctx context.Context, l store.Lease, system *catalog.System, learned time.Time)
}

func (s Settings) days() int {
	if s.Days <= 0 {
		return DefaultDays
	}
	return s.Days
}

// work is one set of operations of one system.
type work struct {
	system *catalog.System
	set    catalog.OperationSet
	zone   *time.Location // whose hours of the day shape the system
}

func (s Settings) works() []work {
	var all []work
	for _, system := range s.Systems {
		zone, err := time.LoadLocation(system.TimeZone)
		if err != nil {
			zone = time.UTC
		}
		for _, set := range system.Operations {
			all = append(all, work{system, set, zone})
		}
	}
	return all
}

// id names the work among those of a source.
func (w work) id() string { return w.system.Name + "/" + w.set.ID }

// selector is all matchers of the set's metric.
func (w work) selector() string { return prometheus.Matchers(w.system.Selector, w.set.Selector) }

// violations names the mark that an hour's violations were derived, beside the set's own mark that it was learned.
func (w work) violations() string { return store.MarkViolations + w.set.ID }

// documented is the range that the document gives for an operation, nil without one.
func (w work) documented(labels map[string]string) *baseline.Range {
	i := w.set.RangeOf(labels)
	if i < 0 {
		return nil
	}
	r := w.set.Ranges[i]
	return &baseline.Range{Low: r.Low, High: r.High, Source: r.Anchor}
}
