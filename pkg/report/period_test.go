package report

import (
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestAPeriodIsTheCalendars(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		period   Period
		day      string
		from, to string
	}{
		"a week begins on Monday":                  {Weekly, "2026-03-10", "2026-03-09T00:00:00+01:00", "2026-03-16T00:00:00+01:00"},
		"Sunday ends it, though the clocks change": {Weekly, "2026-03-29", "2026-03-23T00:00:00+01:00", "2026-03-30T00:00:00+02:00"},
		"a week reaches over the end of a year":    {Weekly, "2026-01-01", "2025-12-29T00:00:00+01:00", "2026-01-05T00:00:00+01:00"},
		"a month is as long as it is":              {Monthly, "2026-02-14", "2026-02-01T00:00:00+01:00", "2026-03-01T00:00:00+01:00"},
		"the month of the clocks":                  {Monthly, "2026-03-31", "2026-03-01T00:00:00+01:00", "2026-04-01T00:00:00+02:00"},
		"a run is told by its day":                 {Run, "2026-03-10", "2026-03-10T00:00:00+01:00", "2026-03-11T00:00:00+01:00"},
	} {
		t.Run(name, func(t *testing.T) {
			day, err := time.ParseInLocation(time.DateOnly, c.day, berlin)
			require.NoError(t, err)
			from, to := Request{Period: c.period, Day: day.Add(11 * time.Hour), Location: berlin}.Bounds()
			require.Equal(t, []string{c.from, c.to}, []string{from.Format(time.RFC3339), to.Format(time.RFC3339)})
		})
	}
	_, err = ParsePeriod("yearly")
	require.ErrorContains(t, err, "daily, weekly, monthly, run")
}

