package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCapacityByTheModel(t *testing.T) {
	out, code, err := yardstick(t, "capacity", "--rate", "100", "--growth", "0.2", "--peak", "3", "--per-instance", "100", "--periods", "4", "--limit", "600", "--format", "json")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	answer := object(t, out)
	require.InDelta(t, 7, answer["instances"], 0, "ceil(100 * 1.2^4 * 3 / 100)")
	require.InDelta(t, 3.8, answer["periodsUntilLimit"], 0.01)
}

func TestCapacityNeedsASystemOrAModel(t *testing.T) {
	_, db := holding(t)
	for says, args := range map[string][]string{
		"--system NAME":     {"capacity", "--store", db},
		`--system "nobody"`: {"capacity", "--store", db, "--system", "nobody"},
		"--ahead 0":         {"capacity", "--store", db, "--system", "kgas", "--ahead", "0"},
		"serves nothing":    {"capacity", "--rate", "1"},
	} {
		_, code, err := yardstick(t, args...)
		require.Equal(t, exitError, code)
		require.ErrorContains(t, err, says)
	}
	out, _, err := yardstick(t, "capacity", "--store", db, "--system", "kgas", "--format", "json")
	require.NoError(t, err)
	require.Empty(t, rows(t, out, "series"))
}
