package detect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

const (
	taughtDays = 28
	judgedDays = 14
)

// traffic is how the requests of an operation come: of every minute, by the clock on the wall.
type traffic struct {
	name string
	// perMinute is the rate at a moment, to that of a busy one; nil: as by day and night.
	perMinute func(day int, at time.Time) float64
	// come replaces how many of so many expected ones come in a minute; nil: independent ones.
	come     func(r *rand.Rand) func(at time.Time, expected float64) float64
	learned  int     // days; 0: four weeks
	falsely  float64 // so many warnings without a cause come in a day; 0: fewer than one in fifty
	untold   bool    // that it stopped is not always told
	holidays baseline.Calendar
	zone     string
	from     time.Time
}

func hourOf(at time.Time) float64 { return float64(at.Hour()) + float64(at.Minute())/60 }

func weekend(at time.Time) bool { return at.Weekday() == time.Saturday || at.Weekday() == time.Sunday }

// rising goes from 0 to 1 between two hours.
func rising(h, from, to float64) float64 { return min(1, max(0, (h-from)/(to-from))) }

// dayAndNight is a curve with half as much at night.
func dayAndNight(_ int, at time.Time) float64 { return 0.75 - 0.25*math.Cos((hourOf(at)-3)/12*math.Pi) }

// asleep is a curve with a five hundredth at night.
func asleep(h float64) float64 { return max(0.002, rising(h, 6, 10)*(1-rising(h, 18, 23))) }

func officeCurve(h float64) float64 { return rising(h, 8, 9) * (1 - rising(h, 17, 18)) }

func poisson(r *rand.Rand, n float64) float64 {
	switch {
	case n <= 0:
		return 0
	case n > 200:
		return math.Max(0, math.Round(n+math.Sqrt(n)*r.NormFloat64()))
	}
	return distuv.Poisson{Lambda: n, Src: r}.Rand()
}

// restlessBy is a negative binomial: the level of every minute is another.
func restlessBy(k float64) func(*rand.Rand) func(time.Time, float64) float64 {
	return func(r *rand.Rand) func(time.Time, float64) float64 {
		level := distuv.Gamma{Alpha: k, Beta: k, Src: r}
		return func(_ time.Time, n float64) float64 { return poisson(r, n*level.Rand()) }
	}
}

// onAndOff comes in sessions: minutes on, and then off.
func onAndOff(on, off float64) func(*rand.Rand) func(time.Time, float64) float64 {
	return func(r *rand.Rand) func(time.Time, float64) float64 {
		is, left := true, on*r.ExpFloat64()
		return func(_ time.Time, n float64) (sum float64) {
			for rest := 1.0; rest > 0; {
				part := min(rest, left)
				if is {
					sum += n * part
				}
				if left, rest = left-part, rest-part; left <= 0 {
					if is = !is; is {
						left = on * r.ExpFloat64()
					} else {
						left = off * r.ExpFloat64()
					}
				}
			}
			return poisson(r, sum)
		}
	}
}

// jobs come every so many minutes, up to so many later, and all their requests within half a minute.
func jobs(every, late float64) func(*rand.Rand) func(time.Time, float64) float64 {
	return func(r *rand.Rand) func(time.Time, float64) float64 {
		next := 0.5 + late*r.Float64()
		slot := 0.5
		minute := -1.0
		return func(_ time.Time, n float64) (sum float64) {
			minute++
			for next < minute+1 {
				sum += poisson(r, n*every)
				slot += every
				next = slot + late*r.Float64()
			}
			return sum
		}
	}
}

func evenly(int, time.Time) float64 { return 1 }

