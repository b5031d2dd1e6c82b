package detect

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// lastHour has a window of so many requests for every ratio to the baseline, newest first.
func lastHour(n float64, recent []float64, slow ...float64) Hour {
	var h Hour
	for i, ratio := range recent {
		w := windowAt(0.1*ratio, n)
		w.End = start.Add(-time.Duration(i) * time.Minute)
		h.Recent = append(h.Recent, w)
	}
	for i, ratio := range slow {
		w := windowAt(0.1*ratio, 5*n)
		w.End, w.Width = start.Add(-time.Duration(i)*5*time.Minute), 5*time.Minute
		h.Slow = append(h.Slow, w)
	}
	return h
}

func always(ratio float64, n int) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = ratio
	}
	return all
}

func TestSizeBuysTime(t *testing.T) {
	for _, c := range []struct {
		name   string
		recent []float64
		want   Tier
	}{
		{"as always", always(1, 5), Normal},
		{"five times as long, for one minute", []float64{5.2, 1, 1, 1, 1}, Critical},
		{"three times, for one minute", []float64{3, 1, 1, 1, 1}, Warning},
		{"twice, for one minute: such minutes come and go", []float64{2.2, 1, 1, 1, 1}, Info},
		{"twice, for two minutes", []float64{2.2, 2.2, 1, 1, 1}, Warning},
		{"a little below twice, and was above twice: it is not over", []float64{1.9, 2.2, 2.2, 1, 1}, Warning},
		{"a little below twice, and was not above", []float64{1.9, 1.9, 1.9, 1.9, 1.9}, Info},
		{"back to normal after a spike", []float64{1, 10, 1, 1, 1}, Normal},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := JudgeHour(lastHour(300, c.recent, always(1, 12)...), active(), Settings{})
			require.Equal(t, c.want.String(), v.Tier.String(), v.Reason)
		})
	}
}

func TestWhatIsTooSmallForAMinuteShowsInTheHour(t *testing.T) {
	r := active()
	r.LogSDHour = 0.03
	judged := func(slow ...float64) Verdict { return JudgeHour(lastHour(300, always(1.1, 5), slow...), r, Settings{}) }
	require.Equal(t, Normal, judged(always(1, 12)...).Tier)
	slower := judged(append(always(1.2, 7), always(1, 5)...)...)
	require.Equal(t, Info, slower.Tier, slower.Reason)
	require.Equal(t, Info, slower.Drift.Tier)
	require.InDelta(t, 1.2, slower.Drift.Ratio, 0.05)
	require.Contains(t, slower.Reason, "p95 1.2x its normal over 35 min")
	spike := judged(1.05, 1, 10, 1, 1, 1, 1, 1)
	require.Equal(t, Normal, spike.Tier, "five minutes are no drift: %s", spike.Reason)
	straddled := judged(3, 3, 1, 1, 1, 1, 1, 1)
	require.Equal(t, Normal, straddled.Drift.Tier, "a minute in two windows is no drift either: %s", straddled.Reason)
	gone := judged(append(always(1, 3), always(1.3, 9)...)...)
	require.Equal(t, Normal, gone.Tier, "it has gone away: %s", gone.Reason)
}

func TestATailAloneIsADrift(t *testing.T) {
	r := active()
	h := lastHour(3000, always(1, 5), always(1, 6)...)
	tailed := func(w *baseline.Window) {
		// Two in a hundred, between four and five times the p95, above a p99 of 0.15.
		n := w.Requests()
		w.Bounds = append(append([]float64{}, w.Bounds...), 0.4, 0.5)
		w.Counts = []float64{0.3 * n, 0.3 * n, 0.3 * n, 0.08 * n, 0, 0, 0.02 * n, 0}
	}
	for i := range h.Slow {
		tailed(&h.Slow[i])
	}
	over := JudgeHour(h, r, Settings{})
	require.Equal(t, Normal, over.Drift.Tier, "the last minutes have no such tail any more")
	for i := range h.Recent {
		tailed(&h.Recent[i])
	}
	v := JudgeHour(h, r, Settings{})
	require.Equal(t, Info, v.Tier, v.Reason)
	require.Equal(t, 0.99, v.Drift.Quantile)
	require.Contains(t, v.Reason, "p99")
}

// tailedHour has windows of five minutes, newest first, of so few requests that a p99 takes four of them. In each so many
// took ten times the p95; of the others none takes longer than the p95.
func tailedHour(requests float64, late ...float64) Hour {
	var h Hour
	for i, n := range late {
		h.Slow = append(h.Slow, baseline.Window{
			End: start.Add(-time.Duration(i) * 5 * time.Minute), Width: 5 * time.Minute,
			Histogram: baseline.Histogram{Bounds: []float64{0.05, 0.1, 0.95, 1.05}, Counts: []float64{requests / 2, requests/2 - n, 0, n, 0}},
		})
	}
	return h
}

