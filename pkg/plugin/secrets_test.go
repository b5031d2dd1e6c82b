package plugin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
)

// Does a secret ever leave, in an answer, an error, a log line or a metric?

// recorder is a log that a test can read.
type recorder struct {
	mu   sync.Mutex
	said strings.Builder
}

func (l *recorder) note(message string, args []any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(&l.said, append([]any{message}, args...)...)
}
func (l *recorder) Debug(message string, args ...any)      { l.note(message, args) }
func (l *recorder) Info(message string, args ...any)       { l.note(message, args) }
func (l *recorder) Warn(message string, args ...any)       { l.note(message, args) }
func (l *recorder) Error(message string, args ...any)      { l.note(message, args) }
func (l *recorder) With(args ...any) log.Logger            { l.note("", args); return l }
func (l *recorder) Level() log.Level                       { return log.Debug }
func (l *recorder) FromContext(context.Context) log.Logger { return l }

func TestNoSecretLeaves(t *testing.T) {
	lines := &recorder{}
	before := log.DefaultLogger
	log.DefaultLogger = lines
	t.Cleanup(func() { log.DefaultLogger = before })
	const password, token, key = "hunter2-password", "hunter2-token", "hunter2-key"
	t.Setenv(storePasswordVariable, "hunter2-store")
	var received atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("another server is asked") }))
	t.Cleanup(elsewhere.Close)
	for name, handler := range map[string]http.HandlerFunc{
		"refused": replying(http.StatusUnauthorized, "text/plain", "wrong"),
		"broken":  replying(http.StatusInternalServerError, "application/json", `{"status":"error","errorType":"internal","error":"disk"}`),
		"a page":  replying(http.StatusOK, "text/html", "<title>Log in</title>"),
		"sent elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		},
		"cut off":             func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"nothing wrong":       replying(http.StatusOK, "application/json", `{"status":"success","data":{"resultType":"vector","result":[]}}`),
		"a question too hard": replying(http.StatusUnprocessableEntity, "application/json", `{"status":"error","errorType":"bad_data","error":"no"}`),
	} {
		url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
			user, given, _ := r.BasicAuth()
			if user == "ada" && given == password && r.Header.Get("X-Token") == token {
				received.Add(1)
			}
			handler(w, r)
		})
		process := newProcess(still{}, nil, documentedSystems)
		process.store = filled()
		t.Cleanup(process.Close)
		settings := backend.DataSourceInstanceSettings{
			UID: "yardstick", Type: "yardstick-baselines-datasource", URL: url, BasicAuthEnabled: true, BasicAuthUser: "ada",
			JSONData:                json.RawMessage(`{"systems":["kgas"],"httpHeaderName1":"X-Token"}`),
			DecryptedSecureJSONData: map[string]string{"basicAuthPassword": password, "httpHeaderValue1": token, "tlsClientKey": key},
		}
		instance, err := process.NewInstance(context.Background(), settings)
		require.NoError(t, err)
		d := instance.(*Datasource)
		pluginContext := backend.PluginContext{OrgID: 1, DataSourceInstanceSettings: &settings, User: &backend.User{Login: "ada", Role: "Admin"}}
		var said strings.Builder
		for _, kind := range queryTypes {
			answer := ask(t, d, pluginContext, `{"queryType":"`+kind+`","table":"operations","system":"kgas"}`, nil)
			text, err := json.Marshal(answer)
			require.NoError(t, err)
			fmt.Fprintf(&said, "%s %+v\n", text, answer.Error)
		}
		for _, rt := range routes() {
			method, _, _ := strings.Cut(rt.pattern, " ")
			_, answer := call(t, d, pluginContext, method, examples[rt.pattern][0], examples[rt.pattern][1])
			fmt.Fprintln(&said, answer)
		}
		fmt.Fprintf(&said, "%+v", health(t, d, pluginContext))
		silent(t, name, said.String())
	}
	require.Positive(t, received.Load(), "the secrets reach the configured Prometheus")
	silent(t, "the log", lines.said.String())
	gathered, err := prometheus.DefaultGatherer.Gather()
	require.NoError(t, err)
	silent(t, "the metrics", fmt.Sprint(gathered))
}

// silent says that a text has no secret in it, nor one as a header carries it.
func silent(t *testing.T, name, text string) {
	t.Helper()
	require.NotContains(t, text, "hunter2", name)
	require.NotContains(t, text, base64.StdEncoding.EncodeToString([]byte("ada:hunter2-password")), name)
}
