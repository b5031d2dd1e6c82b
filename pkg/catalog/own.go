package catalog

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// This file answers what systems a user has described besides the documented
// ones: in a file of the command line, or in the settings of a data source.

// OwnSystem is a user's description of a system (design 5.3).
type OwnSystem struct {
	System   string `json:"system" yaml:"system"`
	Title    string `json:"title,omitempty" yaml:"title,omitempty"`
	Selector string `json:"selector,omitempty" yaml:"selector,omitempty"`
	TimeZone string `json:"timeZone,omitempty" yaml:"timeZone,omitempty"`
	// Start and Build are the metrics that mark deployments: start time of the processes, and one with the label Version.
	Start      string         `json:"start,omitempty" yaml:"start,omitempty"`
	Build      string         `json:"build,omitempty" yaml:"build,omitempty"`
	Version    string         `json:"version,omitempty" yaml:"version,omitempty"`
	Operations []OwnOperation `json:"operations" yaml:"operations"`
}

// OwnOperation is a user's description of the operations of one metric (design 5.1).
type OwnOperation struct {
	// SetID names the set where something else than a file keeps the description; empty: the metric with its selector.
	SetID string `json:"-" yaml:"-"`
	// Title is what people call these operations together.
	Title       string   `json:"title,omitempty" yaml:"title,omitempty"`
	Metric      string   `json:"metric" yaml:"metric"`
	Kind        string   `json:"kind,omitempty" yaml:"kind,omitempty"`
	Unit        string   `json:"unit,omitempty" yaml:"unit,omitempty"`
	Selector    string   `json:"selector,omitempty" yaml:"selector,omitempty"`
	By          []string `json:"by,omitempty" yaml:"by,omitempty"`
	Name        string   `json:"name,omitempty" yaml:"name,omitempty"`
	Direction   string   `json:"direction,omitempty" yaml:"direction,omitempty"`
	Errors      string   `json:"errors,omitempty" yaml:"errors,omitempty"`
	Across      string   `json:"across,omitempty" yaml:"across,omitempty"`
	Count       string   `json:"count,omitempty" yaml:"count,omitempty"`
	Ended       string   `json:"ended,omitempty" yaml:"ended,omitempty"`
	MinRequests int      `json:"minRequests,omitempty" yaml:"minRequests,omitempty"`
}

// Check says what is wrong with a description; nil where it can be used.
func (o OwnSystem) Check() error {
	_, err := o.check()
	return err
}

var (
	systemName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	// Names of metrics and labels may be any text since Prometheus 3; what is refused here are expressions and matchers.
	metricName = regexp.MustCompile(`^[^\s{}()"]+$`)
	labelName  = regexp.MustCompile(`^[^\s{}()"=]+$`)
)

// The store looks things up by the names of systems and sets, and an index of PostgreSQL holds 2,700 bytes of both.
const (
	longestSystem = 100
	longestID     = 1000
	// shownOfID is how much is left to read of a longer name.
	shownOfID = 200
)

// check returns the path of the field that is wrong, so that its line can be found.
func (o OwnSystem) check() ([]any, error) {
	if !systemName.MatchString(o.System) {
		return []any{"system"}, fmt.Errorf("system %q: a system's name is lower-case letters, digits and hyphens, and begins with a letter", o.System)
	}
	if len(o.System) > longestSystem {
		return []any{"system"}, fmt.Errorf("system %s…: a system's name has at most %d characters; write what it is called into its title", o.System[:longestSystem], longestSystem)
	}
	if _, err := time.LoadLocation(o.TimeZone); err != nil {
		return []any{"timeZone"}, fmt.Errorf("timeZone %q is not known: give an IANA name such as Europe/Berlin", o.TimeZone)
	}
	if len(o.Operations) == 0 {
		return []any{"operations"}, fmt.Errorf("system %s has no operations: give at least one with its metric", o.System)
	}
	for i, op := range o.Operations {
		if field, err := op.check(); err != nil {
			return []any{"operations", i, field}, fmt.Errorf("operation %d of system %s: %w", i+1, o.System, err)
		}
		if slices.ContainsFunc(o.Operations[:i], func(p OwnOperation) bool { return p.id() == op.id() }) {
			return []any{"operations", i, "metric"}, fmt.Errorf("operation %d of system %s: metric %s with selector %q is there twice", i+1, o.System, op.Metric, op.Selector)
		}
	}
	return nil, nil
}

