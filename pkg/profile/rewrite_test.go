package profile

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

var scope = Scope{App: `job=~"omninode(-.*)?"`, Host: `job=~"omninode-.*"`}

// alternatives are one of each kind.
var alternatives = map[string]catalog.Alternative{
	"trips_total":      {Metric: "ejections_total", Labels: map[string]string{"component": "cluster"}},
	"state":            {Metric: "r4j_state", Labels: map[string]string{"component": "name"}, Values: map[string]map[string]string{"state": {"forced_open": "open"}}},
	"calls_total":      {Metric: "r4j_calls_seconds_count", Labels: map[string]string{"component": "name", "result": "kind"}, Values: map[string]map[string]string{"result": {"successful": "success", "failed": "failure", "ignored": "failure"}}},
	"duration_seconds": {Metric: "http_server_duration_milliseconds", Labels: map[string]string{"method": "http_method"}, Scale: 0.001},
	"plain_seconds":    {Metric: "other"},
	"age_seconds":      {Metric: "age_ms", Scale: 0.001},
	"used":             {Expr: `sum by (db) (pg_stat_activity_count{$app,state="active"})`},
	"errors_total":     {Metric: "failures_total", Where: `kind="error"`, Set: map[string]string{"component": "database"}},
}

func TestAnExpressionFollowsTheMapping(t *testing.T) {
	rules, err := New(alternatives, scope)
	require.NoError(t, err)
	for name, c := range map[string]struct{ from, to string }{
		"what is not mapped stays as it was written":   {`sum(rate( up[5m] ) )`, `sum(rate( up[5m] ) )`},
		"a name within another name is not the metric": {`sum by(x)(my_trips_total_old)`, `sum by(x)(my_trips_total_old)`},
		"a label that nobody sees is not renamed":      {`sum(rate(trips_total{component="db"}[5m]))`, `sum(rate(ejections_total{cluster="db"}[5m]))`},
		"a grouping sees the canonical label": {`sum by (component) (rate(trips_total[5m]))`,
			`sum by (component) (label_replace(rate(ejections_total[5m]), "component", "$1", "cluster", "(.*)"))`},
		"outside of a grouping their label goes": {`increase(trips_total[5m]) > 0`,
			`label_replace(label_replace(increase(ejections_total[5m]), "component", "$1", "cluster", "(.*)"), "cluster", "", "", "") > 0`},
		"matching two vectors sees all labels": {`sum by (component) (trips_total and on (component) up)`,
			`sum by (component) (label_replace(label_replace(ejections_total, "component", "$1", "cluster", "(.*)"), "cluster", "", "", "") and on (component) up)`},
		"topk keeps all labels": {`topk(3, trips_total)`,
			`topk(3, label_replace(label_replace(ejections_total, "component", "$1", "cluster", "(.*)"), "cluster", "", "", ""))`},
		"absence has no labels":       {`absent(trips_total{component="db"})`, `absent(ejections_total{cluster="db"})`},
		"an offset stays":             {`sum(trips_total offset 5m)`, `sum(ejections_total offset 5m)`},
		"a histogram's parts follow":  {`histogram_quantile(0.95, sum by (le) (rate(plain_seconds_bucket[5m])))`, `histogram_quantile(0.95, sum by (le) (rate(other_bucket[5m])))`},
		"a native histogram follows":  {`histogram_quantile(0.95, sum(rate(plain_seconds[5m])))`, `histogram_quantile(0.95, sum(rate(other[5m])))`},
		"a name as a matcher follows": {`sum({__name__="plain_seconds_count"})`, `sum(other_count)`},
		"milliseconds of a quantile": {`histogram_quantile(0.95, sum by (method, le) (rate(duration_seconds_bucket[5m])))`,
			`(0.001 * histogram_quantile(0.95, sum by (method, le) (label_replace(rate(http_server_duration_milliseconds_bucket[5m]), "method", "$1", "http_method", "(.*)"))))`},
		"milliseconds of a native histogram": {`histogram_quantile(0.95, sum(rate(duration_seconds[5m])))`,
			`(0.001 * histogram_quantile(0.95, sum(rate(http_server_duration_milliseconds[5m]))))`},
		"milliseconds of a mean": {`sum(rate(duration_seconds_sum[5m])) / sum(rate(duration_seconds_count[5m]))`,
			`sum((0.001 * rate(http_server_duration_milliseconds_sum[5m]))) / sum(rate(http_server_duration_milliseconds_count[5m]))`},
		"milliseconds of a share below a bound": {`histogram_fraction(0, 0.5, sum(rate(duration_seconds[5m])))`,
			`histogram_fraction(0, 500, sum(rate(http_server_duration_milliseconds[5m])))`},
		"milliseconds of a bucket": {`histogram_quantile(0.9, sum by (le) (rate(duration_seconds_bucket{le=~"2(\\.0)?"}[5m])))`,
			`(0.001 * histogram_quantile(0.9, sum by (le) (rate(http_server_duration_milliseconds_bucket{le=~"2000(\\.0)?"}[5m]))))`},
		"milliseconds of a gauge": {`max(age_seconds) > 3`, `max((0.001 * age_ms)) > 3`},
		"a count has no unit":     {`sum(changes(age_seconds[1h]))`, `sum(changes(age_ms[1h]))`},
		// Around anything but a selector PromQL's timestamp() tells the moment of the question, and not that of the sample.
		"when a gauge was scraped": {`time() - timestamp(age_seconds)`, `time() - timestamp(age_ms)`},
		"when a gauge with other labels was scraped": {`max by (component) (timestamp((trips_total)) - (trips_total > 0))`,
			`max by (component) (label_replace(label_replace(timestamp(ejections_total), "component", "$1", "cluster", "(.*)"), "cluster", "", "", "") - (label_replace(label_replace(ejections_total, "component", "$1", "cluster", "(.*)"), "cluster", "", "", "") > 0))`},
		"when a gauge was scraped whose labels nobody sees": {`max(timestamp(trips_total))`, `max(timestamp(ejections_total))`},
		"words of theirs": {`sum(rate(calls_total{result="failure"}[5m]))`,
			`sum(rate(r4j_calls_seconds_count{kind=~"failed|ignored|failure"}[5m]))`},
		"a canonical word that no word of theirs means": {`sum(rate(calls_total{result="failed"}[5m]))`,
			`sum(rate(r4j_calls_seconds_count{kind!="failed",kind="failed"}[5m]))`},
		"patterns of canonical words": {`sum(rate(calls_total{result=~"success|failure"}[5m]))`,
			`sum(rate(r4j_calls_seconds_count{kind=~"failed|ignored|successful|success|failure"}[5m]))`},
		"without a canonical word": {`sum(rate(calls_total{result!="failure"}[5m]))`,
			`sum(rate(r4j_calls_seconds_count{kind!~"failed|ignored|failure"}[5m]))`},
		"two words that become one add up": {`rate(calls_total[5m])`,
			`sum without (kind, name) (label_replace(label_replace(label_replace(label_replace(rate(r4j_calls_seconds_count[5m]), "component", "$1", "name", "(.*)"), "result", "$1", "kind", "(.*)"), "result", "failure", "kind", "failed|ignored"), "result", "success", "kind", "successful"))`},
		"a word of the same label": {`max by (component, state) (state)`,
			`max by (component, state) (label_replace(label_replace(label_replace(r4j_state, "component", "$1", "name", "(.*)"), "yardstick_source", "$1", "state", "(.*)"), "state", "open", "yardstick_source", "forced_open"))`},
		"a label that is constant there": {`sum(rate(errors_total{component="database"}[5m]))`, `sum(rate(failures_total{kind="error"}[5m]))`},
		"a constant that is another one": {`sum(rate(errors_total{component="kafka"}[5m]))`, `sum(rate(failures_total{component!="kafka",component="kafka",kind="error"}[5m]))`},
		"a constant in a grouping":       {`sum by (component) (errors_total)`, `sum by (component) (label_replace(failures_total{kind="error"}, "component", "database", "", ""))`},
		"names of which only the existence matters": {`group by (__name__) (last_over_time({__name__=~"up|trips_total|used|plain_seconds_count",job="a"}[1d]))`,
			`group by (__name__) (last_over_time({__name__=~"ejections_total|other_count|pg_stat_activity_count|up",job="a"}[1d]))`},
		"an expression":           {`sum(used{job=~"omninode(-.*)?"}) / 3`, `sum((sum by (db) (pg_stat_activity_count{job=~"omninode(-.*)?",state="active"}))) / 3`},
		"an expression over time": {`max_over_time(used[1h])`, `max_over_time(((sum by (db) (pg_stat_activity_count{job=~"omninode(-.*)?",state="active"})))[1h:])`},
		// Four scrapes long, it is a minute in most Grafanas: as long as Prometheus' own step, of which a rate needs two.
		"an expression over Grafana's own range": {`sum(rate(used[$__rate_interval]))`, `sum(rate(((sum by (db) (pg_stat_activity_count{job=~"omninode(-.*)?",state="active"})))[$__rate_interval:15s]))`},
		"an expression of the past":              {`used offset 1d`, `(sum by (db) (pg_stat_activity_count{job=~"omninode(-.*)?",state="active"} offset 1d))`},
		"Grafana's variables":                    {`sum(rate(trips_total{component="$component"}[$__rate_interval]))`, `sum(rate(ejections_total{cluster="$component"}[$__rate_interval]))`},
		"variables as numbers":                   {`topk($limit, sum by (x) (trips_total offset ${ago}))`, `topk($limit, sum by (x) (ejections_total offset ${ago}))`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rules.Rewrite(c.from)
			require.NoError(t, err)
			require.Equal(t, c.to, got)
		})
	}
}

