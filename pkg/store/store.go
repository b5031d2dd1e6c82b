// Package store answers what Yardstick has learned and keeps it safe. The
// interface stands here; store/sqlite and store/postgres implement it.
package store

import (
	"context"
	"errors"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Errors that callers decide on.
var (
	// ErrNotOurs: the path holds a file that Yardstick did not make (or Grafana's own database).
	ErrNotOurs = errors.New("not a Yardstick store")
	// ErrLeaseLost: another process owns the work now; what was to be written was not.
	ErrLeaseLost = errors.New("the lease was taken over by another process")
	// ErrFull: no space left for the store.
	ErrFull = errors.New("no space left for the store")
	// ErrAway: the server of the store cannot be reached, or cannot serve now. It is tried again.
	ErrAway = errors.New("the store does not answer")
	// ErrRefused: the server of the store turns Yardstick away, until somebody changes something.
	ErrRefused = errors.New("the store refuses Yardstick")
	// ErrReadOnly: the store cannot be written.
	ErrReadOnly = errors.New("the store is read-only")
	// ErrDamaged: what is stored cannot be read any more. It has to be learned again.
	ErrDamaged = errors.New("the store is damaged")
	// ErrUnfit: what was to be kept is nothing that can be, such as a number that is none. The rest of it can.
	ErrUnfit = errors.New("the store cannot keep it")
	// ErrNewer: a newer Yardstick has changed the store's schema; this one would misread it.
	ErrNewer = errors.New("the store was written by a newer Yardstick")
)

// Operation is one thing that has a duration.
type Operation struct {
	ID     int64
	Source string // "<org>/<data source uid>", or "cli"
	System string
	Set    string // catalog.OperationSet.ID
	Name   string
	Labels map[string]string
}

// OperationHour is what one hour taught about one operation.
type OperationHour struct {
	Operation Operation         // ID may be 0: it is found or made by (source, system, set, labels)
	Windows   []baseline.Window // of that hour, ascending; may be empty
}

// Baseline is one version of what is normal.
type Baseline struct {
	Operation Operation
	Version   int
	// Follows is, when it is put, the version that it was learned from: where another one came after that, it is not
	// written, so that a person's decision is never undone by what was computed before it. 0 follows whatever there is.
	Follows   int
	Record    baseline.Record
	ValidFrom time.Time // from when on it answers
	Author    string    // Learner or a person's login
	Reason    string
}

// Learner is the author of the versions that no person made.
const Learner = "learner"

const (
	// OfErrors is the signal of a violation in which more requests failed than usually do.
	OfErrors = "errors"
	// OfRate is that of one in which nothing was completed.
	OfRate = "rate"
)

// Expected is the verdict on a violation of which somebody knows why it was slow.
const Expected = "expected"

// Violation is a stretch of time in which an operation stayed above a tier.
type Violation struct {
	ID        int64
	Operation Operation
	Signal    string // what was off: "" its latency, OfErrors or OfRate
	Tier      int    // the worst reached
	Start     time.Time
	End       time.Time     // zero while open
	Onset     time.Time     // first moment of the stretch at which the window was off
	Delay     time.Duration // first tier minus onset (D2 l.423)
	Peak      float64       // the largest ratio
	Verdict   string        // of a person: "", true, false, expected
}

// Deployment is a new version of a system, as a pipeline or a person reported it.
type Deployment struct {
	System      string
	At          time.Time
	Version     string // may be empty
	Description string
	Author      string // who reported it
}

// Progress is how far the learner is with one set.
type Progress struct {
	System, Set   string
	Learned       int       // hours
	Wanted        int       // hours
	Newest        time.Time // end of the newest learned hour
	Oldest        time.Time // start of the oldest learned hour
	LastError     string
	LastErrorTime time.Time
}

// MarkViolations begins the names of sets that are not sets: marks of hours whose violations were derived.
const MarkViolations = "violations/"

// Lease is the right of one process to learn for a source.
type Lease struct {
	Source string
	Owner  string
	Fence  int64 // grows with every change of owner; checked on every write
}

// Store keeps everything; every method is safe for concurrent use. Nothing
// crosses from one source to another.
type Store interface {
	// Acquire takes or renews the lease of a source for ttl; ok is false while another owner holds it.
	Acquire(ctx context.Context, source, owner string, ttl time.Duration, now time.Time) (lease Lease, ok bool, err error)
	Release(ctx context.Context, l Lease) error

	// PutHour stores one hour of a set in one transaction, together with the mark that it is learned.
	// Storing the same hour again replaces it.
	PutHour(ctx context.Context, l Lease, system, set string, hour time.Time, ops []OperationHour) error
	LearnedHours(ctx context.Context, source, system, set string) ([]time.Time, error)
	// NoteError keeps the last failure of a set for a person to see; an empty message takes it back.
	NoteError(ctx context.Context, l Lease, system, set, message string, at time.Time) error
	SetWanted(ctx context.Context, source, system, set string, hours int) error
	Progress(ctx context.Context, source string) ([]Progress, error)
	// Describe notes by what a set is learned. Where it was something else before, what was measured by that is removed,
	// with the marks of its hours, and the operations that nothing but the learner touched: changed is true.
	Describe(ctx context.Context, l Lease, system, set, described string) (changed bool, err error)

	// Measure notes what a set is measured from. Where it was something else before, the marks of its hours are removed, so
	// that they are learned again: changed is true. What was learned stays until what they teach takes its place.
	Measure(ctx context.Context, l Lease, system, set, measured string) (changed bool, err error)

	Operations(ctx context.Context, source, system string) ([]Operation, error)
	// Windows returns the learned windows of one operation, ascending.
	Windows(ctx context.Context, source string, operation int64, from, to time.Time) ([]baseline.Window, error)
	// WindowsIn is Windows in memory that is used again: they last until the room is used for others.
	WindowsIn(ctx context.Context, room *baseline.Room, source string, operation int64, from, to time.Time) ([]baseline.Window, error)

	// PutBaselines adds versions; a record equal to the current one adds none.
	PutBaselines(ctx context.Context, l Lease, bs []Baseline) error
	// Baselines returns for every operation the version valid at a moment; where none was, today's
	// with Later set. A zero moment means the newest. Empty system: all.
	Baselines(ctx context.Context, source, system string, at time.Time) ([]BaselineAt, error)
	Versions(ctx context.Context, source string, operation int64) ([]Baseline, error)

	// PutViolations upserts by (operation, signal, start); one with an ID begins at its start from now on, and keeps the
	// verdict that it has by now.
	PutViolations(ctx context.Context, l Lease, vs []Violation) error
	Violations(ctx context.Context, source, system string, from, to time.Time) ([]Violation, error)
	// Violation is one of them; found is false where the source has none of that number.
	Violation(ctx context.Context, source string, id int64) (v Violation, found bool, err error)

	// PutDeployment keeps a deployment; the same system, moment and version again replaces it. It needs no lease:
	// the learner writes none.
	PutDeployment(ctx context.Context, source string, d Deployment) error
	// Deployments lists those within [from, to], by time; a zero time is no limit. Empty system: all.
	Deployments(ctx context.Context, source, system string, from, to time.Time) ([]Deployment, error)

	Life
	Own
	Work
	Runs
	Reports

	// Expire removes hours that ended before a moment, for one set.
	Expire(ctx context.Context, l Lease, system, set string, before time.Time) error
	// Thin keeps, of the versions that the learner made before a moment, the last one of each stretch of that length.
	// Versions of others stay, and those that they followed; numbers stay as they are.
	Thin(ctx context.Context, l Lease, before time.Time, stretch time.Duration) error
	// DropGone removes operations of which nothing is left but what the learner wrote before a moment: no window, no
	// violation that goes on, ended since or has a verdict, and nothing else that a person did. Those of a set that has no
	// windows at all stay, as it may only be away.
	DropGone(ctx context.Context, l Lease, before time.Time) error
	// Retract takes back what was noted of moments after now, while a clock was ahead: hours are no longer marked as
	// learned, baselines are valid from now and violations end now. Nothing that was measured is removed. Where every baseline
	// is of later, the clock is behind, and they stay as they are.
	Retract(ctx context.Context, l Lease, now time.Time) error
	// Forget removes everything that was learned and done for a source; what people defined stays.
	Forget(ctx context.Context, source string) error

	// Check writes and reads back, for the health check.
	Check(ctx context.Context) error
	// Location says for a person where the store is.
	Location() string
	Close() error
}

// BaselineAt is the version that answers for a moment.
type BaselineAt struct {
	Baseline
	Later bool // it became valid only after that moment
}
