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
