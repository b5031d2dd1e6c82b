package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// holding is a store of a test with some baselines.
func holding(t *testing.T, learned ...store.Baseline) (s store.Store, address string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "yardstick.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	lease, _, err := s.Acquire(t.Context(), "cli", "test", time.Hour, noon)
	require.NoError(t, err)
	require.NoError(t, s.PutBaselines(t.Context(), lease, learned))
	return s, "sqlite:" + path
}

// remembered is a store with two versions of one operation: learned, then approved by a person.
func remembered(t *testing.T) (address string) {
	t.Helper()
	b := store.Baseline{
		Operation: store.Operation{System: "shop", Set: "page", Name: "cart", Labels: map[string]string{"page": "cart"}},
		Record: baseline.Record{
			Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, Confidence: 0.99, State: baseline.Active, Source: "learned",
		},
		ValidFrom: noon, Author: "learner", Reason: "1000 requests, confidence 0.990",
	}
	s, address := holding(t, b)
	all, err := s.Baselines(t.Context(), "cli", "shop", noon)
	require.NoError(t, err)
	b.Operation = all[0].Operation
	b.Record, err = b.Record.Approve(noon)
	require.NoError(t, err)
	b.Record.P95, b.Author, b.Reason, b.ValidFrom = 0.36, "ada", "looked at it", noon.Add(time.Hour)
	_, err = s.Revise(t.Context(), "cli", []store.Revision{{Baseline: b, Seen: 1, Action: "approve"}})
	require.NoError(t, err)
	return address
}

func TestVersionsAndTheirDifferences(t *testing.T) {
	address := remembered(t)
	out, _, err := yardstick(t, "baselines", "versions", "--operation", "cart", "--store", address, "--format", "json")
	require.NoError(t, err)
	versions := rows(t, out, "versions")
	require.Len(t, versions, 2)
	require.Equal(t, []any{"approved", "ada", "looked at it", false}, []any{versions[0]["state"], versions[0]["author"], versions[0]["why"], versions[0]["superseded"]})
	require.Equal(t, []any{"superseded", "learner", true}, []any{versions[1]["state"], versions[1]["author"], versions[1]["superseded"]})
	out, _, err = yardstick(t, "baselines", "diff", "--operation", "cart", "--store", address, "--format", "json")
	require.NoError(t, err)
	fields := map[string]map[string]any{}
	for _, d := range rows(t, out, "differences") {
		fields[d["field"].(string)] = d
	}
	require.Len(t, fields, 2)
	require.InDelta(t, 1.2, finite(t, fields["p95"]["ratio"]), 1e-9)
	require.Equal(t, "approved", fields["state"]["after"])
	out, _, err = yardstick(t, "baselines", "diff", "--operation", "cart", "--store", address)
	require.NoError(t, err)
	require.Contains(t, out, "+20.0 %")
	for name, c := range map[string][]string{
		`--operation "nothing": the store has none`: {"baselines", "versions", "--operation", "nothing", "--store", address},
		`--to 7: there are the versions 1 to 2`:     {"baselines", "diff", "--operation", "cart", "--to", "7", "--store", address},
	} {
		_, _, err := yardstick(t, c...)
		require.ErrorContains(t, err, name)
	}
}

// Requests are known in parts; a table says as many as the reason beside it, and no 1.365e+06.
func TestNumbersOfRequestsAreWhole(t *testing.T) {
	b := store.Baseline{
		Operation: store.Operation{System: "shop", Set: "page", Name: "cart", Labels: map[string]string{"page": "cart"}},
		Record:    baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1365222.5, State: baseline.Active, Source: "learned"},
		ValidFrom: noon, Author: "learner",
	}
	_, address := holding(t, b)
	for _, c := range [][]string{{"baselines", "--at", noon.Format(time.RFC3339)}, {"baselines", "versions", "--operation", "cart"}, {"analyze"}} {
		out, _, err := yardstick(t, append(c, "--store", address)...)
		require.NoError(t, err)
		require.Contains(t, out, "  1,365,223  ", c)
	}
	before, after := baseline.Record{Requests: 342_582.5, LogSD: 0.01}, baseline.Record{Requests: 1365222.5, Unit: "bytes", LogSD: 0.0123}
	after.P95 = 3 << 30
	var all []string
	for _, d := range baseline.Diff(before, after) {
		all = append(all, told(d, d.After, d.AfterWord))
	}
	require.Subset(t, all, []string{"1,365,223", "3.0 GiB", "0.0123"})
}

// ADO calls an operation slow from 1.2 times normal on (D3), DPAS from 1.1: of two that are as steady, ADO's is found later.
func TestTheSmallestSlowdownIsBySystem(t *testing.T) {
	steady := baseline.Record{
		Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, P95Low: 0.2999, P95High: 0.3001, Requests: 1e7, Effective: 1e7, Windows: 8000,
		RequestRate: 100, LogSD: 0.01, Confidence: 0.99, State: baseline.Active, Source: "learned",
	}
	var learned []store.Baseline
	for _, system := range []string{"dpas", "ado", "unheard-of"} {
		learned = append(learned, store.Baseline{
			Operation: store.Operation{System: system, Set: "api", Name: "GET /", Labels: map[string]string{"route": "/"}},
			Record:    steady, ValidFrom: noon, Author: "learner",
		})
	}
	_, address := holding(t, learned...)
	found := func(list string, args ...string) map[string]float64 {
		t.Helper()
		out, _, err := yardstick(t, append(append([]string{"baselines"}, args...), "--store", address, "--format", "json")...)
		require.NoError(t, err)
		bySystem := map[string]float64{}
		for _, row := range rows(t, out, list) {
			bySystem[row["system"].(string)] = finite(t, row["detectable"])
		}
		return bySystem
	}
	// Of what is as slow as the factor every second one is measured to be slower: in four of five cases it has to be 1.025 times that.
	near := map[string]float64{"dpas": 1.1277, "ado": 1.2302, "unheard-of": 1.1277}
	require.InDeltaMapValues(t, near, found("baselines", "--at", noon.Format(time.RFC3339)), 1e-4)
	require.InDeltaMapValues(t, map[string]float64{"ado": near["ado"]}, found("versions", "versions", "--operation", "GET /", "--system", "ado"), 1e-4)
}
