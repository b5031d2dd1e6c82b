package baseline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > by {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestClassicQuantilesAreThoseOfPrometheus(t *testing.T) {
	h := Histogram{Bounds: []float64{0.1, 0.5, 1, 2}, Counts: []float64{10, 40, 30, 15, 5}}
	for _, c := range []struct {
		name    string
		h       Histogram
		q, want float64
		clamped bool
	}{
		{"inside a bucket, linear", h, 0.5, 0.5, false},
		{"the first bucket begins at 0", h, 0.05, 0.05, false},
		{"third bucket", h, 0.65, 0.75, false},
		{"end of the last finite bucket", h, 0.95, 2, false},
		{"in the +Inf bucket: the last bound", h, 0.99, 2, true},
		{"empty buckets in between are skipped", Histogram{Bounds: []float64{1, 2, 3}, Counts: []float64{0, 0, 4, 0}}, 0.5, 2.5, false},
		{"everything in +Inf", Histogram{Bounds: []float64{1}, Counts: []float64{0, 7}}, 0.5, 1, true},
		{"fractional counts of an extrapolated increase", Histogram{Bounds: []float64{1, 2}, Counts: []float64{0.5, 0.5, 0}}, 0.75, 1.5, false},
		{"no requests", Histogram{Bounds: []float64{1}, Counts: []float64{0, 0}}, 0.5, math.NaN(), false},
		{"no buckets", Histogram{}, 0.5, math.NaN(), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, clamped := c.h.Quantile(c.q)
			near(t, "quantile", got, c.want, 1e-12)
			if clamped != c.clamped {
				t.Errorf("clamped = %v", clamped)
			}
		})
	}
}

func TestNativeQuantilesAreInterpolatedExponentially(t *testing.T) {
	h := Histogram{Native: true, Bounds: []float64{1, 2, 4}, Counts: []float64{0, 0, 8, 0}}
	got, _ := h.Quantile(0.5)
	near(t, "middle of (2,4]", got, 2*math.Sqrt2, 1e-12)
	zero := Histogram{Native: true, Bounds: []float64{1e-38, 1}, Counts: []float64{10, 0, 0}}
	got, _ = zero.Quantile(0.95)
	near(t, "in the zero bucket", got, 0.95e-38, 1e-45)
}

// The learned quantile of a histogram lies in the bucket of the exact one.
func TestPooledQuantileErrsByLessThanItsBucket(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, bounds := range [][]float64{defaultBuckets, fineBuckets} {
		h := Histogram{Bounds: bounds, Counts: make([]float64, len(bounds)+1)}
		var exact []float64
		for range 20_000 {
			x := math.Exp(-2.5 + 0.7*r.NormFloat64())
			exact = append(exact, x)
			h.Counts[bucketOf(bounds, x)]++
			h.Sum += x
		}
		slices.Sort(exact)
		for _, q := range []float64{0.5, 0.95, 0.99} {
			got, _ := h.Quantile(q)
			ratio := h.Resolution(q)
			if want := sortedQuantile(exact, q); got > want*ratio || got < want/ratio {
				t.Errorf("p%v = %v, exact %v, bucket ratio %v", q*100, got, want, ratio)
			}
		}
		mean, sd := meanAndSD(exact)
		near(t, "mean", h.Mean(), mean, 1e-9)
		if bound := h.SDBound(); math.Abs(h.SD()-sd) > bound || bound > 10*sd {
			t.Errorf("sd = %v, exact %v, stated bound %v", h.SD(), sd, bound)
		}
	}
}

