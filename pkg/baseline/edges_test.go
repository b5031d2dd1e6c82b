package baseline

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Ten to twelve has three times as long requests as all other hours; there are as many of them.
func twoHours() Record {
	p := Profile{TimeZone: "UTC", Days: 9, Factors: flat()}
	p.Factors[10], p.Factors[11] = 3, 3
	return Record{Quantiles: Quantiles{P50: 0.1, P95: 0.2, P99: 0.3}, State: Active, Profile: &p, RequestRate: 1}
}

// Of the requests of two hours together, each of which is log-normal, one in twenty takes longer than what is expected of
// them; of the slower there may be three standard deviations more than their share of the time.
func TestWhatIsExpectedOverAnEdgeIsTheQuantileOfTheMixture(t *testing.T) {
	r := twoHours()
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name     string
		slower   time.Duration // of ten minutes
		requests float64
		less     bool
		share    float64 // of the slower
	}{
		{"half and half, of very many", 5 * time.Minute, 1e12, false, 0.5},
		{"a tenth, of very many", time.Minute, 1e12, false, 0.1},
		{"half of a hundred", 5 * time.Minute, 100, false, 0.65},
		{"half of a hundred, where less is worse", 5 * time.Minute, 100, true, 0.35},
		{"half of nine may be all", 5 * time.Minute, 9, false, 1},
		{"or none", 5 * time.Minute, 9, true, 0},
		{"a tenth of 3600", time.Minute, 3600, false, 0.115},
		{"without requests, of as many as usual", 5 * time.Minute, 0, false, 0.5612372}, // 3/√600 times a half more
	} {
		t.Run(c.name, func(t *testing.T) {
			w := Window{End: noon.Add(10*time.Minute - c.slower), Width: 10 * time.Minute, Histogram: Histogram{Bounds: []float64{1}, Counts: []float64{c.requests, 0}}}
			for q, name := range map[float64]string{0.5: "p50", 0.95: "p95"} {
				// It is told as the p95 of a log-normal of which it is that quantile.
				p95 := r.ExpectedFor(q, w, c.less)
				slower, quicker := lognormalAbove(p95/0.6, q, r.Slope()), lognormalAbove(p95/0.2, q, r.Slope())
				require.InDelta(t, 1-q, c.share*slower+(1-c.share)*quicker, 1e-5, name)
			}
		})
	}
}

// lognormalAbove is the share of the requests above the quantile q of a distribution whose p95 is so many times another's.
func lognormalAbove(times, q, slope float64) float64 {
	return standardNormal.Survival(standardNormal.Quantile(q) + math.Log(times)/slope)
}

func TestWhatIsExpectedWithinAnHourIsThatOfTheHour(t *testing.T) {
	r := twoHours()
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	w := func(end time.Time, width time.Duration) Window { return Window{End: end, Width: width} }
	for name, c := range map[string]struct {
		w          Window
		p95, means float64
	}{
		"all of the slow hour":           {w(noon, time.Hour), 0.6, 0.6},
		"all of the hour after it":       {w(noon.Add(time.Hour), time.Hour), 0.2, 0.2},
		"two slow hours":                 {w(noon, 2*time.Hour), 0.6, 0.6},
		"a slow hour and one that isn't": {w(noon.Add(time.Hour), 2*time.Hour), 0, 0.4},
		"a slow quarter of ten minutes":  {w(noon.Add(7*time.Minute+30*time.Second), 10*time.Minute), 0, 0.3},
	} {
		require.InDelta(t, c.means, r.ExpectedForMean(c.w), 1e-12, name)
		if c.p95 > 0 {
			require.InDelta(t, c.p95, r.ExpectedIn(c.w, false), 1e-12, name)
			require.InDelta(t, c.p95, r.ExpectedIn(c.w, true), 1e-12, name)
		}
	}
}

// Where no slope is known the mixture is not either: what speaks for a normal operation is taken.
func TestWithoutASlopeTheEdgeSpeaksForTheOperation(t *testing.T) {
	r := twoHours()
	r.P50 = 0
	w := Window{End: time.Date(2026, 3, 10, 12, 1, 0, 0, time.UTC), Width: 10 * time.Minute}
	require.InDelta(t, 0.6, r.ExpectedIn(w, false), 1e-12)
	require.InDelta(t, 0.2, r.ExpectedIn(w, true), 1e-12)
}

func TestTheRateOverAnEdgeIsThatOfBothHours(t *testing.T) {
	r := twoHours()
	p := Profile{TimeZone: "UTC", Days: 9, Factors: flat()}
	p.Factors[11] = 4
	r.RateProfile = &p
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]float64{0: 4, 2 * time.Minute: 3.4, 5 * time.Minute: 2.5, 10 * time.Minute: 1} {
		w := Window{End: noon.Add(after), Width: 10 * time.Minute}
		require.InDelta(t, want, r.ExpectedRateIn(w), 1e-12, "%s after the hour", after)
	}
	// Four in five of the requests of ten minutes half of which lie in the busy hour are of that, and the slower ones.
	w := Window{End: noon.Add(5 * time.Minute), Width: 10 * time.Minute, Histogram: Histogram{Bounds: []float64{1}, Counts: []float64{1e12, 0}}}
	p95 := r.ExpectedIn(w, false)
	require.InDelta(t, 0.05, 0.8*lognormalAbove(p95/0.6, 0.95, r.Slope())+0.2*lognormalAbove(p95/0.2, 0.95, r.Slope()), 1e-5)
}
