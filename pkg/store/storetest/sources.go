package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func testRemoval(t *testing.T, subject Subject) {
	ctx := context.Background()
	t.Run("hours that ended by a moment expire, of one set", func(t *testing.T) {
		s := subject.new(t)
		l := lease(t, s, source)
		const hoursKept = 60
		for h := range hoursKept {
			hour := noon.Add(time.Duration(h) * time.Hour)
			putHour(t, s, l, hour, byName{"aging": windows(hour, 1)})
		}
		require.NoError(t, s.PutHour(ctx, l, system, "other", noon, nil))
		cut := noon.Add(40*time.Hour + 30*time.Minute) // in the middle of an hour: that one stays
		require.NoError(t, s.Expire(ctx, l, system, set, cut))
		left, err := s.LearnedHours(ctx, source, system, set)
		require.NoError(t, err)
		require.Len(t, left, 20)
		require.Equal(t, noon.Add(40*time.Hour), left[0])
		ws := learned(t, s, "aging")
		require.Len(t, ws, 20*12)
		require.Equal(t, noon.Add(40*time.Hour+5*time.Minute), ws[0].End)
		other, err := s.LearnedHours(ctx, source, system, "other")
		require.NoError(t, err)
		require.Len(t, other, 1)
		require.NoError(t, s.Expire(ctx, l, system, set, noon.Add(1000*time.Hour)))
		require.Empty(t, learned(t, s, "aging"))
	})
	t.Run("a forgotten source leaves nothing, and its learner cannot bring it back", func(t *testing.T) {
		s := subject.new(t)
		l := lease(t, s, source)
		fill(t, s, l)
		require.NoError(t, s.Forget(ctx, source))
		requireEmpty(t, s, source)
		err := s.PutHour(ctx, l, system, set, noon, hours(byName{"back": windows(noon, 1)}))
		require.ErrorIs(t, err, store.ErrLeaseLost)
		requireEmpty(t, s, source)
		fresh := lease(t, s, source)
		require.Greater(t, fresh.Fence, l.Fence)
		putHour(t, s, fresh, noon, byName{"anew": windows(noon, 1)})
		require.Len(t, learned(t, s, "anew"), 12)
	})
}

// fill stores something of everything for the source of a lease.
func fill(t testing.TB, s store.Store, l store.Lease) {
	t.Helper()
	ctx := context.Background()
	o := store.Operation{Source: l.Source, System: system, Set: set, Name: "op", Labels: map[string]string{"of": l.Source}}
	require.NoError(t, s.PutHour(ctx, l, system, set, noon, []store.OperationHour{{Operation: o, Windows: windows(noon, 1)}}))
	require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{{Operation: o, Record: record(1), ValidFrom: noon, Author: "learner"}}))
	require.NoError(t, s.PutViolations(ctx, l, []store.Violation{{Operation: o, Tier: 2, Start: noon, Peak: 2}}))
	require.NoError(t, s.SetWanted(ctx, l.Source, system, set, 5))
	require.NoError(t, s.NoteError(ctx, l, system, set, "failed", noon))
}

// contents counts what a source has, by kind.
func contents(t testing.TB, s store.Store, source string) map[string]int {
	t.Helper()
	ctx := context.Background()
	ops, err := s.Operations(ctx, source, "")
	require.NoError(t, err)
	learnedHours, err := s.LearnedHours(ctx, source, system, set)
	require.NoError(t, err)
	baselines, err := s.Baselines(ctx, source, "", noon)
	require.NoError(t, err)
	violations, err := s.Violations(ctx, source, "", time.Time{}, time.Time{})
	require.NoError(t, err)
	progress, err := s.Progress(ctx, source)
	require.NoError(t, err)
	return map[string]int{"operations": len(ops), "hours": len(learnedHours), "baselines": len(baselines), "violations": len(violations), "progress": len(progress)}
}

func requireEmpty(t testing.TB, s store.Store, source string) {
	t.Helper()
	require.Equal(t, map[string]int{"operations": 0, "hours": 0, "baselines": 0, "violations": 0, "progress": 0}, contents(t, s, source))
}

