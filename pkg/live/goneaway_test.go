package live

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A dashboard that refreshes every ten seconds gives up what it asked before. Where Prometheus is slower than that, what
// nobody waits for any more must not stand in line before what somebody does, or nobody is ever answered.
func TestWhatNobodyWaitsForAnyMoreIsNotAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := &busy{takes: 8 * time.Second, asked: map[string][]time.Time{}}
		asks := New(src, Options{Now: time.Now, Concurrency: 2}).asks
		const panels = 6
		answered := 0
		for refresh := range 5 {
			looking, lookAway := context.WithCancel(t.Context())
			var shown sync.WaitGroup
			var mu sync.Mutex
			for panel := range panels {
				shown.Go(func() {
					if _, err := asks.instant(looking, fmt.Sprintf("panel_%d_%d", panel, refresh), time.Now()); err == nil {
						mu.Lock()
						defer mu.Unlock()
						answered++
					}
				})
			}
			time.Sleep(10 * time.Second)
			lookAway()
			shown.Wait()
		}
		assert.Equal(t, 5*2, answered, "two of six with every refresh, and not those of the refresh before")
		synctest.Wait()
		asked := len(src.asked)
		time.Sleep(time.Minute)
		assert.Len(t, src.asked, asked, "nobody looks any more")
	})
}

func TestWhoComesAsTheOthersLeaveIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := &busy{takes: 8 * time.Second, asked: map[string][]time.Time{}}
		asks := New(src, Options{Now: time.Now, Concurrency: 1}).asks
		at := time.Now()
		ask := func(ctx context.Context, expr string) chan error {
			told := make(chan error, 1)
			go func() {
				v, err := asks.instant(ctx, expr, at)
				if err == nil && (len(v) != 1 || v[0].Value != model.SampleValue(1)) {
					err = fmt.Errorf("answered %v", v)
				}
				told <- err
			}()
			synctest.Wait()
			return told
		}
		first := ask(t.Context(), "up")
		leaving, leave := context.WithCancel(t.Context())
		left := ask(leaving, "shared")
		stays := ask(t.Context(), "shared")
		alone, leaveAlone := context.WithCancel(t.Context())
		gone := ask(alone, "deserted")
		leave()
		leaveAlone()
		again := ask(t.Context(), "deserted")
		short, end := context.WithTimeout(t.Context(), time.Second)
		defer end()
		impatient := ask(short, "later")
		require.ErrorIs(t, <-left, context.Canceled)
		require.ErrorIs(t, <-gone, context.Canceled)
		require.ErrorIs(t, <-impatient, context.DeadlineExceeded)
		require.NoError(t, <-first)
		require.NoError(t, <-stays, "one who gives up does not take the answer of the other with him")
		require.NoError(t, <-again)
		time.Sleep(time.Minute)
		require.Len(t, src.asked["later"], 1, "who ran out of time will ask again, and finds the answer")
		for expr, moments := range src.asked {
			require.Len(t, moments, 1, expr)
		}
	})
}
