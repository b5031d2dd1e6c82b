package main

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what the engine says of a simulated operation, on the ten-second grid of the queries.

const (
	recentWindows = 5
	slowWindows   = 12
	slowWidth     = 5 * time.Minute
)

// look is a stretch of minutes that is watched, at every so many ticks.
type look struct{ from, to, every int }

// watch follows an operation and hands every verdict on, after an hour that is only measured.
func watch(o *operation, r baseline.Record, l look, at func(minute int) effect, say func(detect.Verdict)) {
	var pieces, minutes []baseline.Histogram // newest last
	var slow []baseline.Window               // newest first
	var last []baseline.Window               // of a minute, at every tick, newest last
	window := func(h []baseline.Histogram, end time.Time, width time.Duration) baseline.Window {
		w := baseline.Window{End: end, Width: width, Histogram: o.empty()}
		for _, p := range h {
			w.Add(p)
		}
		return w
	}
	for minute := l.from - 60; minute < l.to; minute++ {
		f := at(minute)
		o.turn(minute, f)
		for k := range ticks {
			piece := o.empty()
			o.count(&piece, o.traffic(minute)*f.traffic/float64(ticks))
			pieces = append(pieces, piece)
			if len(pieces) > ticks {
				pieces = pieces[1:]
			}
			if len(pieces) < ticks {
				continue
			}
			end := begin.Add(time.Duration(minute)*time.Minute + time.Duration(k+1)*perTick)
			last = append(last, window(pieces, end, time.Minute))
			if len(last) > ticks*recentWindows {
				last = last[1:]
			}
			if k == ticks-1 {
				minutes = append(minutes, last[len(last)-1].Histogram)
				if end.Truncate(slowWidth).Equal(end) && len(minutes) >= 5 {
					slow = append([]baseline.Window{window(minutes[len(minutes)-5:], end, slowWidth)}, slow[:min(len(slow), slowWindows-1)]...)
					minutes = nil
				}
			}
			if minute < l.from || (k+1)%l.every != 0 {
				continue
			}
			h := detect.Hour{Slow: slow}
			for i := len(last) - 1; i >= 0; i -= ticks {
				h.Recent = append(h.Recent, last[i])
			}
			say(detect.JudgeHour(h, r, detect.Settings{}))
		}
	}
}
