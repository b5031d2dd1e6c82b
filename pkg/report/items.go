package report

// This file answers the lines that the documents ask of a daily report.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// sections asks every documented item at the end of the day, in the catalogue's order.
func sections(ctx context.Context, src Source, sys *catalog.System, at time.Time) ([]Section, error) {
	items := make([]Item, len(sys.Report))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, documented := range sys.Report {
		group.Go(func() (err error) {
			items[i], err = item(ctx, src, documented, at)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var out []Section
	for i, documented := range sys.Report {
		if len(out) == 0 || out[len(out)-1].Title != documented.Section {
			out = append(out, Section{Title: documented.Section})
		}
		last := &out[len(out)-1]
		last.Items = append(last.Items, items[i])
	}
	return out, nil
}

func item(ctx context.Context, src Source, documented catalog.ReportItem, at time.Time) (Item, error) {
	i := Item{ID: documented.ID, Title: documented.Title, Unit: documented.Unit, Kind: documented.Kind, Anchor: documented.Anchor}
	answer, err := src.Instant(ctx, documented.Expr, at)
	if err != nil && !errors.Is(err, prometheus.ErrPartial) {
		return i, fmt.Errorf("asking for %s (%s): %w", documented.Title, documented.ID, err)
	}
	rows := rowsOf(answer.Value)
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
func rowsOf(vector model.Vector) []Row {
	rows := make([]Row, 0, len(vector))
	for _, sample := range vector {
		v := known(float64(sample.Value))
		if v == nil {
			continue
		}
		labels := make(map[string]string, len(sample.Metric))
		var names []string
		for name, value := range sample.Metric {
			if name != model.MetricNameLabel {
				labels[string(name)] = string(value)
				names = append(names, string(name))
			}
		}
		slices.Sort(names)
		values := make([]string, len(names))
		for n, name := range names {
			values[n] = labels[name]
		}
		rows = append(rows, Row{Name: strings.Join(values, " "), Labels: labels, Value: v})
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Or(cmp.Compare(*b.Value, *a.Value), cmp.Compare(a.Name, b.Name)) })
	return rows
}
