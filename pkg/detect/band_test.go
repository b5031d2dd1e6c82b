package detect

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// spreadBy is a steady operation whose requests are log-normal around a median of a second.
func spreadBy(sigma float64) baseline.Record {
	at := func(z float64) float64 { return math.Exp(sigma * z) }
	return baseline.Record{
		Quantiles: baseline.Quantiles{P50: 1, P95: at(1.6449), P99: at(2.3263)}, State: baseline.Active, Resolution: 1,
		Requests: 1e6, Effective: 1e6, P95Low: at(1.64), P95High: at(1.65), Confidence: 1,
	}
}

func TestTheBandOfOneRequestHoldsAllRequestsButOneInAThousand(t *testing.T) {
	r := spreadBy(0.4)
	for _, q := range []float64{0.5, 0.95, 0.99} {
		lower, upper, ok := BandOfFew(q, 1, r.P95, r)
		require.True(t, ok)
		require.InDelta(t, math.Exp(-3*0.4), lower, 0.001, "one request is every quantile of itself")
		require.InDelta(t, math.Exp(3*0.4), upper, 0.01)
	}
	documented := r
	documented.State = baseline.Documented
	_, _, ok := BandOfFew(0.95, 1, r.P95, documented)
	require.False(t, ok, "a document's range is no distribution")
}

func TestTheBandOfFewRequestsHoldsTheirQuantiles(t *testing.T) {
	const sigma, trials = 0.7, 20_000
	r, random := spreadBy(sigma), rand.New(rand.NewPCG(7, 1))
	for _, n := range []int{1, 2, 5, 10, 19, 20, 40, 60, 99} {
		for _, q := range []float64{0.5, 0.95, 0.99} {
			lower, upper, _ := BandOfFew(q, float64(n), r.P95, r)
			above, below := 0, 0
			for range trials {
				sample := make([]float64, n)
				for i := range sample {
					sample[i] = math.Exp(sigma * random.NormFloat64())
				}
				slices.Sort(sample)
				switch v := sample[int(math.Ceil(q*float64(n)))-1]; {
				case v > upper:
					above++
				case v < lower:
					below++
				}
			}
			// Of 20,000, 27 are expected on either side: 5 to 55 with chance.
			require.InDelta(t, 30, above, 25, "p%.0f of %d requests, above", 100*q, n)
			require.InDelta(t, 30, below, 25, "p%.0f of %d requests, below", 100*q, n)
		}
	}
}

// The mean of few is no quantile of theirs: its band is that of the quantile which it is of all requests.
func TestTheBandOfFewRequestsHoldsTheirMean(t *testing.T) {
	const sigma, trials = 0.7, 20_000
	r, random := spreadBy(sigma), rand.New(rand.NewPCG(7, 2))
	r.Mean = math.Exp(sigma * sigma / 2)
	require.InDelta(t, 0.637, MeanShare(r), 0.001)
	for _, n := range []int{1, 2, 5, 20, 60, 99} {
		lower, upper, _ := BandOfFew(MeanShare(r), float64(n), r.P95, r)
		outside := 0
		for range trials {
			sum := 0.0
			for range n {
				sum += math.Exp(sigma * random.NormFloat64())
			}
			if mean := sum / float64(n); mean < lower || mean > upper {
				outside++
			}
		}
		require.Less(t, outside, trials/100, "%d requests", n)
	}
}

// Interpolated in one wide bucket p50 and p95 may all but meet, and the mean, which is known exactly, lie far below.
func TestTheBandOfAMeanFarBelowTheMedian(t *testing.T) {
	r := spreadBy(0.001)
	r.Mean = 0.6
	require.InDelta(t, 0.01, MeanShare(r), 1e-9)
	lower, upper, ok := BandOfFew(MeanShare(r), 3, r.P95, r)
	require.True(t, ok)
	require.Less(t, lower, upper)
}

func TestTheBandOfFewIsOneWhateverWasLearned(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	positive := func() float64 { return math.Exp(20 * random.NormFloat64()) }
	for range 20_000 {
		p50 := positive()
		r := baseline.Record{
			Quantiles: baseline.Quantiles{P50: p50, P95: p50 + positive(), P99: positive()}, Mean: positive(), State: baseline.Active,
			LogSD: random.ExpFloat64(), Resolution: positive(),
		}
		for _, q := range []float64{0.5, 0.95, 0.99, MeanShare(r)} {
			lower, upper, ok := BandOfFew(q, math.Min(1e5, positive()), r.P95, r)
			require.True(t, !ok || lower <= upper && lower >= 0, "p%v: %v to %v of %+v", 100*q, lower, upper, r)
		}
	}
}

// From the least evidence on the verdict's own spread draws the band: it goes on there where this one ends.
func TestTheBandGoesOnWhereVerdictsBegin(t *testing.T) {
	r := spreadBy(0.4)
	lower, upper, _ := BandOfFew(0.95, 99, r.P95, r)
	v := Judge(windowAt(r.P95, 100), r, Settings{})
	require.InDelta(t, 1, lower/v.Lower, 0.2)
	require.InDelta(t, 1, upper/v.Upper, 0.2)
}
