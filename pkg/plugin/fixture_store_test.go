package plugin

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// memory is a store that holds what a test gives it.
type memory struct {
	store.Store // whatever a test does not expect panics
	baselines   []store.BaselineAt
	violations  []store.Violation
	deployments []store.Deployment
	progress    []store.Progress
	broken      error

	mu       sync.Mutex
	asked    []string // sources
	verdicts map[int64]string
	kept     keptRuns
	learned  map[int64][]baseline.Window
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

func (m *memory) KeptReport(_ context.Context, source, _, _, _ string) (*store.KeptReport, error) {
	m.note(source)
	return nil, m.broken
}

func (m *memory) KeptReports(_ context.Context, source, _, _ string, _ int) ([]store.KeptReport, error) {
	m.note(source)
	return nil, m.broken
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

func (m *memory) Violation(_ context.Context, source string, id int64) (store.Violation, bool, error) {
	m.note(source)
	for _, v := range m.violations {
		if v.ID == id && v.Operation.Source == source {
			return v, true, m.broken
		}
	}
	return store.Violation{}, false, m.broken
}

func (m *memory) PutDeployment(_ context.Context, source string, d store.Deployment) error {
	m.note(source)
	m.deployments = append(m.deployments, d)
	return m.broken
}

func (m *memory) Deployments(_ context.Context, source, system string, from, to time.Time) ([]store.Deployment, error) {
	m.note(source)
	var own []store.Deployment
	for _, d := range m.deployments {
		if d.System == system && !d.At.Before(from) && (to.IsZero() || !d.At.After(to)) {
			own = append(own, d)
		}
	}
	return own, m.broken
}

func (m *memory) Progress(_ context.Context, source string) ([]store.Progress, error) {
	m.note(source)
	return m.progress, m.broken
}

func (m *memory) SetWork(_ context.Context, source string, _ []store.Proposal, items ...store.WorkItem) (acts []int64, found bool, err error) {
	m.note(source)
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, item := range items {
		for _, v := range m.violations {
			if fmt.Sprint(v.ID) == item.Key && v.Operation.Source == source {
				m.verdicts[v.ID] = item.Verdict
				acts = append(acts, 1)
			}
		}
	}
	return acts, len(acts) == len(items), m.broken
}

func (m *memory) Own(context.Context, string) ([]store.OwnOperations, error) { return nil, m.broken }
func (m *memory) PutOwn(_ context.Context, _ string, o store.OwnOperations, _ string, _ store.OwnCheck) (store.OwnOperations, bool, error) {
	return o, true, m.broken
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
			{System: "kgas", Set: "violations/operation", Learned: 168, Wanted: 168, Newest: noon.Add(-time.Hour)},
		},
		verdicts: map[int64]string{},
	}
}
