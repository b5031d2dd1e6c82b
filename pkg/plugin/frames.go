package plugin

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/export"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// How do rows become frames that Grafana can draw and alert on? The types and
// versions below are those of the data plane contract; without a version Grafana
// guesses, and alert rules then refuse tables.

var typeVersion = data.FrameTypeVersion{0, 1}

// column is one field of a frame, read from rows of one kind.
type column[T any] struct {
	name  string
	field func(rows []T) *data.Field
	unit  string
	title string
	words data.ValueMappings
	// ofOperation is set where the numbers are in the unit of the row's operation.
	ofOperation bool
}

// text is a column of words.
func text[T any](name string, of func(T) string) column[T] {
	return column[T]{name: name, field: func(rows []T) *data.Field {
		values := make([]string, len(rows))
		for i, row := range rows {
			values[i] = of(row)
		}
		return data.NewField(name, nil, values)
	}}
}

// number is a column of numbers; what is not a finite number is null.
func number[T any](name, unit string, of func(T) float64) column[T] {
	return column[T]{name: name, unit: unit, field: func(rows []T) *data.Field {
		values := make([]*float64, len(rows))
		for i, row := range rows {
			values[i] = figure.Known(of(row))
		}
		return data.NewField(name, nil, values)
	}}
}

// moment is a column of times; the zero time is null.
func moment[T any](name string, of func(T) time.Time) column[T] {
	return column[T]{name: name, field: func(rows []T) *data.Field {
		values := make([]*time.Time, len(rows))
		for i, row := range rows {
			if t := of(row); !t.IsZero() {
				values[i] = &t
			}
		}
		return data.NewField(name, nil, values)
	}}
}

// inUnits gives columns the unit of an operation's numbers. Where not all rows are durations, a column of words tells it for
// each; it is empty for durations.
func inUnits[T any](rows []T, of func(T) string, columns []column[T]) []column[T] {
	shared := sharedUnit(rows, of)
	for i := range columns {
		if columns[i].ofOperation {
			columns[i].unit = shared
		}
	}
	if slices.ContainsFunc(rows, func(row T) bool { return of(row) != "" }) {
		columns = append(columns, text("unit", of))
	}
	return columns
}

// sharedUnit is the unit of all rows, or none where they differ.
func sharedUnit[T any](rows []T, of func(T) string) string {
	shared := seconds
	for i, row := range rows {
		unit := cmp.Or(of(row), seconds)
		if i > 0 && unit != shared {
			return ""
		}
		shared = unit
	}
	return shared
}

// seconds is the unit of nearly all operations.
const seconds = "s"

// value is a column of numbers in the unit of the operation.
func value[T any](name string, of func(T) float64) column[T] {
	c := number(name, seconds, of)
	c.ofOperation = true
	return c
}

// titled gives a column the name that a person reads; its own name stays the stable one.
func (c column[T]) titled(title string) column[T] {
	c.title = title
	return c
}

// labelColumns are one column per label; a label that a row lacks is the empty string. A label with the name of a
// fixed column gets another one.
func labelColumns[T any](labels []string, of func(T) map[string]string, taken []string) []column[T] {
	columns := make([]column[T], len(labels))
	for i, label := range labels {
		columns[i] = text(export.Apart(label, taken, func(name string) bool { return slices.Contains(labels, name) }), func(row T) string { return of(row)[label] })
	}
	return columns
}

// labelsIn are the labels that occur in rows: a table for people has no column without a word in it.
func labelsIn[T any](rows []T, of func(T) map[string]string) []string {
	names := map[string]struct{}{}
	for _, row := range rows {
		for name, value := range of(row) {
			if value != "" {
				names[name] = struct{}{}
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// labelsOf are the labels that operations of some systems have. They come from the description of the systems, not
// from the rows of an answer: an alert keeps its labels when other operations come and go, and the answers that one
// rule compares have the same.
func labelsOf(systems []*catalog.System) []string {
	names := map[string]struct{}{}
	for _, system := range systems {
		for _, set := range system.Operations {
			for _, label := range set.By {
				names[label] = struct{}{}
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// frameOf builds a frame of one type from rows; without rows it has no fields, as the contract wants it.
func frameOf[T any](kind data.FrameType, name string, rows []T, columns ...column[T]) *data.Frame {
	if len(rows) == 0 {
		return emptyFrame(kind, name)
	}
	frame := data.NewFrame(name)
	frame.Meta = &data.FrameMeta{Type: kind, TypeVersion: typeVersion}
	for _, c := range columns {
		field := c.field(rows)
		if c.unit != "" || c.title != "" || c.words != nil {
			field.Config = &data.FieldConfig{Unit: c.unit, DisplayNameFromDS: c.title, Mappings: c.words}
		}
		frame.Fields = append(frame.Fields, field)
	}
	return frame
}

// tableOf builds a frame that is read, not alerted on.
func tableOf[T any](name string, rows []T, columns ...column[T]) *data.Frame {
	frame := frameOf(data.FrameTypeTable, name, rows, columns...)
	frame.Meta.PreferredVisualization = data.VisTypeTable
	return frame
}

// emptyFrame is the answer for no data: its type says what there would be.
func emptyFrame(kind data.FrameType, name string) *data.Frame {
	frame := data.NewFrame(name)
	frame.Meta = &data.FrameMeta{Type: kind, TypeVersion: typeVersion}
	return frame
}

// line is one series over time, and what else belongs to the same moments.
type line struct {
	name   string // of the frame
	field  string // of the values; empty: value. Two series of one answer with the same labels have different ones
	legend string
	labels data.Labels
	times  []time.Time
	values []*float64
	unit   string
	words  data.ValueMappings
	extra  []*data.Field
}

// frame is the series as Grafana's multi-frame format wants it.
func (l line) frame() *data.Frame {
	value := data.NewField(cmp.Or(l.field, "value"), l.labels, l.values)
	value.Config = &data.FieldConfig{Unit: l.unit, DisplayNameFromDS: l.legend, Mappings: l.words}
	fields := append([]*data.Field{data.NewField("time", nil, l.times), value}, l.extra...)
	frame := data.NewFrame(l.name, fields...)
	frame.Meta = &data.FrameMeta{Type: data.FrameTypeTimeSeriesMulti, TypeVersion: typeVersion, PreferredVisualization: data.VisTypeGraph}
	return frame
}

// notice puts a remark for the reader on the first frame; every answer has at least one.
func notice(frames data.Frames, remarks ...string) {
	for _, remark := range remarks {
		if remark != "" && len(frames) > 0 {
			frames[0].AppendNotices(data.Notice{Severity: data.NoticeSeverityWarning, Text: remark})
		}
	}
}
