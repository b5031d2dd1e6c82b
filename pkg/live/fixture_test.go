package live

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// noon is the present of these tests.
var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

var bounds = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 10}

// counted counts what a Prometheus is asked.
type counted struct {
	Source
	windows, instants, ranges, runs, scrapes atomic.Int64
	moments                                  atomic.Int64 // of windows
}

func (c *counted) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	c.windows.Add(1)
	c.moments.Add(1)
	if step > 0 {
		c.moments.Add(int64(to.Sub(from) / step))
	}
	return c.Source.Windows(ctx, q, from, to, step)
}

func (c *counted) Instant(ctx context.Context, expr string, t time.Time) (prometheus.Answer[model.Vector], error) {
	c.instants.Add(1)
	return c.Source.Instant(ctx, expr, t)
}

func (c *counted) Range(ctx context.Context, expr string, start, end time.Time, step time.Duration) (prometheus.Answer[model.Matrix], error) {
	c.ranges.Add(1)
	return c.Source.Range(ctx, expr, start, end, step)
}

func (c *counted) Runs(ctx context.Context, q prometheus.RunQuery, from, to time.Time) ([]prometheus.OpWindows, error) {
	c.runs.Add(1)
	return c.Source.Runs(ctx, q, from, to)
}

func (c *counted) ScrapeInterval(ctx context.Context, metric, selector string, t time.Time) (time.Duration, error) {
	c.scrapes.Add(1)
	return c.Source.ScrapeInterval(ctx, metric, selector, t)
}

func (c *counted) all() int64 {
	return c.windows.Load() + c.instants.Load() + c.ranges.Load() + c.runs.Load() + c.scrapes.Load()
}

// serve runs a Prometheus that holds a history.
func serve(t testing.TB, h *promtest.History) *counted {
	t.Helper()
	c, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: h.String()}).URL, prometheus.Options{})
	require.NoError(t, err)
	return &counted{Source: c}
}

// serveVictoria runs a VictoriaMetrics that holds a history.
func serveVictoria(t testing.TB, h *promtest.History) *counted {
	t.Helper()
	c, err := prometheus.New(nil, promtest.StartVictoria(t, h.String()).URL, prometheus.Options{})
	require.NoError(t, err)
	return &counted{Source: c}
}

// past is a history that ends after noon, so that noon is not its edge.
func past(back, step time.Duration) *promtest.History {
	return &promtest.History{From: noon.Add(-back), To: noon.Add(time.Minute), Step: step}
}

// each gives a value per scrape.
func each(h *promtest.History, value func(at time.Time) float64) []float64 {
	values := make([]float64, h.Scrapes())
	for i := range values {
		values[i] = value(h.From.Add(time.Duration(i) * h.Step))
	}
	return values
}

func constant(v float64) func(time.Time) float64 { return func(time.Time) float64 { return v } }

// arrivals are requests at a steady rate with log-normal durations whose median may change.
func arrivals(h *promtest.History, perSecond float64, seed uint64, median func(at time.Time) float64) []promtest.Observation {
	source := rand.New(rand.NewPCG(seed, 1))
	var observed []promtest.Observation
	every := time.Duration(float64(time.Second) / perSecond)
	for at := h.From.Add(every); !at.After(h.To); at = at.Add(every) {
		observed = append(observed, promtest.Observation{At: at, Value: median(at) * math.Exp(0.4*source.NormFloat64())})
	}
	return observed
}

// learned is the baseline that an hour up to a moment teaches.
func learned(t testing.TB, src Source, sys *catalog.System, set catalog.OperationSet, to time.Time) map[string]baseline.Record {
	t.Helper()
	q := QueryOf(sys, set)
	q.Width = time.Minute
	ops, err := src.Windows(context.Background(), q, to.Add(-50*time.Minute), to, time.Minute)
	require.NoError(t, err)
	records := map[string]baseline.Record{}
	for _, op := range ops {
		record := baseline.Learn(op.Windows, baseline.Options{})
		record.State = baseline.Active // an hour is too short for it; the tests are about judging
		records[Key(set.ID, op.Labels)] = record
	}
	return records
}

func only(t testing.TB, verdicts []OperationVerdict, operation string) OperationVerdict {
	t.Helper()
	i := slices.IndexFunc(verdicts, func(v OperationVerdict) bool { return v.Operation == operation })
	require.GreaterOrEqual(t, i, 0, "no verdict on %s", operation)
	return verdicts[i]
}

// kgas is the part of the catalogue's system that these tests need.
func kgas() *catalog.System {
	return &catalog.System{
		Name: "kgas", Selector: `job=~"kgas(-.*)?"`, HostSelector: `job=~"kgas-.*"`,
		Tiers: catalog.Tiers{Info: 1.1, Warning: 2, Critical: 5},
		Operations: []catalog.OperationSet{
			{ID: "operation", Metric: "kgas_operation_duration_seconds", Kind: "histogram", By: []string{"operation_type"}, Errors: `status="error"`,
				Runs: &catalog.Runs{RunningSince: "kgas_operation_in_progress_start_timestamp_seconds"}},
			{ID: "conversion", Metric: "kgas_conversion_last_duration_seconds", Kind: "gauge", By: []string{"source", "target", "dataset_size"},
				Name: "{{source}}-to-{{target}} {{dataset_size}}",
				Runs: &catalog.Runs{Timestamp: "kgas_conversion_last_run_timestamp_seconds", RunningSince: "kgas_conversion_in_progress_start_timestamp_seconds"},
				Ranges: []catalog.Range{
					documented("graph", "table", "small", 5, 15), documented("table", "vector", "small", 10, 30), documented("vector", "graph", "small", 20, 45),
					documented("graph", "table", "medium", 30, 90), documented("table", "vector", "medium", 120, 300), documented("vector", "graph", "medium", 300, 900),
					documented("graph", "table", "large", 300, 1200), documented("table", "vector", "large", 600, 1800), documented("vector", "graph", "large", 1800, 7200),
				}},
		},
	}
}

func documented(source, target, size string, low, high float64) catalog.Range {
	return catalog.Range{Labels: map[string]string{"source": source, "target": target, "dataset_size": size}, Low: low, High: high, Anchor: "D2 l.34-46"}
}

// kgasRequests is its operations alone, and nothing of those under way.
func kgasRequests() *catalog.System {
	sys := kgas()
	sys.Operations = sys.Operations[:1]
	sys.Operations[0].Runs = nil
	return sys
}

func job(pairs ...string) map[string]string {
	labels := map[string]string{"job": "kgas", "instance": "a"}
	for i := 0; i < len(pairs); i += 2 {
		labels[pairs[i]] = pairs[i+1]
	}
	return labels
}

// unseenYet leaves a sample out of a history.
var unseenYet = math.NaN()
