package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// revision is a person's change on top of a version that was seen.
func revision(o store.Operation, seen int, r baseline.Record, by string) store.Revision {
	return store.Revision{
		Baseline: store.Baseline{Operation: o, Record: r, ValidFrom: noon.Add(time.Duration(seen) * time.Hour), Author: by, Reason: "looked at it"},
		Seen:     seen, Action: "approve",
	}
}

func testRevisions(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{version("one", 0.3, noon), version("two", 0.3, noon)}))
	one, two := find(t, s, "one"), find(t, s, "two")
	approved := record(0.3)
	approved.Standing, approved.Anchor, approved.Factors = baseline.Approved, &baseline.Anchor{P95: 0.3, At: noon}, &baseline.Factors{Info: 1.2, Warning: 1.5, Critical: 3}
	latest := func(o store.Operation) store.Baseline {
		t.Helper()
		all, err := s.Versions(ctx, source, o.ID)
		require.NoError(t, err)
		return all[len(all)-1]
	}
	t.Run("a person's change is a version on top of what was seen, and an act", func(t *testing.T) {
		_, err := s.Revise(ctx, source, []store.Revision{revision(one, 1, approved, "ada"), revision(two, 1, approved, "ada")})
		require.NoError(t, err)
		got := latest(one)
		require.Equal(t, approved, got.Record)
		require.Equal(t, 2, got.Version)
		require.Equal(t, "ada", got.Author)
		now, err := s.Baselines(ctx, source, system, noon.Add(2*time.Hour))
		require.NoError(t, err)
		require.Equal(t, 2, now[0].Version, "readers see it at once")
		acts, err := s.Acts(ctx, source, system, time.Time{}, time.Time{}, 10)
		require.NoError(t, err)
		require.Len(t, acts, 2)
		require.Equal(t, "two", acts[0].Operation)
		acts[1].ID = 0
		require.Equal(t, store.Act{At: noon.Add(time.Hour), Author: "ada", Action: "approve", System: system, Operation: "one", Version: 2, Reason: "looked at it", OperationID: one.ID}, acts[1])
	})
	t.Run("where somebody else came first nothing is written, and the answer says who", func(t *testing.T) {
		_, err := s.Revise(ctx, source, []store.Revision{revision(two, 2, approved, "bob"), revision(one, 1, approved, "bob")})
		var conflict *store.Conflict
		require.ErrorAs(t, err, &conflict)
		require.Equal(t, "ada", conflict.Now.Author)
		require.Equal(t, 2, conflict.Now.Version)
		require.Equal(t, "one", conflict.Now.Operation.Name)
		require.Equal(t, 2, latest(two).Version, "all or none")
	})
	t.Run("what the learner computed before a person decided is not written", func(t *testing.T) {
		late := version("one", 0.5, noon.Add(5*time.Hour))
		late.Follows = 1
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{late}))
		require.Equal(t, 2, latest(one).Version)
		late.Follows = 2
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{late}))
		require.Equal(t, 3, latest(one).Version)
	})
	t.Run("what was decided by a clock that is behind answers all the same, and what is learned after it", func(t *testing.T) {
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{version("three", 0.3, noon)}))
		three := find(t, s, "three")
		slow := revision(three, 1, approved, "ada")
		slow.ValidFrom = noon.Add(-10 * time.Second)
		_, err := s.Revise(ctx, source, []store.Revision{slow})
		require.NoError(t, err)
		of := func(at time.Time) int {
			t.Helper()
			all, err := s.Baselines(ctx, source, system, at)
			require.NoError(t, err)
			for _, b := range all {
				if b.Operation.ID == three.ID {
					return b.Version
				}
			}
			return 0
		}
		require.Equal(t, 2, of(noon.Add(time.Minute)))
		next := version("three", 0.4, noon.Add(-20*time.Second))
		next.Follows = 2
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{next}))
		require.Equal(t, 3, of(noon.Add(time.Minute)))
	})
	t.Run("an exclusion is kept with the version that was learned without it, or not at all", func(t *testing.T) {
		without := revision(two, 2, approved, "ada")
		without.Exclude = &store.Exclusion{System: system, Operation: two.ID, From: noon, To: noon.Add(time.Hour), Kind: "incident", Reason: "disk", Author: "ada", At: noon}
		stale := revision(one, 1, approved, "ada")
		_, err := s.Revise(ctx, source, []store.Revision{without, stale})
		require.Error(t, err)
		all, err := s.Exclusions(ctx, source, system)
		require.NoError(t, err)
		require.Empty(t, all)
		_, err = s.Revise(ctx, source, []store.Revision{without})
		require.NoError(t, err)
		all, err = s.Exclusions(ctx, source, system)
		require.NoError(t, err)
		require.Len(t, all, 1)
	})
	t.Run("nobody changes another source's baselines", func(t *testing.T) {
		_, err := s.Revise(ctx, "cli", []store.Revision{revision(one, 3, approved, "eve")})
		require.Error(t, err)
		require.Equal(t, 3, latest(one).Version)
	})
}

