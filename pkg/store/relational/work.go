package relational

// How far people are with what waits for them.

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const workColumns = `kind, item, system, title, state, revision, author, reason, at, detail`

// Work lists the items of a kind that somebody has touched.
func (s *Store) Work(ctx context.Context, source, system, kind string) ([]store.WorkItem, error) {
	rows, err := s.query(ctx, `SELECT `+workColumns+` FROM work
		WHERE source = ?1 AND kind = ?2 AND (?3 = '' OR system = ?3) ORDER BY at DESC, item`, source, kind, system)
	all, err := list(rows, err, scanWork)
	return all, s.explain("reading who looks after what", err)
}

// errNoItem takes back what was done to the items before one that is not there.
var errNoItem = takenBack{errors.New("there is no such item")}

// SetWork moves items on from the revisions that were seen, and notes the acts.
func (s *Store) SetWork(ctx context.Context, source string, asked []store.Proposal, items ...store.WorkItem) (acts []int64, found bool, err error) {
	err = s.write(ctx, source, "keeping who looks after what", func(tx *transaction) error {
		for _, item := range items {
			act, found, err := setWork(tx, source, item)
			switch {
			case err != nil:
				return err
			case !found:
				return errNoItem
			}
			acts = append(acts, act)
		}
		return propose(tx, source, asked)
	})
	if errors.Is(err, errNoItem) {
		return nil, false, nil
	}
	return acts, true, err
}

func setWork(tx *transaction, source string, item store.WorkItem) (act int64, found bool, err error) {
	before, err := workNow(tx, source, item.Kind, item.Key)
	if err != nil {
		return 0, false, err
	}
	if before.Revision != item.Revision {
		return 0, false, &store.Overtaken{What: item.Title, Did: "marked as " + before.State, By: before.Author, At: before.At, Reason: before.Reason}
	}
	a := store.Act{At: item.At, Author: item.Author, Action: item.State, System: item.System, Operation: item.Title, Reason: item.Reason}
	if item.Kind == store.WorkViolation {
		before.Verdict, a.OperationID, found, err = judge(tx, source, item)
		if err != nil || !found {
			return 0, false, err
		}
	}
	item.Revision++
	if err := putWork(tx, source, item); err != nil {
		return 0, true, err
	}
	a.Item = before
	act, err = note(tx, source, a)
	return act, true, err
}

// judge keeps the verdict of a violation, and says which it had and whose it is. Where it was expected and is not any more,
// nobody has to answer whether it is the new normal, until it is expected again.
func judge(tx *transaction, source string, item store.WorkItem) (before string, operation int64, found bool, err error) {
	// What is no number is 0, and so written otherwise than its key.
	id, _ := strconv.ParseInt(item.Key, 10, 64)
	if strconv.FormatInt(id, 10) != item.Key {
		return "", 0, false, nil // no violation is called that
	}
	err = tx.QueryRow(`SELECT v.verdict, v.operation FROM violations v JOIN operations o ON o.id = v.operation WHERE v.id = ? AND o.source = ?`,
		id, source).Scan(&before, &operation)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, false, nil
	}
	if err != nil {
		return "", 0, false, err
	}
	if was, is := before == store.Expected, item.Verdict == store.Expected; was != is {
		from, to := store.Open, withdrawn
		if is {
			from, to = to, from
		}
		// Its beginning may have moved since it was asked; what fails is asked nothing.
		if _, err := tx.Exec(`UPDATE proposals SET state = ? WHERE operation = ? AND kind = ? AND state = ? AND EXISTS (SELECT 1 FROM violations v
			WHERE v.id = ? AND v.signal = '' AND v.started <= proposals.since AND (v.ended IS NULL OR proposals.since <= v.ended))`,
			to, operation, store.ProposesExpected, from, id); err != nil {
			return "", 0, false, err
		}
	}
	_, err = tx.Exec(`UPDATE violations SET verdict = ? WHERE id = ?`, item.Verdict, id)
	return before, operation, true, err
}

// workNow is an item as it stands; open, at revision 0, where nobody has touched it.
func workNow(tx *transaction, source, kind, key string) (store.WorkItem, error) {
	w, err := scanWork(tx.QueryRow(`SELECT `+workColumns+` FROM work WHERE source = ? AND kind = ? AND item = ?`, source, kind, key))
	if errors.Is(err, sql.ErrNoRows) {
		return store.WorkItem{Kind: kind, Key: key, State: store.Open}, nil
	}
	return w, err
}

func putWork(tx *transaction, source string, w store.WorkItem) error {
	_, err := tx.Exec(`INSERT INTO work (source, `+workColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (source, kind, item) DO UPDATE SET system = excluded.system, title = excluded.title, state = excluded.state,
		revision = excluded.revision, author = excluded.author, reason = excluded.reason, at = excluded.at, detail = excluded.detail`,
		source, w.Kind, w.Key, w.System, w.Title, w.State, w.Revision, w.Author, w.Reason, w.At.UnixNano(), w.Detail)
	return err
}

func scanWork(row scanner) (w store.WorkItem, err error) {
	var at sql.NullInt64
	err = row.Scan(&w.Kind, &w.Key, &w.System, &w.Title, &w.State, &w.Revision, &w.Author, &w.Reason, &at, &w.Detail)
	w.At = fromNanos(at)
	return w, err
}
