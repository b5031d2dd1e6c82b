package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A list without rows says beside it why, and what to do; what is printed stays what a script reads.
func TestAStoreWithoutDataSaysWhatToDo(t *testing.T) {
	_, db := holding(t)
	for list, args := range map[string][]string{"baselines": {"baselines"}, "operations": {"backtest", "--system", "kgas"}} {
		var remarks strings.Builder
		out, code, err := remarking(t, &remarks, append(args, "--store", db)...)
		require.NoError(t, err)
		require.Equal(t, exitQuiet, code)
		require.Equal(t, 1, strings.Count(out, "\n"), "its header")
		said := remarks.String()
		require.Equal(t, 1, strings.Count(said, "\n"), said)
		for _, part := range []string{"nothing is learned yet", db + " holds no ", " of source cli", "`yardstick learn --prometheus URL`"} {
			require.Contains(t, said, part)
		}
		remarks.Reset()
		out, _, err = remarking(t, &remarks, append(args, "--store", db, "--format", "json")...)
		require.NoError(t, err)
		require.Empty(t, rows(t, out, list))
		require.Equal(t, said, remarks.String())
	}

	_, db = holding(t, store.Baseline{
		Operation: store.Operation{System: "kgas", Set: "tool-init", Name: "ner", Labels: map[string]string{"tool": "ner"}}, ValidFrom: noon,
		Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, State: baseline.Active},
	})
	once, _, err := yardstick(t, "baselines", "--store", db, "--system", "kgas")
	require.NoError(t, err)
	twice, _, err := yardstick(t, "baselines", "--store", db, "--system", "kgas", "--system", "kgas")
	require.NoError(t, err)
	require.Equal(t, once, twice, "a system that is named twice is listed once")
	var remarks strings.Builder
	_, _, err = remarking(t, &remarks, "baselines", "--store", db)
	require.NoError(t, err)
	require.Empty(t, remarks.String())
	_, _, err = remarking(t, &remarks, "baselines", "--store", db, "--system", "ado", "--at", "2026-01-01T00:00:00Z")
	require.NoError(t, err)
	require.Contains(t, remarks.String(), "holds no baseline of source cli for ado at 2026-01-01T00:00:00Z;")
	remarks.Reset()
	_, _, err = remarking(t, &remarks, "backtest", "--store", db, "--system", "kgas", "--operation", "nre")
	require.NoError(t, err)
	require.Equal(t, "yardstick: --operation nre: of kgas only these are learned: ner\n", remarks.String())
}