func TestWhatCannotFollowIsRefused(t *testing.T) {
	rules, err := New(alternatives, scope)
	require.NoError(t, err)
	for expr, why := range map[string]string{
		`sum by (le) (rate(duration_seconds_bucket[5m]))`:                                              "in another unit",
		`histogram_quantile(0.9, rate(duration_seconds_bucket{le=~"1.*"}[5m]))`:                        "on the bounds of buckets",
		`histogram_quantile(0.9, rate(duration_seconds_bucket[5m]) or rate(plain_seconds_bucket[5m]))`: "different units",
		`group by (__name__) ({__name__=~"up|trips_total",component="x"})`:                             "which has another name there",
		`sum(rate({__name__=~"up|trips_total"}[5m]))`:                                                  "by a pattern of names",
		`rate({__name__=~"trips.*"}[5m])`:                                                              "by a pattern of names",
		`rate(used_sum[5m])`:                                                                           "has no _sum",
		`trips_total[5m]`:                                                                              "without a function around it",
		`rate((trips_total[5m]))`:                                                                      "without a function around it",
		`used @ end()`:                                                                                 "modifier @",
		`rate(trips_total`:                                                                             "not PromQL: at character",
		`sum(rate(calls_total{result!="failed"}[5m]))`:                                                 "means something else",
	} {
		_, err := rules.Rewrite(expr)
		require.ErrorContains(t, err, why, expr)
	}
}

