package prometheus

// Operations whose labels have other names in this Prometheus: asked by those, answered with the names of By.

import (
	"context"
	"maps"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
)

// windowsOfOthers translates the question and the answer of Windows.
func (c *Client) windowsOfOthers(ctx context.Context, q WindowQuery, from, to time.Time, step time.Duration) ([]OpWindows, error) {
	asked := q
	asked.Labels, asked.Fixed, asked.By = nil, nil, nil
	own := map[string]string{}
	for _, name := range q.By {
		if _, fixed := q.Fixed[name]; fixed {
			continue
		}
		other := name
		if q.Labels[name] != "" {
			other = q.Labels[name]
		}
		own[other], asked.By = name, append(asked.By, other)
	}
	var err error
	if asked.Selector, err = renamed(q.Selector, q.Labels, q.Fixed); err != nil {
		return nil, err
	}
	ops, err := c.Windows(ctx, asked, from, to, step)
	for i, op := range ops {
		labels := maps.Clone(q.Fixed)
		if labels == nil {
			labels = map[string]string{}
		}
		for name, value := range op.Labels {
			labels[own[name]] = value
		}
		ops[i].Labels = labels
	}
	return ops, err
}

// renamed writes matchers over other label names. One on a fixed label holds or excludes everything.
func renamed(selector string, labels, fixed map[string]string) (string, error) {
	named, err := ParseMatchers(selector)
	if err != nil {
		return "", err
	}
	var out []string
	for _, m := range named {
		if value, is := fixed[m.Name]; is {
			if !m.Matches(value) { // provider!="proxy" would hold of every series without the label
				out = append(out, Equal(m.Name, "x"), LabelName(m.Name)+`!="x"`)
			}
			continue
		}
		if other := labels[m.Name]; other != "" {
			m.Name = other
		}
		out = append(out, m.String())
	}
	return strings.Join(out, ","), nil
}

// ParseMatchers are the matchers that a person wrote, one by one.
func ParseMatchers(selector string) (all []*labels.Matcher, err error) {
	checked, err := canonical(selector)
	if err != nil || checked == "" {
		return nil, err
	}
	vector, _, err := inBraces(checked) // it is no more
	if err != nil {
		return nil, err
	}
	for _, m := range vector.LabelMatchers {
		if m.Name != model.MetricNameLabel {
			all = append(all, m)
		}
	}
	return all, nil
}
