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

// hourly is an operation of so many requests a minute that takes a multiple of the usual time in some hours of the day.
type hourly struct {
	random    *rand.Rand
	perMinute int
	factor    func(hour int) float64
}

// office takes four times as long from nine to six.
func office(hour int) float64 {
	if hour >= 9 && hour < 18 {
		return 4
	}
	return 1
}

// nightly has a job from two to three that makes everything take ten times as long.
func nightly(hour int) float64 {
	if hour == 2 {
		return 10
	}
	return 1
}

var hourlyBounds = func() (bounds []float64) {
	for b := 0.005; b < 20; b *= 1.09 {
		bounds = append(bounds, b)
	}
	return bounds
}()

func (o hourly) window(end time.Time, width time.Duration) baseline.Window {
	w := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: hourlyBounds, Counts: make([]float64, len(hourlyBounds)+1), Native: true}}
	n := int(width.Minutes() * float64(o.perMinute))
	for i := range n {
		at := end.Add(-width + width*time.Duration(2*i+1)/time.Duration(2*n))
		took := 0.1 * math.Exp(0.4*o.random.NormFloat64()) * o.factor(at.Hour())
		w.Counts[sort.SearchFloat64s(hourlyBounds, took)]++
		w.Sum += took
	}
	return w
}

func (o hourly) learned() baseline.Record {
	var windows []baseline.Window
	for i := range 14 * 288 {
		windows = append(windows, o.window(start.Add(time.Duration(i+1)*5*time.Minute), 5*time.Minute))
	}
	return baseline.Learn(windows, baseline.Options{})
}

// hourAt is what is known at a moment: windows of a minute that end so many seconds after full minutes, and of five.
func (o hourly) hourAt(at time.Time, minutes, fives map[time.Time]baseline.Window) (h Hour) {
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
func TestTheEdgesOfSlowHoursAreNormal(t *testing.T) {
	for name, factor := range map[string]func(int) float64{"office hours": office, "a nightly job": nightly} {
		for _, perMinute := range []int{6, 12, 25, 60, 150} {
			t.Run(fmt.Sprintf("%s, %d a minute", name, perMinute), func(t *testing.T) {
				o := hourly{rand.New(rand.NewPCG(uint64(perMinute), 2)), perMinute, factor}
				r := o.learned()
				require.Equal(t, baseline.Active, r.State)
				for day := range 10 {
					midnight := start.AddDate(0, 0, 14+day).Truncate(24 * time.Hour)
					for hour := range 24 {
						if factor(hour) == factor((hour+23)%24) {
							continue
						}
						for _, second := range []time.Duration{0, 15, 40} {
							minutes, fives := map[time.Time]baseline.Window{}, map[time.Time]baseline.Window{}
							for minute := time.Duration(-2); minute < 30; minute++ {
								at := midnight.Add(time.Duration(hour)*time.Hour + minute*time.Minute + second*time.Second)
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

// What is ten times slower for an hour of every night is normal in that hour, and would not be in the next.
func TestTheHourOfANightlyJobIsNormal(t *testing.T) {
	o := hourly{rand.New(rand.NewPCG(3, 2)), 150, nightly}
	r := o.learned()
	for day := range 7 {
		night := start.AddDate(0, 0, 14+day).Truncate(24 * time.Hour)
		job := JudgeHour(o.hourAt(night.Add(2*time.Hour+30*time.Minute), map[time.Time]baseline.Window{}, map[time.Time]baseline.Window{}), r, Settings{})
		require.Equal(t, Normal, job.Tier, job.Reason)
		require.InDelta(t, 1, job.Ratio, 0.3)
	}
	late := hourly{o.random, o.perMinute, func(hour int) float64 { return nightly(hour - 1) }}
	half := start.AddDate(0, 0, 21).Truncate(24 * time.Hour).Add(3*time.Hour + 30*time.Minute)
	v := JudgeHour(late.hourAt(half, map[time.Time]baseline.Window{}, map[time.Time]baseline.Window{}), r, Settings{})
	require.Equal(t, Critical, v.Tier, v.Reason)
}
