package live

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// tuned is a day of OmniNode: kafka fails half of its calls since three hours before noon, a twentieth of a day's since
// an hour after that; cache was always stable and has its threshold at the limit, worker too, but its threshold was not
// scraped until an hour ago; the pool has had 90 of 100 connections in use for longer than a day.
func tuned(t testing.TB) (*counted, *catalog.System) {
	t.Helper()
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	sys, found := builtin.System("omninode")
	require.True(t, found)
	h := past(26*time.Hour, time.Minute)
	of := func(pairs ...string) map[string]string {
		labels := job(pairs...)
		labels["job"] = "omninode"
		return labels
	}
	calls := func(component string, failing func(time.Time) float64) {
		var ok, failed float64
		good, bad := make([]float64, h.Scrapes()), make([]float64, h.Scrapes())
		for i := range good {
			share := failing(h.From.Add(time.Duration(i) * h.Step))
			if math.IsNaN(share) {
				good[i], bad[i] = share, share
				continue
			}
			ok, failed = ok+1000*(1-share), failed+1000*share
			good[i], bad[i] = ok, failed
		}
		h.Series("omninode_circuit_breaker_calls_total", of("component", component, "result", "success"), good)
		h.Series("omninode_circuit_breaker_calls_total", of("component", component, "result", "failure"), bad)
	}
	gauge := func(metric string, value float64, pairs ...string) {
		h.Series(metric, of(pairs...), each(h, constant(value)))
	}
	calls("kafka", func(at time.Time) float64 {
		if at.After(noon.Add(-3 * time.Hour)) {
			return 0.5
		}
		return 0.03
	})
	calls("cache", constant(0.001))
	calls("worker", constant(0.001))
	for component, threshold := range map[string]float64{"kafka": 5, "cache": 10} {
		gauge("omninode_circuit_breaker_failure_threshold", threshold, "component", component)
	}
	h.Series("omninode_circuit_breaker_failure_threshold", of("component", "worker"), each(h, func(at time.Time) float64 {
		if at.After(noon.Add(-2*time.Hour)) && at.Before(noon.Add(-70*time.Minute)) {
			return unseenYet
		}
		return 9
	}))
	gauge("omninode_active_connections", 90, "service", "postgresql")
	gauge("omninode_max_connections", 100, "service", "postgresql")
	idle := make([]float64, h.Scrapes())
	for i := range idle {
		idle[i] = float64(i) * 60 * 0.5
	}
	h.Series("node_cpu_seconds_total", map[string]string{"job": "omninode-node", "instance": "n", "cpu": "0", "mode": "idle"}, idle)
	return serve(t, h), sys
}

func TestARecommendedChangeFollowsTheDocument(t *testing.T) {
	src, sys := tuned(t)
	r := New(src, Options{})
	advice, err := r.Recommendations(context.Background(), AdviceRequest{System: sys, At: noon})
	require.NoError(t, err)
	of := func(id, component string) *Advice {
		i := slices.IndexFunc(advice, func(a Advice) bool { return a.ID == id && a.Change != nil && a.Change.Component == component })
		if i < 0 {
			return nil
		}
		return &advice[i]
	}

	t.Run("an unstable breaker trips one failure earlier", func(t *testing.T) {
		a := of("D4-O04", "kafka")
		require.NotNil(t, a)
		assert.Equal(t, Change{Component: "kafka", Setting: "failure_threshold", Current: 5, Proposed: 4, Unit: "short"}, *a.Change)
		require.Len(t, a.Because, 2)
		assert.Equal(t, "Share of a day's calls that failed", a.Because[0].Title)
		assert.InDelta(t, (3*50+21*3)/24.0, a.Because[0].Value, 0.1)
		assert.EqualValues(t, 5, a.Because[0].Limit)
	})
	t.Run("a stable one a failure later, but none is raised above the limit", func(t *testing.T) {
		require.NotNil(t, of("D4-O03", "worker"))
		assert.EqualValues(t, 10, of("D4-O03", "worker").Change.Proposed)
		assert.Nil(t, of("D4-O03", "cache"), "10 is the largest")
	})
	t.Run("the pool grows to where its use is at the limit again", func(t *testing.T) {
		a := of("D4-O01", "postgresql")
		require.NotNil(t, a)
		assert.Equal(t, Change{Component: "postgresql", Setting: "max_connections", Current: 100, Proposed: 113, Unit: "short"}, *a.Change)
	})
	t.Run("since when: the condition that came last, to ten minutes", func(t *testing.T) {
		a := of("D4-O04", "kafka")
		assert.WithinDuration(t, noon.Add(-2*time.Hour), a.Since, 20*time.Minute)
		assert.False(t, a.SinceAtLeast)
		assert.True(t, a.Because[1].SinceAtLeast, "its threshold is what it was a day ago")
	})
	t.Run("a gap ends what is known", func(t *testing.T) {
		assert.WithinDuration(t, noon.Add(-70*time.Minute), of("D4-O03", "worker").Since, 20*time.Minute)
	})
	t.Run("what was so a day ago was so for a day at least", func(t *testing.T) {
		a := of("D4-O01", "postgresql")
		assert.True(t, a.SinceAtLeast)
		assert.Equal(t, noon.Add(-24*time.Hour), a.Since)
	})
	t.Run("the look back serves ten minutes, and an application that asks for values only costs none", func(t *testing.T) {
		before := src.ranges.Load()
		_, err := r.Recommendations(context.Background(), AdviceRequest{System: sys, At: noon.Add(20 * time.Second)})
		require.NoError(t, err)
		changes, err := New(src, Options{}).Changes(context.Background(), sys, noon, 0)
		require.NoError(t, err)
		assert.Equal(t, before, src.ranges.Load())
		assert.Len(t, changes, 3)
	})
}

