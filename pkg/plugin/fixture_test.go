package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// update writes golden files and the schema instead of comparing with them.
var update = flag.Bool("update", false, "write golden files and generated files")

// noon is the present of these tests.
var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// still is a clock that stands at noon.
type still struct{}

func (still) Now() time.Time                       { return noon }
func (still) After(time.Duration) <-chan time.Time { return nil }

// documentedSystems is a catalogue with one of everything, so that golden files do not change with the real one.
func documentedSystems() (*catalog.Catalog, error) {
	sized := func(source, target, size string, low, high float64) catalog.Range {
		return catalog.Range{
			Labels: map[string]string{"source": source, "target": target, "dataset_size": size}, Low: low, High: high, ID: "D2-T01", Anchor: "D2 l.34",
		}
	}
	kgas := catalog.System{
		Name: "kgas", Title: "KGAS", Document: "D2", Selector: `job=~"kgas(-.*)?"`, HostSelector: `job=~"kgas-.*"`, Dashboard: "yardstick-kgas",
		Tiers: catalog.Tiers{Info: 1.1, Warning: 2, Critical: 5},
		Operations: []catalog.OperationSet{
			{ID: "operation", Title: "Operations", Metric: "kgas_operation_duration_seconds", Kind: "histogram", By: []string{"operation_type"}, Errors: `status="error"`},
			{
				ID: "conversion", Title: "Conversions", Metric: "kgas_conversion_last_duration_seconds", Kind: "gauge", By: []string{"source", "target", "dataset_size"},
				Name: "{{source}}-to-{{target}} {{dataset_size}}",
				Runs: &catalog.Runs{
					Timestamp: "kgas_conversion_last_run_timestamp_seconds", RunningSince: "kgas_conversion_in_progress_start_timestamp_seconds",
				},
				Ranges: []catalog.Range{sized("graph", "table", "small", 5, 15), sized("table", "vector", "small", 10, 30)},
			},
		},
		Quantities: []catalog.Quantity{
			{ID: "D2-Q01", Title: "Conversions", Unit: "s", Metrics: []string{"kgas_conversion_last_duration_seconds"}, Emit: "Emit the gauge."},
			{ID: "D2-Q16", Title: "Cost of LLM calls", Unit: "currencyUSD", Metrics: []string{"kgas_llm_cost_dollars_total"}, Emit: "Count the dollars."},
		},
		Targets: []catalog.Target{
			{ID: "D2-T01", Title: "Graph to table, small", Quantity: "D2-Q01", Op: "<=", Limit: 15, Unit: "s", Anchor: "D2 l.34",
				Expr: `max by (source, target) (kgas_conversion_last_duration_seconds{job=~"kgas(-.*)?"})`},
			{ID: "D2-T16", Title: "Cost", Quantity: "D2-Q16", Op: "<", Limit: 1, Unit: "currencyUSD", Anchor: "D2 l.99",
				Expr: `sum(kgas_llm_cost_dollars_total{job=~"kgas(-.*)?"})`},
			{ID: "D2-T39", Title: "All operations have a baseline", Quantity: "D2-Q01", Op: ">=", Limit: 1, Unit: "percentunit", Engine: "coverage", Anchor: "D2 l.422"},
			{ID: "D2-T40", Title: "Regression detected", Quantity: "D2-Q01", Op: "<=", Limit: 60, Unit: "s", Engine: "delay", Anchor: "D2 l.423"},
		},
		Recommendations: []catalog.Recommendation{
			{ID: "D2-O01", Group: "operation", Title: "An operation is slow", Text: "{{operation}} is slow: profile it.", Anchor: "D2 l.425"},
		},
		Report: []catalog.ReportItem{
			{ID: "D2-R01", Section: "Operation counts", Title: "Operations", Unit: "short", Kind: "list", Anchor: "D2 l.447",
				Expr: `sum by (operation_type) (increase(kgas_operation_duration_seconds_count{job=~"kgas(-.*)?"}[1d]))`},
		},
	}
	omninode := catalog.System{
		Name: "omninode", Title: "OmniNode Bridge", Document: "D4", Selector: `job=~"omninode(-.*)?"`, Dashboard: "yardstick-omninode",
		Operations: []catalog.OperationSet{{
			ID: "request", Title: "Requests", Metric: "omninode_request_duration_seconds", Kind: "histogram", By: []string{"component", "operation"},
		}},
		Breakers: &catalog.Breakers{Components: []string{"database", "kafka"}, Anchor: "D4 l.430", Tuning: catalog.BreakerTuning{
			StableErrorPercent: 1, UnstableErrorPercent: 5, ThresholdStep: 1, ThresholdMin: 2, ThresholdMax: 10,
			FastRecovery: 30, SlowRecovery: 120, FastStep: 5, SlowStep: 10, TimeoutMin: 10, TimeoutMax: 300,
		}},
	}
	return &catalog.Catalog{Version: "test", Systems: []catalog.System{kgas, omninode}}, nil
}

