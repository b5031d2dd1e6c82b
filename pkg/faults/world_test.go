//go:build unix

package faults

import (
	"context"
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// noon is the present of these tests.
var noon = time.Date(2026, 3, 10, 12, 2, 0, 0, time.UTC)

// still is a clock that stands at noon; who waits, waits for the end.
type still struct{}

func (still) Now() time.Time                       { return noon }
func (still) After(time.Duration) <-chan time.Time { return nil }

// measured stands for a Prometheus: every window is a function of operation and time alone.
type measured struct{}

var bounds = func() []float64 {
	all := make([]float64, 40)
	for i := range all {
		all[i] = 0.02 * math.Pow(1.15, float64(i))
	}
	return all
}()

func (measured) MetricType(context.Context, string) (string, error) { return "histogram", nil }

func (measured) ScrapeInterval(context.Context, string, string, time.Time) (time.Duration, error) {
	return 15 * time.Second, nil
}

func (measured) Runs(context.Context, prometheus.RunQuery, time.Time, time.Time) ([]prometheus.OpWindows, error) {
	return nil, nil
}

func (measured) Ages(context.Context, prometheus.AgeQuery, time.Time, time.Time, time.Duration) ([]prometheus.OpAges, error) {
	return nil, nil
}

func (measured) Pauses(context.Context, prometheus.PauseQuery, time.Time, time.Time, time.Duration) ([]prometheus.OpAges, error) {
	return nil, nil
}

// hoursMeasured are those before noon of which there is something.
const hoursMeasured = 8

// Windows are log-normal around 100 ms; for half an hour two hours ago the search took three times as long.
func (measured) Windows(_ context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	slowFrom := noon.Truncate(time.Hour).Add(-2 * time.Hour)
	var all []prometheus.OpWindows
	for _, op := range []string{"cart", "search"} {
		of := prometheus.OpWindows{Labels: map[string]string{"op": op}}
		for end := from; !end.After(to); end = end.Add(step) {
			if end.Before(noon.Add(-hoursMeasured * time.Hour)) {
				continue
			}
			median := 0.1 * (1 + 0.02*math.Sin(float64(end.Unix())))
			if op == "search" && end.After(slowFrom) && !end.After(slowFrom.Add(30*time.Minute)) {
				median *= 3
			}
			of.Windows = append(of.Windows, window(end, q.Width, median))
		}
		if len(of.Windows) > 0 {
			all = append(all, of)
		}
	}
	return all, nil
}

func window(end time.Time, width time.Duration, median float64) baseline.Window {
	w := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: bounds, Counts: make([]float64, len(bounds)+1)}}
	requests, below := 5*width.Seconds(), 0.0
	for i, bound := range bounds {
		share := 0.5 * math.Erfc(-math.Log(bound/median)/0.4/math.Sqrt2)
		w.Counts[i] = math.Round(requests * (share - below))
		below = share
	}
	w.Sum = requests * median
	return w
}

func settings() learn.Settings {
	return learn.Settings{Source: "1/shop", Prometheus: measured{}, Days: 1, Version: "1", Systems: []*catalog.System{{
		Name: "shop", Title: "Shop", Selector: `job="shop"`, TimeZone: "UTC",
		Operations: []catalog.OperationSet{{ID: "page", Metric: "page_seconds", Kind: "histogram", Unit: "s", By: []string{"op"}}},
	}}}
}
