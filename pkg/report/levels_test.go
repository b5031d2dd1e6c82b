package report

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// valued is a window of so many scrapes of one value, in a bucket of 0.3 % as those of a level are.
func valued(end time.Time, width time.Duration, v float64) baseline.Window {
	h := baseline.Histogram{Native: true, Bounds: []float64{0.9973, 1}, Counts: []float64{0, 20, 0}, Sum: 20 * v}
	if v == 0 {
		h.Bounds, h.Counts = []float64{1e-300}, []float64{20, 0}
	}
	return baseline.Window{End: end, Width: width, Histogram: h}
}

func levelOf(unit, direction string, value func(noise float64) float64) measuredOperation {
	random := rand.New(rand.NewPCG(1, 2))
	var learned []baseline.Window
	for end := midnight.AddDate(0, 0, -14).Add(5 * time.Minute); !end.After(midnight); end = end.Add(5 * time.Minute) {
		learned = append(learned, valued(end, 5*time.Minute, value(random.NormFloat64())))
	}
	m := measuredOperation{
		set:    catalog.OperationSet{ID: "level", Kind: catalog.LevelKind, Unit: unit, Direction: direction},
		system: system(), record: baseline.Learn(learned, baseline.Options{}.Measured(unit, direction, true)), known: true,
	}
	for end := midnight.Add(time.Hour); !end.After(midnight.AddDate(0, 0, 1)); end = end.Add(time.Hour) {
		m.hours = append(m.hours, valued(end, time.Hour, value(0)))
	}
	return m
}

func TestAnAvailabilityIsReportedToTheLastNine(t *testing.T) {
	m := levelOf("percentunit", "more", func(noise float64) float64 { return min(1, 0.9995+0.0001*noise) })
	o := m.overDay()
	for _, q := range []*float64{o.P50, o.P95, o.P99, o.Mean} {
		require.InDelta(t, 0.9995, *q, 1e-6)
	}
	for _, p := range m.chart().Points {
		require.InDelta(t, 0.9995, *p.P95, 1e-6)
		require.InDelta(t, 0.9995, *p.Expected, 1e-4)
		require.Less(t, *p.Lower, *p.Expected)
		require.Greater(t, *p.Upper, *p.Expected)
		require.Greater(t, *p.Lower, 0.99)
		require.LessOrEqual(t, *p.Upper, 1.0)
	}
}

func TestWhatIsUsuallyNothingIsDrawnAsThat(t *testing.T) {
	for _, p := range levelOf("short", "less", func(float64) float64 { return 0 }).chart().Points {
		require.NotNil(t, p.Expected)
		require.Zero(t, *p.Expected)
	}
}
