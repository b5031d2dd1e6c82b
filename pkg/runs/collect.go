package runs

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what a file measured, operation by operation, while it is
// being read.

const (
	// mostHeld is how many single values are held before they go to the store: 16 MB.
	mostHeld = 2 << 20
	// mostOperations is where names have become data: a URL with an id in it makes one operation per request.
	mostOperations = 20_000
	// longestDuration is no duration of an operation any more, but a wrong unit.
	longestDuration = 366 * 24 * 3600
	// firstYear and lastYear are those of a run.
	firstYear, lastYear = 1970, 2199
	// mostBytes is more memory than machines have.
	mostBytes = 1 << 50
)

// observation is one execution, or one attempt that has no duration.
type observation struct {
	operation string
	labels    map[string]string
	quantity  string // empty: duration
	value     float64
	missing   bool // there is no value, only an outcome
	failed    bool
}

// series is one quantity of one operation.
type series struct {
	store.Measured
	moments
	bursts   compare.Bursts
	held     []float64
	parts    int
	sketch   *sketch // from when values had to go
	finished bool    // a summary: nothing is added to it
}

// collector gathers what a file says.
type collector struct {
	about   map[string]string
	system  string
	started time.Time
	all     []*series
	byKey   map[string]*series
	held    int
	stage   func([]store.SamplePart) error
	known   map[string]*series // short cut of a format: by what it reads, before it is taken apart
}

func newCollector(stage func([]store.SamplePart) error) *collector {
	return &collector{about: map[string]string{}, byKey: map[string]*series{}, known: map[string]*series{}, stage: stage}
}

// note keeps something of the context; what is empty is not known.
func (c *collector) note(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		c.about[name] = value
	}
}

// began keeps the earliest start. What is no time that a computer measured at, such as milliseconds that were taken for
// seconds, is as if the file did not say: the store would keep another moment, and JSON has no year of five digits.
func (c *collector) began(at time.Time) {
	if at.Year() < firstYear || at.Year() > lastYear {
		return
	}
	if c.started.IsZero() || at.Before(c.started) {
		c.started = at.UTC()
	}
}

// of keeps which system was measured; a run has one.
func (c *collector) of(system string) error {
	if c.system != "" && system != c.system {
		return fmt.Errorf("system %q, but the lines before are of %q: a run is of one system, make a file of each", system, c.system)
	}
	if c.system == "" {
		c.system = strings.Clone(system)
	}
	return nil
}

// find is the series of an operation, made where it is new.
func (c *collector) find(operation string, labels map[string]string, quantity string) (s *series, isNew bool, err error) {
	if quantity == "" {
		quantity = store.Duration
	}
	if operation == "" {
		return nil, false, fmt.Errorf("the operation has no name")
	}
	key := keyOf(operation, labels, quantity)
	if s = c.byKey[key]; s != nil {
		return s, false, nil
	}
	if len(c.all) >= mostOperations {
		return nil, false, fmt.Errorf("more than %d different operations, %q is the next: names must not contain ids", mostOperations, operation)
	}
	if labels == nil {
		labels = map[string]string{}
	}
	s = &series{Measured: store.Measured{Number: len(c.all), Operation: operation, Labels: labels, Quantity: quantity, Stats: map[string]float64{}}}
	c.byKey[key], c.all = s, append(c.all, s)
	return s, true, nil
}

func keyOf(operation string, labels map[string]string, quantity string) string {
	var key strings.Builder
	fmt.Fprintf(&key, "%q %s", operation, quantity)
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		fmt.Fprintf(&key, " %q=%q", name, labels[name])
	}
	return key.String()
}

// observe adds one execution.
func (c *collector) observe(o observation) error {
	s, _, err := c.find(o.operation, o.labels, o.quantity)
	if err != nil {
		return err
	}
	return c.add(s, o)
}

