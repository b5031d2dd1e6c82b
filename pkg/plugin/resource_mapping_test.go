package plugin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// otherNames is a Prometheus in which the operations are milliseconds of a metric with another name and label.
func otherNames(t *testing.T) string {
	t.Helper()
	h := &promtest.History{From: noon.Add(-20 * time.Minute), To: noon, Step: 15 * time.Second}
	for route, milliseconds := range map[string]float64{"index": 150, "search": 900} {
		var observed []promtest.Observation
		for at := h.From; at.Before(h.To); at = at.Add(500 * time.Millisecond) {
			observed = append(observed, promtest.Observation{At: at, Value: milliseconds})
		}
		h.Histogram("web_ms", map[string]string{"job": "kgas", "instance": "a", "route": route, "code": "200"}, []float64{100, 200, 500, 1000, 2000}, observed)
	}
	return promtest.Start(t, promtest.Options{History: h.String()}).URL
}

const otherNamesMapping = `{"kgas_operation_duration_seconds":{"metric":"web_ms","labels":{"operation_type":"route","status":"code"},"values":{"status":{"500":"error"}},"scale":0.001}}`

func TestQueriesFollowTheMappingOfTheSettings(t *testing.T) {
	url := otherNames(t)
	d, context := datasource(t, url, filled(), `{"systems":["kgas"],"mapping":{"kgas":`+otherNamesMapping+`}}`)
	answer := ask(t, d, context, `{"queryType":"series","system":"kgas","stat":"p95"}`, nil)
	require.NoError(t, answer.Error)
	found := map[string]float64{}
	for _, frame := range answer.Frames {
		for _, field := range frame.Fields {
			if name := field.Labels["operation_type"]; name != "" && field.Len() > 0 {
				v, err := field.NullableFloatAt(field.Len() - 1)
				require.NoError(t, err)
				found[name] = *v
			}
		}
	}
	require.Contains(t, found, "index", "the labels are the canonical ones")
	require.InDelta(t, 0.195, found["index"], 0.01, "in seconds")
	require.InDelta(t, 0.975, found["search"], 0.03)
}

func TestExpressionsAreRewrittenForAnInstaller(t *testing.T) {
	url := otherNames(t)
	d, context := datasource(t, url, filled(), `{"systems":["kgas"],"mapping":{"kgas":`+otherNamesMapping+`}}`)
	body := `{"system":"kgas","dashboard":true,"expressions":[
		"sum by (operation_type) (rate(kgas_operation_duration_seconds_count{job=~\"$jobs\"}[$__rate_interval]))",
		"sum(rate(kgas_llm_cost_dollars_total{job=~\"$jobs\"}[5m])) or vector(0)",
		"sum by (le) (rate(kgas_operation_duration_seconds_bucket[5m]))"]}`
	status, text := call(t, d, as(context, "Viewer"), http.MethodPost, "mapping/rewrite", body)
	require.Equal(t, http.StatusOK, status, text)
	var answer struct{ Expressions []rewrittenView }
	require.NoError(t, json.Unmarshal([]byte(text), &answer))
	require.Equal(t, rewrittenView{
		Expr:   `sum by (operation_type) (label_replace(rate(web_ms_count{job=~"$jobs"}[$__rate_interval]), "operation_type", "$1", "route", "(.*)"))`,
		Served: true,
	}, answer.Expressions[0])
	require.False(t, answer.Expressions[1].Served, "a constant measures nothing")
	require.Contains(t, answer.Expressions[2].Error, "in another unit")
}

func TestAMappingIsCheckedBeforeItIsSaved(t *testing.T) {
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/metadata") {
			fmt.Fprint(w, `{"status":"success","data":{"web_sessions":[{"type":"gauge","help":"","unit":""}]}}`)
			return
		}
		fmt.Fprint(w, `{"status":"success","data":{"resultType":"vector","result":[]}}`)
	})
	d, context := datasource(t, url, filled(), `{"systems":["kgas"]}`)
	for choice, why := range map[string]string{
		`"hystrix"`:                 `the emitter \"hystrix\" is unknown`,
		`{"expr":"sum("}`:           "not PromQL: at character 5",
		`{"metric":"web_sessions"}`: "web_sessions is a gauge, and kgas_operation_duration_seconds is read as a histogram",
		`{"metric":"a","scale":-1}`: "not above 0",
		`{}`:                        "neither a metric nor an expression",
	} {
		body := fmt.Sprintf(`{"system":"kgas","mapping":{"kgas_operation_duration_seconds":%s}}`, choice)
		status, text := call(t, d, as(context, "Viewer"), http.MethodPost, "mapping/check", body)
		require.Equal(t, http.StatusOK, status, text)
		require.Contains(t, text, why)
	}
	status, text := call(t, d, as(context, "Viewer"), http.MethodPost, "mapping/check", `{"system":"kgas","mapping":`+otherNamesMapping+`}`)
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"errors":{},"problems":[]}`, text)
}

func TestAWrongMappingIsTheFirstThingThatIsSaid(t *testing.T) {
	for mapping, why := range map[string]string{
		`{"shop":{}}`: `map metrics of the system "shop", which is unknown`,
		`{"kgas":{"kgas_operation_duration_seconds":"hystrix"}}`:       `the emitter "hystrix" is unknown`,
		`{"kgas":{"kgas_operation_duration_secnds":{"metric":"x"}}}`:   "the catalogue has no such metric",
		`{"kgas":{"kgas_operation_duration_seconds":{"expr":"sum("}}}`: "not PromQL",
		`{"kgas":{"kgas_operation_duration_seconds":5}}`:               "neither the name of an emitter nor an alternative",
	} {
		d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"],"mapping":`+mapping+`}`)
		answer := ask(t, d, context, `{"queryType":"series","system":"kgas"}`, nil)
		require.ErrorContains(t, answer.Error, why)
	}
}
