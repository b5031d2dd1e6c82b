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
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func bridge() *catalog.System {
	return &catalog.System{
		Name: "omninode", Selector: `job=~"omninode(-.*)?"`,
		Breakers: &catalog.Breakers{
			Components: []string{"critical", "high", "medium", "low"}, Anchor: "D4 l.430-441",
			Tuning: catalog.BreakerTuning{StableErrorPercent: 1, UnstableErrorPercent: 5, ThresholdStep: 1, ThresholdMin: 2, ThresholdMax: 10,
				FastRecovery: 30, SlowRecovery: 120, FastStep: 5, SlowStep: 10, TimeoutMin: 10, TimeoutMax: 300},
		},
	}
}

// change is a state that a breaker enters so long before noon.
type change struct {
	ago   time.Duration
	state string
}

func oneHot(h *promtest.History, metric, component, name string, states []string, changes ...change) {
	for _, state := range states {
		h.Series(metric, node(component, name, "state", state), each(h, func(at time.Time) float64 {
			now := ""
			for _, c := range changes {
				if !at.Before(noon.Add(-c.ago)) {
					now = c.state
				}
			}
			switch now {
			case "":
				return unseenYet
			case state:
				return 1
			}
			return 0
		}))
	}
}

func node(label, name string, more ...string) map[string]string {
	labels := map[string]string{"job": "omninode", "instance": "a", label: name}
	for i := 0; i < len(more); i += 2 {
		labels[more[i]] = more[i+1]
	}
	return labels
}

// counter is a series that counts the moments that have passed; it is born with the first, or from 0.
func counter(fromZero bool, agos ...time.Duration) func(at time.Time) float64 {
	return func(at time.Time) float64 {
		n := 0
		for _, ago := range agos {
			if !at.Before(noon.Add(-ago)) {
				n++
			}
		}
		if n == 0 && !fromZero {
			return unseenYet
		}
		return float64(n)
	}
}

func omninodeHistory() *promtest.History {
	h := past(3*time.Hour, 5*time.Second)
	h.Series("up", map[string]string{"job": "omninode", "instance": "a"}, each(h, constant(1)))
	states := []string{"closed", "open", "half_open"}
	state, trips := "omninode_circuit_breaker_state", "omninode_circuit_breaker_trips_total"
	oneHot(h, state, "component", "critical", states, change{4 * time.Hour, "closed"})
	oneHot(h, state, "component", "high", states, change{4 * time.Hour, "closed"}, change{68 * time.Second, "open"}, change{8 * time.Second, "half_open"})
	oneHot(h, state, "component", "medium", states, change{4 * time.Hour, "closed"}, change{100 * time.Minute, "open"},
		change{99 * time.Minute, "half_open"}, change{98 * time.Minute, "closed"}, change{90 * time.Second, "open"}, change{30 * time.Second, "closed"})
	h.Series(trips, node("component", "critical"), each(h, counter(true)))
	h.Series(trips, node("component", "high"), each(h, counter(false, 68*time.Second)))
	h.Series(trips, node("component", "medium"), each(h, counter(true, 100*time.Minute, 90*time.Second)))
	h.Series(trips, node("component", "low"), each(h, counter(true, 14*time.Minute, 50*time.Minute)))
	gauge := func(metric, component string, v float64) {
		h.Series(metric, node("component", component), each(h, constant(v)))
	}
	for _, component := range []string{"critical", "high", "medium"} {
		gauge("omninode_circuit_breaker_failure_threshold", component, 5)
		gauge("omninode_circuit_breaker_recovery_timeout_seconds", component, 60)
	}
	calls := func(component, result string, perSecond float64) {
		h.Series("omninode_circuit_breaker_calls_total", node("component", component, "result", result), each(h, func(at time.Time) float64 {
			return perSecond * at.Sub(h.From).Seconds()
		}))
	}
	calls("critical", "success", 10)
	calls("high", "success", 9)
	calls("high", "failure", 1)
	calls("medium", "success", 97)
	calls("medium", "failure", 3)
	recovery := func(component string, seconds float64) {
		h.Series("omninode_circuit_breaker_recovery_seconds_sum", node("component", component), each(h, func(at time.Time) float64 { return counter(true, 90*time.Minute)(at) * seconds }))
		h.Series("omninode_circuit_breaker_recovery_seconds_count", node("component", component), each(h, counter(true, 90*time.Minute)))
	}
	recovery("critical", 18)
	recovery("high", 150)
	return h
}