func TestAMappingThatCannotHoldIsRefused(t *testing.T) {
	for why, a := range map[string]catalog.Alternative{
		"neither a metric nor an expression": {},
		"only one of them":                   {Metric: "a", Expr: "b"},
		"not PromQL: at character 5":         {Expr: "sum("},
		"gives a scalar":                     {Expr: "1"},
		"gives a range vector":               {Expr: "a[5m]"},
		"go with a metric":                   {Expr: "a", Scale: 2},
		"not the name of a metric":           {Metric: "sum(a)"},
		"give its base name, a":              {Metric: "a_bucket"},
		"not label matchers":                 {Metric: "a", Where: "kind"},
		"change places":                      {Metric: "a", Labels: map[string]string{"x": "y", "y": "x"}},
		"keeps its name":                     {Metric: "a", Labels: map[string]string{"le": "bound"}},
		"not above 0":                        {Metric: "a", Scale: -1},
	} {
		_, err := New(map[string]catalog.Alternative{"x": a}, scope)
		require.ErrorContains(t, err, why)
		require.ErrorContains(t, err, "mapping x: ")
	}
}

func TestAnExpressionIsServedByTheMetricsThatExist(t *testing.T) {
	exists := func(name string) bool { return name == "here" || name == "also" }
	for expr, want := range map[string]bool{
		`rate(here[5m])`:                       true,
		`rate(gone[5m])`:                       false,
		`here / gone`:                          false,
		`gone or here`:                         true,
		`sum(gone) or vector(0)`:               false,
		`(sum(gone) or vector(0)) / sum(here)`: true,
		`here unless gone`:                     true,
		`absent(gone)`:                         true,
		`time() - gone`:                        false,
		`max_over_time(sum(here)[$__range:]) > $limit`: true,
	} {
		got, err := Served(expr, exists)
		require.NoError(t, err, expr)
		require.Equal(t, want, got, expr)
	}
}
