package baseline

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// runsAt are runs of a minute that end at given moments.
func runsAt(ends []time.Time) []Window {
	windows := make([]Window, len(ends))
	for i, end := range ends {
		windows[i] = Window{End: end, Width: time.Minute, Samples: []float64{60}}
	}
	return windows
}

// nights are those from a Monday on, at two in a zone, up to a quarter of an hour late.
func nights(zone *time.Location, from time.Time, n int, on func(time.Time) bool) (ends []time.Time) {
	r := rand.New(rand.NewPCG(1, 2))
	for day := range n {
		at := time.Date(from.Year(), from.Month(), from.Day()+day, 2, r.IntN(15), 0, 0, zone)
		if on == nil || on(at) {
			ends = append(ends, at)
		}
	}
	return ends
}

var aMonday = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

func weekday(at time.Time) bool { return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday }

func TestWhatRunsEveryNightIsOverdueInTheMorning(t *testing.T) {
	ends := nights(time.UTC, aMonday, 28, nil)
	b := Learn(runsAt(ends), Options{}).Between
	require.NotNil(t, b)
	require.Equal(t, 27, b.Pauses)
	require.Nil(t, b.Weekdays)
	after, usual, known := b.DueAfter(ends[27])
	require.True(t, known)
	require.InDelta(t, 24, usual.Hours(), 0.25)
	require.Greater(t, after, 24*time.Hour+15*time.Minute, "no later than it ever was")
	require.Less(t, after, 28*time.Hour)
}

// What runs from Monday to Friday is not overdue on Saturday, and on Tuesday it is without three days of patience.
func TestWhatRunsOnWorkingDays(t *testing.T) {
	ends := nights(time.UTC, aMonday, 28, weekday)
	b := Learn(runsAt(ends), Options{}).Between
	require.NotNil(t, b)
	monday, friday := ends[15], ends[19]
	require.Equal(t, []time.Weekday{time.Monday, time.Friday}, []time.Weekday{monday.Weekday(), friday.Weekday()})
	after, _, known := b.DueAfter(friday)
	require.True(t, known)
	require.Greater(t, after, 72*time.Hour)
	require.Less(t, after, 82*time.Hour)
	after, _, known = b.DueAfter(monday)
	require.True(t, known)
	require.Less(t, after, 28*time.Hour)
	_, _, known = b.DueAfter(time.Date(2026, 7, 4, 2, 0, 0, 0, time.UTC))
	require.False(t, known, "of a run on a Saturday nothing was learned")
	require.Contains(t, b.word(), "from Friday on 3 d")
}

// On a holiday nobody has to run anything, and what was not run on one before is no pause like others.
func TestAHolidayIsNoOverdueDay(t *testing.T) {
	thursday := Calendar{"2026-06-11", "2026-06-16", "07-02"}
	ends := nights(time.UTC, aMonday, 31, func(at time.Time) bool { return weekday(at) && at.Day() != 11 && at.Day() != 16 })
	b := Learn(runsAt(ends), Options{Holidays: thursday}).Between
	require.NotNil(t, b)
	wednesday := time.Date(2026, 7, 1, 2, 5, 0, 0, time.UTC)
	require.Equal(t, wednesday.Day(), ends[len(ends)-1].Day())
	after, _, _ := b.DueAfter(wednesday)
	require.Greater(t, after, 48*time.Hour)
	require.Less(t, after, 52*time.Hour)
	friday := Learn(runsAt(ends), Options{Holidays: Calendar{"2026-06-11", "2026-06-16", "2026-07-03"}}).Between
	after, _, _ = friday.DueAfter(time.Date(2026, 7, 2, 2, 5, 0, 0, time.UTC))
	require.Greater(t, after, 96*time.Hour, "the weekend follows")
	require.Less(t, after, 100*time.Hour)
	plain := Learn(runsAt(ends), Options{}).Between
	after, _, _ = plain.DueAfter(wednesday)
	require.Less(t, after, 30*time.Hour, "without the calendar those were missed, and the next one would be")
	third := nights(time.UTC, aMonday, 31, func(at time.Time) bool { return weekday(at) && at.Day() != 11 && at.Day() != 16 && at.Day() != 25 })
	require.Nil(t, Learn(runsAt(third), Options{}).Between, "without the calendar two Thursdays of four are like no other")
}

// The nights in which clocks are put forward and back are an hour shorter and longer.
func TestSummerTimeIsNotOverdue(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	ends := nights(zone, time.Date(2026, 9, 28, 0, 0, 0, 0, zone), 27, nil)
	last := ends[len(ends)-1]
	require.Equal(t, "2026-10-24", last.Format(oneDay))
	next := time.Date(2026, 10, 25, 2, 59, 0, 0, zone).Add(time.Hour) // two comes twice
	after, _, known := Learn(runsAt(ends), Options{TimeZone: zone}).Between.DueAfter(last)
	require.True(t, known)
	require.Greater(t, after, next.Sub(last))
}

