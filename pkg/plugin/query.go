package plugin

import "github.com/prometheus/prometheus/model/labels"

// What may be asked? Every query type is one struct here; their JSON schema
// (src/datasource/query.schema.json) is generated from them and the types of
// the front end are checked against it.

// Common is what every query has.
type Common struct {
	// RefID names the query within a panel or an alert rule.
	RefID string `json:"refId,omitempty"`
	// System is the name of a monitored system; empty means every system of the data source.
	System string `json:"system,omitempty"`
	// Operations are names of operations; empty means all of them.
	Operations []string `json:"operations,omitempty"`
	// Labels keeps the operations whose labels have these values.
	Labels map[string]string `json:"labels,omitempty"`
	// Matchers keeps the operations whose labels meet all of these, as in PromQL; a label that is not there is empty.
	Matchers []LabelMatcher `json:"matchers,omitempty"`
	// Hide leaves the query out of a panel; Grafana's front end acts on it.
	Hide bool `json:"hide,omitempty"`
}

// LabelMatcher is one condition on a label.
type LabelMatcher struct {
	Label string `json:"label"`
	// Operator is that of PromQL; the expressions of =~ and !~ match the whole value.
	Operator string `json:"operator" jsonschema:"enum==,enum=!=,enum==~,enum=!~"`
	Value    string `json:"value"`
	matcher  *labels.Matcher
}

// SeriesQuery asks for live measurements over time.
type SeriesQuery struct {
	Common
	QueryType string `json:"queryType" jsonschema:"enum=series"`
	// Stat is what is measured: a quantile or the mean in seconds, requests per second, or the share of failed requests.
	Stat string `json:"stat,omitempty" jsonschema:"enum=p50,enum=p95,enum=p99,enum=mean,enum=rate,enum=errors,default=p95"`
	// Band adds what is normal at that hour: expected, lower and upper.
	Band bool `json:"band,omitempty"`
}

// DeviationQuery asks how far operations are from normal now: one number each.
type DeviationQuery struct {
	Common
	QueryType string `json:"queryType" jsonschema:"enum=deviation"`
	// Signal is what is compared with its baseline.
	Signal string `json:"signal,omitempty" jsonschema:"enum=latency,enum=rate,enum=errors,default=latency"`
	// Measure is the number: ratio to normal, z, tier (0 normal to 3 critical), breach (1 at warning or worse), slow
	// (1 where two of the last three runs took longer than 1.1 times the normal p99), repeated (1 where each of the last
	// runs did that the system's document counts, by its factor to normal), or the two values compared.
	Measure string `json:"measure,omitempty" jsonschema:"enum=ratio,enum=z,enum=tier,enum=breach,enum=slow,enum=repeated,enum=live,enum=expected,default=ratio"`
	// Mode is fast for the last minute; drift for slow change over hours.
	Mode string `json:"mode,omitempty" jsonschema:"enum=fast,enum=drift,default=fast"`
}

// BaselineQuery asks for the learned records.
type BaselineQuery struct {
	Common
	QueryType string `json:"queryType" jsonschema:"enum=baseline"`
}

// TargetsQuery asks how documented limits are met.
type TargetsQuery struct {
	Common
	QueryType string `json:"queryType" jsonschema:"enum=targets"`
	// Measure turns the table into one number per target for an alert rule: the value, value to limit, or 1 where missed.
	Measure string `json:"measure,omitempty" jsonschema:"enum=,enum=value,enum=distance,enum=missed"`
	// IDs keeps targets by their id, for example D2-T11; empty means all.
	IDs []string `json:"ids,omitempty"`
}

// ConversionsQuery asks for the timings of conversions by size.
type ConversionsQuery struct {
	Common
	QueryType string `json:"queryType" jsonschema:"enum=conversions"`
	// Measure turns the table into one number per conversion and size for an alert rule.
	Measure string `json:"measure,omitempty" jsonschema:"enum=,enum=ratio,enum=tier"`
	// Format timeseries gives the last run of each conversion over time instead.
	Format string `json:"format,omitempty" jsonschema:"enum=,enum=table,enum=timeseries"`
}

// BreakersQuery asks for the state of circuit breakers.
type BreakersQuery struct {
	Common
	QueryType string `json:"queryType" jsonschema:"enum=breakers"`
	// Measure turns the table into one number per component for an alert rule.
	Measure string `json:"measure,omitempty" jsonschema:"enum=,enum=state,enum=trips,enum=health"`
	// Format timeseries gives state and trips over time instead.
	Format string `json:"format,omitempty" jsonschema:"enum=,enum=table,enum=timeseries"`
	// Components keeps breakers by their component; empty means all.
	Components []string `json:"components,omitempty"`
}

// TableQuery asks for one of the tables.
type TableQuery struct {
	Common
	QueryType string `json:"queryType" jsonschema:"enum=table"`
	// Table is which one.
	Table string `json:"table" jsonschema:"enum=operations,enum=compare,enum=violations,enum=recommendations,enum=forecast,enum=runs,enum=coverage,enum=backtest"`
	// Signal chooses from the table violations by what was off; empty: whatever was.
	Signal string `json:"signal,omitempty" jsonschema:"enum=,enum=latency,enum=errors,enum=rate"`
	// Sort orders the table operations.
	Sort string `json:"sort,omitempty" jsonschema:"enum=slowest,enum=degraded,enum=improved,enum=busiest,enum=noisiest,default=slowest"`
	// Limit is the number of rows; 0 means all.
	Limit int `json:"limit,omitempty" jsonschema:"minimum=0"`
	// Baseline is what the table compare compares with: as long a time so much earlier (1d, 7d), a day, a stretch
	// (FROM/TO), a run, before:VERSION or after:VERSION, or the word baseline; empty: a week earlier.
	Baseline string `json:"baseline,omitempty"`
	// Current is what is compared, named in the same words; empty: the time range.
	Current string `json:"current,omitempty"`
	// Deployment is the version whose deployment the table compare looks at: after it against before it.
	Deployment string `json:"deployment,omitempty"`
	// Ahead is how many days the table forecast looks ahead; 0 means 28.
	Ahead int `json:"ahead,omitempty" jsonschema:"minimum=0"`
	// Format timeseries gives the table forecast as series: the days that were measured, and those to come with bands.
	Format string `json:"format,omitempty" jsonschema:"enum=,enum=table,enum=timeseries"`
}

// AnnotationsQuery asks for what happened.
type AnnotationsQuery struct {
	Common
	QueryType string `json:"queryType" jsonschema:"enum=annotations"`
	// Kind is what is marked: new baselines, changes, violations or deployments.
	Kind string `json:"kind,omitempty" jsonschema:"enum=baseline,enum=change,enum=violation,enum=deployment,default=violation"`
}
