package main

import (
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what the engine says while a program restarts again and again:
// its counters begin at zero, what it counted since the last scrape is lost, and
// Prometheus' increase() makes windows of what is left.

const (
	// restartEvery, downFor: of six restarts in two hours each costs half a minute.
	restartEvery = 20 * 60 / 10
	downFor      = 30 / 10
	restarts     = 6
)

// scrape is what was read of a histogram at a tick.
type scrape struct {
	at     time.Time
	counts []float64 // not cumulative by bucket, cumulative in time
}

// restarting watches an operation through its counters, scraped at every tick, from an hour before the first restart on.
func restarting(o *operation, r baseline.Record, onset int, say func(detect.Verdict)) {
	w := watched{r: r}
	total := o.empty().Counts
	var scrapes []scrape
	for tick := onset - 60*ticks; tick < onset+restarts*restartEvery; tick++ {
		if tick%ticks == 0 || len(scrapes) == 0 {
			o.turn(floor(tick), nothing)
		}
		since := tick - onset
		down := since >= 0 && since%restartEvery < downFor
		if since >= 0 && since%restartEvery == 0 {
			clear(total)
		}
		if !down {
			piece := o.empty()
			o.count(&piece, o.traffic(floor(tick))/float64(ticks))
			for i, c := range piece.Counts {
				total[i] += c
			}
			scrapes = append(scrapes, scrape{atTick(tick), append([]float64(nil), total...)})
			scrapes = scrapes[max(0, len(scrapes)-2*ticksOfSlow):]
		}
		end := atTick(tick)
		w.addWindow(o.increase(scrapes, end, time.Minute))
		if end.Truncate(slowWidth).Equal(end) {
			w.addSlow(o.increase(scrapes, end, slowWidth))
		}
		if since >= 0 {
			say(w.judge())
		}
	}
}

// increase makes a window of the scrapes in (end-width, end] the way Prometheus does (promql, extrapolatedRate), bucket by bucket.
func (o *operation) increase(scrapes []scrape, end time.Time, width time.Duration) baseline.Window {
	w := baseline.Window{End: end, Width: width, Histogram: o.empty()}
	first := len(scrapes)
	for first > 0 && end.Sub(scrapes[first-1].at) < width {
		first--
	}
	seen := scrapes[first:]
	if len(seen) < 2 {
		return w
	}
	// Buckets are cumulative on the wire: le is the sum of all smaller ones.
	before, series := 0.0, make([]float64, len(seen))
	for le := range w.Counts {
		for i, s := range seen {
			series[i] += s.counts[le]
		}
		upTo := increaseOf(series, seen, end, width)
		w.Counts[le] = math.Max(0, upTo-before)
		before = math.Max(before, upTo)
	}
	return w
}

func increaseOf(values []float64, seen []scrape, end time.Time, width time.Duration) float64 {
	n := len(values)
	sum := values[n-1] - values[0]
	for i := 1; i < n; i++ {
		if values[i] < values[i-1] {
			sum += values[i-1] // a reset
		}
	}
	sampled := seen[n-1].at.Sub(seen[0].at).Seconds()
	average := sampled / float64(n-1)
	toStart := seen[0].at.Sub(end.Add(-width)).Seconds()
	toEnd := end.Sub(seen[n-1].at).Seconds()
	if toStart >= 1.1*average {
		toStart = average / 2
	}
	if sum > 0 && values[0] >= 0 {
		toStart = math.Min(toStart, sampled*values[0]/sum) // a counter is not below zero
	}
	if toEnd >= 1.1*average {
		toEnd = average / 2
	}
	return sum * (sampled + toStart + toEnd) / sampled
}
