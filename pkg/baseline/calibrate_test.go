package baseline

import (
	"math"
	"math/rand/v2"
	"testing"
)

// certainty is what a group of simulated baselines said of itself and what was true.
type certainty struct {
	learned, stated, within, active, activeWithin float64
}

func (c *certainty) add(r Record, truth float64) {
	c.learned++
	c.stated += r.Confidence
	hit := math.Abs(r.P95/truth-1) <= 0.1
	if hit {
		c.within++
	}
	if r.Confidence > 0.95 {
		c.active++
		if hit {
			c.activeWithin++
		}
	}
}

func (c *certainty) join(o certainty) {
	c.learned += o.learned
	c.stated += o.stated
	c.within += o.within
	c.active += o.active
	c.activeWithin += o.activeWithin
}

// Log-normal latencies with log-sd 0.3 to 1.0 whose level wanders by 10 % and
// 20 % with lag-1 correlations 0, 0.5 and 0.8: the share of learned p95 that
// lies within 10 % of the true one is what their confidence says.
func TestConfidenceIsTheShareOfBaselinesThatAreRight(t *testing.T) {
	var all certainty
	for _, windows := range []int{24, 48, 100, 288} {
		var group certainty
		for i, w := range workloads() {
			group.join(simulate(w, windows, 60, uint64(windows*1000+i)))
		}
		t.Logf("%3d windows: stated %.3f, right %.3f; active %3.0f %%, of these right %.3f",
			windows, group.stated/group.learned, group.within/group.learned,
			100*group.active/group.learned, group.activeWithin/group.active)
		// Few windows cannot show how alike they are: the statement stays on the careful side there.
		if d := (group.stated - group.within) / group.learned; d > 0.02 || d < -0.1 {
			t.Errorf("%d windows: stated minus true share is %.3f, outside -0.1 to 0.02", windows, d)
		}
		all.join(group)
	}
	if d := (all.stated - all.within) / all.learned; math.Abs(d) > 0.04 {
		t.Errorf("mean stated confidence is off by %.3f, more than 0.04", d)
	}
	if share := all.activeWithin / all.active; share < 0.95 {
		t.Errorf("of baselines above 0.95 only %.3f were right", share)
	}
}

// A strong, slow wander (30 %, correlation 0.8) is the hard case: two hours do
// not show it. The overstatement is bounded and gone after a day.
func TestConfidenceUnderStrongSlowWanderIsRightAfterADay(t *testing.T) {
	for windows, bound := range map[int]float64{48: 0.2, 288: 0.05} {
		w := workload{median: 0.1, logSD: 0.5, levelSD: 0.3, rho: 0.8, requests: 40, bounds: fineBuckets, native: true}
		c := simulate(w, windows, 300, 7)
		if d := (c.stated - c.within) / c.learned; math.Abs(d) > bound {
			t.Errorf("%d windows: stated %.3f, true %.3f", windows, c.stated/c.learned, c.within/c.learned)
		}
	}
}

// Design 4.7: at log-sd 0.5 about 470 independent requests are enough for 0.95.
func TestAbout470IndependentRunsReachConfidence095(t *testing.T) {
	c := simulate(workload{median: 0.1, logSD: 0.5, requests: 470}, 1, 400, 3)
	if mean := c.stated / c.learned; mean < 0.93 || mean > 0.97 {
		t.Errorf("mean confidence of 470 runs is %.3f, want about 0.95", mean)
	}
	if c = simulate(workload{median: 0.1, logSD: 0.5, requests: 100}, 1, 400, 4); c.active > 8 {
		t.Errorf("%.0f of 400 baselines of 100 runs are above 0.95", c.active)
	}
}

// A p95 that sits between coarse buckets is interpolated; confidence speaks of
// what the same buckets would show with endless data, and holds there too.
func TestConfidenceHoldsForCoarseBuckets(t *testing.T) {
	w := workload{median: 0.12, logSD: 0.5, levelSD: 0.1, rho: 0.5, requests: 30, bounds: defaultBuckets}
	c := simulate(w, 48, 400, 5)
	if d := (c.stated - c.within) / c.learned; d > 0.03 || d < -0.08 {
		t.Errorf("stated %.3f, true %.3f", c.stated/c.learned, c.within/c.learned)
	}
}

func workloads() []workload {
	var all []workload
	for _, s := range []float64{0.3, 0.5, 1} {
		for _, rho := range []float64{0, 0.5, 0.8} {
			for _, level := range []float64{0.1, 0.2} {
				all = append(all, workload{
					median: 0.1, logSD: s, levelSD: level, rho: rho, requests: 40, bounds: fineBuckets, native: true,
				})
			}
		}
	}
	return all
}

func simulate(w workload, windows, times int, seed uint64) certainty {
	r := rand.New(rand.NewPCG(seed, 1))
	truth := w.endless()
	var c certainty
	for range times {
		c.add(Learn(w.windows(r, windows), Options{}), truth)
	}
	return c
}
