package baseline

import (
	"math"
	"slices"
	"time"
)

// This file answers what is normal for a series of single values that are no
// durations of requests: a gauge, or a latency of which only one number a window
// is known. Nothing can be pooled; a value is compared with the middle of the
// values at its hour.

// Level is one value at its moment.
type Level struct {
	At    time.Time
	Value float64
}

// Levels is the normal level of a series.
type Levels struct {
	Floor  float64 `json:"floor"`  // added to every value before its logarithm, so that a value of 0 has one
	Middle float64 `json:"middle"` // of ln(value + Floor)
	// Hours are the shape of working days and of weekends, as offsets of Middle; all 0 without a shape.
	Hours [2][24]float64 `json:"hours"`
	// Spread is the standard deviation of the logarithms around their hour.
	Spread float64 `json:"spread"`
	// Repeated is how far above (0) and below (1) their hour values have been once a week, and twice at least, at times
	// apart from each other, in standard deviations; 0 where nothing unusual was seen as often.
	Repeated [2]float64 `json:"repeated"`
	// Most is how far they have ever been, to either side, in the same unit; 0 of what an older version learned.
	Most     [2]float64 `json:"most"`
	Values   int        `json:"values"`
	TimeZone string     `json:"timeZone"` // of the hours
	// Holidays count as weekends.
	Holidays Calendar `json:"holidays,omitempty"`
	// Whole is set of a share where more is better, to 1 or 100: it is taken as what is missing to the whole. From 99.9 to 95 %
	// is little of the one and much of the other.
	Whole float64 `json:"whole,omitempty"`
}

// leastShape is by how much a shape must lessen the spread to be believed, on days that it was not learned from.
const leastShape = 0.10

// LearnLevels answers what is normal for a series of values, in the hours of UTC.
func LearnLevels(values []Level) Levels { return Levels{}.learned(values, time.UTC, 1) }

// learned fills in what the values show, given of what they are shares, which days are holidays, the hours of an earlier version,
// and what counts at least where all of them are nothing.
func (l Levels) learned(values []Level, zone *time.Location, least float64) Levels {
	if zone == nil {
		zone = time.UTC
	}
	l.Values, l.TimeZone = len(values), zone.String()
	if len(values) == 0 {
		return l
	}
	l.Floor = l.floorOf(values, least)
	logs := make([]float64, len(values))
	for i, v := range values {
		logs[i] = l.log(v.Value)
	}
	before := l.Hours
	l.Hours, l.Middle = [2][24]float64{}, median(slices.Clone(logs))
	l.shape(values, logs)
	l.keep(before, values, logs)
	residuals := l.residuals(values, logs)
	l.Spread = spreadOf(residuals)
	weeks := values[len(values)-1].At.Sub(values[0].At).Hours() / (7 * 24)
	often := max(leastOften, int(math.Round(weeks)))
	l.Repeated = [2]float64{repeated(residuals, l.Spread, often), repeated(residuals, -l.Spread, often)}
	l.Most = [2]float64{slices.Max(residuals) / l.Spread, -slices.Min(residuals) / l.Spread}
	return l
}

// leastMissing is the share of a whole that may always be missing: one in a hundred is no news, as of failed requests.
const leastMissing = 0.01

// Missing is what a share lacks to its whole, or the least that counts.
func (l Levels) Missing(v float64) float64 { return math.Max(l.Whole-v, leastMissing*l.Whole) }

// floorOf is a quarter of the middle of what is not 0. So 0 is no catastrophe, and values near it, which differ by large
// factors and little else, do not make the spread.
func (l Levels) floorOf(values []Level, least float64) float64 {
	sizes := make([]float64, 0, len(values))
	for _, v := range values {
		if size := l.size(v.Value); size > 0 {
			sizes = append(sizes, size)
		}
	}
	switch {
	case len(sizes) > 0:
		return math.Max(median(sizes)/4, leastMissing*l.Whole)
	case l.Whole > 0:
		return leastMissing * l.Whole
	}
	return least
}

// size is what is judged of a value, or the value of what is judged.
func (l Levels) size(v float64) float64 {
	if l.Whole > 0 {
		return l.Whole - v
	}
	return v
}

