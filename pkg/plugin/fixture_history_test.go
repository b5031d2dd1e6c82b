package plugin

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// history is an hour in which embed becomes four times as slow ten minutes before noon.
func history() *promtest.History {
	h := &promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Minute), Step: 15 * time.Second}
	bounds := []float64{0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5}
	labels := func(pairs ...string) map[string]string {
		l := map[string]string{"job": "kgas", "instance": "a"}
		for i := 0; i < len(pairs); i += 2 {
			l[pairs[i]] = pairs[i+1]
		}
		return l
	}
	requests := func(seed uint64, median func(time.Time) float64) (all []promtest.Observation) {
		random := rand.New(rand.NewPCG(seed, 1))
		for at := h.From.Add(time.Second); !at.After(h.To); at = at.Add(400 * time.Millisecond) {
			all = append(all, promtest.Observation{At: at, Value: median(at) * math.Exp(0.4*random.NormFloat64())})
		}
		return all
	}
	h.Histogram("kgas_operation_duration_seconds", labels("operation_type", "ingest", "status", "success"), bounds,
		requests(1, func(time.Time) float64 { return 0.1 }))
	h.Histogram("kgas_operation_duration_seconds", labels("operation_type", "embed", "status", "success"), bounds,
		requests(2, func(at time.Time) float64 {
			if at.After(noon.Add(-10 * time.Minute)) {
				return 0.4
			}
			return 0.1
		}))
	h.Histogram("kgas_operation_duration_seconds", labels("operation_type", `say "hi"`+"\nthere", "status", "success"), bounds,
		requests(3, func(time.Time) float64 { return 0.2 }))
	series := func(metric string, l map[string]string, value func(at time.Time) float64) {
		values := make([]float64, h.Scrapes())
		for i := range values {
			values[i] = value(h.From.Add(time.Duration(i) * h.Step))
		}
		h.Series(metric, l, values)
	}
	conversions(series, labels)
	breakers(series)
	return h
}

type writeSeries func(metric string, labels map[string]string, value func(at time.Time) float64)

// conversions: graph to table ran every 20 minutes and took 40 s the last time; table to vector has been running for 70 s.
func conversions(series writeSeries, labels func(...string) map[string]string) {
	since := func(at time.Time) float64 { return float64(at.Truncate(20 * time.Minute).Unix()) }
	small := labels("source", "graph", "target", "table", "dataset_size", "small")
	series("kgas_conversion_last_run_timestamp_seconds", small, since)
	series("kgas_conversion_last_duration_seconds", small, func(at time.Time) float64 {
		if since(at) >= float64(noon.Add(-20*time.Minute).Unix()) {
			return 40
		}
		return 9
	})
	series("kgas_conversion_in_progress_start_timestamp_seconds", labels("source", "table", "target", "vector", "dataset_size", "small"),
		func(at time.Time) float64 {
			if began := noon.Add(-70 * time.Second); at.After(began) {
				return float64(began.Unix())
			}
			return 0
		})
}

// breakers: the database's opened 20 minutes ago; of kafka only the trips are known.
func breakers(series writeSeries) {
	of := func(component, state string) map[string]string {
		l := map[string]string{"job": "omninode", "instance": "b", "component": component}
		if state != "" {
			l["state"] = state
		}
		return l
	}
	opened := func(at time.Time) bool { return at.After(noon.Add(-20 * time.Minute)) }
	for _, state := range []string{"closed", "open", "half_open"} {
		series("omninode_circuit_breaker_state", of("database", state), func(at time.Time) float64 {
			return yes(opened(at) && state == "open" || !opened(at) && state == "closed", true)
		})
	}
	series("omninode_circuit_breaker_trips_total", of("database", ""), func(at time.Time) float64 { return yes(opened(at), true) })
	series("omninode_circuit_breaker_trips_total", of("kafka", ""), func(time.Time) float64 { return 2 })
	series("up", map[string]string{"job": "omninode", "instance": "b"}, func(time.Time) float64 { return 1 })
	series("process_start_time_seconds", map[string]string{"job": "omninode", "instance": "b"}, func(at time.Time) float64 {
		if began := noon.Add(-25 * time.Minute); at.After(began) {
			return float64(began.Unix())
		}
		return float64(noon.Add(-48 * time.Hour).Unix())
	})
	series("up", map[string]string{"job": "kgas", "instance": "a"}, func(time.Time) float64 { return 1 })
}
