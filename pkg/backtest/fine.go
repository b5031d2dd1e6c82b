package backtest

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers the same in windows as narrow as those of live verdicts. They
// are not stored; Prometheus is asked for them, some hours at a time.

// Minutes asks for the windows of every operation of a set that end in (from, to].
type Minutes func(ctx context.Context, set catalog.OperationSet, from, to time.Time) ([]prometheus.OpWindows, error)

const (
	// MostFine is how many operations are replayed so: a week of a hundred is a million windows.
	MostFine = 100
	// fineStretch is what is asked for at once: 360 windows of an operation, far below the 11,000 points of a series that Prometheus answers.
	fineStretch = 6 * time.Hour
)

// fine is one operation while its minutes are replayed.
type fine struct {
	out      *OperationOutcome
	set      catalog.OperationSet
	record   baseline.Record
	settings detect.Settings
	slow     past
	warnings tally
	infos    tally
	delays   map[float64][]time.Duration
	tried    map[float64]int
}

// inMinutes replays operations in the windows that Prometheus still has.
func (r Request) inMinutes(ctx context.Context, from Stored, operations []store.Operation, asks asking) ([]OperationOutcome, error) {
	if len(operations) > MostFine {
		return nil, fmt.Errorf("%d operations are too many for windows of a minute: name at most %d of them", len(operations), MostFine)
	}
	outcomes := make([]OperationOutcome, len(operations))
	replays := make([]*fine, len(operations))
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, operation := range operations {
		outcomes[i].Operation = operation
		group.Go(prometheus.Guarded(func() (err error) {
			replays[i], err = asks.fineOf(inner, from, &outcomes[i])
			return err
		}))
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	sets := map[string][]*fine{}
	for _, f := range replays {
		if f != nil {
			sets[f.set.ID] = append(sets[f.set.ID], f)
		}
	}
	if err := r.replaySets(ctx, sets); err != nil {
		return nil, err
	}
	for _, of := range sets {
		for _, f := range of {
			f.settle()
		}
	}
	return outcomes, nil
}

// fineOf learns from what is stored before the days that are judged; nil where nothing can be judged.
func (a asking) fineOf(ctx context.Context, from Stored, out *OperationOutcome) (*fine, error) {
	set, known := a.System.Set(out.Operation.Set)
	if !known || set.Kind == "gauge" {
		out.Reason = noDistribution
		return nil, nil
	}
	windows, err := from.Windows(ctx, a.Source, out.Operation.ID, a.To.AddDate(0, 0, -history), a.To)
	if err != nil {
		return nil, fmt.Errorf("reading the windows of %s: %w", out.Operation.Name, err)
	}
	q := a.question(windows, out.Operation)
	windows, first, o := q.learned()
	// Without a window that is stored the minutes are those up to the moment asked for.
	out.Outcome = o.Outcome
	if out.Reason != "" {
		return nil, nil
	}
	return &fine{
		out: out, set: set, record: o.record, settings: q.Settings, slow: pastOf(windows[max(0, first-recentHour):]),
		delays: map[float64][]time.Duration{}, tried: map[float64]int{},
	}, nil
}

// recentHour is how many stored windows before the judged days a verdict may look at.
const recentHour = int(time.Hour / slowWidth)

func (r Request) replaySets(ctx context.Context, sets map[string][]*fine) error {
	begin := r.To.AddDate(0, 0, -r.Days)
	stretches := int((r.To.Sub(begin) + fineStretch - 1) / fineStretch)
	var done atomic.Int64
	for _, id := range slices.Sorted(maps.Keys(sets)) {
		of := sets[id]
		for k := range stretches {
			from := begin.Add(time.Duration(k) * fineStretch)
			to := from.Add(fineStretch)
			if to.After(r.To) {
				to = r.To
			}
			asked, err := r.Minutes(ctx, of[0].set, from.Add(-detect.RecentReach), to)
			if err != nil {
				return fmt.Errorf("reading the minutes of %s from %s on: %w", id, from.UTC().Format(time.RFC3339), err)
			}
			var group errgroup.Group
			group.SetLimit(runtime.GOMAXPROCS(0))
			for _, f := range of {
				group.Go(prometheus.Guarded(func() error {
					f.replay(f.own(asked), from, to, r.injections(from, to))
					return nil
				}))
			}
			if err := group.Wait(); err != nil {
				return err
			}
			if r.Progress != nil {
				r.Progress(int(done.Add(1)), stretches*len(sets))
			}
		}
	}
	return nil
}

// injections are the moments at which slowdowns begin that are over within a stretch; on the grid of the stored windows, so that each of those is
// wholly slow or not at all.
func (r Request) injections(from, to time.Time) []time.Time {
	if r.Watched {
		return nil
	}
	begin := r.To.AddDate(0, 0, -r.Days)
	var moments []time.Time
	for k := range injections {
		at := begin.Add(r.To.Sub(begin) * time.Duration(2*k+1) / (2 * injections))
		if at.Before(from) || !at.Before(to) {
			continue
		}
		if latest := to.Add(-injected); at.After(latest) {
			at = latest
		}
		moments = append(moments, at.Truncate(slowWidth))
	}
	return moments
}

func (f *fine) own(asked []prometheus.OpWindows) []baseline.Window {
	for _, one := range asked {
		if maps.Equal(one.Labels, f.out.Operation.Labels) {
			return one.Windows
		}
	}
	return nil
}

// replay judges the minutes of a stretch, and those that slowdowns would have made of them.
func (f *fine) replay(minutes []baseline.Window, from, to time.Time, injections []time.Time) {
	p := pastOf(minutes)
	said := map[time.Time]bool{}
	hour := newHours(p, f.slow)
	for i := len(p) - 1; i >= 0; i-- {
		if !p[i].End.After(from) || p[i].End.After(to) {
			continue
		}
		v := detect.JudgeHour(hour.at(i, f.record, f.settings), f.record, f.settings)
		if v.Tier >= detect.Warning {
			f.warnings.see(v.At)
		}
		if v.Tier > detect.Normal {
			f.infos.see(v.At)
			said[v.At.Truncate(slowWidth)] = true
			f.out.Episodes = lengthened(f.out.Episodes, p[i], v.Tier)
		}
	}
	for _, at := range injections {
		if said[at] || said[at.Add(-slowWidth)] {
			continue // something is said anyway: that tells nothing
		}
		for _, factor := range factors {
			f.inject(p, at, factor)
		}
	}
}

func (f *fine) inject(p past, at time.Time, factor float64) {
	minutes, slow := f.worsenedFrom(p, at, factor), f.worsenedFrom(f.slow, at, factor)
	if minutes.measured(at) < injected/2 {
		return // there is a gap
	}
	f.tried[factor]++
	hour := newHours(minutes, slow)
	for i := len(minutes) - 1; i >= 0; i-- {
		if end := minutes[i].End; end.After(at) && !end.After(at.Add(injected)) &&
			detect.JudgeHour(hour.at(i, f.record, f.settings), f.record, f.settings).Tier > detect.Normal {
			f.delays[factor] = append(f.delays[factor], end.Sub(at))
			return
		}
	}
}

// worsenedFrom are the windows of the hour before a moment and the hour after it, these worsened.
func (f *fine) worsenedFrom(p past, at time.Time, factor float64) past {
	var near past
	for _, w := range p {
		if w.End.After(at.Add(injected)) || !w.End.After(at.Add(-time.Hour)) {
			continue
		}
		if !w.End.Add(-w.Width).Before(at) {
			w.Histogram = worsened(w.Histogram, factor, f.record, f.settings)
		}
		near = append(near, w)
	}
	return near
}

// measured is how much of the time after a moment the windows hold.
func (p past) measured(at time.Time) (sum time.Duration) {
	for _, w := range p {
		if w.End.After(at) {
			sum += w.Width
		}
	}
	return sum
}

func (f *fine) settle() {
	o := &f.out.Outcome
	o.Warnings, o.Infos = f.warnings.n, f.infos.n
	o.perDay()
	for _, factor := range factors {
		o.add(injectionOf(factor, f.tried[factor], f.delays[factor]))
	}
}

// hours gives the hour before each of some minutes, oldest first asked.
type hours struct {
	minutes, slow past
	next          int // index of the newest stored window that had ended
	drift         *detect.Drift
}

func newHours(minutes, slow past) *hours {
	return &hours{minutes: minutes, slow: slow, next: len(slow)}
}

// at is the hour before the i-th newest minute. Minutes are to be asked from the oldest on.
func (h *hours) at(i int, record baseline.Record, s detect.Settings) detect.Hour {
	now := h.minutes[i]
	end := i + 1
	for end < len(h.minutes) && detect.IsRecent(h.minutes[end].End, now.End) && now.End.Sub(h.minutes[end].End) == time.Duration(end-i)*now.Width {
		end++
	}
	for h.next > 0 && !h.slow[h.next-1].End.After(now.End) {
		h.next--
		h.drift = nil
	}
	last := h.next
	for last < len(h.slow) && now.End.Sub(h.slow[last].End) < time.Hour {
		last++
	}
	if h.drift == nil {
		d := detect.JudgeDrift(h.slow[h.next:last], record, s)
		h.drift = &d
	}
	return detect.Hour{Recent: h.minutes[i:end], Slow: h.slow[h.next:last], Drift: h.drift}
}
