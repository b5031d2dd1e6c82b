package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// shop is a Prometheus that scraped a shop for three days and some hours: two routes of a histogram, a gauge that changes with
// every scrape, and a queue that was five times as long as usual for twenty minutes this
// morning.
func shop(t *testing.T) string {
	t.Helper()
	h := &promtest.History{From: noon.Add(-76 * time.Hour), To: noon, Step: time.Minute}
	for route, seconds := range map[string]float64{"/pay": 0.15, "/search": 0.6} {
		labels := map[string]string{"job": "shop", "instance": "a", "route": route}
		var observed []promtest.Observation
		for at := h.From; at.Before(h.To); at = at.Add(5 * time.Second) {
			observed = append(observed, promtest.Observation{At: at, Value: seconds * (1 + float64(at.Unix()%7)/10)})
		}
		h.Histogram("shop_seconds", labels, []float64{.1, .15, .2, .3, .5, .7, 1, 2}, observed)
		waits := make([]float64, h.Scrapes())
		for i := range waits {
			waits[i] = seconds * (1 + float64(i%5)/10)
		}
		h.Series("shop_wait_seconds", labels, waits)
	}
	queue := make([]float64, h.Scrapes())
	for i := range queue {
		queue[i] = 100 + 4*float64(i%7)
		if back := len(queue) - i; back > 100 && back <= 120 {
			queue[i] *= 5
		}
	}
	h.Series("shop_queue_bytes", map[string]string{"job": "shop", "instance": "a"}, queue)
	frozen, clock := make([]float64, h.Scrapes()), make([]float64, h.Scrapes())
	for i := range frozen { // a cold store, and a clock that is now before the others and now behind
		frozen[i], clock[i] = -20-float64(i%5)/10, float64(i%9-4)/1000
	}
	h.Series("shop_freezer_celsius", map[string]string{"job": "shop", "instance": "a"}, frozen)
	h.Series("shop_clock_offset_seconds", map[string]string{"job": "shop", "instance": "a"}, clock)
	sent, total := make([]float64, h.Scrapes()), 0.0
	for i := range sent { // 120 a second and what the queue says besides, which has a bad quarter of an hour
		sent[i] = total
		total += 60 * (20 + queue[i])
	}
	h.Series("shop_sent_bytes_total", map[string]string{"job": "shop", "instance": "a"}, sent)
	return promtest.Start(t, promtest.Options{History: h.String()}).URL
}

func emptyStore(t *testing.T) store.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), t.TempDir()+"/yardstick.db", sqlite.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

const shopDefinition = `{"system":"shop","operations":[{"title":"Requests","metric":"shop_seconds","selector":"job=\"shop\"","by":["route"]}]}`

// After a restart of Grafana, Save & test may be the first who asks.
func TestHealthKnowsTheOperationsThatWereDefinedInTheApp(t *testing.T) {
	url, s := shop(t), emptyStore(t)
	d, context := datasource(t, url, s, `{}`)
	require.Contains(t, health(t, d, context).Message, "on the app's page Your own operations")
	status, text := call(t, d, as(context, "Editor"), http.MethodPost, "own", `{"definition":`+shopDefinition+`}`)
	require.Equal(t, http.StatusOK, status, text)

	restarted, context := datasource(t, url, s, `{}`)
	result := health(t, restarted, context)
	require.Equal(t, backend.HealthStatusOk, result.Status, result.Message)
	require.Contains(t, result.Message, "Found: shop.")
}

