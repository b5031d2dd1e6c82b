package detect

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// thin is an operation of so many requests a minute whose durations are log-normal, watched minute by minute.
type thin struct {
	r        *rand.Rand
	rate     int // requests in so many minutes
	every    int
	minutes  int
	recent   []baseline.Window // newest first
	baseline baseline.Record
}

func thinOperation(rate, every int, seed uint64) *thin {
	o := &thin{r: rand.New(rand.NewPCG(seed, 9)), rate: rate, every: every}
	var windows []baseline.Window
	for range 14 * 288 {
		for range 5 {
			o.minute(1)
		}
		windows = append(windows, o.joined(o.recent[:5]))
	}
	o.baseline = baseline.Learn(windows, baseline.Options{})
	return o
}

// minute goes by; its requests take so many times as long as they do normally.
func (o *thin) minute(factor float64) {
	var took []float64
	if (o.minutes+1)%o.every == 0 {
		for range o.rate {
			took = append(took, 0.2*factor*math.Exp(0.5*o.r.NormFloat64()))
		}
	}
	o.observe(took)
}

var thinBounds = geometric(0.01, 1.25, 50)

// observe counts the requests of a minute, which then is over.
func (o *thin) observe(took []float64) {
	o.minutes++
	h := baseline.Histogram{Bounds: thinBounds, Counts: make([]float64, len(thinBounds)+1)}
	for _, t := range took {
		i, _ := slices.BinarySearch(h.Bounds, t)
		h.Counts[i]++
		h.Sum += t
	}
	w := baseline.Window{End: start.Add(time.Duration(o.minutes) * time.Minute), Width: time.Minute, Histogram: h}
	o.recent = append([]baseline.Window{w}, o.recent[:min(len(o.recent), 64)]...)
}

func (o *thin) joined(windows []baseline.Window) baseline.Window {
	w := baseline.Window{End: windows[0].End, Width: time.Duration(len(windows)) * time.Minute}
	for _, one := range windows {
		w.Add(one.Histogram)
	}
	return w
}

// verdict is that of now, as live: five minutes one by one, and the hour in windows of five minutes.
func (o *thin) verdict() Verdict {
	h := Hour{Recent: o.recent[:5]}
	for i := o.minutes % 5; i+5 <= len(o.recent) && len(h.Slow) < 12; i += 5 {
		h.Slow = append(h.Slow, o.joined(o.recent[i:i+5]))
	}
	return JudgeHour(h, o.baseline, Settings{})
}

// after is the tier of each of so many minutes with a factor.
func (o *thin) after(minutes int, factor float64) (tiers []Tier) {
	for range minutes {
		o.minute(factor)
		tiers = append(tiers, o.verdict().Tier)
	}
	return tiers
}

func firstBreach(tiers []Tier) int {
	return 1 + slices.IndexFunc(tiers, func(t Tier) bool { return t >= Warning })
}

func TestFewRequestsShowAFiveFoldSlowdown(t *testing.T) {
	for _, c := range []struct {
		rate, every, within int
	}{{15, 1, 4}, {5, 1, 5}, {2, 1, 15}, {1, 2, 40}} {
		o := thinOperation(c.rate, c.every, uint64(c.rate))
		if tiers := o.after(120, 1); firstBreach(tiers) > 0 {
			t.Errorf("%d requests in %d min: a breach while nothing is wrong", c.rate, c.every)
		}
		tiers := o.after(90, 5)
		began := firstBreach(tiers)
		if began == 0 || began > c.within {
			t.Fatalf("%d requests in %d min, five times slower: a breach after %d min, not within %d", c.rate, c.every, began, c.within)
		}
		for i, tier := range tiers[began:] {
			if tier < Warning {
				t.Errorf("%d requests in %d min: no breach any more after %d min, while it goes on", c.rate, c.every, began+1+i)
				break
			}
		}
		ended := o.after(15, 1)
		if last := slices.Max(ended[14:]); last >= Warning {
			t.Errorf("%d requests in %d min: still a breach a quarter of an hour after its end", c.rate, c.every)
		}
	}
}

