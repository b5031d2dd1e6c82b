package relational

// Who may learn for a source.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// LongestLease is the longest that anybody takes. One that ends later was taken while the clock was ahead, and would keep
// everybody from learning for as long as it was.
const LongestLease = time.Hour

// Acquire takes or renews the lease of a source for ttl; ok is false while another owner holds it.
// The fence grows with every change of owner, so that what the former owner still writes is refused.
func (s *Store) Acquire(ctx context.Context, source, owner string, ttl time.Duration, now time.Time) (store.Lease, bool, error) {
	if source == "" || owner == "" {
		return store.Lease{}, false, errors.New("taking a lease: it needs a source and an owner")
	}
	lease := store.Lease{Source: source, Owner: owner}
	ok := false
	err := s.write(ctx, source, "taking a lease", func(tx *transaction) error {
		now, err := s.database.Now(tx.ctx, tx.Tx, now)
		if err != nil {
			return err
		}
		var holder string
		var expires int64
		err = tx.QueryRow(`SELECT owner, fence, expires FROM leases WHERE source = ?`, source).Scan(&holder, &lease.Fence, &expires)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if holder != owner {
			if holder != "" && isHeld(expires, now) {
				return nil
			}
			lease.Fence++
		}
		ok = true
		_, err = tx.Exec(`INSERT INTO leases (source, owner, fence, expires) VALUES (?, ?, ?, ?) ON CONFLICT (source)
			DO UPDATE SET owner = excluded.owner, fence = excluded.fence, expires = excluded.expires`,
			source, owner, lease.Fence, now.Add(ttl).UnixNano())
		return err
	})
	if err != nil || !ok {
		return store.Lease{}, false, err
	}
	return lease, true, nil
}

// Release gives a lease back before it expires. One that was lost already stays with its new owner.
func (s *Store) Release(ctx context.Context, l store.Lease) error {
	return s.write(ctx, l.Source, fmt.Sprintf("releasing the lease of %s", l.Source), func(tx *transaction) error {
		_, err := tx.Exec(`UPDATE leases SET owner = '', expires = 0 WHERE source = ? AND owner = ? AND fence = ?`, l.Source, l.Owner, l.Fence)
		return err
	})
}
