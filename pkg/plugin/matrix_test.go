package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Who may do what, as the design says and not as the routes do; and what does a data source see of another one on the
// same store?

// otherwise are the routes that need another role than their method says, and why.
var otherwise = map[string]struct {
	need role
	why  string
}{
	"POST /backtests":         {viewer, "it computes, and keeps nothing"},
	"POST /mapping/check":     {viewer, "it looks, and keeps nothing"},
	"POST /mapping/rewrite":   {viewer, "it writes PromQL for whoever asked"},
	"POST /own/check":         {viewer, "it looks, and keeps nothing"},
	"POST /gate":              {viewer, "it compares, and keeps nothing"},
	"POST /gate/flagger":      {viewer, "it compares, and keeps nothing"},
	"POST /baselines/reset":   {admin, "what was learned or decided is gone"},
	"DELETE /own/{id}":        {editor, "nothing learned is removed, and it can be restored (docs/decisions.md)"},
	"DELETE /exclusions/{id}": {editor, "it is marked as withdrawn and stays in the list"},
}

// needed is the role by design 5.2: reading needs Viewer, changing the store Editor, deleting Admin.
func needed(pattern string) role {
	if exception, is := otherwise[pattern]; is {
		return exception.need
	}
	switch method, _, _ := strings.Cut(pattern, " "); method {
	case http.MethodGet:
		return viewer
	case http.MethodDelete:
		return admin
	}
	return editor
}

func TestTheRolesOfTheRoutesAreThoseOfTheDesign(t *testing.T) {
	known := map[string]bool{}
	for _, rt := range routes() {
		known[rt.pattern] = true
		require.Equal(t, needed(rt.pattern), rt.need, "%s: routes() says %s, the design %s", rt.pattern, rt.need, needed(rt.pattern))
	}
	for pattern := range otherwise {
		require.True(t, known[pattern], "%s is no route any more", pattern)
	}
	for pattern := range examples {
		require.True(t, known[pattern], "%s is no route any more", pattern)
	}
}

// Before the role is known nothing is asked: no store, no Prometheus, no learner.
func TestWhoIsRefusedReachesNothing(t *testing.T) {
	asked := 0
	url := upstream(t, func(w http.ResponseWriter, _ *http.Request) { asked++; w.WriteHeader(http.StatusInternalServerError) })
	d, pluginContext := datasource(t, url, nil, `{"systems":["kgas"]}`)
	d.process.open = func() (store.Store, error) { t.Error("the store is opened"); return nil, nil }
	strangers := map[string]*backend.User{
		"nobody": nil, "no role": {Login: "ada"}, "None": {Role: "None"}, "another word": {Role: "viewer"}, "many": {Role: "Viewer,Admin"}, "Grafana Admin": {Role: "Grafana Admin"},
	}
	for _, rt := range routes() {
		example := examples[rt.pattern]
		method, _, _ := strings.Cut(rt.pattern, " ")
		for name, user := range strangers {
			context := pluginContext
			context.User = user
			status, answer := call(t, d, context, method, example[0], example[1])
			require.Equal(t, http.StatusForbidden, status, "%s as %s", rt.pattern, name)
			require.Contains(t, answer, "you have None")
		}
	}
	require.Zero(t, asked)
}

// filledByPeople adds one of everything that people and the learner keep to the source 1/yardstick.
func filledByPeople(t *testing.T, s store.Store, send func(method, address, body string) string) {
	t.Helper()
	ctx := context.Background()
	lease, ok, err := s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	embed := kgasOperation("embed")
	require.NoError(t, s.PutViolations(ctx, lease, []store.Violation{{
		Operation: embed, Tier: 3, Start: noon.Add(-5 * time.Hour), End: noon.Add(-4 * time.Hour), Onset: noon.Add(-5 * time.Hour), Peak: 6,
	}}))
	require.NoError(t, s.SetWanted(ctx, "1/yardstick", "kgas", "operation", 24))
	require.NoError(t, s.PutReport(ctx, lease, store.KeptReport{
		System: "kgas", Period: "daily", Day: "2026-03-09", From: noon.Add(-36 * time.Hour), To: noon.Add(-12 * time.Hour), At: noon, Text: []byte(`{"period":"daily","day":"2026-03-09"}`),
	}))
	operations, err := s.Operations(ctx, "1/yardstick", "kgas")
	require.NoError(t, err)
	for _, o := range operations {
		if o.Name == "embed" {
			require.NoError(t, s.Propose(ctx, "1/yardstick", []store.Proposal{{
				Operation: o, Kind: "shift", Shift: baselineShift(), Raised: noon, State: store.Open,
			}}))
		}
	}
	send(http.MethodPost, "deployments", `{"system":"kgas","version":"9.9-secret"}`)
	send(http.MethodPost, "runs?name=secret.csv&system=kgas", "system,operation,seconds\nkgas,secret-operation,1\n")
	_, _, err = s.PutOwn(ctx, "1/yardstick", store.OwnOperations{
		System: "shop", Title: "Requests", Definition: json.RawMessage(shopDefinition), Author: "ada", Reason: "x", At: noon,
	}, "define", nil)
	require.NoError(t, err)
	send(http.MethodPost, "baselines/exclude", `{"system":"kgas","kind":"incident","from":"2026-03-10T06:00:00Z","to":"2026-03-10T07:00:00Z","reason":"secret"}`)
	send(http.MethodPost, "violations/1/state", `{"state":"taken","reason":"secret"}`)
}

