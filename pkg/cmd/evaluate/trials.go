package main

import (
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what became of one operation in all that was done to it.

// trial is the outcome of one operation.
type trial struct {
	peak         float64
	delays       map[string]float64 // seconds until the first tier; infinite where there was none
	warned       map[string]int     // episodes at warning or worse, for what must stay quiet
	warnings     int                // of the quiet days
	infos        int
	days         float64
	resolved     float64 // seconds after a spike until nothing is said any more
	spikeDrift   bool
	shiftTold    bool // a lasting shift shows in the hour, an hour after it began
	afterAccept  int  // episodes of any tier on the new level
	constantTold int
}

const (
	learnDays = 21
	day       = 1440
	// quietEvery is at how many ticks quiet days are looked at: two looks a minute see what six would.
	quietEvery = 3
)

// tried puts the n-th operation through everything. Operations take turns in
// traffic, unrest, memory and buckets.
func tried(seed uint64, n, days int) trial {
	peak := []float64{5, 50, 500, 5000}[n%4]
	unrest := []float64{0.05, 0.08, 0.1}[n/4%3]
	rho := []float64{0, 0.5, 0.8}[n/12%3]
	layout := layouts[n/36%3]
	o := newOperation(seed+uint64(n), peak, unrest, rho, layout)
	r := o.learn(0, learnDays, nothing)
	t := trial{peak: peak, delays: map[string]float64{}, warned: map[string]int{}, days: float64(days)}
	warnings, infos := counter{tier: detect.Warning}, counter{tier: detect.Info}
	watch(o, r, look{learnDays * day, (learnDays + days) * day, quietEvery}, always(nothing), func(v detect.Verdict) {
		warnings.see(v)
		infos.see(v)
	})
	t.warnings, t.infos = warnings.n, infos.n
	for _, f := range faults {
		t.suffer(o, r, f)
	}
	t.spike(o, r)
	t.shift(o, r)
	t.constant(seed+uint64(n), peak, layout)
	return t
}

func always(e effect) func(int) effect { return func(int) effect { return e } }

// counter counts episodes: what is more than ten minutes apart is two.
type counter struct {
	tier detect.Tier
	n    int
	last time.Time
}

func (c *counter) see(v detect.Verdict) {
	if v.Tier < c.tier {
		return
	}
	if v.At.Sub(c.last) > 10*time.Minute {
		c.n++
	}
	c.last = v.At
}

// moment is a random minute of the week after learning.
func moment(o *operation) int { return (learnDays+1)*day + o.r.IntN(5*day) }

func from(begin int, f fault) func(int) effect {
	return func(minute int) effect {
		if minute < begin {
			return nothing
		}
		return f.at(minute - begin)
	}
}

func atMinute(minute int) time.Time { return begin.Add(time.Duration(minute) * time.Minute) }

func (t *trial) suffer(o *operation, r baseline.Record, f fault) {
	if f.busy && o.peak < 500 {
		return
	}
	onset := moment(o)
	delay := math.Inf(1)
	warned := counter{tier: detect.Warning}
	watch(o, r, look{onset, onset + f.minutes, 1}, from(onset, f), func(v detect.Verdict) {
		warned.see(v)
		if v.Tier > detect.Normal {
			delay = min(delay, v.At.Sub(atMinute(onset)).Seconds())
		}
	})
	if f.quiet {
		t.warned[f.name] = warned.n
		return
	}
	t.delays[f.name] = delay
}

func (t *trial) spike(o *operation, r baseline.Record) {
	onset := moment(o)
	end := atMinute(onset + 1)
	watch(o, r, look{onset, onset + spike.minutes, 1}, from(onset, spike), func(v detect.Verdict) {
		if v.Tier > detect.Normal {
			t.resolved = max(t.resolved, v.At.Sub(end).Seconds())
		}
		t.spikeDrift = t.spikeDrift || v.Drift.Tier > detect.Normal
	})
}

// shift is a lasting level: it must show as one, and be normal once it is accepted and learned.
func (t *trial) shift(o *operation, r baseline.Record) {
	onset := moment(o)
	longer := fault{at: slower(1.5)}
	watch(o, r, look{onset + 60, onset + 120, 6}, from(onset, longer), func(v detect.Verdict) {
		t.shiftTold = t.shiftTold || v.Drift.Tier > detect.Normal
	})
	accepted := o.learn(learnDays+7, learnDays+9, slower(1.5)(0))
	told := counter{tier: detect.Info}
	watch(o, accepted, look{(learnDays + 9) * day, (learnDays+9)*day + 360, 2}, always(slower(1.5)(0)), told.see)
	t.afterAccept = told.n
}

// constant requests have no spread at all.
func (t *trial) constant(seed uint64, peak float64, bounds []float64) {
	o := newOperation(seed, peak, 0, 0, bounds)
	same := effect{factor: 1, traffic: 1, constant: true}
	r := o.learn(0, 3, same)
	told := counter{tier: detect.Info}
	watch(o, r, look{3 * day, 3*day + 360, 6}, always(same), told.see)
	t.constantTold = told.n
}
