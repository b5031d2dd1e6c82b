package detect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// daily is an operation of so many requests a minute that takes a multiple of the usual time in some minutes of the day.
type daily struct {
	random    *rand.Rand
	perMinute int
	factor    func(at time.Time) float64
}

// office takes four times as long from nine to six.
func office(at time.Time) float64 {
	if at.Hour() >= 9 && at.Hour() < 18 {
		return 4
	}
	return 1
}

// nightly has a job from two to three that makes everything take ten times as long.
func nightly(at time.Time) float64 {
	if at.Hour() == 2 {
		return 10
	}
	return 1
}

// cron has jobs of four minutes at every full hour that make everything take six times as long.
func cron(at time.Time) float64 {
	if at.Minute() < 4 {
		return 6
	}
	return 1
}

// backup is one of seven minutes at night.
func backup(at time.Time) float64 {
	if at.Hour() == 3 && at.Minute() >= 10 && at.Minute() < 17 {
		return 8
	}
	return 1
}

var dailyBounds = func() (bounds []float64) {
	for b := 0.005; b < 20; b *= 1.09 {
		bounds = append(bounds, b)
	}
	return bounds
}()

func (o daily) window(end time.Time, width time.Duration) baseline.Window {
	w := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: dailyBounds, Counts: make([]float64, len(dailyBounds)+1), Native: true}}
	n := int(width.Minutes() * float64(o.perMinute))
	for i := range n {
		at := end.Add(-width + width*time.Duration(2*i+1)/time.Duration(2*n))
		took := 0.1 * math.Exp(0.4*o.random.NormFloat64()) * o.factor(at)
		w.Counts[sort.SearchFloat64s(dailyBounds, took)]++
		w.Sum += took
	}
	return w
}

func (o daily) learned() baseline.Record {
	var windows []baseline.Window
	for i := range 14 * 288 {
		windows = append(windows, o.window(start.Add(time.Duration(i+1)*5*time.Minute), 5*time.Minute))
	}
	return baseline.Learn(windows, baseline.Options{})
}

// hourAt is what is known at a moment: windows of a minute that end so many seconds after full minutes, and of five.
func (o daily) hourAt(at time.Time, minutes, fives map[time.Time]baseline.Window) (h Hour) {
	once := func(of map[time.Time]baseline.Window, end time.Time, width time.Duration) baseline.Window {
		if _, made := of[end]; !made {
			of[end] = o.window(end, width)
		}
		return of[end]
	}
	for back := range 60 {
		h.Recent = append(h.Recent, once(minutes, at.Add(-time.Duration(back)*time.Minute), time.Minute))
	}
	for end := at.Truncate(5 * time.Minute); end.After(at.Add(-time.Hour)); end = end.Add(-5 * time.Minute) {
		h.Slow = append(h.Slow, once(fives, end, 5*time.Minute))
	}
	return h
}

// Windows that reach from a slow hour into a quick one have requests of both; where traffic is low, they are joined over
// many minutes. Every day has these edges: a false warning is one a day, for ever.
func TestTheEdgesOfRegularSlownessAreNormal(t *testing.T) {
	for name, factor := range map[string]func(time.Time) float64{
		"office hours": office, "a nightly job": nightly, "a job at every full hour": cron, "a nightly job of minutes": backup,
	} {
		for _, perMinute := range []int{6, 12, 25, 60, 150} {
			if name == "a job at every full hour" && perMinute < 25 {
				continue // of so few requests, one in twelve in a job, it is the tail
			}
			t.Run(fmt.Sprintf("%s, %d a minute", name, perMinute), func(t *testing.T) {
				o := daily{rand.New(rand.NewPCG(uint64(perMinute), 2)), perMinute, factor}
				r := o.learned()
				require.Equal(t, baseline.Active, r.State)
				for day := range 5 {
					midnight := start.AddDate(0, 0, 14+day).Truncate(24 * time.Hour)
					for _, edge := range edgesOf(factor, midnight.Add(time.Duration(day)*time.Hour)) {
						for _, second := range []time.Duration{0, 15, 40} {
							minutes, fives := map[time.Time]baseline.Window{}, map[time.Time]baseline.Window{}
							for minute := time.Duration(-2); minute < 30; minute++ {
								at := edge.Add(minute*time.Minute + second*time.Second)
								v := JudgeHour(o.hourAt(at, minutes, fives), r, Settings{})
								require.Less(t, v.Tier, Warning, "day %d, %s: %s", day, at.Format("15:04:05"), v.Reason)
							}
						}
					}
				}
			})
		}
	}
}

