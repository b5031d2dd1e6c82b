package baseline

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers in what two versions of a baseline differ.

// Difference is one field that is another one.
type Difference struct {
	Field string // as in the JSON of a record
	Title string // for a person
	Unit  string // a unit of Grafana; empty for words
	// Before and After are numbers where Unit is set, else words.
	Before, After         float64
	BeforeWord, AfterWord string
	// Ratio is After to Before where both are positive, else NaN.
	Ratio float64
}

// Diff lists what differs between two versions, in the order of a record's fields.
func Diff(before, after Record) []Difference {
	var all []Difference
	number := func(field, title, unit string, a, b float64) {
		if a == b || math.IsNaN(a) && math.IsNaN(b) {
			return
		}
		d := Difference{Field: field, Title: title, Unit: unit, Before: a, After: b, Ratio: math.NaN()}
		if a > 0 && b > 0 {
			d.Ratio = b / a
		}
		all = append(all, d)
	}
	word := func(field, title, a, b string) {
		if a != b {
			all = append(all, Difference{Field: field, Title: title, BeforeWord: a, AfterWord: b, Ratio: math.NaN()})
		}
	}
	unit := cmp.Or(after.Unit, "s")
	word("state", "state", before.Word(), after.Word())
	number("p50", "p50", unit, before.P50, after.P50)
	number("p95", "p95", unit, before.P95, after.P95)
	number("p99", "p99", unit, before.P99, after.P99)
	number("mean", "mean", unit, before.Mean, after.Mean)
	number("sd", "standard deviation", unit, before.SD, after.SD)
	number("p95Low", "p95 at least", unit, before.P95Low, after.P95Low)
	number("p95High", "p95 at most", unit, before.P95High, after.P95High)
	number("requests", "requests", "short", before.Requests, after.Requests)
	number("effective", "effective requests", "short", before.Effective, after.Effective)
	number("windows", "windows", "short", float64(before.Windows), float64(after.Windows))
	number("outliers", "windows left out", "short", float64(before.Outliers), float64(after.Outliers))
	number("confidence", "confidence", "percentunit", before.Confidence, after.Confidence)
	number("logSd", "spread of windows", "none", before.LogSD, after.LogSD)
	number("resolution", "resolution", "none", before.Resolution, after.Resolution)
	number("errorRatio", "errors", "percentunit", before.ErrorRatio, after.ErrorRatio)
	number("requestRate", "requests per second", "reqps", before.RequestRate, after.RequestRate)
	number("idle", "time without requests", "percentunit", before.Idle, after.Idle)
	word("range", "documented range", before.rangeWord(), after.rangeWord())
	word("factors", "factors of the tiers", before.Factors.word(), after.Factors.word())
	shape, other := before.Profile.word(), after.Profile.word()
	if shape == other && before.Profile.differs(after.Profile) {
		other += "; " + before.Profile.elsewhere(after.Profile)
	}
	word("profile", "shape over time", shape, other)
	if before.comesUnlike(after) && before.RateProfile.differs(after.RateProfile) {
		traffic, now := before.RateProfile.word(), after.RateProfile.word()
		if traffic == now {
			now += "; " + before.RateProfile.elsewhere(after.RateProfile)
		}
		word("rateProfile", "requests over time", traffic, now)
	}
	word("pauses", "hours with a regular pause", before.RateProfile.pauses(), after.RateProfile.pauses())
	word("between", "time between runs", before.Between.word(), after.Between.word())
	word("errorsAtTimes", "errors of some hour every other day", before.ErrorsAtTimes.word(), after.ErrorsAtTimes.word())
	word("failing", "hours with more errors", before.RateProfile.failingWord(), after.RateProfile.failingWord())
	word("source", "source", before.Source, after.Source)
	word("from", "learned from", timeWord(before.From), timeWord(after.From))
	word("to", "learned to", timeWord(before.To), timeWord(after.To))
	word("trafficFrom", "requests and errors learned from", timeWord(before.TrafficFrom), timeWord(after.TrafficFrom))
	word("trafficTo", "requests and errors learned to", timeWord(before.TrafficTo), timeWord(after.TrafficTo))
	word("reason", "why it is in this state", before.Reason, after.Reason)
	return all
}

func (r Record) rangeWord() string {
	if !(r.RangeHigh > 0) {
		return "none"
	}
	return figure.Seconds(r.RangeLow) + " to " + figure.Seconds(r.RangeHigh)
}

func (f *Factors) word() string {
	if f == nil {
		return "the system's"
	}
	return fmt.Sprintf("info %g, warning %g, critical %g", f.Info, f.Warning, f.Critical)
}

// word tells a shape by its extremes.
func (p *Profile) word() string {
	if p == nil {
		return "none"
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, f := range slices.Concat(p.Factors[:], p.Cells) {
		low, high = math.Min(low, f), math.Max(high, f)
	}
	by := map[string]string{"": "by hour of day", byWeekend: "weekdays and weekends by hour", byWeek: "by hour of the week"}[p.Level]
	shape := fmt.Sprintf("%s, %s to %s of the level, over %d days", by, figure.Times(low), figure.Times(high), p.Days)
	if n := len(p.Regular); n > 0 {
		shape += fmt.Sprintf("; %s of the day regularly another", figure.Count(float64(n*slotMinutes), "minute", "minutes"))
	}
	return shape
}

// cellWord says which hours a cell of a level is.
func cellWord(level string, c int) string {
	day := "weekdays"
	switch {
	case level == byWeek:
		day = time.Weekday((c/24 + 1) % 7).String()
	case c >= 24:
		day = "weekends"
	}
	return fmt.Sprintf("%s, hour %d", day, c%24)
}

// pauses names the hours in which there are regularly no requests for a while.
func (p *Profile) pauses() string {
	if p == nil {
		return ""
	}
	var hours []string
	for _, c := range p.Pauses {
		hours = append(hours, cellWord(byWeekend, c))
	}
	for _, c := range p.PausesOfWeek {
		hours = append(hours, cellWord(byWeek, c))
	}
	if p.Gappy() {
		hours = append(hours, "now and then")
	}
	return strings.Join(hours, "; ")
}

// elsewhere says which moments of a shape have another factor where its extremes are the same.
func (p *Profile) elsewhere(o *Profile) string {
	const most = 3
	var all []string
	tell := func(when string, before, after float64) {
		if before != after {
			all = append(all, fmt.Sprintf("%s %s instead of %s", when, figure.Times(after), figure.Times(before)))
		}
	}
	factor := func(of map[int]float64, minute int) float64 {
		if f, is := of[minute]; is {
			return f
		}
		return 1
	}
	for minute := 0; minute < slotsPerDay*slotMinutes; minute += slotMinutes {
		tell(fmt.Sprintf("%02d:%02d", minute/60, minute%60), factor(p.Regular, minute), factor(o.Regular, minute))
	}
	for h := range p.Factors {
		tell(fmt.Sprintf("hour %d", h), p.Factors[h], o.Factors[h])
	}
	for c := range min(len(p.Cells), len(o.Cells)) {
		tell(cellWord(p.Level, c), p.Cells[c], o.Cells[c])
	}
	if len(all) == 0 {
		return "its time zone or holidays are others"
	}
	if n := len(all) - most; n > 0 {
		all = append(all[:most], fmt.Sprintf("%d more", n))
	}
	return strings.Join(all, ", ")
}

func timeWord(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
