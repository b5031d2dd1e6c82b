package store

import (
	"context"
	"fmt"
	"math"
	"time"
)

// This file answers what people decide about baselines, and what they are asked.

// Revision is a person's change of one baseline: a new version on top of the one that was seen.
type Revision struct {
	Baseline        // ID of the operation, record, author, reason, time
	Seen     int    // the version that the person looked at
	Action   string // what was done, for the list of acts
	// Exclude is kept together with the version that was learned without it; nil where the change is none of time.
	Exclude *Exclusion
}

// Acceptance is a person's word that another level is normal, and what that settles.
type Acceptance struct {
	Revisions []Revision
	Proposals []int64    // open ones that it settles
	Answers   []int64    // those that the person was asked: where one of them is open no more, nothing is accepted
	Items     []WorkItem // violations that were expected by it, at the revision that was seen
	By, Why   string
	At        time.Time
}

// Conflict is returned where somebody changed a baseline after it was looked at; nothing was written.
type Conflict struct {
	Seen int
	Now  Baseline // who and what came in between
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("the baseline of %s is at version %d, not %d: %s changed it on %s (%s); look at it again, then decide",
		c.Now.Operation.Name, c.Now.Version, c.Seen, c.Now.Author, c.Now.ValidFrom.UTC().Format(time.RFC3339), c.Now.Reason)
}

// Exclusion is a stretch of time that does not teach.
type Exclusion struct {
	ID        int64
	System    string
	Operation int64     // 0: all of the system
	From      time.Time // zero: from the beginning
	To        time.Time
	Kind      string // incident, maintenance, warm-up, level
	Reason    string
	Author    string
	At        time.Time // when it was made
	Withdrawn time.Time // zero while it holds
	// WithdrawnBy and WithdrawnReason say who took it back, and why.
	WithdrawnBy, WithdrawnReason string
}

// Covers tells whether the exclusion holds for an operation.
func (e Exclusion) Covers(o Operation) bool {
	return e.Withdrawn.IsZero() && e.System == o.System && (e.Operation == 0 || e.Operation == o.ID)
}

// Act is what a person did to baselines, or to what waits for people.
type Act struct {
	ID        int64
	At        time.Time
	Author    string
	Action    string
	System    string
	Operation string // name, or a work item's title; empty: all of the system
	Version   int    // that came of it; 0 where none did
	Reason    string

	OperationID int64 // 0: no single one
	Exclusion   int64 // that it made or withdrew, 0 where it did neither
	Proposal    int64 // that it decided, 0 where it decided none
	// Item is the work item that it moved on, as it stood before; its Kind is empty where it was none.
	Item WorkItem

	Undoes       int64     // the act that this one took back
	Undone       time.Time // zero while it holds
	UndoneBy     string
	UndoneReason string
}

// Undoing takes one act back. What the act made besides a version (an exclusion, the answer to a proposal, a state of
// a work item) follows from the act itself.
type Undoing struct {
	Act int64
	// Revision is the version that takes the place of what the act made; nil where it made none.
	Revision *Revision
}

// Overtaken is returned where somebody else decided after a thing was looked at; nothing was written.
type Overtaken struct {
	What   string
	Did    string // in the past tense
	By     string
	At     time.Time
	Reason string
}

func (o *Overtaken) Error() string {
	why := ""
	if o.Reason != "" {
		why = fmt.Sprintf(" (%s)", o.Reason)
	}
	return fmt.Sprintf("somebody was first: %s %s %s on %s%s; look at it again, then decide", o.By, o.Did, o.What, o.At.UTC().Format(time.RFC3339), why)
}

// Shift is a change of an operation's level. Durations are in seconds.
type Shift struct {
	At         time.Time `json:"at"`       // the best estimate of its onset
	Earliest   time.Time `json:"earliest"` // 95 % interval of the onset
	Latest     time.Time `json:"latest"`
	Before     float64   `json:"before"` // p95
	After      float64   `json:"after"`
	Ratio      float64   `json:"ratio"`
	RatioLow   float64   `json:"ratioLow"`
	RatioHigh  float64   `json:"ratioHigh"`
	P          float64   `json:"p"`          // of seeing as much by chance anywhere in the stretch looked at
	Deployment string    `json:"deployment"` // the nearest one's version, empty without one near
	DeployedAt time.Time `json:"deployedAt"`
}