func baselineShift() (s store.Shift) {
	s.At, s.Ratio = noon.Add(-6*time.Hour), 1.4
	return s
}

// addresses are calls that name what 1/yardstick has: the examples with ids that exist there.
func addresses(t *testing.T, read func(address string) string) map[string][2]string {
	t.Helper()
	var runs struct {
		Runs []struct{ ID string } `json:"runs"`
	}
	require.NoError(t, json.Unmarshal([]byte(read("runs")), &runs))
	require.Len(t, runs.Runs, 1)
	all := map[string][2]string{}
	for pattern, example := range examples {
		for i := range example {
			example[i] = strings.NewReplacer("abcdef", runs.Runs[0].ID, "violations/7", "violations/1", `"version":3`, `"version":1`).Replace(example[i])
		}
		all[pattern] = example
	}
	return all
}

func TestNothingCrossesFromOneDataSourceToAnother(t *testing.T) {
	url := upstream(t, holdingNothing)
	shared := kept(t)
	d, own := datasource(t, url, shared, `{"systems":["kgas"]}`)
	send := func(d *Datasource, context backend.PluginContext, method, address, body string) (int, string) {
		return call(t, d, as(context, "Admin"), method, address, body)
	}
	filledByPeople(t, shared, func(method, address, body string) string {
		t.Helper()
		status, answer := send(d, own, method, address, body)
		require.Equal(t, http.StatusOK, status, answer)
		return answer
	})
	calls := addresses(t, func(address string) string { _, answer := send(d, own, http.MethodGet, address, ""); return answer })
	readAll := func(d *Datasource, context backend.PluginContext) map[string]string {
		answers := map[string]string{}
		for _, rt := range routes() {
			if strings.HasPrefix(rt.pattern, "GET ") && rt.pattern != "GET /backtests/{id}" { // of the process' memory, below
				status, answer := send(d, context, http.MethodGet, calls[rt.pattern][0], "")
				answers[rt.pattern] = fmt.Sprint(status, " ", answer)
			}
		}
		return answers
	}
	before := readAll(d, own)
	for pattern, mark := range map[string]string{
		"GET /baselines": "ingest", "GET /runs": "secret.csv", "GET /runs/{id}": "secret-operation", "GET /deployments": "9.9-secret", "GET /violations": "embed",
		"GET /own": "shop_seconds", "GET /exclusions": "secret", "GET /baselines/audit": "secret", "GET /reports": "2026-03-09", "GET /proposals": "embed",
		"GET /learner": "kgas",
	} {
		require.Contains(t, before[pattern], mark, pattern)
	}
	others := map[string]func(*backend.PluginContext){
		"another organisation": func(c *backend.PluginContext) { c.OrgID = 2 }, //nolint:staticcheck // as sourceOf reads it
		"another data source": func(c *backend.PluginContext) {
			settings := *c.DataSourceInstanceSettings
			settings.UID = "other"
			c.DataSourceInstanceSettings = &settings
		},
		"a name that looks like a pattern": func(c *backend.PluginContext) {
			settings := *c.DataSourceInstanceSettings
			settings.UID = "yardstic%"
			c.DataSourceInstanceSettings = &settings
		},
	}
	whole := t // a data source closes its store when its test ends
	for name, change := range others {
		t.Run(name, func(t *testing.T) {
			on := func(s store.Store) (*Datasource, backend.PluginContext) {
				d, context := datasource(whole, url, s, `{"systems":["kgas"]}`)
				change(&context)
				source, err := sourceOf(context)
				require.NoError(t, err)
				_, _, err = s.Acquire(whole.Context(), source, "test", time.Hour, noon) // its own learner would learn meanwhile
				require.NoError(t, err)
				return d, context
			}
			there, context := on(shared)
			alone, aloneContext := on(emptyStore(whole))
			seen := readAll(there, context)
			for pattern, wanted := range readAll(alone, aloneContext) {
				require.Equal(t, wanted, seen[pattern], "%s: it sees what it would see on a store of its own", pattern)
			}
			for _, rt := range actsLast(routes()) {
				method, _, _ := strings.Cut(rt.pattern, " ")
				if method == http.MethodGet || strings.HasPrefix(rt.pattern, "POST /runs") || rt.pattern == "POST /deployments" || rt.pattern == "POST /own" {
					continue // what only adds to its own
				}
				status, answer := send(there, context, method, calls[rt.pattern][0], calls[rt.pattern][1])
				aloneStatus, aloneAnswer := send(alone, aloneContext, method, calls[rt.pattern][0], calls[rt.pattern][1])
				// Its acts have numbers of the whole store; a backtest's id is like no other.
				if rt.pattern == "POST /baselines/exclude" || rt.pattern == "POST /backtests" {
					answer, aloneAnswer = "", ""
				}
				require.Equal(t, fmt.Sprint(aloneStatus, " ", aloneAnswer), fmt.Sprint(status, " ", answer), rt.pattern)
			}
			for pattern, answer := range readAll(d, own) {
				require.Equal(t, before[pattern], answer, "%s: whatever the other does, this one is as it was", pattern)
			}
		})
	}
}

// actsLast moves to the end what a source without anything can do: on a store of its own it would have the act's number.
func actsLast(all []route) []route {
	possible := []string{"POST /baselines/reset", "POST /baselines/exclude"}
	slices.SortStableFunc(all, func(a, b route) int {
		return cmp.Compare(slices.Index(possible, a.pattern), slices.Index(possible, b.pattern))
	})
	return all
}
