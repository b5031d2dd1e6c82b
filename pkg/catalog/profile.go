package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Profile says under which names one emitter tells what the catalogue's expressions read.
type Profile struct {
	Emitter string `json:"emitter"` // "resilience4j"
	Title   string `json:"title"`
	// Needs is what to do so that the emitter emits it, one sentence.
	Needs string `json:"needs"`
	// Metrics are the emitter's spellings by canonical metric: the base name for a histogram.
	Metrics map[string]Alternative `json:"metrics"`
	Source  string                 `json:"source"` // of the catalogue: "S20"
}

// Alternative is another spelling of a canonical metric: a metric of another name, or an expression.
type Alternative struct {
	// Metric is the other name; the base name for a histogram, whose _bucket, _sum and _count follow.
	Metric string `json:"metric,omitempty"`
	// Labels are the names that the canonical labels have there.
	Labels map[string]string `json:"labels,omitempty"`
	// Set are canonical labels that the other metric lacks, and their value.
	Set map[string]string `json:"set,omitempty"`
	// Where are matchers that belong to every use, without braces.
	Where string `json:"where,omitempty"`
	// Values are by canonical label what its words there mean: {"status": {"failed": "error"}}.
	Values map[string]map[string]string `json:"values,omitempty"`
	// Scale makes the canonical unit of the other one: 0.001 where it is milliseconds. 0 means 1.
	Scale float64 `json:"scale,omitempty"`
	// Expr is PromQL with the canonical labels; $app and $host stand for the system's matchers.
	Expr string `json:"expr,omitempty"`
}

// Factor is Scale, 1 where none is given.
func (a Alternative) Factor() float64 {
	if a.Scale == 0 {
		return 1
	}
	return a.Scale
}

// Mapping says for one system which spelling of a canonical metric holds.
type Mapping map[string]Choice

// Choice is an emitter of the profiles or an alternative of a person's own.
type Choice struct {
	Emitter string
	Own     *Alternative
}

// MarshalJSON writes an emitter as its name.
func (c Choice) MarshalJSON() ([]byte, error) {
	if c.Own == nil {
		return json.Marshal(c.Emitter)
	}
	return json.Marshal(c.Own)
}

// UnmarshalJSON reads an emitter's name or an alternative.
func (c *Choice) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &c.Emitter) == nil {
		return nil
	}
	var own Alternative
	if err := json.Unmarshal(text, &own); err != nil {
		return errors.New(`it is neither the name of an emitter nor an alternative such as {"metric": "my_seconds"} or {"expr": "sum(my_seconds)"}`)
	}
	c.Own = &own
	return nil
}

// Emitter finds a profile by name.
func (c *Catalog) Emitter(name string) (*Profile, bool) {
	for i := range c.Profiles {
		if c.Profiles[i].Emitter == name {
			return &c.Profiles[i], true
		}
	}
	return nil, false
}

// Resolve looks up the emitters that a mapping names. Of a histogram of which an emitter spells the sum and the count alone,
// those are mapped.
func (c *Catalog) Resolve(mapping Mapping) (map[string]Alternative, error) {
	resolved := make(map[string]Alternative, len(mapping))
	for _, metric := range slices.Sorted(maps.Keys(mapping)) { // a sum that is mapped itself comes after its histogram
		alternatives, err := c.alternatives(metric, mapping[metric])
		if err != nil {
			return nil, fmt.Errorf("mapping %s: %w", metric, err)
		}
		maps.Copy(resolved, alternatives)
	}
	return resolved, nil
}

// alternatives are those of a metric, or of its parts, by their canonical names.
func (c *Catalog) alternatives(metric string, choice Choice) (map[string]Alternative, error) {
	if choice.Own != nil {
		return map[string]Alternative{metric: *choice.Own}, nil
	}
	profile, known := c.Emitter(choice.Emitter)
	if !known {
		return nil, fmt.Errorf("the emitter %q is unknown; known are %s", choice.Emitter, joinEmitters(c.EmittersOf(metric)))
	}
	spelt := profile.spells(metric)
	if len(spelt) == 0 {
		return nil, fmt.Errorf("%s has no such metric; of those that are known %s", choice.Emitter, joinEmitters(c.EmittersOf(metric)))
	}
	return spelt, nil
}

// spells is what a profile has of a metric, by canonical name: the metric itself, or else its sum and its count.
func (p *Profile) spells(metric string) map[string]Alternative {
	if a, has := p.Metrics[metric]; has {
		return map[string]Alternative{metric: a}
	}
	parts := map[string]Alternative{}
	for _, name := range []string{metric + "_sum", metric + "_count"} {
		if a, has := p.Metrics[name]; has {
			parts[name] = a
		}
	}
	return parts
}

func joinEmitters(names []string) string {
	switch len(names) {
	case 0:
		return "none has it: give an expression of your own"
	case 1:
		return names[0]
	}
	text := names[0]
	for _, name := range names[1:] {
		text += ", " + name
	}
	return text
}

// EmittersOf are the profiles that have another spelling of a canonical metric.
func (c *Catalog) EmittersOf(metric string) []string {
	var names []string
	for _, p := range c.Profiles {
		if len(p.spells(metric)) > 0 {
			names = append(names, p.Emitter)
		}
	}
	return names
}
