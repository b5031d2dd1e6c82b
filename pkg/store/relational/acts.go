package relational

// What people did to baselines.

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Note keeps an act that no other method notes.
func (s *Store) Note(ctx context.Context, source string, a store.Act) error {
	return s.write(ctx, source, "noting what was done", func(tx *transaction) error {
		_, err := note(tx, source, a)
		return err
	})
}

// note keeps an act and says under which number.
func note(tx *transaction, source string, a store.Act) (id int64, err error) {
	before, err := json.Marshal(a.Item)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(`INSERT INTO acts (source, at, author, action, system, operation, version, reason,
		operation_id, exclusion, proposal, item_kind, item, item_before, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		source, a.At.UnixNano(), a.Author, a.Action, a.System, a.Operation, a.Version, a.Reason,
		a.OperationID, a.Exclusion, a.Proposal, a.Item.Kind, a.Item.Key, string(before), a.Undoes).Scan(&id)
	return id, err
}

const actColumns = `id, at, author, action, system, operation, version, reason, operation_id, exclusion, proposal, item_before, undoes,
	undone_at, undone_by, undone_reason`

// Acts lists what people did within [from, to], the newest first.
func (s *Store) Acts(ctx context.Context, source, system string, from, to time.Time, most int) ([]store.Act, error) {
	return s.acts(ctx, `source = ?1 AND (?2 = '' OR system = ?2 OR system = '') AND (at >= ?3 OR ?3 IS NULL) AND (at <= ?4 OR ?4 IS NULL)
		ORDER BY at DESC, id DESC LIMIT ?5`, source, system, nanos(from), nanos(to), most)
}

// ActsOn lists what people did to one operation, the newest first.
func (s *Store) ActsOn(ctx context.Context, source string, operation int64, most int) ([]store.Act, error) {
	return s.acts(ctx, `source = ? AND operation_id = ? ORDER BY at DESC, id DESC LIMIT ?`, source, operation, most)
}

// Act is one of them.
func (s *Store) Act(ctx context.Context, source string, id int64) (a store.Act, found bool, err error) {
	all, err := s.acts(ctx, `source = ? AND id = ?`, source, id)
	if err != nil || len(all) == 0 {
		return a, false, err
	}
	return all[0], true, nil
}

func (s *Store) acts(ctx context.Context, where string, values ...any) ([]store.Act, error) {
	rows, err := s.query(ctx, `SELECT `+actColumns+` FROM acts WHERE `+where, values...)
	all, err := list(rows, err, scanAct)
	return all, s.explain("reading what was done", err)
}

func scanAct(row scanner) (a store.Act, err error) {
	var at, undone sql.NullInt64
	var before string
	err = row.Scan(&a.ID, &at, &a.Author, &a.Action, &a.System, &a.Operation, &a.Version, &a.Reason, &a.OperationID, &a.Exclusion, &a.Proposal,
		&before, &a.Undoes, &undone, &a.UndoneBy, &a.UndoneReason)
	a.At, a.Undone = fromNanos(at), fromNanos(undone)
	return a, errors.Join(err, json.Unmarshal([]byte(before), &a.Item))
}
