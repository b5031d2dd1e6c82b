package baseline

import (
	"math"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // Windows and small containers have no table of time zones
)

// This file answers how the hour of the day and the day of the week shape an operation.

// shapeLevel is the probability with which an operation without a shape may get one.
const shapeLevel = 0.001

// At is the factor of a moment; 1 without a profile.
func (p *Profile) At(at time.Time) float64 {
	if p == nil {
		return 1
	}
	local := at.In(zoneOf(p.TimeZone))
	f := p.ofHour(p.cellAt(byWeek, local))
	if regular, is := p.regularAt(local); is {
		f *= regular
	}
	return f
}

// ofHour is the factor of an hour of the week.
func (p *Profile) ofHour(hour int) float64 {
	f := p.Factors[hour%24]
	if p.Level != "" {
		if c := cellOf(p.Level, hour/24, hour%24); c < len(p.Cells) {
			f = p.Cells[c]
		}
	}
	if !(f > 0) {
		return 1
	}
	return f
}

// PausesAt tells of the shape of a rate whether an operation is regularly without requests for a while in the hour of a moment.
func (p *Profile) PausesAt(at time.Time) bool {
	if p == nil {
		return false
	}
	return p.pausesIn(p.cellAt(byWeek, at.In(zoneOf(p.TimeZone))))
}

// pausesIn tells it of an hour of the week.
func (p *Profile) pausesIn(hour int) bool {
	return slices.Contains(p.Pauses, cellOf(byWeekend, hour/24, hour%24)) || slices.Contains(p.PausesOfWeek, hour)
}

// Gappy tells of the shape of a rate whether an operation is without requests for a while once a week or more often, at no
// regular time.
func (p *Profile) Gappy() bool { return p != nil && p.GapsAWeek != nil && *p.GapsAWeek >= 1 }

