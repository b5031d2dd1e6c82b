package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// call sends one request to the resource API.
func call(t testing.TB, d *Datasource, pluginContext backend.PluginContext, method, address, body string) (status int, answer string) {
	t.Helper()
	path, _, _ := strings.Cut(address, "?")
	err := d.CallResource(context.Background(), &backend.CallResourceRequest{
		PluginContext: pluginContext, Method: method, Path: path, URL: address, Body: []byte(body),
	}, backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
		status, answer = r.Status, string(r.Body)
		return nil
	}))
	require.NoError(t, err)
	return status, answer
}

func as(pluginContext backend.PluginContext, role string) backend.PluginContext {
	pluginContext.User = &backend.User{Login: "ada", Role: role}
	return pluginContext
}

// examples are calls that succeed for those who may.
var examples = map[string][2]string{
	"GET /systems": {"systems"}, "GET /operations": {"operations?system=kgas"}, "GET /baselines": {"baselines?system=kgas"},
	"POST /backtests": {"backtests?system=kgas&days=3"}, "GET /backtests/{id}": {"backtests/1"},
	"GET /why":     {"why?system=kgas&operation=Request"},
	"GET /learner": {"learner"}, "GET /violations": {"violations?system=kgas"}, "GET /backtest": {"backtest?system=kgas&days=3"}, "GET /probe": {"probe?system=kgas"},
	"GET /recommendations": {"recommendations?system=kgas"}, "GET /reports": {"reports"}, "GET /reports/{period}": {"reports/daily?system=kgas&day=2026-03-10"},
	"GET /variables": {"variables?kind=operations&system=kgas"}, "GET /overview": {"overview"},
	"GET /deployments": {"deployments?system=kgas"}, "POST /deployments": {"deployments", `{"system":"kgas","version":"1.3"}`},
	"GET /mapping": {"mapping?system=kgas"}, "POST /mapping/check": {"mapping/check", `{"system":"kgas","mapping":{}}`},
	"POST /mapping/rewrite":         {"mapping/rewrite", `{"system":"kgas","expressions":["up"]}`},
	"POST /violations/{id}/verdict": {"violations/7/verdict", `{"verdict":"true"}`},
	"POST /violations/{id}/state":   {"violations/7/state", `{"state":"taken","reason":"x"}`},
	"POST /violations/state":        {"violations/state", `{"state":"taken","reason":"x","violations":[{"id":7,"revision":0}]}`},
	"POST /baselines/undo":          {"baselines/undo", `{"acts":[1],"reason":"x"}`},
	"GET /baselines/versions":       {"baselines/versions?operation=1"},
	"GET /baselines/diff":           {"baselines/diff?operation=1&from=3&to=3"},
	"GET /baselines/audit":          {"baselines/audit"},
	"POST /baselines/approve":       {"baselines/approve", `{"operations":[{"id":1,"version":3}],"reason":"x"}`},
	"POST /baselines/freeze":        {"baselines/freeze", `{"operations":[{"id":1,"version":3}],"reason":"x"}`},
	"POST /baselines/unfreeze":      {"baselines/unfreeze", `{"operations":[{"id":1,"version":3}],"reason":"x"}`},
	"POST /baselines/rollback":      {"baselines/rollback", `{"operations":[{"id":1,"version":3}],"reason":"x","to":3}`},
	"POST /baselines/factors":       {"baselines/factors", `{"operations":[{"id":1,"version":3}],"reason":"x"}`},
	"POST /baselines/exclude":       {"baselines/exclude", `{"system":"kgas","kind":"incident","from":"2026-03-10T06:00:00Z","reason":"x"}`},
	"POST /baselines/accept":        {"baselines/accept", `{"operations":[{"id":1,"version":3}],"reason":"x"}`},
	"GET /exclusions":               {"exclusions"},
	"DELETE /exclusions/{id}":       {"exclusions/1?reason=x"},
	"GET /proposals":                {"proposals"},
	"GET /changes":                  {"changes?system=kgas"},
	"GET /feedback":                 {"feedback?system=kgas"},
	"POST /proposals/accept":        {"proposals/accept", `{"proposals":[{"id":1,"version":3}],"reason":"x"}`},
	"POST /proposals/dismiss":       {"proposals/dismiss", `{"proposals":[1],"reason":"x"}`},
	"POST /proposals/{id}/dismiss":  {"proposals/1/dismiss", `{"reason":"x"}`},
	"GET /own/metrics":              {"own/metrics?search=kgas"},
	"GET /own":                      {"own"}, "POST /own": {"own", `{"definition":{}}`}, "POST /own/check": {"own/check", `{"definition":{}}`},
	"POST /own/preview": {"own/preview", `{"definition":{}}`}, "POST /own/{id}": {"own/1", `{"definition":{},"reason":"x"}`},
	"DELETE /own/{id}": {"own/1?version=1&reason=x"}, "POST /own/{id}/restore": {"own/1/restore", `{"version":2,"reason":"x"}`},
	"GET /runs": {"runs"}, "GET /runs/{id}": {"runs/abcdef"}, "GET /runs/compare": {"runs/compare?baseline=abcdef&current=abcdef"},
	"POST /runs": {"runs?name=a.csv", "system,operation,seconds\nshop,pay,1\n"},
	"POST /runs/uploads/{upload}/parts/{number}": {"runs/uploads/upload-1/parts/1", "system,operation,seconds\n"},
	"POST /runs/uploads/{upload}/commit":         {"runs/uploads/upload-1/commit?parts=1", ""},
	"GET /capacity":                              {"capacity?system=kgas"},
	"DELETE /runs/{id}":                          {"runs/abcdef"},
	"GET /gate":                                  {"gate?candidate=abcdef"}, "POST /gate": {"gate", `{"candidate":"abcdef"}`},
	"POST /gate/flagger":                {"gate/flagger", `{"name":"shop","namespace":"x","phase":"Progressing","metadata":{"candidate":"abcdef"}}`},
	"POST /recommendations/{key}/state": {"recommendations/abc/state", `{"state":"taken","reason":"x"}`},
	"POST /baselines/reset":             {"baselines/reset", `{"confirm":"reset"}`},
}

