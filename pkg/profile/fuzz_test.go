package profile

// What holds of every expression and every mapping that a person may give?

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// A rewritten expression is PromQL, reads no mapped metric any more, and stays as it is when it is rewritten again.
func FuzzRewrite(f *testing.F) {
	for _, expr := range []string{
		`sum by (component) (rate(trips_total[5m]))`, `topk($limit, sum by (x) (trips_total offset ${ago}))`, `{__name__=~"up|trips_total"}`,
		`histogram_quantile(0.9, sum by (le) (rate(duration_seconds_bucket{le=~"2(\\.0)?"}[5m])))`, `rate(calls_total{result!="failure"}[5m])`,
		`max_over_time(used{db="a\"b"}[1h]) / on (db) used offset 1d`, `state{state=~"op.*"} == 2`, `errors_total{component=~"kafka|database"}`,
		`histogram_fraction(0, 0.5, sum(rate(duration_seconds[5m])))`, `{"trips_total", component="$component"}`, `-age_seconds ^ 2 # note`,
		`sum(rate(duration_seconds_sum[5m])) / sum(rate(duration_seconds_count[5m] @ end()))`, `label_replace(state, "a", "$1", "b", "(.*)")`,
	} {
		f.Add(expr)
	}
	rules, err := New(alternatives, scope)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, expr string) {
		out, err := rules.Rewrite(expr)
		if err != nil {
			require.Empty(t, out)
			return
		}
		if out == expr {
			return
		}
		names, err := Metrics(out)
		require.NoError(t, err, "%s became %s", expr, out)
		for _, name := range names {
			_, mapped := rules.find(name)
			require.False(t, mapped, "%s still reads %s", out, name)
		}
		again, err := rules.Rewrite(out)
		require.NoError(t, err, "%s became %s", expr, out)
		require.Equal(t, out, again)
		// The whole reads what it did: an expression without an answer does not get one.
		served, err := Served(out, func(string) bool { return false })
		require.NoError(t, err)
		before, err := Served(expr, func(string) bool { return false })
		require.NoError(t, err)
		require.Equal(t, before, served, "%s became %s", expr, out)
	})
}

// A mapping of a person's own is refused with a reason, or what is written by it is PromQL that says the words it was given.
func FuzzMapping(f *testing.F) {
	for _, a := range alternatives {
		text, err := json.Marshal(a)
		require.NoError(f, err)
		f.Add(text)
	}
	for _, text := range []string{
		`{"metric":"m","set":{"component":"a$1b\"c\\"}}`, `{"metric":"m","labels":{"component":"http.route"}}`, `{"metric":"a.b","where":"x=\"}\" #"}`,
		`{"metric":"m","labels":{"component":"name"},"values":{"component":{"a|b":"$2","c":""}}}`, `{"expr":"sum(up{$app}) or vector(1)"}`, `"envoy"`,
		`{"metric":"m","scale":1e-300}`, `{"metric":"m","values":{"x":{"a":"b"}}}`,
	} {
		f.Add([]byte(text))
	}
	expressions := []string{
		`x`, `sum by (component) (rate(x[5m]))`, `increase(x{component="a"}[5m]) > 0`, `sum(x{component!~"a|b"})`, `max_over_time(x[1h])`,
		`histogram_quantile(0.9, sum by (le, component) (rate(x_bucket[5m])))`,
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var choice catalog.Choice
		if json.Unmarshal(text, &choice) != nil || choice.Own == nil {
			return
		}
		again, err := json.Marshal(choice)
		require.NoError(t, err)
		var back catalog.Choice
		require.NoError(t, json.Unmarshal(again, &back))
		require.Equal(t, choice.Own.Metric, back.Own.Metric)
		rules, err := New(map[string]catalog.Alternative{"x": *choice.Own}, scope)
		if err != nil {
			require.ErrorContains(t, err, "mapping x: ")
			return
		}
		for _, expr := range expressions {
			out, err := rules.Rewrite(expr)
			if err != nil {
				continue
			}
			parsed, err := promql.ParseExpr(out)
			require.NoError(t, err, "%s by %s", out, text)
			saysWords(t, parsed, *choice.Own)
		}
	})
}

// saysWords holds what label_replace writes against the words of the mapping: a dollar in one of them is a dollar.
func saysWords(t *testing.T, expr parser.Expr, a catalog.Alternative) {
	t.Helper()
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		call, ok := node.(*parser.Call)
		if !ok || call.Func.Name != "label_replace" || len(call.Args) != 5 {
			return nil
		}
		said := make([]string, 5)
		for i, arg := range call.Args[1:] {
			if literal, ok := arg.(*parser.StringLiteral); ok {
				said[i+1] = literal.Val
			}
		}
		if value, constant := a.Set[said[1]]; constant && said[3] == "" && a.Expr == "" {
			pattern, err := labels.NewFastRegexMatcher(said[4])
			require.NoError(t, err)
			require.True(t, pattern.MatchString(""))
			require.Equal(t, value, expanded(said[2]), "%s", expr)
		}
		return nil
	})
}

var noGroups = regexp.MustCompile("")

// expanded is what a template without groups says: $$ is a dollar, $name is nothing.
func expanded(template string) string {
	return string(noGroups.ExpandString(nil, template, "", []int{0, 0}))
}

// An expression is served where all of its metrics are, and never by a metric less than by none.
func FuzzServed(f *testing.F) {
	for _, expr := range []string{`(sum(gone) or vector(0)) / sum(here)`, `here unless gone`, `absent(gone)`, `max_over_time(sum(here)[$__range:]) > $limit`, `{__name__=~".*"}`, `1`, `scalar(here)`} {
		f.Add(expr)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		names, err := Metrics(expr)
		all, servedErr := Served(expr, func(string) bool { return true })
		require.Equal(t, err == nil, servedErr == nil)
		if err != nil {
			return
		}
		require.True(t, slices.IsSorted(names))
		if len(names) > 0 && !all {
			t.Fatalf("%s is not served although everything exists", expr)
		}
		some, err := Served(expr, func(name string) bool { return len(name)%2 == 0 })
		require.NoError(t, err)
		require.True(t, all || !some, "%s", expr)
	})
}
