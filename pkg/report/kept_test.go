package report

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func keptOn(days ...string) []store.KeptReport {
	kept := make([]store.KeptReport, len(days))
	for i, d := range days {
		from, err := time.Parse(time.DateOnly, d)
		if err != nil {
			panic(err)
		}
		kept[i] = store.KeptReport{Day: d, From: from}
	}
	return kept
}

func TestWhichReportsAreDue(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	// A Wednesday, and the summer's time.
	learned := time.Date(2026, 7, 1, 22, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name     string
		period   Period
		location *time.Location
		kept     []store.KeptReport
		want     []string
	}{
		{"the first time, the last one that is over", Daily, time.UTC, nil, []string{"2026-06-30"}},
		{"a day is over where the system is", Daily, berlin, nil, []string{"2026-07-01"}},
		{"nothing while the last one is there", Daily, time.UTC, keptOn("2026-06-30"), nil},
		{"what was missed, the latest first", Daily, time.UTC, keptOn("2026-06-27"), []string{"2026-06-30", "2026-06-29", "2026-06-28"}},
		{"one that could not be made in between", Daily, time.UTC, keptOn("2026-06-30", "2026-06-28"), []string{"2026-06-29"}},
		{"a week at most after a long time", Daily, time.UTC, keptOn("2026-01-01"),
			[]string{"2026-06-30", "2026-06-29", "2026-06-28", "2026-06-27", "2026-06-26", "2026-06-25", "2026-06-24"}},
		{"weeks begin on Monday", Weekly, time.UTC, nil, []string{"2026-06-22"}},
		{"a month", Monthly, time.UTC, keptOn("2026-05-01"), []string{"2026-06-01"}},
		{"a month that is not over where the system is", Monthly, time.FixedZone("far west", -23*3600), keptOn("2026-05-01"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, day := range Due(c.period, c.location, learned, c.kept, 7) {
				got = append(got, day.Format(time.DateOnly))
			}
			require.Equal(t, c.want, got)
		})
	}
}

// shelf keeps reports in memory, as the store does.
type shelf struct {
	kept    []store.KeptReport
	expired map[string]time.Time
}

func (s *shelf) PutReport(_ context.Context, _ store.Lease, r store.KeptReport) error {
	for _, k := range s.kept {
		if k.System == r.System && k.Period == r.Period && k.Day == r.Day {
			return nil
		}
	}
	s.kept = append(s.kept, r)
	return nil
}

func (s *shelf) KeptReport(_ context.Context, _, system, period, day string) (*store.KeptReport, error) {
	for _, k := range s.kept {
		if k.System == system && k.Period == period && k.Day == day {
			return &k, nil
		}
	}
	return nil, nil
}

func (s *shelf) KeptReports(_ context.Context, _, system, period string, _ int) (some []store.KeptReport, _ error) {
	for _, k := range s.kept {
		if k.System == system && k.Period == period {
			some = append(some, k)
		}
	}
	return some, nil
}

func (s *shelf) ExpireReports(_ context.Context, _ store.Lease, period string, before time.Time) error {
	s.expired[period] = before
	return nil
}

