package backtest

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what would have fired for a stored operation, and how fast it
// would have been seen had it become slower.

// Question is one operation and what is asked of it.
type Question struct {
	Windows  []baseline.Window // learned ones, ascending
	Learning baseline.Options
	Settings detect.Settings
	// InForce is the baseline that judges live: what people decided about it holds for what is learned here. nil: there is none.
	InForce *baseline.Record
	Days    int  // the last days, that are judged; what is before is learned from
	Watched bool // only what would have fired is wanted: nothing is injected
}

// Outcome is what came out. Delays are those of the stored windows: live, big
// slowdowns are seen in windows of a minute.
type Outcome struct {
	From, To time.Time // what was judged
	State    baseline.State
	// Reason says why nothing was judged; empty where something was.
	Reason            string
	Days              float64
	Warnings, Infos   int // episodes
	WarningsPerDay    float64
	InfosPerDay       float64
	Episodes          []Episode // stretches of one tier above normal, as they came
	Injected          []Injection
	SmallestFoundHalf float64 // the smallest factor that was found at least every second time; 0: none
}

// Episode is a stretch of one tier. A window is judged as a whole, so that it begins where its first window does.
type Episode struct {
	Start, End time.Time
	Tier       detect.Tier
}

// Injection is what became of slowdowns by one factor, begun at moments spread over the days.
type Injection struct {
	Factor       float64
	Tried, Found int
	Median       time.Duration // until the first tier; 0 where none was found
}

// factors are the slowdowns that are injected.
var factors = []float64{1.2, 1.5, 2, 5}

// Factors are the slowdowns that are injected, in the order of an outcome's.
func Factors() []float64 { return slices.Clone(factors) }

const (
	// injections is how often each is tried, injected for how long it may take.
	injections = 12
	injected   = time.Hour
	// leastLearned is how much must be there before the days that are judged.
	leastLearned = 24 * time.Hour
	// episode is how long nothing must be said for two episodes to be two.
	episode = 15 * time.Minute
)

const noDistribution = "no windows with a distribution are stored: operations that are measured run by run are not replayed"

// learnedOutcome is an outcome of which the judged days are still to come.
type learnedOutcome struct {
	Outcome
	record baseline.Record
}

// learned learns from what is before the judged days, which begin with the first of the windows. A reason says why nothing can be judged.
func (q Question) learned() (windows []baseline.Window, first int, o learnedOutcome) {
	windows = slices.DeleteFunc(slices.Clone(q.Windows), func(w baseline.Window) bool { return len(w.Samples) > 0 || w.Requests() == 0 })
	if len(windows) == 0 {
		o.Reason = noDistribution
		return windows, 0, o
	}
	o.To = windows[len(windows)-1].End
	o.From = o.To.AddDate(0, 0, -q.Days)
	first, _ = slices.BinarySearchFunc(windows, o.From, func(w baseline.Window, at time.Time) int { return cmp.Compare(w.End.UnixNano(), at.UnixNano()+1) })
	if first == 0 || o.From.Sub(windows[0].End.Add(-windows[0].Width)) < leastLearned {
		o.Reason = "less than a day is stored before the days that were asked for: ask for fewer"
		if q.Days <= 1 {
			o.Reason = "less than a day is stored before the day that is judged: ask again when two days are learned"
		}
		return windows, first, o
	}
	teaching := windows[:first]
	if len(q.Learning.LeftOut) > 0 {
		teaching = store.Teaching(slices.Clone(teaching), q.Learning.LeftOut)
	}
	if len(teaching) == 0 || o.From.Sub(teaching[0].End.Add(-teaching[0].Width)) < leastLearned {
		o.Reason = "less than a day before the days that were asked for teaches, as people have decided: ask for fewer, or later"
		return windows, first, o
	}
	o.record = q.held(baseline.Learn(teaching, q.Learning))
	o.State, o.Days = o.record.State, o.To.Sub(o.From).Hours()/24
	if o.State == baseline.Learning {
		o.Reason = o.record.Reason
	}
	return windows, first, o
}

// held is what was learned as people's decisions leave it.
func (q Question) held(learned baseline.Record) baseline.Record {
	switch {
	case q.InForce == nil:
		return learned
	case q.InForce.Standing == baseline.Frozen:
		return *q.InForce
	}
	return learned.After(*q.InForce)
}

// Replay answers for one operation.
func Replay(q Question) Outcome {
	windows, first, o := q.learned()
	if o.Reason != "" {
		return o.Outcome
	}
	p := pastOf(windows)
	told := p.heard(&o.Outcome, len(windows)-first, o.record, q.Settings)
	o.perDay()
	if q.Watched {
		return o.Outcome
	}
	for _, factor := range factors {
		o.add(p.inject(factor, told, o.record, q.Settings))
	}
	return o.Outcome
}

// tally counts episodes.
type tally struct {
	n    int
	last time.Time
}

func (t *tally) see(at time.Time) {
	if at.Sub(t.last) > episode {
		t.n++
	}
	t.last = at
}

