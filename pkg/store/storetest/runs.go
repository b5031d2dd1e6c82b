package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func testRuns(t *testing.T, subject Subject) {
	s := subject.new(t)
	ctx := context.Background()
	run := store.Run{
		ID: "a1", System: system, Format: "k6", Name: "load.json", Started: noon, Imported: noon.Add(time.Hour), Author: "ada",
		Context: map[string]string{"version": "1.2", "odd": "größe\n\"文\""},
		Measured: []store.Measured{
			{Number: 0, Operation: "get", Labels: map[string]string{"size": "small"}, Quantity: store.Duration, Count: 5, Failed: 1,
				Stats: map[string]float64{"mean": 0.25, "sd": 0}, Samples: 5},
			{Number: 1, Operation: "get", Labels: map[string]string{}, Quantity: store.Memory, Count: 1, Stats: map[string]float64{"mean": 1e8}, Target: 1, Limit: 2, Rating: "good"},
		},
	}
	stage := func(source, staging string) {
		t.Helper()
		require.NoError(t, s.StageSamples(ctx, source, staging, []store.SamplePart{{Number: 0, Part: 1, Samples: []float64{0.1, 1.0 / 3}}}))
		require.NoError(t, s.StageSamples(ctx, source, staging, []store.SamplePart{{Number: 0, Part: 0, Samples: []float64{5e-9, 0, 0.2}}}))
	}
	keep := func(source, staging string, r store.Run) bool {
		t.Helper()
		added, err := s.KeepRun(ctx, source, staging, r)
		require.NoError(t, err)
		return added
	}
	list := func(source, system string) []store.Run {
		t.Helper()
		all, err := s.ListRuns(ctx, source, system)
		require.NoError(t, err)
		return all
	}

	stage(source, "first")
	t.Run("what is staged nobody sees", func(t *testing.T) {
		require.Empty(t, list(source, ""))
		_, err := s.FindRun(ctx, source, "a1")
		require.ErrorIs(t, err, store.ErrNoRun)
		samples, err := s.RunSamples(ctx, source, "a1", 0)
		require.NoError(t, err)
		require.Empty(t, samples)
	})
	require.True(t, keep(source, "first", run))
	t.Run("a run comes back as it was, its samples in the order of the file", func(t *testing.T) {
		found, err := s.FindRun(ctx, source, "a1")
		require.NoError(t, err)
		require.Equal(t, run, found)
		require.Equal(t, []store.Run{run}, list(source, system))
		samples, err := s.RunSamples(ctx, source, "a1", 0)
		require.NoError(t, err)
		require.Equal(t, []float64{5e-9, 0, 0.2, 0.1, 1.0 / 3}, samples)
		samples, err = s.RunSamples(ctx, source, "a1", 1)
		require.NoError(t, err)
		require.Empty(t, samples)
	})
	t.Run("the same id twice is one run", func(t *testing.T) {
		stage(source, "again")
		other := run
		other.Name = "copy.json"
		require.False(t, keep(source, "again", other))
		require.Equal(t, []store.Run{run}, list(source, ""))
		samples, err := s.RunSamples(ctx, source, "a1", 0)
		require.NoError(t, err)
		require.Len(t, samples, 5)
	})
	t.Run("a run that is there gets further labels, and others in place of those of that name", func(t *testing.T) {
		require.NoError(t, s.LabelRun(ctx, source, "a1", map[string]string{"version": "1.3", "größe": "'; --"}))
		found, err := s.FindRun(ctx, source, "a1")
		require.NoError(t, err)
		require.Equal(t, map[string]string{"version": "1.3", "odd": "größe\n\"文\"", "größe": "'; --"}, found.Context)
		run.Context = found.Context
		require.Equal(t, run, found, "nothing else changes")
		require.ErrorIs(t, s.LabelRun(ctx, source, "none", map[string]string{"version": "1.3"}), store.ErrNoRun)
		require.ErrorIs(t, s.LabelRun(ctx, "cli", "a1", map[string]string{"version": "1.3"}), store.ErrNoRun)
	})
	t.Run("the newest start comes first, of one system or of all", func(t *testing.T) {
		later := store.Run{ID: "b2", System: "omninode", Imported: noon.Add(2 * time.Hour), Context: map[string]string{}}
		require.True(t, keep(source, "later", later))
		require.Equal(t, []store.Run{later, run}, list(source, ""))
		require.Equal(t, []store.Run{run}, list(source, system))
	})
	t.Run("a list without measurements is the same list, and says how many there are", func(t *testing.T) {
		heads, err := s.RunHeads(ctx, source, "")
		require.NoError(t, err)
		bare := run
		bare.Measured = nil
		require.Len(t, heads, 2)
		require.Equal(t, store.RunHead{Run: bare, Quantities: 2}, heads[1])
		require.Equal(t, "b2", heads[0].ID)
		require.Zero(t, heads[0].Quantities)
		heads, err = s.RunHeads(ctx, source, system)
		require.NoError(t, err)
		require.Len(t, heads, 1)
	})
	t.Run("a run is found by the beginning of its id, taken as it is", func(t *testing.T) {
		beginning := func(prefix string, most int) []string {
			t.Helper()
			ids, err := s.RunsBeginning(ctx, source, prefix, most)
			require.NoError(t, err)
			return ids
		}
		require.Equal(t, []string{"a1"}, beginning("a", 2))
		require.Equal(t, []string{"a1"}, beginning("a1", 2))
		require.Equal(t, []string{"a1", "b2"}, beginning("", 2))
		require.Equal(t, []string{"a1"}, beginning("", 1))
		for _, none := range []string{"a1x", "A1", "%", "_1", "ä1"} {
			require.Empty(t, beginning(none, 2), none)
		}
	})
	t.Run("those of a range are read up to so many measurements", func(t *testing.T) {
		in := func(from, to time.Time, most int) ([]store.Run, bool) {
			t.Helper()
			all, more, err := s.RunsIn(ctx, source, "", from, to, most)
			require.NoError(t, err)
			return all, more
		}
		all, more := in(noon, noon.Add(2*time.Hour), 10)
		require.False(t, more)
		require.Len(t, all, 2, "one without a start counts by its import")
		all, more = in(noon, noon, 2)
		require.False(t, more)
		require.Equal(t, []store.Run{run}, all)
		all, more = in(noon, noon.Add(time.Hour), 1)
		require.True(t, more)
		require.Len(t, all[0].Measured, 1)
		all, _ = in(noon.Add(1), noon.Add(time.Hour), 10)
		require.Empty(t, all)
	})
	t.Run("nothing crosses from one source to another", func(t *testing.T) {
		require.Empty(t, list("cli", ""))
		samples, err := s.RunSamples(ctx, "cli", "a1", 0)
		require.NoError(t, err)
		require.Empty(t, samples)
		require.ErrorIs(t, s.DeleteRun(ctx, "cli", "a1"), store.ErrNoRun)
		require.Len(t, list(source, ""), 2)
	})
	t.Run("cleaning up leaves the samples of runs alone", func(t *testing.T) {
		stage(source, "broken")
		require.NoError(t, s.DropStaged(ctx, source, "first", time.Time{}))
		require.NoError(t, s.DropStaged(ctx, source, "", time.Now().Add(time.Hour)))
		stage(source, "broken") // no longer there, or this would clash
		samples, err := s.RunSamples(ctx, source, "a1", 0)
		require.NoError(t, err)
		require.Len(t, samples, 5)
	})
	t.Run("what is deleted is gone, and can come again", func(t *testing.T) {
		require.NoError(t, s.DeleteRun(ctx, source, "a1"))
		require.ErrorIs(t, s.DeleteRun(ctx, source, "a1"), store.ErrNoRun)
		stage(source, "first")
		require.True(t, keep(source, "first", run))
	})
	t.Run("forgetting a source forgets its own", func(t *testing.T) {
		require.True(t, keep("cli", "first", run))
		require.NoError(t, s.Forget(ctx, source))
		require.Empty(t, list(source, ""))
		require.Len(t, list("cli", ""), 1)
	})
}
