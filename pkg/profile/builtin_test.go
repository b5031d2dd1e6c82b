package profile

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

func TestEveryProfileSpellsMetricsThatTheCatalogueReads(t *testing.T) {
	known, err := catalog.Builtin()
	require.NoError(t, err)
	require.NotEmpty(t, known.Profiles)
	for _, p := range known.Profiles {
		for _, metric := range slices.Sorted(maps.Keys(p.Metrics)) {
			read := slices.ContainsFunc(known.Systems, func(s catalog.System) bool {
				all := Canonical(s)
				return slices.Contains(all, metric) || slices.Contains(all, strings.TrimSuffix(metric, "_sum"))
			})
			require.True(t, read, "%s spells %s, which no system reads", p.Emitter, metric)
		}
	}
}

// eachFollowed calls with every system as it is where one profile spells all that it can.
func eachFollowed(t *testing.T, look func(name string, mapping catalog.Mapping, followed catalog.System, problems []Problem)) {
	t.Helper()
	known, err := catalog.Builtin()
	require.NoError(t, err)
	for _, s := range known.Systems {
		for _, p := range known.Profiles {
			mapping := catalog.Mapping{}
			for metric := range p.Metrics {
				if everyCanonical(s, map[string]catalog.Alternative{metric: {}}) == nil {
					mapping[metric] = catalog.Choice{Emitter: p.Emitter}
				}
			}
			name := s.Name + " with " + p.Emitter
			followed, problems, err := System(s, known, mapping)
			require.NoError(t, err, name)
			look(name, mapping, followed, problems)
		}
	}
}

// What comes out is PromQL that reads no mapped metric under its canonical name.
func TestEverySystemFollowsEveryProfile(t *testing.T) {
	eachFollowed(t, func(name string, mapping catalog.Mapping, followed catalog.System, problems []Problem) {
		for _, problem := range problems {
			t.Logf("%s: %s: %s", name, problem.ID, problem.Why)
		}
		for _, expr := range Expressions(followed) {
			read, err := Metrics(expr)
			require.NoError(t, err, expr)
			if len(problems) > 0 {
				continue
			}
			for metric := range mapping {
				require.NotContains(t, read, metric, expr)
			}
		}
	})
}

// A label that becomes the job must not be asked for a word of its own: no job of the system has it, and the panel, which
// says no more that its metric is missing, stays empty.
func TestAMappedExpressionAsksForNoOtherJobThanTheSystems(t *testing.T) {
	eachFollowed(t, func(name string, _ catalog.Mapping, followed catalog.System, _ []Problem) {
		for _, expr := range Expressions(followed) {
			require.NotRegexp(t, `\{[^{}]*\bjob=[^{}]*,job=`, expr, name)
		}
	})
}

func TestASystemFollowsItsMappingInEveryPart(t *testing.T) {
	s := catalog.System{
		Name: "shop", Selector: `job="shop"`, HostSelector: `job=~"shop-.*"`,
		Quantities: []catalog.Quantity{{ID: "Q", Metrics: []string{"shop_seconds_bucket"}, Expr: `histogram_quantile(0.9, sum by (le) (rate(shop_seconds_bucket{job="shop"}[5m])))`}},
		Targets:    []catalog.Target{{ID: "T", Expr: `sum(rate(shop_seconds_sum{job="shop"}[5m]))`, Load: `sum(shop_seconds_count{job="shop"})`, Bound: "shop_seconds"}},
		Operations: []catalog.OperationSet{{ID: "page", Metric: "shop_seconds", Kind: "histogram", Unit: "s", By: []string{"page"}, Selector: `page!="health"`, Errors: `status="error"`}},
	}
	own := catalog.Alternative{
		Metric: "web_ms", Labels: map[string]string{"page": "route", "status": "code"}, Scale: 0.001,
		Values: map[string]map[string]string{"status": {"500": "error"}},
	}
	followed, problems, err := System(s, &catalog.Catalog{}, catalog.Mapping{"shop_seconds": {Own: &own}})
	require.NoError(t, err)
	require.Empty(t, problems)
	require.Equal(t, []string{"web_ms_bucket"}, followed.Quantities[0].Metrics)
	require.Equal(t, `(0.001 * histogram_quantile(0.9, sum by (le) (rate(web_ms_bucket{job="shop"}[5m]))))`, followed.Quantities[0].Expr)
	require.Equal(t, `sum((0.001 * rate(web_ms_sum{job="shop"}[5m])))`, followed.Targets[0].Expr)
	require.Equal(t, `sum(web_ms_count{job="shop"})`, followed.Targets[0].Load)
	require.Equal(t, 0.001, followed.Targets[0].BoundScale)
	set := followed.Operations[0]
	require.Equal(t, "web_ms", set.Metric)
	require.Equal(t, "ms", set.Unit)
	require.Equal(t, `route!="health"`, set.Selector)
	require.Equal(t, `code=~"500|error"`, set.Errors)
	require.Equal(t, []string{"page"}, set.By, "operations keep their labels")
	require.Equal(t, map[string]string{"page": "route"}, set.Labels)
	require.Equal(t, "shop_seconds", s.Operations[0].Metric, "the catalogue itself stays")
}

