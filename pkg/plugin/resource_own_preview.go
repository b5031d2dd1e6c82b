package plugin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/dustin/go-humanize/english"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// What would a definition teach, and what would it have said in the last days? Measured from Prometheus as the learner
// does it, for the busiest operations; nothing is kept.

// ownPreviewView is POST /own/preview.
type ownPreviewView struct {
	From       time.Time          `json:"from"`
	To         time.Time          `json:"to"`
	Total      float64            `json:"total"` // operations that there are
	Operations []ownPreviewedView `json:"operations"`
	Judged     int                `json:"judged"` // days that were replayed
	// Warning is what the numbers do not show; empty where there is nothing.
	Warning string `json:"warning,omitempty"`
}

type ownPreviewedView struct {
	Name       string    `json:"name"`
	State      string    `json:"state"`
	Reason     string    `json:"reason"`
	P50        *float64  `json:"p50"`
	P95        *float64  `json:"p95"`
	P99        *float64  `json:"p99"`
	P95Low     *float64  `json:"p95Low"`
	P95High    *float64  `json:"p95High"`
	Confidence float64   `json:"confidence"`
	Requests   float64   `json:"requests"`
	Trend      []float64 `json:"trend"` // p95 by six hours, those with requests
	// Replay is what the learned baseline would have said; its reason says why it says nothing.
	Replay backtest.View `json:"replay"`
	// Unit is that of the numbers; empty for durations, in seconds.
	Unit string `json:"unit,omitempty"`
}

// replayedOfPreview are the last days, that are judged by what was learned before.
const replayedOfPreview = 2

// previewOwn answers for a definition that is not kept yet.
func (d *Datasource) previewOwn(r *request) (any, error) {
	definition, checked, err := d.checkedDefinition(r)
	if err != nil {
		return nil, err
	}
	if err := checked.wrong(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), previewTime)
	defer cancel()
	view, err := d.preview(ctx, r.source, definition, checked)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil, badInputf("a week of it could not be read within %s: divide it by fewer labels, or narrow the selector", previewTime)
	}
	return view, err
}

func (d *Datasource) preview(ctx context.Context, source string, definition catalog.OwnSystem, checked ownCheckView) (ownPreviewView, error) {
	system, set := d.joined(definition)
	now := d.process.now()
	view := ownPreviewView{From: now.AddDate(0, 0, -previewDays).UTC(), To: now.UTC(), Total: checked.Operations, Operations: []ownPreviewedView{}, Judged: replayedOfPreview}
	q := prometheus.WindowQuery{Metric: set.Metric, Kind: set.Kind, Across: set.Across, Selector: prometheus.Matchers(system.Selector, set.Selector), By: set.By}
	busiest, err := d.client.Busiest(ctx, q, checked.Native, previewMost, now)
	if err != nil {
		return view, err
	}
	narrowed := set
	if len(set.By) > 0 && len(busiest) > 0 && checked.Operations > previewMost {
		narrowed.Selector = prometheus.Matchers(set.Selector, prometheus.AnyOf(set.By, busiest))
	}
	learner := learn.New(nil, present{d.process.now}, "", d.learning(source, "", nil))
	measured, err := learner.Preview(ctx, system, narrowed, previewDays*24)
	if err != nil {
		return view, err
	}
	chosen := ofBusiest(measured, busiest)
	for _, op := range chosen {
		view.Operations = append(view.Operations, d.previewed(system, set, op))
	}
	if slices.ContainsFunc(chosen, hasNothing) && set.Kind == catalog.LevelKind {
		q.Selector, q.Width = prometheus.Matchers(system.Selector, narrowed.Selector), belowWithin
		below, err := d.client.BelowZero(ctx, q, now)
		if err != nil {
			return view, err
		}
		view.Warning = belowWords(set, below)
	}
	slices.SortStableFunc(view.Operations, func(a, b ownPreviewedView) int { return cmp.Compare(b.Requests, a.Requests) })
	return view, nil
}

