package plugin

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A store may take minutes to open: its server is slow, or its tables are brought to a newer schema. Meanwhile whoever
// gives up is let go, scrapes go on, and it is opened once for all who wait.
func TestNobodyIsHeldWhileTheStoreIsOpened(t *testing.T) {
	opens, let := make(chan struct{}, 9), make(chan struct{})
	var times atomic.Int32
	p := newProcess(still{}, func() (store.Store, error) {
		times.Add(1)
		opens <- struct{}{}
		<-let
		return filled(), nil
	}, documentedSystems)
	within := func(what string, do func()) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			do()
		}()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			require.Fail(t, what+" waits for the store")
		}
	}
	patient := make(chan error, 1)
	go func() {
		_, err := p.Store(context.Background())
		patient <- err
	}()
	<-opens

	impatient, giveUp := context.WithCancel(context.Background())
	giveUp()
	var gone error
	within("who gave up", func() { _, gone = p.Store(impatient) })
	require.ErrorIs(t, gone, context.Canceled)
	within("a scrape", func() { p.active() })

	close(let)
	require.NoError(t, <-patient)
	_, err := p.Store(context.Background())
	require.NoError(t, err)
	require.EqualValues(t, 1, times.Load())
}
