package detect

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// failures are the windows of a stretch, newest first, of which a share fails that depends on the window.
func failures(rng *rand.Rand, n int, width time.Duration, perMinute float64, share func(i int) float64) []baseline.Window {
	windows := make([]baseline.Window, n)
	for i := range windows {
		requests := distuv.Poisson{Lambda: perMinute * width.Minutes(), Src: rng}.Rand()
		windows[i] = failed(start.Add(-time.Duration(i)*width), width, requests, distuv.Binomial{N: requests, P: share(i), Src: rng}.Rand())
	}
	return windows
}

// ofErrors is the verdict on the windows of the last quarter of an hour and of the hour.
func ofErrors(recent, slow []baseline.Window, r baseline.Record) Verdict {
	now, _ := Joined(recent, Requests(defaultLeast))
	return JudgeErrorsOf(now, Hour{Recent: recent, Slow: slow}, r, Settings{})
}

func TestErrorsThatNoMinuteShows(t *testing.T) {
	usual := active()
	usual.ErrorRatio = 0.001
	often := usual
	often.ErrorsAtTimes = baseline.Failing{Window: 0.3, Hour: 0.04}
	const minutes, hour = 15, 12
	for _, c := range []struct {
		name      string
		perMinute float64
		r         baseline.Record
		share     func(minutesAgo float64) float64
		want      Tier
	}{
		{"3 % of fifty a minute for an hour", 50, usual, func(float64) float64 { return 0.03 }, Warning},
		{"12 % of three a minute for an hour", 3, usual, func(float64) float64 { return 0.12 }, Critical},
		{"3 % for three quarters of an hour", 50, usual, func(ago float64) float64 { return 0.03 * below(ago, 45) }, Warning},
		{"3 % until a quarter of an hour ago", 50, usual, func(ago float64) float64 { return 0.03 * below(15, ago) }, Normal},
		{"one burst of failures half an hour ago", 50, usual, func(ago float64) float64 { return 0.9 * below(30, ago) * below(ago, 32) }, Normal},
		{"1 % for an hour", 50, usual, func(float64) float64 { return 0.01 }, Normal},
		{"3 % where an hour of every other day has 4 %", 50, often, func(float64) float64 { return 0.03 }, Normal},
		{"10 % where an hour of every other day has 4 %", 50, often, func(float64) float64 { return 0.1 }, Warning},
	} {
		t.Run(c.name, func(t *testing.T) {
			told := map[Tier]int{}
			for seed := range uint64(100) {
				rng := rand.New(rand.NewPCG(seed, 9))
				recent := failures(rng, minutes, time.Minute, c.perMinute, func(i int) float64 { return c.share(float64(i)) })
				slow := failures(rng, hour, 5*time.Minute, c.perMinute, func(i int) float64 { return c.share(float64(5 * i)) })
				told[ofErrors(recent, slow, c.r).Tier]++
			}
			if c.want == Normal {
				require.Zero(t, told[Warning]+told[Critical], told)
				require.GreaterOrEqual(t, told[Normal], 95, told)
				return
			}
			require.GreaterOrEqual(t, told[Warning]+told[Critical], 80, told)
			require.GreaterOrEqual(t, told[c.want], 80, told)
		})
	}
}

func below(a, b float64) float64 {
	if a < b {
		return 1
	}
	return 0
}

// A verdict on the hour says of how many requests it is, over how long, and is made at the moment that was asked for.
func TestAVerdictOnTheErrorsOfTheHourSaysSo(t *testing.T) {
	r := active()
	r.ErrorRatio = 0.001
	recent, slow := make([]baseline.Window, 15), make([]baseline.Window, 12)
	for i := range recent {
		recent[i] = failed(start.Add(-time.Duration(i)*time.Minute), time.Minute, 10, 0)
	}
	recent[3].Errors, recent[9].Errors = 1, 1
	for i := range slow {
		slow[i] = failed(start.Add(-2*time.Minute-time.Duration(i)*5*time.Minute), 5*time.Minute, 50, 2)
	}
	v := ofErrors(recent, slow, r)
	require.Equal(t, Warning, v.Tier, v.Reason)
	require.Equal(t, start, v.At)
	require.InDelta(t, 0.04, v.Mean, 1e-12)
	require.InDelta(t, 4, v.Ratio, 1e-9)
	require.InDelta(t, v.Requests, 10*v.Width.Minutes(), 1e-9)
	require.Contains(t, v.Reason, "4 % of ")
	require.Contains(t, v.Reason, " requests failed over ")
	require.Contains(t, v.Reason, "0.1 % is normal")
}

// failingSome is an operation of 120 requests a minute, of which fail some for a reason of its own.
type failingSome struct {
	r    baseline.Record
	live []baseline.Window // a minute each, of the week after it was learned, ascending
}

const weekOfMinutes = 7 * 24 * 60

