package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A simulation takes hours: what it does not know of what it was asked is told before it begins.
func TestArgumentsThatItDoesNotKnow(t *testing.T) {
	for says, args := range map[string][]string{
		`"304" is no argument`:     {"304"},
		`"-days" is no argument`:   {"-series", "3", "--", "-days", "2"},
		"-trails":                  {"-trails", "kept.jsonl"},
		"-days 0: give at least 1": {"-days", "0"},
		"-series -1":               {"-series", "-1"},
	} {
		var remarks strings.Builder
		_, err := asked(args, &remarks)
		require.ErrorContains(t, err, says)
		require.Contains(t, remarks.String(), "-trials", "the usage")
		require.Contains(t, remarks.String(), says)
	}
	var remarks strings.Builder
	o, err := asked([]string{"-series", "3", "-days", "2", "-trials", "kept.jsonl"}, &remarks)
	require.NoError(t, err)
	require.Equal(t, options{series: 3, days: 2, seed: 1, trials: "kept.jsonl"}, o)
	require.Empty(t, remarks.String())
}