func TestAChangeThatIsMadeAlreadyIsNotRecommended(t *testing.T) {
	src := targetsServer(t)
	sys := withTargets()
	change := func(proposed string) *catalog.Change {
		return &catalog.Change{Component: "tools", Setting: "tools_active", Current: `sum(kgas_tools_active{` + app + `})`, Proposed: proposed, Unit: "short"}
	}
	when := []catalog.Clause{{Expr: `sum(kgas_tools_active{` + app + `})`, Op: "<", Limit: 1}}
	sys.Recommendations = []catalog.Recommendation{
		{ID: "made", When: when, Change: change("clamp_max(sum(kgas_tools_active{" + app + "}), 0)")},
		{ID: "to do", When: when, Change: change("sum(kgas_tools_active{" + app + "}) + 1")},
		{ID: "unknown", When: when, Change: change("kgas_no_such_metric")},
	}
	advice, err := New(src, Options{}).Recommendations(context.Background(), AdviceRequest{System: sys, At: noon})
	require.NoError(t, err)
	require.Len(t, advice, 2)
	assert.Equal(t, "to do", advice[0].ID)
	assert.EqualValues(t, 1, advice[0].Change.Proposed)
	assert.True(t, math.IsNaN(advice[1].Change.Proposed), "nothing is proposed where nothing can be computed")
}

// An open breaker rejects nearly all calls, and every one that it lets through fails: that is no very stable service,
// whose threshold should be raised (D4 l.433-436).
func TestWhatABreakerRejectsMakesItsServiceNoStabler(t *testing.T) {
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	sys, found := builtin.System("omninode")
	require.True(t, found)
	h := past(time.Hour, time.Minute)
	of := func(pairs ...string) map[string]string {
		labels := job(append(pairs, "component", "mailer")...)
		labels["job"] = "omninode"
		return labels
	}
	for result, perMinute := range map[string]float64{"success": 0, "failure": 2, "rejected": 1000} {
		total := make([]float64, h.Scrapes())
		for i := range total {
			total[i] = perMinute * float64(i)
		}
		h.Series("omninode_circuit_breaker_calls_total", of("result", result), total)
	}
	h.Series("omninode_circuit_breaker_failure_threshold", of(), each(h, constant(5)))
	advice, err := New(serve(t, h), Options{}).Recommendations(context.Background(), AdviceRequest{System: sys, At: noon})
	require.NoError(t, err)
	var ids []string
	for _, a := range advice {
		ids = append(ids, a.ID)
	}
	require.Equal(t, []string{"D4-O04"}, ids)
	assert.EqualValues(t, 100, advice[0].Because[0].Value)
	assert.EqualValues(t, 4, advice[0].Change.Proposed)
}
