// Package catalog answers what the documented systems consist of: their
// operations, quantities, targets, breakers and recommendations.
//
// catalog.json is generated from the TypeScript in catalog/ (npm run generate)
// and is the only source of documented numbers on the Go side.
package catalog

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

//go:embed catalog.json
var document []byte

// Catalog is everything the back end knows of the documented systems.
type Catalog struct {
	Version string   `json:"version"`
	Systems []System `json:"systems"`
	// Profiles are the names under which other emitters tell the same.
	Profiles []Profile `json:"profiles"`
}

// System is one monitored system, documented or defined by a user.
type System struct {
	Name     string `json:"name"`     // "kgas"
	Title    string `json:"title"`    // "KGAS"
	Document string `json:"document"` // "D2"; empty for a user's own system
	Selector string `json:"selector"` // PromQL matchers of the application, e.g. job=~"kgas(-.*)?"
	// HostSelector selects host and exporter metrics of the system (catalogue E-19), e.g. job=~"kgas-.*".
	HostSelector string `json:"hostSelector"`
	TimeZone     string `json:"timeZone"` // IANA name, "UTC" by default
	// Tiers are the documented factors to normal. Zero means the engine's default.
	Tiers Tiers `json:"tiers"`
	// Degradation is the document's own rule of several slow runs in a row; nil for most.
	Degradation     *Degradation     `json:"degradation,omitempty"`
	Operations      []OperationSet   `json:"operations"`
	Quantities      []Quantity       `json:"quantities"`
	Targets         []Target         `json:"targets"`
	Breakers        *Breakers        `json:"breakers,omitempty"`
	Deployments     Deployments      `json:"deployments"`
	Recommendations []Recommendation `json:"recommendations"`
	Report          []ReportItem     `json:"report"`
	Dashboard       string           `json:"dashboard"` // uid
	// Reads are the metrics that its panels and alerts read.
	Reads []string `json:"reads"`
}

// Tiers are ratios to normal at which a deviation changes its tier (D2 l.432-434).
type Tiers struct {
	Info     float64 `json:"info"`
	Warning  float64 `json:"warning"`
	Critical float64 `json:"critical"`
}

// Degradation says from which factor to normal a run counts, and how many in a row are an alert (D5 l.316-317).
type Degradation struct {
	Factor float64 `json:"factor"`
	Runs   int     `json:"runs"`
}

// OperationSet describes the operations of one metric: one operation per
// combination of the values of the labels in By.
type OperationSet struct {
	ID    string `json:"id"` // unique within the system, e.g. "operation", "conversion"
	Title string `json:"title"`
	// Metric is the base name: X for X_bucket/_sum/_count or native X; the gauge's own name for kind gauge.
	Metric string `json:"metric"`
	Kind   string `json:"kind"` // histogram | summary | gauge (of the last run) | level (a gauge with a value at any time) | counter (its rate)
	// Across is what the series of an operation of kind level are together: avg (the default), sum, max or min.
	Across    string   `json:"across,omitempty"`
	Unit      string   `json:"unit"`     // of the metric, of a counter that of its rate, a unit of Grafana; times are kept in seconds
	Selector  string   `json:"selector"` // PromQL matchers besides the system's selector; may be empty
	By        []string `json:"by"`
	Name      string   `json:"name"`      // template over the labels: "{{source}}-to-{{target}} {{dataset_size}}"; empty: values joined by a space
	Direction string   `json:"direction"` // what is better: less | more | neither
	// Errors selects the failed requests among the metric's _count series, e.g. status="error"; empty: no error signal.
	Errors      string `json:"errors"`
	MinRequests int    `json:"minRequests"` // 0: max(20, 5/(1-q))
	// Labels are the names that labels of By have in this Prometheus, where a mapping says so; nil where they are the same.
	Labels map[string]string `json:"-"`
	// Fixed are labels of By that the series here lack, and their value.
	Fixed map[string]string `json:"-"`
	// Runs is set where executions are rare and judged one by one (kind gauge).
	Runs *Runs `json:"runs,omitempty"`
	// Ranges are documented expectations, used as the baseline until one is learned (D-15).
	Ranges []Range `json:"ranges"`
	Anchor string  `json:"anchor"` // "D2 l.25-46"
	// Described is by what a set of one's own is learned: where that is another text, it is learned anew. Empty: it stays the same.
	Described string `json:"-"`
}

