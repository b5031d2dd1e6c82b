package plugin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func health(t *testing.T, d *Datasource, pluginContext backend.PluginContext) *backend.CheckHealthResult {
	t.Helper()
	result, err := d.CheckHealth(context.Background(), &backend.CheckHealthRequest{PluginContext: pluginContext})
	require.NoError(t, err)
	return result
}

// prometheusWithout answers as a Prometheus that has no metric at all.
func prometheusWithout(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch {
	case strings.HasSuffix(r.URL.Path, "/status/buildinfo"):
		fmt.Fprint(w, `{"status":"success","data":{"version":"3.5.0"}}`)
	case strings.Contains(r.URL.Path, "/label/"):
		fmt.Fprint(w, `{"status":"success","data":[]}`)
	default:
		fmt.Fprint(w, `{"status":"success","data":{"resultType":"vector","result":[]}}`)
	}
}

func TestHealthSaysWhatIsWrongAndWhatToDo(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	healthy := func() store.Store { return filled() }
	for _, c := range []struct {
		name, kind string
		url        func(t *testing.T) string
		jsonData   string
		store      func() store.Store
		want       []string
	}{
		{name: "malformed URL", kind: "settings", url: func(*testing.T) string { return "localhost:9090" }, store: healthy,
			want: []string{`The Prometheus URL "localhost:9090" is malformed`}},
		{name: "unknown system", kind: "settings", url: func(*testing.T) string { return "http://prom" }, jsonData: `{"systems":["kgsa"]}`, store: healthy,
			want: []string{`The settings choose the system "kgsa", which is unknown: known are kgas, omninode`}},
		{name: "unreachable", kind: "unreachable", url: func(*testing.T) string { return gone.URL }, store: healthy,
			want: []string{"Prometheus at " + gone.URL + " does not answer", "It is the Grafana server that asks: in a container localhost is the container itself"}},
		{name: "refused", kind: "refused", url: func(t *testing.T) string { return upstream(t, replying(401, "text/plain", "who are you")) }, store: healthy,
			want: []string{"wants other credentials (401)", "Check user, password or token of the data source"}},
		{name: "forbidden", kind: "refused", url: func(t *testing.T) string { return upstream(t, replying(403, "text/plain", "no")) }, store: healthy,
			want: []string{"forbids this (403)", "ask for the right to read"}},
		{name: "not a Prometheus", kind: "not-prometheus", store: healthy,
			url:  func(t *testing.T) string { return upstream(t, replying(200, "text/html", "<html>Welcome</html>")) },
			want: []string{"is not a Prometheus", "Check the URL and its path", "adds /api/v1/"}},
		{name: "no metric of a chosen system", kind: "no-metrics", url: func(t *testing.T) string { return upstream(t, prometheusWithout) }, store: healthy,
			jsonData: `{"systems":["kgas","omninode"]}`,
			want:     []string{"has no metric of KGAS or OmniNode Bridge within the last hour", "what to emit", "set the system's selector here"}},
		{name: "store read-only", kind: "store", url: func(t *testing.T) string { return upstream(t, prometheusWithout) },
			store: func() store.Store { return &memory{broken: fmt.Errorf("writing a mark: %w", store.ErrReadOnly)} },
			want:  []string{"The store of baselines cannot be used", "the store is read-only", "Make the folder writable for the user that runs Grafana"}},
		{name: "store full", kind: "store", url: func(t *testing.T) string { return upstream(t, prometheusWithout) },
			store: func() store.Store { return &memory{broken: store.ErrFull} }, want: []string{"Free space on that disk"}},
		{name: "store away", kind: "store", url: func(t *testing.T) string { return upstream(t, prometheusWithout) },
			store: func() store.Store {
				return &memory{broken: fmt.Errorf("%w: PostgreSQL at db:5432, database yardstick", store.ErrAway)}
			},
			want: []string{"does not answer: PostgreSQL at db:5432", "tried again by itself", "can be reached from the Grafana server"}},
		{name: "store that cannot be opened", kind: "store", url: func(t *testing.T) string { return upstream(t, prometheusWithout) },
			store: func() store.Store { return nil }, want: []string{"no such folder", "set store_path", "[plugin.yardstick-baselines-datasource]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, pluginContext := datasource(t, c.url(t), c.store(), cmp.Or(c.jsonData, "{}"))
			result := health(t, d, pluginContext)
			require.Equal(t, backend.HealthStatusError, result.Status)
			require.JSONEq(t, fmt.Sprintf(`{"kind":%q}`, c.kind), string(result.JSONDetails))
			require.Regexp(t, `[.?]$`, result.Message)
			for _, want := range c.want {
				require.Contains(t, strings.ToLower(result.Message), strings.ToLower(want))
			}
			require.LessOrEqual(t, strings.Count(result.Message, "Check "), 1, "what to do is said once: %s", result.Message)
		})
	}
}

