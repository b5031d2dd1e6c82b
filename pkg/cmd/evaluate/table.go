package main

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers how many trials went well, and between which shares the truth lies.

// clopper is the exact 95 % interval of a share (Clopper and Pearson, 1934).
func clopper(k, n int) (low, high float64) {
	low, high = 0, 1
	if k > 0 {
		low = distuv.Beta{Alpha: float64(k), Beta: float64(n - k + 1)}.Quantile(0.025)
	}
	if k < n {
		high = distuv.Beta{Alpha: float64(k + 1), Beta: float64(n - k)}.Quantile(0.975)
	}
	return low, high
}

func share(k, n int) string {
	if n == 0 {
		return "-"
	}
	low, high := clopper(k, n)
	return fmt.Sprintf("%.3f [%.3f, %.3f] of %d", float64(k)/float64(n), low, high, n)
}

// perDay is a rate of rare events with its exact 95 % interval (Garwood, 1936).
func perDay(k int, days float64) string {
	low := 0.0
	if k > 0 {
		low = distuv.Gamma{Alpha: float64(k), Beta: 1}.Quantile(0.025) / days
	}
	high := distuv.Gamma{Alpha: float64(k + 1), Beta: 1}.Quantile(0.975) / days
	atMost := distuv.Gamma{Alpha: float64(k + 1), Beta: 1}.Quantile(0.95) / days
	return fmt.Sprintf("%.5f [%.5f, %.5f], at most %.5f (%d in %.0f)", float64(k)/days, low, high, atMost, k, days)
}

// classes are the trials with 50 requests a minute and more at the peak, and those with 5.
func classes(trials []trial) (busy, thin []trial) {
	for _, t := range trials {
		if t.Peak >= 50 {
			busy = append(busy, t)
		} else {
			thin = append(thin, t)
		}
	}
	return busy, thin
}

func found(trials []trial, name string) (k, n int, delays []float64) {
	for _, t := range trials {
		n += t.Tried[name]
		delays = append(delays, t.Delays[name]...)
	}
	slices.Sort(delays)
	return len(delays), n, delays
}

func seconds(delays []float64, q float64) string {
	if len(delays) == 0 {
		return "-"
	}
	s := delays[min(len(delays)-1, int(q*float64(len(delays))))]
	if s < 180 {
		return fmt.Sprintf("%.0f s", s)
	}
	return fmt.Sprintf("%.1f min", s/60)
}

func total(trials []trial, of func(trial) int) (sum int) {
	for _, t := range trials {
		sum += of(t)
	}
	return sum
}

func one(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

// tables are the rows of docs/evaluation.md.
func tables(trials []trial) string {
	busy, thin := classes(trials)
	var b strings.Builder
	fmt.Fprintf(&b, "| fault | found, all classes | 50 requests a minute and more: found | median delay | p95 delay | 5 a minute: found | median delay |\n|---|---|---|---|---|---|---|\n")
	for _, f := range faults {
		if f.quiet {
			continue
		}
		names := []string{f.name}
		if f.breach {
			names = append(names, f.asWarning())
		}
		for _, name := range names {
			k, n, _ := found(trials, name)
			kb, nb, db := found(busy, name)
			kt, nt, dt := found(thin, name)
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", name, share(k, n), share(kb, nb), seconds(db, 0.5), seconds(db, 0.95), share(kt, nt), seconds(dt, 0.5))
		}
	}
	fmt.Fprintf(&b, "\n| nothing is wrong, or nothing that matters | all classes | 50 requests a minute and more | 5 a minute |\n|---|---|---|---|\n")
	days := func(ts []trial) (d float64) {
		for _, t := range ts {
			d += t.Days
		}
		return d
	}
	row := func(name string, of func(trial) int) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", name, perDay(total(trials, of), days(trials)), perDay(total(busy, of), days(busy)), perDay(total(thin, of), days(thin)))
	}
	row("false warnings per series-day", func(t trial) int { return t.Warnings })
	row("episodes at info or worse per series-day", func(t trial) int { return t.Infos })
	held := func(name string, holds, tried func(trial) int) {
		cell := func(ts []trial) string { return share(total(ts, holds), total(ts, tried)) }
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", name, cell(trials), cell(busy), cell(thin))
	}
	once := func(trial) int { return 1 }
	for _, f := range faults {
		if f.quiet {
			held(f.name+": no warning", func(t trial) int { return one(t.Warned[f.name] == 0) }, once)
		}
	}
	held("six restarts in two hours, counters from zero: no warning", func(t trial) int { return one(t.ResetWarnings == 0) }, once)
	held("constant requests: nothing is said", func(t trial) int { return one(t.ConstantTold == 0) }, once)
	spikes := func(t trial) int { return len(t.Resolved) }
	held("one minute x10: over within 3 min of its end", func(t trial) (n int) {
		for _, s := range t.Resolved {
			n += one(s <= spikeOver)
		}
		return n
	}, spikes)
	held("the same half hour without it: nothing is said after these 3 min", func(t trial) int { return 1 - t.CalmTold }, once)
	held("one minute x10: starts no drift", func(t trial) int { return len(t.Resolved) - t.SpikeDrifts }, spikes)
	held("the same half hour without it: no drift", func(t trial) int { return 1 - t.CalmDrifts }, once)
	held("level x1.5 for good: told as a drift after an hour", func(t trial) int { return one(t.ShiftTold) }, once)
	held("that level accepted and learned for two days: nothing is said in 6 h", func(t trial) int { return one(t.AfterAccept == 0) }, once)
	return b.String()
}
