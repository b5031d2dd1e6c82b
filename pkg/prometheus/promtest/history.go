package promtest

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// History writes the samples that scrapes of an application would have left
// behind, as OpenMetrics text for Options.History.
type History struct {
	From, To time.Time
	Step     time.Duration // between scrapes; the first is at From
	text     strings.Builder
}

// Observation is one request: when it ended and how long it took, in the unit of the metric.
type Observation struct {
	At    time.Time
	Value float64
}

// Histogram writes a classic histogram that observed what is given, ascending,
// and started anew (counters from 0) at every restart.
func (h *History) Histogram(metric string, labels map[string]string, bounds []float64, observed []Observation, restarts ...time.Time) {
	les := make([]string, 0, len(bounds)+1)
	for _, b := range bounds {
		les = append(les, le(b))
	}
	les = append(les, "+Inf")
	columns := make([][]float64, len(les)+1)
	h.scrapes(observed, restarts, func(values []float64) {
		counts, sum := make([]float64, len(les)), 0.0
		for _, v := range values {
			sum += v
			for i := range les {
				if i == len(bounds) || v <= bounds[i] {
					counts[i]++
				}
			}
		}
		for i, c := range append(counts, sum) {
			columns[i] = append(columns[i], c)
		}
	})
	for i, bound := range les {
		h.Series(metric+"_bucket", with(labels, "le", bound), columns[i])
	}
	h.Series(metric+"_count", labels, columns[len(les)-1])
	h.Series(metric+"_sum", labels, columns[len(les)])
}

// scrapes calls visit for every scrape with what was observed since the last restart.
func (h *History) scrapes(observed []Observation, restarts []time.Time, visit func([]float64)) {
	var values []float64
	next, restart := 0, 0
	for at := h.From; !at.After(h.To); at = at.Add(h.Step) {
		for next < len(observed) && !observed[next].At.After(at) {
			for restart < len(restarts) && restarts[restart].Before(observed[next].At) {
				values, restart = nil, restart+1
			}
			values = append(values, observed[next].Value)
			next++
		}
		visit(values)
	}
}

// Series writes one sample per scrape; NaN leaves one out.
func (h *History) Series(metric string, labels map[string]string, values []float64) {
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		at := h.From.Add(time.Duration(i) * h.Step)
		fmt.Fprintf(&h.text, "%s %s %s\n", name(metric, labels), strconv.FormatFloat(v, 'g', -1, 64),
			strconv.FormatFloat(float64(at.UnixMilli())/1000, 'f', 3, 64))
	}
}

// Scrapes is how many samples a series has.
func (h *History) Scrapes() int { return int(h.To.Sub(h.From)/h.Step) + 1 }

// String is what was written so far.
func (h *History) String() string { return h.text.String() }

func name(metric string, labels map[string]string) string {
	escape := strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
	parts := []string{`"` + metric + `"`}
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		parts = append(parts, `"`+escape.Replace(label)+`"="`+escape.Replace(labels[label])+`"`)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// le is how an application writes a bound, before Prometheus makes 1 into 1.0.
func le(bound float64) string { return strconv.FormatFloat(bound, 'f', -1, 64) }

func with(labels map[string]string, label, value string) map[string]string {
	own := maps.Clone(labels)
	if own == nil {
		own = map[string]string{}
	}
	own[label] = value
	return own
}