func TestEachResourceIsOpenToItsRoleAndThoseAboveIt(t *testing.T) {
	url := upstream(t, holdingNothing)
	roles := []string{"None", "Viewer", "Editor", "Admin"}
	for _, rt := range routes() {
		example, known := examples[rt.pattern]
		require.True(t, known, "%s has no example", rt.pattern)
		method, _, _ := strings.Cut(rt.pattern, " ")
		for i, name := range roles {
			t.Run(rt.pattern+" as "+name, func(t *testing.T) {
				d, context := datasource(t, url, filled(), `{"systems":["kgas"]}`)
				status, answer := call(t, d, as(context, name), method, example[0], example[1])
				if role(i) < rt.need {
					require.Equal(t, http.StatusForbidden, status)
					require.JSONEq(t, fmt.Sprintf(`{"error":"this needs the role %s in the organisation, you have %s"}`, rt.need, name), answer)
					return
				}
				require.NotEqual(t, http.StatusForbidden, status, answer)
			})
		}
	}
}

// What is missing is said; a call without a body once ended the process.
func TestACallWithoutABodyIsAnswered(t *testing.T) {
	d, context := datasource(t, upstream(t, prometheusWithout), filled(), `{"systems":["kgas"]}`)
	for _, rt := range routes() {
		method, _, _ := strings.Cut(rt.pattern, " ")
		status, answer := call(t, d, context, method, examples[rt.pattern][0], "")
		require.Less(t, status, 500, "%s: %s", rt.pattern, answer)
		require.True(t, json.Valid([]byte(answer)), rt.pattern)
	}
}

// A script that mistypes an address reads the reason where it reads all others.
func TestWhatIsNotServedIsSaidAsAnErrorOfTheAPI(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	for _, c := range []struct {
		method, address string
		status          int
		want            string
	}{
		{http.MethodPost, "deployment", http.StatusNotFound, "there is nothing at /deployment: docs/openapi.yaml lists what there is"},
		{http.MethodGet, "systems/", http.StatusNotFound, "there is nothing at /systems/: docs/openapi.yaml lists what there is"},
		{http.MethodPut, "systems", http.StatusMethodNotAllowed, "/systems is asked by GET, HEAD, not by PUT"},
		{http.MethodGet, "baselines/reset", http.StatusMethodNotAllowed, "/baselines/reset is asked by POST, not by GET"},
	} {
		status, answer := call(t, d, context, c.method, c.address, "")
		require.Equal(t, c.status, status, c.address)
		var said map[string]string
		require.NoError(t, json.Unmarshal([]byte(answer), &said), answer)
		require.Equal(t, map[string]string{"error": c.want}, said)
	}
}

