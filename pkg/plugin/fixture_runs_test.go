package plugin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// keptRuns are the runs of a memory; what is staged is kept by its name.
type keptRuns struct {
	staged map[string][]store.SamplePart
	runs   map[string]store.Run // by source and id
	names  map[string]string    // staging by source and id
}

func (m *memory) StageSamples(_ context.Context, source, staging string, parts []store.SamplePart) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept.staged == nil {
		m.kept = keptRuns{map[string][]store.SamplePart{}, map[string]store.Run{}, map[string]string{}}
	}
	for _, p := range parts {
		p.Samples = append([]float64{}, p.Samples...)
		m.kept.staged[source+staging] = append(m.kept.staged[source+staging], p)
	}
	return nil
}

func (m *memory) KeepRun(_ context.Context, source, staging string, r store.Run) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, there := m.kept.runs[source+r.ID]; there {
		return false, nil
	}
	m.kept.runs[source+r.ID], m.kept.names[source+r.ID] = r, source+staging
	return true, nil
}

func (m *memory) LabelRun(_ context.Context, source, id string, labels map[string]string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, there := m.kept.runs[source+id]
	if !there {
		return fmt.Errorf("%w: %q", store.ErrNoRun, id)
	}
	r.Context = maps.Clone(r.Context)
	maps.Copy(r.Context, labels)
	m.kept.runs[source+id] = r
	return nil
}

func (m *memory) DropStaged(context.Context, string, string, time.Time) error { return nil }

func (m *memory) ListRuns(_ context.Context, source, system string) (all []store.Run, _ error) {
	m.note(source)
	for key, r := range m.kept.runs {
		if key == source+r.ID && (system == "" || r.System == system) {
			all = append(all, r)
		}
	}
	return all, m.broken
}

func (m *memory) RunHeads(ctx context.Context, source, system string) (heads []store.RunHead, _ error) {
	all, err := m.ListRuns(ctx, source, system)
	for _, r := range all {
		head := store.RunHead{Run: r, Quantities: len(r.Measured)}
		head.Measured = nil
		heads = append(heads, head)
	}
	return heads, err
}

func (m *memory) RunsBeginning(ctx context.Context, source, prefix string, most int) (ids []string, _ error) {
	all, err := m.ListRuns(ctx, source, "")
	for _, r := range all {
		if strings.HasPrefix(r.ID, prefix) && len(ids) < most {
			ids = append(ids, r.ID)
		}
	}
	return ids, err
}

func (m *memory) RunsIn(ctx context.Context, source, system string, from, to time.Time, _ int) ([]store.Run, bool, error) {
	all, err := m.ListRuns(ctx, source, system)
	return slices.DeleteFunc(all, func(r store.Run) bool { return r.At().Before(from) || r.At().After(to) }), false, err
}

func (m *memory) FindRun(_ context.Context, source, id string) (store.Run, error) {
	m.note(source)
	r, there := m.kept.runs[source+id]
	if !there {
		return r, fmt.Errorf("%w: %q", store.ErrNoRun, id)
	}
	return r, nil
}

func (m *memory) RunSamples(_ context.Context, source, id string, number int) (all []float64, _ error) {
	for _, p := range m.kept.staged[m.kept.names[source+id]] {
		if p.Number == number {
			all = append(all, p.Samples...)
		}
	}
	return all, nil
}

func (m *memory) DeleteRun(_ context.Context, source, id string) error {
	m.note(source)
	if _, there := m.kept.runs[source+id]; !there {
		return fmt.Errorf("%w: %q", store.ErrNoRun, id)
	}
	delete(m.kept.runs, source+id)
	return nil
}

func (m *memory) Operations(_ context.Context, source, _ string) ([]store.Operation, error) {
	m.note(source)
	return nil, m.broken
}

func (m *memory) WindowsIn(ctx context.Context, _ *baseline.Room, source string, operation int64, from, to time.Time) ([]baseline.Window, error) {
	return m.Windows(ctx, source, operation, from, to)
}

func (m *memory) Windows(_ context.Context, source string, operation int64, _, _ time.Time) ([]baseline.Window, error) {
	m.note(source)
	return m.learned[operation], m.broken
}
