package baseline

import (
	"math"
	"slices"
	"time"
)

// This file answers what is normal for an operation that has a value at any time: a gauge of a level, measured as the mean of
// each window. The middle of the values at an hour and their spread judge it (levels.go); quantiles and interval are those of
// the values, as of single runs, and the confidence too as long as that of the middle is not more (levelsure.go).

// learnLevel learns from windows what Learn does from those of requests.
func learnLevel(windows []Window, o Options) Record {
	values, single := make([]Level, 0, len(windows)), make([]Window, 0, len(windows))
	for _, w := range windows {
		if w.Requests() > 0 {
			values = append(values, Level{At: w.Middle(), Value: w.Mean()})
			single = append(single, Window{End: w.End, Width: w.Width})
		}
	}
	l := Levels{Whole: o.whole(values), Holidays: o.Holidays}
	if before := o.LevelShape; before != nil && before.Whole == l.Whole {
		l.Hours = before.Hours
	}
	l = l.learned(values, o.TimeZone, o.leastThatCounts())
	// What is learned from logarithms is learned of values with the floor: an empty queue is a value like any other.
	floor := Levels{}.floorOf(values, o.leastThatCounts())
	for i, v := range values {
		single[i].Samples = []float64{v.Value + floor}
	}
	days := map[string]bool{}
	for _, v := range values {
		days[v.At.In(zoneOf(l.TimeZone)).Format(time.DateOnly)] = true
	}
	o.Level, o.noun, o.known = false, "value", l.confidence(values, len(days))
	r := Learn(single, o)
	if len(single) == 0 {
		r.Reason = "no values were seen yet"
		return r
	}
	for _, v := range []*float64{&r.P50, &r.P95, &r.P99, &r.Mean, &r.P95Low, &r.P95High, &r.P95Least, &r.P95Most} {
		*v = math.Max(0, *v-floor)
	}
	r.Level, r.Profile, r.RequestRate = &l, l.profileTo(r.P95, len(days)), 0
	return r
}

// wholes are what a share is a share of, by its unit.
var wholes = map[string]float64{"percentunit": 1, "percent": 100}

// whole is what a share is a share of where more of it is better and most of it is usually there; 0 of all else. Of a
// conversion of two in a hundred nearly all is missing, however few are left; and what is usually more than its whole is in
// another unit than it says.
func (o Options) whole(values []Level) float64 {
	whole := wholes[o.Unit]
	if o.Direction != "more" || whole == 0 || len(values) == 0 {
		return 0
	}
	all := make([]float64, len(values))
	for i, v := range values {
		all[i] = v.Value
	}
	if usual := median(all); usual < whole/2 || usual > whole*(1+leastMissing) {
		return 0
	}
	return whole
}

// leastThatCounts is what is told as one of what is usually nothing: one in a hundred of a share, as of failed requests.
func (o Options) leastThatCounts() float64 {
	if whole := wholes[o.Unit]; whole > 0 {
		return leastMissing * whole
	}
	return 1
}

// differs tells whether another level is normal than before, by what is material.
func (l *Levels) differs(o *Levels) bool {
	if l == nil || o == nil {
		return l != o
	}
	if math.Abs(l.Middle-o.Middle) > material || moved(l.Spread, o.Spread, 5*material) || moved(l.Floor, o.Floor, 5*material) || l.TimeZone != o.TimeZone || l.Whole != o.Whole || !slices.Equal(l.Holidays, o.Holidays) {
		return true
	}
	for side := range l.Repeated {
		if moved(l.Repeated[side], o.Repeated[side], 5*material) || moved(l.Most[side], o.Most[side], 5*material) {
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