func TestPeopleDefineOperationsOfTheirOwn(t *testing.T) {
	whole, url, s := t, shop(t), emptyStore(t)
	d, context := datasource(t, url, s, `{"systems":["kgas"]}`)
	editor, viewer := as(context, "Editor"), as(context, "Viewer")
	send := func(method, address, body string, want int) (view ownView, text string) {
		t.Helper()
		status, text := call(t, d, editor, method, address, body)
		require.Equal(t, want, status, text)
		_ = json.Unmarshal([]byte(text), &view)
		return view, text
	}

	t.Run("what is wrong is named by its field", func(t *testing.T) { wrongDefinitions(t, d, viewer, editor) })

	t.Run("who looks at one while it is written sees what it would learn", func(t *testing.T) {
		status, text := call(t, d, viewer, http.MethodPost, "own/check", `{"definition":`+shopDefinition+`}`)
		require.Equal(t, http.StatusOK, status, text)
		var view ownCheckView
		require.NoError(t, json.Unmarshal([]byte(text), &view))
		require.Empty(t, view.Errors)
		require.Equal(t, "histogram", view.Kind)
		require.Equal(t, []ownLabelView{{"instance", 1}, {"job", 1}, {"route", 2}}, view.Labels)
		require.EqualValues(t, 2, view.Operations)
		require.Equal(t, []string{"/pay", "/search"}, view.Examples)
		require.EqualValues(t, 18, view.Cost.Series, "nine buckets of two routes")
		require.InDelta(t, 60, view.Cost.Scrape, 1)
		require.Equal(t, 112, view.Cost.Questions, "28 days by six hours")
	})

	t.Run("a preview learns a week and judges the last days, and keeps nothing", func(t *testing.T) {
		status, text := call(t, d, editor, http.MethodPost, "own/preview", `{"definition":`+shopDefinition+`}`)
		require.Equal(t, http.StatusOK, status, text)
		var view ownPreviewView
		require.NoError(t, json.Unmarshal([]byte(text), &view))
		require.Len(t, view.Operations, 2)
		for _, op := range view.Operations {
			require.NotNil(t, op.P95)
			want := map[string]float64{"/pay": 0.24, "/search": 0.96}[op.Name]
			require.InEpsilon(t, want, *op.P95, 0.25, "%s: within its bucket", op.Name)
			require.Greater(t, op.Requests, 40_000.0)
			require.NotEmpty(t, op.Trend)
			require.Zero(t, op.Replay.Warnings, "nothing happened")
			require.Empty(t, op.Replay.Reason)
		}
		operations, err := s.Operations(t.Context(), "1/yardstick", "")
		require.NoError(t, err)
		require.Empty(t, operations)
	})

	t.Run("what was defined is a system at once, and outlives the process", func(t *testing.T) {
		view, _ := send(http.MethodPost, "own", `{"definition":`+shopDefinition+`}`, http.StatusOK)
		require.Equal(t, 1, view.Version)
		require.Equal(t, "ada", view.Author)
		for _, later := range []string{"now", "after a restart"} {
			status, text := call(t, d, viewer, http.MethodGet, "systems", "")
			require.Equal(t, http.StatusOK, status, text)
			require.Contains(t, text, `{"name":"shop","title":"shop","document":"","dashboard":"","operations":0,"found":true,"timeZone":"UTC"}`, later)
			status, text = call(t, d, viewer, http.MethodGet, "operations?system=shop", "")
			require.Equal(t, http.StatusOK, status, text)
			require.Contains(t, text, `"name":"/pay","labels":{"route":"/pay"}`, later)
			answer := ask(t, d, context, `{"queryType":"deviation","system":"shop","measure":"tier"}`, nil)
			require.NoError(t, answer.Error)
			require.Equal(t, 2, answer.Frames[0].Rows(), later)
			d, context = datasource(whole, url, s, `{"systems":["kgas"]}`)
			editor, viewer = as(context, "Editor"), as(context, "Viewer")
		}
	})

	t.Run("the same is not learned twice", func(t *testing.T) {
		_, text := send(http.MethodPost, "own", `{"definition":`+shopDefinition+`}`, http.StatusBadRequest)
		require.Contains(t, text, `the same is learned by \"Requests\" already`)
	})

	t.Run("a change needs a reason and the version that was looked at", func(t *testing.T) {
		other := `{"system":"shop","operations":[{"title":"All requests","metric":"shop_seconds"}]}`
		_, text := send(http.MethodPost, "own/1", `{"version":1,"definition":`+other+`}`, http.StatusBadRequest)
		require.Contains(t, text, "the field reason is missing")
		changed, _ := send(http.MethodPost, "own/1", `{"version":1,"definition":`+other+`,"reason":"one number"}`, http.StatusOK)
		require.Equal(t, 2, changed.Version)
		_, text = send(http.MethodPost, "own/1", `{"version":1,"definition":`+other+`,"reason":"too late"}`, http.StatusConflict)
		require.Contains(t, text, "All requests is at version 2, not 1: ada changed it")
		status, text := call(t, d, viewer, http.MethodGet, "operations?system=shop", "")
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, text, `"name":"All requests"`)
		require.NotContains(t, text, `"/pay"`)
	})

	t.Run("deleting ends it and can be taken back; both are in the list of acts", func(t *testing.T) {
		_, text := send(http.MethodDelete, "own/1?version=2", "", http.StatusBadRequest)
		require.Contains(t, text, "the field reason is missing")
		gone, _ := send(http.MethodDelete, "own/1?version=2&reason=unused", "", http.StatusOK)
		require.True(t, gone.Deleted)
		status, _ := call(t, d, viewer, http.MethodGet, "operations?system=shop", "")
		require.Equal(t, http.StatusBadRequest, status, "there is no such system any more")
		send(http.MethodPost, "own/1/restore", `{"version":3,"reason":"used after all"}`, http.StatusOK)
		status, _ = call(t, d, viewer, http.MethodGet, "operations?system=shop", "")
		require.Equal(t, http.StatusOK, status)
		status, text = call(t, d, viewer, http.MethodGet, "baselines/audit?system=shop", "")
		require.Equal(t, http.StatusOK, status)
		for _, action := range []string{"define", "change definition", "delete definition", "restore definition"} {
			require.Contains(t, text, fmt.Sprintf("%q", action))
		}
	})

	t.Run("one that is not there", func(t *testing.T) {
		send(http.MethodDelete, "own/9?version=1&reason=x", "", http.StatusNotFound)
		send(http.MethodPost, "own/x", `{"version":1,"definition":`+shopDefinition+`,"reason":"x"}`, http.StatusBadRequest)
	})

	t.Run("a gauge is learned by its changes", func(t *testing.T) {
		gauge := `{"system":"shop","operations":[{"title":"Waiting","metric":"shop_wait_seconds","kind":"gauge","by":["route"]}]}`
		status, text := call(t, d, editor, http.MethodPost, "own/preview", `{"definition":`+gauge+`}`)
		require.Equal(t, http.StatusOK, status, text)
		var view ownPreviewView
		require.NoError(t, json.Unmarshal([]byte(text), &view))
		require.Len(t, view.Operations, 2)
		require.InDelta(t, 76*60, view.Operations[0].Requests, 100, "one a minute")
		require.Contains(t, view.Operations[0].Replay.Reason, "run by run")
	})
}