func TestReportsAreMadeOnceAndStayWhatTheyWere(t *testing.T) {
	learned := time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)
	systems := []*catalog.System{{Name: "kgas", Title: "KGAS", TimeZone: "UTC"}, {Name: "ado", Title: "ADO", TimeZone: "UTC"}}
	s := &shelf{expired: map[string]time.Time{}}
	made, away := 0, "ado"
	keeping := Keeping{
		Source: "1/yardstick", Store: s, Now: func() time.Time { return learned.Add(time.Minute) },
		Make: func(_ context.Context, system *catalog.System, period Period, day time.Time) (Report, error) {
			if system.Name == away {
				return Report{}, errors.New("Prometheus is away")
			}
			made++
			from, to := Request{Period: period, Day: day}.Bounds()
			return Report{System: system.Name, Period: string(period), Day: from.Format(time.DateOnly), From: from, To: to, Summary: Summary{Operations: made}}, nil
		},
	}
	keep := func() (failed error) {
		for _, system := range systems {
			failed = errors.Join(failed, keeping.Keep(context.Background(), system, learned))
		}
		return failed
	}
	require.ErrorContains(t, keep(), "the monthly report of ADO for 2026-06-01: Prometheus is away")
	require.Len(t, s.kept, 3, "one that cannot be made leaves the others alone")
	away = ""
	require.NoError(t, keep())
	require.NoError(t, keep())
	require.Equal(t, 6, made, "a day, a week and a month of two systems, each once")
	require.Equal(t, learned.Add(-100*24*time.Hour), s.expired["daily"])

	june := Request{System: systems[0], Period: Monthly, Day: learned.AddDate(0, 0, -3)}
	read, err := ReadKept(context.Background(), s, "1/yardstick", june)
	require.NoError(t, err)
	require.True(t, read.Over())
	require.Equal(t, learned.Add(time.Minute), *read.KeptAt)
	first := read.Summary.Operations
	require.NoError(t, keeping.Put(context.Background(), Report{System: "kgas", Period: "monthly", Day: "2026-06-01"}))
	read, err = ReadKept(context.Background(), s, "1/yardstick", june)
	require.NoError(t, err)
	require.Equal(t, first, read.Summary.Operations)

	none, err := ReadKept(context.Background(), s, "1/yardstick", Request{System: systems[0], Period: Monthly, Day: learned})
	require.NoError(t, err)
	require.Nil(t, none)
}

// The hours are those of Prometheus' clock. A machine behind it ends the report of a day that is over where its own now is,
// and what is kept stays as it is.
func TestAReportThatEndsBeforeItsPeriodIsNotKept(t *testing.T) {
	learned := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	s := &shelf{expired: map[string]time.Time{}}
	now := learned.Add(-3 * time.Hour)
	keeping := Keeping{
		Source: "1/yardstick", Store: s, Now: func() time.Time { return now },
		Make: func(_ context.Context, system *catalog.System, period Period, day time.Time) (Report, error) {
			from, to := Request{Period: period, Day: day, Now: now}.Bounds()
			return Report{System: system.Name, Period: string(period), Day: from.Format(time.DateOnly), From: from, To: to}, nil
		},
	}
	system := &catalog.System{Name: "kgas", Title: "KGAS", TimeZone: "UTC"}
	require.ErrorContains(t, keeping.Keep(context.Background(), system, learned), "this machine's clock is behind")
	now = learned.Add(time.Minute)
	require.NoError(t, keeping.Keep(context.Background(), system, learned.Add(3*time.Hour)))
	kept, err := s.KeptReport(context.Background(), "1/yardstick", "kgas", "daily", "2026-06-30")
	require.NoError(t, err)
	require.Equal(t, learned, kept.To)
}

// Of a report that was kept before failed requests were violations nothing says what was off: it was slow.
func TestAKeptReportOfBeforeTellsOfLatencies(t *testing.T) {
	day := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	s := &shelf{kept: []store.KeptReport{{System: "kgas", Period: "daily", Day: "2026-07-01", From: day, To: day.AddDate(0, 0, 1), Text: []byte(`{
		"system": "kgas", "period": "daily", "day": "2026-07-01", "summary": {"operations": 2, "withBaseline": 2, "slower": 1},
		"violations": [{"set": "operation", "operation": "embed", "labels": {}, "tier": "critical", "start": "2026-07-01T09:00:00Z", "end": null, "peak": 6}]}`)}}}
	read, err := ReadKept(t.Context(), s, "1/yardstick", Request{System: &catalog.System{Name: "kgas"}, Day: day.Add(time.Hour), Location: time.UTC})
	require.NoError(t, err)
	require.Equal(t, "1 of 2 operations was slower than normal; worst: embed, 6x.", read.Sentence())
	text, err := json.Marshal(read)
	require.NoError(t, err)
	require.Contains(t, string(text), `"signal":"latency"`)
}