// Set finds a set of operations by its id.
func (s *System) Set(id string) (OperationSet, bool) {
	for _, set := range s.Operations {
		if set.ID == id {
			return set, true
		}
	}
	return OperationSet{}, false
}

// Kinds of sets whose operations have a value at any time, and not one for each request or run: a gauge's, a counter's rate.
const (
	LevelKind   = "level"
	CounterKind = "counter"
)

// IsLevel tells whether the operations have a value at any time.
func (s OperationSet) IsLevel() bool { return s.Kind == LevelKind || s.Kind == CounterKind }

// CountsRequests tells whether the operations have requests, which can be fewer than usual.
func (s OperationSet) CountsRequests() bool { return s.Kind != "gauge" && !s.IsLevel() }

// TellsEnds tells whether it is known of single runs when the last one ended, and so whether one is overdue.
func (s OperationSet) TellsEnds() bool {
	return s.Kind == "gauge" && s.Runs != nil && s.Runs.Timestamp != ""
}

// CountsErrors tells whether they have requests, of which it is known which failed.
func (s OperationSet) CountsErrors() bool { return s.Errors != "" && s.CountsRequests() }

// Runs names the companions of a last-run gauge (catalogue E-10, E-11, E-19).
type Runs struct {
	Timestamp    string `json:"timestamp"`    // ..._last_run_timestamp_seconds
	RunningSince string `json:"runningSince"` // ..._in_progress_start_timestamp_seconds, 0 when idle
	Count        string `json:"count"`        // a counter of runs, e.g. kgas_conversion_duration_seconds_count
	// Last is the gauge of the last run's duration, where the set itself is a histogram (D2-A08).
	Last string `json:"last"`
}

// Range is a documented "5-15 seconds"; High is the baseline (D-15).
type Range struct {
	Labels map[string]string `json:"labels"`
	Low    float64           `json:"low"`  // seconds
	High   float64           `json:"high"` // seconds
	ID     string            `json:"id"`   // D2-T01
	Anchor string            `json:"anchor"`
}

// RangeOf is the place of an operation's documented range among those of its set; -1 where its document has none.
func (s OperationSet) RangeOf(labels map[string]string) int {
	return slices.IndexFunc(s.Ranges, func(r Range) bool {
		for name, value := range r.Labels {
			if labels[name] != value {
				return false
			}
		}
		return true
	})
}

// Quantity is a documented quantity and the metrics that carry it; probe looks for them.
type Quantity struct {
	ID      string   `json:"id"` // D2-Q01
	Title   string   `json:"title"`
	Unit    string   `json:"unit"`
	Metrics []string `json:"metrics"` // names that must exist for it to be served
	Expr    string   `json:"expr"`    // complete PromQL with the system's selectors
	Anchor  string   `json:"anchor"`
	Emit    string   `json:"emit"` // what to emit where it is missing, one sentence
}

// Target is a documented absolute limit.
type Target struct {
	ID       string `json:"id"` // D2-T11
	Title    string `json:"title"`
	Quantity string `json:"quantity"`
	Expr     string `json:"expr"` // complete PromQL, one or more series
	// Load is PromQL that is empty or 0 where the load or work of the target is absent; empty: always tested.
	Load string `json:"load"`
	// Bound is the histogram whose buckets must reach Limit for an answer ("cannot tell" otherwise); empty for others.
	Bound string `json:"bound"`
	// BoundScale makes seconds of the bounds of Bound, where a mapping reads them in another unit; 0 means 1.
	BoundScale float64 `json:"-"`
	Op         string  `json:"op"`    // < <= > >= ==
	Limit      float64 `json:"limit"` // base units
	Unit       string  `json:"unit"`  // Grafana unit id
	Anchor     string  `json:"anchor"`
	// Engine names what answers instead of Expr, which reads the same from published metrics: slow, requests,
	// confidence, coverage, delay (E-9, E-12, E-15). Empty for most.
	Engine string `json:"engine"`
}

// Breakers says where the state of circuit breakers is found and what the document recommends.
type Breakers struct {
	Tuning BreakerTuning `json:"tuning"`
	// Components that exist by the document even before any metric of them is seen.
	Components []string `json:"components"`
	Anchor     string   `json:"anchor"`
}

