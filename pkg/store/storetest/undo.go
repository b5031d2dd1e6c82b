package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func testUndo(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{version("one", 0.3, noon), version("two", 0.3, noon)}))
	one, two := find(t, s, "one"), find(t, s, "two")
	later := noon.Add(9 * time.Hour)
	approved := record(0.3)
	approved.Standing = baseline.Approved
	back := func(o store.Operation, seen int) *store.Revision {
		r := revision(o, seen, record(0.3), "bob")
		r.Action = "undo approve"
		return &r
	}
	acts, err := s.Revise(ctx, source, []store.Revision{revision(one, 1, approved, "ada"), revision(two, 1, approved, "ada")})
	require.NoError(t, err)
	require.Len(t, acts, 2)

	t.Run("acts are taken back all or none", func(t *testing.T) {
		_, err := s.Undo(ctx, source, []store.Undoing{{Act: acts[0], Revision: back(one, 2)}, {Act: acts[1], Revision: back(two, 1)}}, "bob", "a mistake", later)
		var conflict *store.Conflict
		require.ErrorAs(t, err, &conflict)
		a, found, err := s.Act(ctx, source, acts[0])
		require.NoError(t, err)
		require.True(t, found)
		require.True(t, a.Undone.IsZero())
	})
	t.Run("what was taken back says by whom, and is noted as an act of its own", func(t *testing.T) {
		undone, err := s.Undo(ctx, source, []store.Undoing{{Act: acts[0], Revision: back(one, 2)}}, "bob", "a mistake", later)
		require.NoError(t, err)
		on, err := s.ActsOn(ctx, source, one.ID, 10)
		require.NoError(t, err)
		require.Len(t, on, 2)
		require.Equal(t, []any{undone[0], "undo approve", "bob", acts[0], 3}, []any{on[0].ID, on[0].Action, on[0].Author, on[0].Undoes, on[0].Version})
		require.Equal(t, []any{"bob", "a mistake", later}, []any{on[1].UndoneBy, on[1].UndoneReason, on[1].Undone})
		versions, err := s.Versions(ctx, source, one.ID)
		require.NoError(t, err)
		require.Empty(t, versions[2].Record.Standing)
	})
	t.Run("nobody takes back twice, and the second is told", func(t *testing.T) {
		_, err := s.Undo(ctx, source, []store.Undoing{{Act: acts[0], Revision: back(one, 3)}}, "cy", "again", later)
		var late *store.Overtaken
		require.ErrorAs(t, err, &late)
		require.ErrorContains(t, err, "bob took back the approve of one on 2026-03-10T21:00:00Z (a mistake)")
	})
	t.Run("an exclusion is withdrawn with the act that made it, and holds again with its withdrawal", func(t *testing.T) {
		holding := func() (n int) {
			all, err := s.Exclusions(ctx, source, system)
			require.NoError(t, err)
			for _, e := range all {
				if e.Withdrawn.IsZero() {
					n++
				}
			}
			return n
		}
		id, err := s.PutExclusion(ctx, source, store.Exclusion{System: system, From: noon, To: later, Kind: "maintenance", Reason: "disks", Author: "ada", At: noon}, "")
		require.NoError(t, err)
		_, found, err := s.WithdrawExclusion(ctx, source, id, "ada", "it was normal", later)
		require.NoError(t, err)
		require.True(t, found)
		all, err := s.Acts(ctx, source, system, time.Time{}, time.Time{}, 10)
		require.NoError(t, err)
		byAction := map[string]int64{}
		for _, a := range all {
			if a.Exclusion == id {
				byAction[a.Action] = a.ID
			}
		}
		require.Zero(t, holding())
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: byAction["withdraw"]}}, "bob", "", later)
		require.NoError(t, err)
		require.Equal(t, 1, holding())
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: byAction["exclude"]}}, "bob", "", later)
		require.NoError(t, err)
		require.Zero(t, holding())
	})
	t.Run("an exclusion of which all was taken back does not hold, in whatever order that was done", func(t *testing.T) {
		for _, order := range [][]string{{"exclude", "withdraw"}, {"withdraw", "exclude"}} {
			id, err := s.PutExclusion(ctx, source, store.Exclusion{System: system, From: noon, To: later, Kind: "maintenance", Reason: "disks", Author: "ada", At: noon}, "")
			require.NoError(t, err)
			_, _, err = s.WithdrawExclusion(ctx, source, id, "ada", "it was normal", later)
			require.NoError(t, err)
			all, err := s.Acts(ctx, source, system, time.Time{}, time.Time{}, 100)
			require.NoError(t, err)
			var undoings []store.Undoing
			for _, action := range order {
				i := slices.IndexFunc(all, func(a store.Act) bool { return a.Exclusion == id && a.Action == action })
				undoings = append(undoings, store.Undoing{Act: all[i].ID})
			}
			_, err = s.Undo(ctx, source, undoings, "bob", "", later)
			require.NoError(t, err)
			exclusions, err := s.Exclusions(ctx, source, system)
			require.NoError(t, err)
			i := slices.IndexFunc(exclusions, func(e store.Exclusion) bool { return e.ID == id })
			require.False(t, exclusions[i].Withdrawn.IsZero(), "%v", order)
		}
	})
	t.Run("an accepted level is asked about again, and its violations have no verdict again", func(t *testing.T) {
		require.NoError(t, s.Propose(ctx, source, []store.Proposal{{Operation: two, Kind: store.ProposesLevel, Shift: store.Shift{At: noon}, Raised: noon}}))
		require.NoError(t, s.PutViolations(ctx, l, []store.Violation{{Operation: two, Tier: 2, Start: noon, End: noon.Add(time.Minute), Onset: noon, Peak: 2}}))
		asked, err := s.Proposals(ctx, source, system, store.Open)
		require.NoError(t, err)
		violations, err := s.Violations(ctx, source, system, time.Time{}, time.Time{})
		require.NoError(t, err)
		r := revision(two, 2, record(0.4), "ada")
		r.Action = "accept"
		level := store.Acceptance{
			Revisions: []store.Revision{r}, Proposals: []int64{asked[0].ID}, By: "ada", Why: "new", At: r.ValidFrom,
			Items: []store.WorkItem{{
				Kind: store.WorkViolation, Key: fmt.Sprint(violations[0].ID), System: system, Title: "two", State: store.Done, Verdict: "expected", Author: "ada", At: r.ValidFrom,
			}},
		}
		taken := store.WorkItem{
			Kind: store.WorkViolation, Key: level.Items[0].Key, System: system, Title: "two", State: store.Taken, Author: "cy", Reason: "mine", At: noon,
		}
		_, found, err := s.SetWork(ctx, source, nil, taken)
		require.NoError(t, err)
		require.True(t, found)
		// Somebody moved the violation since it was seen: none of it is kept.
		level.Items[0].Revision = 0
		_, err = s.Accept(ctx, source, level)
		var late *store.Overtaken
		require.ErrorAs(t, err, &late)
		versions, err := s.Versions(ctx, source, two.ID)
		require.NoError(t, err)
		require.Len(t, versions, 2)
		still, err := s.Proposals(ctx, source, system, store.Open)
		require.NoError(t, err)
		require.Len(t, still, 1)
		level.Items[0].Revision = 1
		accepted, err := s.Accept(ctx, source, level)
		require.NoError(t, err)
		require.Len(t, accepted, 1)
		violations, err = s.Violations(ctx, source, system, time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Equal(t, "expected", violations[0].Verdict)
		still, err = s.Proposals(ctx, source, system, store.Open)
		require.NoError(t, err)
		require.Empty(t, still)
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: accepted[0], Revision: back(two, 3)}}, "bob", "it was a test", later)
		require.NoError(t, err)
		asked, err = s.Proposals(ctx, source, system, store.Open)
		require.NoError(t, err)
		require.Len(t, asked, 1)
		violations, err = s.Violations(ctx, source, system, time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Empty(t, violations[0].Verdict)
		work, err := s.Work(ctx, source, system, store.WorkViolation)
		require.NoError(t, err)
		require.Equal(t, []any{store.Taken, 3, "bob"}, []any{work[0].State, work[0].Revision, work[0].Author}, "it stands as it stood before")
	})
	t.Run("nobody takes back another source's", func(t *testing.T) {
		_, err := s.Undo(ctx, "cli", []store.Undoing{{Act: acts[1], Revision: back(two, 4)}}, "eve", "", later)
		require.Error(t, err)
		_, found, err := s.Act(ctx, "cli", acts[1])
		require.NoError(t, err)
		require.False(t, found)
	})
}

