package relational

// What people defined: operations of their own.

import (
	"context"
	"encoding/json"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const ownColumns = `id, version, system, title, definition, author, reason, at, deleted`

// PutOwn adds a version of a definition and notes the act.
func (s *Store) PutOwn(ctx context.Context, source string, o store.OwnOperations, action string, fits store.OwnCheck,
) (put store.OwnOperations, found bool, err error) {
	var refused error
	err = s.write(ctx, source, "keeping operations of one's own", func(tx *transaction) error {
		var err error
		if o.ID, found, err = ownToPut(tx, source, o); err != nil || !found {
			return err
		}
		if fits != nil {
			newest, err := newestOwn(tx, source, 0)
			if err != nil {
				return err
			}
			if refused = fits(newest); refused != nil {
				return takenBack{refused}
			}
		}
		o.Version++
		_, err = tx.Exec(`INSERT INTO own_operations (source, `+ownColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			source, o.ID, o.Version, o.System, o.Title, string(o.Definition), o.Author, o.Reason, o.At.UnixNano(), number(o.Deleted))
		if err != nil {
			return err
		}
		put = o
		_, err = note(tx, source, store.Act{
			At: o.At, Author: o.Author, Action: action, System: o.System, Operation: o.Title, Version: o.Version, Reason: o.Reason,
		})
		return err
	})
	if refused != nil {
		err = refused // in the words of who refuses
	}
	return put, found, err
}

// ownToPut is the number of the definition that gets a version: the next one for one without, else its own where that is there
// and in the version that was seen.
func ownToPut(tx *transaction, source string, o store.OwnOperations) (id int64, found bool, err error) {
	if o.ID == 0 {
		err = tx.QueryRow(`SELECT coalesce(max(id), 0) + 1 FROM own_operations WHERE source = ?`, source).Scan(&id)
		return id, true, err
	}
	now, err := newestOwn(tx, source, o.ID)
	if err != nil || len(now) == 0 {
		return o.ID, false, err
	}
	if now[0].Version != o.Version {
		return o.ID, true, &store.OwnConflict{Seen: o.Version, Now: now[0]}
	}
	return o.ID, true, nil
}

// Own lists the newest version of every definition.
func (s *Store) Own(ctx context.Context, source string) ([]store.OwnOperations, error) {
	const doing = "reading operations of one's own"
	tx, err := s.snapshot(ctx)
	if err != nil {
		return nil, s.explain(doing, err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	all, err := newestOwn(tx, source, 0)
	return all, s.explain(doing, err)
}

// number is how a yes or no is kept.
func number(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// newestOwn reads the newest version of one definition; of all for ID 0.
func newestOwn(tx *transaction, source string, id int64) ([]store.OwnOperations, error) {
	rows, err := tx.Query(`SELECT `+ownColumns+` FROM own_operations o WHERE source = ?1 AND (id = ?2 OR ?2 = 0)
		AND version = (SELECT max(version) FROM own_operations WHERE source = o.source AND id = o.id) ORDER BY id`, source, id)
	return list(rows, err, func(row scanner) (o store.OwnOperations, err error) {
		var definition string
		var at int64
		err = row.Scan(&o.ID, &o.Version, &o.System, &o.Title, &definition, &o.Author, &o.Reason, &at, &o.Deleted)
		o.Definition, o.At = json.RawMessage(definition), time.Unix(0, at).UTC()
		return o, err
	})
}
