package postgres

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A server that is reached and does not end in time is not told to be out of reach: whoever looks for the fault would
// look at the network.
func TestAServerThatTakesTooLongIsNotSaidToBeOutOfReach(t *testing.T) {
	d := &database{place: "PostgreSQL at db:5432, database yardstick"}
	err := d.Fault(fmt.Errorf("reading: %w", context.DeadlineExceeded))
	require.ErrorIs(t, err, store.ErrAway)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "database yardstick takes too long")
	require.NotContains(t, err.Error(), "cannot be reached")
}
