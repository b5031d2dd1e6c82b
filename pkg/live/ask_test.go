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

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// busy is a Prometheus that takes its time over every instant query, and knows nothing else.
type busy struct {
	Source
	takes time.Duration

	mu    sync.Mutex
	asked map[string][]time.Time // moments, by expression
}

func (b *busy) Instant(ctx context.Context, expr string, t time.Time) (prometheus.Answer[model.Vector], error) {
	b.mu.Lock()
	b.asked[expr] = append(b.asked[expr], t)
	b.mu.Unlock()
	select {
	case <-time.After(b.takes):
		return prometheus.Answer[model.Vector]{Value: model.Vector{{Metric: model.Metric{}, Value: 1}}}, nil
	case <-ctx.Done():
		return prometheus.Answer[model.Vector]{}, ctx.Err()
	}
}

// manyTargets are as many as the longest document has.
func manyTargets(expr func(i int) string) *catalog.System {
	sys := &catalog.System{Name: "many", Title: "Many"}
	for i := range 35 {
		sys.Targets = append(sys.Targets, catalog.Target{ID: fmt.Sprintf("T%02d", i), Expr: expr(i), Op: "<", Limit: 2})
	}
	return sys
}

func TestTheLastTargetIsNotLateForWhatThoseBeforeItTook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := &busy{takes: defaultTimeout / 2, asked: map[string][]time.Time{}}
		sys := manyTargets(func(i int) string { return fmt.Sprintf("max(metric_%d)", i) })
		rows, err := New(src, Options{Now: time.Now}).Targets(t.Context(), TargetRequest{System: sys, At: time.Now()})
		require.NoError(t, err)
		require.Len(t, rows, 35)
		for _, row := range rows {
			assert.Equal(t, Met, row.Outcome, "%s: %s", row.Target.ID, row.Reason)
		}
	})
}

func TestAQueryThatTakesTooLongIsEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := &busy{takes: 2 * defaultTimeout, asked: map[string][]time.Time{}}
		_, err := New(src, Options{Now: time.Now}).asks.instant(t.Context(), "max(metric)", time.Now())
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestWhatLooksBackOverDaysIsAskedOnceInAQuarterOfAnHour(t *testing.T) {
	const slow, fast = `sum(rate(metric_bucket[1d])) / sum(rate(metric_bucket[1d] offset 28d))`, `sum(rate(metric_bucket[5m]))`
	src := &busy{asked: map[string][]time.Time{}}
	sys := manyTargets(func(i int) string { return [...]string{slow, fast}[i%2] })
	r := New(src, Options{Now: func() time.Time { return noon.Add(time.Hour) }})
	for refresh := range 3 {
		_, err := r.Targets(context.Background(), TargetRequest{System: sys, At: noon.Add(time.Duration(refresh) * 5 * time.Minute)})
		require.NoError(t, err)
	}
	assert.Equal(t, []time.Time{noon}, src.asked[slow])
	assert.Len(t, src.asked[fast], 3)

	midnight := time.Date(2026, 3, 11, 0, 0, 0, 0, time.FixedZone("Kathmandu", 5*3600+45*60))
	assert.True(t, momentOf(slow, midnight).Equal(midnight), "the end of a day is asked for itself")
}
