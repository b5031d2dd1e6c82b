package relational

// Which version of each baseline answers for a moment. Every panel and every
// rule asks this for all operations, and the answer seldom changes: it is
// remembered until a source's baselines change.

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const (
	// rememberedRows bounds the memory of answers: 10,000 baselines are about 10 MB.
	rememberedRows = 40_000
	// answerRows is what an answer counts for besides its baselines, so that small ones are no more than can be looked through.
	answerRows = 40
)

// endOfTime is a moment after every version, and within the answer that has no end.
const endOfTime = math.MaxInt64 - 1

// remembered are the answers that were used last, whatever the number of systems.
type remembered struct {
	mu      sync.Mutex
	answers []answer // used last first
}

type answer struct {
	source, system string
	change         int64 // of the source, see changes
	from, until    int64 // moments for which it is the answer: [from, until)
	baselines      []store.BaselineAt
}

// Baselines returns for every operation the version valid at a moment; where none was, today's
// with Later set. A zero moment means the newest. Empty system: all.
//
// The records are shared between callers and must not be changed.
func (s *Store) Baselines(ctx context.Context, source, system string, at time.Time) ([]store.BaselineAt, error) {
	then := int64(endOfTime) // who writes goes by another clock than this machine's
	if !at.IsZero() {
		then = min(moment(at), endOfTime)
	}
	tx, err := s.snapshot(ctx) // one state for all statements
	if err != nil {
		return nil, s.explain("reading baselines", err)
	}
	defer func() { _ = tx.Rollback() }()
	found, err := s.baselinesAt(tx, source, system, then)
	if err != nil {
		return nil, s.explain("reading baselines", orCancelled(ctx, err))
	}
	return append([]store.BaselineAt(nil), found...), nil
}

func (s *Store) baselinesAt(tx *transaction, source, system string, at int64) ([]store.BaselineAt, error) {
	var change int64
	err := tx.QueryRow(`SELECT number FROM changes WHERE source = ?`, source).Scan(&change)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // nothing was ever stored
	}
	if err != nil {
		return nil, err
	}
	if known, ok := s.current.find(source, system, change, at); ok {
		return known, nil
	}
	a := answer{source: source, system: system, change: change}
	if a.from, a.until, err = sameAnswer(tx, source, at); err != nil {
		return nil, err
	}
	if a.baselines, err = readBaselinesAt(tx, source, system, at); err != nil {
		return nil, err
	}
	s.current.keep(a)
	return a.baselines, nil
}

// sameAnswer is the stretch of time around a moment in which no version begins.
func sameAnswer(tx *transaction, source string, at int64) (from, until int64, err error) {
	var before, after sql.NullInt64
	err = tx.QueryRow(`SELECT max(b.valid_from) FILTER (WHERE b.valid_from <= ?1), min(b.valid_from) FILTER (WHERE b.valid_from > ?1)
		FROM baselines b JOIN operations o ON o.id = b.operation WHERE o.source = ?2`, at, source).Scan(&before, &after)
	from, until = math.MinInt64, math.MaxInt64
	if before.Valid {
		from = before.Int64
	}
	if after.Valid {
		until = after.Int64
	}
	return from, until, err
}

func readBaselinesAt(tx *transaction, source, system string, at int64) ([]store.BaselineAt, error) {
	rows, err := tx.Query(`SELECT `+baselineColumns+` FROM operations o JOIN baselines b ON b.operation = o.id AND b.version = coalesce(
			(SELECT version FROM baselines WHERE operation = o.id AND valid_from <= ?1 ORDER BY valid_from DESC, version DESC LIMIT 1),
			(SELECT version FROM baselines WHERE operation = o.id ORDER BY valid_from DESC, version DESC LIMIT 1))
		WHERE o.source = ?2 AND (?3 = '' OR o.system = ?3) ORDER BY o.system, o.set_id, o.labels`, at, source, system)
	return list(rows, err, func(row scanner) (store.BaselineAt, error) {
		b, err := scanBaseline(row)
		return store.BaselineAt{Baseline: b, Later: b.ValidFrom.UnixNano() > at}, err
	})
}

func (r *remembered) find(source, system string, change, at int64) ([]store.BaselineAt, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, a := range r.answers {
		if a.source == source && a.system == system && a.change == change && at >= a.from && at < a.until {
			copy(r.answers[1:i+1], r.answers[:i])
			r.answers[0] = a
			return a.baselines, true
		}
	}
	return nil, false
}

// keep forgets what is no answer any more, and what was used longest ago where there are too many rows; never the newest alone.
func (r *remembered) keep(a answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept, rows := []answer{a}, a.rows()
	for _, other := range r.answers {
		stale := other.source == a.source && other.change != a.change
		same := other.source == a.source && other.system == a.system && other.from == a.from
		if stale || same {
			continue
		}
		if rows += other.rows(); rows > rememberedRows {
			break
		}
		kept = append(kept, other)
	}
	r.answers = kept
}

func (a answer) rows() int { return len(a.baselines) + answerRows }