// nginx gives the head of an answer 4 kB; with one byte more whoever asked gets 502 in its place. A store behind Thanos that
// is down is a remark on every system.
func TestRemarksHaveRoomInTheHeadOfAnAnswer(t *testing.T) {
	const down = "Prometheus answered with warnings, the answer may be incomplete: fetch series for store-17: context deadline exceeded"
	require.Equal(t, url.PathEscape("of kgas\n"+down), inHeader([]string{"of kgas", down, "", down, down}), "each once")
	require.Empty(t, inHeader([]string{"", ""}))
	for _, long := range []string{strings.Repeat("store is down; ", 400), strings.Repeat("спит ", 400)} {
		header := inHeader([]string{"of kgas", long, "of ado"})
		require.LessOrEqual(t, len(header), mostRemarks)
		require.Greater(t, len(header), mostRemarks*9/10)
		told, err := url.PathUnescape(header)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(told, "of kgas\n"+long[:20]), told)
		require.True(t, strings.HasSuffix(told, " …"), told)
		require.True(t, utf8.ValidString(told))
	}
}

func TestTheOverviewNamesTheFurthestFromNormalFirst(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	for _, c := range []struct {
		embed float64 // its normal median
		slow  []string
		above int
	}{
		{0.18, []string{"graph-to-table small", "embed", "table-to-vector small"}, 0}, // 2.7, 2.6 and 2.3 times normal
		{0.27, []string{"graph-to-table small", "table-to-vector small"}, 1},          // embed is 1.7 times normal
	} {
		s := filled()
		s.baselines[1].Record = normal(c.embed)
		d, context := datasource(t, server.URL, s, `{"systems":["kgas"]}`)
		status, answer := call(t, d, context, http.MethodGet, "overview", "")
		require.Equal(t, http.StatusOK, status, answer)
		var overview struct{ Systems []overviewView }
		require.NoError(t, json.Unmarshal([]byte(answer), &overview))
		var names []string
		for _, v := range overview.Systems[0].ViolationsNow {
			names = append(names, v.Name)
		}
		require.Equal(t, c.slow, names)
		require.Equal(t, c.above, overview.Systems[0].AboveNow)
	}
}

func TestWhyTellsARunFromAWindowOfRequests(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{"systems":["kgas"]}`)
	for operation, run := range map[string]bool{"graph-to-table small": true, "embed": false} {
		status, answer := call(t, d, context, http.MethodGet, "why?system=kgas&operation="+url.QueryEscape(operation), "")
		require.Equal(t, http.StatusOK, status, answer)
		var why whyView
		require.NoError(t, json.Unmarshal([]byte(answer), &why))
		require.Equal(t, run, why.Run, operation)
		require.NotNil(t, why.Z)
	}
}

func TestWithoutAUserNothingIsAllowed(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	context.User = nil
	status, _ := call(t, d, context, http.MethodGet, "learner", "")
	require.Equal(t, http.StatusForbidden, status)
}

func TestOneOrganisationNeverSeesWhatAnotherLearned(t *testing.T) {
	s := filled()
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	context.OrgID = 2 //nolint:staticcheck // as sourceOf reads it
	status, answer := call(t, d, context, http.MethodGet, "baselines?system=kgas", "")
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"baselines":[]}`, answer)
	status, _ = call(t, d, context, http.MethodPost, "baselines/reset", `{"confirm":"reset"}`)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, []string{"2/yardstick"}, slices.Compact(s.asked))
}

func TestAResetNeedsItsWord(t *testing.T) {
	s := filled()
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	status, answer := call(t, d, context, http.MethodPost, "baselines/reset", `{}`)
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, answer, "would be forgotten, runs, reports and deployments too")
	require.Empty(t, s.asked)
}

func TestVerdictsOfPeopleAreKept(t *testing.T) {
	s := filled()
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	status, _ := call(t, d, as(context, "Editor"), http.MethodPost, "violations/7/verdict", `{"verdict":"expected"}`)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, map[int64]string{7: "expected"}, s.verdicts)
	status, answer := call(t, d, as(context, "Editor"), http.MethodPost, "violations/7/verdict", `{"verdict":"maybe"}`)
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, answer, "choose one of true, false, expected")
	status, answer = call(t, d, as(context, "Editor"), http.MethodPost, "violations/8/verdict", `{"verdict":"true"}`)
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, answer, "there is no violation 8")
	status, _ = call(t, d, as(context, "Editor"), http.MethodPost, "violations/x/verdict", `{"verdict":"true"}`)
	require.Equal(t, http.StatusBadRequest, status)
}