func (o OwnOperation) check() (string, error) {
	if !metricName.MatchString(o.Metric) {
		return "metric", fmt.Errorf("metric %q is not a metric name: give the base name, without _bucket, _sum or _count", o.Metric)
	}
	for _, end := range []string{"_bucket", "_sum"} {
		itself := o.Kind == "gauge" || o.Kind == LevelKind || o.Kind == CounterKind && end != "_bucket"
		if base, cut := strings.CutSuffix(o.Metric, end); cut && !itself {
			return "metric", fmt.Errorf("metric %q: give the base name, %s", o.Metric, base)
		}
	}
	for _, word := range []struct{ field, value, allowed string }{
		{"kind", o.Kind, "histogram summary gauge level counter"}, {"direction", o.Direction, "less more neither"}, {"across", o.Across, "avg sum max min"},
	} {
		if word.value != "" && !slices.Contains(strings.Fields(word.allowed), word.value) {
			return word.field, fmt.Errorf("%s %q: one of %s", word.field, word.value, strings.ReplaceAll(word.allowed, " ", ", "))
		}
	}
	if err := o.checkBy(); err != nil {
		return "by", err
	}
	if o.MinRequests < 0 {
		return "minRequests", errors.New("minRequests is below 0")
	}
	if err := o.checkUnit(); err != nil {
		return "unit", err
	}
	return o.checkKind()
}

// parts are the labels by which a metric of a kind is taken apart, and what each part is of.
var parts = map[string]string{"histogram le": "a bucket", "summary quantile": "a quantile"}

func (o OwnOperation) checkBy() error {
	for _, label := range o.By {
		if !labelName.MatchString(label) {
			return fmt.Errorf("by: %q is not a label name", label)
		}
		if part := parts[cmp.Or(o.Kind, "histogram")+" "+label]; part != "" {
			return fmt.Errorf("by: %s is %s of each operation, not an operation of its own; leave it out", label, part)
		}
	}
	return nil
}

// checkKind says which field a kind has no use for.
func (o OwnOperation) checkKind() (string, error) {
	switch gauge, level, counter := o.Kind == "gauge", o.Kind == LevelKind, o.Kind == CounterKind; {
	case (gauge || level) && o.Errors != "":
		return "errors", errors.New("errors: a gauge counts no failed requests; leave it empty")
	case counter && o.Errors != "":
		return "errors", errors.New("errors: select what a counter counts with selector; leave it empty")
	case (level || counter) && o.MinRequests != 0:
		return "minRequests", fmt.Errorf("minRequests: a %s has no requests to wait for; leave it out", o.Kind)
	case !level && !counter && o.Direction == "neither":
		return "direction", errors.New("direction: of durations less is better, or more; neither is of what has a value at any time, a level or a counter")
	case !level && o.Across != "":
		return "across", errors.New("across: only the series of a level can be taken together in several ways; leave it out")
	case !gauge && o.Count != "":
		return "count", errors.New("count: only the gauge of a last run has a companion that counts its runs; leave it empty")
	case !gauge && o.Ended != "":
		return "ended", errors.New("ended: only the gauge of a last run has a companion that says when it ended; leave it empty")
	case o.Ended != "" && !metricName.MatchString(o.Ended):
		return "ended", fmt.Errorf("ended: %q is not a metric name", o.Ended)
	case o.Ended != "" && o.Count != "":
		return "count", errors.New("count: when a run ended tells one run from the next already; leave count or ended empty")
	}
	return "", nil
}