func testExclusions(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{version("one", 0.3, noon)}))
	one := find(t, s, "one")
	list := func(source, system string) []store.Exclusion {
		t.Helper()
		all, err := s.Exclusions(ctx, source, system)
		require.NoError(t, err)
		return all
	}
	incident := store.Exclusion{System: system, Operation: one.ID, From: noon, To: noon.Add(time.Hour), Kind: "incident", Reason: "disk full", Author: "ada", At: noon.Add(2 * time.Hour)}
	level := store.Exclusion{System: system, To: noon, Kind: "level", Reason: "new hardware", Author: "bob", At: noon.Add(3 * time.Hour)}
	var err error
	incident.ID, err = s.PutExclusion(ctx, source, incident, "one")
	require.NoError(t, err)
	level.ID, err = s.PutExclusion(ctx, source, level, "")
	require.NoError(t, err)

	t.Run("they come back as they were", func(t *testing.T) {
		require.Equal(t, []store.Exclusion{incident, level}, list(source, system))
		require.Equal(t, list(source, system), list(source, ""))
		require.Empty(t, list(source, "omninode"))
		require.Empty(t, list("cli", ""))
		require.True(t, level.Covers(one))
		require.False(t, incident.Covers(store.Operation{ID: one.ID + 1, System: system}))
	})
	t.Run("one that is withdrawn stays in the list and covers nothing", func(t *testing.T) {
		at := noon.Add(4 * time.Hour)
		e, found, err := s.WithdrawExclusion(ctx, source, incident.ID, "cy", "it was normal", at)
		require.NoError(t, err)
		require.True(t, found)
		want := incident
		want.Withdrawn, want.WithdrawnBy, want.WithdrawnReason = at, "cy", "it was normal"
		require.Equal(t, want, e)
		require.Equal(t, []store.Exclusion{want, level}, list(source, system))
		require.False(t, e.Covers(one))
		for _, again := range []int64{incident.ID, 1 << 40} {
			_, found, err = s.WithdrawExclusion(ctx, source, again, "cy", "", at)
			require.NoError(t, err)
			require.False(t, found)
		}
		_, found, err = s.WithdrawExclusion(ctx, "cli", level.ID, "eve", "", at)
		require.NoError(t, err)
		require.False(t, found, "another source's")
	})
	t.Run("all of it is among the acts", func(t *testing.T) {
		acts, err := s.Acts(ctx, source, "", time.Time{}, time.Time{}, 2)
		require.NoError(t, err)
		require.Len(t, acts, 2, "at most so many, the newest")
		require.Equal(t, []string{"withdraw", "exclude"}, []string{acts[0].Action, acts[1].Action})
		require.Equal(t, "one", acts[0].Operation)
		acts, err = s.Acts(ctx, source, system, noon.Add(2*time.Hour), noon.Add(2*time.Hour), 10)
		require.NoError(t, err)
		require.Len(t, acts, 1)
		require.Equal(t, "disk full", acts[0].Reason)
	})
	t.Run("forgetting a source forgets them", func(t *testing.T) {
		require.NoError(t, s.Forget(ctx, source))
		require.Empty(t, list(source, ""))
		require.NoError(t, s.Note(ctx, source, store.Act{At: noon, Author: "ada", Action: "reset", Reason: "moved"}))
		acts, err := s.Acts(ctx, source, system, time.Time{}, time.Time{}, 10)
		require.NoError(t, err)
		require.Len(t, acts, 1, "what concerns all systems concerns each")
	})
}

