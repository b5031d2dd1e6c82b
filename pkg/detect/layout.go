package detect

import (
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers what a verdict is worth where somebody has given a histogram wider buckets than it was learned with: the
// same requests then have another p95, by as much as the buckets are wider, and nothing has become slower.

// sameWidth is by how much the bucket around what is normal may be wider than when it was learned, by rounding.
const sameWidth = 1.01

// firstBucket is what stands for the width of the bucket that begins at 0, as in the resolution of what was learned.
const firstBucket = 2

// widened tells whether the buckets of windows, newest first, are wider around the learned p95 than those that it was
// learned from. Quantiles of summaries are no buckets: their bounds are others in each window.
func widened(newestFirst []baseline.Window, r baseline.Record) (now baseline.Window, is bool) {
	for _, w := range newestFirst {
		if len(w.Samples) > 0 || w.Native || len(w.Bounds) == 0 {
			continue
		}
		low, high, known := w.Bucket(r.P95)
		width := high / low
		if low <= 0 {
			width = firstBucket
		}
		return w, known && r.Resolution > 0 && width > sameWidth*r.Resolution
	}
	return now, false
}

// inBuckets takes back what only wider buckets make of a verdict: a tier needs its factor at the lower bound of the bucket
// that the p95 lies in.
func (v *Verdict) inBuckets(newestFirst []baseline.Window, r baseline.Record, s Settings) {
	if v.Tier == Normal && v.Drift.Tier == Normal || s.Invert || v.State == baseline.Documented {
		return
	}
	w, wider := widened(newestFirst, r)
	if !wider {
		return
	}
	low, high, known := w.Bucket(v.P95)
	if !known {
		return // beyond the last bound, which it has passed for certain
	}
	told := v.Tier
	for v.Tier > Normal && low < s.factor(v.Tier)*v.Expected {
		v.Tier--
	}
	if v.Tier == Normal {
		v.Drift.Tier = Normal
	}
	if v.Tier < told {
		v.Reason += fmt.Sprintf("; not %s: the buckets are wider than those it was learned from, and the p95 lies anywhere between %s and %s",
			told, figure.In(v.Unit, low), figure.In(v.Unit, high))
	}
}