func breakerOf(t testing.TB, rows []Breaker, component string) Breaker {
	t.Helper()
	i := slices.IndexFunc(rows, func(b Breaker) bool { return b.Component == component })
	require.GreaterOrEqual(t, i, 0, "no breaker %s", component)
	return rows[i]
}

func TestOmniNodeBreakers(t *testing.T) {
	r := New(serve(t, omninodeHistory()), Options{})
	ask := func(back time.Duration, at time.Time) []Breaker {
		rows, err := r.Breakers(context.Background(), BreakerRequest{System: bridge(), From: at.Add(-back), To: at})
		require.NoError(t, err)
		return rows
	}
	rows := ask(time.Hour, noon)

	t.Run("the documented components come in their order", func(t *testing.T) {
		require.Len(t, rows, 4)
		assert.Equal(t, []string{"critical", "high", "medium", "low"}, []string{rows[0].Component, rows[1].Component, rows[2].Component, rows[3].Component})
	})
	t.Run("a half-open breaker is shown half-open, with since when and one first trip", func(t *testing.T) {
		b := breakerOf(t, rows, "high")
		assert.Equal(t, HalfOpen, b.State)
		assert.Equal(t, "half-open", b.Word)
		assert.WithinDuration(t, noon.Add(-8*time.Second), b.Since, tick)
		assert.False(t, b.SinceAtLeast)
		assert.EqualValues(t, 1, b.Trips, "its series was born with the trip")
		assert.InDelta(t, 68, b.SinceTrip(noon), 10)
		assert.EqualValues(t, 1, b.Health)
	})
	t.Run("an open breaker is open over time and has no health", func(t *testing.T) {
		b := breakerOf(t, ask(10*time.Minute, noon.Add(-20*time.Second)), "high")
		assert.Equal(t, Open, b.State)
		assert.EqualValues(t, 0, b.Health)
		var open int
		for _, p := range b.States {
			if p.State == Open {
				open++
			}
		}
		assert.InDelta(t, 5, open, 1, "48 seconds on a grid of 10")
	})
	t.Run("a closed breaker is well again only after its recovery time-out", func(t *testing.T) {
		assert.EqualValues(t, 1, breakerOf(t, rows, "medium").Health, "closed for 30 s of 60")
		assert.EqualValues(t, 2, breakerOf(t, ask(time.Hour, noon.Add(-10*time.Minute)), "medium").Health)
		assert.EqualValues(t, 2, breakerOf(t, rows, "critical").Health)
	})
	t.Run("the time in a state reaches beyond the range", func(t *testing.T) {
		b := breakerOf(t, ask(5*time.Minute, noon.Add(-10*time.Minute)), "medium")
		assert.WithinDuration(t, noon.Add(-98*time.Minute), b.Since, 2*time.Minute)
		assert.Zero(t, b.Trips, "none within the range")
		assert.WithinDuration(t, noon.Add(-100*time.Minute), b.LastTrip, 2*time.Minute)
		assert.True(t, breakerOf(t, rows, "critical").SinceAtLeast)
	})
	t.Run("without a state metric there are trips, and a word on what to emit, and no guessed state", func(t *testing.T) {
		b := breakerOf(t, rows, "low")
		assert.Equal(t, NotMeasured, b.State)
		assert.Equal(t, "not measured", b.Word)
		assert.True(t, math.IsNaN(b.Health))
		assert.EqualValues(t, 2, b.Trips)
		assert.InDelta(t, 14*60, b.SinceTrip(noon), 10)
		assert.Contains(t, b.Emit, "omninode_circuit_breaker_state")
		for _, p := range b.States {
			assert.Equal(t, NotMeasured, p.State)
		}
	})
	t.Run("a stable and quickly recovering service may fail more often and wait less", func(t *testing.T) {
		b := breakerOf(t, rows, "critical")
		assert.EqualValues(t, 6, b.RecommendedThreshold)
		assert.EqualValues(t, 55, b.RecommendedTimeout)
		assert.Contains(t, b.Evidence, "0 % of the calls of the last day failed, below 1 %: a very stable service, raise the failure threshold from 5 to 6 (at most 10).")
		assert.Contains(t, b.Evidence, "It recovered in 18 s on average, faster than 30 s: lower the recovery time-out from 60 to 55 s (at least 10 s).")
		assert.Contains(t, b.Evidence, "(D4 l.430-441)")
	})
	t.Run("an unstable and slowly recovering one the other way round", func(t *testing.T) {
		b := breakerOf(t, rows, "high")
		assert.InDelta(t, 10, b.ErrorPercent, 0.01)
		assert.EqualValues(t, 4, b.RecommendedThreshold)
		assert.EqualValues(t, 70, b.RecommendedTimeout)
	})
	t.Run("between the limits nothing changes, and without evidence nothing is said", func(t *testing.T) {
		b := breakerOf(t, rows, "medium")
		assert.EqualValues(t, 5, b.RecommendedThreshold)
		assert.True(t, math.IsNaN(b.RecommendedTimeout))
		assert.Empty(t, breakerOf(t, rows, "low").Evidence)
	})
	t.Run("nothing seen at all is not measured either", func(t *testing.T) {
		sys := bridge()
		sys.Selector = `job="elsewhere"`
		rows, err := r.Breakers(context.Background(), BreakerRequest{System: sys, From: noon.Add(-time.Hour), To: noon})
		require.NoError(t, err)
		require.Len(t, rows, 4)
		assert.Equal(t, NotMeasured, rows[0].State)
		assert.True(t, math.IsNaN(rows[0].Trips))
		assert.Contains(t, rows[0].Emit, "omninode_circuit_breaker_trips_total")
	})
	t.Run("an unknown preset is an error that names the known ones", func(t *testing.T) {
		_, err := r.Breakers(context.Background(), BreakerRequest{System: bridge(), Preset: "hystrix", To: noon})
		assert.ErrorContains(t, err, "omninode, resilience4j, opossum")
	})
}

