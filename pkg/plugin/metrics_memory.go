package plugin

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// How often is an answer at hand already? Verdicts are judged once for all who
// want them at a moment, and the windows they rest on are read once.

var (
	lookups = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "yardstick_memory_lookups_total",
		Help: "Answers that were looked for in memory, by what and outcome: hit, or miss and made anew.",
	}, []string{"memory", "outcome"})
	remembered    = lookups.WithLabelValues("verdicts", "hit")
	judgedAnew    = lookups.WithLabelValues("verdicts", "miss")
	windowsHit    = lookups.WithLabelValues("windows", "hit")
	windowsMissed = lookups.WithLabelValues("windows", "miss")
)

// lookedUp counts the windows that a reader had, and those that Prometheus was asked for.
func lookedUp(had, missed int) {
	windowsHit.Add(float64(had))
	windowsMissed.Add(float64(missed))
}