// memory is a store that holds what a test gives it.
type memory struct {
	store.Store // whatever a test does not expect panics
	baselines   []store.BaselineAt
	violations  []store.Violation
	progress    []store.Progress
	broken      error

	mu       sync.Mutex
	asked    []string // sources
	verdicts map[int64]string
}

func (m *memory) note(source string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, source)
}

func (m *memory) Acquire(context.Context, string, string, time.Duration, time.Time) (store.Lease, bool, error) {
	return store.Lease{}, false, nil // somebody else learns: these tests are about answers
}

func (m *memory) Baselines(_ context.Context, source, system string, _ time.Time) ([]store.BaselineAt, error) {
	m.note(source)
	var own []store.BaselineAt
	for _, b := range m.baselines {
		if b.Operation.Source == source && (system == "" || b.Operation.System == system) {
			own = append(own, b)
		}
	}
	return own, m.broken
}

func (m *memory) Versions(_ context.Context, source string, operation int64) ([]store.Baseline, error) {
	m.note(source)
	var versions []store.Baseline
	for _, b := range m.baselines {
		if b.Operation.ID == operation && b.Operation.Source == source {
			versions = append(versions, b.Baseline)
		}
	}
	return versions, m.broken
}

func (m *memory) Violations(_ context.Context, source, system string, _, _ time.Time) ([]store.Violation, error) {
	m.note(source)
	var own []store.Violation
	for _, v := range m.violations {
		if v.Operation.Source == source && (system == "" || v.Operation.System == system) {
			own = append(own, v)
		}
	}
	return own, m.broken
}

func (m *memory) Progress(_ context.Context, source string) ([]store.Progress, error) {
	m.note(source)
	return m.progress, m.broken
}

func (m *memory) SetVerdict(_ context.Context, source string, violation int64, verdict, _ string, _ time.Time) error {
	m.note(source)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.verdicts[violation] = verdict
	return m.broken
}

func (m *memory) Forget(_ context.Context, source string) error { m.note(source); return m.broken }
func (m *memory) Check(context.Context) error                   { return m.broken }
func (m *memory) Location() string                              { return "sqlite:/var/lib/grafana/yardstick/yardstick.db" }
func (m *memory) Close() error                                  { return nil }

// normal is a learned record of log-normal requests around a median.
func normal(median float64) baseline.Record {
	at := func(z float64) float64 { return median * math.Exp(0.4*z) }
	return baseline.Record{
		Quantiles: baseline.Quantiles{P50: median, P95: at(1.645), P99: at(2.326)}, Mean: at(0.2), SD: 0.45 * median,
		Requests: 50_000, Windows: 500, Confidence: 0.99, Effective: 20_000, P95Low: at(1.6), P95High: at(1.69), LogSD: 0.05, Resolution: 1.2,
		State: baseline.Active, Reason: "learned from 50,000 requests", Source: "learned", RequestRate: 2,
	}
}

// filled is a store in which two operations were learned and one violation is known.
func filled() *memory {
	of := func(id int64, system, set, name string, labels map[string]string) store.Operation {
		return store.Operation{ID: id, Source: "1/yardstick", System: system, Set: set, Name: name, Labels: labels}
	}
	learnedAt := noon.Add(-3 * time.Hour)
	ingest := of(1, "kgas", "operation", "ingest", map[string]string{"operation_type": "ingest"})
	embed := of(2, "kgas", "operation", "embed", map[string]string{"operation_type": "embed"})
	put := func(operation store.Operation, median float64) store.BaselineAt {
		return store.BaselineAt{Baseline: store.Baseline{
			Operation: operation, Version: 3, Record: normal(median), ValidFrom: learnedAt, Author: "learner", Reason: "learned",
		}}
	}
	return &memory{
		baselines: []store.BaselineAt{put(ingest, 0.1), put(embed, 0.1)},
		violations: []store.Violation{{
			ID: 7, Operation: embed, Tier: 3, Start: noon.Add(-5 * time.Hour), End: noon.Add(-4 * time.Hour), Onset: noon.Add(-5*time.Hour - 40*time.Second),
			Delay: 40 * time.Second, Peak: 6.2,
		}},
		progress: []store.Progress{
			{System: "kgas", Set: "operation", Learned: 672, Wanted: 672, Newest: noon.Add(-time.Hour), Oldest: noon.Add(-672 * time.Hour)},
			{System: "kgas", Set: "violations/operation", Learned: 168, Wanted: 168},
		},
		verdicts: map[int64]string{},
	}
}

