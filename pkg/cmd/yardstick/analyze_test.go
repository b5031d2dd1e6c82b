package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// sharesOf are the shares that `analyze` tells, by what they are of and whose they are.
func sharesOf(t *testing.T, db string) map[string]map[string]float64 {
	t.Helper()
	out, _, err := yardstick(t, "analyze", "--store", db, "--format", "json")
	require.NoError(t, err)
	shares := map[string]map[string]float64{}
	for _, o := range rows(t, out, "operations") {
		of := o["shareOf"].(string)
		if shares[of] == nil {
			shares[of] = map[string]float64{}
		}
		labels := o["labels"].(map[string]any)
		name := fmt.Sprint(o["operation"])
		if phase, is := labels["phase"]; is {
			name = fmt.Sprint(phase)
		}
		shares[of][name] = finite(t, o["share"])
	}
	return shares
}

func near(t *testing.T, expected, actual map[string]map[string]float64) {
	t.Helper()
	for of, shares := range expected {
		require.Len(t, actual[of], len(shares), "%v", actual)
		for name, share := range shares {
			require.InDelta(t, share, actual[of][name], 1e-9, "%s of %q", name, of)
		}
	}
	require.Len(t, actual, len(expected), "%v", actual)
}

// A command and its phases are the same time: commands are parts of the whole, phases of their command.
func TestSharesAddUp(t *testing.T) {
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	metrics := file(t, "metrics.json", `{"performance_metrics": {"command": "batch", "duration": {"total_ms": 3000, "phases": {"data_fetching_ms": 1200, "processing_ms": 600}}}}
		{"performance_metrics": {"command": "status", "duration": {"total_ms": 1000, "phases": {"one_ms": 900, "beside_it_ms": 900}}}}`)
	_, _, err := yardstick(t, "import", metrics, "--store", db)
	require.NoError(t, err)
	near(t, map[string]map[string]float64{
		"": {"batch": 0.75, "status": 0.25}, "batch": {"data_fetching": 0.4, "processing": 0.2}, "status": {"one": 0.5, "beside_it": 0.5},
	}, sharesOf(t, db))
	text, _, err := yardstick(t, "analyze", "--store", db)
	require.NoError(t, err)
	require.Regexp(t, `(?m)batch +duration .* 75\.0 %$`, text)
	require.Regexp(t, `(?m)batch \{phase=processing\} .* 20\.0 % of batch$`, text)
	help, _, err := yardstick(t, "analyze", "--help")
	require.NoError(t, err)
	require.Contains(t, strings.Join(strings.Fields(help), " "), "of a command that of all commands, and of one of its phases that of its command")
}

// Baselines have phases as a metric of their own; without their command they are all that there is.
func TestSharesOfBaselinesAddUp(t *testing.T) {
	learned := func(set, name string, requests, mean float64, labels map[string]string) store.Baseline {
		return store.Baseline{
			Operation: store.Operation{System: "github-pm", Set: set, Name: name, Labels: labels}, ValidFrom: noon,
			Record: baseline.Record{Quantiles: baseline.Quantiles{P50: mean, P95: mean, P99: mean}, Mean: mean, Requests: requests, State: baseline.Active},
		}
	}
	_, db := holding(t,
		learned("command", "batch", 100, 3, map[string]string{"command": "batch"}), learned("command", "status", 100, 1, map[string]string{"command": "status"}),
		learned("phase", "batch fetching", 100, 1.2, map[string]string{"command": "batch", "phase": "fetching"}),
		learned("phase", "setup checking", 100, 4, map[string]string{"command": "setup", "phase": "checking"}),
	)
	near(t, map[string]map[string]float64{"": {"batch": 0.375, "status": 0.125, "checking": 0.5}, "batch": {"fetching": 0.4}}, sharesOf(t, db))
}

// What has a value at any time, or is no time at all, is no part of the time that operations take.
func TestOnlyTimesAreRankedByTime(t *testing.T) {
	learned := func(name, unit string, level *baseline.Levels) store.Baseline {
		return store.Baseline{
			Operation: store.Operation{System: "shop", Set: name, Name: name}, ValidFrom: noon,
			Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 1, P95: 2, P99: 3}, Mean: 1, Requests: 100, State: baseline.Active, Unit: unit, Level: level},
		}
	}
	_, db := holding(t, learned("cart", "", nil), learned("queue", "short", &baseline.Levels{}), learned("lag", "", &baseline.Levels{}), learned("answers", "bytes", nil))
	near(t, map[string]map[string]float64{"": {"cart": 1}}, sharesOf(t, db))
}

// A header without rows would leave open whether nothing is slow or nothing is known.
func TestNothingToRank(t *testing.T) {
	learned := store.Baseline{
		Operation: store.Operation{System: "kgas", Set: "operation", Name: "query"}, ValidFrom: noon,
		Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 1, P95: 2, P99: 3}, Mean: 1, Requests: 100, State: baseline.Active},
	}
	_, db := holding(t, learned)
	told := func(args ...string) string {
		t.Helper()
		var remarks bytes.Buffer
		_, code, err := remarking(t, &remarks, append(args, "--store", db)...)
		require.NoError(t, err)
		require.Equal(t, 0, code)
		return strings.ReplaceAll(remarks.String(), db, "STORE")
	}
	require.Empty(t, told("analyze"))
	require.Equal(t, "yardstick: nothing to rank: STORE holds no run with memory, of source cli; `yardstick import FILE` adds runs\n", told("analyze", "--focus", "memory"))
	require.Equal(t, "yardstick: nothing to rank: STORE holds no run with sizes, of source cli for kgas; `yardstick import FILE` adds runs\n",
		told("analyze", "--focus", "scaling", "--system", "kgas", "--format", "json"))
	require.Equal(t, "yardstick: nothing to rank: STORE holds no baseline or run with durations whose operation has \"qurey\" in its name, of source cli; "+
		"`yardstick import FILE` adds runs, `yardstick learn --prometheus URL` baselines\n", told("analyze", "--operation", "qurey"))
	require.Equal(t, "yardstick: nothing is imported: STORE holds no run of source cli for kgas; `yardstick import FILE` adds one\n", told("import", "--list", "--system", "kgas"))
}
