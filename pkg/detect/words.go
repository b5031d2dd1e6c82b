package detect

import (
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers how a verdict is said to a person.

func (v *Verdict) words(s Settings) string {
	least := ""
	if v.Clamped {
		least = "at least "
	}
	basis := "the baseline's " + figure.In(v.Unit, v.Expected)
	if v.State == baseline.Documented {
		basis = "the documented " + figure.In(v.Unit, v.Expected)
	}
	if s.Invert {
		return fmt.Sprintf("p95 %s%s against %s where more is better: %s worse%s",
			least, figure.In(v.Unit, v.P95), basis, figure.Times(v.Ratio), v.interval())
	}
	if v.UsualP50 > 0 {
		median := figure.In(v.Unit, v.P50)
		if v.P50 >= v.P95 { // beyond the last bucket, too
			median = least + median
		}
		return fmt.Sprintf("p95 %s%s and p50 %s: the p50 is %s the usual %s%s",
			least, figure.In(v.Unit, v.P95), median, figure.Times(v.Ratio), figure.In(v.Unit, v.UsualP50), v.interval())
	}
	return fmt.Sprintf("p95 %s%s is %s %s%s", least, figure.In(v.Unit, v.P95), figure.Times(v.Ratio), basis, v.interval())
}

// levelWords say how far a value that is there at any time lies from its usual one.
func (v *Verdict) levelWords(s Settings) string {
	value, usual := figure.In(v.Unit, v.Mean), figure.In(v.Unit, v.Expected)
	switch {
	case s.Invert:
		return fmt.Sprintf("%s over %s against the usual %s where more is better: %s worse", value, figure.Seconds(v.Width.Seconds()), usual, figure.Times(v.Ratio))
	case s.Both && v.Mean > 0 && v.Mean < v.Expected && v.Ratio >= noticeablyLess:
		return fmt.Sprintf("%s over %s against the usual %s: %s less", value, figure.Seconds(v.Width.Seconds()), usual, figure.Times(v.Ratio))
	case !(v.Expected > 0) || !(v.Mean > 0) && s.Both || v.Mean > 2*v.Ratio*v.Expected: // told against more than the usual value
		return fmt.Sprintf("%s over %s where it is usually %s", value, figure.Seconds(v.Width.Seconds()), usual)
	}
	times := v.Ratio
	if s.Both && v.Mean < v.Expected {
		times = 1 / times
	}
	return fmt.Sprintf("%s over %s is %s the usual %s", value, figure.Seconds(v.Width.Seconds()), figure.Times(times), usual)
}

// noticeablyLess is from where on it is said how many times less a value is: "1x less" says nothing.
const noticeablyLess = 1.1

// interval is what the ratio may be as well, as far as the window bounds it: a few requests bound it on one side or not at all.
func (v *Verdict) interval() string {
	low, high := v.RatioLow > 0, figure.Known(v.RatioHigh) != nil
	switch {
	case low && high:
		return fmt.Sprintf(" (%s to %s)", figure.Times(v.RatioLow), figure.Times(v.RatioHigh))
	case low:
		return fmt.Sprintf(" (%s or more)", figure.Times(v.RatioLow))
	case high:
		return fmt.Sprintf(" (%s or less)", figure.Times(v.RatioHigh))
	}
	return ""
}