// Multiple is Ratio with its interval where there is one: what was nothing, as a level may be, has none.
func (s Shift) Multiple() (ratio, low, high float64) {
	if !(s.Before > 0) {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return s.Ratio, s.RatioLow, s.RatioHigh
}

// The kinds of proposals.
const (
	ProposesLevel    = "level"  // the level changed at a moment
	ProposesDrift    = "drift"  // it moved away slowly
	ProposesExpected = Expected // a person called a violation expected
)

// The states of proposals.
const (
	Open      = "open"
	Accepted  = "accepted"
	Dismissed = "dismissed"
)

// Proposal asks a person whether another level is the new normal.
type Proposal struct {
	ID        int64
	Operation Operation
	Kind      string
	Shift     // At is since when
	Raised    time.Time
	State     string
	Decided   time.Time
	By, Why   string
	Over      time.Time // when what it asks about had come to an end, of one that was dismissed
}

// LevelShift is a change of the level of one operation.
type LevelShift struct {
	Operation Operation
	Shift
}

// Life keeps what people decide about baselines, and what the learner asks them. What people do needs no lease.
type Life interface {
	// Revise adds all versions or none: a *Conflict where one was changed since it was seen. Each is noted as an act.
	Revise(ctx context.Context, source string, revisions []Revision) (acts []int64, err error)
	// Accept is Revise for a level that becomes normal, together with what that settles: all of it or nothing. An
	// *Overtaken where an item was moved since it was seen; a proposal that was decided since stays decided.
	Accept(ctx context.Context, source string, a Acceptance) (acts []int64, err error)
	// Undo takes acts back, all or none: an *Overtaken where one was taken back already or its item moved on since, a
	// *Conflict where a baseline did. Each is noted as an act.
	Undo(ctx context.Context, source string, undoings []Undoing, by, reason string, at time.Time) (acts []int64, err error)
	// PutExclusion keeps an exclusion and notes the act; operation names it there.
	PutExclusion(ctx context.Context, source string, e Exclusion, operation string) (id int64, err error)
	// WithdrawExclusion takes one back, and notes the act; found is false where none of that number holds.
	WithdrawExclusion(ctx context.Context, source string, id int64, by, reason string, at time.Time) (e Exclusion, found bool, err error)
	// Exclusions lists them, also those withdrawn, by the time they were made. Empty system: all.
	Exclusions(ctx context.Context, source, system string) ([]Exclusion, error)
	// Note keeps an act that no other method notes.
	Note(ctx context.Context, source string, a Act) error
	// Acts lists what people did within [from, to], the newest first, at most so many; a zero time is no limit.
	Acts(ctx context.Context, source, system string, from, to time.Time, most int) ([]Act, error)
	// ActsOn lists what people did to one operation, the newest first, at most so many.
	ActsOn(ctx context.Context, source string, operation int64, most int) ([]Act, error)
	// Act is one of them; found is false where the source has none of that number.
	Act(ctx context.Context, source string, id int64) (a Act, found bool, err error)
	// Propose keeps proposals; one of the same operation, kind and time keeps its state, and an open one of the same
	// operation and kind is replaced.
	Propose(ctx context.Context, source string, ps []Proposal) error
	// Unask removes proposals that are open still: what they ask about is no more.
	Unask(ctx context.Context, l Lease, ids []int64) error
	// PutOver keeps of proposals that were dismissed when what they ask about had come to an end.
	PutOver(ctx context.Context, l Lease, ids []int64, at time.Time) error
	// Proposals lists them, the newest first; state empty: all. Empty system: all.
	Proposals(ctx context.Context, source, system, state string) ([]Proposal, error)
	// Decide accepts or dismisses open proposals, all or none, and notes the acts in their order; found is false where one
	// of them is not open, or not there.
	Decide(ctx context.Context, source string, ids []int64, state, by, why string, at time.Time) (acts []int64, found bool, err error)
	// PutShifts replaces the shifts of an operation that lie in [from, to].
	PutShifts(ctx context.Context, l Lease, operation Operation, from, to time.Time, shifts []Shift) error
	// Shifts lists those within [from, to] by time; a zero time is no limit. Empty system: all.
	Shifts(ctx context.Context, source, system string, from, to time.Time) ([]LevelShift, error)
}