func (l Levels) log(v float64) float64 { return math.Log(math.Max(l.size(v), 0) + l.Floor) }

// valueOf is the value that has a logarithm.
func (l Levels) valueOf(log float64) float64 {
	// What rounding leaves of a normal 0 is no value that others could be large multiples of.
	const rounding = 1e-12
	size := math.Exp(log) - l.Floor
	if size < rounding*l.Floor {
		size = 0
	}
	return math.Max(0, l.size(size))
}

// Off is how far a value lies from its normal, in logarithms.
func (l Levels) Off(v Level) float64 { return l.log(v.Value) - l.Middle - l.offset(v.At) }

// Usual is the middle of all values.
func (l Levels) Usual() float64 { return l.valueOf(l.Middle) }

// usualWithin is Usual with its 95 % interval, of values of which so many are independent.
func (l Levels) usualWithin(effective float64) (usual, low, high float64) {
	// The median of a normal distribution scatters by √(π/2) as much as the mean.
	half := 1.96 * math.Sqrt(math.Pi/2/math.Max(1, effective)) * l.Spread
	low, high = l.valueOf(l.Middle-half), l.valueOf(l.Middle+half)
	return l.Usual(), math.Min(low, high), math.Max(low, high)
}

// times is how many times as much one usual value is as another, as verdicts count it: of a share where more is better by what
// is missing, and next to nothing by what counts at least.
func (l Levels) times(before, after float64) float64 {
	const nextToNothing = 0.25 // of the floor
	switch {
	case l.Whole > 0:
		return l.Missing(after) / l.Missing(before)
	case math.Min(before, after) < nextToNothing*l.Floor:
		return (after + l.Floor) / (before + l.Floor)
	}
	return after / before
}

// Shape is what is usual at a moment as a factor to the middle of all values; 1 where either is nothing.
func (l Levels) Shape(at time.Time) float64 {
	if usual, expected := l.Usual(), l.Expected(at); usual > 0 && expected > 0 {
		return expected / usual
	}
	return 1
}

// profileTo is the shape of the hours as factors to a value; nil without a shape, or without such a value.
func (l Levels) profileTo(value float64, days int) *Profile {
	if l.Hours == ([2][24]float64{}) || !(value > 0) {
		return nil
	}
	const least = 1e-9 // what is usually nothing is a small part: no factor would be none at all
	p := &Profile{TimeZone: l.TimeZone, Days: days, Level: byWeekend, Cells: make([]float64, 48), Holidays: l.Holidays}
	for day := range l.Hours {
		for hour, offset := range l.Hours[day] {
			p.Cells[24*day+hour] = math.Max(least, l.valueOf(l.Middle+offset)/value)
		}
	}
	copy(p.Factors[:], p.Cells)
	if l.Hours[0] == l.Hours[1] {
		p.Level, p.Cells, p.Holidays = "", nil, nil
	}
	return p
}

// Expected is the value that is normal at a moment.
func (l Levels) Expected(at time.Time) float64 { return l.At(at, 0) }

// At is the value that lies so many standard deviations from normal at a moment.
func (l Levels) At(at time.Time, z float64) float64 {
	return l.valueOf(l.Middle + l.offset(at) + z*l.Spread)
}

func (l Levels) offset(at time.Time) float64 {
	day, hour := l.dayAndHour(at)
	return l.Hours[day][hour]
}

func (l *Levels) dayAndHour(at time.Time) (weekend, hour int) {
	at = at.In(zoneOf(l.TimeZone))
	if l.Holidays.weekday(at) >= 5 {
		weekend = 1
	}
	return weekend, at.Hour()
}

// shape adopts the finest shape that earns its place: hours of working days and
// weekends, hours of the day, or none. It is learned on the older two thirds and
// held against the rest.
func (l *Levels) shape(values []Level, logs []float64) {
	split := len(values) * 2 / 3
	before := deviation(l.residuals(values[split:], logs[split:]))
	for _, weekly := range []bool{true, false} {
		tried := *l
		if !tried.learnHours(values[:split], logs[:split], weekly) {
			continue
		}
		if deviation(tried.residuals(values[split:], logs[split:])) > (1-leastShape)*before {
			continue
		}
		if l.learnHours(values, logs, weekly) { // the rest may have values of hours, or days, that had none
			return
		}
	}
}