// longestUnit is more than any unit of Grafana has.
const longestUnit = 40

// times are the units of time that Grafana knows.
const times = "s ms µs ns m h d"

// misspelt are what people call units that Grafana has another name for: it would print them behind the number.
var misspelt = map[string]string{
	"sec": "s", "secs": "s", "second": "s", "seconds": "s", "msec": "ms", "millis": "ms", "milliseconds": "ms", "us": "µs", "microseconds": "µs",
	"nanoseconds": "ns", "min": "m", "minutes": "m", "hours": "h", "days": "d", "byte": "bytes", "B": "bytes", "%": "percent", "ratio": "percentunit",
}

func (o OwnOperation) checkUnit() error {
	if id, known := misspelt[o.Unit]; known {
		return fmt.Errorf("unit %q: Grafana calls it %s", o.Unit, id)
	}
	if len(o.Unit) > longestUnit || strings.ContainsFunc(o.Unit, unicode.IsControl) {
		return fmt.Errorf("unit %q: the id of a unit of Grafana, such as s, ms, bytes, percent or short", o.Unit)
	}
	if strings.HasPrefix(o.Unit, "dateTime") {
		return fmt.Errorf("unit %q: a moment is no size that could be larger than usual; record its age, time() - %s, and learn that in s", o.Unit, o.Metric)
	}
	if o.Kind == "gauge" && o.Unit != "" && !isTime(o.Unit) {
		return fmt.Errorf("unit %q: the gauge of a last run tells how long it took, in s or ms; what has a value at any time is of kind level", o.Unit)
	}
	return nil
}

// Wrong says which field of the first operation is wrong, and why; nil where all can be used.
func (o OwnSystem) Wrong() (field string, err error) {
	path, err := o.check()
	if err == nil {
		return "", nil
	}
	field, _ = path[len(path)-1].(string)
	return field, err
}