func testSources(t *testing.T, subject Subject) {
	s := subject.new(t)
	ctx := context.Background()
	sources := []string{source, "1/other", "2/yardstick", "cli", "1/yardstick' --", "1/%", "1/_ardstick"}
	leases := map[string]store.Lease{}
	for _, name := range sources {
		leases[name] = lease(t, s, name)
		fill(t, s, leases[name])
	}
	full := map[string]int{"operations": 1, "hours": 1, "baselines": 1, "violations": 1, "progress": 1}
	t.Run("each has its own of everything", func(t *testing.T) {
		for _, name := range sources {
			require.Equal(t, full, contents(t, s, name), name)
		}
		requireEmpty(t, s, "3/none")
	})
	mine, err := s.Operations(ctx, source, "")
	require.NoError(t, err)
	t.Run("the numbers of one mean nothing to another", func(t *testing.T) {
		ws, err := s.Windows(ctx, "cli", mine[0].ID, time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Empty(t, ws)
		versions, err := s.Versions(ctx, "cli", mine[0].ID)
		require.NoError(t, err)
		require.Empty(t, versions)
		foreign := store.Operation{ID: mine[0].ID, System: system, Set: set}
		require.Error(t, s.PutBaselines(ctx, leases["cli"], []store.Baseline{{Operation: foreign, Record: record(2), ValidFrom: noon}}))
		require.Error(t, s.PutViolations(ctx, leases["cli"], []store.Violation{{Operation: foreign, Start: noon}}))
	})
	t.Run("a lease of one does not write for another", func(t *testing.T) {
		o := operation("smuggled") // of source
		require.Error(t, s.PutHour(ctx, leases["cli"], system, set, noon, []store.OperationHour{{Operation: o}}))
		require.Error(t, s.PutBaselines(ctx, leases["cli"], []store.Baseline{{Operation: o, Record: record(2), ValidFrom: noon}}))
		require.Error(t, s.PutViolations(ctx, leases["cli"], []store.Violation{{Operation: o, Start: noon}}))
		pretended := leases["cli"]
		pretended.Source = source
		pretended.Fence = leases[source].Fence + 7
		require.ErrorIs(t, s.PutHour(ctx, pretended, system, set, noon, nil), store.ErrLeaseLost)
	})
	t.Run("forgetting one leaves the others", func(t *testing.T) {
		require.NoError(t, s.Forget(ctx, "1/%"))
		requireEmpty(t, s, "1/%")
		require.NoError(t, s.Forget(ctx, "1/yardstick' --"))
		for _, name := range sources[:4] {
			require.Equal(t, full, contents(t, s, name), name)
		}
	})
}

func testLeases(t *testing.T, subject Subject) {
	s := subject.new(t)
	ctx := context.Background()
	const ttl = 30 * time.Second
	first, ok, err := s.Acquire(ctx, source, "a", ttl, noon)
	require.NoError(t, err)
	require.True(t, ok)
	t.Run("another owner has to wait until it expires", func(t *testing.T) {
		_, ok, err := s.Acquire(ctx, source, "b", ttl, noon.Add(ttl-1))
		require.NoError(t, err)
		require.False(t, ok)
	})
	t.Run("its owner renews it and keeps the fence", func(t *testing.T) {
		renewed, ok, err := s.Acquire(ctx, source, "a", ttl, noon.Add(20*time.Second))
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, first, renewed)
		_, ok, err = s.Acquire(ctx, source, "b", ttl, noon.Add(40*time.Second))
		require.NoError(t, err)
		require.False(t, ok)
	})
	t.Run("other sources are free", func(t *testing.T) {
		_, ok, err := s.Acquire(ctx, "2/x", "b", ttl, noon)
		require.NoError(t, err)
		require.True(t, ok)
	})
	putHour(t, s, first, noon, byName{"op": windows(noon, 1)})
	before := contents(t, s, source)
	second, ok, err := s.Acquire(ctx, source, "b", ttl, noon.Add(10*time.Minute))
	require.NoError(t, err)
	require.True(t, ok)
	t.Run("an expired one is taken over with a higher fence", func(t *testing.T) { require.Greater(t, second.Fence, first.Fence) })
	t.Run("the former owner writes nothing any more", func(t *testing.T) {
		o := operation("late")
		late := []baseline.Window{{End: noon.Add(time.Minute), Width: time.Minute}}
		for name, write := range map[string]error{
			"hour":       s.PutHour(ctx, first, system, set, noon, []store.OperationHour{{Operation: o, Windows: late}}),
			"baselines":  s.PutBaselines(ctx, first, []store.Baseline{{Operation: o, ValidFrom: noon}}),
			"violations": s.PutViolations(ctx, first, []store.Violation{{Operation: o, Start: noon}}),
			"error":      s.NoteError(ctx, first, system, set, "failed", noon),
			"expire":     s.Expire(ctx, first, system, set, noon.Add(time.Hour)),
			"thin":       s.Thin(ctx, first, noon.Add(time.Hour), time.Hour),
			"drop gone":  s.DropGone(ctx, first, noon.Add(time.Hour)),
		} {
			require.ErrorIs(t, write, store.ErrLeaseLost, name)
		}
		require.Equal(t, before, contents(t, s, source))
		require.Equal(t, windows(noon, 1), learned(t, s, "op"))
	})
	t.Run("releasing a lost lease changes nothing", func(t *testing.T) {
		require.NoError(t, s.Release(ctx, first))
		putHour(t, s, second, noon.Add(time.Hour), nil)
	})
	t.Run("a released one is free at once, and its owner has to take it again", func(t *testing.T) {
		require.NoError(t, s.Release(ctx, second))
		require.ErrorIs(t, s.PutHour(ctx, second, system, set, noon, nil), store.ErrLeaseLost)
		third, ok, err := s.Acquire(ctx, source, "b", ttl, noon.Add(10*time.Minute+1))
		require.NoError(t, err)
		require.True(t, ok)
		require.Greater(t, third.Fence, second.Fence)
		putHour(t, s, third, noon.Add(2*time.Hour), nil)
	})
	t.Run("nobody writes without one", func(t *testing.T) {
		require.ErrorIs(t, s.PutHour(ctx, store.Lease{Source: "9/never"}, system, set, noon, nil), store.ErrLeaseLost)
		require.ErrorIs(t, s.PutHour(ctx, store.Lease{}, system, set, noon, nil), store.ErrLeaseLost)
	})
}