func trafficKinds() []traffic {
	second := start.AddDate(0, 0, 30)
	holiday := baseline.Calendar{start.AddDate(0, 0, 35).Format("2006-01-02")}
	officeWeek := func(_ int, at time.Time) float64 {
		if weekend(at) {
			return 0
		}
		return officeCurve(hourOf(at))
	}
	noSunday := func(_ int, at time.Time) float64 {
		if at.Weekday() == time.Sunday || at.Format("2006-01-02") == holiday[0] {
			return 0
		}
		return dayAndNight(0, at)
	}
	shifted := func(curve func(h float64) float64) func(day int, at time.Time) float64 {
		return func(day int, at time.Time) float64 {
			off := rand.New(rand.NewPCG(7, uint64(day))).Float64() - 0.5
			return curve(math.Mod(hourOf(at)+off+24, 24))
		}
	}
	pausing := func(on func(time.Time) bool) func(int, time.Time) float64 {
		return func(_ int, at time.Time) float64 {
			if on(at) {
				return 0
			}
			return dayAndNight(0, at)
		}
	}
	kinds := []traffic{
		{name: "day and night"},
		{name: "nearly nothing at night", perMinute: func(_ int, at time.Time) float64 { return asleep(hourOf(at)) }},
		{name: "business hours", perMinute: officeWeek},
		{name: "negative binomial, k 2 a minute", come: restlessBy(2)},
		{name: "negative binomial, k 0.5 a minute", falsely: 0.2, untold: true, come: restlessBy(0.5)},
		{name: "on for 20 minutes, off for 5", untold: true, come: onAndOff(20, 5)},
		{name: "on for 4 hours, off for 10 minutes", untold: true, come: onAndOff(240, 10)},
		{name: "on for a day, off for 10 minutes", untold: true, come: onAndOff(1440, 10)},
		{name: "on for 3 days, off for 10 minutes", falsely: 0.4, untold: true, come: onAndOff(3*1440, 10)},
		{name: "job every minute, late by up to a minute", come: jobs(1, 1), perMinute: evenly},
		{name: "job every 5 minutes", come: jobs(5, 0), perMinute: evenly},
		{name: "job every 5 minutes, late by up to 1", come: jobs(5, 1), perMinute: evenly},
		{name: "job every 5 minutes, late by up to 3", come: jobs(5, 3), perMinute: evenly},
		{name: "job every 10 minutes", untold: true, come: jobs(10, 0), perMinute: evenly},
		{name: "job every 15 minutes", untold: true, come: jobs(15, 0), perMinute: evenly},
		{name: "job every 60 minutes", untold: true, come: jobs(60, 0), perMinute: evenly},
		{name: "weekly pause, Sunday 2 to 4", perMinute: pausing(func(at time.Time) bool { return at.Weekday() == time.Sunday && at.Hour()/2 == 1 })},
		{name: "weekly pause, Wednesday 12:10 to 12:40", perMinute: pausing(func(at time.Time) bool {
			return at.Weekday() == time.Wednesday && at.Hour() == 12 && at.Minute() >= 10 && at.Minute() < 40
		})},
		{name: "weekly pause, 2 to 3 on Sunday, an hour later in some weeks", perMinute: func(day int, at time.Time) float64 {
			if at.Weekday() == time.Sunday && at.Hour() == 2+day/7%2 {
				return 0
			}
			return dayAndNight(0, at)
		}},
		{name: "nothing on Sundays and on a holiday", untold: true, perMinute: noSunday, holidays: holiday},
		{name: "nothing on a holiday nobody said", falsely: 0.08, perMinute: func(_ int, at time.Time) float64 {
			if at.Format("2006-01-02") == holiday[0] {
				return 0
			}
			return dayAndNight(0, at)
		}},
		{name: "grows by 5 % a week", perMinute: func(day int, at time.Time) float64 {
			return math.Pow(1.05, float64(day-28)/7) * dayAndNight(0, at)
		}},
		{name: "falls by half", perMinute: func(_ int, at time.Time) float64 {
			if at.Before(second) {
				return dayAndNight(0, at)
			}
			return dayAndNight(0, at) / 2
		}},
		{name: "summer time, office", perMinute: officeWeek, zone: "Europe/Berlin", from: time.Date(2026, 2, 23, 0, 0, 0, 0, time.UTC)},
		{name: "summer time, pause 2:30 to 4", perMinute: pausing(func(at time.Time) bool { h := hourOf(at); return h >= 2.5 && h < 4 }), zone: "Europe/Berlin", from: time.Date(2026, 2, 23, 0, 0, 0, 0, time.UTC)},
		{name: "day begins half an hour earlier or later", perMinute: shifted(func(h float64) float64 { return asleep(h) })},
		{name: "office, half an hour earlier or later", perMinute: func(day int, at time.Time) float64 {
			if weekend(at) {
				return 0
			}
			return shifted(officeCurve)(day, at)
		}},
		{name: "pause 3:00 to 3:20, half an hour earlier or later", perMinute: shifted(func(h float64) float64 {
			if h >= 3 && h < 3.34 {
				return 0
			}
			return 1
		})},
		{name: "pause 3:50 to 4:10, ten minutes earlier or later", perMinute: func(day int, at time.Time) float64 {
			off := (rand.New(rand.NewPCG(7, uint64(day))).Float64() - 0.5) / 3
			if h := hourOf(at) + off; h >= 3.85 && h < 4.17 {
				return 0
			}
			return 1
		}},
	}
	for _, days := range []int{1, 2, 7} {
		of := fmt.Sprintf("new, %d days: ", days)
		kinds = append(kinds,
			traffic{name: of + "day and night", learned: days},
			traffic{name: of + "nearly nothing at night", learned: days, perMinute: kinds[1].perMinute},
			traffic{name: of + "office", learned: days, falsely: 0.15, perMinute: officeWeek},
			traffic{name: of + "nothing at weekends", learned: days, perMinute: pausing(weekend)},
			traffic{name: of + "pause of 20 minutes at night", learned: days, perMinute: pausing(func(at time.Time) bool { return at.Hour() == 3 && at.Minute() < 20 })},
		)
	}
	return kinds
}