func failingBy(share func(rng *rand.Rand, level float64, at time.Time) float64) failingSome {
	rng := rand.New(rand.NewPCG(3, 9))
	var minutes, seen []baseline.Window
	level, begin := 0.0, start.Truncate(24*time.Hour)
	for i := range 5 * weekOfMinutes {
		if i%60 == 0 {
			level = rng.NormFloat64()
		}
		w := windowAt(0.1, 120)
		w.End, w.Width = begin.Add(time.Duration(i+1)*time.Minute), time.Minute
		w.Errors = distuv.Binomial{N: w.Requests(), P: share(rng, level, w.Middle()), Src: rng}.Rand()
		minutes = append(minutes, w)
	}
	learned := minutes[:4*weekOfMinutes]
	for five := range slices.Chunk(learned, 5) {
		slices.Reverse(five)
		w := joinedAll(five)
		seen = append(seen, w)
	}
	return failingSome{baseline.Learn(seen, baseline.Options{}), minutes[len(learned):]}
}

// breaches are the stretches at warning or worse.
func (p failingSome) breaches(r baseline.Record) (n int) {
	breach := false
	var fives []baseline.Window // newest first
	for i := range p.live {
		if i < 15 {
			continue
		}
		var recent []baseline.Window
		for k := range 15 {
			recent = append(recent, p.live[i-k])
		}
		if (i+1)%5 == 0 {
			w, _ := Joined(recent[:5], func(baseline.Window) bool { return false })
			fives = slices.Insert(fives, 0, w)[:min(len(fives)+1, 12)]
		}
		now := JudgeErrorsOf(recent[0], Hour{Recent: recent, Slow: fives}, r, Settings{}).Tier >= Warning
		if now && !breach {
			n++
		}
		breach = now
	}
	return n
}

// What fails each night is judged by its nights, and a share that is another each hour by what hours reach.
func TestErrorsOfAnOperationAsItIs(t *testing.T) {
	for name, c := range map[string]struct {
		share      func(rng *rand.Rand, level float64, at time.Time) float64
		most       int // breaches that are told in a week in which it is as ever
		byMeanOnly int // what was told at least if nothing but the share of all time were known
	}{
		"5 % while a job runs each night": {func(_ *rand.Rand, _ float64, at time.Time) float64 {
			return 0.001 + 0.05*below(math.Abs(float64(at.Hour())-3), 1)
		}, 0, 7},
		"2 % of a partner, each hour another": {func(_ *rand.Rand, level float64, _ time.Time) float64 {
			return 0.02 * math.Exp(0.5*level)
		}, 3, 25},
		"in one of fifty minutes 20 %": {func(rng *rand.Rand, _ float64, _ time.Time) float64 {
			return 0.002 + 0.2*below(rng.Float64(), 0.02)
		}, 10, 60}, // of two hundred bursts those that two make within five minutes
		"in one of a hundred minutes half": {func(rng *rand.Rand, _ float64, _ time.Time) float64 {
			return 0.002 + 0.5*below(rng.Float64(), 0.01)
		}, 10, 60},
	} {
		t.Run(name, func(t *testing.T) {
			p := failingBy(c.share)
			require.LessOrEqual(t, p.breaches(p.r), c.most)
			mean, rate := p.r, *p.r.RateProfile
			rate.Failing = nil
			mean.ErrorsAtTimes, mean.RateProfile = baseline.Failing{}, &rate
			require.GreaterOrEqual(t, p.breaches(mean), c.byMeanOnly)
			t.Logf("%d breaches, by the mean alone %d", p.breaches(p.r), p.breaches(mean))
		})
	}
}

// minuteByMinute is an operation whose usual share of failures is known, as the list of violations judges it.
type minuteByMinute struct {
	rng       *rand.Rand
	perMinute float64
	before    HourBefore
	minutes   int
	recent    []baseline.Window // newest first
	five      baseline.Window   // so far
}

func usuallyFailing(share, perMinute float64, seed uint64) *minuteByMinute {
	r := active()
	r.ErrorRatio = share
	return &minuteByMinute{
		rng: rand.New(rand.NewPCG(seed, uint64(perMinute+1e4*share))), perMinute: perMinute,
		before: HourBefore{Signal: Errors, Record: r, Settings: Settings{}.Filled()},
	}
}

// minute is the verdict after another one in which a share failed.
func (o *minuteByMinute) minute(share float64) Verdict {
	o.minutes++
	now := failures(o.rng, 1, time.Minute, o.perMinute, func(int) float64 { return share })[0]
	now.End = start.Add(time.Duration(o.minutes) * time.Minute)
	o.recent = slices.Insert(o.recent, 0, now)[:min(len(o.recent)+1, 5)]
	o.five = together(o.five, now)
	if o.minutes%5 == 0 {
		o.five.Width = 5 * time.Minute
		o.before.Windows = append(o.before.Windows, o.five)
		o.five = baseline.Window{}
	}
	return o.before.Verdict(slices.Clone(o.recent))
}