func TestSentencesBeginAndEndAsOne(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "no space left": "No space left.", "It is tried again.": "It is tried again.", "takes no writes; is it a standby?": "Takes no writes; is it a standby?",
		"über is no system": "Über is no system.",
	} {
		require.Equal(t, want, sentence(text))
	}
}

// Whoever has none of the five systems has a data source that works, and needs to know what comes next.
func TestHealthSaysWhatComesNextWhereNoSystemIsDocumented(t *testing.T) {
	d, pluginContext := datasource(t, upstream(t, prometheusWithout), filled(), `{}`)
	result := health(t, d, pluginContext)
	require.Equal(t, backend.HealthStatusOk, result.Status)
	require.Regexp(t, `^Prometheus 3\.5\.0 answers\. It has no metric of a documented system within the last hour: .*Your own operations.*Store: `, result.Message)
	require.NotContains(t, result.Message, "Learner")
}

func TestHealthNamesAStoreThatIsAnotherProgramsFile(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), "grafana.db")
	require.NoError(t, os.WriteFile(foreign, []byte("SQLite format 3\x00 of somebody else"), 0o600))
	d, pluginContext := datasource(t, upstream(t, prometheusWithout), nil, `{}`)
	d.process.open = func() (store.Store, error) { return openAt(foreign) }
	result := health(t, d, pluginContext)
	require.Contains(t, result.Message, foreign)
	require.Contains(t, result.Message, "Set store_path in the section [plugin.yardstick-baselines-datasource] of Grafana's configuration to a file of its own.")
}

func TestHealthIsGreenWithVersionSystemsStoreAndLearner(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, pluginContext := datasource(t, server.URL, filled(), `{}`)
	result := health(t, d, pluginContext)
	require.Equal(t, backend.HealthStatusOk, result.Status, result.Message)
	require.Regexp(t, `^Prometheus( 3\.\S+)? answers\. Found: KGAS\. Store: sqlite:/var/lib/grafana/yardstick/yardstick\.db\.`, result.Message)
	require.Contains(t, result.Message, "Learner: up to date, 1 set of operations over 672 hours.")
}

func TestHealthTellsWhereTheStoreIsOnlyToAdmins(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, pluginContext := datasource(t, server.URL, filled(), `{}`)
	for role, told := range map[string]bool{"Viewer": false, "Editor": false, "Admin": true} {
		pluginContext.User = &backend.User{Login: "ada", Role: role}
		message := health(t, d, pluginContext).Message
		require.Regexp(t, `answers\. Found: KGAS\.( Store: \S+)? Learner: up to date`, message)
		require.Equal(t, told, strings.Contains(message, "/var/lib/grafana"), "%s reads %s", role, message)
	}
}

func TestAStoreThatIsMendedIsUsedWithoutARestart(t *testing.T) {
	broken := errors.New("no such folder")
	d, pluginContext := datasource(t, upstream(t, prometheusWithout), filled(), `{}`)
	open := d.process.open
	d.process.open = func() (store.Store, error) { return nil, fromStore("opening the store", broken) }
	require.Contains(t, health(t, d, pluginContext).Message, "no such folder")
	d.process.open = open
	require.Contains(t, health(t, d, pluginContext).Message, "has no metric")
}

// A store behind Thanos that is down is no reason to doubt the settings.
func TestHealthIsGreenWhileHalfAPrometheusAnswers(t *testing.T) {
	half := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/status/buildinfo") {
			prometheusWithout(w, r)
			return
		}
		fmt.Fprint(w, `{"status":"success","warnings":["store b is down"],"data":{"resultType":"vector","result":[`+
			`{"metric":{"__name__":"kgas_operation_duration_seconds_count"},"value":[1773144000,"1"]}]}}`)
	}
	d, pluginContext := datasource(t, upstream(t, half), filled(), `{}`)
	result := health(t, d, pluginContext)
	require.Equal(t, backend.HealthStatusOk, result.Status, result.Message)
	require.Contains(t, result.Message, "Found: KGAS.")
	require.Contains(t, result.Message, "store b is down")
}
