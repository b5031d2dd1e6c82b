package relational

// What the learner asks people.

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// withdrawn is a question that nobody has to answer while the violation that it was asked of is not called expected; only
// the store knows it.
const withdrawn = "withdrawn"

// Propose keeps proposals; an open one of the same operation and kind is replaced, one that was decided is not asked again.
func (s *Store) Propose(ctx context.Context, source string, ps []store.Proposal) error {
	return s.write(ctx, source, "keeping proposals", func(tx *transaction) error { return propose(tx, source, ps) })
}

func propose(tx *transaction, source string, ps []store.Proposal) error {
	ids := identifier{tx: tx, source: source}
	for _, p := range ps {
		id, err := ids.of(p.Operation)
		if err != nil {
			return err
		}
		detail, err := json.Marshal(detailOf{Shift: p.Shift})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM proposals WHERE operation = ? AND kind = ? AND state = ? AND since <> ?`, id, p.Kind, store.Open, p.At.UnixNano()); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO proposals (operation, kind, since, raised, detail, state) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (operation, kind, since) DO UPDATE SET detail = excluded.detail, state = excluded.state WHERE proposals.state IN ('open', 'withdrawn')`,
			id, p.Kind, p.At.UnixNano(), p.Raised.UnixNano(), string(detail), store.Open)
		if err != nil {
			return err
		}
	}
	return nil
}

// Unask removes proposals that are open still.
func (s *Store) Unask(ctx context.Context, l store.Lease, ids []int64) error {
	return s.fenced(ctx, l, "taking back proposals", func(tx *transaction) error {
		for _, id := range ids {
			if _, err := tx.Exec(`DELETE FROM proposals WHERE id = ? AND state = ? AND operation IN (SELECT id FROM operations WHERE source = ?)`,
				id, store.Open, l.Source); err != nil {
				return err
			}
		}
		return nil
	})
}

// PutOver keeps when what was asked about had come to an end.
func (s *Store) PutOver(ctx context.Context, l store.Lease, ids []int64, at time.Time) error {
	return s.fenced(ctx, l, "keeping the end of what was asked about", func(tx *transaction) error {
		for _, id := range ids {
			if err := putOver(tx, l.Source, id, at); err != nil {
				return err
			}
		}
		return nil
	})
}

func putOver(tx *transaction, source string, id int64, at time.Time) error {
	var text string
	err := tx.QueryRow(`SELECT detail FROM proposals WHERE id = ? AND state = ? AND operation IN (SELECT id FROM operations WHERE source = ?)`,
		id, store.Dismissed, source).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var detail detailOf
	if err := json.Unmarshal([]byte(text), &detail); err != nil {
		return err
	}
	detail.Over = at.UTC()
	kept, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE proposals SET detail = ? WHERE id = ?`, string(kept), id)
	return err
}

// detailOf is what is kept of a proposal besides its columns.
type detailOf struct {
	store.Shift
	Over time.Time `json:"over,omitzero"`
}

const proposalColumns = `p.id, p.kind, p.raised, p.detail, p.state, p.decided_at, p.decided_by, p.decided_why, ` + operationColumns

// Proposals lists them, the newest first.
func (s *Store) Proposals(ctx context.Context, source, system, state string) ([]store.Proposal, error) {
	rows, err := s.query(ctx, `SELECT `+proposalColumns+` FROM proposals p JOIN operations o ON o.id = p.operation
		WHERE o.source = ?1 AND (?2 = '' OR o.system = ?2) AND p.state <> ?4 AND (?3 = '' OR p.state = ?3) ORDER BY p.raised DESC, p.id DESC`,
		source, system, state, withdrawn)
	all, err := list(rows, err, scanProposal)
	return all, s.explain("reading proposals", err)
}

func scanProposal(row scanner) (p store.Proposal, err error) {
	var o operationRow
	var detail sql.RawBytes
	var raised, decided sql.NullInt64
	columns := []any{&p.ID, &p.Kind, &raised, &detail, &p.State, &decided, &p.By, &p.Why}
	if err := row.Scan(append(columns, o.columns()...)...); err != nil {
		return p, err
	}
	p.Raised, p.Decided = fromNanos(raised), fromNanos(decided)
	var kept detailOf
	if err := json.Unmarshal(detail, &kept); err != nil {
		return p, err
	}
	p.Shift, p.Over = kept.Shift, kept.Over
	p.Operation, err = o.operation()
	return p, err
}

// Decide accepts or dismisses open proposals, all or none, and notes the acts.
func (s *Store) Decide(ctx context.Context, source string, ids []int64, state, by, why string, at time.Time) (acts []int64, found bool, err error) {
	err = s.write(ctx, source, "deciding on proposals", func(tx *transaction) error {
		for _, id := range ids {
			act, open, err := decide(tx, source, id, state, by, why, at)
			switch {
			case err != nil:
				return err
			case !open:
				return errNotOpen
			}
			acts = append(acts, act)
		}
		return nil
	})
	if errors.Is(err, errNotOpen) {
		return nil, false, nil
	}
	return acts, true, err
}

// errNotOpen keeps a decision about several proposals from being kept in part.
var errNotOpen = takenBack{errors.New("a proposal is not open")}

// stillAsked is no error where a proposal is open: it may have been answered by somebody else, or taken back by the program,
// while a person's answer was worked out.
func stillAsked(tx *transaction, source string, id int64, at time.Time) error {
	gone := store.Overtaken{What: fmt.Sprintf("the proposal %d", id), Did: "took back", By: "Yardstick", At: at}
	var state, name string
	var decided sql.NullInt64
	err := tx.QueryRow(`SELECT p.state, o.name, p.decided_at, p.decided_by, p.decided_why FROM proposals p JOIN operations o ON o.id = p.operation
		WHERE p.id = ? AND o.source = ? AND p.state <> ?`, id, source, withdrawn).Scan(&state, &name, &decided, &gone.By, &gone.Reason)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return &gone
	case err != nil || state == store.Open:
		return err
	}
	gone.What, gone.Did, gone.At = "the proposal on "+name, state, fromNanos(decided)
	return &gone
}

func decide(tx *transaction, source string, id int64, state, by, why string, at time.Time) (act int64, found bool, err error) {
	done, err := tx.Exec(`UPDATE proposals SET state = ?, decided_at = ?, decided_by = ?, decided_why = ?
		WHERE id = ? AND state = ? AND operation IN (SELECT id FROM operations WHERE source = ?)`, state, at.UnixNano(), by, why, id, store.Open, source)
	if err != nil {
		return 0, false, err
	}
	n, err := done.RowsAffected()
	if err != nil || n == 0 {
		return 0, false, err
	}
	a := store.Act{At: at, Author: by, Action: state + " proposal", Reason: why, Proposal: id}
	err = tx.QueryRow(`SELECT o.id, o.system, o.name FROM operations o JOIN proposals p ON p.operation = o.id WHERE p.id = ?`, id).
		Scan(&a.OperationID, &a.System, &a.Operation)
	if err != nil {
		return 0, false, err
	}
	act, err = note(tx, source, a)
	return act, true, err
}
