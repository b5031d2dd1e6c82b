package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// covered is how many operations of one set have a baseline that can be relied on.
type covered struct {
	system, set string
	operations  int
	states      map[baseline.State]int
	measured    int
}

// coverageTable answers how far the baselines cover the operations (D2-T39).
func (d *Datasource) coverageTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, []string, error) {
	j, err := d.verdicts(ctx, a, q.Common, detect.Latency)
	if err != nil {
		return nil, nil, err
	}
	count := func(state baseline.State) func(covered) float64 {
		return func(c covered) float64 { return float64(c.states[state]) }
	}
	return tableOf("coverage", limited(coverage(j.verdicts), q.Limit),
		text("system", func(c covered) string { return c.system }),
		text("set", func(c covered) string { return c.set }),
		number("operations", "short", func(c covered) float64 { return float64(c.operations) }),
		number("measured", "short", func(c covered) float64 { return float64(c.measured) }).titled("measured now"),
		number("active", "short", count(baseline.Active)),
		number("documented", "short", count(baseline.Documented)),
		number("provisional", "short", count(baseline.Provisional)),
		number("learning", "short", count(baseline.Learning)),
		number("covered", "percentunit", func(c covered) float64 {
			return float64(c.states[baseline.Active]+c.states[baseline.Documented]) / float64(c.operations)
		}),
	), j.remarks, nil
}

// coverage counts by system and set, in the order in which they come.
func coverage(verdicts []*live.OperationVerdict) []covered {
	var rows []covered
	at := map[[2]string]int{}
	for _, v := range verdicts {
		key := [2]string{v.System, v.Set}
		i, known := at[key]
		if !known {
			i = len(rows)
			at[key] = i
			rows = append(rows, covered{system: v.System, set: v.Set, states: map[baseline.State]int{}})
		}
		rows[i].operations++
		rows[i].states[v.State]++
		if v.Measured {
			rows[i].measured++
		}
	}
	return rows
}
