package baseline

import (
	"math"
	"time"
)

// This file answers what is normal for an operation that has a value at any time: a gauge of a level, measured as the mean of
// each window. The middle of the values at an hour and their spread judge it (levels.go); quantiles, interval and
// confidence are those of the values, as of single runs.

// learnLevel learns from windows what Learn does from those of requests.
func learnLevel(windows []Window, o Options) Record {
	values, single := make([]Level, 0, len(windows)), make([]Window, 0, len(windows))
	for _, w := range windows {
		if w.Requests() > 0 {
			values = append(values, Level{At: w.Middle(), Value: w.Mean()})
			single = append(single, Window{End: w.End, Width: w.Width})
		}
	}
	l := learnLevels(values, o.TimeZone, o.whole())
	// What is learned from logarithms is learned of values with the floor: an empty queue is a value like any other.
	floor := Levels{}.floorOf(values)
	for i, v := range values {
		single[i].Samples = []float64{v.Value + floor}
	}
	o.Level, o.noun = false, "value"
	r := Learn(single, o)
	if len(single) == 0 {
		r.Reason = "no values were seen yet"
		return r
	}
	for _, v := range []*float64{&r.P50, &r.P95, &r.P99, &r.Mean, &r.P95Low, &r.P95High, &r.P95Least, &r.P95Most} {
		*v = math.Max(0, *v-floor)
	}
	days := map[string]bool{}
	for _, v := range values {
		days[v.At.In(zoneOf(l.TimeZone)).Format(time.DateOnly)] = true
	}
	r.Level, r.Profile, r.RequestRate = &l, l.profileTo(r.P95, len(days)), 0
	return r
}

// whole is what a share is a share of where more of it is better; 0 of all else.
func (o Options) whole() float64 {
	if o.Direction != "more" {
		return 0
	}
	return map[string]float64{"percentunit": 1, "percent": 100}[o.Unit]
}

// differs tells whether another level is normal than before, by what is material.
func (l *Levels) differs(o *Levels) bool {
	if l == nil || o == nil {
		return l != o
	}
	if math.Abs(l.Middle-o.Middle) > material || moved(l.Spread, o.Spread, 5*material) || moved(l.Floor, o.Floor, 5*material) || l.TimeZone != o.TimeZone || l.Whole != o.Whole {
		return true
	}
	for side := range l.Repeated {
		if moved(l.Repeated[side], o.Repeated[side], 5*material) {
			return true
		}
	}
	for day := range l.Hours {
		for hour := range l.Hours[day] {
			if math.Abs(l.Hours[day][hour]-o.Hours[day][hour]) > 2*material {
				return true
			}
		}
	}
	return false
}
