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
	basis := "the baseline's " + figure.Seconds(v.Expected)
	if v.State == baseline.Documented {
		basis = "the documented " + figure.Seconds(v.Expected)
	}
	if s.Invert {
		return fmt.Sprintf("p95 %s%s against %s where more is better: %s worse (%s to %s)",
			least, figure.Seconds(v.P95), basis, figure.Times(v.Ratio), figure.Times(v.RatioLow), figure.Times(v.RatioHigh))
	}
	return fmt.Sprintf("p95 %s%s is %s %s (%s to %s)",
		least, figure.Seconds(v.P95), figure.Times(v.Ratio), basis, figure.Times(v.RatioLow), figure.Times(v.RatioHigh))
}
