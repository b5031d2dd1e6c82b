package store

import (
	"context"
	"errors"
	"time"
)

// This file answers what was measured outside of Prometheus, file by file.

// ErrNoRun says that there is no run of that id.
var ErrNoRun = errors.New("there is no such run")

// Run is one imported file: one execution of a benchmark or a test.
type Run struct {
	ID       string            `json:"id"` // made of the file's content, so that the same file twice is one run
	System   string            `json:"system"`
	Format   string            `json:"format"`
	Name     string            `json:"name"`    // of the file
	Started  time.Time         `json:"started"` // zero where the file does not say
	Imported time.Time         `json:"imported"`
	Author   string            `json:"author"`
	Context  map[string]string `json:"context"` // version, commit, branch, machine, size
	Measured []Measured        `json:"measured"`
}

// RunHead is a run without what it measured: of lists over years that would not fit into memory.
type RunHead struct {
	Run            // Measured is empty
	Quantities int // that it measured
}

// At is when it began, else when it was imported: not every file says the first.
func (r Run) At() time.Time {
	if r.Started.IsZero() {
		return r.Imported
	}
	return r.Started
}

// Quantities that a run may have measured of an operation. In all of them less is better.
const (
	Duration = "duration" // s
	Memory   = "memory"   // bytes
	CPU      = "cpu"      // s

	Requests  = "requests"   // that an execution made of an API
	RateLimit = "rate limit" // of the API, that they used up
)

// Counted tells quantities that are numbers of something, and neither time nor memory.
func Counted(quantity string) bool { return quantity == Requests || quantity == RateLimit }

// Measured is one quantity of one operation in a run.
type Measured struct {
	Number    int               `json:"-"` // its place within the run; samples are asked by it
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	Quantity  string            `json:"quantity"`
	Count     float64           `json:"count"`  // attempts
	Failed    float64           `json:"failed"` // of them
	// Together is by how many times more the share of failures varies than that of independent attempts; 0 where that is not
	// known, or nothing failed.
	Together float64 `json:"failedTogether,omitempty"`
	// Stats are mean, sd, min, max, p50, p95, p99 and what else the file gives; what it does not give is missing.
	Stats map[string]float64 `json:"stats"`
	// Samples is how many single values are kept.
	Samples int `json:"samples"`
	// Target and Limit are what the file says that it should and must be at most; 0 without.
	Target float64 `json:"target,omitempty"`
	Limit  float64 `json:"limit,omitempty"`
	Rating string  `json:"rating,omitempty"` // the file's own word for it
}

// SamplePart is a piece of the single values of one measured quantity.
type SamplePart struct {
	Number  int // Measured.Number
	Part    int // ascending within the number
	Samples []float64
}

// Runs keeps runs. They need no lease: the learner writes none.
type Runs interface {
	// StageSamples keeps pieces of a run that is being imported. Nobody sees them before KeepRun.
	StageSamples(ctx context.Context, source, staging string, parts []SamplePart) error
	// KeepRun makes a run of what was staged; added is false, and nothing is kept, where the same id is there already.
	KeepRun(ctx context.Context, source, staging string, r Run) (added bool, err error)
	// LabelRun adds to the context of a run, in place of what is called the same; ErrNoRun where there is none.
	LabelRun(ctx context.Context, source, id string, labels map[string]string) error
	// DropStaged removes the pieces of an import that failed; with an empty staging those of all that began before a moment.
	DropStaged(ctx context.Context, source, staging string, before time.Time) error
	// ListRuns lists them by start, the newest first. Empty system: all.
	ListRuns(ctx context.Context, source, system string) ([]Run, error)
	// RunHeads lists the same without what they measured.
	RunHeads(ctx context.Context, source, system string) ([]RunHead, error)
	// RunsBeginning lists the ids that begin so, at most so many of them.
	RunsBeginning(ctx context.Context, source, prefix string, most int) ([]string, error)
	// RunsIn lists those that began within [from, to], or were imported then where that is not known, the newest first. It
	// ends once it has more than so many measurements, and says so.
	RunsIn(ctx context.Context, source, system string, from, to time.Time, most int) (all []Run, more bool, err error)
	// FindRun is one run, or ErrNoRun.
	FindRun(ctx context.Context, source, id string) (Run, error)
	// RunSamples are the single values of a measured quantity, in the order of the file.
	RunSamples(ctx context.Context, source, id string, number int) ([]float64, error)
	// DeleteRun removes a run; ErrNoRun where there is none.
	DeleteRun(ctx context.Context, source, id string) error
}
