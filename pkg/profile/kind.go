package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// Kind is the type that a canonical metric has: histogram, counter or gauge, as
// its use in the catalogue shows; empty where that leaves it open.
func Kind(s catalog.System, metric string) string {
	if strings.HasSuffix(metric, "_total") {
		return "counter"
	}
	for _, set := range s.Operations {
		if set.Metric == metric {
			return set.Kind
		}
	}
	for _, expr := range Expressions(s) {
		read, err := Metrics(expr)
		switch {
		case err != nil:
		case slices.Contains(read, metric+"_bucket"):
			return "histogram"
		case slices.Contains(read, metric+"_sum"):
			return ""
		}
	}
	return "gauge"
}

// CheckKind compares the type that Prometheus knows of another metric with the
// canonical one's. Where Prometheus knows none ("unknown", no metadata), any will do.
func CheckKind(metric, want string, a catalog.Alternative, have string) error {
	if want == "" || have == "" || have == "unknown" || have == "untyped" || have == want {
		return nil
	}
	part := slices.ContainsFunc(parts, func(part string) bool { return strings.HasSuffix(a.Metric, part) })
	if want == "counter" && part && (have == "histogram" || have == "summary") {
		return nil // the count of a histogram counts
	}
	return fmt.Errorf("mapping %s: %s is a %s, and %s is read as a %s: choose a %s, or write an expression that gives the same", metric, a.Metric, have, metric, want, want)
}