func (p *Profile) cellAt(level string, local time.Time) int {
	return cellOf(level, p.Holidays.weekday(local), local.Hour())
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

// profileOf is the shape of the p95; nil where there are fewer than three days
// or nothing differs by more than chance. From hours of the day to hours of the
// week, a level is taken as far as the history goes and each earns its place.
func profileOf(units *evidence, p95 float64, w week) *Profile {
	days := units.days
	if days < leastDays {
		return nil
	}
	hours := hourliesOf(units)
	if len(hours) == 0 {
		return nil
	}
	p := &Profile{TimeZone: w.zone.String(), Days: days, Factors: flat()}
	shaped := false
	seen := &units.week
	if f, real := differ(hours, "", 24); real {
		shaped = true
		copy(p.Factors[:], seen.factors(p95, "", 24, f, p.Factors[:]))
	}
	level, parent := "", p.Factors[:]
	for _, c := range cuts {
		if days < c.leastDays || !earnsItsPlace(hours, level, c) {
			continue
		}
		f, real := differ(hours, c.name, c.cells)
		if !real {
			continue
		}
		shaped = true
		p.Cells = seen.factors(p95, c.name, c.cells, f, spreadOver(c, level, parent))
		p.Level, p.Holidays = c.name, w.holidays
		level, parent = c.name, p.Cells
	}
	if !shaped {
		return nil
	}
	return p
}

func flat() (factors [24]float64) {
	for h := range factors {
		factors[h] = 1
	}
	return factors
}

// spreadOver gives every cell of a finer level the factor of the coarser cell that holds it.
func spreadOver(finer cut, coarser string, factors []float64) []float64 {
	all := make([]float64, finer.cells)
	for weekday := range 7 {
		for hour := range 24 {
			all[cellOf(finer.name, weekday, hour)] = factors[cellOf(coarser, weekday, hour)]
		}
	}
	return all
}

// week168 is what was seen in each hour of the week, and how much it says.
type week168 struct {
	pooled   [168]Histogram
	evidence [168]float64
}

func (seen *week168) add(s *span, h *Histogram) {
	seen.pooled[s.hour].Add(*h)
	// A window with few requests says as much about a p95 as its share of one exceedance.
	seen.evidence[s.hour] += min(float64(s.windows), s.requests*(1-learnedQuantile))
}

// empty forgets some of the hours, or all.
func (seen *week168) empty(which *[168]bool) {
	for c := range seen.pooled {
		if which == nil || which[c] {
			seen.pooled[c], seen.evidence[c] = Histogram{Counts: seen.pooled[c].Counts[:0]}, 0
		}
	}
}

// factors are the p95 of a level's cells to the pooled one, each shrunk towards the factor
// of the level above by n/(n+k) and blended with neighbours that are alike. k is not
// guessed: with f times more variance between cells than within, 1-1/f of a
// difference is real (empirical Bayes), which is k = n/(f-1) for a cell of average evidence.
func (seen *week168) factors(p95 float64, level string, cells int, f float64, parents []float64) []float64 {
	pooled := make([]Histogram, cells)
	evidence := make([]float64, cells)
	var all float64
	for hour, e := range seen.evidence {
		c := cellOf(level, hour/24, hour%24)
		pooled[c].Add(seen.pooled[hour])
		evidence[c] += e
		all += e
	}
	average := all / float64(cells)
	k := average / (f - 1)
	logs, observed := make([]float64, cells), make([]float64, 0, cells)
	for c := range pooled {
		parent := math.Log(parents[c])
		logs[c] = parent
		if v, _ := pooled[c].Quantile(learnedQuantile); v > 0 {
			seen := math.Log(v / p95)
			observed = append(observed, seen)
			logs[c] += (seen - parent) * evidence[c] / (evidence[c] + k)
		}
	}
	// Of the variance that the cells were seen to have, 1/f is chance: that of a cell of average evidence.
	_, sd := meanAndSD(observed)
	return blend(level, logs, evidence, sd*sd/f*average)
}

// pooledBy are the requests of the cells of a level; of those that it does not have there are none.
func (seen *week168) pooledBy(level string) (cells [168]Histogram) {
	for hour, h := range seen.pooled {
		cells[cellOf(level, hour/24, hour%24)].Add(h)
	}
	return cells
}

// leastForTail is 5/(1-q) for the p99: with fewer requests a cell says nothing of it.
const leastForTail = 500

// tailsApart is how many times their mean the largest p99 to the p95 of all cells has to be, where buckets are no wider,
// to be none that another cell has by chance.
const tailsApart = 2

// tailRatio is the p99 to the p95 within the cells of a level, by their requests; 0 where they have too few. Where one
// hour of a day is five times slower the p99 of all is that hour's, and twice what is normal in any other.
// Where the p95 is a hit of the cache by night and a miss by day, no mean of the two is normal at any time: then it is the
// largest, and only more than that is more than normal.
func (seen *week168) tailRatio(level string, resolution float64) float64 {
	var sum, requests, largest float64
	for _, h := range seen.pooledBy(level) {
		n := h.Count()
		p95, _ := h.Quantile(learnedQuantile)
		if p99, clamped := h.Quantile(0.99); n >= leastForTail && p95 > 0 && !clamped {
			sum, requests = sum+n*math.Log(p99/p95), requests+n
			largest = math.Max(largest, p99/p95)
		}
	}
	if requests == 0 {
		return 0
	}
	mean := math.Exp(sum / requests)
	if largest > mean*math.Max(tailsApart, resolution) {
		return largest
	}
	return mean
}

// leastForBody is 5/(1-q) for the p95.
const leastForBody = 100

// bodyRatio is the largest p50 to the p95 within any hour of the day; 0 where none has enough requests.
func (seen *week168) bodyRatio() (largest float64) {
	for _, h := range seen.pooledBy("") { // the hours of a day
		p50, _ := h.Quantile(0.5)
		if p95, clamped := h.Quantile(learnedQuantile); h.Count() >= leastForBody && p95 > 0 && !clamped {
			largest = math.Max(largest, p50/p95)
		}
	}
	return largest
}

// alike is how many standard errors of their difference neighbours may differ by and still be taken for one curve.
const alike = 3

// blend smooths over neighbouring hours with weights 1/4, 1/2, 1/4, hours
// without evidence left out, and less of those that differ by more than chance: a job that
// begins on the hour is no part of the hours around it. Hours of the week have those of the next day as
// neighbours, hours of a day those of the same kind of day. They are added in one
// order: the same windows give the same profile to the last bit. chance is the variance of a cell of evidence 1.
func blend(level string, logs, evidence []float64, chance float64) []float64 {
	factors := make([]float64, len(logs))
	ring := 24
	if level == byWeek {
		ring = len(logs)
	}
	for c := range logs {
		var sum, weight float64
		for d, w := range [3]float64{0.25, 0.5, 0.25} {
			k := c - c%ring + (c%ring+ring-1+d)%ring
			if evidence[k] > 0 {
				if off := logs[k] - logs[c]; evidence[c] > 0 && off != 0 {
					variance := chance * (1/evidence[c] + 1/evidence[k])
					w *= math.Exp(-off * off / variance / (2 * alike * alike))
				}
				sum += w * logs[k]
				weight += w
			}
		}
		factors[c] = math.Exp(logs[c])
		if weight > 0 {
			factors[c] = math.Exp(sum / weight)
		}
	}
	return factors
}

// rebased is a shape that was learned elsewhere, as factors to the p95 of these units: of a level that was accepted a
// few hours ago, whose own hours of the day are still to come. One in twenty of their requests took longer than is then
// expected at their moments. The p95 itself says little of that: where the slow moments have more than one in twenty, it is theirs.
func (p *Profile) rebased(units *evidence, p95 float64) *Profile {
	if p == nil || !(p95 > 0) {
		return nil
	}
	const precise = 20 // halvings
	var n float64
	low, high := math.Inf(1), math.Inf(-1)
	shape := make([]float64, len(units.list))
	counts := func(u *unit) bool { return !u.outlier && !u.exact }
	for i := range units.list {
		if u := &units.list[i]; counts(u) {
			s := units.spanOf(u)
			shape[i] = p.At(time.Unix(0, middle(s.end, s.width)))
			level := u.log - math.Log(shape[i])
			low, high, n = math.Min(low, level), math.Max(high, level), n+s.requests
		}
	}
	if !(n > 0) {
		return nil
	}
	for range precise {
		middle := (low + high) / 2
		var above float64
		for i := range units.list {
			if u := &units.list[i]; counts(u) {
				above += units.histogramOf(units.spanOf(u)).Above(shape[i] * math.Exp(middle))
			}
		}
		if above > (1-learnedQuantile)*n {
			low = middle
		} else {
			high = middle
		}
	}
	by := math.Exp(high) / p95
	again := *p
	again.Cells = make([]float64, len(p.Cells))
	for h := range again.Factors {
		again.Factors[h] *= by
	}
	for c := range again.Cells {
		again.Cells[c] = p.Cells[c] * by
	}
	return &again
}