// outcome is what became of operations.
type outcome struct {
	days                  float64
	live, stops           int // false ones: episodes of minutes, and violations
	tried, found, written int
	delays                []float64
}

type simulatedRate struct {
	t      traffic
	zone   *time.Location
	from   time.Time
	counts []float64 // by minute
	judged int       // the first minute judged
}

func (k traffic) simulate(mean float64, seed uint64) simulatedRate {
	r := rand.New(rand.NewPCG(seed, uint64(mean)))
	s := simulatedRate{t: k, zone: time.UTC, from: start}
	if !k.from.IsZero() {
		s.from = k.from
	}
	if k.zone != "" {
		s.zone, _ = time.LoadLocation(k.zone)
	}
	s.judged = taughtDays * 1440
	if k.learned > 0 {
		s.from = s.from.AddDate(0, 0, int(seed%7)).Add(time.Duration(seed*5%24) * time.Hour) // begins at any time
		s.judged = k.learned * 1440
	}
	shape, come := k.perMinute, func(_ time.Time, n float64) float64 { return poisson(r, n) }
	if shape == nil {
		shape = dayAndNight
	}
	if k.come != nil {
		come = k.come(r)
	}
	s.counts = make([]float64, s.judged+judgedDays*1440)
	for m := range s.counts {
		at := s.from.Add(time.Duration(m) * time.Minute).In(s.zone)
		s.counts[m] = come(at, mean*shape(m/1440, at))
	}
	return s
}

func (s *simulatedRate) window(end int, width int) baseline.Window {
	var n float64
	for _, c := range s.counts[end-width : end] {
		n += c
	}
	return baseline.Window{
		End: s.from.Add(time.Duration(end) * time.Minute), Width: time.Duration(width) * time.Minute,
		Histogram: baseline.Histogram{Bounds: []float64{1, 2}, Counts: []float64{n, 0, 0}, Sum: n / 2},
	}
}

// normal is what is learned up to a minute, as every day again.
func (s *simulatedRate) normal(to int) baseline.Record {
	var windows []baseline.Window
	for end := max(0, to-taughtDays*1440) + 5; end <= to; end += 5 {
		if w := s.window(end, 5); w.Requests() > 0 {
			windows = append(windows, w)
		}
	}
	return baseline.Learn(windows, baseline.Options{TimeZone: s.zone, Holidays: s.t.holidays})
}

// live is the tier at a minute.
func (s *simulatedRate) live(end int, r baseline.Record) Tier {
	if s.counts[end-1] > 0 {
		return Normal // of a warning nothing came
	}
	recent := make([]baseline.Window, 5)
	for i := range recent {
		recent[i] = s.window(end-i, 1)
	}
	now, _ := Joined(recent, Due(defaultLeast, r.RequestRate))
	v := JudgeRateOf(now, Hour{Recent: recent}, r, Settings{})
	if v.Tier < Warning {
		return v.Tier
	}
	var minutes []baseline.Window
	for width := time.Duration(0); width < Rhythm; width += time.Minute {
		minutes = append(minutes, s.window(end-len(minutes), 1))
	}
	return InRhythm(v, minutes).Tier
}

