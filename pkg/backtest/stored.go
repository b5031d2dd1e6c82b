package backtest

import (
	"cmp"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what would have fired for a stored operation, and how fast it
// would have been seen had it become slower.

// Question is one operation and what is asked of it.
type Question struct {
	Windows  []baseline.Window // learned ones, ascending
	Learning baseline.Options
	Settings detect.Settings
	Days     int  // the last days, that are judged; what is before is learned from
	Watched  bool // only what would have fired is wanted: nothing is injected
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

const (
	// injections is how often each is tried, injected for how long it may take.
	injections = 12
	injected   = time.Hour
	// leastLearned is how much must be there before the days that are judged.
	leastLearned = 24 * time.Hour
	// episode is how long nothing must be said for two episodes to be two.
	episode = 15 * time.Minute
)

// Replay answers for one operation.
func Replay(q Question) Outcome {
	windows := slices.DeleteFunc(slices.Clone(q.Windows), func(w baseline.Window) bool { return len(w.Samples) > 0 || w.Requests() == 0 })
	if len(windows) == 0 {
		return Outcome{Reason: "no windows with a distribution are stored: operations that are measured run by run are not replayed"}
	}
	o := Outcome{To: windows[len(windows)-1].End}
	o.From = o.To.AddDate(0, 0, -q.Days)
	first, _ := slices.BinarySearchFunc(windows, o.From, func(w baseline.Window, at time.Time) int { return cmp.Compare(w.End.UnixNano(), at.UnixNano()+1) })
	if first == 0 || o.From.Sub(windows[0].End) < leastLearned {
		o.Reason = "less than a day is stored before the days that were asked for: ask for fewer"
		return o
	}
	record := baseline.Learn(windows[:first], q.Learning)
	o.State, o.Days = record.State, o.To.Sub(o.From).Hours()/24
	if record.State == baseline.Learning {
		o.Reason = record.Reason
		return o
	}
	o.Warnings, o.Infos, o.Episodes = episodes(windows, first, record, q.Settings)
	o.WarningsPerDay, o.InfosPerDay = float64(o.Warnings)/o.Days, float64(o.Infos)/o.Days
	if q.Watched {
		return o
	}
	for _, factor := range factors {
		i := inject(windows, first, factor, record, q.Settings)
		o.Injected = append(o.Injected, i)
		if o.SmallestFoundHalf == 0 && 2*i.Found >= i.Tried && i.Tried > 0 {
			o.SmallestFoundHalf = factor
		}
	}
	return o
}

// at is the verdict at the end of a window, with the hour before it.
func at(windows []baseline.Window, i int, record baseline.Record, s detect.Settings) detect.Verdict {
	h := detect.Hour{Recent: windows[i : i+1]}
	for k := i; k >= 0 && windows[i].End.Sub(windows[k].End) < time.Hour; k-- {
		h.Slow = append(h.Slow, windows[k])
	}
	return detect.JudgeHour(h, record, s)
}

func episodes(windows []baseline.Window, first int, record baseline.Record, s detect.Settings) (warnings, infos int, all []Episode) {
	var warned, told time.Time
	for i := first; i < len(windows); i++ {
		v := at(windows, i, record, s)
		if v.Tier >= detect.Warning {
			if v.At.Sub(warned) > episode {
				warnings++
			}
			warned = v.At
		}
		if v.Tier > detect.Normal {
			if v.At.Sub(told) > episode {
				infos++
			}
			told = v.At
			all = lengthened(all, windows[i], v.Tier)
		}
	}
	return warnings, infos, all
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
func inject(windows []baseline.Window, first int, factor float64, record baseline.Record, s detect.Settings) Injection {
	out := Injection{Factor: factor}
	var delays []time.Duration
	for k := range injections {
		begin := first + (len(windows)-first)*k/injections
		if begin == first || at(windows, begin-1, record, s).Tier > detect.Normal {
			continue
		}
		out.Tried++
		from := windows[begin].End.Add(-windows[begin].Width)
		changed := slices.Clone(windows[:min(begin+int(injected/(5*time.Minute)), len(windows))])
		for i := begin; i < len(changed) && changed[i].End.Sub(from) <= injected; i++ {
			changed[i].Histogram = slowed(changed[i].Histogram, factor)
			if at(changed, i, record, s).Tier > detect.Normal {
				delays = append(delays, changed[i].End.Sub(from))
				break
			}
		}
	}
	out.Found = len(delays)
	if out.Found > 0 {
		slices.Sort(delays)
		out.Median = delays[out.Found/2]
	}
	return out
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
