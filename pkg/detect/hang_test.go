package detect

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// underWay is work that began at a moment, as it is seen every minute of a stretch.
func underWay(began, from, to time.Time) (ages []baseline.Age) {
	for at := from; !at.After(to); at = at.Add(time.Minute) {
		ages = append(ages, baseline.Age{At: at, Age: at.Sub(began)})
	}
	return ages
}

// Normally it takes a minute at most: at two it is a warning, at five critical.
func TestWorkThatHangsIsInBreachSinceItTookTooLong(t *testing.T) {
	r := baseline.Record{State: baseline.Documented, Quantiles: baseline.Quantiles{P95: 60}, RangeHigh: 60, Requests: 1e4}
	to := start.Add(3 * time.Hour)
	hung := func(ages ...[]baseline.Age) []Stretch {
		var all []baseline.Age
		for _, some := range ages {
			all = append(all, some...)
		}
		return Hung(all, time.Minute, to, r, Settings{})
	}
	require.Empty(t, hung())
	require.Empty(t, hung(underWay(start, start, start.Add(time.Minute))))
	for end, open := range map[time.Time]bool{start.Add(40 * time.Minute): false, to: true} {
		require.Equal(t, []Stretch{{
			Start: start.Add(2 * time.Minute), End: end, Open: open, Onset: start.Add(time.Minute + time.Second), Detected: start.Add(66 * time.Second),
			Peak: end.Sub(start).Minutes(), Tier: Critical,
		}}, hung(underWay(start, start, end)))
	}
	// It began before what is known of it.
	began := start.Add(-50 * time.Minute)
	found := hung(underWay(began, start, start.Add(10*time.Minute)))
	require.Len(t, found, 1)
	require.Equal(t, began.Add(2*time.Minute), found[0].Start)
	// Of two that hung one after the other within minutes it is one, of two that did so an hour later two.
	first := underWay(start, start, start.Add(20*time.Minute))
	require.Len(t, hung(first, underWay(start.Add(22*time.Minute), start.Add(23*time.Minute), start.Add(30*time.Minute))), 1)
	require.Len(t, hung(first, underWay(start.Add(80*time.Minute), start.Add(81*time.Minute), start.Add(90*time.Minute))), 2)
	// What takes its time, one after the other, does not hang.
	var busy []baseline.Age
	for at := start; at.Before(to); at = at.Add(time.Minute) {
		busy = append(busy, baseline.Age{At: at, Age: 50 * time.Second})
	}
	require.Empty(t, hung(busy))
}

// A scrape tells when work began up to the time until the next one: it is the same work, and began when the first said so.
func TestWorkIsTheSameWhateverTheScrapesSay(t *testing.T) {
	r := baseline.Record{State: baseline.Documented, Quantiles: baseline.Quantiles{P95: 60}, RangeHigh: 60, Requests: 1e4}
	var ages []baseline.Age
	for i := range 30 {
		at := start.Add(time.Duration(i+3) * time.Minute)
		ages = append(ages, baseline.Age{At: at, Age: at.Sub(start) - time.Duration(i*7%15)*time.Second})
	}
	found := Hung(ages, time.Minute, ages[29].At, r, Settings{})
	require.Len(t, found, 1)
	require.Equal(t, start.Add(2*time.Minute), found[0].Start)
}

// What hangs for months takes no longer to be judged than what hangs for an hour; a gauge that says 1 says 1970.
func TestWhatHangsForMonthsIsJudgedAtOnce(t *testing.T) {
	var windows []baseline.Window
	for at := start.Add(-14 * 24 * time.Hour); at.Before(start); at = at.Add(5 * time.Minute) {
		w := cameIn(at, 5*time.Minute, 110)
		w.Bounds = []float64{0.1 * float64(1+at.Hour()%4), 2}
		windows = append(windows, w)
	}
	byHour := baseline.Learn(windows, baseline.Options{})
	require.NotNil(t, byHour.Profile)
	even := byHour
	even.Profile = nil
	for name, c := range map[string]struct {
		record baseline.Record
		began  time.Time
	}{
		"by the hour of day": {byHour, start.Add(-90 * 24 * time.Hour)},
		"since 1970":         {even, time.Unix(1, 0)},
	} {
		before := time.Now()
		found := Hung(underWay(c.began, start.Add(-time.Hour), start), time.Minute, start, c.record, Settings{})
		require.Len(t, found, 1, name)
		require.WithinRange(t, found[0].Start, c.began, c.began.Add(2*time.Minute), name)
		require.Less(t, time.Since(before), 3*time.Second, name)
	}
}

// Of two breaches that are one it keeps the earliest and the worst of both, whichever of them it is.
func TestBreachesThatAreOneKeepTheWorstOfBoth(t *testing.T) {
	at := func(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }
	long := Stretch{Start: at(0), End: at(10), Onset: at(-2), Detected: at(-1), Peak: 2.5, Tier: Warning}
	for name, c := range map[string]struct {
		further Stretch
		want    []Stretch
	}{
		"it goes on, and is worse": {
			Stretch{Start: at(5), End: at(20), Open: true, Onset: at(-5), Detected: at(-4), Peak: 7, Tier: Critical},
			[]Stretch{{Start: at(0), End: at(20), Open: true, Onset: at(-5), Detected: at(-4), Peak: 7, Tier: Critical}},
		},
		"it lies within, and is less": {
			Stretch{Start: at(2), End: at(3), Onset: at(1), Detected: at(1), Peak: 2.1, Tier: Warning},
			[]Stretch{long},
		},
		"it began before": {
			Stretch{Start: at(-9), End: at(-5), Onset: at(-9), Detected: at(-9), Peak: 6, Tier: Critical},
			[]Stretch{{Start: at(-9), End: at(10), Onset: at(-9), Detected: at(-9), Peak: 6, Tier: Critical}},
		},
		"it begins as far apart as one may": {
			Stretch{Start: at(15), End: at(16), Onset: at(15), Detected: at(15), Peak: 2, Tier: Warning},
			[]Stretch{{Start: at(0), End: at(16), Onset: at(-2), Detected: at(-1), Peak: 2.5, Tier: Warning}},
		},
		"it begins later than that": {
			Stretch{Start: at(16), End: at(17), Onset: at(16), Detected: at(16), Peak: 2, Tier: Warning},
			[]Stretch{long, {Start: at(16), End: at(17), Onset: at(16), Detected: at(16), Peak: 2, Tier: Warning}},
		},
	} {
		require.Equal(t, c.want, Overlaid([]Stretch{long}, []Stretch{c.further}, Apart(time.Minute)), name)
		require.Equal(t, c.want, Overlaid([]Stretch{c.further}, []Stretch{long}, Apart(time.Minute)), name)
	}
	require.Equal(t, 5*time.Minute, Apart(time.Minute))
	require.Equal(t, 20*time.Minute, Apart(10*time.Minute), "of wide windows one without a verdict may lie between")
}
