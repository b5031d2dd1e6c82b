package main

// This file answers how far operations are from normal now, as numbers for other monitoring systems.

import (
	"context"
	"io"
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/export"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

func deviationsNow(ctx context.Context, remarks io.Writer, f *flags) ([]export.Gauge, error) {
	s, err := f.open(ctx, f.openHeld)
	if err != nil {
		return nil, err
	}
	defer s.store.Close()
	defer s.tell(remarks)
	verdicts, _, err := s.verdicts(ctx, f.source, detect.Latency, s.at)
	if err != nil {
		return nil, err
	}
	var all []export.Gauge
	for _, v := range verdicts {
		all = append(all, deviationGauges(v, s.at)...)
	}
	return all, nil
}

// deviationGauges leave out what is not known: without a baseline or without requests there is no deviation.
func deviationGauges(v live.OperationVerdict, at time.Time) (all []export.Gauge) {
	if !v.Comparable() {
		return nil
	}
	add := func(name, help, bound string, value float64) {
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return
		}
		labels := labelled(v.Labels, map[string]string{"system": v.System, "set": v.Set, "operation": v.Operation, "bound": bound})
		all = append(all, export.Gauge{Name: name, Help: help, Labels: labels, Value: value, At: at})
	}
	const ratio = "yardstick_deviation_ratio"
	const about = "Live p95 to the normal one of this hour, with the ends of its interval; 1 is normal."
	add(ratio, about, "value", v.Ratio)
	add(ratio, about, "low", v.RatioLow)
	add(ratio, about, "high", v.RatioHigh)
	add("yardstick_deviation_z", "Standard deviations from normal.", "", v.Z)
	add("yardstick_deviation_tier", "0 normal, 1 info, 2 warning, 3 critical.", "", float64(v.Tier))
	return all
}