func TestASpikeInTwoOfThreeJoinedWindowsIsNoDrift(t *testing.T) {
	r := active()
	everywhere := tailedHour(30, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
	d := JudgeDrift(everywhere.Slow, r, Settings{})
	require.Equal(t, Info, d.Tier, "a late one in every window is a tail: %s", d.Reason)
	require.Equal(t, 0.99, d.Quantile)
	// A minute at ten times normal, across the border of two windows that lie in two pieces of the three.
	across := tailedHour(30, 0, 0, 0, 6, 6, 0, 0, 0, 0, 0, 0, 0)
	d = JudgeDrift(across.Slow, r, Settings{})
	require.Equal(t, Normal, d.Tier, "one spike is none: %s", d.Reason)
}

// mixedHour has windows of five minutes, newest first, of which a share of the requests took ten times the p95.
func mixedHour(ratio float64, late ...float64) Hour {
	h := lastHour(300, always(ratio, 5), always(ratio, len(late))...)
	for i, share := range late {
		w := &h.Slow[i]
		for k := range w.Counts {
			w.Counts[k] *= 1 - share
		}
		w.Bounds = append(slices.Clone(w.Bounds), 0.95, 1.05)
		w.Counts = append(slices.Clone(w.Counts), 1500*share, 0)
	}
	return h
}

func TestASpikeLiftsNoLevelThatIsALittleHighToADrift(t *testing.T) {
	r := active()
	r.LogSDHour = 0.03
	high := 1.08
	require.Equal(t, Normal, JudgeDrift(mixedHour(high, make([]float64, 8)...).Slow, r, Settings{}).Tier, "within what is normal")
	for name, late := range map[string][]float64{
		"in one window":      {0, 0.2, 0, 0, 0, 0, 0, 0},
		"across a border":    {0, 0.1, 0.1, 0, 0, 0, 0, 0},
		"in the newest":      {0.2, 0, 0, 0, 0, 0, 0, 0},
		"in the oldest":      {0, 0, 0, 0, 0, 0, 0, 0.2},
		"and an hour before": append(make([]float64, 11), 0.2),
	} {
		d := JudgeDrift(mixedHour(high, late...).Slow, r, Settings{})
		require.Equal(t, Normal, d.Tier, "a minute ten times slower %s: %s", name, d.Reason)
	}
	d := JudgeDrift(mixedHour(1.25, 0, 0.2, 0, 0, 0, 0, 0, 0).Slow, r, Settings{})
	require.Equal(t, Info, d.Tier, "with a spike in it, a drift is one still: %s", d.Reason)
	require.InDelta(t, 1.25, d.Ratio, 0.05, "and as large as it is without")
}

func TestWhatThreeMinutesDoNotShowIsOver(t *testing.T) {
	s := Settings{}.Of(active())
	faded := func(ratios ...float64) bool { return s.faded(lastHour(26, ratios).Recent, 0.1) }
	require.True(t, faded(1, 1, 1, 10), "a spike that only the oldest of four minutes holds")
	require.True(t, faded(1.2, 1.3, 1.2, 10), "a restless hour goes on, the spike does not")
	require.False(t, faded(2, 2, 2, 2), "twice as long, and it goes on")
	require.False(t, faded(1, 1, 10, 10), "within three minutes")
	require.False(t, faded(1, 1, 10), "three minutes are not looked at twice")
}

func TestInWideBucketsATailIsCountedToo(t *testing.T) {
	r := active()
	r.Resolution, r.LogSD = 2.5, 0.05
	// The p99 of 0.15 lies at the lower edge of its bucket: a few requests more there move it far.
	hour := func(share float64) Hour {
		h := tailedHour(200, make([]float64, 12)...)
		for i := range h.Slow {
			h.Slow[i].Bounds = []float64{0.05, 0.1, 0.145, 0.36}
			h.Slow[i].Counts = []float64{100, 100 - 200*share, 0, 200 * share, 0}
		}
		return h
	}
	few := JudgeDrift(hour(0.019).Slow, r, Settings{})
	require.Equal(t, Normal, few.Tier, "19 in a thousand where ten are normal: the p99 is 1.6x, and it happens: %s", few.Reason)
	many := JudgeDrift(hour(0.045).Slow, r, Settings{})
	require.Equal(t, Info, many.Tier, many.Reason)
	require.Equal(t, 0.99, many.Quantile)
}

// The p99 comes and goes over the lower bound of a bucket that is two and a half times as wide: by interpolation a little
// more is half as much again.
func TestATailThatItsBucketMakesIsNone(t *testing.T) {
	r := active()
	r.Quantiles, r.P95Low, r.P95High, r.LogSD, r.Resolution = baseline.Quantiles{P50: 0.04, P95: 0.08, P99: 0.105}, 0.0795, 0.0805, 0.02, 1.33
	hourOf := func(late float64) Hour {
		var h Hour
		for i := range 12 {
			h.Slow = append(h.Slow, baseline.Window{
				End: start.Add(time.Hour - time.Duration(i)*5*time.Minute), Width: 5 * time.Minute,
				Histogram: baseline.Histogram{
					Bounds: []float64{0.025, 0.05, 0.075, 0.1, 0.25, 0.5},
					Counts: []float64{500, 1200, 260, 40 - late, late, 0, 0}, Sum: 80,
				},
			})
		}
		return h
	}
	little := JudgeDrift(hourOf(34).Slow, r, Settings{})
	require.Equal(t, Normal, little.Tier, "17 in a thousand above the bound, where eleven are normal: %s", little.Reason)
	longer := JudgeDrift(hourOf(40).Slow, r, Settings{})
	require.Equal(t, Info, longer.Tier, longer.Reason)
	require.Contains(t, longer.Reason, "p99 1.7x")
}

func TestAVerdictOnAnHourIsPureAndChangesNothing(t *testing.T) {
	h := lastHour(40, always(2.4, 5), always(1.3, 12)...)
	a := JudgeHour(h, active(), Settings{})
	require.Equal(t, 40.0, h.Recent[0].Requests())
	require.Equal(t, a, JudgeHour(h, active(), Settings{}))
}

func TestOfManySmallDeviationsThoseThatChanceExplainsAreNotTold(t *testing.T) {
	made := func(chances ...float64) []*Verdict {
		var all []*Verdict
		for range 1000 - len(chances) {
			all = append(all, &Verdict{Measured: true, Expected: 1})
		}
		for _, p := range chances {
			all = append(all, &Verdict{Measured: true, Expected: 1, Tier: Info, Chance: p})
		}
		return all
	}
	last := func(all []*Verdict) Tier { return all[len(all)-1].Tier }
	alone := made(2e-4)
	Discoveries(alone)
	require.Equal(t, Normal, last(alone), "one in a thousand looks like this by chance")
	sure := made(1e-6)
	Discoveries(sure)
	require.Equal(t, Info, last(sure))
	together := made(1e-6, 1e-6, 1e-6, 1e-6, 2e-4)
	Discoveries(together)
	require.Equal(t, Info, last(together), "among five that move, four of them surely, it is believed")
	breach := []*Verdict{{Measured: true, Expected: 1, Tier: Warning, Chance: 0.5}}
	Discoveries(breach)
	require.Equal(t, Warning, breach[0].Tier)
}

// Benjamini and Hochberg (1995), 3.1: of fifteen hypotheses four are rejected at 0.05, by Bonferroni three. What is believed
// goes up to the last that lies below its line, whatever those before it.
func TestThePublishedDiscoveriesAreMade(t *testing.T) {
	published := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000}
	for _, c := range []struct {
		name    string
		chances []float64
		told    int
	}{
		{"those of the paper", published, 4},
		{"the smaller above its line, the larger on it", []float64{0.04, 0.05}, 2},
		{"none", []float64{0.026, 0.06}, 0},
	} {
		var all []*Verdict
		for _, p := range c.chances {
			all = append(all, &Verdict{Measured: true, Expected: 1, Tier: Info, Chance: p, Drift: Drift{Tier: Info, Chance: p}})
		}
		slices.Reverse(all) // in any order
		// What is not compared is no hypothesis, and neither is what is in breach or normal by its chance.
		others := []*Verdict{{}, {Measured: true}, {Expected: 1}}
		Discoveries(append(others, all...))
		told, drifts := 0, 0
		for _, v := range all {
			if v.Tier == Info {
				told++
			}
			if v.Drift.Tier == Info {
				drifts++
			}
		}
		require.Equal(t, []int{c.told, c.told}, []int{told, drifts}, c.name)
	}
	// A breach has a chance as well, and makes nothing else more credible.
	doubtful := &Verdict{Measured: true, Expected: 1, Tier: Info, Chance: 0.04}
	Discoveries([]*Verdict{doubtful, {Measured: true, Expected: 1, Tier: Critical, Chance: 1e-9}})
	require.Equal(t, Normal, doubtful.Tier, "0.04 of two is no discovery beside a breach")
}

