package store

import (
	"context"
	"errors"
	"time"
)

// Whose data does a store hold, and how does that of somebody leave it who is no more? Grafana does not tell a plugin that
// a data source was deleted.

// Holding is what the store has of one source.
type Holding struct {
	Source      string     `json:"source"`
	Operations  int64      `json:"operations"`
	Definitions int64      `json:"definitions"` // of operations, made by people
	Runs        int64      `json:"runs"`
	Learned     *time.Time `json:"learned"`  // until when; null where nothing was learned
	Learning    bool       `json:"learning"` // a process does so now
}

// Sourced is a store that knows whose data it holds.
type Sourced interface {
	// Holdings lists the sources of which there is anything, by name.
	Holdings(ctx context.Context, now time.Time) ([]Holding, error)
	// Remove removes everything of a source, what people defined and decided too: ErrLearning while a process learns it.
	Remove(ctx context.Context, source string, now time.Time) error
}

// ErrLearning says that a process learns a source, and would bring back what is removed.
var ErrLearning = errors.New("the source is being learned")
