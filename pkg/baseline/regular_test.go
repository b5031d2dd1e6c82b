package baseline

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// jobs are what makes an operation slower for minutes, by the clock on the wall.
var jobs = map[string]func(local time.Time) bool{
	"at the beginning of every hour":    func(local time.Time) bool { return local.Minute() < 5 },
	"twice an hour":                     func(local time.Time) bool { return local.Minute()%30 < 5 },
	"every night":                       func(local time.Time) bool { return local.Hour() == 2 && local.Minute() < 5 },
	"every night from 2:20 to 2:40":     func(local time.Time) bool { return local.Hour() == 2 && local.Minute() >= 20 && local.Minute() < 40 },
	"in the hours in which people work": func(local time.Time) bool { return local.Hour() >= 9 && local.Hour() < 17 && local.Minute() < 5 },
	"every working day": func(local time.Time) bool {
		return local.Weekday()%6 != 0 && local.Hour() == 6 && local.Minute() >= 30 && local.Minute() < 35
	},
}

func TestWhatHappensAtTheSameMinutesEveryDayIsNormalThen(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Kathmandu") // 5:45 ahead
	if err != nil {
		t.Skip("no time zone table here")
	}
	for name, job := range jobs {
		t.Run(name, func(t *testing.T) {
			factor := func(at time.Time) float64 {
				if job(at.In(zone)) {
					return 5
				}
				return 1
			}
			r := Learn(seasonal(3, monday, 14, factor), Options{TimeZone: zone})
			// The Tuesday after: a working day, all day long.
			tuesday := time.Date(2026, 3, 31, 0, 0, 0, 0, zone)
			for at := tuesday.Add(150 * time.Second); at.Before(tuesday.AddDate(0, 0, 1)); at = at.Add(5 * time.Minute) {
				expects(t, r, at.In(zone), factor(at))
			}
			if r.Outliers > 14 {
				t.Errorf("%d windows were left out as outliers: %s", r.Outliers, r.Reason)
			}
			if !strings.Contains(r.Reason, "that are always so") {
				t.Error(r.Reason)
			}
			if r.LogSD > 0.06 {
				t.Errorf("the job is part of the spread: %.3f, the level wanders by 0.05", r.LogSD)
			}
		})
	}
}

// A quiet window at the beginning of an hour says nothing of a job, but the clock on the wall goes on.
func TestTheMinutesOfAJobAreThoseOfTheClockWhereTheHourBeginsQuietly(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Kolkata") // 5:30 ahead
	if err != nil {
		t.Skip("no time zone table here")
	}
	factor := func(at time.Time) float64 {
		if minute := at.In(zone).Minute(); minute >= 15 && minute < 20 {
			return 5
		}
		return 1
	}
	windows := seasonal(3, monday, 14, factor)
	for i := range windows {
		if windows[i].Middle().In(zone).Minute() < 5 {
			for k := range windows[i].Counts {
				windows[i].Counts[k] /= 60
			}
		}
	}
	r := Learn(windows, Options{TimeZone: zone})
	for at := monday.AddDate(0, 0, 15).Add(150 * time.Second); at.Before(monday.AddDate(0, 0, 16)); at = at.Add(5 * time.Minute) {
		expects(t, r, at.In(zone), factor(at))
	}
}

// A job at the full hours of the day and an incident at one of the night: that hour has no job.
func TestAnIncidentAtTheMinuteOfAJobIsNotRegular(t *testing.T) {
	job := func(at time.Time) float64 {
		if at.Hour() >= 6 && at.Hour() < 20 && at.Minute() < 5 {
			return 5
		}
		return 1
	}
	for _, days := range []int{5, 14, 28} {
		r := Learn(seasonal(3, monday, days, func(at time.Time) float64 {
			if incident := at.Sub(monday.AddDate(0, 0, 4).Add(2 * time.Hour)); incident >= 0 && incident < 5*time.Minute {
				return 10
			}
			return job(at)
		}), Options{})
		for hour := range 24 {
			at := monday.AddDate(0, 0, 29).Add(time.Duration(hour)*time.Hour + 150*time.Second)
			expects(t, r, at, job(at))
		}
		if r.Outliers != 1 {
			t.Errorf("%d days: %s", days, r.Reason)
		}
	}
}

