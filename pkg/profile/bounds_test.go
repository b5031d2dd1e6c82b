package profile

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// A body of 64 kB took gigabytes and minutes.
func TestWhatIsTooLargeToRewriteIsRefusedAtOnce(t *testing.T) {
	const n = 16_000
	for name, c := range map[string]struct{ expr, by, says string }{
		"a long sum":          {strings.Repeat("a+", n) + "a", "", "more than 200 parts lie within each other"},
		"many parentheses":    {strings.Repeat("(", n) + "a" + strings.Repeat(")", n), "", "more than 200 parts"},
		"many functions":      {strings.Repeat("abs(", n/2) + "a" + strings.Repeat(")", n/2), "", "more than 200 parts"},
		"much in their place": {"(" + strings.Repeat("(a+a)+", 90) + "a)", strings.Repeat("sum(up)+", 190) + "up", "would take the place of its metrics"},
		"a long alternative":  {"a", strings.Repeat("up+", n/2) + "up", "more than 200 parts"},
	} {
		began := time.Now()
		alternative := catalog.Alternative{Metric: "b"}
		if c.by != "" {
			alternative = catalog.Alternative{Expr: c.by}
		}
		rules, err := New(map[string]catalog.Alternative{"a": alternative}, Scope{})
		if err == nil {
			_, err = rules.Rewrite(c.expr)
		}
		require.ErrorContains(t, err, c.says, name)
		require.Less(t, time.Since(began), 10*time.Second, name)
	}
}

// Reading is what takes the time: a body of 64 kB took seconds of a processor before anything was looked at.
func TestWhatIsTooLongIsNotRead(t *testing.T) {
	const n = 30_000
	for name, expr := range map[string]string{
		"a long sum":         strings.Repeat("a+", n) + "a",
		"many signs":         strings.Repeat("-", n) + "a",
		"many parentheses":   strings.Repeat("(", n) + "a" + strings.Repeat(")", n),
		"many ranges":        "a" + strings.Repeat("[1:]", n/2),
		"sums in functions":  strings.Repeat("abs("+strings.Repeat("a+", 20), 100) + "a" + strings.Repeat(")", 100),
		"a sum behind lists": "label_replace(a,'a','b','c','d')" + strings.Repeat("+a", n),
		"words for signs":    "a" + strings.Repeat(" unless a", n/9),
	} {
		require.Greater(t, chained(expr), longestChain, name)
		for way, read := range map[string]func() error{
			"its metrics":      func() error { _, err := Metrics(expr); return err },
			"whether served":   func() error { _, err := Served(expr, func(string) bool { return true }); return err },
			"as an expression": func() error { _, err := New(map[string]catalog.Alternative{"a": {Expr: expr}}, Scope{}); return err },
			"as matchers": func() error {
				_, err := New(map[string]catalog.Alternative{"a": {Metric: "b", Where: `a="b"} + ` + expr + ` + {a="b"`}}, Scope{})
				return err
			},
		} {
			require.ErrorContains(t, read(), "write it as several expressions", "%s, %s", name, way)
		}
	}
	// Breadth is no depth: neither what stands beside each other in lists nor what stands between braces.
	for _, expr := range []string{
		`{` + strings.Repeat(`a=~"x-[+-]*",`, n/20) + `__name__="a"}`,
		`label_join(a, "x", ","` + strings.Repeat(`, "a+b-c"`, n/20) + `)`,
		`sum by (` + strings.Repeat("a,", n/20) + `b) (a)`,
	} {
		require.LessOrEqual(t, chained(expr), 3, expr)
		_, err := Metrics(expr)
		require.NoError(t, err)
	}
}
