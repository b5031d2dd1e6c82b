package prometheus

// The windows of every operation of one metric.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// WindowQuery names the operations of one metric: one per combination of the values of By.
type WindowQuery struct {
	Metric   string // base name: X for X_bucket, X_sum and X_count, or native X
	Kind     string // histogram (default) | summary | level | counter (its rate); last-run gauges are asked by Runs
	Across   string // of a level, what its series are together: avg (default) | sum | max | min
	Unit     string // of the metric, a unit of Grafana; times are in seconds in windows, all else is as it is
	Selector string // all matchers, without braces: job="shop",status!="5xx"
	By       []string
	Labels   map[string]string // the names that labels of By have in this Prometheus, where they differ; Selector may use either
	Fixed    map[string]string // labels of By that no series has here, and their value
	Errors   string            // matchers of the failed among X_count; empty: Window.Errors stays 0
	Width    time.Duration     // of every window
}

// OpWindows are the windows of one operation.
type OpWindows struct {
	Labels  map[string]string // the labels of By; those a series lacks are left out
	Windows []baseline.Window // ascending by End
}

// Windows measures every operation of q in windows that end at from, from+step, …, up to to.
// With from equal to to it is one window; step is not used then.
//
// A window without requests is there with zero counts where the series exist, and missing where they do not.
// With an error of kind ErrPartial the windows are returned too: they may be shown, not learned.
// The windows of one layout share their Bounds: they must not be changed.
func (c *Client) Windows(ctx context.Context, q WindowQuery, from, to time.Time, step time.Duration) ([]OpWindows, error) {
	if len(q.Labels)+len(q.Fixed) > 0 {
		return c.windowsOfOthers(ctx, q, from, to, step)
	}
	m, err := newMeasurement(c, q)
	if err != nil {
		return nil, err
	}
	g, err := newGrid(from, to, step)
	if err != nil {
		return nil, err
	}
	ops, err := m.windows(ctx, g)
	if err != nil {
		return nil, err
	}
	return ops, partial(m.warnings)
}

// measurement is one call of Windows.
type measurement struct {
	c        *Client
	q        WindowQuery
	selector string // canonical
	failed   string // canonical, with the matchers of the failed
	perUnit  float64
	warnings []string
}

func newMeasurement(c *Client, q WindowQuery) (*measurement, error) {
	selector, err := canonical(q.Selector)
	if err != nil {
		return nil, err
	}
	failed, err := canonical(q.Errors)
	if err != nil {
		return nil, err
	}
	if failed != "" {
		failed = Matchers(selector, failed)
	}
	switch {
	case q.Metric == "":
		return nil, errors.New("an operation needs a metric")
	case !slices.Contains([]string{"", "avg", "sum", "max", "min"}, q.Across):
		return nil, fmt.Errorf("the series of %s cannot be taken together by %q; one of avg, sum, max, min", q.Metric, q.Across)
	case q.Width < time.Millisecond:
		return nil, fmt.Errorf("a window needs a width of at least a millisecond, not %s", q.Width)
	case !slices.Contains([]string{"", "histogram", "summary", levelKind, counterKind}, q.Kind):
		return nil, fmt.Errorf("%s is of kind %q; windows come from a histogram, a summary, a level or a counter, last runs from Runs", q.Metric, q.Kind)
	}
	return &measurement{c: c, q: q, selector: selector, failed: failed, perUnit: baseline.Scale(q.Unit)}, nil
}

// windows measures a grid; where the answer is too large it measures the halves of it.
func (m *measurement) windows(ctx context.Context, g grid) ([]OpWindows, error) {
	if g.n <= maxPoints {
		ops, err := onceMore(func() ([]OpWindows, error) { return m.once(ctx, g) })
		if g.n == 1 || !errors.Is(err, ErrTooLarge) || errors.Is(err, errLongQuestion) {
			return ops, err
		}
	}
	first, second := g.halves()
	before, err := m.windows(ctx, first)
	if err != nil {
		return nil, err
	}
	after, err := m.windows(ctx, second)
	if err != nil {
		return nil, err
	}
	return joined(m.q.By, before, after), nil
}

func (m *measurement) once(ctx context.Context, g grid) ([]OpWindows, error) {
	other := map[string]func(context.Context, grid) (*table, error){"summary": m.summary, levelKind: m.level, counterKind: m.level}[m.q.Kind]
	if other != nil {
		t, err := other(ctx, g)
		if err != nil {
			return nil, err
		}
		return t.list(), nil
	}
	form, err := m.shape(ctx, g)
	if err != nil {
		return nil, err
	}
	t, err := m.histograms(ctx, g, form)
	if err == nil && len(t.rows) == 0 && form != nativeAndClassic {
		// what is remembered of the metric may be older than a change of its form
		t, err = m.histograms(ctx, g, nativeAndClassic)
	}
	if err != nil {
		return nil, err
	}
	return t.list(), nil
}

func (m *measurement) histograms(ctx context.Context, g grid, form shape) (*table, error) {
	native, classic := newTable(m.q.By, g), newTable(m.q.By, g)
	if form != classicOnly {
		if err := m.native(ctx, g, form, native); err != nil && !knowsNoNative(err) {
			return nil, err
		}
	}
	if form != nativeOnly {
		if err := m.classic(ctx, g, form, classic); err != nil {
			return nil, err
		}
	}
	native.add(classic)
	native.leaveOut() // what is half of classic ones as well
	return native, nil
}

// question is an expression and what is done with each series of its answer.
type question struct {
	expr  string
	visit func(*series) error
}

// ask sends questions side by side and keeps their warnings.
func (m *measurement) ask(ctx context.Context, g grid, questions ...question) error {
	warnings := make([][]string, len(questions))
	group, ctx := errgroup.WithContext(ctx)
	for i, q := range questions {
		group.Go(Guarded(func() (err error) {
			warnings[i], err = m.c.evaluate(ctx, q.expr, g, q.visit)
			return err
		}))
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, w := range warnings {
		m.warn(w)
	}
	return nil
}

func (m *measurement) warn(warnings []string) {
	for _, w := range warnings {
		if !slices.Contains(m.warnings, w) {
			m.warnings = append(m.warnings, w)
		}
	}
}

// joined appends the windows of later operations to those of earlier ones.
func joined(by []string, before, after []OpWindows) []OpWindows {
	at := make(map[string]int, len(before))
	for i, op := range before {
		at[labelKey(by, op.Labels)] = i
	}
	for _, op := range after {
		if i, known := at[labelKey(by, op.Labels)]; known {
			before[i].Windows = append(before[i].Windows, op.Windows...)
		} else {
			before = append(before, op)
		}
	}
	sortByLabels(before, by)
	return before
}

func labelKey(by []string, labels map[string]string) string {
	var key []byte
	for _, name := range by {
		key = appendPart(key, labels[name])
	}
	return string(key)
}

// appendPart adds a value with its length, so that no two lists of values make the same key.
func appendPart(key []byte, value string) []byte {
	key = append(key, byte(len(value)>>16), byte(len(value)>>8), byte(len(value)))
	return append(key, value...)
}