// BreakerTuning is D4 l.430-441 in numbers.
type BreakerTuning struct {
	StableErrorPercent   float64 `json:"stableErrorPercent"`   // below: threshold + ThresholdStep
	UnstableErrorPercent float64 `json:"unstableErrorPercent"` // above: threshold - ThresholdStep
	ThresholdStep        float64 `json:"thresholdStep"`
	ThresholdMin         float64 `json:"thresholdMin"`
	ThresholdMax         float64 `json:"thresholdMax"`
	FastRecovery         float64 `json:"fastRecovery"` // seconds; below: time-out - FastStep
	SlowRecovery         float64 `json:"slowRecovery"` // seconds; above: time-out + SlowStep
	FastStep             float64 `json:"fastStep"`
	SlowStep             float64 `json:"slowStep"`
	TimeoutMin           float64 `json:"timeoutMin"`
	TimeoutMax           float64 `json:"timeoutMax"`
}

// Deployments names the metrics that mark a deployment of the application.
type Deployments struct {
	Start   string `json:"start"`   // start time of its processes, e.g. process_start_time_seconds
	Build   string `json:"build"`   // a metric with a label that names the version, e.g. kgas_build_info
	Version string `json:"version"` // that label
	// Heartbeat is a metric that only the application emits: its exporters, which share the prefix of its jobs, start
	// for other reasons. Empty: every start counts.
	Heartbeat string `json:"heartbeat"`
}

// Recommendation is a documented piece of advice and the PromQL that triggers it.
type Recommendation struct {
	ID    string   `json:"id"` // D4-O01
	Title string   `json:"title"`
	Text  string   `json:"text"`  // what to do, with {{value}} and label placeholders
	When  []Clause `json:"when"`  // all must hold; empty: triggered by the engine (D2-O01: a firing rule or breach)
	Group string   `json:"group"` // conversion | operation | tool | llm | database | resource | breaker | pool
	// Change is what to set to what, where the document says it.
	Change *Change `json:"change,omitempty"`
	Anchor string  `json:"anchor"` // D4 l.411
}

// Change is a setting and the PromQL of its present and its better value, with the labels of the first condition.
type Change struct {
	Component string `json:"component"` // what has the setting; may name labels: "{{component}}"
	Setting   string `json:"setting"`   // failure_threshold
	Current   string `json:"current"`
	Proposed  string `json:"proposed"`
	Unit      string `json:"unit"`
}

// Clause is one condition of a recommendation.
type Clause struct {
	Title string  `json:"title"` // what is measured; may be empty
	Expr  string  `json:"expr"`
	Op    string  `json:"op"`
	Limit float64 `json:"limit"`
	Unit  string  `json:"unit"`
}

// ReportItem is one line or list of a report.
type ReportItem struct {
	ID      string `json:"id"`     // D4-R01
	Period  string `json:"period"` // daily | weekly | monthly | run
	Section string `json:"section"`
	Title   string `json:"title"`
	Expr    string `json:"expr"` // instant PromQL at the end of the period; empty: Engine answers
	// Engine names which of Yardstick's own numbers answer instead of Expr (pkg/report, engine.go).
	Engine string `json:"engine,omitempty"`
	Unit   string `json:"unit"`
	Kind   string `json:"kind"` // value | list
	// Mapping turns a value into a word (0 Critical, 1 Degraded, 2 Healthy).
	Mapping map[string]string `json:"mapping,omitempty"`
	Anchor  string            `json:"anchor"`
}

var load = sync.OnceValues(func() (*Catalog, error) {
	var c Catalog
	if err := json.Unmarshal(document, &c); err != nil {
		return nil, fmt.Errorf("reading the built-in catalogue: %w", err)
	}
	return &c, nil
})

// Builtin is the catalogue of the documented systems. It must not be changed by its readers.
func Builtin() (*Catalog, error) { return load() }

// System finds a system by name.
func (c *Catalog) System(name string) (*System, bool) {
	for i := range c.Systems {
		if c.Systems[i].Name == name {
			return &c.Systems[i], true
		}
	}
	return nil, false
}

// Names lists the systems' names in order.
func (c *Catalog) Names() []string {
	names := make([]string, len(c.Systems))
	for i, s := range c.Systems {
		names[i] = s.Name
	}
	return names
}
