package promtest

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/klauspost/compress/snappy"
	prom "github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/prompb"
)

// Scraped holds the samples that scrapes of programs would have left behind, of histograms of every form: text has no
// native ones.
type Scraped struct {
	From, To time.Time     // of the histograms that are written next
	Step     time.Duration // between scrapes; the first is at From
	series   []prompb.TimeSeries

	first, last int64 // of all that is written, in milliseconds
}

// Native writes a native histogram of a Go program that observed what is given, ascending, and started anew at every restart.
func (s *Scraped) Native(metric string, labels map[string]string, o prom.HistogramOpts, observed []Observation, restarts ...time.Time) {
	o.Name = "native"
	program := prom.NewHistogram(o)
	var samples []prompb.Histogram
	s.scrapes(observed, restarts, func() { program = prom.NewHistogram(o) }, func(v float64) { program.Observe(v) }, func(ms int64) {
		var told dto.Metric
		if err := program.Write(&told); err != nil {
			panic(err) // a histogram of no labels can always be written
		}
		h := told.GetHistogram()
		own := histogram.Histogram{
			Schema: h.GetSchema(), ZeroThreshold: h.GetZeroThreshold(), ZeroCount: h.GetZeroCount(), Count: h.GetSampleCount(), Sum: h.GetSampleSum(),
			PositiveBuckets: h.GetPositiveDelta(),
		}
		for _, span := range h.GetPositiveSpan() {
			if span.GetLength() > 0 {
				own.PositiveSpans = append(own.PositiveSpans, histogram.Span{Offset: span.GetOffset(), Length: span.GetLength()})
			}
		}
		samples = append(samples, prompb.FromIntHistogram(ms, &own))
	})
	s.add(metric, labels, prompb.TimeSeries{Histograms: samples})
}

// Custom writes a classic histogram as a scrape with convert_classic_histograms_to_nhcb stores it.
func (s *Scraped) Custom(metric string, labels map[string]string, bounds []float64, observed []Observation, restarts ...time.Time) {
	var samples []prompb.Histogram
	s.buckets(bounds, observed, restarts, func(ms int64, counts []int64, sum float64) {
		h := histogram.Histogram{
			Schema: histogram.CustomBucketsSchema, CustomValues: bounds, Sum: sum, PositiveSpans: []histogram.Span{{Length: uint32(len(counts))}},
		}
		before := int64(0)
		for _, n := range counts {
			h.PositiveBuckets = append(h.PositiveBuckets, n-before)
			h.Count += uint64(n)
			before = n
		}
		samples = append(samples, prompb.FromIntHistogram(ms, &h))
	})
	s.add(metric, labels, prompb.TimeSeries{Histograms: samples})
}

// Classic writes a classic histogram.
func (s *Scraped) Classic(metric string, labels map[string]string, bounds []float64, observed []Observation, restarts ...time.Time) {
	columns := make([][]prompb.Sample, len(bounds)+2)
	s.buckets(bounds, observed, restarts, func(ms int64, counts []int64, sum float64) {
		below := int64(0)
		for i, n := range counts {
			below += n
			columns[i] = append(columns[i], prompb.Sample{Timestamp: ms, Value: float64(below)})
		}
		columns[len(counts)] = append(columns[len(counts)], prompb.Sample{Timestamp: ms, Value: sum})
	})
	for i, bound := range append(slices.Clone(bounds), math.Inf(1)) {
		written := "+Inf"
		if i < len(bounds) {
			written = le(bound)
		}
		s.add(metric+"_bucket", with(labels, "le", written), prompb.TimeSeries{Samples: columns[i]})
	}
	s.add(metric+"_count", labels, prompb.TimeSeries{Samples: columns[len(bounds)]})
	s.add(metric+"_sum", labels, prompb.TimeSeries{Samples: columns[len(bounds)+1]})
}

func (s *Scraped) buckets(bounds []float64, observed []Observation, restarts []time.Time, scrape func(ms int64, counts []int64, sum float64)) {
	counts, sum := make([]int64, len(bounds)+1), 0.0
	s.scrapes(observed, restarts, func() { clear(counts); sum = 0 }, func(v float64) {
		i, _ := slices.BinarySearch(bounds, v)
		counts[i]++
		sum += v
	}, func(ms int64) { scrape(ms, counts, sum) })
}

func (s *Scraped) scrapes(observed []Observation, restarts []time.Time, restart func(), observe func(float64), scrape func(ms int64)) {
	if from := s.From.UnixMilli(); len(s.series) == 0 || from < s.first {
		s.first = from
	}
	s.last = max(s.last, s.To.UnixMilli())
	next, restarted := 0, 0
	for at := s.From; !at.After(s.To); at = at.Add(s.Step) {
		for ; next < len(observed) && !observed[next].At.After(at); next++ {
			for ; restarted < len(restarts) && restarts[restarted].Before(observed[next].At); restarted++ {
				restart()
			}
			observe(observed[next].Value)
		}
		scrape(at.UnixMilli())
	}
}

func (s *Scraped) add(metric string, labels map[string]string, series prompb.TimeSeries) {
	labels = with(labels, "__name__", metric)
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		series.Labels = append(series.Labels, prompb.Label{Name: name, Value: labels[name]})
	}
	s.series = append(s.series, series)
}

// sendTo writes everything to a Prometheus, in the order of time: what is much older than its newest sample it refuses.
func (s *Scraped) sendTo(t testing.TB, server string) {
	t.Helper()
	const piece = 30 * 60 * 1000
	for from := s.first; from <= s.last; from += piece {
		if err := send(server, s.between(from, from+piece)); err != nil {
			t.Fatal(err)
		}
	}
}

// between are the samples of [from, to), in milliseconds.
func (s *Scraped) between(from, to int64) (request prompb.WriteRequest) {
	for _, one := range s.series {
		part := prompb.TimeSeries{Labels: one.Labels}
		for _, p := range one.Samples {
			if p.Timestamp >= from && p.Timestamp < to {
				part.Samples = append(part.Samples, p)
			}
		}
		for _, p := range one.Histograms {
			if p.Timestamp >= from && p.Timestamp < to {
				part.Histograms = append(part.Histograms, p)
			}
		}
		if len(part.Samples)+len(part.Histograms) > 0 {
			request.Timeseries = append(request.Timeseries, part)
		}
	}
	return request
}

func send(server string, request prompb.WriteRequest) error {
	plain, err := request.Marshal()
	if err != nil {
		return err
	}
	post, err := http.NewRequest(http.MethodPost, server+"/api/v1/write", bytes.NewReader(snappy.Encode(nil, plain)))
	if err != nil {
		return err
	}
	post.Header.Set("Content-Type", "application/x-protobuf")
	post.Header.Set("Content-Encoding", "snappy")
	answer, err := http.DefaultClient.Do(post)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if said, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode/100 != 2 {
		return fmt.Errorf("writing samples: %s %s %w", answer.Status, said, err)
	}
	return nil
}
