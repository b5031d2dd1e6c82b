package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Of a data source that was deleted everything stays until somebody removes it.
func TestASourceIsListedAndRemoved(t *testing.T) {
	s, address := holding(t, store.Baseline{Operation: store.Operation{System: "shop", Set: "page", Name: "cart"}, ValidFrom: noon, Author: "learner"})
	gone, ok, err := s.Acquire(t.Context(), "7/gone", "grafana", time.Minute, time.Now())
	require.NoError(t, err)
	require.True(t, ok)
	require.NoError(t, s.PutHour(t.Context(), gone, "shop", "page", noon, []store.OperationHour{{Operation: store.Operation{System: "shop", Set: "page", Name: "cart"}}}))

	listed := func() (names []string) {
		t.Helper()
		out, code, err := yardstick(t, "store", "sources", "--store", address, "--format", "json")
		require.NoError(t, err)
		require.Equal(t, exitQuiet, code)
		var said struct{ Sources []store.Holding }
		require.NoError(t, json.Unmarshal([]byte(out), &said))
		for _, one := range said.Sources {
			names = append(names, one.Source)
		}
		return names
	}
	require.Equal(t, []string{"7/gone", "cli"}, listed())
	out, _, err := yardstick(t, "store", "sources", "--store", address)
	require.NoError(t, err)
	require.Contains(t, out, "2026-03-10T13:00:00Z, going on")

	remove := func(source string) (out string, code int, err error) {
		t.Helper()
		return yardstick(t, "store", "remove", "--store", address, "--source", source)
	}
	_, code, err := remove("7/gone")
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "7/gone is being learned")
	require.ErrorContains(t, err, "a quarter of an hour")
	require.NoError(t, s.Release(t.Context(), gone))
	_, code, err = remove("7/gnoe")
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, `--source "7/gnoe"`)
	require.ErrorContains(t, err, "it has 7/gone, cli")
	_, code, err = yardstick(t, "store", "remove", "--store", address)
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "source") // not that of cli by default
	require.Equal(t, []string{"7/gone", "cli"}, listed())

	out, code, err = remove("7/gone")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.Contains(t, out, "Removed 7/gone")
	require.Equal(t, []string{"cli"}, listed())
}