func TestTheSlowRequestsOfOneMinuteAreNoSlowdown(t *testing.T) {
	for _, rate := range []int{2, 5, 12} {
		o := thinOperation(rate, 1, uint64(rate))
		for range 30 {
			o.after(70, 1)
			if tiers := append(o.after(1, 4), o.after(5, 1)...); firstBreach(tiers) > 0 {
				t.Fatalf("%d requests a minute, of which one minute is four times slower: a breach in minute %d", rate, firstBreach(tiers))
			}
		}
	}
}

func TestOfAnOperationWithItsOwnMinimumFewRequestsSayNothing(t *testing.T) {
	o := thinOperation(5, 1, 1)
	o.after(20, 5)
	if judgeFew(o.recent[:5], o.baseline, Settings{}, defaultLeast) == nil {
		t.Error("five minutes of five requests, five times slower: no breach")
	}
	if judgeFew(o.recent[:5], o.baseline, Settings{MinRequests: 60}, defaultLeast) != nil {
		t.Error("a breach below the minimum that was set")
	}
	provisional := o.baseline
	provisional.State = baseline.Provisional
	if judgeFew(o.recent[:15], provisional, Settings{}, defaultLeast) == nil {
		t.Error("a quarter of an hour, five times slower than a provisional baseline: no breach")
	}
	learning := o.baseline
	learning.State = baseline.Learning
	if judgeFew(o.recent[:5], learning, Settings{}, defaultLeast) != nil {
		t.Error("a breach of a baseline that is being learned")
	}
}

// Scraped once a minute an operation has one window of four minutes; of eighteen requests a minute it has fewer than a
// verdict on its p95 needs, and five minutes of the hour have as many.
func TestBetweenFewAndEnoughRequestsASlowdownIsTold(t *testing.T) {
	s := &stream{median: 0.2, logSD: 0.5, perSecond: 1, every: 3, bounds: defaultBuckets, r: rand.New(rand.NewPCG(5, 2))}
	r := s.learned(3)
	at := start.Add(3*24*time.Hour + time.Hour)
	hourOf := func(slow float64) (h Hour) {
		fault := at.Add(-30 * time.Minute)
		s.slow = func(at time.Time) float64 {
			if at.After(fault) {
				return slow
			}
			return 1
		}
		for i := range 12 {
			end := at.Add(-time.Duration(i) * 5 * time.Minute)
			h.Slow = append(h.Slow, baseline.Window{End: end, Width: 5 * time.Minute, Histogram: s.piece(end, 5*time.Minute)})
		}
		h.Recent = []baseline.Window{{End: at, Width: 4 * time.Minute, Histogram: s.piece(at, 4*time.Minute)}}
		return h
	}
	for range 50 {
		h := hourOf(5)
		v := JudgeHour(h, r, Settings{})
		if h.Recent[0].Requests() >= defaultLeast || h.Slow[0].Requests() < defaultLeast {
			t.Fatalf("%v and %v requests", h.Recent[0].Requests(), h.Slow[0].Requests())
		}
		if v.Tier < Warning {
			t.Fatalf("%s: %s", v.Tier, v.Reason)
		}
		ascending := slices.Clone(h.Slow)
		slices.Reverse(ascending)
		past := HourBefore{Windows: ascending, Record: r, Settings: Settings{}.Filled()}
		if v := past.Verdict(h.Recent); v.Tier < Warning {
			t.Fatalf("it is told, and not written down: %s: %s", v.Tier, v.Reason)
		}
		if v := JudgeHour(hourOf(1), r, Settings{}); v.Tier >= Warning {
			t.Fatalf("nothing is wrong, and %s: %s", v.Tier, v.Reason)
		}
		// It was slow, and is no longer.
		h.Recent = hourOf(1).Recent
		if v := JudgeHour(h, r, Settings{}); v.Tier >= Warning {
			t.Fatalf("it is over, and %s: %s", v.Tier, v.Reason)
		}
	}
}