func (s *simulatedRate) watch(out *outcome, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 99))
	var fives []Verdict
	var normal baseline.Record
	last := -1000
	for day := range judgedDays {
		begin := s.judged + day*1440
		if s.t.learned > 0 || day%7 == 0 {
			normal = s.normal(begin)
		}
		for m := begin + 1; m <= begin+1440; m++ {
			if s.live(m, normal) >= Warning {
				if m-last > 1 {
					out.live++
				}
				last = m
			}
			if m%5 == 0 {
				fives = append(fives, JudgeRate(s.window(m, 5), normal, Settings{}))
			}
		}
		s.stop(out, r, begin, normal)
	}
	out.stops += len(Stops(fives, 5*time.Minute))
	out.days += judgedDays
}

// stop stops it for an hour at a busy time of a day that has one.
func (s *simulatedRate) stop(out *outcome, r *rand.Rand, begin int, normal baseline.Record) {
	at := s.from.Add(time.Duration(begin) * time.Minute).In(s.zone)
	of := s.t.perMinute
	if of == nil {
		of = dayAndNight
	}
	busy := func(m int) bool {
		for i := range 60 {
			if of((m+i)/1440, at.Add(time.Duration(m-begin+i)*time.Minute)) < 0.5 {
				return false
			}
		}
		return true
	}
	first, tries := begin+r.IntN(1440-70), 50
	for ; !busy(first) && tries > 0; tries-- {
		first = begin + r.IntN(1440-70)
	}
	if tries == 0 {
		return
	}
	kept := slices.Clone(s.counts[first : first+60])
	clear(s.counts[first : first+60])
	out.tried++
	for m := first + 1; m <= first+60; m++ {
		if s.live(m, normal) >= Warning {
			out.found++
			out.delays = append(out.delays, float64(m-first))
			break
		}
	}
	for m := (first/5 + 1) * 5; m <= first+60; m += 5 {
		if JudgeRate(s.window(m, 5), normal, Settings{}).Tier >= Warning {
			out.written++
			break
		}
	}
	copy(s.counts[first:], kept)
}

// What is normal is no stop, however its requests come, and what stops is told.
func TestStops(t *testing.T) { judgeStops(t, []float64{20, 1000}, 1) }

// BenchmarkStops prints the table of docs/methods-rate.md, of 5, 20, 100 and 1000 requests a minute by day: go test ./pkg/detect -run '^$' -bench Stops -benchtime 1x -v.
func BenchmarkStops(b *testing.B) { judgeStops(b, []float64{5, 20, 100, 1000}, 4) }

func judgeStops(t testing.TB, volumes []float64, seeds uint64) {
	for _, k := range trafficKinds() {
		var live, stops, found, after []string
		falsely := 0.0
		for _, mean := range volumes {
			var out outcome
			for seed := range seeds {
				s := k.simulate(mean, seed)
				s.watch(&out, seed)
			}
			perDay := func(n int) string { return fmt.Sprint(math.Round(100*float64(n)/out.days) / 100) }
			share := float64(out.found) / float64(max(out.tried, 1))
			live, stops = append(live, perDay(out.live)), append(stops, perDay(out.stops))
			found, after = append(found, fmt.Sprintf("%.0f", 100*share)), append(after, minutesOf(out.delays))
			falsely += float64(out.live) / out.days / float64(len(volumes))
			if mean > 5 && !k.untold && share < 0.9 {
				t.Errorf("%s, %g a minute: %.2f of stops found", k.name, mean, share)
			}
		}
		if falsely > max(k.falsely, 0.02) {
			t.Errorf("%s: %.3f false warnings a day", k.name, falsely)
		}
		t.Logf("| %s | %s | %s | %s | %s |", k.name, strings.Join(live, " / "), strings.Join(stops, " / "), strings.Join(found, " / "), strings.Join(after, " / "))
	}
}

// minutesOf is the median of delays.
func minutesOf(delays []float64) string {
	if len(delays) == 0 {
		return "-"
	}
	slices.Sort(delays)
	return fmt.Sprint(delays[len(delays)/2])
}
