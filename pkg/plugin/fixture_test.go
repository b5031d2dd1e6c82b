package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// update writes golden files and the schema instead of comparing with them.
var update = flag.Bool("update", false, "write golden files and generated files")

// noon is the present of these tests.
var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// still is a clock that stands at noon.
type still struct{}

func (still) Now() time.Time                       { return noon }
func (still) After(time.Duration) <-chan time.Time { return nil }

// datasource makes an instance on a store, and what Grafana says with every request to it.
func datasource(t testing.TB, url string, s store.Store, jsonData string) (*Datasource, backend.PluginContext) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir()) // uploads under way end with the test
	process := newProcess(still{}, func() (store.Store, error) {
		if s == nil {
			return nil, fromStore("opening the store /x/yardstick.db", errors.New("no such folder"))
		}
		return s, nil
	}, documentedSystems)
	t.Cleanup(process.Close)
	settings := backend.DataSourceInstanceSettings{UID: "yardstick", Type: "yardstick-baselines-datasource", URL: url, JSONData: json.RawMessage(jsonData)}
	instance, err := process.NewInstance(context.Background(), settings)
	require.NoError(t, err)
	return instance.(*Datasource), backend.PluginContext{
		OrgID: 1, PluginID: "yardstick-baselines-datasource", DataSourceInstanceSettings: &settings, User: &backend.User{Login: "ada", Role: "Admin"},
	}
}

// ask sends one query over the last hour before noon.
func ask(t testing.TB, d *Datasource, context backend.PluginContext, query string, headers map[string]string) backend.DataResponse {
	t.Helper()
	return askOver(t, d, context, query, headers, backend.TimeRange{From: noon.Add(-time.Hour), To: noon})
}

func askOver(t testing.TB, d *Datasource, pluginContext backend.PluginContext, query string, headers map[string]string, over backend.TimeRange) backend.DataResponse {
	t.Helper()
	answer, err := d.QueryData(context.Background(), &backend.QueryDataRequest{
		PluginContext: pluginContext, Headers: headers,
		Queries: []backend.DataQuery{{RefID: "A", JSON: json.RawMessage(query), TimeRange: over, Interval: time.Minute}},
	})
	require.NoError(t, err)
	require.Contains(t, answer.Responses, "A")
	return answer.Responses["A"]
}
