package main

// How a column of numbers becomes the compressed chunks of one series.

import (
	"math"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
)

// samplesPerChunk is Prometheus' own target.
const samplesPerChunk = 120

var staleMarker = math.Float64frombits(value.StaleNaN)

// encode writes the series of a frame: one, or all those of a histogram.
func (f *frame) encode(blocks *blockSet) error {
	if f.Kind == "values" {
		f.blank(f.values)
		return blocks.add(f.labels("", ""), f.values)
	}
	steps := len(f.values)
	below := make([]float64, steps) // cumulative over the buckets so far, per step
	column := make([]float64, steps)
	for i, bucket := range f.counts {
		for t, n := range bucket {
			below[t] += float64(n)
		}
		accumulate(below, column)
		f.blank(column)
		bound := math.Inf(1)
		if i < len(f.Bounds) {
			bound = f.Bounds[i]
		}
		if err := blocks.add(f.labels("_bucket", labels.FormatOpenMetricsFloat(bound)), column); err != nil {
			return err
		}
		if i == len(f.counts)-1 {
			if err := blocks.add(f.labels("_count", ""), column); err != nil {
				return err
			}
		}
	}
	accumulate(f.values, column)
	f.blank(column)
	return blocks.add(f.labels("_sum", ""), column)
}

// accumulate fills column with the running total of increments.
func accumulate(increments, column []float64) {
	total := 0.0
	for i, v := range increments {
		total += v
		column[i] = total
	}
}

func (f *frame) labels(suffix, le string) labels.Labels {
	b := labels.NewBuilder(labels.FromMap(f.Labels))
	b.Set(labels.MetricName, f.Name+suffix)
	if le != "" {
		b.Set(labels.BucketLabel, le)
	}
	return b.Labels()
}

// compress cuts the steps [from, to) of a column into chunks. The first step
// without a sample after one with becomes a stale marker, as after a failed scrape.
func compress(column []float64, s span, from, to int) ([]chunks.Meta, error) {
	var done []chunks.Meta
	var chunk *chunkenc.XORChunk
	var app chunkenc.Appender
	for i := from; i < to; i++ {
		v := column[i]
		if math.IsNaN(v) {
			if i == 0 || math.IsNaN(column[i-1]) {
				continue
			}
			v = staleMarker
		}
		if chunk == nil || chunk.NumSamples() == samplesPerChunk {
			chunk = chunkenc.NewXORChunk()
			var err error
			if app, err = chunk.Appender(); err != nil {
				return nil, err
			}
			done = append(done, chunks.Meta{Chunk: chunk, MinTime: s.at(i)})
		}
		app.Append(0, s.at(i), v)
		done[len(done)-1].MaxTime = s.at(i)
	}
	for _, c := range done {
		c.Chunk.Compact()
	}
	return done, nil
}
