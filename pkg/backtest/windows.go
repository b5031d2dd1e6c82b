package backtest

import (
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what the engine says of windows with requests and quantiles:
// what it says live, of the same hour of windows.

const (
	recentWindows = 5
	slowWindows   = 12
	slowWidth     = 5 * time.Minute
)

type windowStream struct {
	width  time.Duration
	bounds []float64
	wide   []baseline.Window // all windows of learning, ascending
	breach []bool            // whether they were in breach, and do not teach
	broken time.Time         // end of the last window in breach
	part   []baseline.Window // of the next wide one
	recent []baseline.Window // newest first
	record baseline.Record
	drift  *detect.Drift // of the wide windows of the last hour, so many of them
	of     int
	learnt time.Time
	since  time.Time // of the deviation that goes on; zero without one
	last   time.Time // that it was seen
	start  time.Time // what is older is no longer normal
}

func runWindows(s Series, o Options) []Answer {
	w := windowStream{width: s.step(), bounds: boundsOf(s.Rows)}
	answers := make([]Answer, len(s.Rows))
	learn := s.learning(o.LearnFraction)
	for i, row := range s.Rows {
		answers[i] = unanswered
		w.add(row)
		if i+1 == learn {
			w.learn(row.At)
		}
		if i >= learn {
			answers[i] = w.judge(row)
			w.accept(answers[i].Tier, row.At)
			if row.At.Sub(w.learnt) >= relearnEvery {
				w.learn(row.At)
			}
		}
	}
	return answers
}

func boundsOf(rows []Row) []float64 {
	low, high := math.Inf(1), 0.0
	for _, r := range rows {
		if r.measured() {
			low, high = math.Min(low, r.P50), max(high, r.P50, r.P95, r.P99) // a file may have them in another order
		}
	}
	if !(high > 0) {
		return []float64{1}
	}
	return gridBounds(low/20, high*2)
}

// What no window measures, in whatever unit: a single such row would make a histogram of the others that fills memory.
const (
	leastMeasured = 1e-15
	mostMeasured  = 1e18
)

// measured says that a row has requests and all of its quantiles.
func (r Row) measured() bool {
	for _, v := range []float64{r.Requests, r.P50, r.P95, r.P99} {
		if !(v >= leastMeasured && v <= mostMeasured) {
			return false
		}
	}
	return true
}

// add makes a window of a row; a row is what was measured up to its time stamp's end.
func (w *windowStream) add(row Row) {
	now := baseline.Window{End: row.At.Add(w.width), Width: w.width}
	if row.measured() {
		now.Histogram = histogramOf(row, w.bounds)
	}
	w.recent = append([]baseline.Window{now}, w.recent[:min(len(w.recent), recentWindows-1)]...)
	for i := range w.recent {
		if now.End.Sub(w.recent[i].End) >= time.Duration(i+1)*w.width {
			w.recent = w.recent[:i] // a gap: what is before it says nothing of now
			break
		}
	}
	wide := max(slowWidth, w.width)
	grid := now.End.Add(-1).Truncate(wide)
	if n := len(w.part); n > 0 && !w.part[0].End.Add(-1).Truncate(wide).Equal(grid) {
		w.close(wide)
	}
	w.part = append(w.part, now)
	if now.End.Truncate(wide).Equal(now.End) {
		w.close(wide)
	}
}

// close joins the windows of one stretch of the grid.
func (w *windowStream) close(wide time.Duration) {
	w.drift = nil
	joined := baseline.Window{End: w.part[0].End.Add(-1).Truncate(wide).Add(wide), Width: wide}
	for _, p := range w.part {
		joined.Add(p.Histogram)
	}
	w.part = nil
	if joined.Requests() > 0 {
		w.wide = append(w.wide, joined)
		w.breach = append(w.breach, w.broken.After(joined.End.Add(-wide)))
	}
}

func (w *windowStream) learn(at time.Time) {
	from := at.Add(-memory)
	if w.start.After(from) {
		from = w.start
	}
	var known []baseline.Window
	for i, one := range w.wide {
		if one.End.After(from) && !w.breach[i] {
			known = append(known, one)
		}
	}
	w.record, w.learnt, w.drift = baseline.Learn(known, baseline.Options{}), at, nil
}

func (w *windowStream) judge(row Row) Answer {
	h := detect.Hour{Recent: w.recent}
	now := row.At.Add(w.width)
	for i := len(w.wide) - 1; i >= 0 && len(h.Slow) < slowWindows && now.Sub(w.wide[i].End) <= slowWindows*slowWidth; i-- {
		h.Slow = append(h.Slow, w.wide[i])
	}
	if w.drift == nil || w.of != len(h.Slow) {
		d := detect.JudgeDrift(h.Slow, w.record, detect.Settings{})
		w.drift, w.of = &d, len(h.Slow)
	}
	h.Drift = w.drift
	v := detect.JudgeHour(h, w.record, detect.Settings{})
	a := Answer{Value: row.P95, Expected: v.Expected, Lower: v.Lower, Upper: v.Upper, Score: math.Max(v.Z, v.Drift.Z), Tier: v.Tier}
	if !v.Measured {
		a.Score = math.NaN()
	}
	return a
}

// acceptAfter is when a deviation that goes on is taken for the new normal. Live a
// person is asked; in a backtest nobody is there who could answer.
const (
	acceptAfter = 24 * time.Hour
	interrupted = time.Hour
)

func (w *windowStream) accept(tier detect.Tier, at time.Time) {
	if tier == detect.Normal {
		if at.Sub(w.last) > interrupted {
			w.since = time.Time{}
		}
		return
	}
	if w.since.IsZero() {
		w.since = at
	}
	w.last = at
	if tier >= detect.Warning {
		w.broken = at.Add(w.width)
	}
	if at.Sub(w.since) >= acceptAfter {
		w.start, w.since = w.since, time.Time{}
		for i := range w.wide {
			w.breach[i] = w.breach[i] && w.wide[i].End.Before(w.start)
		}
		w.learn(at)
	}
}
