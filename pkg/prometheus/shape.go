package prometheus

// Whether a metric is a native histogram, a classic one or both, at a moment.

import (
	"context"
	"errors"
	"regexp"
	"time"
)

type shape int

const (
	classicOnly      shape = iota
	nativeOnly             // native histograms exist, and no classic one that is not native as well
	nativeAndClassic       // both, or not known
)

// shape of the metric over a grid: that of both ends, where they agree.
func (m *measurement) shape(ctx context.Context, g grid) (shape, error) {
	last, err := m.shapeAt(ctx, g.at(g.n-1))
	if err != nil || g.n == 1 {
		return last, err
	}
	first, err := m.shapeAt(ctx, g.from)
	if err != nil || first == last {
		return last, err
	}
	return nativeAndClassic, nil
}

// shapeAt is measured at the start of the stretch of shapeAge that holds t, so
// that every moment of it gets the same answer. A metric that had no samples
// then may be anything now.
func (m *measurement) shapeAt(ctx context.Context, t time.Time) (shape, error) {
	at := t.Truncate(shapeAge)
	return m.c.shapes.get(m.q.Metric+"{"+m.selector+"}", at, func() (shape, bool, error) {
		return m.measureShape(ctx, at)
	})
}

// measureShape says whether its answer was whole: what half an answer lacks may be of the other form.
func (m *measurement) measureShape(ctx context.Context, t time.Time) (form shape, whole bool, err error) {
	found := map[string]bool{}
	warnings, err := m.c.evaluate(ctx, shapeExpr(m.q.Metric, m.selector), grid{from: t, n: 1}, func(s *series) error {
		for _, l := range s.labels {
			found[l.value] = true
		}
		return nil
	})
	m.warn(warnings)
	whole = len(warnings) == 0
	switch {
	case knowsNoNative(err):
		// A Prometheus of that age does not mind being told which moment is meant; VictoriaMetrics has to be.
		m.c.shifts.Store(true)
		return classicOnly, true, nil
	case found["classic"] && !found["native"]:
		return classicOnly, whole, err
	case found["native"] && !found["classic"]:
		return nativeOnly, whole, err
	}
	return nativeAndClassic, whole, err
}

// nativeUnknown is what a server says that came before native histograms, or will not have them: Prometheus before 2.40
// ("unknown function with name"), VictoriaMetrics ("unsupported function").
var nativeUnknown = regexp.MustCompile(`un(?:known|supported) function (?:with name )?"histogram_count"`)

// knowsNoNative says that an expression failed because the server has no native histograms: all of them are classic.
func knowsNoNative(err error) bool {
	var refused *QueryError
	return errors.As(err, &refused) && nativeUnknown.MatchString(refused.Message)
}