// checkedAndPreviewed is what is said of a definition without mistakes, which has one operation.
func checkedAndPreviewed(t *testing.T, d *Datasource, context backend.PluginContext, definition string) (checked ownCheckView, view ownPreviewView) {
	t.Helper()
	for _, c := range []struct {
		by      backend.PluginContext
		address string
		into    any
	}{{context, "own/check", &checked}, {as(context, "Editor"), "own/preview", &view}} {
		status, text := call(t, d, c.by, http.MethodPost, c.address, `{"definition":`+definition+`}`)
		require.Equal(t, http.StatusOK, status, text)
		require.NoError(t, json.Unmarshal([]byte(text), c.into))
	}
	require.Empty(t, checked.Errors)
	require.Len(t, view.Operations, 1)
	return checked, view
}

func TestALevelIsCheckedPreviewedAndJudgedInItsUnit(t *testing.T) {
	d, context := datasource(t, shop(t), emptyStore(t), `{"systems":["kgas"]}`)
	const level = `{"system":"shop","operations":[{"title":"Queue","metric":"shop_queue_bytes","kind":"level","unit":"bytes"}]}`
	checked, view := checkedAndPreviewed(t, d, context, level)
	require.Equal(t, "gauge", checked.Kind, "what it is; what a gauge tells is said by who defines it")
	require.InDelta(t, 60, checked.Cost.SamplesPerHour, 1)
	queue := view.Operations[0]
	require.Equal(t, "bytes", queue.Unit)
	require.InDelta(t, 112, *queue.P50, 5)
	require.Empty(t, queue.Replay.Reason)
	require.Equal(t, 1, queue.Replay.Warnings, "of twenty minutes this morning: %+v", queue.Replay)

	status, text := call(t, d, as(context, "Editor"), http.MethodPost, "own", `{"definition":`+level+`}`)
	require.Equal(t, http.StatusOK, status, text)
	answer := ask(t, d, context, `{"queryType":"series","system":"shop","stat":"p95"}`, nil)
	require.NoError(t, answer.Error)
	require.Equal(t, "bytes", answer.Frames[0].Fields[1].Config.Unit)
	answer = ask(t, d, context, `{"queryType":"series","system":"shop","stat":"rate"}`, nil)
	require.NoError(t, answer.Error)
	require.Zero(t, answer.Frames[0].Rows(), "it has no requests that could be counted")
	answer = ask(t, d, context, `{"queryType":"table","table":"operations","system":"shop"}`, nil)
	require.NoError(t, answer.Error)
	p95, _ := answer.Frames[0].FieldByName("p95")
	require.Equal(t, "bytes", p95.Config.Unit)
	unit, _ := answer.Frames[0].FieldByName("unit")
	require.Equal(t, "bytes", unit.At(0))
}

