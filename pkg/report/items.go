package report

// This file answers the lines that the documents ask of a daily report.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// sections asks every documented item over the day, in the catalogue's order.
func sections(ctx context.Context, src Source, sys *catalog.System, from, to time.Time) ([]Section, error) {
	items := make([]Item, len(sys.Report))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, documented := range sys.Report {
		group.Go(func() (err error) {
			documented.Expr = overDay(documented, from, to)
			items[i], err = item(ctx, src, sys, documented, to)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	out := []Section{}
	for i, documented := range sys.Report {
		if len(out) == 0 || out[len(out)-1].Title != documented.Section {
			out = append(out, Section{Title: documented.Section})
		}
		last := &out[len(out)-1]
		last.Items = append(last.Items, items[i])
	}
	return out, nil
}

// overDay is the expression over the day's own length: a day that is not over,
// or that changes the clock, is not 24 hours long. What is called "24h" stays so.
func overDay(documented catalog.ReportItem, from, to time.Time) string {
	if strings.Contains(documented.Section+documented.Title, "24h") {
		return documented.Expr
	}
	length := fmt.Sprintf("[%ds", int(to.Sub(from).Seconds()))
	return strings.NewReplacer("[1d]", length+"]", "[1d:", length+":").Replace(documented.Expr)
}

func item(ctx context.Context, src Source, sys *catalog.System, documented catalog.ReportItem, at time.Time) (Item, error) {
	i := Item{ID: documented.ID, Title: documented.Title, Unit: documented.Unit, Kind: documented.Kind, Anchor: documented.Anchor, Rows: []Row{}}
	answer, err := src.Instant(ctx, documented.Expr, at)
	if err != nil && !errors.Is(err, prometheus.ErrPartial) {
		return i, fmt.Errorf("asking for %s (%s): %w", documented.Title, documented.ID, err)
	}
	rows := rowsOf(sys, answer.Value)
	switch {
	case len(rows) == 0:
		i.Missing = "this Prometheus has no such series on that day; `yardstick probe` says what to emit"
	case documented.Kind == "list":
		i.Rows = rows
	default:
		i.Value = rows[0].Value
		if i.Value != nil {
			i.Word = documented.Mapping[strconv.FormatFloat(*i.Value, 'f', -1, 64)]
		}
	}
	return i, nil
}

// rowsOf are the series of an answer, largest first.
func rowsOf(sys *catalog.System, vector model.Vector) []Row {
	rows := make([]Row, 0, len(vector))
	for _, sample := range vector {
		v := known(float64(sample.Value))
		if v == nil {
			continue
		}
		labels := make(map[string]string, len(sample.Metric))
		for name, value := range sample.Metric {
			if name != model.MetricNameLabel {
				labels[string(name)] = string(value)
			}
		}
		rows = append(rows, Row{Name: nameOf(sys, labels), Labels: labels, Value: v})
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Or(cmp.Compare(*b.Value, *a.Value), cmp.Compare(a.Name, b.Name)) })
	return rows
}

// nameOf is what people call the operation where the labels are those of one
// set ("graph-to-table small"), else the label values.
func nameOf(sys *catalog.System, labels map[string]string) string {
	names := slices.Sorted(maps.Keys(labels))
	var of []catalog.OperationSet
	for _, set := range sys.Operations {
		if slices.Equal(slices.Sorted(slices.Values(set.By)), names) {
			of = append(of, set)
		}
	}
	// Of two sets with the same labels ("initialization", "clean-up") nobody knows which is meant.
	if len(of) == 1 && len(names) > 0 {
		return live.Name(of[0], labels)
	}
	values := make([]string, len(names))
	for n, name := range names {
		values[n] = labels[name]
	}
	return strings.Join(values, " ")
}