// One outage before anything was learned makes nobody wait for as long again; what happens every week does.
func TestOnePauseThatWasLongerOnce(t *testing.T) {
	hourly := func(skips func(time.Time) bool) *Between {
		var ends []time.Time
		for at := aMonday; at.Before(aMonday.AddDate(0, 0, 28)); at = at.Add(time.Hour) {
			if !skips(at) {
				ends = append(ends, at)
			}
		}
		return Learn(runsAt(ends), Options{}).Between
	}
	once := hourly(func(at time.Time) bool { return at.Day() == 10 && at.Hour() > 3 && at.Hour() < 20 })
	require.NotNil(t, once)
	require.Equal(t, 3600., once.Longest)
	weekly := hourly(func(at time.Time) bool { return at.Weekday() == time.Sunday && at.Hour() == 3 })
	require.NotNil(t, weekly, "one in 168")
	after, _, known := weekly.DueAfter(aMonday.AddDate(0, 0, 27).Add(2 * time.Hour))
	require.True(t, known)
	require.Greater(t, after, 2*time.Hour, "no Sunday is called overdue")
	require.Less(t, after, 5*time.Hour)
	require.Nil(t, hourly(func(at time.Time) bool { return at.Hour() == 3 }))
}

// A machine that was away now and then, an hour at a time, makes nobody wait for hours when a job that runs every ten minutes
// no longer does. What is paused at the same time of every week, or of every second, is waited for.
func TestOutagesNowAndThenAreNoPartOfWhatIsRegular(t *testing.T) {
	often := func(away ...time.Time) (overdue time.Duration) {
		var ends []time.Time
		for at := aMonday; at.Before(aMonday.AddDate(0, 0, 28)); at = at.Add(10 * time.Minute) {
			is := func(from time.Time) bool { return !at.Before(from) && at.Before(from.Add(time.Hour)) }
			if !slices.ContainsFunc(away, is) {
				ends = append(ends, at)
			}
		}
		after, usual, known := Learn(runsAt(ends), Options{}).Between.DueAfter(ends[len(ends)-1])
		require.True(t, known)
		require.Equal(t, 10*time.Minute, usual)
		return after
	}
	at := func(day, hour int) time.Time { return aMonday.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour) }
	require.Equal(t, 12*time.Minute, often(at(3, 14), at(9, 1), at(10, 20), at(26, 5)), "one a week")
	require.Greater(t, often(at(3, 14), at(9, 1), at(10, 20), at(15, 3), at(26, 5)), time.Hour, "more are usual")
	require.Greater(t, often(at(6, 3), at(20, 4)), time.Hour, "every second Sunday")
	require.Greater(t, often(at(3, 14), at(6, 3), at(13, 3)), time.Hour, "two Sundays and another day")
}

// What was missed once, and told, does not end the verdict on what runs from Monday to Friday.
func TestAWorkingDayThatWasMissed(t *testing.T) {
	but := func(days ...int) *Between {
		on := func(at time.Time) bool { return weekday(at) && !slices.Contains(days, at.Day()) }
		return Learn(runsAt(nights(time.UTC, aMonday, 28, on)), Options{}).Between
	}
	for _, day := range []int{8, 10} { // a Monday and a Wednesday
		b := but(day)
		require.NotNil(t, b, "without the %dth", day)
		after, _, known := b.DueAfter(aMonday.AddDate(0, 0, 22).Add(2 * time.Hour)) // a Tuesday
		require.True(t, known)
		require.Less(t, after, 30*time.Hour)
	}
	require.Nil(t, but(10, 17), "two Wednesdays of four")
	require.Nil(t, but(2, 10, 19), "three of twenty")
}

func TestTwoNightsThatWereMissed(t *testing.T) {
	but := func(days ...int) *Between {
		return Learn(runsAt(nights(time.UTC, aMonday, 28, func(at time.Time) bool { return !slices.Contains(days, at.Day()) })), Options{}).Between
	}
	apart := but(9, 20)
	require.NotNil(t, apart, "a Tuesday and a Saturday")
	require.Less(t, apart.Longest, 25*time.Hour.Seconds())
	require.Nil(t, but(9, 16), "two Tuesdays")
}

// Of thousands of runs a few are never seen, as where a scrape came too late: it is waited for as long as that was, and no
// regular time is lost.
func TestRunsThatWereNotSeenAreNoOtherRhythm(t *testing.T) {
	var ends []time.Time
	for i := range 28 * 96 {
		if i%400 != 7 {
			ends = append(ends, aMonday.Add(time.Duration(i)*15*time.Minute))
		}
	}
	after, usual, known := Learn(runsAt(ends), Options{}).Between.DueAfter(ends[len(ends)-1])
	require.True(t, known)
	require.Equal(t, 15*time.Minute, usual)
	require.Greater(t, after, 30*time.Minute)
	require.LessOrEqual(t, after, 62*time.Minute)
}