// keep goes on with the hours of an earlier version where the values show none of their own: before there are days enough for
// any, and later as long as they fit.
func (l *Levels) keep(before [2][24]float64, values []Level, logs []float64) {
	if none := ([2][24]float64{}); l.Hours != none || before == none {
		return
	}
	kept := *l
	kept.Hours, kept.Middle = before, 0
	kept.Middle = median(kept.residuals(values, logs))
	long := values[len(values)-1].At.Sub(values[0].At) >= leastDays*24*time.Hour
	if long && deviation(kept.residuals(values, logs)) > (1-leastShape)*deviation(l.residuals(values, logs)) {
		return
	}
	*l = kept
}

// learnHours takes the middle of every hour, shrunk towards none by the days that it rests on. It refuses where hours that have
// values have too few days of them.
func (l *Levels) learnHours(values []Level, logs []float64, weekly bool) bool {
	cells := l.cellsOf(values, logs, weekly)
	kinds := cells[:1] // of days: all alike, or weekdays and weekends
	if weekly {
		kinds = cells[:]
	}
	var hours [2][24]float64
	var none [2][24]bool
	for d := range cells {
		none[d] = missing(&cells[d]) // all of weekends where days are alike: these are filled in
	}
	for d := range kinds {
		for h, c := range kinds[d] {
			n := float64(len(c.days))
			if none[d][h] {
				continue
			}
			if n < leastDays {
				return false
			}
			hours[d][h] = median(c.logs) * n / (n + 1)
		}
	}
	if !filled(&hours, &none) {
		return false
	}
	l.Hours = hours
	return true
}

// levelCell is what was seen in one hour of the day.
type levelCell struct {
	logs []float64
	days map[int]bool // by the clock on the wall, as the hours are
}

func (l *Levels) cellsOf(values []Level, logs []float64, weekly bool) (cells [2][24]levelCell) {
	zone := zoneOf(l.TimeZone)
	for i, v := range values {
		weekend, hour := l.dayAndHour(v.At)
		if !weekly {
			weekend = 0
		}
		c := &cells[weekend][hour]
		if c.days == nil {
			c.days = map[int]bool{}
		}
		c.logs, c.days[ordinal(v.At.In(zone))] = append(c.logs, logs[i]-l.Middle), true
	}
	return cells
}

func (l Levels) residuals(values []Level, logs []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = logs[i] - l.Middle - l.offset(v.At)
	}
	return out
}

// deviation is the mean absolute one: finite for what is mostly constant.
func deviation(residuals []float64) float64 {
	var sum float64
	for _, r := range residuals {
		sum += math.Abs(r)
	}
	return sum / math.Max(1, float64(len(residuals)))
}

// spreadOf is the standard deviation with all that happened: a series that
// spikes every day has a wide normal. The robust one is the least it can be.
func spreadOf(residuals []float64) float64 {
	_, robust := centre(slices.Sorted(slices.Values(residuals)))
	_, all := meanAndSD(residuals)
	return math.Max(math.Max(robust, all), leastLogSpread)
}

const (
	// unusual is from how many standard deviations on values make a peak. Between 2 and 4 little depends on it.
	unusual = 3
	// apart is how many values in a row that are not unusual part two peaks.
	apart = 12
	// leastOften is how many times make it likely that it was no accident.
	leastOften = 2
)

// repeated is what so many peaks of the residuals reach, in a unit that is negative for those that point down.
func repeated(residuals []float64, unit float64, often int) float64 {
	var peaks []float64
	var peak float64
	quiet := 0
	for _, r := range residuals {
		if z := r / unit; z >= unusual {
			peak, quiet = max(peak, z), 0
			continue
		}
		if quiet++; quiet == apart && peak > 0 {
			peaks, peak = append(peaks, peak), 0
		}
	}
	if peak > 0 {
		peaks = append(peaks, peak)
	}
	if len(peaks) < often {
		return 0
	}
	return nth(peaks, len(peaks)-often)
}
