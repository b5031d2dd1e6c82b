package detect

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// everyNight is of what ran every night at two for four weeks, up to start.
func everyNight() (r baseline.Record, last time.Time) {
	var windows []baseline.Window
	for day := -28; day < 0; day++ {
		last = start.AddDate(0, 0, day).Truncate(24 * time.Hour).Add(2*time.Hour + time.Duration(day%5)*time.Minute)
		windows = append(windows, baseline.Window{End: last, Width: time.Minute, Samples: []float64{60}})
	}
	return baseline.Learn(windows, baseline.Options{}), last
}

func TestANightWithoutItsRun(t *testing.T) {
	r, last := everyNight()
	at := func(since, running time.Duration) Verdict {
		return JudgeOverdue(Run{At: last.Add(since), LastAt: last, Last: time.Minute, Running: running}, r)
	}
	for _, since := range []time.Duration{0, time.Hour, 24*time.Hour + 10*time.Minute} {
		v := at(since, 0)
		require.Equal(t, Normal, v.Tier, v.Reason)
		require.True(t, v.Measured)
		require.Equal(t, 1., v.Ratio, "it came in time: nothing is missing")
	}
	late := at(30*time.Hour, 0)
	require.Equal(t, Warning, late.Tier)
	require.Contains(t, late.Reason, "the last run ended 30 h ago")
	require.Contains(t, late.Reason, "overdue")
	require.InEpsilon(t, 1/(30*time.Hour).Seconds(), late.Mean, 1e-9)
	require.Less(t, late.Ratio, 1.)
	require.Equal(t, Normal, at(30*time.Hour, 5*time.Hour).Tier, "it is under way, of which its own age tells")
	require.False(t, JudgeOverdue(Run{At: start}, r).Measured, "it was never seen to run")
	require.False(t, JudgeOverdue(Run{At: start, LastAt: last}, baseline.Record{State: baseline.Active}).Measured, "it runs at any time")
}

// A run that comes in the end was overdue from the moment at which it should have ended.
func TestSinceWhenARunWasOverdue(t *testing.T) {
	r, last := everyNight()
	var ages []baseline.Age
	for at := last.Add(20 * time.Hour); !at.After(last.Add(29 * time.Hour)); at = at.Add(time.Minute) {
		ages = append(ages, baseline.Age{At: at, Age: at.Sub(last)})
	}
	after, _, known := r.Between.DueAfter(last)
	require.True(t, known)
	to := last.Add(29 * time.Hour)
	require.Equal(t, []Stretch{{Start: last.Add(after), End: to, Open: true, Onset: last.Add(after), Detected: last.Add(after), Tier: Warning}}, Overdue(ages, time.Minute, to, r))
	ended := Overdue(ages, time.Minute, to.Add(time.Hour), r)
	require.Len(t, ended, 1)
	require.False(t, ended[0].Open)
	require.Empty(t, Overdue(ages[:120], time.Minute, ages[119].At, r))
}
