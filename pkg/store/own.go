package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// This file answers what people defined: operations of their own.

// OwnOperations is one definition, at one of its versions.
type OwnOperations struct {
	ID      int64
	Version int
	System  string
	Title   string // what people call it, for the list of acts
	// Definition is JSON that the store keeps as it is: it knows nothing of metrics.
	Definition json.RawMessage
	Author     string // of this version
	Reason     string
	At         time.Time
	// Deleted: nothing is learned by it any more. What was learned stays until it expires; a violation that went on has ended
	// with the last learned hour.
	Deleted bool
}

// OwnConflict is returned where somebody changed a definition after it was looked at; nothing was written.
type OwnConflict struct {
	Seen int
	Now  OwnOperations
}

func (c *OwnConflict) Error() string {
	return fmt.Sprintf("the definition %s is at version %d, not %d: %s changed it on %s; look at it again, then decide",
		c.Now.Title, c.Now.Version, c.Seen, c.Now.Author, c.Now.At.UTC().Format(time.RFC3339))
}

// OwnCheck looks at the newest version of every definition as they are when another version is written, while nobody else
// writes one, in whatever process; its error is the answer. nil refuses nothing.
type OwnCheck func(newest []OwnOperations) error

// Own keeps what people defined. It needs no lease, and is not forgotten with what was learned.
type Own interface {
	// PutOwn adds a version and notes the act; ID 0 begins a definition. Version is the one that was seen: a
	// *OwnConflict where there is another one by now, found is false where there is none of that ID. What fits refuses is
	// not written.
	PutOwn(ctx context.Context, source string, o OwnOperations, action string, fits OwnCheck) (put OwnOperations, found bool, err error)
	// Own lists the newest version of every definition, also those deleted, by ID.
	Own(ctx context.Context, source string) ([]OwnOperations, error)
}