func TestDeploymentsOfAPipelineAreKeptAndMarked(t *testing.T) {
	s := filled()
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	status, answer := call(t, d, as(context, "Editor"), http.MethodPost, "deployments", `{"system":"kgas","version":"1.3"}`)
	require.Equal(t, http.StatusOK, status, answer)
	require.JSONEq(t, `{"system":"kgas","time":"2026-03-10T12:00:00Z","version":"1.3","description":"","author":"ada"}`, answer)
	status, answer = call(t, d, as(context, "Viewer"), http.MethodGet, "deployments?system=kgas", "")
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"deployments":[{"system":"kgas","time":"2026-03-10T12:00:00Z","version":"1.3","description":"","author":"ada"}]}`, answer)
	for body, want := range map[string]string{
		`{"version":"1.3"}`:                                                           "the field system is missing",
		`{"system":"shop"}`:                                                           `the system \"shop\" is unknown`,
		`{"system":"kgas","time":"yesterday"}`:                                        `time \"yesterday\" is not a time`,
		`{"system":"kgas","time":"2027-01-01T00:00:00Z"}`:                             "lies in the future",
		`{"system":"kgas","time":"0001-01-01T00:00:00Z"}`:                             "is no time of a deployment",
		`{"system":"kgas","version":"` + strings.Repeat("x", 201) + `"}`:              "longer than 200 characters",
		`{"system":"kgas","description":"` + strings.Repeat("x", maxBodyBytes) + `"}`: "longer than 64 kB: send less at once",
		`[]`: "it is of the type array, and has to be an object with fields",
	} {
		status, answer := call(t, d, as(context, "Editor"), http.MethodPost, "deployments", body)
		require.Equal(t, http.StatusBadRequest, status, body)
		require.Contains(t, answer, want, body)
	}
	require.Len(t, s.deployments, 1)
}

// A limit in characters is one in the letters of any language.
func TestLengthsAreCountedInCharacters(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	long := `{"system":"kgas","version":"` + strings.Repeat("版", longestVersion) + `","description":"` + strings.Repeat("é", longestDescription) + `"}`
	status, answer := call(t, d, as(context, "Editor"), http.MethodPost, "deployments", long)
	require.Equal(t, http.StatusOK, status, answer)
	require.NoError(t, checkReason(strings.Repeat("ё", longestReason)))
	require.Error(t, checkReason(strings.Repeat("ё", longestReason+1)))
}

func TestAReportIsOfADayAWeekOrAMonth(t *testing.T) {
	url := upstream(t, holdingNothing)
	d, context := datasource(t, url, filled(), `{"systems":["kgas"]}`)
	for period, day := range map[string]string{"daily": "2026-02-25", "weekly": "2026-02-23", "monthly": "2026-02-01", "run": "2026-02-25"} {
		status, answer := call(t, d, as(context, "Viewer"), http.MethodGet, "reports/"+period+"?system=kgas&day=2026-02-25", "")
		require.Equal(t, http.StatusOK, status, answer)
		require.Contains(t, answer, `"period":"`+period+`","day":"`+day+`"`)
	}
	status, answer := call(t, d, as(context, "Viewer"), http.MethodGet, "reports/yearly?system=kgas", "")
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, answer, "choose one of daily, weekly, monthly, run")
}

func TestLearnerListsSetsAndNotTheMarksBesideThem(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	status, answer := call(t, d, as(context, "Viewer"), http.MethodGet, "learner", "")
	require.Equal(t, http.StatusOK, status)
	var view learnerView
	require.NoError(t, json.Unmarshal([]byte(answer), &view))
	require.Len(t, view.Systems, 1)
	require.Equal(t, "operation", view.Systems[0].Set)
	require.Equal(t, 672, view.Systems[0].Learned)
}

