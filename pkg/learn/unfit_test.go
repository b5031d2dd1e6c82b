package learn

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// endless has a last bound in one operation that stands for no limit: its spread is no number.
type endless struct {
	*world
	mended bool
}

func (e *endless) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	all, err := e.world.Windows(ctx, q, from, to, step)
	for _, op := range all {
		if op.Labels["op"] != "cart" || e.mended {
			continue
		}
		for i := range op.Windows {
			op.Windows[i].Bounds, op.Windows[i].Counts = []float64{0.1, 1, math.MaxFloat64}, []float64{1000, 490, 10, 0}
		}
	}
	return all, err
}

// The others are learned, of the same metric too, and a person is told of the one that cannot be, as long as that is so.
func TestABaselineThatCannotBeKeptKeepsNoOtherFromBeingLearned(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := &endless{world: newWorld()}
		settings := settingsOf(w, 3)
		var told []string
		settings.OnError = func(_, set string, err error) { told = append(told, set+": "+err.Error()) }
		l := New(s, SystemClock{}, "test", settings)
		defer l.Close()
		err := l.CatchUp(t.Context())
		if !errors.Is(err, store.ErrUnfit) || ofSource(err) {
			t.Fatalf("%v, want a failure of one set", err)
		}
		for _, op := range []string{"search", "select", "pdf"} {
			if r := recordOf(t, s, op); r.To.Sub(r.From) < 48*time.Hour {
				t.Errorf("%s is learned from %s", op, r.To.Sub(r.From))
			}
		}
		if len(told) != 1 || !strings.Contains(told[0], "the baseline of cart: the store cannot keep it") {
			t.Errorf("told %q", told)
		}
		noted := func() string {
			t.Helper()
			all, err := s.Progress(t.Context(), settings.Source)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range all {
				if p.Set == "page" {
					return p.LastError
				}
			}
			return "no progress of the set"
		}
		if !strings.Contains(noted(), "cart") || !strings.Contains(l.Status().Error, "cart") {
			t.Errorf("noted %q, status %q", noted(), l.Status().Error)
		}

		asked := len(w.requests())
		if err := l.CatchUp(t.Context()); err != nil || len(w.requests()) > asked {
			t.Errorf("%v after %d more requests, though there is nothing new", err, len(w.requests())-asked)
		}
		if !strings.Contains(noted(), "cart") || !strings.Contains(l.Status().Error, "cart") {
			t.Errorf("noted %q, status %q, though nothing was mended", noted(), l.Status().Error)
		}

		w.mended = true
		time.Sleep(4 * 24 * time.Hour)
		if err := l.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if noted() != "" || l.Status().Error != "" {
			t.Errorf("noted %q, status %q, though all is learned", noted(), l.Status().Error)
		}
		recordOf(t, s, "cart")
	})
}
