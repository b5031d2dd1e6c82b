package detect

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

func cameIn(end time.Time, width time.Duration, n float64) baseline.Window {
	return baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: []float64{1, 2}, Counts: []float64{n * 0.9, n * 0.1, 0}, Sum: n / 2}}
}

// Few requests come unevenly: that fewer than half of them came is said where chance does not explain it, and silence is told.
func TestFewRequestsAreNoFallOfTheRate(t *testing.T) {
	const days = 30
	for _, perMinute := range []float64{4.5, 8, 20} {
		come := distuv.Poisson{Lambda: perMinute, Src: rand.New(rand.NewPCG(1, uint64(perMinute)))}
		r := baseline.Record{State: baseline.Active, Requests: 1e5, RequestRate: perMinute / 60}
		var recent []baseline.Window
		episodes, told := 0, false
		for m := range days * 24 * 60 {
			recent = append([]baseline.Window{cameIn(start.Add(time.Duration(m+1)*time.Minute), time.Minute, come.Rand())}, recent[:min(4, len(recent))]...)
			if len(recent) < 5 {
				continue
			}
			w, _ := Joined(recent, Due(defaultLeast, r.RequestRate))
			tier := JudgeRate(w, r, Settings{}).Tier
			if tier > Normal && !told {
				episodes++
			}
			told = tier > Normal
		}
		require.LessOrEqual(t, episodes, 1, "%g a minute, in %d days", perMinute, days)
		require.Equal(t, Warning, JudgeRate(cameIn(start, 5*time.Minute, 0), r, Settings{}).Tier, "silence at %g a minute", perMinute)
	}
	busy := baseline.Record{State: baseline.Active, Requests: 1e5, RequestRate: 1}
	require.Equal(t, Info, JudgeRate(cameIn(start, 2*time.Minute, 40), busy, Settings{}).Tier, "a third of what is normal")
}

// What pauses at the same minutes of every night, or at the same hours of every Sunday, has not stopped completing then;
// at other times silence is told.
func TestARegularPauseIsNoSilence(t *testing.T) {
	for name, one := range map[string]struct {
		pauses func(at time.Time) bool
		then   time.Time
	}{
		"twenty minutes of every night": {
			func(at time.Time) bool { return at.Hour() == 3 && at.Minute() < 20 },
			start.Add(28*24*time.Hour + 3*time.Hour + 10*time.Minute),
		},
		"two hours of every Sunday": {
			func(at time.Time) bool { return at.Weekday() == time.Sunday && at.Hour()/2 == 1 },
			start.Add(34*24*time.Hour + 3*time.Hour),
		},
	} {
		for stored, silent := range map[string]bool{"windows without requests": true, "no windows": false} {
			var windows []baseline.Window
			for i := range 28 * 288 {
				end := start.Add(time.Duration(i+1) * 5 * time.Minute)
				n := 300.0
				if one.pauses(end.Add(-time.Minute)) || i == 2000 {
					n = 0
				}
				if n > 0 || silent {
					windows = append(windows, cameIn(end, 5*time.Minute, n))
				}
			}
			r := baseline.Learn(windows, baseline.Options{})
			require.Equal(t, Normal, JudgeRate(cameIn(one.then, 5*time.Minute, 0), r, Settings{}).Tier, name+", "+stored)
			require.Equal(t, Warning, JudgeRate(cameIn(one.then.Add(9*time.Hour), 5*time.Minute, 0), r, Settings{}).Tier, name+", "+stored)
		}
	}
}

// One outage is no pause: silence at its hour is told again.
func TestAnOutageIsNoRegularPause(t *testing.T) {
	var windows []baseline.Window
	for i := range 28 * 288 {
		end := start.Add(time.Duration(i+1) * 5 * time.Minute)
		if day, hour := i/288, i%288/12; (day == 20 || day == 21) && hour == 14 {
			continue
		}
		windows = append(windows, cameIn(end, 5*time.Minute, 300))
	}
	r := baseline.Learn(windows, baseline.Options{})
	require.Equal(t, Warning, JudgeRate(cameIn(start.Add(28*24*time.Hour+14*time.Hour+30*time.Minute), 5*time.Minute, 0), r, Settings{}).Tier)
}

// Four weeks that begin and end on a Saturday have five of them, and no ten o'clock of the first was measured: two outages
// are none more for it.
func TestADayThatWasMeasuredInPartIsNoPause(t *testing.T) {
	saturday := start.AddDate(0, 0, (6-int(start.Weekday())+7)%7).Truncate(24 * time.Hour)
	for name, c := range map[string]struct{ begins, outage int }{
		"before the first hour": {14, 10},
		"after the last hour":   {14, 20},
	} {
		var windows []baseline.Window
		begin := saturday.Add(time.Duration(c.begins) * time.Hour)
		for i := range 28 * 288 {
			end := begin.Add(time.Duration(i+1) * 5 * time.Minute)
			at := end.Add(-time.Minute)
			if at.Weekday() == time.Sunday && at.Hour() == c.outage && at.Sub(begin) < 14*24*time.Hour {
				continue
			}
			windows = append(windows, cameIn(end, 5*time.Minute, 300))
		}
		r := baseline.Learn(windows, baseline.Options{})
		now := saturday.Add(28*24*time.Hour + time.Duration(c.outage)*time.Hour + 30*time.Minute)
		require.Equal(t, Warning, JudgeRate(cameIn(now, 5*time.Minute, 0), r, Settings{}).Tier, name)
	}
}

// Silence is told once it outlasts twice the second longest pause of late; a single one before is no rhythm.
func TestSilenceOutlastsTheRhythmOfRequests(t *testing.T) {
	told := Verdict{At: start, Tier: Warning, Reason: "0 requests/s, 2 is normal at this hour" + stopped}
	minutes := func(newestFirst string) (windows []baseline.Window) {
		for i, c := range newestFirst {
			windows = append(windows, cameIn(start.Add(-time.Duration(i)*time.Minute), time.Minute, map[rune]float64{'.': 0, 'x': 300}[c]))
		}
		return windows
	}
	for newestFirst, tier := range map[string]Tier{
		"......x....x....x....x":         Normal,
		"........x....x....x....x":       Normal,
		".........x....x....x....x":      Warning,
		"........x....x........x....x":   Normal,
		".........x....x........x....x":  Warning, // the longest may be the last time that it stopped
		".....xxxxxxxxxxxxxxxxxxx":       Warning,
		".....xx..........xxxxxxx":       Warning, // it stopped for the second time
		"......xx.......xxx.......x....": Normal,  // it was silent for seven minutes twice
		"......................":         Warning,
	} {
		require.Equal(t, tier, InRhythm(told, minutes(newestFirst)).Tier, newestFirst)
	}
	require.Equal(t, "0 requests/s, 2 is normal at this hour; no verdict: lately up to 4m0s passed between its requests",
		InRhythm(told, minutes("......x....x....x....x")).Reason)
	slow := Verdict{Tier: Info, Reason: "0.5 requests/s, 2 is normal at this hour"}
	require.Equal(t, slow, InRhythm(slow, minutes("......x....x....x....x")))
}