// edgesOf are the next two moments at which an operation becomes another.
func edgesOf(factor func(time.Time) float64, from time.Time) (edges []time.Time) {
	for at := from; len(edges) < 2; at = at.Add(time.Minute) {
		if factor(at) != factor(at.Add(-time.Minute)) {
			edges = append(edges, at)
		}
	}
	return edges
}

// What is ten times slower for an hour of every night is normal in that hour, and would not be in the next.
func TestTheHourOfANightlyJobIsNormal(t *testing.T) {
	o := daily{rand.New(rand.NewPCG(3, 2)), 150, nightly}
	r := o.learned()
	for day := range 7 {
		night := start.AddDate(0, 0, 14+day).Truncate(24 * time.Hour)
		job := JudgeHour(o.hourAt(night.Add(2*time.Hour+30*time.Minute), map[time.Time]baseline.Window{}, map[time.Time]baseline.Window{}), r, Settings{})
		require.Equal(t, Normal, job.Tier, job.Reason)
		require.InDelta(t, 1, job.Ratio, 0.3)
	}
	late := daily{o.random, o.perMinute, func(at time.Time) float64 { return nightly(at.Add(-time.Hour)) }}
	half := start.AddDate(0, 0, 21).Truncate(24 * time.Hour).Add(3*time.Hour + 30*time.Minute)
	v := JudgeHour(late.hourAt(half, map[time.Time]baseline.Window{}, map[time.Time]baseline.Window{}), r, Settings{})
	require.Equal(t, Critical, v.Tier, v.Reason)
}

// Windows without a request are not among those of the hour: the others reach further back than they are wide together.
func TestTheFirstRequestAfterSlowHoursDoesNotMakeThemABreach(t *testing.T) {
	o := daily{rand.New(rand.NewPCG(5, 2)), 3, office}
	r := o.learned()
	require.Equal(t, baseline.Active, r.State)
	closing := start.AddDate(0, 0, 14).Truncate(24 * time.Hour).Add(18 * time.Hour)
	now := closing.Add(35 * time.Minute)
	h := Hour{Slow: []baseline.Window{daily{o.random, 1, office}.window(now, time.Minute)}}
	h.Slow[0].Width = 5 * time.Minute
	for end := closing; end.After(now.Add(-time.Hour)); end = end.Add(-5 * time.Minute) {
		h.Slow = append(h.Slow, o.window(end, 5*time.Minute))
	}
	for back := range 5 {
		w := h.Slow[0]
		w.End, w.Width = now.Add(-time.Duration(back)*time.Minute), time.Minute
		if back > 0 {
			w.Histogram = baseline.Histogram{}
		}
		h.Recent = append(h.Recent, w)
	}
	v := JudgeHour(h, r, Settings{})
	require.Less(t, v.Tier, Warning, v.Reason)

	// Were it so slow after closing time, it would be one.
	late := daily{o.random, 3, func(time.Time) float64 { return 4 }}
	for i := range h.Slow {
		h.Slow[i] = late.window(now.Add(-time.Duration(i)*5*time.Minute), 5*time.Minute)
	}
	for i := range h.Recent {
		h.Recent[i] = late.window(h.Recent[i].End, time.Minute)
	}
	require.GreaterOrEqual(t, JudgeHour(h, r, Settings{}).Tier, Warning)
}

// Work that began in a job takes as long as it does there, also when the job is over.
func TestWorkThatGoesOnAfterAJobIsNormal(t *testing.T) {
	o := daily{rand.New(rand.NewPCG(4, 2)), 60, func(at time.Time) float64 { return 5 * cron(at) }} // up to a second, and six
	r := o.learned()
	require.Equal(t, baseline.Active, r.State)
	over := start.AddDate(0, 0, 14).Truncate(24 * time.Hour).Add(9*time.Hour + 5*time.Minute)
	v := JudgeRun(Run{At: over.Add(time.Second), Running: 6500 * time.Millisecond}, r, Settings{})
	require.Equal(t, Normal, v.Tier, v.Reason)
	v = JudgeRun(Run{At: over.Add(time.Minute), Running: 6500 * time.Millisecond}, r, Settings{})
	require.Equal(t, Critical, v.Tier, v.Reason)
}
