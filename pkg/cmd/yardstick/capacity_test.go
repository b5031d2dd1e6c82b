package main

import (
	"strings"
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
	out, _, err = yardstick(t, "capacity", "--rate", "100", "--per-instance", "100", "--limit", "500")
	require.NoError(t, err)
	require.Contains(t, out, "the peak never reaches 500 requests per second")
}

func TestCapacityNeedsASystemOrAModel(t *testing.T) {
	_, db := holding(t)
	for says, args := range map[string][]string{
		"--system NAME":            {"capacity", "--store", db},
		`--system "nobody"`:        {"capacity", "--store", db, "--system", "nobody"},
		"--ahead 0":                {"capacity", "--store", db, "--system", "kgas", "--ahead", "0"},
		"serves nothing":           {"capacity", "--rate", "1"},
		"--per-instance 0":         {"capacity", "--rate", "1"},
		"--rate NaN":               {"capacity", "--rate", "NaN", "--per-instance", "100"},
		"--growth -2":              {"capacity", "--rate", "1", "--per-instance", "100", "--growth", "-2"},
		"--season -3":              {"capacity", "--rate", "1", "--per-instance", "100", "--season", "-3"},
		"--periods -1":             {"capacity", "--rate", "1", "--per-instance", "100", "--periods", "-1"},
		"--limit NaN":              {"capacity", "--rate", "1", "--per-instance", "100", "--limit", "NaN"},
		"--limit -5":               {"capacity", "--store", db, "--system", "kgas", "--limit", "-5"},
		"--per-instance +Inf":      {"capacity", "--store", db, "--system", "kgas", "--per-instance", "Inf"},
		"beyond every number":      {"capacity", "--rate", "1e308", "--per-instance", "100", "--growth", "9"},
		"--growth is of the model": {"capacity", "--store", db, "--system", "kgas", "--growth", "0.2"},
	} {
		_, code, err := yardstick(t, args...)
		require.Equal(t, exitError, code)
		require.ErrorContains(t, err, says)
	}
	var remarks strings.Builder
	out, _, err := remarking(t, &remarks, "capacity", "--store", db, "--system", "kgas", "--format", "json")
	require.NoError(t, err)
	require.Empty(t, rows(t, out, "series"))
	require.Contains(t, remarks.String(), "nothing to forecast: "+db+" holds no day of requests of source cli for kgas;")
}