func TestOtherBreakers(t *testing.T) {
	h := past(2*time.Hour, 5*time.Second)
	states := []string{"closed", "open", "half_open", "disabled", "forced_open", "metrics_only"}
	r4j := "resilience4j_circuitbreaker_state"
	oneHot(h, r4j, "name", "payments", states, change{3 * time.Hour, "closed"}, change{20 * time.Minute, "open"}, change{10 * time.Minute, "closed"})
	oneHot(h, r4j, "name", "stock", states, change{3 * time.Hour, "closed"}, change{5 * time.Minute, "forced_open"})
	oneHot(h, r4j, "name", "mail", states, change{3 * time.Hour, "disabled"})
	h.Series("resilience4j_circuitbreaker_failure_rate", node("name", "payments"), each(h, constant(7)))
	h.Series("resilience4j_circuitbreaker_failure_rate", node("name", "stock"), each(h, constant(-1)))
	h.Series("up", map[string]string{"job": "omninode", "instance": "a"}, each(h, constant(1)))
	event := func(name, event string, agos ...time.Duration) {
		h.Series("circuit", node("name", name, "event", event), each(h, counter(true, agos...)))
	}
	event("quiet", "success", time.Hour)
	event("quiet", "open", 110*time.Minute)
	event("quiet", "halfOpen", 109*time.Minute)
	event("quiet", "close", 109*time.Minute)
	event("opened", "open", 30*time.Minute)
	event("healed", "open", 30*time.Minute)
	event("healed", "halfOpen", 29*time.Minute)
	event("healed", "close", 29*time.Minute)
	event("trying", "open", 3*time.Minute)
	event("trying", "halfOpen", 2*time.Minute)
	r := New(serve(t, h), Options{})
	sys := bridge()
	sys.Breakers.Components = nil
	ask := func(preset BreakerPreset, back time.Duration) []Breaker {
		rows, err := r.Breakers(context.Background(), BreakerRequest{System: sys, Preset: preset, From: noon.Add(-back), To: noon})
		require.NoError(t, err)
		return rows
	}

	t.Run("resilience4j: forced open is open, disabled is no state", func(t *testing.T) {
		rows := ask(Resilience4j, time.Hour)
		require.Len(t, rows, 3)
		stock := breakerOf(t, rows, "stock")
		assert.Equal(t, Open, stock.State)
		assert.Equal(t, "forced open", stock.Word)
		mail := breakerOf(t, rows, "mail")
		assert.Equal(t, NotMeasured, mail.State)
		assert.Equal(t, "disabled", mail.Word)
		assert.Empty(t, mail.Emit)
	})
	t.Run("resilience4j: without a trip counter the openings seen are counted", func(t *testing.T) {
		b := breakerOf(t, ask(Resilience4j, time.Hour), "payments")
		assert.EqualValues(t, 1, b.Trips)
		assert.Contains(t, b.Evidence, "7 % of the calls")
		assert.Contains(t, b.Evidence, "its present value is not measured")
		assert.True(t, math.IsNaN(breakerOf(t, ask(Resilience4j, time.Hour), "stock").ErrorPercent), "-1 is unknown")
	})
	t.Run("opossum: the event that came last within the range is the state", func(t *testing.T) {
		rows := ask(Opossum, time.Hour)
		assert.Equal(t, Open, breakerOf(t, rows, "opened").State)
		assert.Equal(t, Closed, breakerOf(t, rows, "healed").State)
		assert.Equal(t, HalfOpen, breakerOf(t, rows, "trying").State)
		assert.EqualValues(t, 1, breakerOf(t, rows, "opened").Trips)
	})
	t.Run("opossum: without an event in the range the state is not measured", func(t *testing.T) {
		b := breakerOf(t, ask(Opossum, time.Hour), "quiet")
		assert.Equal(t, NotMeasured, b.State)
		assert.Contains(t, b.Emit, "longer range")
		assert.Equal(t, Closed, breakerOf(t, ask(Opossum, 115*time.Minute), "quiet").State)
		assert.Equal(t, NotMeasured, breakerOf(t, ask(Opossum, 20*time.Minute), "opened").State)
	})
}