// belowWithin is as much time as learning asks for at once.
const belowWithin = hoursPerQuestion * time.Hour

// hasNothing tells whether a level was 0, or seems so because it was below.
func hasNothing(op prometheus.OpWindows) bool {
	return slices.ContainsFunc(op.Windows, func(w baseline.Window) bool { return w.Requests() > 0 && w.Mean() == 0 })
}

// belowWords says of which operations all values, or else some, are below 0; empty where none are.
func belowWords(set catalog.OperationSet, below []prometheus.Below) string {
	var always, some []string
	for _, op := range below {
		if name := set.NameOf(op.Labels); op.Always {
			always = append(always, name)
		} else {
			some = append(some, name)
		}
	}
	which, names, lost := "All", always, "it"
	switch {
	case len(below) == 0:
		return ""
	case len(always) == 0:
		which, names, lost = "Some", some, "those"
	}
	return fmt.Sprintf("%s values of %s in the last six hours were below 0, which a level counts as 0, because it is compared by ratios: nothing can be told of %s. "+
		"Record what is above 0 by a recording rule, such as kelvin of a temperature or abs() of an offset, and learn that.",
		which, english.OxfordWordSeries(shortened(names), "and"), lost)
}

// ofBusiest leaves out operations that share label values with the busiest ones without being among them.
func ofBusiest(measured []prometheus.OpWindows, busiest []map[string]string) []prometheus.OpWindows {
	if len(measured) <= previewMost {
		return measured
	}
	wanted := map[string]bool{}
	for _, labels := range busiest {
		wanted[live.Key("", labels)] = true
	}
	return slices.DeleteFunc(measured, func(op prometheus.OpWindows) bool { return !wanted[live.Key("", op.Labels)] })
}

func (d *Datasource) previewed(system *catalog.System, set catalog.OperationSet, op prometheus.OpWindows) ownPreviewedView {
	zone, err := time.LoadLocation(system.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	options := baseline.Options{TimeZone: zone, Holidays: d.settings.Holidays}.Measured(set.Unit, set.Direction, set.IsLevel())
	windows := slices.DeleteFunc(slices.Clone(op.Windows), func(w baseline.Window) bool { return w.Requests() == 0 })
	record := baseline.Learn(windows, options)
	name := set.NameOf(op.Labels)
	replayed := backtest.Replay(backtest.Question{Windows: windows, Learning: options, Settings: live.SettingsOf(system, set), Days: replayedOfPreview})
	return ownPreviewedView{
		Name: name, State: string(record.State), Reason: record.Reason,
		P50: figure.Known(record.P50), P95: figure.Known(record.P95), P99: figure.Known(record.P99),
		P95Low: figure.Known(record.P95Low), P95High: figure.Known(record.P95High), Confidence: record.Confidence, Requests: record.Requests,
		Trend: trendOf(windows, set.IsLevel()), Unit: options.Unit,
		Replay: backtest.ViewOf(backtest.OperationOutcome{
			Operation: store.Operation{System: system.Name, Set: set.ID, Name: name, Labels: op.Labels}, Outcome: replayed,
		}),
	}
}

// trendOf is the median of the windows' p95, or of their values, by six hours.
func trendOf(windows []baseline.Window, level bool) []float64 {
	trend := []float64{}
	for len(windows) > 0 {
		end := windows[0].End.Add(-1).Truncate(6 * time.Hour).Add(6 * time.Hour)
		var values []float64
		for len(windows) > 0 && !windows[0].End.After(end) {
			v, _ := windows[0].Quantile(0.95)
			if level {
				v = windows[0].Mean()
			}
			if !math.IsNaN(v) {
				values = append(values, v)
			}
			windows = windows[1:]
		}
		if len(values) > 0 {
			slices.Sort(values)
			trend = append(trend, values[len(values)/2])
		}
	}
	return trend
}
