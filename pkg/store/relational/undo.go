package relational

// How is what a person did taken back? With all that came of it, or not at all.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Undo takes acts back, all or none.
func (s *Store) Undo(ctx context.Context, source string, undoings []store.Undoing, by, reason string, at time.Time) (acts []int64, err error) {
	err = s.write(ctx, source, "taking back what was done", func(tx *transaction) error {
		v, err := openVersions(tx, source)
		if err != nil {
			return err
		}
		u := undoer{v, source, by, reason, at}
		for _, one := range undoings {
			id, err := u.undo(one)
			if err != nil {
				return err
			}
			acts = append(acts, id)
		}
		return changed(tx, source)
	})
	return acts, err
}

type undoer struct {
	*versions
	source, by, reason string
	at                 time.Time
}

func (u undoer) undo(one store.Undoing) (id int64, err error) {
	a, err := scanAct(u.ids.tx.QueryRow(`SELECT `+actColumns+` FROM acts WHERE id = ? AND source = ?`, one.Act, u.source))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("there is no act %d", one.Act)
	}
	if err != nil {
		return 0, err
	}
	if !a.Undone.IsZero() {
		return 0, &store.Overtaken{What: a.Action + " of " + a.Operation, Did: "took back the", By: a.UndoneBy, At: a.Undone, Reason: a.UndoneReason}
	}
	undo := store.Act{
		At: u.at, Author: u.by, Action: "undo " + a.Action, System: a.System, Operation: a.Operation, Reason: u.reason, OperationID: a.OperationID, Undoes: a.ID,
	}
	if one.Revision != nil {
		revised, err := u.revise(u.source, *one.Revision)
		if err != nil {
			return 0, err
		}
		undo.Version = revised.Version
	}
	for _, back := range []func(store.Act) error{u.exclusion, u.proposals, u.item} {
		if err := back(a); err != nil {
			return 0, err
		}
	}
	if _, err := u.ids.tx.Exec(`UPDATE acts SET undone_at = ?, undone_by = ?, undone_reason = ? WHERE id = ?`, u.at.UnixNano(), u.by, u.reason, a.ID); err != nil {
		return 0, err
	}
	return note(u.ids.tx, u.source, undo)
}

// exclusion withdraws the one that an act made, or lets the one hold again that it withdrew, unless that it was made was
// taken back meanwhile.
func (u undoer) exclusion(a store.Act) error {
	if a.Exclusion == 0 {
		return nil
	}
	if a.Action == "withdraw" {
		_, err := u.ids.tx.Exec(`UPDATE exclusions SET withdrawn_at = NULL, withdrawn_by = '', withdrawn_reason = '' WHERE id = ?1
			AND NOT EXISTS (SELECT 1 FROM acts WHERE source = ?2 AND exclusion = ?1 AND action <> 'withdraw' AND undone_at IS NOT NULL)`,
			a.Exclusion, u.source)
		return err
	}
	_, err := u.ids.tx.Exec(`UPDATE exclusions SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason = ? WHERE id = ? AND withdrawn_at IS NULL`,
		u.at.UnixNano(), u.by, u.reason, a.Exclusion)
	return err
}

// proposals asks again what an act answered: the one that it decided, or those that an accepted level closed, together
// with the violations that it called expected.
func (u undoer) proposals(a store.Act) error {
	const open = `UPDATE proposals SET state = 'open', decided_at = NULL, decided_by = '', decided_why = '' WHERE `
	if a.Proposal != 0 {
		_, err := u.ids.tx.Exec(open+`id = ?`, a.Proposal)
		return err
	}
	if a.Action != "accept" {
		return nil
	}
	if _, err := u.ids.tx.Exec(open+`operation = ? AND state = ? AND decided_by = ? AND decided_at = ?`,
		a.OperationID, store.Accepted, a.Author, a.At.UnixNano()); err != nil {
		return err
	}
	return u.settled(a)
}

// settled puts the violations back that an accepted level called expected, where nobody has moved them since.
func (u undoer) settled(accepted store.Act) error {
	rows, err := u.ids.tx.Query(`SELECT `+actColumns+` FROM acts WHERE source = ? AND operation_id = ? AND at = ? AND author = ?
		AND item_kind = ? AND undone_at IS NULL`, u.source, accepted.OperationID, accepted.At.UnixNano(), accepted.Author, store.WorkViolation)
	all, err := list(rows, err, scanAct)
	if err != nil {
		return err
	}
	for _, a := range all {
		now, err := workNow(u.ids.tx, u.source, a.Item.Kind, a.Item.Key)
		if err != nil {
			return err
		}
		if now.Revision != a.Item.Revision+1 {
			continue
		}
		if _, err := u.ids.tx.Exec(`UPDATE violations SET verdict = ? WHERE CAST(id AS TEXT) = ? AND operation = ?`,
			a.Item.Verdict, a.Item.Key, accepted.OperationID); err != nil {
			return err
		}
		if err := putWork(u.ids.tx, u.source, u.back(now, a.Item)); err != nil {
			return err
		}
	}
	return nil
}

// back is an item as it stood before it was moved, put there by who took that back.
func (u undoer) back(now, before store.WorkItem) store.WorkItem {
	item := now
	item.State, item.Verdict, item.Revision = before.State, before.Verdict, now.Revision+1
	item.Author, item.Reason, item.At = u.by, u.reason, u.at
	return item
}

// item puts a work item back to where it was before an act, where nobody has moved it since.
func (u undoer) item(a store.Act) error {
	if a.Item.Kind == "" {
		return nil
	}
	now, err := workNow(u.ids.tx, u.source, a.Item.Kind, a.Item.Key)
	if err != nil {
		return err
	}
	if now.Revision != a.Item.Revision+1 {
		return &store.Overtaken{What: now.Title, Did: "marked as " + now.State, By: now.Author, At: now.At, Reason: now.Reason}
	}
	back := u.back(now, a.Item)
	if back.Kind == store.WorkViolation {
		if _, _, _, err := judge(u.ids.tx, u.source, back); err != nil {
			return err
		}
	}
	return putWork(u.ids.tx, u.source, back)
}
