package plugin

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// runRow is one measured quantity of one run.
type runRow struct {
	store.Run
	store.Measured
}

func (r runRow) stat(name string) float64 {
	if v, known := r.Stats[name]; known {
		return v
	}
	return math.NaN()
}

// runsTable answers what the runs within the range measured, the newest first. Units differ by row: quantity says which,
// seconds or bytes.
func (d *Datasource) runsTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	most := maxRows
	if q.Limit > 0 && !q.narrows() { // else the newest rows may be of others
		most = min(q.Limit, maxRows)
	}
	all, more, err := s.RunsIn(ctx, a.source, q.System, a.window.From, a.window.To, most)
	if err != nil {
		return nil, fromStore("reading the runs", err)
	}
	if more && most == maxRows {
		return nil, badInputf("the runs of the range measured more than %d things: choose a system or a shorter range, or limit the rows", maxRows)
	}
	var rows []runRow
	for _, run := range all {
		for _, m := range run.Measured {
			if q.keeps(m.Operation, m.Labels) {
				rows = append(rows, runRow{run, m})
			}
		}
	}
	rows = limited(rows, q.Limit)
	columns := []column[runRow]{
		moment("time", func(r runRow) time.Time { return r.At() }), text("run", func(r runRow) string { return r.ID }), text("system", func(r runRow) string { return r.System }),
		text("file", func(r runRow) string { return r.Name }), text("version", func(r runRow) string { return r.Context["version"] }),
		text("operation", func(r runRow) string { return r.Operation }), text("labels", func(r runRow) string { return flat(r.Labels) }),
		text("quantity", func(r runRow) string { return r.Quantity }),
		number("count", "", func(r runRow) float64 { return r.Count }), number("failed", "", func(r runRow) float64 { return r.Failed }),
	}
	for _, name := range []string{"mean", "sd", "min", "p50", "p95", "p99", "max"} {
		columns = append(columns, number(name, "", func(r runRow) float64 { return r.stat(name) }))
	}
	columns = append(columns,
		number("target", "", func(r runRow) float64 { return positive(r.Target) }), number("limit", "", func(r runRow) float64 { return positive(r.Limit) }),
		text("rating", func(r runRow) string { return r.Rating }))
	return tableOf("runs", rows, columns...), nil
}

// flat writes labels as name=value, name=value.
func flat(labels map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		parts = append(parts, name+"="+labels[name])
	}
	return strings.Join(parts, ", ")
}
