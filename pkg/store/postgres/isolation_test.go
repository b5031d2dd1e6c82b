//go:build unix

package postgres

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/storetest"
)

// An administrator may have given the database or the role another isolation than PostgreSQL's own. Who waited for another
// writer must see what that one wrote all the same.
func TestReplicasTogetherWhateverTheIsolationOfTheDatabase(t *testing.T) {
	for _, isolation := range []string{"repeatable read", "serializable"} {
		t.Run(isolation, func(t *testing.T) {
			storetest.Together(t, storetest.Subject{Open: subject.Open, Address: func(t testing.TB) string {
				return subject.Address(t) + "&default_transaction_isolation=" + strings.ReplaceAll(isolation, " ", "%20")
			}})
		})
	}
}

// A learner that waits for the lock while its lease is taken away writes nothing, with any isolation.
func TestALeaseThatIsLostWhileItsOwnerWaitsWhateverTheIsolation(t *testing.T) {
	ctx := context.Background()
	address := server(t).Empty()
	one := opened(t, address+"&default_transaction_isolation=repeatable%20read", Options{}).(*Store)
	other := opened(t, address, Options{}).(*Store)
	l := held(t, one, "one")
	tx, err := other.database.Begin(ctx, source, true)
	require.NoError(t, err)
	wrote := make(chan error)
	go func() { wrote <- one.PutHour(ctx, l, "kgas", "operation", noon, hour(noon)) }()
	for waiting := 0; waiting == 0; time.Sleep(10 * time.Millisecond) {
		require.NoError(t, other.database.readers.QueryRow(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`+
			` AND (classid::bigint << 32 | objid::bigint) = $1`, one.database.lock(source)).Scan(&waiting))
	}
	_, err = tx.Exec(`UPDATE leases SET owner = 'other', fence = fence + 1`)
	require.NoError(t, err)
	require.NoError(t, tx.Commit())
	require.ErrorIs(t, <-wrote, store.ErrLeaseLost)
}