func TestAddingHistograms(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b Histogram
		want Histogram
	}{
		{
			"the same layout adds bucket by bucket",
			Histogram{Bounds: []float64{1, 2}, Counts: []float64{1, 2, 3}, Sum: 5},
			Histogram{Bounds: []float64{1, 2}, Counts: []float64{10, 20, 30}, Sum: 50},
			Histogram{Bounds: []float64{1, 2}, Counts: []float64{11, 22, 33}, Sum: 55},
		},
		{
			"a changed layout is merged onto the common bounds",
			Histogram{Bounds: []float64{1, 2, 4}, Counts: []float64{1, 1, 1, 1}},
			Histogram{Bounds: []float64{1, 3, 4}, Counts: []float64{1, 1, 1, 1}},
			Histogram{Bounds: []float64{1, 4}, Counts: []float64{2, 4, 2}},
		},
		{
			"a bound inside an empty bucket is kept: nothing is guessed",
			Histogram{Bounds: []float64{1, 4}, Counts: []float64{3, 0, 0}},
			Histogram{Bounds: []float64{1, 2, 4, 8}, Counts: []float64{0, 5, 0, 2, 0}},
			Histogram{Bounds: []float64{1, 2, 4, 8}, Counts: []float64{3, 5, 0, 2, 0}},
		},
		{
			"a larger last bound is lost while the other side has requests above its own",
			Histogram{Bounds: []float64{1}, Counts: []float64{1, 1}},
			Histogram{Bounds: []float64{1, 2}, Counts: []float64{1, 1, 0}},
			Histogram{Bounds: []float64{1}, Counts: []float64{2, 2}},
		},
		{
			"native buckets of two resolutions join exactly",
			Histogram{Native: true, Bounds: []float64{1, math.Sqrt2, 2}, Counts: []float64{0, 3, 4, 0}},
			Histogram{Native: true, Bounds: []float64{1, 2, 4}, Counts: []float64{0, 5, 6, 0}},
			Histogram{Native: true, Bounds: []float64{1, 2, 4}, Counts: []float64{0, 12, 6, 0}},
		},
		{
			"native buckets of distant places keep their own bounds",
			Histogram{Native: true, Bounds: []float64{1, 2}, Counts: []float64{0, 3, 0}},
			Histogram{Native: true, Bounds: []float64{8, 16}, Counts: []float64{0, 5, 0}},
			Histogram{Native: true, Bounds: []float64{1, 2, 8, 16}, Counts: []float64{0, 3, 0, 5, 0}},
		},
		{
			"nothing plus something",
			Histogram{},
			Histogram{Bounds: []float64{1}, Counts: []float64{1, 1}, Sum: 3},
			Histogram{Bounds: []float64{1}, Counts: []float64{1, 1}, Sum: 3},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := Histogram{Bounds: slices.Clone(c.a.Bounds), Counts: slices.Clone(c.a.Counts), Sum: c.a.Sum, Native: c.a.Native}
			before := slices.Clone(c.b.Counts)
			a.Add(c.b)
			if !slices.Equal(a.Bounds, c.want.Bounds) || !slices.Equal(a.Counts, c.want.Counts) || a.Sum != c.want.Sum || a.Native != c.want.Native {
				t.Errorf("got %+v, want %+v", a, c.want)
			}
			if !slices.Equal(before, c.b.Counts) {
				t.Error("the added histogram was changed")
			}
			flipped := Histogram{}
			flipped.Add(c.b)
			flipped.Add(c.a)
			if len(c.a.Counts) > 0 && (!slices.Equal(flipped.Bounds, a.Bounds) || !slices.Equal(flipped.Counts, a.Counts)) {
				t.Errorf("the other way round gives %+v", flipped)
			}
		})
	}
}

func TestOneThresholdForManyHistograms(t *testing.T) {
	classic := Histogram{Bounds: []float64{0.1, 0.5, 1}, Counts: []float64{4, 8, 2, 1}}
	same := Histogram{Bounds: classic.Bounds, Counts: []float64{1, 0, 0, 3}}
	native := Histogram{Bounds: classic.Bounds, Counts: classic.Counts, Native: true}
	wider := Histogram{Bounds: []float64{0.1, 0.5}, Counts: []float64{4, 8, 3}}
	none := Histogram{}
	for v, want := range map[float64][5]float64{
		0.05:        {2, 0.5, 2, 2, 0},
		0.1:         {4, 1, 4, 4, 0},
		0.3:         {8, 1, 4 + 8*math.Log(3)/math.Log(5), 8, 0},
		0.5:         {12, 1, 12, 12, 0},
		2:           {14, 1, 14, 12, 0}, // what lies above the last bound is not known to be within
		math.Inf(1): {15, 4, 15, 15, 0},
	} {
		threshold := threshold{v: v}
		for i, h := range []*Histogram{&classic, &same, &native, &wider, &none} {
			require.InDelta(t, want[i], threshold.count(h), 1e-12, "within %g of histogram %d", v, i)
			require.InDelta(t, h.Count()-want[i], h.Above(v), 1e-12, "above %g of histogram %d", v, i)
		}
	}
}