// A pause in which nobody knows what ran says nothing of how long pauses are.
func TestWhatWasLeftOutIsNoPause(t *testing.T) {
	ends := nights(time.UTC, aMonday, 28, func(at time.Time) bool { return at.Day() != 9 && at.Day() != 16 && at.Day() != 20 })
	require.Nil(t, Learn(runsAt(ends), Options{}).Between)
	left := []Stretch{{From: aMonday.AddDate(0, 0, 8), To: aMonday.AddDate(0, 0, 9)}, {From: aMonday.AddDate(0, 0, 15), To: aMonday.AddDate(0, 0, 16)}, {From: aMonday.AddDate(0, 0, 19), To: aMonday.AddDate(0, 0, 20)}}
	b := Learn(runsAt(ends), Options{LeftOut: left}).Between
	require.NotNil(t, b)
	require.Less(t, b.Longest, 25*time.Hour.Seconds())
}

// What people run when they need it is never overdue: of 2,000 operations at random times hardly one looks regular.
func TestRandomTimesAreNotRegular(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	regular := 0
	for trial := range 2000 {
		at, ends := aMonday, []time.Time(nil)
		for range 15 + trial%100 {
			at = at.Add(time.Duration(r.ExpFloat64() * float64(5*time.Hour)))
			ends = append(ends, at)
		}
		if Learn(runsAt(ends), Options{}).Between != nil {
			regular++
		}
	}
	require.LessOrEqual(t, regular, 4)
}

func TestFewRunsHaveNoRegularTime(t *testing.T) {
	require.Nil(t, Learn(runsAt(nights(time.UTC, aMonday, 14, nil)), Options{}).Between)
	require.NotNil(t, Learn(runsAt(nights(time.UTC, aMonday, 15, nil)), Options{}).Between)
}

// Another rhythm is another baseline; a night that is a minute later than ever is not.
func TestAnotherRhythmIsAnotherBaseline(t *testing.T) {
	ends := nights(time.UTC, aMonday, 28, nil)
	a := Learn(runsAt(ends), Options{})
	ends[27] = ends[26].Add(24*time.Hour + 16*time.Minute)
	b := Learn(runsAt(ends), Options{})
	require.False(t, a.Between.differs(b.Between))
	require.True(t, a.Between.differs(nil))
	require.True(t, a.Between.differs(Learn(runsAt(nights(time.UTC, aMonday, 28, weekday)), Options{}).Between))
	require.Equal(t, "24 h, 24.1 h at most", a.Between.word())
}

// The same pauses of another zone's days, or with other holidays, make other runs overdue.
func TestOtherDaysAreAnotherRhythm(t *testing.T) {
	of := func(zone string, holidays ...string) *Between {
		day := Pause{Typical: 86400, Longest: 87000}
		return &Between{Pauses: 30, Pause: day, Weekdays: []Pause{day, day, day, day, {Typical: 259200, Longest: 260000}, {}, {}}, TimeZone: zone, Holidays: holidays}
	}
	require.False(t, of("UTC", "12-25").differs(of("UTC", "12-25")))
	require.True(t, of("UTC").differs(of("Europe/Berlin")))
	require.True(t, of("UTC").differs(of("UTC", "12-25")))
	allDays := of("UTC")
	allDays.Weekdays = nil
	require.True(t, of("UTC").differs(allDays))
	longer := of("UTC")
	longer.Weekdays[4].Longest *= 1.5
	require.True(t, of("UTC").differs(longer), "a weekend that took longer")
}

func TestTheSoonestThatARunIsOverdue(t *testing.T) {
	hour, day := Pause{Typical: 3600, Longest: 3600}, Pause{Typical: 86400, Longest: 86400}
	every := &Between{Pause: hour, TimeZone: "UTC"}
	weekdays := &Between{Pause: hour, Weekdays: []Pause{day, day, {Typical: 7200, Longest: 7200}, day, day, {}, {}}, TimeZone: "UTC"}
	for name, c := range map[string]struct {
		b           *Between
		least, want time.Duration
	}{
		"nothing is known":                       {nil, time.Minute, time.Minute},
		"nothing else is known":                  {every, 0, 66 * time.Minute},
		"sooner than another":                    {every, 2 * time.Hour, 66 * time.Minute},
		"later than another":                     {every, time.Hour, time.Hour},
		"of days of the week the shortest":       {weekdays, 0, 132 * time.Minute},
		"a day of which no pause was seen: none": {&Between{Weekdays: make([]Pause, 7), TimeZone: "UTC"}, time.Hour, time.Hour},
	} {
		require.Equal(t, c.want, c.b.Soonest(c.least), name)
	}
}
