package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/report"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// weekly is this week's report by titles of its items.
func weekly(t *testing.T, s store.Store) map[string]report.Item {
	t.Helper()
	url := upstream(t, holdingNothing)
	d, context := datasource(t, url, s, `{"systems":["kgas"]}`)
	status, answer := call(t, d, as(context, "Viewer"), http.MethodGet, "reports/weekly?system=kgas", "")
	require.Equal(t, http.StatusOK, status, answer)
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(answer), &r))
	items := map[string]report.Item{}
	for _, section := range r.Sections {
		for _, i := range section.Items {
			items[i.Title] = i
		}
	}
	return items
}

func TestAWeeklyReportTellsWhatTheStoreKeeps(t *testing.T) {
	ctx, s := context.Background(), kept(t)
	require.NoError(t, s.PutDeployment(ctx, "1/yardstick", store.Deployment{System: "kgas", At: levelChanged, Version: "1.3", Author: "ci"}))
	operations, err := s.Operations(ctx, "1/yardstick", "kgas")
	require.NoError(t, err)
	lease, ok, err := s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	shift := store.Shift{At: levelChanged, Before: 0.19, After: 0.27, Ratio: 1.4, RatioLow: 1.3, RatioHigh: 1.5, Deployment: "1.3", DeployedAt: levelChanged}
	for _, o := range operations {
		if o.Name == "embed" {
			require.NoError(t, s.PutShifts(ctx, lease, o, noon.AddDate(0, 0, -1), noon, []store.Shift{shift}))
			require.NoError(t, s.PutViolations(ctx, lease, []store.Violation{{Operation: o, Tier: 2, Start: levelChanged, End: levelChanged.Add(time.Hour), Peak: 2.4}}))
		}
	}
	require.NoError(t, s.Note(ctx, "1/yardstick", store.Act{At: noon.Add(-time.Hour), Author: "ada", Action: "freeze", System: "kgas", Operation: "embed", Reason: "a release is tested"}))
	require.NoError(t, s.Note(ctx, "1/yardstick", store.Act{At: noon.AddDate(0, 0, -30), Author: "ada", Action: "approve", System: "kgas", Operation: "embed"}))

	items := weekly(t, s)
	require.Len(t, items["Violations"].Rows, 1)
	require.InDelta(t, 1, *items["Violations"].Rows[0].Value, 0)
	require.Equal(t, "1 warning, peak 2.4x", items["Violations"].Rows[0].Text)
	require.Len(t, items["Levels"].Rows, 1)
	require.Contains(t, items["Levels"].Rows[0].Text, "p95 from 190 ms to 270 ms, near the release of 1.3")
	require.Len(t, items["Releases"].Rows, 1)
	require.InDelta(t, 1.4, *items["Releases"].Rows[0].Value, 0)
	require.Len(t, items["Decisions"].Rows, 1, "what was done a month ago is not this week's")
	require.Equal(t, "ada: a release is tested", items["Decisions"].Rows[0].Text)
	require.Contains(t, items["Load"].Missing, "no whole day is learned", "two halves of a day are none")
	require.Contains(t, items["Advice"].Missing, "nothing that the document advises applied")
}

func TestAWeeklyReportSaysThatTheStoreIsAway(t *testing.T) {
	s := filled()
	items := weekly(t, s)
	require.NotEmpty(t, items["Decisions"].Missing)
	s.broken = store.ErrReadOnly
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	status, _ := call(t, d, as(context, "Viewer"), http.MethodGet, "reports/weekly?system=kgas", "")
	require.GreaterOrEqual(t, status, 500)
}

func TestAKeptReportAnswersAsItWas(t *testing.T) {
	ctx, s := context.Background(), kept(t)
	lease, ok, err := s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	from := noon.Truncate(24*time.Hour).AddDate(0, 0, -1)
	made := from.Add(25 * time.Hour)
	was := report.Report{System: "kgas", Title: "KGAS", Period: "daily", Day: from.Format(time.DateOnly), From: from, To: from.AddDate(0, 0, 1), Summary: report.Summary{Operations: 77}}
	require.NoError(t, report.Keeping{Store: s, Lease: lease, Now: func() time.Time { return made }}.Put(ctx, was))
	url := upstream(t, holdingNothing)
	d, viewer := datasource(t, url, s, `{"systems":["kgas"]}`)
	ask := func(query string) (r report.Report) {
		t.Helper()
		status, answer := call(t, d, as(viewer, "Viewer"), http.MethodGet, "reports/"+query, "")
		require.Equal(t, http.StatusOK, status, answer)
		require.NoError(t, json.Unmarshal([]byte(answer), &r))
		return r
	}
	day := "daily?system=kgas&day=" + was.Day
	require.Equal(t, 77, ask(day).Summary.Operations)
	require.Equal(t, made, *ask(day).KeptAt)
	require.Zero(t, ask(day+"&again=true").Summary.Operations)
	require.Nil(t, ask("daily?system=kgas").KeptAt, "today is not over")

	status, answer := call(t, d, as(viewer, "Viewer"), http.MethodGet, "reports?system=kgas&period=daily", "")
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `[{"system":"kgas","title":"KGAS","period":"daily","day":"`+was.Day+`","from":"`+from.Format(time.RFC3339)+
		`","to":"`+was.To.Format(time.RFC3339)+`","at":"`+made.Format(time.RFC3339)+`"}]`, answer)
	status, answer = call(t, d, as(viewer, "Viewer"), http.MethodGet, "reports?period=hourly", "")
	require.Equal(t, http.StatusBadRequest, status, answer)
}
