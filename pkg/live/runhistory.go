package live

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how long the last runs of rare operations took, one by one.

// runHistory are the durations in seconds of the runs of the last day that
// ended by t, oldest first, by the key of the operation's labels. Of several
// runs within a minute it knows the last. The gauges are read on whole minutes,
// the hours that are over in one piece, so that both are asked once.
func (r *Reader) runHistory(ctx context.Context, sys *catalog.System, set catalog.OperationSet, matchers string, now map[string]detect.Run,
	t time.Time) (map[string][]float64, error) {
	ended := map[string]map[int64]float64{} // operation -> end in ms -> duration
	note := func(key string, end time.Time, duration float64) {
		if ended[key] == nil {
			ended[key] = map[int64]float64{}
		}
		ended[key][end.UnixMilli()] = duration
	}
	var err error
	if set.Runs != nil && set.Runs.Timestamp != "" {
		hour, minute := t.Truncate(time.Hour), t.Truncate(runsStep)
		err = r.endedIn(ctx, sys, set, matchers, hour.Add(-runsBack), hour, note)
		if err == nil && minute.After(hour) {
			err = r.endedIn(ctx, sys, set, matchers, hour.Add(runsStep), minute, note)
		}
	}
	for key, run := range now {
		if !run.LastAt.IsZero() {
			note(key, run.LastAt, run.Last.Seconds())
		}
	}
	durations := make(map[string][]float64, len(ended))
	for key, runs := range ended {
		for _, end := range slices.Sorted(maps.Keys(runs)) {
			durations[key] = append(durations[key], runs[end])
		}
	}
	return durations, err
}

// endedIn notes every run that the gauges showed on a minute of [from, to].
func (r *Reader) endedIn(ctx context.Context, sys *catalog.System, set catalog.OperationSet, matchers string, from, to time.Time,
	note func(key string, end time.Time, duration float64)) error {
	expr := "{" + prometheus.Matchers(namesPattern([]string{set.Metric, set.Runs.Timestamp}), sys.Selector, set.Selector, matchers) + "}"
	series, err := r.asks.matrix(ctx, expr, from, to, runsStep)
	if series == nil && err != nil {
		return fmt.Errorf("reading the past runs of %s: %w", set.Metric, err)
	}
	durations := map[model.Fingerprint]map[model.Time]model.SampleValue{}
	for _, s := range series {
		if string(s.Metric[model.MetricNameLabel]) == set.Metric {
			at := make(map[model.Time]model.SampleValue, len(s.Values))
			for _, p := range s.Values {
				at[p.Timestamp] = p.Value
			}
			durations[apart(s.Metric)] = at
		}
	}
	for _, s := range series {
		if string(s.Metric[model.MetricNameLabel]) != set.Runs.Timestamp {
			continue
		}
		at, key := durations[apart(s.Metric)], Key("", ownLabels(s.Metric, set.By))
		for i, p := range s.Values {
			if duration, ok := at[p.Timestamp]; ok && p.Value > 0 && (i == 0 || p.Value != s.Values[i-1].Value) {
				note(key, moment(float64(p.Value)), float64(duration)/figure.Scale(set.Unit))
			}
		}
	}
	return err
}