func TestOpossumOrder(t *testing.T) {
	for _, c := range []struct {
		name   string
		before []BreakerState
		events flow
		after  []BreakerState
	}{
		{"opened and tried again", []BreakerState{Closed}, flow{Open: 1, HalfOpen: 1}, []BreakerState{HalfOpen}},
		{"tried and failed", []BreakerState{Open}, flow{Open: 1, HalfOpen: 1}, []BreakerState{Open}},
		{"tried and closed", []BreakerState{Open}, flow{HalfOpen: 1, Closed: 1}, []BreakerState{Closed}},
		{"opened and healed between two looks", anyState, flow{Open: 1, HalfOpen: 1, Closed: 1}, anyState},
		{"one event names the state", anyState, flow{Open: 1}, []BreakerState{Open}},
		{"closed by hand", []BreakerState{Open}, flow{Closed: 1}, []BreakerState{Closed}},
		{"too many to tell", []BreakerState{Closed}, flow{Open: 20, HalfOpen: 20}, anyState},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.ElementsMatch(t, c.after, after(c.before, c.events))
		})
	}
}

func TestRises(t *testing.T) {
	all := map[int]bool{0: true, 1: true, 2: true, 3: true, 4: true}
	for _, c := range []struct {
		name    string
		values  map[int]float64
		scraped map[int]bool
		want    []float64
	}{
		{"a counter that was there counts its increases", map[int]float64{0: 7, 1: 7, 2: 9, 3: 9, 4: 9}, all, []float64{0, 0, 2, 0, 0}},
		{"one that is born while its instance is scraped counts from 0", map[int]float64{2: 1, 3: 2, 4: 2}, all, []float64{0, 0, 1, 1, 0}},
		{"one that comes back after a scrape gap does not", map[int]float64{2: 7, 3: 7, 4: 7}, map[int]bool{2: true, 3: true, 4: true}, []float64{0, 0, 0, 0, 0}},
		{"a restart counts what came after it", map[int]float64{0: 7, 1: 1, 2: 1, 3: 1, 4: 2}, all, []float64{0, 1, 0, 0, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, rises(c.values, 5, c.scraped))
		})
	}
}