func TestAPreviewSaysWhatOfALevelIsBelowZero(t *testing.T) {
	d, context := datasource(t, shop(t), emptyStore(t), `{"systems":["kgas"]}`)
	for metric, want := range map[string]string{
		"shop_freezer_celsius": "All values of Own in the last six hours were below 0, which a level counts as 0, because it is compared by ratios: nothing can be told of it. " +
			"Record what is above 0 by a recording rule, such as kelvin of a temperature or abs() of an offset, and learn that.",
		"shop_clock_offset_seconds": "Some values of Own in the last six hours were below 0, which a level counts as 0, because it is compared by ratios: nothing can be told of those. " +
			"Record what is above 0 by a recording rule, such as kelvin of a temperature or abs() of an offset, and learn that.",
		"shop_queue_bytes": "",
	} {
		_, view := checkedAndPreviewed(t, d, context, `{"system":"shop","operations":[{"title":"Own","metric":"`+metric+`","kind":"level"}]}`)
		require.Equal(t, want, view.Warning, metric)
	}
}

func TestTheRateOfACounterIsCheckedAndPreviewed(t *testing.T) {
	d, context := datasource(t, shop(t), emptyStore(t), `{"systems":["kgas"]}`)
	const sent = `{"system":"shop","operations":[{"title":"Sent","metric":"shop_sent_bytes_total","kind":"counter","unit":"Bps"}]}`
	checked, view := checkedAndPreviewed(t, d, context, sent)
	require.Equal(t, "counter", checked.Kind)
	require.Equal(t, "Bps", view.Operations[0].Unit)
	require.InDelta(t, 132, *view.Operations[0].P50, 5)
	require.Equal(t, 1, view.Operations[0].Replay.Warnings, "of twenty minutes this morning: %+v", view.Operations[0].Replay)
}

func TestWhatIsNotLearnedYetIsShownInItsUnit(t *testing.T) {
	d, context := datasource(t, shop(t), emptyStore(t), `{"systems":["kgas"],"operations":[{"system":"shop","operations":[
		{"metric":"shop_seconds","unit":"bytes","by":["route"]}]}]}`)
	answer := ask(t, d, context, `{"queryType":"table","table":"operations","system":"shop"}`, nil)
	require.NoError(t, answer.Error)
	require.Equal(t, 2, answer.Frames[0].Rows())
	p95, _ := answer.Frames[0].FieldByName("p95")
	require.Equal(t, "bytes", p95.Config.Unit)
}

// What ends a violation and lets hours expire must be sure: deleted or changed, and not merely not chosen.
func TestASetIsGoneWhenNothingDescribesItAnyMore(t *testing.T) {
	s := emptyStore(t)
	d, _ := datasource(t, "http://127.0.0.1:1", s, `{"systems":["depot"],"operations":[{"system":"depot","operations":[{"metric":"depot_seconds"}]}]}`)
	put := func(o store.OwnOperations) store.OwnOperations {
		t.Helper()
		stored, found, err := s.PutOwn(t.Context(), "1/yardstick", o, "define", nil)
		require.NoError(t, err)
		require.True(t, found)
		require.NoError(t, d.refresh(t.Context(), "1/yardstick", s))
		return stored
	}
	shop := store.OwnOperations{System: "shop", Title: "Requests", Definition: json.RawMessage(shopDefinition)}
	set := ownViewOf(shop).Set
	require.True(t, d.gone()("shop", set), "nobody has defined it yet")
	shop = put(shop)
	require.False(t, d.gone()("shop", set))
	require.False(t, d.gone()("depot", "depot_seconds"), "the settings describe it")
	require.False(t, d.gone()("kgas", "operation"), "documented, and merely not chosen")
	require.True(t, d.gone()("kgas", "of an earlier version"))

	shop.Definition = json.RawMessage(`{"system":"shop","operations":[{"title":"Requests","metric":"shop_seconds"}]}`)
	changed := ownViewOf(shop).Set
	shop = put(shop)
	require.True(t, d.gone()("shop", set), "it is learned by other labels now")
	require.False(t, d.gone()("shop", changed))

	shop.Deleted = true
	shop = put(shop)
	require.True(t, d.gone()("shop", changed))
	shop.Deleted = false
	put(shop)
	require.False(t, d.gone()("shop", changed), "restored")

	put(store.OwnOperations{System: "shop", Title: "Of a newer Yardstick", Definition: json.RawMessage(`{"system":7}`)})
	require.False(t, d.gone()("shop", set), "what cannot be read may describe it")
}