func testWork(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{version("one", 0.3, noon)}))
	one := find(t, s, "one")
	require.NoError(t, s.PutViolations(ctx, l, []store.Violation{{Operation: one, Tier: 2, Start: noon, End: noon.Add(time.Minute), Onset: noon, Peak: 2}}))
	violations, err := s.Violations(ctx, source, system, time.Time{}, time.Time{})
	require.NoError(t, err)
	item := store.WorkItem{
		Kind: store.WorkViolation, Key: fmt.Sprint(violations[0].ID), System: system, Title: "one, 10 March", State: store.Taken, Author: "ada", Reason: "mine", At: noon,
	}
	verdict := func() string {
		all, err := s.Violations(ctx, source, system, time.Time{}, time.Time{})
		require.NoError(t, err)
		return all[0].Verdict
	}
	t.Run("what nobody has touched is not kept; what somebody takes is theirs", func(t *testing.T) {
		none, err := s.Work(ctx, source, system, store.WorkViolation)
		require.NoError(t, err)
		require.Empty(t, none)
		_, found, err := s.SetWork(ctx, source, nil, item)
		require.NoError(t, err)
		require.True(t, found)
		all, err := s.Work(ctx, source, "", store.WorkViolation)
		require.NoError(t, err)
		want := item
		want.Revision = 1
		require.Equal(t, []store.WorkItem{want}, all)
	})
	t.Run("who comes second is told who came first", func(t *testing.T) {
		second := item
		second.Author = "bob"
		_, _, err := s.SetWork(ctx, source, nil, second)
		var late *store.Overtaken
		require.ErrorAs(t, err, &late)
		require.ErrorContains(t, err, "ada marked as taken one, 10 March")
	})
	t.Run("a state comes with the verdict, and goes with it", func(t *testing.T) {
		done := item
		done.State, done.Verdict, done.Author, done.Revision = store.Rejected, "false", "bob", 1
		acts, _, err := s.SetWork(ctx, source, nil, done)
		require.NoError(t, err)
		require.Equal(t, "false", verdict())
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: acts[0]}}, "cy", "it was real", noon)
		require.NoError(t, err)
		require.Empty(t, verdict())
		all, err := s.Work(ctx, source, system, store.WorkViolation)
		require.NoError(t, err)
		require.Equal(t, []any{store.Taken, "cy", 3}, []any{all[0].State, all[0].Author, all[0].Revision})
	})
	t.Run("what was moved on since is not put back", func(t *testing.T) {
		acts, err := s.Acts(ctx, source, system, time.Time{}, time.Time{}, 10)
		require.NoError(t, err)
		first := acts[len(acts)-1]
		require.Equal(t, store.Taken, first.Action)
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: first.ID}}, "cy", "", noon)
		var late *store.Overtaken
		require.ErrorAs(t, err, &late)
	})
	t.Run("a violation that is not there has no state", func(t *testing.T) {
		for from, key := range map[string]string{source: "99", "cli": item.Key} {
			strange := item
			strange.Key = key
			_, found, err := s.SetWork(ctx, from, nil, strange)
			require.NoError(t, err)
			require.False(t, found)
		}
	})
	t.Run("of several all are moved on, or none", func(t *testing.T) {
		here, strange := item, item
		here.State, here.Revision, here.Verdict = store.Rejected, 3, "false"
		strange.Key = "99"
		asks := []store.Proposal{{Operation: violations[0].Operation, Kind: store.ProposesExpected, Raised: noon, Shift: store.Shift{At: violations[0].Start}}}
		open := func() int {
			all, err := s.Proposals(ctx, source, system, store.Open)
			require.NoError(t, err)
			return len(all)
		}
		before := open()
		acts, found, err := s.SetWork(ctx, source, asks, here, strange)
		require.NoError(t, err)
		require.Empty(t, acts)
		require.False(t, found)
		require.Empty(t, verdict())
		require.Equal(t, before, open())
		advice := store.WorkItem{Kind: store.WorkRecommendation, Key: "abc", System: system, Title: "look", State: store.Done, Author: "ada", Reason: "r", At: noon}
		acts, _, err = s.SetWork(ctx, source, nil, here, advice)
		require.NoError(t, err)
		require.Equal(t, "false", verdict())
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: acts[0]}, {Act: acts[1]}}, "cy", "", noon)
		require.NoError(t, err)
		require.Empty(t, verdict())
		here.State, here.Revision, here.Verdict = store.Done, 5, store.Expected
		acts, _, err = s.SetWork(ctx, source, asks, here)
		require.NoError(t, err)
		require.Equal(t, before+1, open())
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: acts[0]}}, "cy", "", noon)
		require.NoError(t, err)
		require.Equal(t, before, open(), "what is not expected any more is not asked about")
	})
	t.Run("a question goes with the violation that it was asked of, and with no other", func(t *testing.T) {
		v := violations[0]
		failed := v
		failed.ID, failed.Signal, failed.Verdict = 0, store.OfErrors, ""
		require.NoError(t, s.PutViolations(ctx, l, []store.Violation{failed}))
		all, err := s.Violations(ctx, source, system, time.Time{}, time.Time{})
		require.NoError(t, err)
		at := slices.IndexFunc(all, func(v store.Violation) bool { return !v.Slow() })
		require.GreaterOrEqual(t, at, 0)
		open := func() int {
			all, err := s.Proposals(ctx, source, system, store.Open)
			require.NoError(t, err)
			return len(all)
		}
		before := open()
		slow, fails := item, item
		slow.State, slow.Revision, slow.Verdict = store.Done, 7, store.Expected
		fails.Key, fails.State, fails.Revision, fails.Verdict = fmt.Sprint(all[at].ID), store.Done, 0, store.Expected
		asks := []store.Proposal{{Operation: v.Operation, Kind: store.ProposesExpected, Raised: noon, Shift: store.Shift{At: v.Start}}}
		acts, _, err := s.SetWork(ctx, source, asks, slow, fails)
		require.NoError(t, err)
		require.Equal(t, before+1, open())
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: acts[1]}}, "cy", "", noon)
		require.NoError(t, err)
		require.Equal(t, before+1, open(), "of what failed nothing was asked")
		// An hour that is learned later shows that it was slow before.
		v.Start = v.Start.Add(-10 * time.Minute)
		require.NoError(t, s.PutViolations(ctx, l, []store.Violation{v}))
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: acts[0]}}, "cy", "", noon)
		require.NoError(t, err)
		require.Equal(t, before, open(), "it is still the violation that it was asked of")
	})
	t.Run("a question comes back with the verdict that it was asked for", func(t *testing.T) {
		asks := []store.Proposal{{Operation: violations[0].Operation, Kind: store.ProposesExpected, Raised: noon, Shift: store.Shift{At: violations[0].Start}}}
		questions := func(state string) int {
			all, err := s.Proposals(ctx, source, system, state)
			require.NoError(t, err)
			return len(all)
		}
		openBefore, allBefore := questions(store.Open), questions("")
		here := item
		work, err := s.Work(ctx, source, system, store.WorkViolation)
		require.NoError(t, err)
		here.Revision = work[slices.IndexFunc(work, func(w store.WorkItem) bool { return w.Key == item.Key })].Revision
		set := func(state, verdict string, asks ...store.Proposal) int64 {
			here.State, here.Verdict = state, verdict
			acts, found, err := s.SetWork(ctx, source, asks, here)
			require.NoError(t, err)
			require.True(t, found)
			here.Revision++
			return acts[0]
		}
		set(store.Done, store.Expected, asks...)
		require.Equal(t, openBefore+1, questions(store.Open))
		again := set(store.Open, "")
		require.Equal(t, []int{openBefore, allBefore}, []int{questions(store.Open), questions("")}, "nobody has to answer it, and it is in no list")
		_, err = s.Undo(ctx, source, []store.Undoing{{Act: again}}, "cy", "", noon)
		require.NoError(t, err)
		require.Equal(t, store.Expected, verdict())
		require.Equal(t, openBefore+1, questions(store.Open))
		here.Revision++
		set(store.Open, "")
		set(store.Done, store.Expected, asks...)
		require.Equal(t, openBefore+1, questions(store.Open), "it is asked once")
		set(store.Open, "")
	})
	t.Run("forgetting a source forgets it", func(t *testing.T) {
		require.NoError(t, s.Forget(ctx, source))
		all, err := s.Work(ctx, source, "", store.WorkViolation)
		require.NoError(t, err)
		require.Empty(t, all)
	})
}