// What fails as ever is hardly ever a breach, whatever the traffic: four a day of a hundred such operations are no news.
func TestAShareThatFailsAsEverIsNoBreach(t *testing.T) {
	const days = 20
	var breaches, infos, operationDays int
	for _, perMinute := range []float64{20, 120, 600} {
		for _, usual := range []float64{0.005, 0.01, 0.02, 0.05, 0.1} {
			o := usuallyFailing(usual, perMinute, 1)
			before := Normal
			for range days * 24 * 60 {
				now := o.minute(usual).Tier
				if now >= Warning && before < Warning {
					breaches++
				}
				if now > Normal && before == Normal {
					infos++
				}
				before = now
			}
			operationDays += days
		}
	}
	t.Logf("%d breaches and %d infos or worse in %d operation-days", breaches, infos, operationDays)
	require.LessOrEqual(t, breaches, 1)
	require.LessOrEqual(t, infos, 2)
}

// What fails more than ever is told all the same, and soon where it is much more.
func TestHowSoonMoreFailuresAreToldThanUsual(t *testing.T) {
	for _, c := range []struct {
		perMinute, usual, share float64
		within                  int // minutes
	}{
		{20, 0.001, 1, 1},
		{20, 0.001, 0.2, 5},
		{20, 0.001, 0.05, 35},
		{20, 0.02, 0.3, 4},
		{20, 0.02, 0.1, 30},
		{120, 0.001, 0.05, 8},
		{120, 0.001, 0.2, 1},
		{120, 0.02, 0.1, 5},
		{120, 0.02, 0.05, 30},
		{120, 0.05, 0.2, 3},
		{600, 0.001, 0.03, 5},
		{600, 0.02, 0.05, 5},
		{600, 0.05, 0.12, 2},
	} {
		const times = 60
		told := 0
		for seed := range times {
			o := usuallyFailing(c.usual, c.perMinute, uint64(seed)+2)
			for range 60 + seed%5 {
				o.minute(c.usual)
			}
			for range c.within {
				if o.minute(c.share).Tier >= Warning {
					told++
					break
				}
			}
		}
		require.GreaterOrEqual(t, told, times*8/10, "%g a minute, %g instead of %g fail: a breach within %d minutes", c.perMinute, c.share, c.usual, c.within)
	}
}

// Nights that fail make nobody blind by day, and more than ever is told at night, too.
func TestErrorsOfTheNightAreNoneOfTheDay(t *testing.T) {
	p := failingBy(func(_ *rand.Rand, _ float64, at time.Time) float64 {
		return 0.001 + 0.05*below(math.Abs(float64(at.Hour())-3), 1)
	})
	day := p.live[0].End.Truncate(24 * time.Hour)
	at := func(hour int, share float64) Verdict {
		return JudgeErrors(failed(day.Add(time.Duration(hour)*time.Hour), 5*time.Minute, 600, 600*share), p.r, Settings{})
	}
	require.Equal(t, Normal, at(4, 0.06).Tier, at(4, 0.06).Reason)
	require.InDelta(t, 0.05, at(4, 0.06).Expected, 0.01)
	require.Equal(t, Warning, at(16, 0.04).Tier, at(16, 0.04).Reason)
	require.Equal(t, Critical, at(16, 0.06).Tier)
	require.Equal(t, Warning, at(4, 0.15).Tier, at(4, 0.15).Reason)
	require.Equal(t, Critical, at(4, 1).Tier)
}

// What five minutes of an hour reach each night is known of five minutes, and as usual before they are over as after.
func TestFiveMinutesThatFailEachNightAreNoBreach(t *testing.T) {
	p := failingBy(func(_ *rand.Rand, _ float64, at time.Time) float64 {
		return 0.002 + 0.3*below(float64(at.Hour()*60+at.Minute()), 5)
	})
	told := func(factor float64) (worst Tier) {
		before := HourBefore{Signal: Errors, Record: p.r}
		for i := range p.live[:weekOfMinutes-5] {
			recent := slices.Clone(p.live[i : i+5])
			slices.Reverse(recent)
			for k := range recent {
				if recent[k].Errors > 0.1*recent[k].Requests() {
					recent[k].Errors *= factor
				}
			}
			if v := before.Verdict(recent); v.Tier > worst {
				worst = v.Tier
			}
		}
		return worst
	}
	require.Less(t, told(1), Warning)
	require.GreaterOrEqual(t, told(2.7), Warning)
}

// One incident, however long, is nothing that is usual.
func TestAnIncidentDoesNotTeachWhatFailsAtTimes(t *testing.T) {
	p := failingBy(func(_ *rand.Rand, _ float64, at time.Time) float64 {
		return 0.001 + 0.3*below(math.Abs(at.Sub(start.Truncate(24*time.Hour)).Hours()-300), 20)
	})
	require.Zero(t, p.r.ErrorsAtTimes)
	require.Empty(t, p.r.RateProfile.Failing)
}