func wrongDefinitions(t *testing.T, d *Datasource, viewer, editor backend.PluginContext) {
	t.Helper()
	op := func(fields string) string { return `{"system":"shop","operations":[{"title":"x",` + fields + `}]}` }
	for _, c := range []struct{ name, definition, field, want string }{
		{"nothing", `{}`, "system", "a system's name is lower-case letters"},
		{"system", `{"system":"My Shop","operations":[{"title":"x","metric":"shop_seconds"}]}`, "system", "lower-case letters"},
		{"no metric", `{"system":"shop"}`, "metric", "the metric is missing"},
		{"no name", `{"system":"shop","operations":[{"metric":"shop_seconds"}]}`, "title", "the name is missing"},
		{"an expression", op(`"metric":"rate(shop_seconds_sum[5m])"`), "metric", "is not a metric name"},
		{"a part of it", op(`"metric":"shop_seconds_bucket"`), "metric", "give the base name, shop_seconds"},
		{"selector", op(`"metric":"shop_seconds","selector":"job="`), "selector", "is not valid"},
		{"unknown metric", op(`"metric":"shop_secnds"`), "metric", "no series of shop_secnds with these matchers in the last hour"},
		{"nothing matches", op(`"metric":"shop_seconds","selector":"job=\"x\""`), "metric", "no series of shop_seconds"},
		{"another type", op(`"metric":"shop_wait_seconds"`), "kind", "shop_wait_seconds is a gauge here, not a histogram"},
		{"label", op(`"metric":"shop_seconds","by":["rout"]`), "by", `no series of shop_seconds has the label "rout"`},
		{"errors by a label that is not there", op(`"metric":"shop_seconds","errors":"code!=\"OK\""`), "errors", `no series of shop_seconds has the label "code": every request would count as failed`},
		{"errors of a gauge", op(`"metric":"shop_wait_seconds","kind":"gauge","errors":"a=\"b\""`), "errors", "a gauge counts no failed requests"},
		{"errors of a level", op(`"metric":"shop_wait_seconds","kind":"level","errors":"a=\"b\""`), "errors", "a gauge counts no failed requests"},
		{"requests of a level", op(`"metric":"shop_wait_seconds","kind":"level","minRequests":5`), "minRequests", "a level has no requests"},
		{"level of a histogram", op(`"metric":"shop_seconds","kind":"level"`), "kind", "shop_seconds is a histogram here, not a level"},
		{"level of a counter", op(`"metric":"shop_sent_bytes_total","kind":"level"`), "kind", "shop_sent_bytes_total is a counter here, not a level: it only rises and has no usual level. As kind counter its rate is learned"},
		{"counter of a histogram", op(`"metric":"shop_seconds","kind":"counter"`), "kind", "shop_seconds is a histogram here, not a counter"},
		{"the largest of requests", op(`"metric":"shop_seconds","across":"max"`), "across", "only the series of a level"},
		{"a run of bytes", op(`"metric":"shop_queue_bytes","kind":"gauge","unit":"bytes"`), "unit", "is of kind level"},
		{"a misspelt unit", op(`"metric":"shop_seconds","unit":"seconds"`), "unit", "Grafana calls it s"},
		{"within a documented system", `{"system":"kgas","operations":[{"title":"x","metric":"shop_seconds"}]}`, "metric", "Operations of KGAS are looked for where job=~"},
		{"several", `{"system":"shop","operations":[{"metric":"a"},{"metric":"b"}]}`, "definition", "of one metric"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, text := call(t, d, viewer, http.MethodPost, "own/check", `{"definition":`+c.definition+`}`)
			require.Equal(t, http.StatusOK, status, text)
			var view ownCheckView
			require.NoError(t, json.Unmarshal([]byte(text), &view))
			require.Contains(t, view.Errors[c.field], c.want, text)
			status, text = call(t, d, editor, http.MethodPost, "own", `{"definition":`+c.definition+`}`)
			require.Equal(t, http.StatusBadRequest, status, "and it is not kept: %s", text)
		})
	}
}

func TestAGaugeOfALastRunIsInEveryUnitOfTimeAndNoOther(t *testing.T) {
	for _, unit := range []string{"", "s", "ms", "µs", "ns", "m", "h", "d", "bytes", "percent", "short", "reqps"} {
		err := catalog.OwnSystem{System: "shop", Operations: []catalog.OwnOperation{{Metric: "last_run", Kind: "gauge", Unit: unit}}}.Check()
		require.Equal(t, baseline.IsTime(unit), err == nil, "%q: %v", unit, err)
	}
}
