package report

// This file answers what the period comes down to.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// Sentence says the period in one sentence; in others what failed, and what completed nothing.
func (r Report) Sentence() string {
	said := []string{r.speed(), r.failed(), r.stopped()}
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), " ")
}

// stopped says how many completed nothing for a while, and which the longest.
func (r Report) stopped() string {
	length := map[[2]string]time.Duration{}
	for _, v := range r.Violations {
		if v.Signal == detect.Rate {
			length[[2]string{v.Set, v.Operation}] += v.within(r.From, r.To)
		}
	}
	if len(length) == 0 {
		return ""
	}
	longest := slices.SortedFunc(maps.Keys(length), func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(length[b], length[a]), cmp.Compare(a[1], b[1]))
	})[0]
	took := figure.Seconds(length[longest].Seconds())
	if len(length) == 1 {
		return fmt.Sprintf("%s completed nothing for %s.", longest[1], took)
	}
	return fmt.Sprintf("%d operations completed nothing for a while; longest: %s, %s.", len(length), longest[1], took)
}

// failed says how many failed more than usual, and which the most.
func (r Report) failed() string {
	var worst *Operation
	n := 0
	for i := range r.Operations {
		o := &r.Operations[i]
		if o.Failed == nil {
			continue
		}
		n++
		if worst == nil || o.Failed.Share > worst.Failed.Share {
			worst = o
		}
	}
	if worst == nil {
		return ""
	}
	return fmt.Sprintf("%s failed more than usual; worst: %s, %.3g %%, %.3g %% is normal.",
		figure.Count(float64(n), "operation", "operations"), worst.Operation, 100*worst.Failed.Share, 100*worst.Failed.Normal)
}

// speed says what was slow.
func (r Report) speed() string {
	s := r.Summary
	if s.Operations == 0 {
		return fmt.Sprintf("Nothing was measured on this %s.", Period(r.Period).Noun())
	}
	of := fmt.Sprintf("%d operations", s.Operations)
	if s.Operations == 1 {
		of = "1 operation"
	}
	calm, off := "ran as fast as normal", "slower than normal"
	if r.otherUnits() {
		calm, off = "were as normal", "off normal" // what is no duration is neither fast nor slow
	}
	if s.Slower == 0 {
		switch {
		case s.WithBaseline == 0:
			return of + " ran; none has a baseline yet."
		case s.WithBaseline < s.Operations:
			return fmt.Sprintf("All that have a baseline, %d of %s, %s.", s.WithBaseline, of, calm)
		case s.Operations == 1:
			return fmt.Sprintf("The one operation %s.", strings.Replace(calm, "were", "was", 1))
		}
		return fmt.Sprintf("All of %s %s.", of, calm)
	}
	verb := "were"
	if s.Slower == 1 {
		verb = "was"
	}
	worst, peak := r.worst()
	extent := ""
	if peak != nil {
		extent = fmt.Sprintf(", %.2gx", *peak)
	}
	return fmt.Sprintf("%d of %s %s %s; worst: %s%s.", s.Slower, of, verb, off, worst, extent)
}

// worst is the operation furthest from normal, at a moment of a violation or over the period as a whole, and how far.
func (r Report) worst() (name string, peak *float64) {
	for _, v := range r.Violations {
		if v.Signal == detect.Latency && (name == "" || value(v.Peak) > value(peak)) {
			name, peak = v.Operation, v.Peak
		}
	}
	for _, o := range r.Operations {
		if o.breached() && (name == "" || value(o.Ratio) > value(peak)) {
			name, peak = o.Operation, o.Ratio
		}
	}
	return name, peak
}

// otherUnits tells whether any of its operations is no duration.
func (r Report) otherUnits() bool {
	return slices.ContainsFunc(r.Operations, func(o Operation) bool { return o.Unit != "" })
}
