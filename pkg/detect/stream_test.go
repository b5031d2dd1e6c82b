package detect

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// simulated are the request-like operations of design 7 and 6.4: five requests a
// second, log-sd 0.3 to 1, steady or wandering by 10 % and 20 %.
func simulated() []*stream {
	var all []*stream
	for i, logSD := range []float64{0.3, 0.5, 1} {
		for j, wander := range [][2]float64{{0, 0}, {0.1, 0.5}, {0.1, 0.8}, {0.2, 0.8}} {
			all = append(all, &stream{
				median: 0.1, logSD: logSD, levelSD: wander[0], rho: wander[1], perSecond: 5,
				bounds: geometric(0.001, 1.0905, 130), r: rand.New(rand.NewPCG(uint64(i), uint64(j))),
			})
		}
	}
	return all
}

// Nothing is wrong for 12 x 2 days: no false warning, and info in less than 0.2 % of the time.
func TestNothingIsWrongAndHardlyAnythingIsSaid(t *testing.T) {
	const days = 2
	var ticks, info, warnings, critical int
	for _, s := range simulated() {
		r := s.learned(2)
		at, before := start.AddDate(0, 0, 2), Normal
		for range days * 8640 {
			at = at.Add(tick)
			v := JudgeHour(s.hour(at), r, Settings{})
			ticks++
			if v.Tier == Info {
				info++
			}
			if v.Tier >= Warning && before < Warning {
				warnings++
			}
			if v.Tier == Critical {
				critical++
			}
			before = v.Tier
		}
	}
	operationDays := float64(ticks) / 8640
	t.Logf("%.0f operation-days: %.4f false warnings a day, %.5f of the ticks info", operationDays, float64(warnings)/operationDays, float64(info)/float64(ticks))
	if warnings > 0 || critical > 0 || float64(info)/float64(ticks) > 0.002 {
		t.Errorf("%d warnings, %d critical, %d info in %.0f operation-days", warnings, critical, info, operationDays)
	}
}

// A 5x slowdown at five requests a second is a warning within one tick of the
// moment at which its requests make the p95, and critical soon after one window.
// Judging each window by its ratio and z alone, without asking for persistence and
// improbability, takes 12, 21 and 26 s here, 74 s to critical, and warns falsely. An
// operation whose level wanders by 20 % may take a minute: by itself it passes
// twice its normal every two weeks.
func TestAFiveFoldSlowdownWarnsWithinSeconds(t *testing.T) {
	var steady, restless, toCritical []float64
	for _, s := range simulated() {
		r := s.learned(2)
		at := start.AddDate(0, 0, 2)
		for range 10 {
			w, c := onset(s, r, &at, 5)
			toCritical = append(toCritical, c.Seconds())
			if s.levelSD > 0.1 {
				restless = append(restless, w.Seconds())
			} else {
				steady = append(steady, w.Seconds())
			}
		}
	}
	slices.Sort(steady)
	slices.Sort(restless)
	slices.Sort(toCritical)
	n, m, c := len(steady), len(restless), len(toCritical)
	t.Logf("warning after %.0f s (median), %.0f s (p95), %.0f s (worst); restless %.0f s, %.0f s, %.0f s; critical %.0f s (median)",
		steady[n/2], steady[n*95/100], steady[n-1], restless[m/2], restless[m*95/100], restless[m-1], toCritical[c/2])
	if steady[n/2] > 15 || steady[n*95/100] > 30 {
		t.Errorf("warning after %v s in the median, %v s at worst", steady[n/2], steady[n-1])
	}
	if restless[m-1] > 60 {
		t.Errorf("restless: warning after %v s at worst", restless[m-1])
	}
	if toCritical[c/2] > 80 {
		t.Errorf("critical after %v s in the median", toCritical[c/2])
	}
}

// onset makes the stream slow between two ticks and waits for the tiers, up to ten minutes.
func onset(s *stream, r baseline.Record, at *time.Time, factor float64) (toWarning, toCritical time.Duration) {
	s.slow, s.last, s.slowW = nil, nil, nil
	for range 30 {
		*at = at.Add(tick)
		s.hour(*at)
	}
	begin := at.Add(time.Duration(s.r.IntN(10)) * time.Second)
	s.slow = func(moment time.Time) float64 {
		if moment.Before(begin) {
			return 1
		}
		return factor
	}
	defer func() { s.slow = nil }()
	toWarning, toCritical = 10*time.Minute, 10*time.Minute
	for range 60 {
		*at = at.Add(tick)
		v := JudgeHour(s.hour(*at), r, Settings{})
		if v.Tier >= Warning {
			toWarning = min(toWarning, at.Sub(begin))
		}
		if v.Tier == Critical {
			return toWarning, at.Sub(begin)
		}
	}
	return toWarning, toCritical
}

// A slowdown by 20 % of a steady operation is seen, and is no alert.
func TestATwentyPercentSlowdownIsInfo(t *testing.T) {
	s := &stream{median: 0.1, logSD: 0.3, levelSD: 0.02, rho: 0.5, perSecond: 50, bounds: geometric(0.001, 1.0905, 130), r: rand.New(rand.NewPCG(5, 5))}
	r := s.learned(2)
	s.slow = func(time.Time) float64 { return 1.2 }
	at := start.AddDate(0, 0, 2)
	seen := 0
	for i := range 3 * 60 / 10 * 20 {
		at = at.Add(tick)
		v := JudgeHour(s.hour(at), r, Settings{})
		if i < 180 {
			continue // half an hour for it to show
		}
		if v.Tier > Info {
			t.Fatalf("a 20 %% slowdown is %s: %s", v.Tier, v.Reason)
		}
		if v.Tier == Info {
			seen++
		}
	}
	if seen < 150 {
		t.Errorf("seen in %d of 180 looks", seen)
	}
}

func BenchmarkJudge(b *testing.B) {
	s := simulated()[5]
	s.bounds = defaultBuckets
	r, at := s.learned(1), start.AddDate(0, 0, 2)
	var hours []Hour
	for range 6 * 65 {
		at = at.Add(tick)
		hours = append(hours, s.hour(at))
	}
	hours = hours[len(hours)-60:]
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		JudgeHour(hours[i%60], r, Settings{})
		i++
	}
}

func BenchmarkViolationsOfADay(b *testing.B) {
	ratios := make([]float64, 1440)
	for i := range ratios {
		ratios[i] = 1
		if i%200 > 180 {
			ratios[i] = 3
		}
	}
	verdicts := minutes(ratios...)
	b.ReportAllocs()
	for b.Loop() {
		Violations(verdicts, time.Minute)
	}
}
