package main

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// A calibration takes minutes: what it does not know of what it was asked is told before it begins.
func TestArgumentsThatItDoesNotKnow(t *testing.T) {
	for says, args := range map[string][]string{
		`"1000" is no argument`:         {"1000"},
		`"-format" is no argument`:      {"-trials", "3", "--", "-format", "json"},
		"flag provided but not defined": {"-trails", "3"},
		"--trials 0: at least 1":        {"-trials", "0"},
	} {
		require.ErrorContains(t, run(args, io.Discard), says)
	}
}