func testConcurrency(t *testing.T, subject Subject) {
	s := subject.new(t)
	ctx := context.Background()
	failures := make(chan error)
	const workers, rounds = 6, 8
	for w := range workers {
		go func() { failures <- learnRounds(ctx, s, fmt.Sprintf("%d/ds", w), float64(w), rounds) }()
	}
	for range workers {
		require.NoError(t, <-failures)
	}
	for w := range workers {
		require.Equal(t, rounds, contents(t, s, fmt.Sprintf("%d/ds", w))["hours"])
	}
	t.Run("a caller who went away leaves nothing behind", func(t *testing.T) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		l := lease(t, s, source)
		require.ErrorIs(t, s.PutHour(gone, l, system, set, noon, hours(byName{"op": windows(noon, 1)})), context.Canceled)
		requireEmpty(t, s, source)
	})
}

// learnRounds stores hours and versions of one source, and reads each version back.
func learnRounds(ctx context.Context, s store.Store, source string, tag float64, rounds int) error {
	l, ok, err := s.Acquire(ctx, source, "suite", time.Hour, noon)
	if err != nil || !ok {
		return fmt.Errorf("no lease: %v %w", ok, err)
	}
	for i := range rounds {
		hour := noon.Add(time.Duration(i) * time.Hour)
		o := store.Operation{System: system, Set: set, Name: "op", Labels: map[string]string{"a": "b"}}
		if err := s.PutHour(ctx, l, system, set, hour, []store.OperationHour{{Operation: o, Windows: windows(hour, tag)}}); err != nil {
			return err
		}
		if err := s.PutBaselines(ctx, l, []store.Baseline{{Operation: o, Record: record(float64(i + 1)), ValidFrom: hour}}); err != nil {
			return err
		}
		all, err := s.Baselines(ctx, source, "", hour)
		if err != nil || len(all) != 1 || all[0].Version != i+1 {
			return fmt.Errorf("after version %d: %v %w", i+1, all, err)
		}
	}
	return nil
}
