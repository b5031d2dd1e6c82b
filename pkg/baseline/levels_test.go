package baseline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheDaysOfALevelAreThoseOfItsTimeZone(t *testing.T) {
	for _, c := range []struct {
		name, zone string
		from       time.Time
	}{
		{"the midnight of UTC lies within an hour", "Asia/Kolkata", time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)},
		{"two days have their first hour in one day of UTC", "Europe/Berlin", time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(c.name, func(t *testing.T) {
			const days = 4
			zone := zoneOf(c.zone)
			begin := time.Date(c.from.Year(), c.from.Month(), c.from.Day(), 0, 0, 0, 0, zone)
			var values []Level
			for at := begin.Add(150 * time.Second); at.Before(begin.AddDate(0, 0, days)); at = at.Add(5 * time.Minute) {
				values = append(values, Level{At: at.UTC(), Value: 1})
			}
			l := Levels{TimeZone: c.zone}
			for hour, cell := range l.cellsOf(values, make([]float64, len(values)), false)[0] {
				want := days
				if c.zone == "Europe/Berlin" && hour == 2 {
					want-- // the night of the change to summer time has none
				}
				require.Len(t, cell.days, want, "hour %d", hour)
			}
		})
	}
}
