package live

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

func TestAVerdictOnAnHourServesOnlyTheBaselineThatItWasMadeBy(t *testing.T) {
	m := newDriftMemory()
	hour := m.of("orders", noon, noon.Add(time.Hour))
	record, s := baseline.Record{Quantiles: baseline.Quantiles{P95: 0.2}}, detect.Defaults()
	hour.keep("get", driftOf{record: record, settings: s, drift: detect.Drift{Ratio: 1.3}})

	found, known := m.of("orders", noon, noon.Add(time.Hour)).find("get", record, s)
	require.True(t, known, "for the next reader of the hour")
	require.Equal(t, 1.3, found.drift.Ratio)
	_, known = m.of("orders", noon, noon.Add(time.Hour)).find("put", record, s)
	require.False(t, known, "another operation")
	moved := record
	moved.P95 = 0.21
	_, known = m.of("orders", noon, noon.Add(time.Hour)).find("get", moved, s)
	require.False(t, known, "another baseline")
	stricter := s
	stricter.Info = 1.05
	_, known = m.of("orders", noon, noon.Add(time.Hour)).find("get", record, stricter)
	require.False(t, known, "other factors")
}

// A data source may have two hundred definitions besides the documented systems, each judged by two signals.
func TestVerdictsOnTheHourAreKeptOfHoweverManyMetrics(t *testing.T) {
	m := newDriftMemory()
	record, s := baseline.Record{}, detect.Defaults()
	of := func(i int, end time.Time) *drifts { return m.of(fmt.Sprint("metric ", i), end, end) }
	for i := range 500 {
		of(i, noon).keep("get", driftOf{record: record, settings: s, drift: detect.Drift{Ratio: 1.3}})
	}
	for i := range 500 {
		_, known := of(i, noon).find("get", record, s)
		require.True(t, known, "metric %d is judged anew though nothing has changed", i)
	}
	for at := noon; at.Before(noon.Add(3 * time.Hour)); at = at.Add(wideWidth) {
		of(0, at)
		of(1, at.Truncate(time.Hour)) // whose windows are wider
	}
	require.Len(t, m.sets, 2, "of what nobody asks for any more nothing stays")
}

func TestWhoLooksAtThePastLeavesThePresentItsVerdicts(t *testing.T) {
	m := newDriftMemory()
	record, s := baseline.Record{}, detect.Defaults()
	m.of("orders", noon, noon.Add(time.Hour)).keep("get", driftOf{record: record, settings: s, drift: detect.Drift{Ratio: 1.3}})
	_, known := m.of("orders", noon.Add(-time.Hour), noon.Add(time.Hour)).find("get", record, s)
	require.False(t, known)
	_, known = m.of("orders", noon, noon.Add(time.Hour)).find("get", record, s)
	require.True(t, known)
	m.of("orders", noon.Add(5*time.Minute), noon.Add(time.Hour))
	_, known = m.of("orders", noon, noon.Add(time.Hour)).find("get", record, s)
	require.False(t, known, "an hour that is over makes room for the next")
}

func TestWhoLooksAheadLeavesThePresentItsVerdicts(t *testing.T) {
	record, s := baseline.Record{}, detect.Defaults()
	for what, ahead := range map[string]time.Time{
		"a range that ends tomorrow":          noon,
		"a clock that was a day ahead before": noon.Add(24 * time.Hour),
	} {
		m := newDriftMemory()
		m.of("orders", noon.Add(24*time.Hour), ahead)
		m.of("orders", noon, noon).keep("get", driftOf{record: record, settings: s, drift: detect.Drift{Ratio: 1.3}})
		_, known := m.of("orders", noon, noon).find("get", record, s)
		require.True(t, known, what)
	}
}
