package plugin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/export"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// unitOfStat is the unit that Grafana draws a statistic in.
var unitOfStat = map[live.Stat]string{
	live.StatP50: "s", live.StatP95: "s", live.StatP99: "s", live.StatMean: "s", live.StatRate: "reqps", live.StatErrors: "percentunit",
}

// unitOf is the unit of a statistic of an operation whose numbers are in a unit of their own, or seconds.
func unitOf(stat live.Stat, own string) string {
	if unit := unitOfStat[stat]; unit != seconds || own == "" {
		return unit
	}
	return own
}

// series answers how operations did over the range: one frame each, with what is normal beside it where asked for.
func (d *Datasource) series(ctx context.Context, a asked, q SeriesQuery) (data.Frames, error) {
	stat, err := oneOf("stat", q.Stat, "p95", "p50", "p99", "mean", "rate", "errors")
	if err != nil {
		return nil, err
	}
	systems, err := d.asked(ctx, q.Common, a.window.To)
	if err != nil {
		return nil, err
	}
	var frames data.Frames
	var remarks []string
	for _, system := range systems {
		own, remark, err := d.seriesOf(ctx, a, q, live.Stat(stat), system)
		if err != nil {
			return nil, err
		}
		frames, remarks = append(frames, own...), append(remarks, remark)
	}
	if err := tooMany(len(frames), maxSeries, "series"); err != nil {
		return nil, badInput{err}
	}
	if len(frames) == 0 {
		frames = data.Frames{emptyFrame(data.FrameTypeTimeSeriesMulti, "series")}
	}
	notice(frames, remarks...)
	return frames, nil
}

func (d *Datasource) seriesOf(ctx context.Context, a asked, q SeriesQuery, stat live.Stat, system *catalog.System) (data.Frames, string, error) {
	known, err := d.baselines.at(ctx, a.source, system.Name, a.window.To)
	if err != nil {
		return nil, "", err
	}
	found, err := d.live.Series(ctx, live.SeriesRequest{
		Request: d.about(a, q.Common, system, known), From: a.window.From, Stat: stat, Band: q.Band,
		Step: pointsFit(a.window.From, a.window.To, a.query.Interval), Most: maxSeries,
	})
	if many := (live.TooMany{}); errors.As(err, &many) {
		return nil, "", badInput{tooMany(many.Series, maxSeries, "series")}
	}
	remark, err := shownTo(ctx, err)
	if err != nil {
		return nil, "", fmt.Errorf("reading the series of %s: %w", system.Title, err)
	}
	if q.Band {
		remark = strings.TrimSpace(remark + " " + known.remark())
	}
	if mayBeOfRuns(system, found) {
		remark = strings.TrimSpace(remark + " " + runsRemark(a.window))
	}
	var frames data.Frames
	for _, s := range found {
		if len(s.Points) > 0 {
			frames = append(frames, seriesFrame(s, stat, q.Band))
		}
	}
	return frames, remark, nil
}

// mayBeOfRuns tells whether any series is of single runs, or would be, had there been any.
func mayBeOfRuns(system *catalog.System, found []live.OperationSeries) bool {
	return slices.ContainsFunc(system.Operations, func(set catalog.OperationSet) bool {
		ofSet := func(s live.OperationSeries) bool { return s.Set == set.ID }
		return set.Kind == "gauge" && (len(found) == 0 || slices.ContainsFunc(found, ofSet))
	})
}

// runsRemark says that single runs are not listed for all of a long range; empty where they are.
func runsRemark(over backend.TimeRange) string {
	if over.To.Sub(over.From) <= live.MostRunsBack {
		return ""
	}
	return fmt.Sprintf("Of single runs only those of the last %d days of the range are listed.", int(live.MostRunsBack.Hours()/24))
}

func seriesFrame(s live.OperationSeries, stat live.Stat, band bool) *data.Frame {
	labels := data.Labels{"system": s.System, "operation": s.Operation, "set": s.Set}
	export.AddLabels(labels, s.Labels, operationColumns)
	l := line{name: s.Operation, legend: s.Operation, labels: labels, unit: unitOf(stat, s.Unit), times: make([]time.Time, len(s.Points))}
	l.values = make([]*float64, len(s.Points))
	for i, p := range s.Points {
		l.times[i], l.values[i] = p.At, figure.Known(p.Value)
	}
	if band {
		l.extra = []*data.Field{
			bandField(s, l, "expected", func(p live.Point) float64 { return p.Expected }),
			bandField(s, l, "lower", func(p live.Point) float64 { return p.Lower }),
			bandField(s, l, "upper", func(p live.Point) float64 { return p.Upper }),
		}
	}
	return l.frame()
}

// bandField is one edge of what is normal; it has the labels of the measured field, so that transformations can pair the
// two. An alert rule sees the measured field alone, and compares by a query for the deviation.
func bandField(s live.OperationSeries, l line, name string, of func(live.Point) float64) *data.Field {
	values := make([]*float64, len(s.Points))
	for i, p := range s.Points {
		values[i] = figure.Known(of(p))
	}
	field := data.NewField(name, l.labels, values)
	field.Config = &data.FieldConfig{Unit: l.unit, DisplayNameFromDS: l.legend + " " + name}
	return field
}
