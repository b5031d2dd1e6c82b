package plugin

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// golden are the answers that are kept in testdata/golden, one file each.
var golden = []struct {
	name, query string
	empty       bool // over a day without data, and without baselines
	alert       bool
}{
	{name: "series-p95-with-band", query: `{"queryType":"series","system":"kgas","operations":["embed"],"band":true}`},
	{name: "series-rate", query: `{"queryType":"series","system":"kgas","operations":["ingest"],"stat":"rate"}`},
	{name: "series-label-with-quotes-and-newline", query: `{"queryType":"series","system":"kgas","labels":{"operation_type":"say \"hi\"\nthere"}}`},
	{name: "series-matchers", query: `{"queryType":"series","system":"kgas","matchers":[{"label":"operation_type","operator":"=~","value":"em.*|ingest"},{"label":"operation_type","operator":"!=","value":"embed"}]}`},
	{name: "series-empty", query: `{"queryType":"series","system":"kgas"}`, empty: true},
	{name: "deviation-ratio", query: `{"queryType":"deviation","system":"kgas"}`},
	{name: "deviation-tier-in-an-alert", query: `{"queryType":"deviation","system":"kgas","measure":"tier"}`, alert: true},
	{name: "deviation-breach", query: `{"queryType":"deviation","measure":"breach"}`},
	{name: "deviation-live", query: `{"queryType":"deviation","system":"kgas","measure":"live"}`},
	{name: "deviation-empty", query: `{"queryType":"deviation","system":"kgas"}`, empty: true},
	{name: "baseline", query: `{"queryType":"baseline","system":"kgas"}`},
	{name: "baseline-empty", query: `{"queryType":"baseline","system":"kgas"}`, empty: true},
	{name: "targets", query: `{"queryType":"targets","system":"kgas"}`},
	{name: "targets-missed-in-an-alert", query: `{"queryType":"targets","system":"kgas","measure":"missed"}`, alert: true},
	{name: "targets-empty", query: `{"queryType":"targets","system":"omninode","measure":"value"}`, empty: true},
	{name: "conversions", query: `{"queryType":"conversions","system":"kgas"}`},
	{name: "conversions-ratio-in-an-alert", query: `{"queryType":"conversions","system":"kgas","measure":"ratio"}`, alert: true},
	{name: "conversions-over-time", query: `{"queryType":"conversions","system":"kgas","format":"timeseries"}`},
	{name: "conversions-empty", query: `{"queryType":"conversions","system":"kgas","measure":"ratio"}`, empty: true},
	{name: "breakers", query: `{"queryType":"breakers","system":"omninode"}`},
	{name: "breakers-state-in-an-alert", query: `{"queryType":"breakers","system":"omninode","measure":"state"}`, alert: true},
	{name: "breakers-over-time", query: `{"queryType":"breakers","system":"omninode","format":"timeseries"}`},
	{name: "breakers-empty", query: `{"queryType":"breakers","system":"omninode","measure":"state"}`, empty: true},
	{name: "table-operations", query: `{"queryType":"table","system":"kgas","table":"operations","sort":"degraded"}`},
	{name: "table-violations", query: `{"queryType":"table","system":"kgas","table":"violations"}`},
	{name: "table-recommendations", query: `{"queryType":"table","system":"kgas","table":"recommendations"}`},
	{name: "table-recommendations-with-a-change", query: `{"queryType":"table","system":"omninode","table":"recommendations"}`},
	{name: "table-coverage", query: `{"queryType":"table","system":"kgas","table":"coverage"}`},
	{name: "table-empty", query: `{"queryType":"table","system":"omninode","table":"violations"}`, empty: true},
	{name: "annotations-violations", query: `{"queryType":"annotations","system":"kgas","kind":"violation"}`},
	{name: "annotations-baselines", query: `{"queryType":"annotations","system":"kgas","kind":"baseline"}`},
	{name: "annotations-deployments", query: `{"queryType":"annotations","system":"omninode","kind":"deployment"}`},
	{name: "annotations-changes-empty", query: `{"queryType":"annotations","system":"omninode","kind":"change"}`, empty: true},
	{name: "annotations-deployments-empty", query: `{"queryType":"annotations","system":"omninode","kind":"deployment"}`, empty: true},
	{name: "annotations-empty", query: `{"queryType":"annotations","system":"omninode","kind":"violation"}`, empty: true},
}

func TestEveryQueryTypeAnswersAsInItsGoldenFile(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	full, context := datasource(t, server.URL, filled(), `{}`)
	bare, bareContext := datasource(t, server.URL, &memory{}, `{}`)
	yesterday := backend.TimeRange{From: noon.Add(-25 * time.Hour), To: noon.Add(-24 * time.Hour)}
	lastDay := backend.TimeRange{From: noon.Add(-6 * time.Hour), To: noon}
	for _, g := range golden {
		t.Run(g.name, func(t *testing.T) {
			headers := map[string]string{}
			if g.alert {
				headers[backend.FromAlertHeaderName] = "true"
			}
			var answer backend.DataResponse
			switch {
			case g.empty:
				answer = askOver(t, bare, bareContext, g.query, headers, yesterday)
			case filepath.Base(g.name)[:5] == "annot", g.name == "table-violations":
				answer = askOver(t, full, context, g.query, headers, lastDay)
			default:
				answer = ask(t, full, context, g.query, headers)
			}
			require.NoError(t, answer.Error)
			experimental.CheckGoldenJSONResponse(t, filepath.Join("testdata", "golden"), g.name, &answer, *update)
		})
	}
}

// The name and the labels of its values tell a series from another one: the data plane contract knows no two alike.
func TestNoTwoSeriesOfAnAnswerAreTheSame(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{}`)
	several := 0
	for _, g := range golden {
		known := map[string]bool{}
		for _, frame := range askOver(t, d, context, g.query, nil, backend.TimeRange{From: noon.Add(-6 * time.Hour), To: noon}).Frames {
			if frame.Meta.Type != data.FrameTypeTimeSeriesMulti || len(frame.Fields) == 0 {
				continue
			}
			value := frame.Fields[1]
			id := value.Name + value.Labels.String()
			require.False(t, known[id], "%s: %s", g.name, id)
			known[id] = true
		}
		if len(known) > 1 {
			several++
		}
	}
	require.Positive(t, several)
}

// "Today" ends tonight, "This week" on Sunday: what is asked of their end was not measured yet.
func TestARangeThatEndsInTheFutureIsAnsweredAsOfNow(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{}`)
	from := noon.Add(-6 * time.Hour)
	for _, g := range golden {
		if g.empty {
			continue
		}
		t.Run(g.name, func(t *testing.T) {
			headers := map[string]string{}
			if g.alert {
				headers[backend.FromAlertHeaderName] = "true"
			}
			text := func(to time.Time) string {
				answer := askOver(t, d, context, g.query, headers, backend.TimeRange{From: from, To: to})
				require.NoError(t, answer.Error)
				frames, err := json.Marshal(answer.Frames)
				require.NoError(t, err)
				return string(frames)
			}
			require.JSONEq(t, text(noon), text(noon.Add(12*time.Hour)))
		})
	}
	require.Equal(t, backend.TimeRange{From: noon, To: noon}, untilNow(backend.TimeRange{From: noon.Add(1), To: noon.Add(2)}, noon), "all of it is still to come")
	before := backend.TimeRange{From: noon.Add(-2), To: noon.Add(-1)}
	require.Equal(t, before, untilNow(before, noon))
}