// In Santiago, Havana and on the Azores the day on which clocks go forward begins at one o'clock; in Amman in 2021 the day
// on which they went back had two midnights.
func TestADayWhoseClocksChangeAtMidnightIsOneDay(t *testing.T) {
	for name, c := range map[string]struct{ zone, day, from, to, before string }{
		"forward, west of Greenwich": {"America/Santiago", "2026-09-06", "2026-09-06T01:00:00-03:00", "2026-09-07T00:00:00-03:00", "2026-09-05T00:00:00-04:00"},
		"the day before":             {"America/Santiago", "2026-09-05", "2026-09-05T00:00:00-04:00", "2026-09-06T01:00:00-03:00", "2026-09-04T00:00:00-04:00"},
		"forward, east of Greenwich": {"Africa/Cairo", "2026-04-24", "2026-04-24T01:00:00+03:00", "2026-04-25T00:00:00+03:00", "2026-04-23T00:00:00+02:00"},
		"forward to Greenwich":       {"Atlantic/Azores", "2026-03-29", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z", "2026-03-28T00:00:00-01:00"},
		"back, east of Greenwich":    {"Asia/Amman", "2021-10-29", "2021-10-29T00:00:00+03:00", "2021-10-30T00:00:00+02:00", "2021-10-28T00:00:00+03:00"},
		"back, west of Greenwich":    {"America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00", "2026-10-31T00:00:00-04:00"},
	} {
		t.Run(name, func(t *testing.T) {
			location, err := time.LoadLocation(c.zone)
			require.NoError(t, err)
			day, err := ParseDay(c.day, location)
			require.NoError(t, err)
			from, to := Request{Day: day, Location: location}.Bounds()
			require.Equal(t, []string{c.from, c.to}, []string{from.Format(time.RFC3339), to.Format(time.RFC3339)})
			require.Equal(t, c.day, from.Format(time.DateOnly), "the day that its report is kept by")
			require.Equal(t, c.before, Daily.before(from).Format(time.RFC3339))
		})
	}
	santiago, err := time.LoadLocation("America/Santiago")
	require.NoError(t, err)
	kept := []store.KeptReport{{Day: "2026-09-04", From: time.Date(2026, 9, 4, 0, 0, 0, 0, santiago)}}
	var due []string
	for _, day := range Due(Daily, santiago, time.Date(2026, 9, 8, 3, 0, 0, 0, santiago), kept, 7) {
		due = append(due, day.Format(time.DateOnly))
	}
	require.Equal(t, []string{"2026-09-07", "2026-09-06", "2026-09-05"}, due)
}

func weeklySystem() *catalog.System {
	sys := system()
	sys.Report = append(sys.Report,
		catalog.ReportItem{ID: "W1", Period: "weekly", Section: "Trends", Title: "Against the week before", Kind: "list", Expr: "trend[7d] / trend[7d] offset 7d"},
		catalog.ReportItem{ID: "W2", Period: "weekly", Section: "Trends", Title: "Recommendations", Kind: "list", Engine: "recommendations"},
		catalog.ReportItem{ID: "M1", Period: "monthly", Section: "Growth", Title: "Growth", Kind: "value", Expr: "growth[30d:1h]"},
	)
	return sys
}

func TestAReportHasTheItemsOfItsPeriodOverItsLength(t *testing.T) {
	src := &stage{
		perHour: map[string]func(time.Time, time.Duration) baseline.Window{"graph_query": steady(100, 1)},
		answers: map[string]model.Vector{"trend": {sample(1.2, "operation_type", "graph_query")}},
	}
	r := daily(t, src, Request{System: weeklySystem(), Period: Weekly, Day: midnight.AddDate(0, 0, -7)}) // a Tuesday
	require.Equal(t, "weekly", r.Period)
	require.Equal(t, "2026-03-02", r.Day)
	require.InDelta(t, 7*24*100, operation(t, r, "graph_query").Requests, 1e-6)
	require.Len(t, r.Charts[0].Points, 28, "a point every six hours")
	require.Len(t, r.Sections, 1)
	require.Equal(t, []string{"graph_query"}, names(r.Sections[0].Items[0]))
	require.Contains(t, r.Sections[0].Items[1].Missing, "nothing that the document advises applied at the end of the week")
	require.Equal(t, []string{"trend[604800s] / trend[604800s] offset 604800s"}, src.asked)

	src.asked = nil
	now := midnight.Add(36 * time.Hour) // Wednesday noon: two and a half days, compared with as many of the week before
	daily(t, src, Request{System: weeklySystem(), Period: Weekly, Day: now, Now: now})
	require.Equal(t, []string{"trend[216000s] / trend[216000s] offset 604800s"}, src.asked)

	src.asked = nil
	r = daily(t, src, Request{System: weeklySystem(), Period: Monthly, Day: time.Date(2026, 2, 14, 0, 0, 0, 0, time.UTC)})
	require.Equal(t, []string{"growth[2419200s:1h]"}, src.asked, "28 days")
	require.Contains(t, r.Sections[0].Items[0].Missing, "in that month;")
	require.InDelta(t, 28*24*100, r.Summary.Requests, 1e-6)
}

func TestAMonthIsComparedWithAsMuchOfTheMonthBefore(t *testing.T) {
	sys := system()
	sys.Report = []catalog.ReportItem{{ID: "M1", Period: "monthly", Section: "Growth", Title: "Growth", Kind: "list", Expr: "growth[30d] / growth[30d] offset 30d"}}
	for name, c := range map[string]struct {
		day, now time.Time
		asks     string
	}{
		"March with all of February":                  {march, time.Time{}, "growth[2678400s] / growth[2419200s] offset 2678400s"},
		"February with the first days of January":     {february, time.Time{}, "growth[2419200s] / growth[2419200s] offset 2678400s"},
		"ten days of March with ten of February":      {march, march.AddDate(0, 0, 10), "growth[864000s] / growth[864000s] offset 2419200s"},
		"thirty days of March with all that there is": {march, march.AddDate(0, 0, 30), "growth[2592000s] / growth[2419200s] offset 2592000s"},
	} {
		t.Run(name, func(t *testing.T) {
			src := &stage{}
			r := daily(t, src, Request{System: sys, Period: Monthly, Day: c.day, Now: c.now})
			require.Equal(t, []string{c.asks}, src.asked)
			require.Contains(t, r.Sections[0].Items[0].Missing, "or none of the time before", "either side of a comparison may be the one that is missing")
		})
	}
}

func TestWhatIsReadOnceAnHourBeginsWithThePeriod(t *testing.T) {
	sys := system()
	sys.Report = []catalog.ReportItem{{ID: "M1", Period: "monthly", Section: "Growth", Title: "Growth", Kind: "list", Expr: "growth[30d1s:1h] / growth[30d1s:1h] offset 30d"}}
	src := &stage{}
	daily(t, src, Request{System: sys, Period: Monthly, Day: march})
	require.Equal(t, []string{"growth[2678401s:1h] / growth[2419201s:1h] offset 2678400s"}, src.asked)
}

func TestNoRequestCoversMoreThanADay(t *testing.T) {
	for _, period := range []Period{Daily, Weekly, Monthly} {
		src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{"graph_query": steady(100, 1)}}
		r := daily(t, src, Request{System: system(), Period: period, Day: march, Now: march.AddDate(0, 0, 10).Add(90 * time.Minute)})
		require.LessOrEqual(t, src.longest, 24*time.Hour, period)
		require.InDelta(t, 100*r.To.Sub(r.From).Hours(), operation(t, r, "graph_query").Requests, 1e-6, "every piece of the %s once", period)
		var before time.Time
		for _, p := range r.Charts[0].Points {
			require.True(t, p.T.After(before), "the points of the %s in their order", period)
			before = p.T
		}
	}
}