func testProposals(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{version("one", 0.3, noon)}))
	one := find(t, s, "one")
	shift := store.Shift{
		At: noon, Earliest: noon.Add(-time.Minute), Latest: noon.Add(time.Minute), Before: 0.3, After: 0.36, Ratio: 1.2, RatioLow: 1.15, RatioHigh: 1.25,
		P: 0.002, Deployment: "1.3", DeployedAt: noon.Add(-2 * time.Minute),
	}
	level := store.Proposal{Operation: one, Kind: store.ProposesLevel, Shift: shift, Raised: noon.Add(time.Hour)}
	list := func(source, state string) []store.Proposal {
		t.Helper()
		all, err := s.Proposals(ctx, source, system, state)
		require.NoError(t, err)
		return all
	}
	t.Run("a proposal is asked once, and follows its evidence", func(t *testing.T) {
		require.NoError(t, s.Propose(ctx, source, []store.Proposal{level}))
		require.NoError(t, s.Propose(ctx, source, []store.Proposal{level}))
		require.Len(t, list(source, store.Open), 1)
		moved := level
		moved.At, moved.Ratio = noon.Add(5*time.Minute), 1.3
		require.NoError(t, s.Propose(ctx, source, []store.Proposal{moved}))
		got := list(source, "")
		require.Len(t, got, 1)
		require.Equal(t, moved.Shift, got[0].Shift)
		require.Equal(t, store.Open, got[0].State)
		require.Equal(t, one, got[0].Operation)
		require.Equal(t, noon.Add(time.Hour), got[0].Raised)
		require.Empty(t, list("cli", ""))
	})
	t.Run("what is no more is not asked any more", func(t *testing.T) {
		other := lease(t, s, "other")
		id := list(source, store.Open)[0].ID
		require.NoError(t, s.Unask(ctx, other, []int64{id}))
		require.Len(t, list(source, store.Open), 1, "another source's")
		require.NoError(t, s.Unask(ctx, l, []int64{id}))
		require.Empty(t, list(source, ""))
		asked := level
		asked.At = noon.Add(5 * time.Minute)
		require.NoError(t, s.Propose(ctx, source, []store.Proposal{asked}))
	})
	t.Run("what was decided is not asked again", func(t *testing.T) {
		id := list(source, "")[0].ID
		_, found, err := s.Decide(ctx, "cli", []int64{id}, store.Accepted, "eve", "", noon)
		require.NoError(t, err)
		require.False(t, found, "another source's")
		_, found, err = s.Decide(ctx, source, []int64{id}, store.Dismissed, "ada", "a test", noon.Add(2*time.Hour))
		require.NoError(t, err)
		require.True(t, found)
		again := level
		again.At = noon.Add(5 * time.Minute)
		require.NoError(t, s.Propose(ctx, source, []store.Proposal{again}))
		require.Empty(t, list(source, store.Open))
		got := list(source, store.Dismissed)
		require.Len(t, got, 1)
		require.Equal(t, []any{"ada", "a test", noon.Add(2 * time.Hour)}, []any{got[0].By, got[0].Why, got[0].Decided})
		_, found, err = s.Decide(ctx, source, []int64{id}, store.Accepted, "bob", "", noon)
		require.NoError(t, err)
		require.False(t, found, "it is no longer open")
		require.NoError(t, s.Unask(ctx, l, []int64{id}))
		require.Len(t, list(source, store.Dismissed), 1, "what was decided stays")
	})
	t.Run("of what was dismissed it is kept when it was over", func(t *testing.T) {
		before := list(source, store.Dismissed)[0]
		require.Zero(t, before.Over)
		require.NoError(t, s.PutOver(ctx, lease(t, s, "other"), []int64{before.ID}, noon))
		require.Zero(t, list(source, store.Dismissed)[0].Over, "another source's")
		require.NoError(t, s.PutOver(ctx, l, []int64{before.ID, before.ID + 1000}, noon.Add(3*time.Hour)))
		before.Over = noon.Add(3 * time.Hour)
		require.Equal(t, before, list(source, store.Dismissed)[0])
	})
	t.Run("several are decided on together, or none", func(t *testing.T) {
		a, b := level, level
		a.Kind, b.Kind = store.ProposesDrift, store.ProposesExpected
		require.NoError(t, s.Propose(ctx, source, []store.Proposal{a, b}))
		var ids []int64
		for _, p := range list(source, store.Open) {
			ids = append(ids, p.ID)
		}
		require.Len(t, ids, 2)
		decided := list(source, store.Dismissed)[0].ID
		acts, found, err := s.Decide(ctx, source, append(slices.Clone(ids), decided), store.Dismissed, "ada", "a test", noon)
		require.NoError(t, err)
		require.False(t, found)
		require.Empty(t, acts)
		require.Len(t, list(source, store.Open), 2, "one of them was decided before")
		acts, found, err = s.Decide(ctx, source, ids, store.Dismissed, "ada", "a test", noon)
		require.NoError(t, err)
		require.True(t, found)
		require.Len(t, acts, 2)
		for i, id := range acts {
			act, known, err := s.Act(ctx, source, id)
			require.NoError(t, err)
			require.True(t, known)
			require.Equal(t, []any{ids[i], "dismissed proposal"}, []any{act.Proposal, act.Action})
		}
		require.Empty(t, list(source, store.Open))
	})
	t.Run("a level is accepted by an answer to what is still asked, or not at all", func(t *testing.T) {
		asked, dismissed := level, list(source, store.Dismissed)[0].ID
		asked.Kind, asked.At = store.ProposesDrift, noon.Add(time.Hour)
		require.NoError(t, s.Propose(ctx, source, []store.Proposal{asked}))
		open := list(source, store.Open)[0].ID
		accepted := store.Acceptance{
			Revisions: []store.Revision{revision(one, 1, record(0.4), "bob")}, Proposals: []int64{open}, By: "bob", Why: "new", At: noon.Add(3 * time.Hour),
		}
		for _, answered := range []int64{dismissed, dismissed + 1000} {
			accepted.Answers = []int64{open, answered}
			_, err := s.Accept(ctx, source, accepted)
			var late *store.Overtaken
			require.ErrorAs(t, err, &late)
			require.Equal(t, answered == dismissed, late.By == "ada")
			versions, err := s.Versions(ctx, source, one.ID)
			require.NoError(t, err)
			require.Len(t, versions, 1)
			require.Len(t, list(source, store.Open), 1)
		}
		accepted.Answers = []int64{open}
		_, err := s.Accept(ctx, source, accepted)
		require.NoError(t, err)
		require.Empty(t, list(source, store.Open))
	})
	t.Run("changes of level are replaced within the stretch that was looked at", func(t *testing.T) {
		later := shift
		later.At = noon.Add(24 * time.Hour)
		put := func(from, to time.Time, shifts ...store.Shift) {
			require.NoError(t, s.PutShifts(ctx, l, one, from, to, shifts))
		}
		of := func(from, to time.Time) []store.LevelShift {
			all, err := s.Shifts(ctx, source, system, from, to)
			require.NoError(t, err)
			return all
		}
		put(time.Unix(0, 0), later.At, shift, later)
		put(time.Unix(0, 0), later.At, shift, later)
		require.Equal(t, []store.LevelShift{{Operation: one, Shift: shift}, {Operation: one, Shift: later}}, of(time.Time{}, time.Time{}))
		require.Len(t, of(noon, noon), 1)
		put(noon.Add(time.Hour), later.At)
		require.Len(t, of(time.Time{}, time.Time{}), 1, "the older one was not looked at")
		all, err := s.Shifts(ctx, "cli", "", time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Empty(t, all)
	})
}
