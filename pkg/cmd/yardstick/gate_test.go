package main

import (
	"encoding/xml"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

// measurements writes n log-normal executions of an operation in our own format.
func measurements(seed uint64, n int, operation string, mu float64) string {
	random := rand.New(rand.NewPCG(seed, 1))
	var text strings.Builder
	for range n {
		fmt.Fprintf(&text, "shop,%s,%.6f,success\n", operation, 0.1*math.Exp(mu+0.2*random.NormFloat64()))
	}
	return text.String()
}

const ownHeader = "system,operation,seconds,status\n"

func TestGateExitCodes(t *testing.T) {
	base := file(t, "base.csv", ownHeader+measurements(1, 2000, "pay", 0)+measurements(2, 2000, "list", 0))
	equal := file(t, "equal.csv", ownHeader+measurements(3, 2000, "pay", 0)+measurements(4, 2000, "list", 0))
	slow := file(t, "slow.csv", ownHeader+measurements(5, 2000, "pay", 0.5)+measurements(6, 2000, "list", 0))
	three := file(t, "three.csv", ownHeader+measurements(7, 3, "pay", 0)+measurements(8, 3, "list", 0))
	part := file(t, "part.csv", ownHeader+measurements(9, 2000, "pay", 0))
	for name, c := range map[string]struct {
		candidate string
		more      []string
		code      int
		err       error
	}{
		"equal passes":                      {equal, nil, exitQuiet, nil},
		"slower fails":                      {slow, nil, exitBreach, errGateFails},
		"three samples are inconclusive":    {three, nil, exitInconclusive, errInconclusive},
		"an operation that was not there":   {part, nil, exitInconclusive, errInconclusive},
		"what is tolerated":                 {slow, []string{"--tolerate", "0.5"}, exitQuiet, nil},
		"a veto":                            {slow, []string{"--tolerate", "0.5", "--critical", "pay"}, exitBreach, errGateFails},
		"a margin wide enough for anything": {slow, []string{"--margin-p50", "2", "--margin-p95", "2", "--margin-p99", "2"}, exitQuiet, nil},
	} {
		t.Run(name, func(t *testing.T) {
			out, code, err := yardstick(t, append([]string{"gate", "--candidate", c.candidate, "--against", base, "--format", "json"}, c.more...)...)
			require.Equal(t, c.code, code, out)
			require.ErrorIs(t, err, c.err)
			for _, o := range rows(t, out, "operations") {
				for _, field := range []string{"operation", "ratio", "low", "high", "verdict"} {
					require.Contains(t, o, field)
				}
			}
		})
	}
	t.Run("the same in JUnit, where undecided is no success", func(t *testing.T) {
		out, _, err := yardstick(t, "gate", "--candidate", three, "--against", base, "--format", "junit")
		require.ErrorIs(t, err, errInconclusive)
		var suite junitSuite
		require.NoError(t, xml.Unmarshal([]byte(out), &suite))
		require.Equal(t, []int{2, 0, 2, 0}, []int{suite.Tests, suite.Failures, suite.Errors, suite.Skipped})
		require.Contains(t, suite.Cases[0].Error.Message, "inconclusive")
	})
	t.Run("in JUnit, where what is tolerated fails no pipeline", func(t *testing.T) {
		out, _, err := yardstick(t, "gate", "--candidate", slow, "--against", base, "--format", "junit", "--tolerate", "0.5")
		require.NoError(t, err)
		var suite junitSuite
		require.NoError(t, xml.Unmarshal([]byte(out), &suite))
		require.Equal(t, []int{2, 0, 0, 1}, []int{suite.Tests, suite.Failures, suite.Errors, suite.Skipped})
		require.Regexp(t, "^tolerated: .+ is 1[.].+x the base's", suite.Cases[0].Skipped.Message)
	})
	t.Run("in JUnit, where nothing to compare is no success", func(t *testing.T) {
		var out strings.Builder
		require.NoError(t, printJUnit(&out, runs.JudgeSets(runs.Set{}, runs.Set{}, nil, compare.Defaults())))
		var suite junitSuite
		require.NoError(t, xml.Unmarshal([]byte(out.String()), &suite))
		require.Equal(t, []int{1, 0, 1, 0}, []int{suite.Tests, suite.Failures, suite.Errors, suite.Skipped})
		require.Equal(t, "inconclusive: there is no operation to compare", suite.Cases[0].Error.Message)
	})
	t.Run("in Markdown and for a person", func(t *testing.T) {
		out, _, _ := yardstick(t, "gate", "--candidate", slow, "--against", base, "--format", "markdown")
		require.Contains(t, out, "### Performance gate: ❌ fail")
		require.Contains(t, out, "| list | duration | ✅ pass |")
		out, _, _ = yardstick(t, "gate", "--candidate", slow, "--against", base)
		require.Contains(t, out, "FAIL: 1 of 2 operations fail")
	})
	t.Run("against a run of the store", func(t *testing.T) {
		db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
		out, code, err := yardstick(t, "import", base, "--store", db, "--json")
		require.NoError(t, err)
		require.Equal(t, exitQuiet, code)
		id := rows(t, out, "runs")[0]["id"].(string)
		_, code, _ = yardstick(t, "gate", "--candidate", slow, "--against", id, "--store", db)
		require.Equal(t, exitBreach, code)
		_, code, _ = yardstick(t, "gate", "--candidate", equal, "--against", id[:8], "--store", db)
		require.Equal(t, exitQuiet, code)
	})
}

// D5 l.156-160 and l.198-207: the document's own result against its own expectation.
func TestGateAgainstBenchmarks(t *testing.T) {
	expected := file(t, "benchmarks.yml", "benchmarks:\n  commands:\n    status:\n      baseline_ms: 250\n      target_ms: 200\n      max_acceptable_ms: 500\n")
	for average, want := range map[int]int{235: exitQuiet, 535: exitBreach} {
		result := file(t, fmt.Sprintf("%d.json", average), fmt.Sprintf(`{"benchmark_results": {"test_date": "2024-12-06T10:30:00Z", "command_results": [
			{"command": "status", "iterations": 10, "average_ms": %d, "min_ms": 198, "max_ms": 612, "std_deviation": 28}]}}`, average))
		out, code, _ := yardstick(t, "gate", "--candidate", result, "--against", expected)
		require.Equal(t, want, code, out)
	}
}

// Names in a pull request must not become mentions, links or columns.
func TestNamesStayTextInMarkdown(t *testing.T) {
	odd := "a|b <img> @team [x](y)"
	base := file(t, "base.csv", ownHeader+strings.ReplaceAll(measurements(1, 200, "pay", 0), "pay", `"`+odd+`"`))
	out, _, _ := yardstick(t, "gate", "--candidate", base, "--against", base, "--format", "markdown")
	require.Contains(t, out, `a\|b &lt;img&gt; @`+"\u200b"+`team \[x](y)`)
	require.Equal(t, "GET http:\u200b//shop/#\u200b12 www\u200b.shop \\~\\~a\\~\\~ &amp;lt;", inCell("GET http://shop/#12 www.shop ~~a~~ &lt;"), "addresses and numbers of issues would be links")
	require.Equal(t, `a\\\|b`, inCell(`a\|b`), "a backslash of a name does not take the one before the edge of a cell")
}

func TestCompareSaysWhatChanged(t *testing.T) {
	base := file(t, "base.csv", ownHeader+measurements(1, 500, "pay", 0)+measurements(2, 500, "list", 0)+measurements(3, 500, "gone", 0)+measurements(4, 2, "rare", 0))
	current := file(t, "current.csv", ownHeader+measurements(5, 500, "pay", 0.3)+measurements(6, 500, "list", 0)+measurements(7, 500, "new", 0)+measurements(8, 2, "rare", 2))
	out, code, err := yardstick(t, "compare", "--baseline", base, "--current", current, "--format", "json")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	verdicts := map[string]any{}
	for _, o := range rows(t, out, "operations") {
		verdicts[o["operation"].(string)] = o["verdict"]
		if o["operation"] == "pay" {
			require.InDelta(t, 1.35, finite(t, o["ratio"]), 0.06)
			require.InDelta(t, 35, finite(t, o["change_percentage"]), 7)
			require.Equal(t, "degraded", o["status"])
			require.Equal(t, "large", o["effectSize"])
		}
	}
	require.Equal(t, map[string]any{"pay": "slower", "list": "no change shown", "gone": "not enough data", "rare": "not enough data"}, verdicts)
	require.Equal(t, []any{"new"}, object(t, out)["new"])
	text, _, err := yardstick(t, "compare", "--baseline", base, "--current", current)
	require.NoError(t, err)
	require.Contains(t, text, "New, with nothing to compare them with: new")
}

// D5 l.146-220: results of a benchmark against benchmarks.yml, with rating and change.
func TestBenchmarksAreRated(t *testing.T) {
	base := file(t, "benchmarks.yml", "benchmarks:\n  commands:\n    status: { baseline_ms: 250, target_ms: 200, max_acceptable_ms: 500 }\n    batch: { baseline_ms: 1800, target_ms: 1500, max_acceptable_ms: 3000 }\n")
	result := func(command string, average, sd float64) string {
		return fmt.Sprintf(`{"command":%q,"iterations":10,"average_ms":%v,"std_deviation":%v}`, command, average, sd)
	}
	current := file(t, "results.json", `{"benchmark_results":{"test_date":"2024-12-06","command_results":[`+result("status", 235, 28)+","+result("batch", 2600, 100)+"]}}")
	out, _, err := yardstick(t, "compare", "--baseline", base, "--current", current, "--format", "json")
	require.NoError(t, err)
	status, batch := rows(t, out, "operations")[0], rows(t, out, "operations")[1]
	require.Equal(t, []any{"excellent", "no change shown"}, []any{status["performance_rating"], status["verdict"]})
	require.InDelta(t, -6, finite(t, status["change_percentage"]), 1e-9)
	require.Equal(t, []any{"acceptable", "slower", "degraded"}, []any{batch["performance_rating"], batch["verdict"], batch["status"]})
	t.Run("and gated: above the maximum fails whatever the margin", func(t *testing.T) {
		over := file(t, "over.json", `{"benchmark_results":{"test_date":"2024-12-06","command_results":[`+result("status", 700, 28)+","+result("batch", 1700, 10)+"]}}")
		out, code, _ := yardstick(t, "gate", "--candidate", over, "--against", base, "--margin-p50", "9")
		require.Equal(t, exitBreach, code)
		require.Contains(t, out, "maximum of 500 ms")
	})
}

func TestMistakesOfRunsNameTheFlag(t *testing.T) {
	good := file(t, "a.csv", ownHeader+measurements(1, 10, "pay", 0))
	plain := file(t, "b.csv", "operation,seconds\npay,1\n")
	_, db := holding(t)
	for name, c := range map[string]struct {
		args []string
		says []string
	}{
		"no file":                    {[]string{"import", "--store", db}, []string{"FILE"}},
		"no such file":               {[]string{"import", "/nowhere.csv", "--store", db}, []string{"FILE", "/nowhere.csv"}},
		"a folder":                   {[]string{"import", t.TempDir(), "--store", db}, []string{"FILE", "folder"}},
		"a format":                   {[]string{"import", good, "--format", "xml", "--store", db}, []string{`"xml"`, "github-pm"}},
		"another format":             {[]string{"import", good, "--format", "k6", "--store", db}, []string{"a.csv", "k6"}},
		"a label":                    {[]string{"import", good, "--label", "1.2", "--store", db}, []string{`--label "1.2"`, "name=value"}},
		"no system":                  {[]string{"import", plain, "--store", db}, []string{"b.csv", "--system NAME"}},
		"no run":                     {[]string{"compare", "--baseline", good, "--current", "abcdefgh", "--store", db}, []string{`--current "abcdefgh"`, "no file, no run", "2006-01-02"}},
		"no file of that path":       {[]string{"gate", "--candidate", "out/new.csv", "--against", good, "--store", db}, []string{`--candidate "out/new.csv" is no file`, "give a file"}},
		"no file on either side":     {[]string{"compare", "--baseline", "out/old.csv", "--current", "out/new.csv", "--store", db}, []string{`--current "out/new.csv" is no file`}},
		"an export of nobody":        {[]string{"export", "--system", "kgsa", "--store", db}, []string{`--system "kgsa"`, "kgas"}},
		"a baseline of nobody":       {[]string{"gate", "--candidate", plain, "--store", db}, []string{"--against", "--system NAME"}},
		"nothing learned":            {[]string{"gate", "--candidate", good, "--store", db}, []string{"--against", `"baseline"`, "shop"}},
		"a margin":                   {[]string{"gate", "--candidate", good, "--against", good, "--margin-p95", "0"}, []string{"--margin-p95 0", "0.05"}},
		"a percentage for a share":   {[]string{"gate", "--candidate", good, "--against", good, "--margin-errors", "1"}, []string{"--margin-errors 1", "everything may fail", "0.01"}},
		"a level":                    {[]string{"gate", "--candidate", good, "--against", good, "--level", "0.9"}, []string{"--level 0.9"}},
		"a tolerance":                {[]string{"gate", "--candidate", good, "--against", good, "--tolerate", "2"}, []string{"--tolerate 2"}},
		"a measure":                  {[]string{"gate", "--candidate", good, "--against", good, "--measures", "p42"}, []string{`--measures "p42"`, "p95"}},
		"a critical one that is not": {[]string{"gate", "--candidate", good, "--against", good, "--critical", "buy"}, []string{`--critical "buy"`, "a.csv"}},
		"the baseline itself":        {[]string{"gate", "--candidate", "baseline", "--system", "shop", "--store", db}, []string{"--against and --candidate", "passes every gate"}},
		"a day itself":               {[]string{"compare", "--baseline", "2026-03-10", "--current", "2026-03-10", "--system", "shop", "--store", db}, []string{"--baseline and --current", "2026-03-10; name another one"}},
		"an output":                  {[]string{"gate", "--candidate", good, "--against", good, "--format", "pdf"}, []string{`--format "pdf"`, "junit"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, code, err := yardstick(t, c.args...)
			require.Equal(t, exitError, code)
			for _, part := range c.says {
				require.ErrorContains(t, err, part)
			}
		})
	}
}