// Whole ranks, computed independently of this code: they hold the quantile in at
// least 95 of 100 cases. Interpolated ranks lie within them, less than one rank away.
func TestOrderStatisticRanks(t *testing.T) {
	for _, c := range []struct{ n, q, l, u float64 }{
		{100, 0.5, 40, 61}, {100, 0.95, 90, 100}, {500, 0.99, 490, 500}, {1000, 0.95, 936, 964}, {1000, 0.99, 983, 997},
	} {
		l, u := orderRanks(c.n, c.q, 0.95)
		if l < c.l || l >= c.l+1 || u > c.u || u <= c.u-1 {
			t.Errorf("n=%v q=%v: ranks (%v, %v), want within (%v, %v)", c.n, c.q, l, u, c.l, c.u)
		}
	}
	for n, bounded := range map[float64]bool{71: false, 72: true} {
		if _, u := orderRanks(n, 0.95, 0.95); (u <= n) != bounded {
			t.Errorf("p95 of %v requests bounded above: %v, want %v", n, u <= n, bounded)
		}
	}
	l, u := orderRanks(100_001, 0.95, 0.95)
	le, ue := orderRanks(100_000, 0.95, 0.95)
	near(t, "lower rank where the approximation begins", l, le, 2)
	near(t, "upper rank where the approximation begins", u, ue, 3)
}

func TestIntervalHoldsTheTrueQuantileInNineteenOfTwenty(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, bounds := range [][]float64{nil, fineBuckets} {
		w := workload{median: 0.1, logSD: 0.5, requests: 300, bounds: bounds, native: true}
		truth, hits := w.endless(), 0
		for range 2000 {
			low, high := w.window(r, start, 0).Interval(0.95, 0.95)
			if low <= truth && truth <= high {
				hits++
			}
		}
		if share := float64(hits) / 2000; share < 0.93 || share > 0.98 {
			t.Errorf("interval holds the truth in %.3f", share)
		}
	}
	if low, high := (Histogram{Bounds: []float64{1}, Counts: []float64{20, 0}}).Interval(0.95, 0.95); !math.IsInf(high, 1) || low <= 0 {
		t.Errorf("20 requests bound a p95 by (%v, %v)", low, high)
	}
}

func TestSingleDurationsAreExact(t *testing.T) {
	w := Window{Samples: []float64{5, 1, 4, 2, 3}}
	for q, want := range map[float64]float64{0: 1, 0.25: 2, 0.5: 3, 0.95: 4.8, 1: 5} {
		got, _ := w.Quantile(q)
		near(t, "quantile", got, want, 1e-12) // numpy.quantile([1..5], q)
	}
	near(t, "mean", w.Mean(), 3, 0)
	if w.Requests() != 5 || w.Samples[0] != 5 {
		t.Error("a window with samples counts them and leaves their order alone")
	}
}

// A summary's window is its quantiles with the requests shared out between
// them; the bounds are others in every window. Pooled, the p95 stays what the
// windows say, and the layout does not grow without end.
func TestWindowsOfASummaryPool(t *testing.T) {
	r := random(30)
	var pooled Histogram
	for range 500 {
		f := math.Exp(0.05 * r.NormFloat64())
		pooled.Add(Histogram{
			Native: true, Bounds: []float64{0.1 * f, 0.3 * f, 0.5 * f}, Counts: []float64{50, 45, 4, 1}, Sum: 12,
		})
	}
	for q, want := range map[float64]float64{0.5: 0.1, 0.95: 0.3, 0.99: 0.5} {
		got, clamped := pooled.Quantile(q)
		if clamped || math.Abs(got/want-1) > 0.1 {
			t.Errorf("p%v = %v (clamped %v), want about %v", 100*q, got, clamped, want)
		}
	}
	near(t, "requests", pooled.Count(), 50_000, 1e-6)
	if len(pooled.Bounds) > 200 {
		t.Errorf("%d bounds", len(pooled.Bounds))
	}
}

