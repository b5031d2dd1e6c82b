package store

import (
	"context"
	"time"
)

// This file answers how far people are with what waits for them.

// The kinds of work items.
const (
	WorkViolation      = "violation"
	WorkRecommendation = "recommendation"
)

// The states of work items, besides Open.
const (
	Taken    = "taken"    // somebody looks after it
	Done     = "done"     // it was right, and is dealt with
	Rejected = "rejected" // it was wrong
)

// WorkItem is a violation or a recommendation that somebody has touched.
type WorkItem struct {
	Kind     string    `json:"kind"`
	Key      string    `json:"key"` // a violation's id, a recommendation's key
	System   string    `json:"system"`
	Title    string    `json:"title"`
	State    string    `json:"state"`
	Revision int       `json:"revision"` // 0 before the first change
	Author   string    `json:"author"`
	Reason   string    `json:"reason"`
	At       time.Time `json:"at"`
	Detail   string    `json:"detail"`  // JSON of what the person saw
	Verdict  string    `json:"verdict"` // that a violation has in this state; kept with the violation
}

// Work keeps the states of work items. What people do needs no lease.
type Work interface {
	// Work lists the items of a kind that somebody has touched. Empty system: all.
	Work(ctx context.Context, source, system, kind string) ([]WorkItem, error)
	// SetWork moves items on, all or none, each from the revision it has, with a violation's verdict, and notes the acts:
	// an *Overtaken where one was moved since. found is false where the source has no such violation. What is asked because
	// of them is kept together with them; what was asked because a violation was expected, and now is not, is asked no more.
	SetWork(ctx context.Context, source string, asked []Proposal, items ...WorkItem) (acts []int64, found bool, err error)
}