// Learned names what the operations are learned from: two descriptions with the same one would learn the same, and
// what was learned by one is no use to another.
func (o OwnOperation) Learned() string {
	set := o.Set()
	by := slices.Sorted(slices.Values(o.By))
	parts := []string{set.Metric, set.Kind, set.Unit, set.Selector, strings.Join(by, "\x00"), set.Errors, o.Count}
	if set.Across != "" { // else the names of what was learned before there was a choice would change
		parts = append(parts, set.Across)
	}
	if o.Ended != "" {
		parts = append(parts, "ended "+o.Ended)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x01")))
	return o.Metric + "-" + hex.EncodeToString(sum[:4])
}

// id names what is measured: the metric, and the selector where one metric serves several sets.
func (o OwnOperation) id() string {
	if o.Selector == "" {
		return o.Metric
	}
	name := o.Metric + "{" + o.Selector + "}"
	if len(name) <= longestID {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return strings.ToValidUTF8(name[:shownOfID], "") + "…" + hex.EncodeToString(sum[:8])
}

// endings are what a name says of its unit at its end, by the conventions of Prometheus and where people depart from them.
var endings = map[string]string{
	"_seconds": "s", "_ms": "ms", "_millis": "ms", "_milliseconds": "ms", "_us": "µs", "_micros": "µs", "_microseconds": "µs",
	"_ns": "ns", "_nanos": "ns", "_nanoseconds": "ns", "_minutes": "m", "_hours": "h", "_days": "d",
	"_bytes": "bytes", "_ratio": "percentunit", "_percent": "percent", "_celsius": "celsius",
}

// unit is the one that is written, else what the name says. Where it says none, a duration is in seconds and a level a
// plain number, as most gauges count something; of a counter it is what that is per second.
func (o OwnOperation) unit() string {
	named := unitNamed(o.Metric)
	switch {
	case o.Unit != "":
		return o.Unit
	case o.Kind == CounterKind:
		return o.rateUnit()
	case o.Kind == LevelKind:
		return cmp.Or(named, "short")
	case o.Kind == "gauge" && !isTime(named):
		return "s"
	}
	return cmp.Or(named, "s")
}

func isTime(unit string) bool { return slices.Contains(strings.Fields(times), unit) }

func (o OwnOperation) rateUnit() string {
	counted := strings.TrimSuffix(o.Metric, "_total")
	switch unit := unitNamed(counted); {
	case unit == "bytes":
		return "binBps"
	case unit != "": // of seconds per second there is none
		return "short"
	case strings.HasSuffix(counted, "request") || strings.HasSuffix(counted, "requests"):
		return "reqps"
	}
	return "cps"
}

func unitNamed(metric string) string {
	for end, unit := range endings {
		if strings.HasSuffix(metric, end) {
			return unit
		}
	}
	return ""
}

// setID is under which name of its own a set is kept: what was learned as something else, or in another unit, is no use to it.
func (o OwnOperation) setID() string {
	unit := o.unit()
	switch {
	case o.Kind == LevelKind || o.Kind == CounterKind:
		name := o.id() + ":" + o.Kind + ":" + unit
		if o.Across != "" && o.Across != "avg" {
			name += ":" + o.Across
		}
		return name
	case unit != "s":
		return o.id() + ":" + unit
	}
	return o.id()
}

// described tells apart what the name of a set does not: the labels that divide it, what failed, and what tells its runs apart.
func (o OwnOperation) described() string {
	by := slices.Compact(slices.Sorted(slices.Values(o.By)))
	described := fmt.Sprintf("by=%q errors=%q count=%q", by, o.Errors, o.Count)
	if o.Ended != "" { // else all would be described otherwise than before there was a choice
		described += fmt.Sprintf(" ended=%q", o.Ended)
	}
	return described
}

// Set is the description as the rest of Yardstick knows it.
func (o OwnOperation) Set() OperationSet {
	set := OperationSet{
		Described: o.described(), ID: cmp.Or(o.SetID, o.setID()), Title: cmp.Or(o.Title, o.Metric), Metric: o.Metric, Kind: cmp.Or(o.Kind, "histogram"), Unit: o.unit(),
		Selector: o.Selector, By: o.By, Name: o.Name, Direction: cmp.Or(o.Direction, "less"), Errors: o.Errors, MinRequests: o.MinRequests,
	}
	if o.Across != "avg" { // which is the same as nothing said
		set.Across = o.Across
	}
	switch {
	case set.Name != "":
	case len(set.By) == 0:
		set.Name = cmp.Or(o.Title, o.id())
	case set.IsLevel() && !strings.Contains(set.Title, "{{"):
		// "ado" alone is a request's or a run's; of a job there are many levels.
		set.Name = set.Title + " {{" + strings.Join(set.By, "}} {{") + "}}"
	}
	if set.Kind == "gauge" {
		set.Runs = &Runs{Timestamp: o.Ended}
		if o.Ended == "" { // without a companion each new value of the gauge is one more measurement
			set.Runs.Count = cmp.Or(o.Count, o.Metric)
		}
	}
	return set
}

// With returns the catalogue with a user's systems added; operations of a
// documented system's name join that system. The catalogue itself stays as it is.
func (c *Catalog) With(own ...OwnSystem) *Catalog {
	out := &Catalog{Version: c.Version, Systems: slices.Clone(c.Systems), Profiles: c.Profiles}
	for _, o := range own {
		s, found := out.System(o.System)
		if !found {
			out.Systems = append(out.Systems, System{
				Name: o.System, Title: cmp.Or(o.Title, o.System), Selector: o.Selector, TimeZone: cmp.Or(o.TimeZone, "UTC"),
				Deployments: Deployments{Start: cmp.Or(o.Start, "process_start_time_seconds"), Build: o.Build, Version: cmp.Or(o.Version, "version")},
			})
			s = &out.Systems[len(out.Systems)-1]
		}
		s.Operations = slices.Clone(s.Operations)
		for _, op := range o.Operations {
			s.Operations = append(s.Operations, op.Set())
		}
	}
	return out
}
