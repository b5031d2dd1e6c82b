package plugin

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Which metrics tell of the state of learning, and which publish baselines
// (design 4.5)? They are read from the store when the endpoint is scraped.

// stateCollector reads the store of a process.
type stateCollector struct {
	process   *Process
	baselines *baselineReader
	changes   *changeMemory
	check     *storeCheck
	room      int // bytes of text for baselines
}

func newStateCollector(p *Process) *stateCollector {
	return &stateCollector{process: p, baselines: newBaselineReader(p.Store, p.now), changes: newChangeMemory(p.now), check: &storeCheck{now: p.now}, room: publishedText}
}

// scrapeTime bounds one scrape's reading of the store.
const scrapeTime = 5 * time.Second

func register(p *Process) {
	prometheus.MustRegister(newStateCollector(p), buildInfo())
}

// Describe describes nothing: the labels of operations are not known beforehand.
func (c *stateCollector) Describe(chan<- *prometheus.Desc) {}

// Collect tells of every data source that somebody asks for.
func (c *stateCollector) Collect(out chan<- prometheus.Metric) {
	active := c.process.active()
	if len(active) == 0 {
		if c.process.storeIsShut() {
			tellWritable(out, false)
		}
		return // nothing was asked for yet: the store is not opened for a scrape
	}
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	s, err := c.process.Store(ctx)
	c.collectStore(ctx, out, s, err)
	if err != nil {
		return // the health check says so; an endpoint without these metrics is better than none
	}
	room := c.room
	for _, source := range slices.Sorted(maps.Keys(active)) { // in one order, so that the same ones fit
		c.collectProgress(ctx, out, s, source)
		c.collectDelay(ctx, out, s, source)
		if ask := active[source]; ask != nil {
			room -= c.collectBaselines(ctx, out, source, room)
			c.collectChanges(ctx, out, source, ask)
		}
	}
}

// gauge writes one metric; labels are pairs of name and value. One that cannot be written, such as of an operation that
// has a label like __name__, is left out: a panic here would end the process with every scrape.
func gauge(out chan<- prometheus.Metric, name, help string, value float64, labels prometheus.Labels) {
	if math.IsNaN(value) {
		return
	}
	if metric, err := prometheus.NewConstMetric(prometheus.NewDesc(name, help, nil, labels), prometheus.GaugeValue, value); err == nil {
		out <- metric
	}
}

func sourceLabels(source string, more ...string) prometheus.Labels {
	org, uid, _ := strings.Cut(source, "/")
	labels := prometheus.Labels{"org": org, "datasource": uid}
	for i := 0; i+1 < len(more); i += 2 {
		labels[more[i]] = more[i+1]
	}
	return labels
}

func (c *stateCollector) collectProgress(ctx context.Context, out chan<- prometheus.Metric, s store.Store, source string) {
	progress, err := s.Progress(ctx, source)
	if err != nil {
		return
	}
	learning := c.process.learning(source)
	for _, p := range ofSets(progress) {
		labels := sourceLabels(source, "system", p.System, "set", p.Set)
		gauge(out, "yardstick_learned_hours", "Hours of a set of operations that were learned.", float64(p.Learned), labels)
		gauge(out, "yardstick_wanted_hours", "Hours of a set of operations that are to be learned.", float64(p.Wanted), labels)
		if learning.Wants(p.System, p.Set) {
			gauge(out, "yardstick_learner_lag_seconds", "How far the newest learned hour is behind the newest that could be learned.",
				learning.Behind(p, c.process.now()).Seconds(), labels)
		}
	}
	if status, working := c.process.supervisor.Status(source); working {
		for _, phase := range []learn.Phase{learn.Waiting, learn.Learning, learn.Checking, learn.UpToDate} {
			gauge(out, "yardstick_learner_phase", "What the learner does: 1 for the phase it is in.", yes(status.Phase == phase, true),
				sourceLabels(source, "phase", string(phase)))
		}
	}
}

// collectDelay tells the longest time of the last day between the onset of a regression and its first tier (D2 l.423).
func (c *stateCollector) collectDelay(ctx context.Context, out chan<- prometheus.Metric, s store.Store, source string) {
	now := c.process.now()
	all, err := s.Violations(ctx, source, "", now.Add(-24*time.Hour), now)
	if err != nil {
		return
	}
	longest := map[string]float64{}
	for _, v := range all {
		if !v.Slow() {
			continue
		}
		longest[v.Operation.System] = max(longest[v.Operation.System], v.Delay.Seconds())
	}
	for system, delay := range longest {
		gauge(out, "yardstick_detection_delay_seconds", "Longest time of the last day from the onset of a regression to its first tier.",
			delay, sourceLabels(source, "system", system))
	}
}

// ofSets leaves out the marks that the learner keeps beside its sets.
func ofSets(progress []store.Progress) []store.Progress {
	var own []store.Progress
	for _, p := range progress {
		if !strings.HasPrefix(p.Set, store.MarkViolations) {
			own = append(own, p)
		}
	}
	return own
}
