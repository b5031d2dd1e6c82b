package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// Learning at a moment before what is known would make every later version valid from there on, mark later hours as
// unknown, and end later violations: it is refused, for all systems of the source.
func TestLearningAtAnEarlierMomentTakesNothingBack(t *testing.T) {
	operation := store.Operation{System: "shop", Set: "page", Name: "cart", Labels: map[string]string{"page": "cart"}}
	at := func(address string, moment time.Time) (int, error) {
		_, code, err := yardstick(t, "learn", "--prometheus", empty(t), "--system", "github-pm", "--days", "1", "--store", address, "--at", moment.Format(time.RFC3339))
		return code, err
	}

	t.Run("than a baseline", func(t *testing.T) {
		s, address := holding(t, store.Baseline{Operation: operation, Record: baseline.Record{State: baseline.Active, Requests: 1000}, ValidFrom: noon, Author: "learner"})
		code, err := at(address, noon.Add(-time.Minute))
		require.Equal(t, exitError, code)
		for _, part := range []string{"--at 2026-03-10T11:59:00Z", "--source cli", "2026-03-10T12:00:00Z", "--store"} {
			require.ErrorContains(t, err, part)
		}
		all, err := s.Baselines(t.Context(), "cli", "shop", time.Time{})
		require.NoError(t, err)
		require.Len(t, all, 1)
		require.Equal(t, noon, all[0].ValidFrom.UTC())
		_, err = at(address, noon.Add(2*time.Hour))
		require.NoError(t, err, "a later moment goes on")
	})
	t.Run("than an hour", func(t *testing.T) {
		s, address := holding(t)
		lease, ok, err := s.Acquire(t.Context(), "cli", "test", time.Hour, noon)
		require.NoError(t, err)
		require.True(t, ok)
		require.NoError(t, s.PutHour(t.Context(), lease, "shop", "page", noon, []store.OperationHour{{Operation: operation}}))
		code, err := at(address, noon.Add(time.Minute))
		require.Equal(t, exitError, code)
		require.ErrorContains(t, err, "2026-03-10T13:00:00Z")
		hours, err := s.LearnedHours(t.Context(), "cli", "shop", "page")
		require.NoError(t, err)
		require.Len(t, hours, 1)
	})
}

func TestLearningNamesTheSystemsOfWhichNothingIsThere(t *testing.T) {
	address := "sqlite:" + t.TempDir() + "/y.db"
	var remarks bytes.Buffer
	_, _, err := remarking(t, &remarks, "learn", "--prometheus", empty(t), "--system", "kgas", "--days", "1", "--store", address, "--at", noon.Format(time.RFC3339))
	require.NoError(t, err)
	require.Contains(t, remarks.String(), "nothing was learned of kgas")
	require.Contains(t, remarks.String(), "yardstick probe --system kgas")
}

// A learner that was killed keeps its turn for a while: who starts it again is told how long.
func TestLearningBesideAnotherProcessSaysHowLongToWait(t *testing.T) {
	path := t.TempDir() + "/y.db"
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	_, held, err := s.Acquire(t.Context(), "cli", "another", time.Minute, time.Now())
	require.NoError(t, err)
	require.True(t, held)
	_, code, err := yardstick(t, "learn", "--prometheus", empty(t), "--system", "kgas", "--store", "sqlite:"+path)
	require.Equal(t, exitError, code)
	require.EqualError(t, err, "learning: another process learns --source cli of this store; wait until it ends, or, if it was killed, a minute, after which its turn is over")
}

// What runs by a timer is told of an outage also in an hour of which everything is learned already.
func TestLearningWhereNothingIsMissingAsksPrometheusAllTheSame(t *testing.T) {
	address := "sqlite:" + t.TempDir() + "/y.db"
	learn := func(prometheus string) (int, error) {
		_, code, err := yardstick(t, "learn", "--prometheus", prometheus, "--system", "kgas", "--days", "1", "--store", address)
		return code, err
	}
	code, err := learn(empty(t))
	require.NoError(t, err)
	require.Zero(t, code)
	code, err = learn("http://127.0.0.1:1")
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "http://127.0.0.1:1")
}

// Of a lasting change within the history there is no one normal, and so no verdict: learn says when it was, as half a million
// requests are not too few.
func TestLearningSaysThatTheHistoryHasTwoLevels(t *testing.T) {
	moved := noon.Add(-20 * time.Hour)
	h := &promtest.History{From: noon.Add(-50 * time.Hour), To: noon.Add(time.Minute), Step: 15 * time.Second}
	requests(h, "cart", func(at time.Time) []float64 {
		if at.After(moved) {
			return slow
		}
		return usual
	})
	requests(h, "home", func(time.Time) []float64 { return usual })
	url := promtest.Start(t, promtest.Options{History: h.String()}).URL
	address := "sqlite:" + t.TempDir() + "/a.db"
	out, _, err := yardstick(t, "learn", "--days", "2", "--prometheus", url, "--operations", file(t, "shop.yaml", shopFile), "--store", address, "--system", "shop",
		"--at", noon.Format(time.RFC3339), "--format", "json")
	require.NoError(t, err)
	for _, b := range rows(t, out, "baselines") {
		if b["operation"] != "cart" {
			require.Equal(t, "active", b["state"])
			require.NotContains(t, b["reason"], "moved")
			continue
		}
		require.NotEqual(t, "active", b["state"])
		require.Regexp(t, `its p95 moved from 2\d\d ms to 1\.9\d s on 9 March (15:[3-5]\d|16:[0-2]\d) UTC, and what was before and after is no one normal`, b["reason"])
	}
}

// Two containers on the network of one host have its name, and in each of them the command is process 1: both would hold
// the same lease, and learn everything twice.
func TestTwoCommandsAreNeverOneOwner(t *testing.T) {
	first := learn.Owner()
	require.NotEqual(t, first, learn.Owner())
}
