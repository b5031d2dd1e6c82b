package prometheus_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// While a version with other buckets is rolled out, some instances have a bound that others lack. What the sum over them says
// there is of the former only: requests of 0.22 s would seem to have taken up to half a second.
func TestInstancesWithOtherBuckets(t *testing.T) { onEachServer(t, instancesWithOtherBuckets) }

func instancesWithOtherBuckets(t *testing.T, client clientOf) {
	h := promtest.History{From: hour.From, To: hour.To, Step: 10 * time.Second}
	half, all := h.Scrapes()/2, h.Scrapes()
	instance := func(op, name string, bounds []float64, from, to int) {
		for _, bound := range append(slices.Clone(bounds), 100) {
			le, perScrape := "+Inf", 2.0
			if bound < 100 {
				le = strconv.FormatFloat(bound, 'f', -1, 64)
			}
			if bound < 0.22 {
				perScrape = 0
			}
			h.Series("op_seconds_bucket", map[string]string{"op": op, "instance": name, "le": le}, after(from, counter(&h, perScrape, 0, to)))
		}
		h.Series("op_seconds_count", map[string]string{"op": op, "instance": name}, after(from, counter(&h, 2, 0, to)))
	}
	before, later := []float64{0.1, 0.25, 0.5, 1}, []float64{0.1, 0.2, 0.3, 0.4, 0.5, 1}
	instance("rolled", "a", before, 0, half+60)
	instance("rolled", "b", before, 0, half)
	instance("rolled", "c", later, half, all)
	instance("other", "d", before, 0, all)
	instance("coarser", "e", before, 0, all)
	instance("coarser", "f", []float64{0.1, 0.5, 1}, half, all)
	c := client(t, h.String())
	q := prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Width: time.Minute}

	bounds := func(op string, at time.Time) []float64 {
		t.Helper()
		single := windowsOf(t, ask(t, c, q, at, at, 0), "op", op)[0]
		require.InDelta(t, single.Requests(), sumOf(single.Counts[1:2]), 1, "%s at %s is all in one bucket: %v", op, at, single.Counts)
		for _, w := range windowsOf(t, ask(t, c, q, at.Add(-20*time.Minute), at.Add(8*time.Minute), time.Minute), "op", op) {
			if w.End.Equal(at) {
				require.Equal(t, single, w, "alone or among others")
			}
		}
		return single.Bounds
	}
	t.Run("have the bounds that all have", func(t *testing.T) {
		require.Equal(t, []float64{0.1, 0.5, 1}, bounds("rolled", noon.Add(5*time.Minute)))
	})
	t.Run("an operation of which all have the same keeps them", func(t *testing.T) {
		require.Equal(t, before, bounds("other", noon.Add(5*time.Minute)))
		require.Equal(t, before, bounds("rolled", noon.Add(-5*time.Minute)))
	})
	t.Run("that are wider are told by the next measurement of the metric", func(t *testing.T) {
		require.Equal(t, []float64{0.1, 0.5, 1}, bounds("coarser", noon.Add(12*time.Minute)))
	})
}

func sumOf(counts []float64) (sum float64) {
	for _, n := range counts {
		sum += n
	}
	return sum
}
