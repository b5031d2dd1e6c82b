package support

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// What does the store say that helps to find a fault? Its size, its schema, how far it is, and what went wrong last.

// Stored is what the bundle tells of a store.
type Stored struct {
	Kind    string            `json:"kind"` // sqlite or postgres
	Schema  int64             `json:"schema"`
	Bytes   int64             `json:"bytes"`
	Tables  []store.TableSize `json:"tables"`
	Sources []Source          `json:"sources"`
	Error   string            `json:"error,omitempty"`
}

// Source is what was learned for one data source.
type Source struct {
	Source  string   `json:"source"`
	Systems []System `json:"systems"`
	Sets    []Set    `json:"sets"`
}

// System counts the operations of a system, and their baselines by state.
type System struct {
	System     string         `json:"system"`
	Operations int            `json:"operations"`
	Baselines  map[string]int `json:"baselines"`
}

// Set is how far the learner is with one set of operations.
type Set struct {
	System    string     `json:"system"`
	Set       string     `json:"set"`
	Learned   int        `json:"learned"`
	Wanted    int        `json:"wanted"`
	Oldest    *time.Time `json:"oldest,omitempty"`
	Newest    *time.Time `json:"newest,omitempty"`
	LastError string     `json:"lastError,omitempty"`
	ErrorAt   *time.Time `json:"errorAt,omitempty"`
}

// Key is what makes the hashes of a store those of no other: its first operation, as it is called.
func Key(ctx context.Context, s store.Store) (string, error) {
	sized, is := s.(store.Sized)
	if !is {
		return "", errNotSized
	}
	sources, err := sized.Sources(ctx)
	if err != nil {
		return "", err
	}
	var first *store.Operation
	for _, source := range sources {
		operations, err := s.Operations(ctx, source, "")
		if err != nil {
			return "", err
		}
		for i := range operations {
			if first == nil || operations[i].ID < first.ID {
				first = &operations[i]
			}
		}
	}
	if first == nil {
		return "", nil
	}
	return fmt.Sprintf("%s\x00%s\x00%s\x00%v", first.Source, first.System, first.Set, first.Labels), nil
}

var errNotSized = errors.New("the store cannot be measured")

// Store reads what is told of a store.
func (h Hiding) Store(ctx context.Context, s store.Store) (told Stored, err error) {
	sized, is := s.(store.Sized)
	if !is {
		return told, errNotSized
	}
	if told.Schema, err = sized.SchemaVersion(ctx); err != nil {
		return told, err
	}
	if told.Bytes, err = sized.Bytes(ctx); err != nil {
		return told, err
	}
	if told.Tables, err = sized.Tables(ctx); err != nil {
		return told, err
	}
	sources, err := sized.Sources(ctx)
	if err != nil {
		return told, err
	}
	for _, name := range sources {
		one, err := h.source(ctx, s, name)
		if err != nil {
			return told, err
		}
		told.Sources = append(told.Sources, one)
	}
	return told, nil
}

func (h Hiding) source(ctx context.Context, s store.Store, name string) (told Source, err error) {
	told.Source = h.name(name)
	if name == "cli" {
		told.Source = name
	}
	if told.Systems, err = h.systems(ctx, s, name); err != nil {
		return told, err
	}
	progress, err := s.Progress(ctx, name)
	for _, p := range progress {
		told.Sets = append(told.Sets, Set{
			System: h.name(p.System), Set: h.set(p.System, p.Set), Learned: p.Learned, Wanted: p.Wanted, Oldest: moment(p.Oldest), Newest: moment(p.Newest),
			LastError: h.sentence(p.LastError), ErrorAt: moment(p.LastErrorTime),
		})
	}
	return told, err
}

func (h Hiding) systems(ctx context.Context, s store.Store, source string) ([]System, error) {
	operations, err := s.Operations(ctx, source, "")
	if err != nil {
		return nil, err
	}
	baselines, err := s.Baselines(ctx, source, "", time.Time{})
	if err != nil {
		return nil, err
	}
	var all []System
	at := map[string]int{}
	of := func(name string) *System {
		if _, known := at[name]; !known {
			at[name] = len(all)
			all = append(all, System{System: h.name(name), Baselines: map[string]int{}})
		}
		return &all[at[name]]
	}
	for _, o := range operations {
		of(o.System).Operations++
	}
	for _, b := range baselines {
		of(b.Operation.System).Baselines[string(b.Record.State)]++
	}
	return all, nil
}

// set is told as it is where its system is one that everybody knows.
func (h Hiding) set(system, set string) string {
	if h.Public[system] {
		return set
	}
	return h.name(set)
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
