package report

// This file answers the lines that the documents ask of a report.

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
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// sections asks every documented item of the period, in the catalogue's order.
func sections(ctx context.Context, src Source, req Request, own engine) ([]Section, error) {
	wanted := itemsOf(req.System, req.Period)
	items := make([]Item, len(wanted))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, documented := range wanted {
		group.Go(prometheus.Guarded(func() (err error) {
			if documented.Engine != "" {
				items[i] = own.item(documented)
				return nil
			}
			documented.Expr = overPeriod(documented, req, own.from, own.to)
			items[i], err = item(ctx, src, req, documented, own.to)
			if err != nil && !req.Keep && ctx.Err() == nil && tooMuch(err) {
				items[i].Missing, err = err.Error(), nil
			}
			if err != nil {
				return fmt.Errorf("asking for %s (%s): %w", documented.Title, documented.ID, err)
			}
			return nil
		}))
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	out := []Section{}
	for i, documented := range wanted {
		if len(out) == 0 || out[len(out)-1].Title != documented.Section {
			out = append(out, Section{Title: documented.Section})
		}
		last := &out[len(out)-1]
		last.Items = append(last.Items, items[i])
	}
	return out, nil
}

// tooMuch tells a question that asks too much of this Prometheus: others of the report may be answered all the same.
func tooMuch(err error) bool {
	return errors.Is(err, prometheus.ErrSlow) || errors.Is(err, prometheus.ErrTooLarge)
}

// itemsOf are the documented items of a period.
func itemsOf(sys *catalog.System, period Period) []catalog.ReportItem {
	return slices.DeleteFunc(slices.Clone(sys.Report), func(i catalog.ReportItem) bool {
		return Period(i.Period).orDaily() != period.orDaily()
	})
}

// overPeriod is the expression over the period's own length: a day that is not
// over, or that changes the clock, is not 24 hours long, and a month not always
// 30 days; the period before begins one of the calendar earlier. What is called
// "24h" stays so.
func overPeriod(documented catalog.ReportItem, req Request, from, to time.Time) string {
	if strings.Contains(documented.Section+documented.Title, "24h") {
		return documented.Expr
	}
	word, before := req.Period.written(), req.Period.before(from)
	// A month is compared with as much of the month before as that has.
	compared := min(to.Sub(from), from.Sub(before))
	length, earlier := rangeOf(to.Sub(from)), rangeOf(compared)
	offset := fmt.Sprintf(" offset %ds", int(to.Sub(before.Add(compared)).Seconds()))
	return strings.NewReplacer(
		"["+word+"] offset "+word, earlier+"]"+offset,
		"["+word+hourly+"] offset "+word, rangeOf(compared+time.Second)+":1h]"+offset,
		"["+word+hourly+"]", rangeOf(to.Sub(from)+time.Second)+":1h]",
		"["+word+"]", length+"]",
		"["+word+":", length+":",
	).Replace(documented.Expr)
}

// hourly is how the catalogue says that a counter is read once an hour, where all samples of a month are too many. Ranges
// do not hold their own beginning: a second more, and the first sample is that of the period's.
const hourly = "1s:1h"

func rangeOf(d time.Duration) string { return fmt.Sprintf("[%ds", int(d.Seconds())) }

func blank(documented catalog.ReportItem) Item {
	return Item{ID: documented.ID, Title: documented.Title, Unit: documented.Unit, Kind: documented.Kind, Anchor: documented.Anchor, Rows: []Row{}}
}

func item(ctx context.Context, src Source, req Request, documented catalog.ReportItem, at time.Time) (Item, error) {
	i := blank(documented)
	answer, err := src.Instant(ctx, documented.Expr, at)
	if doubt := answer.Whole(); err == nil && errors.Is(doubt, prometheus.ErrHalf) {
		err = doubt // warnings of PromQL come with every answer: they end no report
	}
	if err != nil {
		return i, err
	}
	rows := rowsOf(req.System, answer.Value)
	switch {
	case len(rows) == 0:
		i.Missing = absent(documented, req.Period.Noun())
	case documented.Kind == "list":
		i.Rows = rows
		for j, row := range rows {
			if word := wordFor(documented, row.Value); word != "" {
				rows[j].Value, rows[j].Text = nil, word
			}
		}
	default:
		i.Value = rows[0].Value
		i.Word = wordFor(documented, i.Value)
	}
	return i, nil
}

// wordFor is what the document calls a value; empty where it has no word for it.
func wordFor(documented catalog.ReportItem, value *float64) string {
	if value == nil {
		return ""
	}
	return documented.Mapping[strconv.FormatFloat(*value, 'f', -1, 64)]
}

// absent says what an empty answer means; of a comparison either side may be empty.
func absent(documented catalog.ReportItem, noun string) string {
	if strings.Contains(documented.Expr, " offset ") {
		return fmt.Sprintf("this Prometheus has no such series in that %s, or none of the time before it that it is compared with; `yardstick probe` says what to emit", noun)
	}
	return fmt.Sprintf("this Prometheus has no such series in that %s; `yardstick probe` says what to emit", noun)
}

// rowsOf are the series of an answer, largest first.
func rowsOf(sys *catalog.System, vector model.Vector) []Row {
	rows := make([]Row, 0, len(vector))
	for _, sample := range vector {
		v := figure.Known(float64(sample.Value))
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
		return of[0].NameOf(labels)
	}
	values := make([]string, len(names))
	for n, name := range names {
		values[n] = labels[name]
	}
	return strings.Join(values, " ")
}