// The gauges beside a set are read together with it, by one question of its own matchers and labels. One that cannot be is told,
// and left: read as something else than it is, work that hangs would look as if there were none.
func TestTheGaugesOfRunsFollowOrAreTold(t *testing.T) {
	const began, ended = "shop_in_progress_start_timestamp_seconds", "shop_last_run_timestamp_seconds"
	s := catalog.System{
		Name: "shop", Selector: `job="shop"`,
		Operations: []catalog.OperationSet{{ID: "page", Metric: "shop_seconds", Kind: "histogram", Unit: "s", By: []string{"page"}, Runs: &catalog.Runs{RunningSince: began, Timestamp: ended}}},
	}
	followed, problems, err := System(s, &catalog.Catalog{}, catalog.Mapping{
		began: {Own: &catalog.Alternative{Metric: "web_began", Labels: map[string]string{"host": "node"}}}, ended: {Own: &catalog.Alternative{Metric: "web_ended"}},
	})
	require.NoError(t, err)
	require.Empty(t, problems)
	require.Equal(t, []string{"web_began", "web_ended"}, []string{followed.Operations[0].Runs.RunningSince, followed.Operations[0].Runs.Timestamp})
	for why, own := range map[string]catalog.Alternative{
		"in another unit":         {Metric: "web_began_ms", Scale: 0.001},
		"the label page":          {Metric: "web_began", Labels: map[string]string{"page": "route"}},
		"matchers of its own":     {Metric: "web_began", Where: `tenant="main"`},
		"expression has no gauge": {Expr: `max by (page) (web_began{$app})`},
	} {
		followed, problems, err := System(s, &catalog.Catalog{}, catalog.Mapping{began: {Own: &own}})
		require.NoError(t, err)
		require.Len(t, problems, 1, why)
		require.Equal(t, "page", problems[0].ID)
		require.Contains(t, problems[0].Why, why)
		require.Contains(t, problems[0].Why, began)
		require.Equal(t, began, followed.Operations[0].Runs.RunningSince)
	}
	require.Equal(t, began, s.Operations[0].Runs.RunningSince, "the catalogue itself stays")
}

// The size of prompts is tokens per call. LiteLLM has no histogram of tokens, but counts both, call by call.
func TestTheSizeOfPromptsFollowsAProxy(t *testing.T) {
	known, err := catalog.Builtin()
	require.NoError(t, err)
	s, _ := known.System("ado")
	followed, problems, err := System(*s, known, catalog.Mapping{"gen_ai_client_token_usage": {Emitter: "litellm"}})
	require.NoError(t, err)
	require.Empty(t, problems)
	looked := 0
	for i, before := range Expressions(*s) {
		if !strings.Contains(before, "gen_ai_client_token_usage_count") {
			continue
		}
		looked++
		expr := Expressions(followed)[i]
		require.NotContains(t, expr, "gen_ai_client_token_usage")
		require.Contains(t, expr, "litellm_input_tokens_metric_total")
		require.Contains(t, expr, "litellm_requests_metric_total")
	}
	require.Positive(t, looked)
}

func TestAMetricOfAnotherTypeIsRefused(t *testing.T) {
	known, err := catalog.Builtin()
	require.NoError(t, err)
	s, _ := known.System("omninode")
	require.Equal(t, "counter", Kind(*s, "omninode_circuit_breaker_trips_total"))
	require.Equal(t, "histogram", Kind(*s, "omninode_request_duration_seconds"))
	require.Equal(t, "gauge", Kind(*s, "omninode_active_connections"))
	require.NoError(t, CheckKind("x_total", "counter", catalog.Alternative{Metric: "y"}, "counter"))
	require.NoError(t, CheckKind("x_total", "counter", catalog.Alternative{Metric: "y_seconds_count"}, "summary"))
	require.NoError(t, CheckKind("x_total", "counter", catalog.Alternative{Metric: "y"}, ""))
	require.ErrorContains(t, CheckKind("x_seconds", "histogram", catalog.Alternative{Metric: "y"}, "gauge"), "y is a gauge, and x_seconds is read as a histogram")
}

func TestAMappingNamesMetricsAndEmittersThatExist(t *testing.T) {
	known, err := catalog.Builtin()
	require.NoError(t, err)
	s, _ := known.System("omninode")
	for why, mapping := range map[string]catalog.Mapping{
		"the catalogue has no such metric":  {"omninode_trips": {Own: &catalog.Alternative{Metric: "x"}}},
		`the emitter "hystrix" is unknown`:  {"omninode_circuit_breaker_state": {Emitter: "hystrix"}},
		"opossum has no such metric":        {"omninode_circuit_breaker_state": {Emitter: "opossum"}},
		"the expression sum( is not PromQL": {"omninode_active_connections": {Own: &catalog.Alternative{Expr: "sum("}}},
	} {
		_, _, err := System(*s, known, mapping)
		require.ErrorContains(t, err, why)
		require.ErrorContains(t, err, "system omninode: ")
	}
}
