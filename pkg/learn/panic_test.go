package learn

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// odd is a Prometheus on whose answer for one metric the program itself fails.
type odd struct{ *world }

func (o *odd) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	if strings.HasPrefix(q.Metric, "query") {
		var none []int
		_ = none[len(q.Metric)]
	}
	return o.world.Windows(ctx, q, from, to, step)
}

// In the process that learns every data source of a Grafana is answered, and what is odd in one metric ends none of them.
func TestWhereTheProgramItselfFailsTheOtherSetsAreLearned(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		settings := settingsOf(&odd{newWorld()}, 3)
		told := map[string]error{}
		settings.OnError = func(_, set string, err error) { told[set] = err }
		l := New(s, SystemClock{}, "test", settings)
		defer l.Close()
		var fault *prometheus.Panic
		if err := l.CatchUp(t.Context()); !errors.As(err, &fault) || ofSource(err) {
			t.Fatalf("%v, want a fault in one set", err)
		}
		for _, op := range []string{"cart", "search", "pdf"} {
			if r := recordOf(t, s, op); r.To.Sub(r.From) < 48*time.Hour {
				t.Errorf("%s is learned from %s", op, r.To.Sub(r.From))
			}
		}
		if len(told) != 1 || !errors.As(told["query"], &fault) || !strings.Contains(string(fault.Stack), "panic_test.go") {
			t.Errorf("told %v", told)
		}
	})
}
