package baseline

import (
	"math"
	"sync"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers how the hour of the day shapes an operation.

// shapeLevel is the probability with which an operation without a shape may get one.
const shapeLevel = 0.001

// At is the factor of a moment's hour; 1 without a profile.
func (p *Profile) At(at time.Time) float64 {
	if p == nil {
		return 1
	}
	f := p.Factors[at.In(zoneOf(p.TimeZone)).Hour()]
	if !(f > 0) {
		return 1
	}
	return f
}

var zones sync.Map // name -> *time.Location; loading one reads a file

func zoneOf(name string) *time.Location {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		// The zone was valid where it was learned. Without its table UTC is the honest rest.
		z = time.UTC
	}
	zones.Store(name, z)
	return z
}

// profileOf is the shape of the p95 over the hours of the day; nil where there
// are fewer than three days or the hours differ by no more than chance. A factor
// is the p95 of all requests of that hour to the pooled one, shrunk towards 1 by
// n/(n+k) and blended with its neighbours. k is not guessed: with f times more
// variance between hours than within, 1-1/f of a difference is real (empirical
// Bayes), which is k = n/(f-1) for an hour of average evidence.
func profileOf(units []unit, p95 float64, zone *time.Location) *Profile {
	days := daysOf(units)
	if days < leastDays {
		return nil
	}
	f, differ := hoursDiffer(units)
	if !differ {
		return nil
	}
	var hours [24]Histogram
	var evidence [24]float64
	for i := range units {
		u := &units[i]
		if u.outlier || u.exact {
			continue
		}
		hours[u.hour].Add(u.Histogram)
		// A window with few requests says as much about a p95 as its share of one exceedance.
		evidence[u.hour] += math.Min(float64(u.windows), u.requests*(1-learnedQuantile))
	}
	var logs [24]float64
	k := sumOf(evidence) / 24 / (f - 1)
	for h := range hours {
		v, _ := hours[h].Quantile(learnedQuantile)
		if v > 0 {
			logs[h] = math.Log(v/p95) * evidence[h] / (evidence[h] + k)
		}
	}
	return &Profile{TimeZone: zone.String(), Factors: blend(logs, evidence), Days: days}
}

// blend smooths over neighbouring hours with weights 1/4, 1/2, 1/4, hours
// without evidence left out.
func blend(logs, evidence [24]float64) (factors [24]float64) {
	for h := range logs {
		var sum, weight float64
		for d, w := range map[int]float64{23: 0.25, 0: 0.5, 1: 0.25} {
			k := (h + d) % 24
			if evidence[k] > 0 {
				sum += w * logs[k]
				weight += w
			}
		}
		factors[h] = 1
		if weight > 0 {
			factors[h] = math.Exp(sum / weight)
		}
	}
	return factors
}

// hoursDiffer tells a shape from chance: analysis of variance of the mean log
// p95 of every hour of every day. Hours of different days are as good as
// independent, neighbouring windows are not; so the hour is the replicate.
func hoursDiffer(units []unit) (ratio float64, differ bool) {
	type cell struct{ sum, n float64 }
	cells := make(map[[2]int]*cell, 24*28)
	for i := range units {
		u := &units[i]
		if u.outlier || !u.firm || u.exact {
			continue
		}
		c := cells[[2]int{u.day, u.hour}]
		if c == nil {
			c = &cell{}
			cells[[2]int{u.day, u.hour}] = c
		}
		c.sum, c.n = c.sum+u.log, c.n+1
	}
	var sum, squares, n [24]float64
	for key, c := range cells {
		m := c.sum / c.n
		sum[key[1]] += m
		squares[key[1]] += m * m
		n[key[1]]++
	}
	return varianceRatioIsReal(sum, squares, n)
}

func varianceRatioIsReal(sum, squares, n [24]float64) (ratio float64, differ bool) {
	var total, all, within, groups float64
	all, total = sumOf(n), sumOf(sum)
	for h := range n {
		if n[h] == 0 {
			continue
		}
		groups++
		within += squares[h] - sum[h]*sum[h]/n[h]
	}
	if groups < 2 || all <= groups {
		return 1, false
	}
	var between float64
	for h := range n {
		if n[h] > 0 {
			d := sum[h]/n[h] - total/all
			between += n[h] * d * d
		}
	}
	within = math.Max(within, 1e-12*all) // constant latencies: no division by nothing
	f := distuv.F{D1: groups - 1, D2: all - groups}
	ratio = between / f.D1 / (within / f.D2)
	return ratio, ratio > 1 && f.Survival(ratio) < shapeLevel
}

func sumOf(values [24]float64) float64 {
	var s float64
	for _, v := range values {
		s += v
	}
	return s
}

// rateProfileOf is the shape of the number of requests over the hours of the day.
func rateProfileOf(windows []Window, rate float64, zone *time.Location) *Profile {
	var requests, seconds [24]float64
	days := make(map[int]struct{}, 32)
	for _, w := range windows {
		at := w.End.Add(-w.Width / 2).In(zone)
		requests[at.Hour()] += w.Requests()
		seconds[at.Hour()] += w.Width.Seconds()
		days[at.Year()*366+at.YearDay()] = struct{}{}
	}
	if len(days) < leastDays || !(rate > 0) {
		return nil
	}
	p := Profile{TimeZone: zone.String(), Days: len(days)}
	for h := range p.Factors {
		p.Factors[h] = 1
		if seconds[h] > 0 && requests[h] > 0 {
			p.Factors[h] = requests[h] / seconds[h] / rate
		}
	}
	return &p
}
