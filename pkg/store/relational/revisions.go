package relational

// How a person's change of baselines becomes versions: on top of what was seen, or not at all.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Revise adds all versions or none. It needs no lease: the learner gives way to it (see Baseline.Follows).
func (s *Store) Revise(ctx context.Context, source string, revisions []store.Revision) (acts []int64, err error) {
	err = s.write(ctx, source, "changing baselines", func(tx *transaction) error {
		acts, err = reviseAll(ctx, tx, source, revisions)
		return err
	})
	return acts, err
}

// Accept adds versions and settles what they settle, all or nothing: else a question stays open that was answered.
func (s *Store) Accept(ctx context.Context, source string, a store.Acceptance) (acts []int64, err error) {
	err = s.write(ctx, source, "accepting another level", func(tx *transaction) error {
		for _, id := range a.Answers {
			if err := stillAsked(tx, source, id, a.At); err != nil {
				return err
			}
		}
		if acts, err = reviseAll(ctx, tx, source, a.Revisions); err != nil {
			return err
		}
		for _, id := range a.Proposals {
			if _, _, err := decide(tx, source, id, store.Accepted, a.By, a.Why, a.At); err != nil {
				return err
			}
		}
		for _, item := range a.Items {
			if _, _, err := setWork(tx, source, item); err != nil {
				return err
			}
		}
		return nil
	})
	return acts, err
}

func reviseAll(ctx context.Context, tx *transaction, source string, revisions []store.Revision) (acts []int64, err error) {
	v, err := openVersions(tx, source)
	if err != nil {
		return nil, err
	}
	for i, r := range revisions {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		act, err := v.revise(source, r)
		if err != nil {
			return nil, err
		}
		id, err := note(tx, source, act)
		if err != nil {
			return nil, err
		}
		acts = append(acts, id)
	}
	if len(revisions) == 0 {
		return nil, nil
	}
	return acts, changed(tx, source)
}

// revise adds a version, and what time it excludes, and answers with the act that is to be noted.
func (v *versions) revise(source string, r store.Revision) (a store.Act, err error) {
	if err := v.ids.check(r.Operation); err != nil {
		return a, err
	}
	now, err := v.newest(r.Operation.ID)
	if err != nil {
		return a, err
	}
	if now.Version != r.Seen {
		return a, &store.Conflict{Seen: r.Seen, Now: now}
	}
	record, err := json.Marshal(r.Record)
	if err != nil {
		return a, fmt.Errorf("the baseline of %s: %w", now.Operation.Name, err)
	}
	if _, err := v.insert.Exec(r.Operation.ID, r.Seen+1, string(record), notBefore(r.ValidFrom, now.ValidFrom.UnixNano()), r.Author, r.Reason); err != nil {
		return a, err
	}
	a = store.Act{
		At: r.ValidFrom, Author: r.Author, Action: r.Action, System: now.Operation.System, Operation: now.Operation.Name, Version: r.Seen + 1,
		Reason: r.Reason, OperationID: r.Operation.ID,
	}
	if r.Exclude != nil {
		a.Exclusion, err = putExclusion(v.ids.tx, source, *r.Exclude)
	}
	return a, err
}

// newest is the latest version of an operation; version 0 where it has none.
func (v *versions) newest(operation int64) (b store.Baseline, err error) {
	rows, err := v.ids.tx.Query(`SELECT `+baselineColumns+` FROM baselines b JOIN operations o ON o.id = b.operation
		WHERE b.operation = ? ORDER BY b.version DESC LIMIT 1`, operation)
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if rows.Next() {
		return scanBaseline(rows)
	}
	return b, rows.Err()
}
