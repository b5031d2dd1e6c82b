package runs

import "github.com/yardstick-baselines/yardstick/pkg/baseline"

// This file answers how many independent executions the requests of a stretch of
// time are worth: all of a minute share its level, and so do neighbouring minutes.

// worth reads it off the baseline, which has seen the operation for long, and has taken the rhythm of its days out: a single
// day cannot tell a slow afternoon from a level that lasts for hours. A window of more requests knows its own level better,
// and so differs by more than chance brings.
func worth(windows []baseline.Window, r baseline.Record) float64 {
	if !(r.Effective > 0) || !(r.Requests > 0) || r.Windows == 0 {
		return baseline.Learn(windows, baseline.Options{}).Effective
	}
	var requests float64
	filled := 0
	for _, w := range windows {
		if n := w.Requests(); n > 0 {
			requests += n
			filled++
		}
	}
	if filled == 0 {
		return 0
	}
	busier := requests / float64(filled) / (r.Requests / float64(r.Windows))
	return requests / (1 + (max(r.Requests/r.Effective, 1)-1)*busier)
}