// A drift that is asked for as such does not go away because the operation gets worse.
func TestADriftStaysADriftWhenItIsToldForMore(t *testing.T) {
	drift := Drift{Tier: Info, Chance: 4e-4}
	for name, v := range map[string]Verdict{
		"told for the drift":                         {Tier: Info, Chance: drift.Chance},
		"told for the last minutes, which are surer": {Tier: Info, Chance: 1e-6},
		"in breach": {Tier: Warning},
	} {
		v.Measured, v.Expected, v.Drift = true, 1, drift
		tier := v.Tier
		Discoveries([]*Verdict{&v})
		require.Equal(t, Info, v.Drift.Tier, name)
		require.Equal(t, tier, v.Tier, name)
	}
	var many []*Verdict
	for range 1000 {
		many = append(many, &Verdict{Measured: true, Expected: 1})
	}
	many[0].Tier, many[0].Drift = Warning, drift
	Discoveries(many)
	require.Equal(t, Normal, many[0].Drift.Tier, "one of a thousand looks like this by chance")
}

func TestADocumentedLimitNeedsNoStatistics(t *testing.T) {
	documented := baseline.Record{}.WithRange(0.05, 0.1, "D2 l.25")
	v := JudgeHour(lastHour(300, []float64{2.1, 1, 1, 1, 1}), documented, Settings{})
	require.Equal(t, Warning, v.Tier, v.Reason)
}