// Incidents are no appointments: neither those of any day nor two at the same time, nor one that lasts for hours.
func TestAccidentsAreNotRegular(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 5))
		slow := map[int]bool{}
		for range 80 { // one window in fifty
			slow[random.IntN(14*288)] = true
		}
		slow[2*288+100], slow[9*288+100] = true, true
		for i := range 36 {
			slow[5*288+40+i] = true
		}
		r := Learn(seasonal(seed, monday, 14, func(at time.Time) float64 {
			if slow[int(at.Sub(monday)/(5*time.Minute))] {
				return 5
			}
			return 1
		}), Options{})
		if r.Profile != nil && len(r.Profile.Regular) > 0 {
			t.Errorf("seed %d: %v", seed, r.Profile.Regular)
		}
		if r.Outliers < 100 {
			t.Errorf("seed %d: only %d windows were left out", seed, r.Outliers)
		}
	}
}

// A window of a minute that is half in the job has requests of both.
func TestAWindowOverTheEdgeOfAJobHasBoth(t *testing.T) {
	r := Learn(seasonal(3, monday, 14, func(at time.Time) float64 {
		if at.Minute() < 5 {
			return 5
		}
		return 1
	}), Options{})
	hour := monday.AddDate(0, 0, 15).Add(10 * time.Hour)
	for after, least := range map[time.Duration]float64{30 * time.Second: 3, time.Minute: 5, 5*time.Minute + 30*time.Second: 3, 6 * time.Minute: 1} {
		w := Window{End: hour.Add(after), Width: time.Minute}
		if e := r.ExpectedIn(w, false); e < 0.92*least*truth(1) || e > 1.08*truth(5) || least == 1 && e > 1.08*truth(1) {
			t.Errorf("%s after the hour %.3f s are expected, normal is %.3f and %.3f in the job", after, e, truth(1), truth(5))
		}
	}
}

// A window without requests is drawn as one with as many as usual: of one alone nothing would be known, and the job would be normal all the time.
func TestWhatIsNormalDoesNotDependOnAnAbsenceOfRequests(t *testing.T) {
	windows := seasonal(3, monday, 14, func(at time.Time) float64 {
		if at.Minute() < 10 {
			return 5
		}
		return 1
	})
	r := Learn(windows, Options{})
	hour := Window{End: monday.AddDate(0, 0, 15), Width: time.Hour}
	empty := r.ExpectedIn(hour, false)
	for _, w := range windows[:12] {
		hour.Add(w.Histogram)
	}
	near(t, "an hour without requests", empty, r.ExpectedIn(hour, false), 0.02)
}

// Of so many slots of the day as many may have that many windows that are out by accident as once in a thousand baselines.
func TestWhatIsRegularIsNoAccident(t *testing.T) {
	for _, share := range []float64{0.01, 0.05, 0.09} {
		for _, slots := range []int{slotsAnHour, slotsPerDay} {
			for all := 1; all <= 28; all++ {
				masses := binomial(all, share)
				for out := range all + 1 {
					chance := 0.0
					for _, mass := range masses[out:] {
						chance += mass
					}
					want := out >= leastDays && 2*out > all && chance*float64(slots) < regularChance
					require.Equal(t, want, tally{float64(all), float64(out)}.regular(share, slots), "%d of %d at %v, one of %d", out, all, share, slots)
				}
			}
		}
	}
}

// What happens in every hour needs no fourteen days to be told from an accident, and more than two.
func TestWhatHappensInEveryHourIsRegularAfterThreeDays(t *testing.T) {
	factor := func(at time.Time) float64 {
		if at.Minute() < 5 {
			return 5
		}
		return 1
	}
	moments := func(days int) int {
		r := Learn(seasonal(3, monday, days, factor), Options{})
		if r.Profile == nil {
			return 0
		}
		return len(r.Profile.Regular)
	}
	require.Zero(t, moments(2))
	require.Equal(t, 24, moments(3))
}
