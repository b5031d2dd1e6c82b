package main

import (
	"fmt"
	"math"
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
	return fmt.Sprintf("%.5f [%.5f, %.5f] (%d in %.0f)", float64(k)/days, low, high, k, days)
}

// classes are the trials with 50 requests a minute and more at the peak, and those with 5.
func classes(trials []trial) (busy, thin []trial) {
	for _, t := range trials {
		if t.peak >= 50 {
			busy = append(busy, t)
		} else {
			thin = append(thin, t)
		}
	}
	return busy, thin
}

func found(trials []trial, name string) (k, n int, delays []float64) {
	for _, t := range trials {
		d, tried := t.delays[name]
		if !tried {
			continue
		}
		n++
		if !math.IsInf(d, 1) {
			k++
			delays = append(delays, d)
		}
	}
	slices.Sort(delays)
	return k, n, delays
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

func count(trials []trial, holds func(trial) bool) int {
	n := 0
	for _, t := range trials {
		if holds(t) {
			n++
		}
	}
	return n
}

func total(trials []trial, of func(trial) int) (sum int) {
	for _, t := range trials {
		sum += of(t)
	}
	return sum
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
		k, n, _ := found(trials, f.name)
		kb, nb, db := found(busy, f.name)
		kt, nt, dt := found(thin, f.name)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", f.name, share(k, n), share(kb, nb), seconds(db, 0.5), seconds(db, 0.95), share(kt, nt), seconds(dt, 0.5))
	}
	fmt.Fprintf(&b, "\n| nothing is wrong, or nothing that matters | all classes | 5 a minute |\n|---|---|---|\n")
	days := func(ts []trial) (d float64) {
		for _, t := range ts {
			d += t.days
		}
		return d
	}
	row := func(name string, of func(trial) int) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, perDay(total(trials, of), days(trials)), perDay(total(thin, of), days(thin)))
	}
	row("false warnings per series-day", func(t trial) int { return t.warnings })
	row("episodes at info or worse per series-day", func(t trial) int { return t.infos })
	held := func(name string, holds func(trial) bool) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, share(count(trials, holds), len(trials)), share(count(thin, holds), len(thin)))
	}
	for _, f := range faults {
		if f.quiet {
			held(f.name+": no warning", func(t trial) bool { return t.warned[f.name] == 0 })
		}
	}
	held("constant requests: nothing is said", func(t trial) bool { return t.constantTold == 0 })
	held("one minute x10: over within 3 min of its end", func(t trial) bool { return t.resolved <= 180 })
	held("one minute x10: starts no drift", func(t trial) bool { return !t.spikeDrift })
	held("level x1.5 for good: told as a drift after an hour", func(t trial) bool { return t.shiftTold })
	held("that level accepted and learned for two days: nothing is said in 6 h", func(t trial) bool { return t.afterAccept == 0 })
	return b.String()
}
