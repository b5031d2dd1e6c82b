package prometheus

// Which gauges are below 0, of which a level sees nothing?

import (
	"context"
	"fmt"
	"time"
)

// Below is an operation of a level with values below 0, which count as 0.
type Below struct {
	Labels map[string]string
	Always bool // none of its values was above
}

// BelowZero lists the operations of a level that were below 0 within the width of its windows before t.
func (c *Client) BelowZero(ctx context.Context, q WindowQuery, t time.Time) ([]Below, error) {
	selector, err := canonical(q.Selector)
	if err != nil {
		return nil, err
	}
	below := func(end string) (map[string]map[string]string, error) {
		expr := fmt.Sprintf("%s by (%s) (%s_over_time(%s[%s])) < 0", end, byList("", q.By), end, Select(q.Metric, selector), duration(q.Width))
		answer, err := c.Instant(ctx, expr, t)
		if err != nil {
			return nil, err
		}
		found := map[string]map[string]string{}
		for _, s := range answer.Value {
			labels := map[string]string{}
			for name, value := range s.Metric {
				labels[string(name)] = string(value)
			}
			found[labelKey(q.By, labels)] = labels
		}
		return found, nil
	}
	now, err := below("min")
	if err != nil || len(now) == 0 {
		return nil, err
	}
	always, err := below("max")
	if err != nil {
		return nil, err
	}
	all := make([]Below, 0, len(now))
	for key, labels := range now {
		_, is := always[key]
		all = append(all, Below{labels, is})
	}
	return all, nil
}
