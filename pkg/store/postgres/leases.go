package postgres

// Who may learn for a source, without waiting for who writes.

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

// renew decides on a lease where that takes no change of owner: the owner renews it beside its own long transactions,
// and others see that it is held. decided is false where nobody holds it any more: then it is taken over as every
// store does, while nobody writes.
func (d *database) renew(ctx context.Context, source, owner string, ttl time.Duration, callers time.Time) (lease store.Lease, decided bool, err error) {
	ctx, end := context.WithTimeout(ctx, renewWithin)
	defer end()
	now, err := d.clock(ctx, d.readers, callers)
	if err != nil {
		return lease, false, err
	}
	lease = store.Lease{Source: source, Owner: owner}
	err = d.readers.QueryRowContext(ctx, `UPDATE leases SET expires = $3 WHERE source = $1 AND owner = $2 RETURNING fence`,
		d.Keep(source), d.Keep(owner), now.Add(ttl).UnixNano()).Scan(&lease.Fence)
	if err == nil {
		return lease, true, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return store.Lease{}, false, err
	}
	var held bool
	err = d.readers.QueryRowContext(ctx, `SELECT count(*) > 0 FROM leases WHERE source = $1 AND owner <> '' AND expires > $2 AND expires <= $3`,
		d.Keep(source), now.UnixNano(), now.Add(relational.LongestLease).UnixNano()).Scan(&held)
	return store.Lease{}, held, err
}
