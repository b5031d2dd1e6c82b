package learn

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A machine without a battery begins with a clock of years ago, and may know the time before Prometheus answers, or only
// after Prometheus on the same machine has. What was learned and decided is not of the future then: when it became valid is
// nowhere else.
func TestAClockThatIsBehindAtTheStartTakesNothingBack(t *testing.T) {
	for name, together := range map[string]bool{"while Prometheus does not answer": false, "together with that of Prometheus": true} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				w := newWorld()
				caughtUp(t, s, settingsOf(w, 2)).Close()
				before := validFrom(t, s)

				clock, settings := &jumping{}, settingsOf(w, 2)
				if !together {
					away := errors.New("connection refused")
					w.mu.Lock()
					w.fail = func(string, time.Time, time.Time) error { return away }
					w.mu.Unlock()
					settings.Clock = func(context.Context) (time.Time, error) { return time.Time{}, away }
				}
				clock.jump(-10 * 365 * 24 * time.Hour)
				stop := running(t, New(s, clock, "started", settings))
				time.Sleep(10 * time.Minute)
				synctest.Wait()
				stop()
				for version, from := range validFrom(t, s) {
					if was, known := before[version]; known && !from.Equal(was) {
						t.Errorf("version %d is valid from %s, was %s", version, from, was)
					}
				}

				w.mu.Lock()
				w.fail = nil
				w.mu.Unlock()
				clock.jump(0)
				settings.Clock = nil
				defer running(t, New(s, clock, "right", settings))()
				time.Sleep(10 * time.Minute)
				synctest.Wait()
				if hours, windows := known(t, s, "cart"); hours != 48 || windows < 48*12 {
					t.Errorf("%d hours and %d windows are known, want all of two days", hours, windows)
				}
			})
		})
	}
}

// validFrom is since when each version of the baseline of cart is valid.
func validFrom(t *testing.T, s store.Store) map[int]time.Time {
	t.Helper()
	all, err := s.Versions(t.Context(), "1/shop", baselineOf(t, s, "cart").Operation.ID)
	if err != nil {
		t.Fatal(err)
	}
	from := map[int]time.Time{}
	for _, b := range all {
		from[b.Version] = b.ValidFrom
	}
	return from
}
