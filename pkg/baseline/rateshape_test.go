package baseline

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// busyFrom are four weeks in which an operation is ten times as busy for eight hours of each day, and as fast at all hours.
func busyFrom(hour int) []Window {
	var windows []Window
	for i := range 28 * 288 {
		end := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(i+1) * 5 * time.Minute)
		n := 60.0
		if since := (end.Add(-time.Minute).Hour() - hour + 24) % 24; since < 8 {
			n = 600
		}
		windows = append(windows, Window{End: end, Width: 5 * time.Minute, Histogram: Histogram{Bounds: []float64{0.1, 0.2, 0.4}, Counts: []float64{n / 2, n * 0.48, n * 0.02, 0}, Sum: n * 0.12}})
	}
	return windows
}

// A job that moves from the day to the night, as fast as ever, changes at which hours requests are missed: that is another baseline.
func TestOtherHoursOfTheRequestsAreAnotherBaseline(t *testing.T) {
	day, night := Learn(busyFrom(9), Options{}), Learn(busyFrom(21), Options{})
	if !night.Differs(day) {
		noon := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
		t.Errorf("%.3g requests a second are expected at noon for ever, and %.3g come", day.ExpectedRate(noon), night.ExpectedRate(noon))
	}
	told := slices.ContainsFunc(Diff(day, night), func(d Difference) bool {
		return d.Field == "rateProfile" && strings.Contains(d.AfterWord, "hour ")
	})
	if !told {
		t.Errorf("nothing says in what they differ: %+v", Diff(day, night))
	}
	if again := Learn(busyFrom(9)[288:], Options{}); again.Differs(day) {
		t.Error("a day less of the same is no other baseline")
	}
}

// The hours are those of the system, also once its time zone is set anew.
func TestTheHoursOfTheRequestsFollowTheTimeZone(t *testing.T) {
	zone, err := time.LoadLocation("Australia/Lord_Howe")
	if err != nil {
		t.Fatal(err)
	}
	flat := func(zone *time.Location) Record {
		windows := busyFrom(0)
		for i := range windows {
			windows[i].Histogram = windows[0].Histogram
		}
		return Learn(windows, Options{TimeZone: zone})
	}
	utc, there := flat(time.UTC), flat(zone)
	if utc.Profile != nil || there.Profile != nil {
		t.Fatal("its latency has no shape, which would have told")
	}
	if !there.Differs(utc) {
		t.Error("its weekend stays that of UTC")
	}
}
