package live

import (
	"regexp"
	"slices"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how several metrics are selected at once. Plain selectors
// only: a function over names with equal labels fails (catalogue G-12).

// namesPattern is the matcher of exactly these metrics, empty for none.
func namesPattern(names []string) string {
	var quoted []string
	for _, name := range names {
		if name != "" {
			quoted = append(quoted, regexp.QuoteMeta(name))
		}
	}
	if len(quoted) == 0 {
		return ""
	}
	slices.Sort(quoted)
	return model.MetricNameLabel + "=~" + prometheus.Quote(strings.Join(slices.Compact(quoted), "|"))
}
