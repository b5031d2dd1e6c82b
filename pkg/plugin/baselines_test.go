package plugin

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A store may take minutes to answer, or to say that it does not: who no longer waits for it is let go, and the others
// still get the answer that they share.
func TestOneWhoGivesUpDoesNotWaitForTheBaselines(t *testing.T) {
	s := &slowly{version: 1, asked: make(chan struct{}, 9), let: make(chan struct{})}
	b := newBaselineReader(func(ctx context.Context) (store.Store, error) { return s, ctx.Err() }, func() time.Time { return noon })
	read := func(ctx context.Context) chan error {
		done := make(chan error, 1)
		go func() {
			_, err := b.at(ctx, "1/a", "kgas", noon)
			done <- err
		}()
		return done
	}
	impatient, giveUp := context.WithCancel(context.Background())
	first := read(impatient)
	<-s.asked
	second := read(context.Background())
	giveUp()
	select {
	case err := <-first:
		require.ErrorIs(t, err, context.Canceled)
	case <-time.After(10 * time.Second):
		require.Fail(t, "who gave up still waits")
	}
	close(s.let)
	require.NoError(t, <-second)
}