// history is an hour in which embed becomes four times as slow ten minutes before noon.
func history() *promtest.History {
	h := &promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Minute), Step: 15 * time.Second}
	bounds := []float64{0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5}
	labels := func(pairs ...string) map[string]string {
		l := map[string]string{"job": "kgas", "instance": "a"}
		for i := 0; i < len(pairs); i += 2 {
			l[pairs[i]] = pairs[i+1]
		}
		return l
	}
	requests := func(seed uint64, median func(time.Time) float64) (all []promtest.Observation) {
		random := rand.New(rand.NewPCG(seed, 1))
		for at := h.From.Add(time.Second); !at.After(h.To); at = at.Add(400 * time.Millisecond) {
			all = append(all, promtest.Observation{At: at, Value: median(at) * math.Exp(0.4*random.NormFloat64())})
		}
		return all
	}
	h.Histogram("kgas_operation_duration_seconds", labels("operation_type", "ingest", "status", "success"), bounds,
		requests(1, func(time.Time) float64 { return 0.1 }))
	h.Histogram("kgas_operation_duration_seconds", labels("operation_type", "embed", "status", "success"), bounds,
		requests(2, func(at time.Time) float64 {
			if at.After(noon.Add(-10 * time.Minute)) {
				return 0.4
			}
			return 0.1
		}))
	h.Histogram("kgas_operation_duration_seconds", labels("operation_type", `say "hi"`+"\nthere", "status", "success"), bounds,
		requests(3, func(time.Time) float64 { return 0.2 }))
	series := func(metric string, l map[string]string, value func(at time.Time) float64) {
		values := make([]float64, h.Scrapes())
		for i := range values {
			values[i] = value(h.From.Add(time.Duration(i) * h.Step))
		}
		h.Series(metric, l, values)
	}
	conversions(series, labels)
	breakers(series)
	return h
}

type writeSeries func(metric string, labels map[string]string, value func(at time.Time) float64)

// conversions: graph to table ran every 20 minutes and took 40 s the last time; table to vector has been running for 70 s.
func conversions(series writeSeries, labels func(...string) map[string]string) {
	since := func(at time.Time) float64 { return float64(at.Truncate(20 * time.Minute).Unix()) }
	small := labels("source", "graph", "target", "table", "dataset_size", "small")
	series("kgas_conversion_last_run_timestamp_seconds", small, since)
	series("kgas_conversion_last_duration_seconds", small, func(at time.Time) float64 {
		if since(at) >= float64(noon.Add(-20*time.Minute).Unix()) {
			return 40
		}
		return 9
	})
	series("kgas_conversion_in_progress_start_timestamp_seconds", labels("source", "table", "target", "vector", "dataset_size", "small"),
		func(at time.Time) float64 {
			if began := noon.Add(-70 * time.Second); at.After(began) {
				return float64(began.Unix())
			}
			return 0
		})
}

// breakers: the database's opened 20 minutes ago; of kafka only the trips are known.
func breakers(series writeSeries) {
	of := func(component, state string) map[string]string {
		l := map[string]string{"job": "omninode", "instance": "b", "component": component}
		if state != "" {
			l["state"] = state
		}
		return l
	}
	opened := func(at time.Time) bool { return at.After(noon.Add(-20 * time.Minute)) }
	for _, state := range []string{"closed", "open", "half_open"} {
		series("omninode_circuit_breaker_state", of("database", state), func(at time.Time) float64 {
			return yes(opened(at) && state == "open" || !opened(at) && state == "closed", true)
		})
	}
	series("omninode_circuit_breaker_trips_total", of("database", ""), func(at time.Time) float64 { return yes(opened(at), true) })
	series("omninode_circuit_breaker_trips_total", of("kafka", ""), func(time.Time) float64 { return 2 })
	series("up", map[string]string{"job": "omninode", "instance": "b"}, func(time.Time) float64 { return 1 })
	series("up", map[string]string{"job": "kgas", "instance": "a"}, func(time.Time) float64 { return 1 })
}

// datasource makes an instance on a store, and what Grafana says with every request to it.
func datasource(t testing.TB, url string, s store.Store, jsonData string) (*Datasource, backend.PluginContext) {
	t.Helper()
	process := newProcess(still{}, func() (store.Store, error) {
		if s == nil {
			return nil, fromStore("opening the store /x/yardstick.db", errors.New("no such folder"))
		}
		return s, nil
	}, documentedSystems)
	t.Cleanup(process.Close)
	settings := backend.DataSourceInstanceSettings{UID: "yardstick", Type: "yardstick-baselines-datasource", URL: url, JSONData: json.RawMessage(jsonData)}
	instance, err := process.NewInstance(context.Background(), settings)
	require.NoError(t, err)
	return instance.(*Datasource), backend.PluginContext{
		OrgID: 1, PluginID: "yardstick-baselines-datasource", DataSourceInstanceSettings: &settings, User: &backend.User{Login: "ada", Role: "Admin"},
	}
}

// ask sends one query over the last hour before noon.
func ask(t testing.TB, d *Datasource, context backend.PluginContext, query string, headers map[string]string) backend.DataResponse {
	t.Helper()
	return askOver(t, d, context, query, headers, backend.TimeRange{From: noon.Add(-time.Hour), To: noon})
}

func askOver(t testing.TB, d *Datasource, pluginContext backend.PluginContext, query string, headers map[string]string, over backend.TimeRange) backend.DataResponse {
	t.Helper()
	answer, err := d.QueryData(context.Background(), &backend.QueryDataRequest{
		PluginContext: pluginContext, Headers: headers,
		Queries: []backend.DataQuery{{RefID: "A", JSON: json.RawMessage(query), TimeRange: over, Interval: time.Minute}},
	})
	require.NoError(t, err)
	require.Contains(t, answer.Responses, "A")
	return answer.Responses["A"]
}
