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

// look is a stretch of ticks that is watched, at every so many of them.
type look struct{ from, to, every int }

// atTick is the end of a tick.
func atTick(tick int) time.Time { return begin.Add(time.Duration(tick+1) * perTick) }

// watched is what is known of an operation while it is watched.
type watched struct {
	r      baseline.Record
	pieces []baseline.Histogram // of the ticks, newest last
	slow   []baseline.Window    // newest first
	recent []baseline.Window    // of a minute, at every tick, newest last
	drift  *detect.Drift        // of slow
}

// watch follows an operation and hands every verdict on, after an hour that is only measured. It ends early where
// nothing more is to be said.
func watch(o *operation, r baseline.Record, l look, at func(tick int) effect, say func(detect.Verdict) (goOn bool)) {
	w := watched{r: r}
	now := effect{}
	for tick := l.from - 60*ticks; tick < l.to; tick++ {
		f, minute := at(tick), floor(tick)
		switch {
		case tick%ticks == 0 || tick == l.from-60*ticks:
			o.turn(minute, f)
		case f != now:
			o.reshape(minute, f)
		}
		now = f
		piece := o.empty()
		o.count(&piece, o.traffic(minute)*f.traffic/float64(ticks))
		w.add(piece, atTick(tick))
		if tick >= l.from && (tick+1)%l.every == 0 && !say(w.judge()) {
			return
		}
	}
}

func floor(tick int) int { return tick / ticks }

const ticksOfSlow = int(slowWidth / perTick)

// add measures a tick.
func (w *watched) add(piece baseline.Histogram, end time.Time) {
	w.pieces = append(w.pieces, piece)
	if n := len(w.pieces); n > ticksOfSlow {
		w.pieces = w.pieces[n-ticksOfSlow:]
	}
	n := len(w.pieces)
	if n < ticks {
		return
	}
	w.addWindow(joined(w.pieces[n-ticks:], end, time.Minute))
	if end.Truncate(slowWidth).Equal(end) && n == ticksOfSlow {
		w.addSlow(joined(w.pieces, end, slowWidth))
	}
}

func (w *watched) addWindow(of baseline.Window) {
	w.recent = append(w.recent, of)
	if len(w.recent) > ticks*recentWindows {
		w.recent = w.recent[1:]
	}
}

func (w *watched) addSlow(of baseline.Window) {
	w.slow = append([]baseline.Window{of}, w.slow[:min(len(w.slow), slowWindows-1)]...)
	w.drift = nil
}

func joined(pieces []baseline.Histogram, end time.Time, width time.Duration) baseline.Window {
	w := baseline.Window{End: end, Width: width}
	for _, p := range pieces {
		w.Add(p)
	}
	return w
}

func (w *watched) judge() detect.Verdict {
	if w.drift == nil {
		d := detect.JudgeDrift(w.slow, w.r, detect.Settings{})
		w.drift = &d
	}
	h := detect.Hour{Slow: w.slow, Drift: w.drift}
	for i := len(w.recent) - 1; i >= 0; i -= ticks {
		h.Recent = append(h.Recent, w.recent[i])
	}
	return detect.JudgeHour(h, w.r, detect.Settings{})
}
