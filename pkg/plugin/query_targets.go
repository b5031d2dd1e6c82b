package plugin

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// targets answers whether the documented limits are met: as a table, or as one number each for alert rules.
func (d *Datasource) targets(ctx context.Context, a asked, q TargetsQuery) (data.Frames, error) {
	measure, err := oneOf("measure", q.Measure, "", "value", "distance", "missed")
	if err != nil {
		return nil, err
	}
	rows, remarks, err := d.targetRows(ctx, a, q)
	if err != nil {
		return nil, err
	}
	if err := tooMany(len(rows), maxRows, "targets"); err != nil {
		return nil, badInput{err}
	}
	frame := tableOf("targets", rows, targetColumns()...)
	if measure != "" {
		frame = targetNumbers(rows, measure)
	}
	frames := data.Frames{frame}
	notice(frames, remarks...)
	return frames, nil
}

func (d *Datasource) targetRows(ctx context.Context, a asked, q TargetsQuery) (rows []live.TargetRow, remarks []string, err error) {
	systems, err := d.asked(ctx, q.Common, a.window.To)
	if err != nil {
		return nil, nil, err
	}
	for _, system := range systems {
		known, err := d.baselines.at(ctx, a.source, system.Name, a.window.To)
		if err != nil {
			return nil, nil, err
		}
		stored, err := d.storedValues(ctx, a, system)
		if err != nil {
			return nil, nil, err
		}
		found, err := d.live.Targets(ctx, live.TargetRequest{
			System: system, At: a.window.To, Lag: d.settings.Lag(), Baselines: known.records, Engine: stored,
		})
		remark, err := shownTo(ctx, err)
		if err != nil {
			return nil, nil, fmt.Errorf("checking the targets of %s: %w", system.Title, err)
		}
		rows, remarks = append(rows, found...), append(remarks, remark)
	}
	return slices.DeleteFunc(rows, func(t live.TargetRow) bool {
		return !q.keepsLabels(t.Labels) || len(q.IDs) > 0 && !slices.Contains(q.IDs, t.Target.ID)
	}), remarks, nil
}

func targetText() []column[live.TargetRow] {
	type row = live.TargetRow
	return []column[row]{
		text("id", func(t row) string { return t.Target.ID }),
		text("title", func(t row) string { return t.Target.Title }),
		text("system", func(t row) string { return t.System }),
		text("labels", func(t row) string { return matchers(t.Labels) }),
	}
}

func targetColumns() []column[live.TargetRow] {
	type row = live.TargetRow
	return append(targetText(),
		number("value", "", func(t row) float64 { return t.Value }),
		text("op", func(t row) string { return t.Target.Op }),
		number("limit", "", func(t row) float64 { return t.Target.Limit }),
		text("unit", func(t row) string { return t.Target.Unit }),
		number("distance", "percentunit", row.Distance).titled("of the limit"),
		text("outcome", func(t row) string { return string(t.Outcome) }),
		text("reason", func(t row) string { return t.Reason }),
		text("anchor", func(t row) string { return t.Target.Anchor }).titled("document"),
	)
}

// targetNumbers is one number per target that was checked: one that cannot be told is neither missed nor met.
func targetNumbers(rows []live.TargetRow, measure string) *data.Frame {
	of := map[string]func(live.TargetRow) float64{
		"value":    func(t live.TargetRow) float64 { return t.Value },
		"distance": live.TargetRow.Distance,
		"missed": func(t live.TargetRow) float64 {
			return yes(t.Outcome == live.Missed, t.Outcome == live.Missed || t.Outcome == live.Met)
		},
	}[measure]
	rows = slices.DeleteFunc(rows, func(t live.TargetRow) bool { return math.IsNaN(of(t)) })
	for i := range rows {
		if rows[i].Target.Engine != "" {
			rows[i].Labels = nil // of the operation that is furthest just now: with the next one it would be another alert
		}
	}
	return frameOf(data.FrameTypeNumericLong, "targets", rows, append(targetText(), number("value", "", of).titled(measure))...)
}

// matchers writes labels as people know them from PromQL: db_system="neo4j".
func matchers(labels map[string]string) string {
	parts := make([]string, 0, len(labels))
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		parts = append(parts, prometheus.Equal(name, labels[name]))
	}
	return strings.Join(parts, ", ")
}
