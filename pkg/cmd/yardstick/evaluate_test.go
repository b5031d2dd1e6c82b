package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Fewer trials than the evaluation has, and limits that leave room for chance (three standard errors).
func TestTheGateIsWrongNoMoreOftenThanItSays(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates thousands of gates")
	}
	out, _, err := yardstick(t, "evaluate", "gate", "--trials", "60", "--format", "json")
	require.NoError(t, err)
	for _, c := range rows(t, out, "cases") {
		slowdown, n := finite(t, c["slowdown"]), finite(t, c["executions"])
		fail, pass := finite(t, c["fail"]), finite(t, c["pass"])
		switch {
		case n < 100:
			require.Zero(t, pass, c)
		case slowdown <= 1.05:
			require.LessOrEqual(t, fail, 0.05+3*0.028, c)
		case slowdown >= 1.1 && n >= 2000:
			require.Greater(t, fail, 0.5, c)
			require.LessOrEqual(t, pass, 0.05, c)
		}
	}
}

func TestAnEmptyRowIsBetweenTheTablesOfForecasts(t *testing.T) {
	var out strings.Builder
	require.NoError(t, forecastsJudged{}.print(&out))
	require.Contains(t, out.String(), "A TREND IS CLAIMED\n\nSERIES ")
}