func TestVariablesListNamesAndLabelValuesOfWhatWasLearned(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	for address, want := range map[string]string{
		"variables?kind=systems":                                 `[{"text":"KGAS","value":"kgas"}]`,
		"variables?kind=labels&system=kgas&label=operation_type": `[{"text":"embed","value":"embed"},{"text":"ingest","value":"ingest"}]`,
		"variables?kind=operations&system=kgas":                  `[{"text":"embed","value":"embed"},{"text":"graph-to-table small","value":"graph-to-table small"},{"text":"ingest","value":"ingest"},{"text":"table-to-vector small","value":"table-to-vector small"}]`,
		// The label that was chosen before is still in the query of a variable.
		"variables?kind=operations&system=kgas&label=operation_type": `[{"text":"embed","value":"embed"},{"text":"graph-to-table small","value":"graph-to-table small"},{"text":"ingest","value":"ingest"},{"text":"table-to-vector small","value":"table-to-vector small"}]`,
	} {
		status, answer := call(t, d, as(context, "Viewer"), http.MethodGet, address, "")
		require.Equal(t, http.StatusOK, status, answer)
		require.JSONEq(t, want, answer, address)
	}
}

func TestAResourceSaysWhichParameterIsWrong(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	for address, want := range map[string]string{
		"probe":                                "the parameter system is missing: /probe?system=NAME",
		"probe?system=x":                       `the system \"x\" is unknown`,
		"violations?from=yesterday":            `from=\"yesterday\" is not a time`,
		"violations?from=2026-03-11T00:00:00Z": "is empty",
		"own/metrics?search=" + strings.Repeat("%C3%BC", 201): "has 201 characters: give 200 at most",
		"reports/daily?system=kgas&day=2026-3-1":              `day=\"2026-3-1\" is not a day`,
		"reports/daily?system=kgas&day=2027-01-01":            "has not begun yet",
		"variables?kind=labels":                               "the parameter label is missing",
		"variables?kind=colours":                              `kind \"colours\" is unknown`,
	} {
		status, answer := call(t, d, as(context, "Viewer"), http.MethodGet, address, "")
		require.Equal(t, http.StatusBadRequest, status, address)
		require.Contains(t, answer, want, address)
	}
}

// What was said a week ago can be asked for by its moment alone.
func TestARangeWithoutABeginningIsTheDayBeforeItsEnd(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	asked := func(query string) *request {
		return &request{Request: httptest.NewRequest(http.MethodGet, "/why?"+query, nil)}
	}
	for query, want := range map[string][2]time.Time{
		"":                          {now.AddDate(0, 0, -1), now},
		"from=2026-03-10T06:00:00Z": {now.Add(-6 * time.Hour), now},
		"to=2026-03-03T12:00:00Z":   {now.AddDate(0, 0, -8), now.AddDate(0, 0, -7)},
	} {
		from, to, err := asked(query).span(now)
		require.NoError(t, err, query)
		require.Equal(t, want, [2]time.Time{from, to}, query)
	}
	_, _, err := asked("from=2026-03-11T12:00:00Z").span(now)
	require.Error(t, err)
}

// Asking Prometheus for every system takes a while, and a definition may be deleted meanwhile.
func TestTheOverviewOutlivesASystemThatIsDeletedMeanwhile(t *testing.T) {
	var d *Datasource
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		if d != nil {
			_ = d.adopt(nil, nil)
		}
		replying(http.StatusOK, "application/json", `{"status":"success","data":{"resultType":"vector","result":[]}}`)(w, r)
	})
	made, context := datasource(t, url, filled(), `{"systems":["kgas"]}`)
	require.NoError(t, made.adopt([]catalog.OwnSystem{{System: "shop", Operations: []catalog.OwnOperation{{Metric: "shop_seconds"}}}}, nil))
	made.systems.defined = versionsIn(nil)
	d = made
	status, answer := call(t, d, context, http.MethodGet, "overview", "")
	require.Equal(t, http.StatusOK, status, answer)
	require.Contains(t, answer, `"shop"`)
}

// A word such as yes or 1 must not mean the opposite of what was meant.
func TestYesAndNoAreTrueAndFalse(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	for address, name := range map[string]string{
		"backtest?system=kgas&fine=1":        "fine",
		"backtest?system=kgas&injected=no":   "injected",
		"deployments?system=kgas&seen=yes":   "seen",
		"recommendations?system=kgas&all=1":  "all",
		"reports/daily?system=kgas&again=on": "again",
	} {
		status, answer := call(t, d, context, "GET", address, "")
		require.Equal(t, 400, status, address)
		require.Contains(t, answer, name+" is ", address)
		require.Contains(t, answer, "give true or false", address)
	}
}