func (o *Outcome) perDay() {
	o.WarningsPerDay, o.InfosPerDay = float64(o.Warnings)/o.Days, float64(o.Infos)/o.Days
}

func (o *Outcome) add(i Injection) {
	o.Injected = append(o.Injected, i)
	if o.SmallestFoundHalf == 0 && 2*i.Found >= i.Tried && i.Tried > 0 {
		o.SmallestFoundHalf = i.Factor
	}
}

func injectionOf(factor float64, tried int, delays []time.Duration) Injection {
	i := Injection{Factor: factor, Tried: tried, Found: len(delays)}
	if len(delays) > 0 {
		slices.Sort(delays)
		i.Median = delays[len(delays)/2]
	}
	return i
}

// past is what was measured, newest first, so that the hour before any moment is
// a part of it and nothing has to be copied for a verdict.
type past []baseline.Window

func pastOf(ascending []baseline.Window) past {
	p := past(slices.Clone(ascending))
	slices.Reverse(p)
	return p
}

// verdict is that at the end of the i-th newest window, with the hour before it.
func (p past) verdict(i int, record baseline.Record, s detect.Settings) detect.Verdict {
	end := i
	for end < len(p) && p[i].End.Sub(p[end].End) < time.Hour {
		end++
	}
	return detect.JudgeHour(detect.Hour{Recent: p[i : i+1], Slow: p[i:end]}, record, s)
}

// heard notes what would have been said of the newest windows, and tells which of them it was said of.
func (p past) heard(o *Outcome, judged int, record baseline.Record, s detect.Settings) (told []bool) {
	var warnings, infos tally
	told = make([]bool, judged)
	for i := judged - 1; i >= 0; i-- {
		v := p.verdict(i, record, s)
		if v.Tier >= detect.Warning {
			warnings.see(v.At)
		}
		if v.Tier > detect.Normal {
			infos.see(v.At)
			told[i] = true
			o.Episodes = lengthened(o.Episodes, p[i], v.Tier)
		}
	}
	o.Warnings, o.Infos = warnings.n, infos.n
	return told
}

// lengthened goes on with the last stretch where a window of the same tier follows it at once.
func lengthened(all []Episode, w baseline.Window, tier detect.Tier) []Episode {
	start := w.End.Add(-w.Width)
	if n := len(all); n > 0 && all[n-1].Tier == tier && !start.After(all[n-1].End) {
		all[n-1].End = w.End
		return all
	}
	return append(all, Episode{Start: start, End: w.End, Tier: tier})
}

// inject slows the operation at moments spread evenly over the days. A moment at
// which something was said anyway tells nothing and is left out.
func (p past) inject(factor float64, told []bool, record baseline.Record, s detect.Settings) Injection {
	tried := 0
	var delays []time.Duration
	for k := range injections {
		begin := len(told) - 1 - len(told)*k/injections
		if begin+1 >= len(told) || told[begin+1] || told[begin] {
			continue
		}
		tried++
		from := p[begin].End.Add(-p[begin].Width)
		// Only the hour before and the hour of the slowdown are looked at.
		first, last := begin, begin
		for first > 0 && p[first-1].End.Sub(from) <= injected {
			first--
		}
		for last+1 < len(p) && p[begin].End.Sub(p[last+1].End) < time.Hour {
			last++
		}
		changed := slices.Clone(p[first : last+1])
		for i := begin - first; i >= 0; i-- {
			changed[i].Histogram = worsened(changed[i].Histogram, factor, record, s)
			if changed.verdict(i, record, s).Tier > detect.Normal {
				delays = append(delays, changed[i].End.Sub(from))
				break
			}
		}
	}
	return injectionOf(factor, tried, delays)
}

// worsened is the histogram of requests that did so many times worse: where more is better, they reached that much less.
func worsened(h baseline.Histogram, factor float64, r baseline.Record, s detect.Settings) baseline.Histogram {
	if r.Level != nil && h.Count() > 0 {
		mean := h.Sum / h.Count()
		switch {
		case r.Level.Whole > 0: // so many times as much is missing
			worse := math.Max(0, r.Level.Whole-factor*r.Level.Missing(mean))
			return baseline.Histogram{Bounds: h.Bounds, Counts: h.Counts, Sum: worse * h.Count(), Native: h.Native}
		case mean == 0 && !s.Invert: // so many times the least that counts
			return baseline.Histogram{Bounds: h.Bounds, Counts: h.Counts, Sum: r.Level.Floor * (factor - 1) * h.Count(), Native: h.Native}
		}
	}
	if s.Invert {
		factor = 1 / factor
	}
	return slowed(h, factor)
}

// slowed is the histogram that the same requests would have made, had each taken so many times as long.
func slowed(h baseline.Histogram, factor float64) baseline.Histogram {
	out := baseline.Histogram{Bounds: h.Bounds, Counts: make([]float64, len(h.Counts)), Sum: h.Sum * factor, Native: h.Native}
	n, before := h.Count(), 0.0
	for i, b := range h.Bounds {
		below := n - h.Above(b/factor)
		out.Counts[i] = below - before
		before = below
	}
	out.Counts[len(h.Bounds)] = n - before
	return out
}
