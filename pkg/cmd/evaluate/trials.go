package main

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what became of one operation in all that was done to it.

// trial is the outcome of one operation.
type trial struct {
	N             int                  `json:"n"`
	Peak          float64              `json:"peak"`
	Unrest        float64              `json:"unrest"`
	Rho           float64              `json:"rho"`
	Layout        int                  `json:"layout"`
	Tried         map[string]int       `json:"tried"`
	Delays        map[string][]float64 `json:"delays"`   // seconds until the first tier, of the faults that were found
	Warned        map[string]int       `json:"warned"`   // episodes at warning or worse, for what must stay quiet
	Warnings      int                  `json:"warnings"` // of the quiet days
	Infos         int                  `json:"infos"`
	Days          float64              `json:"days"`
	Resolved      []float64            `json:"resolved"`     // seconds after a spike until nothing is said any more
	SpikeDrifts   int                  `json:"spikeDrifts"`  // spikes after which a drift was told
	CalmTold      int                  `json:"calmTold"`     // half hours without a spike in which anything was told, three minutes or later from their beginning
	CalmDrifts    int                  `json:"calmDrifts"`   // half hours without a spike in which a drift was told
	ShiftTold     bool                 `json:"shiftTold"`    // a lasting shift shows in the hour, an hour after it began
	AfterAccept   int                  `json:"afterAccept"`  // episodes of any tier on the new level
	ConstantTold  int                  `json:"constantTold"` // the same of requests that all take the same
	ResetWarnings int                  `json:"resetWarnings"`
	ResetInfos    int                  `json:"resetInfos"`
}

const (
	learnDays = 21
	day       = 1440
	// quietEvery is at how many ticks quiet days are looked at: two looks a minute see what six would.
	quietEvery = 3
	// spikeOver is within how many seconds of its end a spike must be over.
	spikeOver = 180
)

// tried puts the n-th operation through everything. Operations take turns in
// traffic, unrest, memory and buckets.
func tried(seed uint64, n, days int) trial {
	t := trial{
		N: n, Peak: []float64{5, 50, 500, 5000}[n%4], Unrest: []float64{0.05, 0.08, 0.1}[n/4%3],
		Rho: []float64{0, 0.5, 0.8}[n/12%3], Layout: n / 36 % 3, Days: float64(days),
		Tried: map[string]int{}, Delays: map[string][]float64{}, Warned: map[string]int{},
	}
	o := newOperation(seed+uint64(n), t.Peak, t.Unrest, t.Rho, layouts[t.Layout])
	r := o.in(learning).learn(0, learnDays, nothing)
	warnings, infos := counter{tier: detect.Warning}, counter{tier: detect.Info}
	watch(o.in(quietDays), r, look{learnDays * day * ticks, (learnDays + days) * day * ticks, quietEvery}, always(nothing), func(v detect.Verdict) bool {
		warnings.see(v)
		infos.see(v)
		return true
	})
	t.Warnings, t.Infos = warnings.n, infos.n
	for i, f := range faults {
		t.suffer(o, r, f, firstFault+scene(mostTimes*i))
	}
	t.spike(o, r)
	t.reset(o.in(restarted), r)
	t.shift(o, r)
	t.constant(seed + uint64(n))
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

// moment is a random tick of the week after learning.
func moment(o *operation) int { return ((learnDays+1)*day+o.r.IntN(5*day))*ticks + o.r.IntN(ticks) }

func from(onset int, f fault) func(int) effect {
	return func(tick int) effect {
		if tick < onset {
			return nothing
		}
		return f.at(tick - onset)
	}
}

// mostTimes is how often one operation suffers the same at most.
const mostTimes = 2

func (t *trial) suffer(o *operation, r baseline.Record, f fault, first scene) {
	times := 1
	if f.busy {
		times = mostTimes
		if o.peak < 500 {
			return
		}
	}
	for again := range times {
		o := o.in(first + scene(again))
		onset := moment(o)
		began := atTick(onset - 1)
		warned := counter{tier: detect.Warning}
		found, breached := false, !f.breach
		watch(o, r, look{onset, onset + f.minutes*ticks, 1}, from(onset, f), func(v detect.Verdict) bool {
			warned.see(v)
			after := v.At.Sub(began).Seconds()
			if v.Tier > detect.Normal && !f.quiet && !found {
				found = true
				t.Delays[f.name] = append(t.Delays[f.name], after)
			}
			if v.Tier > detect.Info && !breached {
				breached = true
				t.Delays[f.asWarning()] = append(t.Delays[f.asWarning()], after)
			}
			return !found || !breached
		})
		t.Tried[f.name]++
		if f.breach {
			t.Tried[f.asWarning()]++
		}
		if f.quiet {
			t.Warned[f.name] += warned.n
		}
	}
}

// spike is watched beside the very half hour without it: what a normal operation says now and then is not the spike's.
func (t *trial) spike(o *operation, r baseline.Record) {
	onset := moment(o.in(spiked))
	told := func(at func(int) effect) (last float64, drifts int) {
		end := atTick(onset + ticks - 1)
		watch(o.in(spiked), r, look{onset, onset + spike.minutes*ticks, 1}, at, func(v detect.Verdict) bool {
			if v.Tier > detect.Normal {
				last = max(last, v.At.Sub(end).Seconds())
			}
			if v.Drift.Tier > detect.Normal {
				drifts = 1
			}
			return true
		})
		return last, drifts
	}
	resolved, drifts := told(from(onset, spike))
	t.Resolved, t.SpikeDrifts = append(t.Resolved, resolved), drifts
	calm, drifts := told(always(nothing))
	if calm > spikeOver {
		t.CalmTold++
	}
	t.CalmDrifts = drifts
}

// reset is a program that restarts every twenty minutes.
func (t *trial) reset(o *operation, r baseline.Record) {
	warnings, infos := counter{tier: detect.Warning}, counter{tier: detect.Info}
	restarting(o, r, moment(o), func(v detect.Verdict) {
		warnings.see(v)
		infos.see(v)
	})
	t.ResetWarnings, t.ResetInfos = warnings.n, infos.n
}

// shift is a lasting level: it must show as one, and be normal once it is accepted and learned.
func (t *trial) shift(o *operation, r baseline.Record) {
	onset := moment(o.in(shifted))
	longer := fault{at: slower(1.5)}
	watch(o.in(shifted), r, look{onset + 60*ticks, onset + 120*ticks, 6}, from(onset, longer), func(v detect.Verdict) bool {
		t.ShiftTold = v.Drift.Tier > detect.Normal
		return !t.ShiftTold
	})
	o = o.in(accepted)
	level := o.learn(learnDays+7, learnDays+9, slower(1.5)(0))
	told := counter{tier: detect.Info}
	begin := (learnDays + 9) * day * ticks
	watch(o, level, look{begin, begin + 360*ticks, 2}, always(slower(1.5)(0)), told.everything)
	t.AfterAccept = told.n
}

// everything sees every verdict.
func (c *counter) everything(v detect.Verdict) bool {
	c.see(v)
	return true
}

// constant requests have no spread at all.
func (t *trial) constant(seed uint64) {
	o := newOperation(seed, t.Peak, 0, 0, layouts[t.Layout])
	same := effect{factor: 1, traffic: 1, constant: true}
	r := o.learn(0, 3, same)
	told := counter{tier: detect.Info}
	watch(o, r, look{3 * day * ticks, (3*day + 360) * ticks, 6}, always(same), told.everything)
	t.ConstantTold = told.n
}
