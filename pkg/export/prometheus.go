package export

import (
	"fmt"
	"io"
	"slices"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"google.golang.org/protobuf/proto"
)

// This file answers how Prometheus and what reads its formats is told.

// writePrometheus leaves times out: the text is scraped or read as a textfile, and its time is when that happens.
func writePrometheus(out io.Writer, gauges []Gauge) error {
	for _, family := range families(gauges, false) {
		if _, err := expfmt.MetricFamilyToText(out, family); err != nil {
			return fmt.Errorf("writing %s: %w", family.GetName(), err)
		}
	}
	return nil
}

// writeOpenMetrics keeps times, as a file of the past needs them.
func writeOpenMetrics(out io.Writer, gauges []Gauge) error {
	for _, family := range families(gauges, true) {
		if _, err := expfmt.MetricFamilyToOpenMetrics(out, family); err != nil {
			return fmt.Errorf("writing %s: %w", family.GetName(), err)
		}
	}
	_, err := expfmt.FinalizeOpenMetrics(out)
	return err
}

// families gathers gauges of one name, in the order of their first.
func families(gauges []Gauge, timed bool) (all []*dto.MetricFamily) {
	for _, g := range gauges {
		i := slices.IndexFunc(all, func(f *dto.MetricFamily) bool { return f.GetName() == g.Name })
		if i < 0 {
			i = len(all)
			all = append(all, &dto.MetricFamily{Name: proto.String(g.Name), Help: proto.String(g.Help), Type: dto.MetricType_GAUGE.Enum()})
		}
		m := &dto.Metric{Gauge: &dto.Gauge{Value: proto.Float64(g.Value)}}
		for _, name := range sortedNames(g.Labels) {
			m.Label = append(m.Label, &dto.LabelPair{Name: proto.String(name), Value: proto.String(g.Labels[name])})
		}
		if timed && !g.At.IsZero() {
			m.TimestampMs = proto.Int64(g.At.UnixMilli())
		}
		all[i].Metric = append(all[i].Metric, m)
	}
	return all
}
