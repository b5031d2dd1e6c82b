package baseline

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Two working days that were missed, and told, or a Friday, do not end the verdict on what runs from Monday to Friday.
func TestTwoWorkingDaysThatWereMissed(t *testing.T) {
	for _, days := range [][]int{{19}, {5}, {10, 19}, {11, 12}, {5, 25}, {3, 11}} {
		on := func(at time.Time) bool { return weekday(at) && !slices.Contains(days, at.Day()) }
		b := Learn(runsAt(nights(time.UTC, aMonday, 28, on)), Options{}).Between
		require.NotNil(t, b, "without %v", days)
		for day, least := range []float64{24, 24, 24, 24, 72} {
			end := aMonday.AddDate(0, 0, 28+day).Add(2*time.Hour + 7*time.Minute)
			after, _, known := b.DueAfter(end)
			require.True(t, known, "without %v", days)
			require.Greater(t, after.Hours(), least+0.25, "without %v, %s", days, end.Weekday())
			require.Less(t, after.Hours(), least*1.2, "without %v, %s", days, end.Weekday())
		}
	}
}

// Of jobs on any days of the week at any time, of which up to a tenth was missed, no run that comes as ever is overdue, and
// one that does not come is before the next.
func TestJobsOnAnyDaysOfTheWeekOfWhichSomeRunsWereMissed(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	verdicts, jobs := 0, 0
	for range 3000 {
		days := r.Perm(7)[:3+r.IntN(4)]
		hour, late, weeks := r.IntN(24), 1+r.IntN(60), 4+r.IntN(5)
		var ends []time.Time
		for day := range 7 * (weeks + 4) {
			if slices.Contains(days, day%7) {
				ends = append(ends, aMonday.AddDate(0, 0, day).Add(time.Duration(hour)*time.Hour+time.Duration(r.IntN(late))*time.Minute))
			}
		}
		learned := len(days) * weeks
		seen, usual := slices.Clone(ends[:learned]), ends[learned:]
		out := r.Perm(learned - 2)[:min(2, learned/10)]
		seen = slices.DeleteFunc(seen, func(end time.Time) bool {
			return slices.ContainsFunc(out, func(i int) bool { return ends[i+1].Equal(end) })
		})
		if learned < 16 {
			continue
		}
		jobs++
		b := Learn(runsAt(seen), Options{}).Between
		if b == nil {
			continue
		}
		verdicts++
		for i := range usual[:len(usual)-2] {
			after, _, known := b.DueAfter(usual[i])
			require.True(t, known)
			require.LessOrEqual(t, usual[i+1].Sub(usual[i]), after, "%v: %v", days, out)
		}
	}
	t.Logf("%d of %d jobs have a verdict", verdicts, jobs)
	require.Greater(t, verdicts, jobs*8/10)
}

// What people run when they are at work, or at any time, is not taken for a job of which runs were missed.
func TestWhatPeopleRunAtWorkIsNoJobThatWasMissed(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	regular := 0
	for range 2000 {
		var ends []time.Time
		for day := range 28 {
			for range r.IntN(3) {
				if at := aMonday.AddDate(0, 0, day); weekday(at) {
					ends = append(ends, at.Add(8*time.Hour+time.Duration(r.IntN(600))*time.Minute))
				}
			}
		}
		slices.SortFunc(ends, time.Time.Compare)
		if Learn(runsAt(ends), Options{}).Between != nil {
			regular++
		}
	}
	t.Log(regular)
	require.LessOrEqual(t, regular, 12, "as without looking for missed runs")
}