// A program that changes from classic to native buckets has windows of both for as long as its baseline reaches back. No
// bound of either is one of the other; those of the classic ones, which are the wider, are kept.
func TestClassicAndNativeWindowsPoolOnTheClassicBounds(t *testing.T) {
	classic := Histogram{Bounds: []float64{0.05, 0.1, 0.25, 0.5, 1}, Counts: make([]float64, 6)}
	native := Histogram{Native: true, Counts: []float64{0}}
	for k := -56; k <= 8; k++ {
		native.Bounds, native.Counts = append(native.Bounds, math.Exp2(float64(k)/8)), append(native.Counts, 0)
	}
	r, sorted := random(31), make([]float64, 20_000)
	for i := range sorted {
		v := 0.09 * math.Exp(0.35*r.NormFloat64())
		sorted[i] = v
		for _, h := range []*Histogram{&classic, &native} {
			k, _ := slices.BinarySearch(h.Bounds, v)
			h.Counts[k]++
		}
	}
	slices.Sort(sorted)
	for name, order := range map[string][]Histogram{"classic first": {classic, native, native}, "native first": {native, classic, native}} {
		var pooled Histogram
		for _, h := range order {
			pooled.Add(h)
		}
		near(t, name+": requests", pooled.Count(), 60_000, 1e-6)
		below := 0.0
		for i, bound := range pooled.Bounds {
			below += pooled.Counts[i]
			exact, _ := slices.BinarySearch(sorted, bound)
			near(t, fmt.Sprintf("%s: share up to %v", name, bound), below/pooled.Count(), float64(exact)/float64(len(sorted)), 0.01)
		}
		for _, bound := range classic.Bounds {
			require.Contains(t, pooled.Bounds, bound, name)
		}
		for _, q := range []float64{0.5, 0.95, 0.99} {
			got, _ := pooled.Quantile(q)
			want, _ := classic.Quantile(q)
			near(t, fmt.Sprintf("%s: p%v", name, 100*q), got, want, 0.03*want)
		}
	}
	t.Run("what is no finer is not split by guess", func(t *testing.T) {
		wide := Histogram{Native: true, Bounds: []float64{0.0625, 1}, Counts: []float64{0, 100, 0}}
		wide.Add(Histogram{Bounds: []float64{0.05, 0.25, 2}, Counts: []float64{0, 100, 0, 0}})
		require.NotContains(t, wide.Bounds, 0.25)
	})
}

// One value stands for each bucket; what the sum leaves over lies above the last bound.
func TestTheSpreadOfBuckets(t *testing.T) {
	for _, c := range []struct {
		name      string
		h         Histogram
		sd, bound float64
	}{
		{"classic: the middle of each", Histogram{Bounds: []float64{2, 4, 8}, Counts: []float64{1, 2, 1, 0}, Sum: 13}, math.Sqrt((2.25*2.25 + 2*0.25*0.25 + 2.75*2.75) / 4), math.Sqrt((1 + 2 + 4.) / 4)},
		{"native: the geometric middle", Histogram{Native: true, Bounds: []float64{2, 4}, Counts: []float64{0, 8, 0}, Sum: 24}, 3 - 2*math.Sqrt2, 4 - 2*math.Sqrt2},
		{"native: the bucket around zero has none", Histogram{Native: true, Bounds: []float64{2, 4}, Counts: []float64{8, 0, 0}, Sum: 8}, 0, 1},
		{"beyond the last bound by the sum", Histogram{Bounds: []float64{1}, Counts: []float64{1, 1}, Sum: 10}, 4.5, math.Inf(1)},
		{"where the sum leaves too little, at that bound", Histogram{Bounds: []float64{1}, Counts: []float64{1, 1}, Sum: 1.2}, math.Sqrt((0.1*0.1 + 0.4*0.4) / 2), math.Inf(1)},
		{"without a bound only the mean is known", Histogram{Counts: []float64{4}, Sum: 8}, 0, math.Inf(1)},
		{"no requests", Histogram{Bounds: []float64{1}, Counts: []float64{0, 0}}, math.NaN(), math.NaN()},
	} {
		near(t, c.name+": spread", c.h.SD(), c.sd, 1e-12)
		if bound := c.h.SDBound(); bound != c.bound {
			near(t, c.name+": how far it may be off", bound, c.bound, 1e-12)
		}
	}
}

// Few requests bound a p95 above by as much as below. The bucket around zero of a native histogram ends at 3e-39: what may
// lie in it is not 1e36 times as long as it was learned.
func TestAP95ThatMayBeNothingIsAtMostTheLongest(t *testing.T) {
	of := func(first float64) (low, high float64) {
		return pool{Histogram: Histogram{Native: true, Bounds: []float64{first, 0.09, 0.1}, Counts: []float64{94, 0, 6, 0}}}.interval(12)
	}
	low, high := of(1e-38)
	require.Less(t, low, LeastValue)
	require.InDelta(t, 0.1, high, 1e-12)
	low, high = of(0.01)
	require.InDelta(t, 0.0085, low, 0.001, "in the middle of the first bucket")
	require.Greater(t, high, 0.9)
}
