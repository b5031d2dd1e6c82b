package prometheus_test

import (
	"strings"
	"testing"

	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

func TestSelectors(t *testing.T) {
	valid := map[string]string{
		"nothing":                  ``,
		"one matcher":              `job="shop"`,
		"several, spaces, comma":   ` job = "shop" , status!~"4..|5.." ,`,
		"single quotes":            `job='shop'`,
		"backquotes":               "path=`C:\\temp`",
		"a brace in a value":       `q="}"`,
		"a UTF-8 label name":       `"http.route"="/items/{id}"`,
		"a comment at the end":     `job="shop" # of the web team`,
		"a newline between":        "job=\"shop\",\nstatus=\"ok\"",
		"an escaped newline":       `text="two\nlines"`,
		"the empty value":          `job=""`,
		"more than one of a label": `job!="a",job!="b"`,
	}
	for name, selector := range valid {
		t.Run(name+" is a selector", func(t *testing.T) { require.NoError(t, prometheus.ValidateSelector(selector)) })
	}
	invalid := []struct{ name, selector, message string }{
		{"braces", `{job="shop"}`, "write matchers without braces"},
		{"a closed brace and more", `job="a"} or up{job="b"`, "more than label matchers"},
		{"a closed brace and a comment", `job="a"} #`, "not valid"},
		{"an offset", `job="a"} offset 1h #`, "not valid"},
		{"a range", `job="a"}[5m] #`, "not valid"},
		{"no quotes", `job=shop`, "at character 5"},
		{"an open quote", `job="shop`, "not valid"},
		{"a bad regular expression", `job=~"("`, "not valid"},
		{"a metric name", `__name__="up"`, "names a metric"},
		{"a metric name like ours", `__name__=~"x|up"`, "names a metric"},
	}
	for _, c := range invalid {
		t.Run(c.name+" is refused with a reason", func(t *testing.T) {
			require.ErrorContains(t, prometheus.ValidateSelector(c.selector), c.message)
		})
	}
}

// Whoever may look at a data source may have a selector checked, and reading a long expression takes the parser seconds.
func TestAnExpressionThatIsGivenAsASelectorIsNotRead(t *testing.T) {
	for name, behind := range map[string]string{
		"a sum":         strings.Repeat(" + a", 15_000) + " + (",
		"signs":         " + " + strings.Repeat("-", 60_000),
		"parentheses":   " + " + strings.Repeat("(", 30_000) + "a" + strings.Repeat(")", 29_000),
		"ranges":        strings.Repeat("[1:]", 15_000),
		"words":         strings.Repeat(" unless a", 7_000) + " unless",
		"after comment": "# }\n" + strings.Repeat(" + a", 15_000) + " + (",
	} {
		selector := `job="a"}` + behind
		require.ErrorContains(t, prometheus.ValidateSelector(selector), "more than label matchers", name) // and not what the parser says of it
		require.Contains(t, prometheus.Matchers(selector+" # x"), behind[:5], name)
	}
	long := strings.Repeat(`job!~"a-[+*-]",`, 4_000)
	require.NoError(t, prometheus.ValidateSelector(long))
}

func TestEscaping(t *testing.T) {
	promql := parser.NewParser(parser.Options{})
	values := append([]string{"", "\x00", "\xff\xfe not UTF-8", "\t", "'", "`", `\`, `\n`, `"`}, nasty...)
	for _, value := range values {
		for _, name := range []string{"op", "http.route", `odd "name"`, "größe"} {
			matchers, err := promql.ParseMetricSelector(prometheus.Select("m_seconds", prometheus.Equal(name, value)))
			require.NoError(t, err, "%q %q", name, value)
			require.Equal(t, name, matchers[0].Name)
			require.Equal(t, value, matchers[0].Value)
		}
	}
	t.Run("a metric with a name of its own kind", func(t *testing.T) {
		matchers, err := promql.ParseMetricSelector(prometheus.Select(`http.duration "x"`, `job="a"`, "", `op="b",`))
		require.NoError(t, err)
		require.Len(t, matchers, 3)
		require.Equal(t, `http.duration "x"`, matchers[0].Value)
	})
	t.Run("no selectors give the bare metric", func(t *testing.T) {
		require.Equal(t, "up", prometheus.Select("up"))
		require.Equal(t, "up", prometheus.Select("up", "", " , "))
	})
}

// A comment ends with its selector: behind it the version of a canary is still looked for, and the brace closes.
func TestACommentTakesInNothingThatFollows(t *testing.T) {
	const own = `job="shop",path!="#" # of the web team`
	joined := prometheus.Matchers(own, `version="1.3"`)
	require.Equal(t, `job="shop",path!="#",version="1.3"`, joined)
	require.NoError(t, prometheus.ValidateSelector(joined))
	require.Equal(t, `up{job="shop",path!="#"}`, prometheus.Select("up", own))
	require.Equal(t, `job="a" or # x`, prometheus.Matchers(`job="a" or # x`), "what is no selector is told as it is")
}