// add adds one execution to a series that is known already.
func (c *collector) add(s *series, o observation) error {
	if s.finished {
		return fmt.Errorf("%s is there twice", s.Operation)
	}
	if !o.missing {
		if err := plausible(s.Quantity, o.value); err != nil {
			return err
		}
		s.moments.add(o.value)
		s.held = append(s.held, o.value)
		if c.held++; c.held >= mostHeld {
			if err := c.release(); err != nil {
				return err
			}
		}
	}
	s.Count++
	failed := 0.
	if o.failed {
		failed = 1
	}
	s.Failed += failed
	s.bursts.Add(1, failed)
	return nil
}

// plausible says what no measurement can be.
func plausible(quantity string, v float64) error {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return fmt.Errorf("the %s %v is not a number", quantity, v)
	case v < 0:
		return fmt.Errorf("the %s %v is negative", quantity, v)
	case quantity == store.Memory && v > mostBytes:
		return fmt.Errorf("%v bytes are more than any machine has: is the unit right?", v)
	case quantity != store.Memory && !store.Counted(quantity) && v > longestDuration:
		return fmt.Errorf("the %s %v s is longer than a year: is the unit right? In milliseconds it would be %s", quantity, v, figure.Seconds(v/1000))
	}
	return nil
}

// summarise takes what a file gives only as a summary.
func (c *collector) summarise(m store.Measured) error {
	s, isNew, err := c.find(m.Operation, m.Labels, m.Quantity)
	if err != nil {
		return err
	}
	if !isNew {
		return fmt.Errorf("%s is there twice", m.Operation)
	}
	for name, v := range m.Stats {
		if err := plausible(s.Quantity, v); err != nil {
			return fmt.Errorf("%s of %s: %w", name, m.Operation, err)
		}
	}
	if err := consistent(m); err != nil {
		return err
	}
	s.Count, s.Failed, s.Target, s.Limit, s.Rating = m.Count, m.Failed, m.Target, m.Limit, m.Rating
	s.Stats, s.finished = m.Stats, true
	return nil
}

// consistent finds numbers that contradict each other: a mixed-up unit or column.
func consistent(m store.Measured) error {
	// Locust and Artillery round quantiles to two digits or whole milliseconds; a wrong unit or column is off by far more.
	above := func(a, b float64) bool { return a > b*1.05+0.001 }
	order := []string{"min", "p50", "p95", "p99", "max"}
	last := ""
	for _, name := range order {
		v, ok := m.Stats[name]
		if !ok {
			continue
		}
		if last != "" && above(m.Stats[last], v) {
			return fmt.Errorf("%s of %s is %v and %s is %v: they contradict each other", last, m.Operation, m.Stats[last], name, v)
		}
		last = name
	}
	mean, known := m.Stats["mean"]
	low, hasLow := m.Stats["min"]
	high, hasHigh := m.Stats["max"]
	switch {
	case known && hasLow && above(low, mean), known && hasHigh && above(mean, high):
		return fmt.Errorf("the mean of %s is %v, outside of its smallest and largest value (%v, %v)", m.Operation, mean, low, high)
	case m.Count < 0 || m.Failed < 0 || m.Failed > m.Count:
		return fmt.Errorf("%v of %v executions of %s failed: that cannot be", m.Failed, m.Count, m.Operation)
	}
	return nil
}

// release hands the held values on; from here on quantiles come from a sketch.
func (c *collector) release() error {
	var parts []store.SamplePart
	for _, s := range c.all {
		if len(s.held) == 0 {
			continue
		}
		parts = append(parts, store.SamplePart{Number: s.Number, Part: s.parts, Samples: s.held})
		if s.sketch == nil {
			s.sketch = newSketch()
		}
		s.sketch.addAll(s.held)
		s.parts++
	}
	err := c.stage(parts)
	for _, s := range c.all {
		s.held = s.held[:0]
	}
	c.held = 0
	return err
}

// finish is what the whole file measured.
func (c *collector) finish() ([]store.Measured, error) {
	for _, s := range c.all {
		if s.Failed > 0 && !s.finished {
			s.Together = s.bursts.Together()
		}
		s.settle()
	}
	if err := c.release(); err != nil {
		return nil, err
	}
	measured := make([]store.Measured, len(c.all))
	for i, s := range c.all {
		measured[i] = s.Measured
	}
	return measured, nil
}
