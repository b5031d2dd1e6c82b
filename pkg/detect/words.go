package detect

import (
	"fmt"
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how a verdict is said to a person.

func (v *Verdict) words(s Settings) string {
	least := ""
	if v.Clamped {
		least = "at least "
	}
	basis := "the baseline's " + seconds(v.Expected)
	if v.State == baseline.Documented {
		basis = "the documented " + seconds(v.Expected)
	}
	if s.Invert {
		return fmt.Sprintf("p95 %s%s against %s where more is better: %s worse (%s to %s)",
			least, seconds(v.P95), basis, times(v.Ratio), times(v.RatioLow), times(v.RatioHigh))
	}
	return fmt.Sprintf("p95 %s%s is %s %s (%s to %s)",
		least, seconds(v.P95), times(v.Ratio), basis, times(v.RatioLow), times(v.RatioHigh))
}

func times(f float64) string {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return "unknown"
	case f >= 100:
		return fmt.Sprintf("%.0fx", f)
	}
	return fmt.Sprintf("%.2gx", f)
}

// seconds writes a duration the way a person says it.
func seconds(s float64) string {
	switch {
	case !(s > 0):
		return "0 s"
	case s < 1:
		return fmt.Sprintf("%.3g ms", s*1000)
	case s < 120:
		return fmt.Sprintf("%.3g s", s)
	case s < 7200:
		return fmt.Sprintf("%.3g min", s/60)
	}
	return fmt.Sprintf("%.3g h", s/3600)
}
