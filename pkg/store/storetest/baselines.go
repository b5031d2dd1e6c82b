package storetest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// record is a baseline with every field filled.
func record(p95 float64) baseline.Record {
	profile := &baseline.Profile{TimeZone: "Europe/Berlin", Days: 5}
	for i := range profile.Factors {
		profile.Factors[i] = 1 + float64(i)/7
	}
	return baseline.Record{
		Quantiles: baseline.Quantiles{P50: p95 / 3, P95: p95, P99: p95 * 1.1}, Mean: 0.1, SD: 1.0 / 3, Requests: 12345.678, Windows: 7, Outliers: 2,
		Confidence: 0.97, Effective: 99.5, P95Low: p95 * 0.9, P95High: p95 * 1.1, LogSD: 0.2, Resolution: 2.5, Profile: profile,
		State: baseline.Active, Reason: "enough — \"quoted\"\n", From: noon.Add(-time.Hour), To: noon.Add(3), RangeLow: 5, RangeHigh: 15,
		Source: "learned", ErrorRatio: 0.01, RequestRate: 5.5,
	}
}

func version(name string, p95 float64, from time.Time) store.Baseline {
	return store.Baseline{Operation: operation(name), Record: record(p95), ValidFrom: from, Author: "learner", Reason: "another hour"}
}

func testBaselines(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	put := func(t *testing.T, bs ...store.Baseline) {
		t.Helper()
		require.NoError(t, s.PutBaselines(ctx, l, bs))
	}
	at := func(t *testing.T, system string, moment time.Time) map[string]store.BaselineAt {
		t.Helper()
		all, err := s.Baselines(ctx, source, system, moment)
		require.NoError(t, err)
		byName := map[string]store.BaselineAt{}
		for _, b := range all {
			byName[b.Operation.Name] = b
		}
		require.Len(t, byName, len(all))
		return byName
	}
	t.Run("a record comes back as it was", func(t *testing.T) {
		put(t, version("whole", 0.3, noon))
		got := at(t, system, noon)["whole"]
		require.Equal(t, record(0.3), got.Record)
		require.Equal(t, 1, got.Version)
		require.Equal(t, noon, got.ValidFrom)
		require.Equal(t, "learner", got.Author)
		require.Equal(t, "another hour", got.Reason)
		require.Equal(t, operation("whole").Labels, got.Operation.Labels)
		require.NotZero(t, got.Operation.ID)
	})
	t.Run("an equal record adds no version, a different one does", func(t *testing.T) {
		put(t, version("steady", 0.3, noon))
		put(t, version("steady", 0.3, noon.Add(time.Hour)))
		put(t, version("steady", 0.4, noon.Add(2*time.Hour)), version("whole", 0.3, noon.Add(2*time.Hour)))
		put(t, version("steady", 0.3, noon.Add(3*time.Hour)))
		versions, err := s.Versions(ctx, source, find(t, s, "steady").ID)
		require.NoError(t, err)
		require.Len(t, versions, 3)
		for i, p95 := range []float64{0.3, 0.4, 0.3} {
			require.Equal(t, i+1, versions[i].Version)
			require.Equal(t, record(p95), versions[i].Record)
		}
		versions, err = s.Versions(ctx, source, find(t, s, "whole").ID)
		require.NoError(t, err)
		require.Len(t, versions, 1)
	})
	t.Run("the version valid at a moment answers", func(t *testing.T) {
		for _, c := range []struct {
			at      time.Time
			version int
			later   bool
		}{
			{noon.Add(-time.Nanosecond), 3, true}, {noon, 1, false}, {noon.Add(2*time.Hour - 1), 1, false}, {noon.Add(2 * time.Hour), 2, false},
			{noon.Add(9 * time.Hour), 3, false}, {time.Time{}, 3, false}, {noon.Add(-1000 * time.Hour), 3, true},
		} {
			for range 2 { // an answer that is remembered is the same
				got := at(t, system, c.at)["steady"]
				require.Equal(t, c.version, got.Version, c.at)
				require.Equal(t, c.later, got.Later, c.at)
			}
		}
	})
	t.Run("a version that begins earlier than the one before counts from its own beginning", func(t *testing.T) {
		put(t, version("corrected", 0.3, noon))
		put(t, version("corrected", 0.5, noon.Add(-time.Hour)))
		require.Equal(t, 2, at(t, system, noon.Add(-time.Minute))["corrected"].Version)
		require.Equal(t, 1, at(t, system, noon.Add(time.Minute))["corrected"].Version)
	})
	t.Run("of two versions of one moment the later one counts", func(t *testing.T) {
		put(t, version("twice", 0.3, noon))
		put(t, version("twice", 0.5, noon))
		require.Equal(t, 2, at(t, system, noon)["twice"].Version)
	})
	t.Run("a change is seen at once, through another connection too", func(t *testing.T) {
		address := subject.Address(t)
		writer, reader := subject.at(t, address), subject.at(t, address)
		held := lease(t, writer, source)
		for i := range 3 {
			require.NoError(t, writer.PutBaselines(ctx, held, []store.Baseline{version("a", float64(i+1), noon)}))
			for _, s := range []store.Store{writer, reader} {
				all, err := s.Baselines(ctx, source, "", noon)
				require.NoError(t, err)
				require.Equal(t, i+1, all[0].Version)
			}
		}
	})
	t.Run("systems are told apart, and none means all", func(t *testing.T) {
		other := version("elsewhere", 1, noon)
		other.Operation.System = "omninode"
		put(t, other)
		require.NotContains(t, at(t, system, noon), "elsewhere")
		require.Len(t, at(t, "omninode", noon), 1)
		require.Len(t, at(t, "", noon), len(at(t, system, noon))+1)
		require.Empty(t, at(t, "unknown", noon))
	})
	t.Run("the operation can be named by its number", func(t *testing.T) {
		b := version("", 7, noon.Add(10*time.Hour))
		b.Operation = store.Operation{ID: find(t, s, "whole").ID}
		put(t, b)
		got := at(t, system, noon.Add(10*time.Hour))["whole"]
		require.Equal(t, 2, got.Version)
		b.Operation.ID = 1 << 40
		require.Error(t, s.PutBaselines(ctx, l, []store.Baseline{b}))
	})
	t.Run("what holds a number that is none is told to be unfit, by its name", func(t *testing.T) {
		b := version("unfit", 7, noon)
		b.Record.SD = math.Inf(1)
		err := s.PutBaselines(ctx, l, []store.Baseline{b})
		require.ErrorIs(t, err, store.ErrUnfit)
		require.ErrorContains(t, err, "the baseline of unfit")
		require.NotContains(t, at(t, system, noon), "unfit")
	})
}

func testThinning(t *testing.T, subject Subject) {
	const day, week = 24 * time.Hour, 7 * 24 * time.Hour
	ctx := context.Background()
	first := time.Unix(0, 0).Add(2900 * week).UTC() // begins a week
	by := func(author string, name string, day int) store.Baseline {
		b := version(name, 0.3+float64(day)/100, first.Add(time.Duration(day)*24*time.Hour))
		b.Author = author
		return b
	}
	filled := func(t *testing.T) (store.Store, store.Lease) {
		s := subject.new(t)
		l := lease(t, s, source)
		for d := range 28 {
			author := "learner"
			if d == 9 {
				author = "ann"
			}
			require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{by(author, "daily", d)}))
		}
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{by("learner", "seldom", 1)}))
		return s, l
	}
	days := func(t *testing.T, s store.Store, name string) (all []int) {
		t.Helper()
		versions, err := s.Versions(ctx, source, find(t, s, name).ID)
		require.NoError(t, err)
		for _, v := range versions {
			d := int(v.ValidFrom.Sub(first) / day)
			require.Equal(t, by("", name, d).Record, v.Record)
			if name == "daily" {
				require.Equal(t, d+1, v.Version)
			}
			all = append(all, d)
		}
		return all
	}
	t.Run("the last of each week stays, what people chose, and what they saw before it", func(t *testing.T) {
		s, l := filled(t)
		before, err := s.Baselines(ctx, source, system, first.Add(9*day))
		require.NoError(t, err)
		require.NoError(t, s.Thin(ctx, l, first.Add(16*day), week))
		require.Equal(t, []int{6, 8, 9, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27}, days(t, s, "daily"))
		require.Equal(t, []int{1}, days(t, s, "seldom"))
		after, err := s.Baselines(ctx, source, system, first.Add(9*day))
		require.NoError(t, err)
		require.Equal(t, before, after)
		at, err := s.Baselines(ctx, source, system, first.Add(12*day))
		require.NoError(t, err)
		require.Equal(t, 10, at[0].Version, "the one before answers for a moment whose own is gone")
	})
	t.Run("the newest stays, and the next has a number of its own", func(t *testing.T) {
		s, l := filled(t)
		earlier := by("learner", "daily", 2)
		earlier.Record.P95 = 9
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{earlier})) // version 29
		require.NoError(t, s.Thin(ctx, l, first.Add(1000*week), week))
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{by("learner", "daily", 30)}))
		versions, err := s.Versions(ctx, source, find(t, s, "daily").ID)
		require.NoError(t, err)
		var numbers []int
		for _, v := range versions {
			numbers = append(numbers, v.Version)
		}
		require.Equal(t, []int{7, 9, 10, 14, 21, 28, 29, 30}, numbers)
	})
	t.Run("another source keeps its own", func(t *testing.T) {
		s, _ := filled(t)
		other := lease(t, s, "other")
		require.NoError(t, s.Thin(ctx, other, first.Add(1000*week), week))
		require.Len(t, days(t, s, "daily"), 28)
	})
	t.Run("a lost lease thins nothing", func(t *testing.T) {
		s, l := filled(t)
		_, ok, err := s.Acquire(ctx, source, "b", time.Hour, time.Now().Add(2*time.Hour))
		require.NoError(t, err)
		require.True(t, ok)
		require.ErrorIs(t, s.Thin(ctx, l, first.Add(1000*week), week), store.ErrLeaseLost)
		require.Len(t, days(t, s, "daily"), 28)
	})
}

func testDroppingWhatIsGone(t *testing.T, subject Subject) {
	ctx := context.Background()
	s := subject.new(t)
	l := lease(t, s, source)
	long, lately := noon.Add(-1000*time.Hour), noon.Add(-time.Hour)
	versionOf := func(name, author string, from time.Time) store.Baseline {
		b := version(name, 0.3, from)
		b.Author = author
		return b
	}
	put := func(versions ...store.Baseline) {
		t.Helper()
		require.NoError(t, s.PutBaselines(ctx, l, versions))
	}
	names := func() (names []string) {
		t.Helper()
		all, err := s.Operations(ctx, source, system)
		require.NoError(t, err)
		for _, o := range all {
			names = append(names, o.Name)
		}
		slices.Sort(names)
		return names
	}
	put(versionOf("gone", store.Learner, long), versionOf("lately", store.Learner, lately), versionOf("chosen", "ann", long), versionOf("violated", store.Learner, long), versionOf("violated lately", store.Learner, long),
		versionOf("in violation", store.Learner, long), versionOf("judged", store.Learner, long), versionOf("looked after", store.Learner, long), versionOf("alive", store.Learner, long))
	put(versionOf("chosen", store.Learner, long.Add(time.Hour)))
	violated := func(name, verdict string, start, end time.Time) store.Violation {
		return store.Violation{Operation: operation(name), Tier: 2, Start: start, End: end, Verdict: verdict}
	}
	require.NoError(t, s.PutViolations(ctx, l, []store.Violation{
		violated("violated", "", long, long.Add(time.Minute)), violated("violated lately", "", long, lately), violated("in violation", "", long, time.Time{}),
		violated("judged", "true", long, long.Add(time.Minute)), violated("looked after", "", long, long.Add(time.Minute)),
	}))
	taken, err := s.Violations(ctx, source, system, time.Time{}, time.Time{})
	require.NoError(t, err)
	_, found, err := s.SetWork(ctx, source, nil, store.WorkItem{
		Kind: store.WorkViolation, Key: fmt.Sprint(taken[len(taken)-1].ID), System: system, Title: "looked after", State: store.Taken, Author: "ann", At: long,
	})
	require.NoError(t, err)
	require.True(t, found)
	all := []string{"alive", "chosen", "gone", "in violation", "judged", "lately", "looked after", "violated", "violated lately"}
	drop := func(before time.Time) {
		t.Helper()
		require.NoError(t, s.DropGone(ctx, l, before))
	}
	t.Run("of a set without any windows all stay: it may be away", func(t *testing.T) {
		drop(noon)
		require.Equal(t, all, names())
	})
	putHour(t, s, l, noon, byName{"alive": windows(noon, 1)})
	t.Run("what was learned since then stays", func(t *testing.T) {
		drop(long)
		require.Equal(t, all, names())
	})
	t.Run("another source keeps its own", func(t *testing.T) {
		require.NoError(t, s.DropGone(ctx, lease(t, s, "other"), noon))
		require.Equal(t, all, names())
	})
	t.Run("what has gone goes, with its baselines and what ended as long ago; what people have to do with stays", func(t *testing.T) {
		drop(lately)
		left := []string{"alive", "chosen", "in violation", "judged", "lately", "looked after", "violated lately"}
		require.Equal(t, left, names())
		known, err := s.Baselines(ctx, source, system, time.Time{})
		require.NoError(t, err)
		require.Len(t, known, len(left))
		violations, err := s.Violations(ctx, source, system, time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Len(t, violations, 4)
	})
	t.Run("what was left out, or somebody acted on, stays", func(t *testing.T) {
		put(versionOf("excluded", store.Learner, long))
		_, err := s.PutExclusion(ctx, source, store.Exclusion{System: system, Operation: find(t, s, "excluded").ID, From: long, To: long.Add(time.Hour), Kind: "incident", Author: "ann", At: long}, "excluded")
		require.NoError(t, err)
		drop(lately)
		require.Contains(t, names(), "excluded")
	})
	t.Run("what comes back begins anew", func(t *testing.T) {
		putHour(t, s, l, noon.Add(time.Hour), byName{"gone": windows(noon.Add(time.Hour), 2)})
		require.Contains(t, names(), "gone")
		versions, err := s.Versions(ctx, source, find(t, s, "gone").ID)
		require.NoError(t, err)
		require.Empty(t, versions)
	})
}

func testViolations(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	open := store.Violation{Operation: operation("slow"), Tier: 2, Start: noon, Onset: noon.Add(-time.Minute), Delay: 20 * time.Second, Peak: 2.5}
	put := func(t *testing.T, vs ...store.Violation) {
		t.Helper()
		require.NoError(t, s.PutViolations(ctx, l, vs))
	}
	in := func(t *testing.T, system string, from, to time.Time) []store.Violation {
		t.Helper()
		vs, err := s.Violations(ctx, source, system, from, to)
		require.NoError(t, err)
		for i := range vs {
			require.NotZero(t, vs[i].ID)
			require.NotZero(t, vs[i].Operation.ID)
			require.NotNil(t, vs[i].Operation.Labels)
			vs[i].ID, vs[i].Operation.ID = 0, 0
		}
		return vs
	}
	t.Run("an open one comes back as it was", func(t *testing.T) {
		put(t, open)
		require.Equal(t, []store.Violation{open}, in(t, system, noon, noon))
		require.Equal(t, []store.Violation{open}, in(t, system, noon.Add(1000*time.Hour), time.Time{}), "it has no end")
		require.Empty(t, in(t, system, time.Time{}, noon.Add(-1)))
	})
	closed := open
	closed.End, closed.Tier, closed.Peak = noon.Add(time.Hour), 3, 5.75
	t.Run("the same start again replaces it", func(t *testing.T) {
		put(t, closed)
		put(t, closed)
		require.Equal(t, []store.Violation{closed}, in(t, system, noon, noon))
		require.Equal(t, []store.Violation{closed}, in(t, system, closed.End, time.Time{}))
		require.Empty(t, in(t, system, closed.End.Add(1), time.Time{}))
	})
	t.Run("a person's verdict stays when the learner passes again", func(t *testing.T) {
		judged := closed
		judged.Verdict = "expected"
		put(t, judged)
		put(t, closed)
		require.Equal(t, "expected", in(t, system, noon, noon)[0].Verdict)
		judged.Verdict = "false"
		put(t, judged)
		require.Equal(t, "false", in(t, system, noon, noon)[0].Verdict)
	})
	t.Run("a person's verdict stays that came after the learner looked", func(t *testing.T) {
		looked, err := s.Violations(ctx, source, system, noon, noon)
		require.NoError(t, err)
		require.Equal(t, "false", looked[0].Verdict)
		for seen, word := range []string{"true", ""} {
			_, found, err := s.SetWork(ctx, source, nil, store.WorkItem{
				Kind: store.WorkViolation, Key: fmt.Sprint(looked[0].ID), System: system, State: store.Done, Verdict: word, Author: "ann", At: noon, Revision: seen,
			})
			require.NoError(t, err)
			require.True(t, found)
			put(t, looked[0])
			require.Equal(t, word, in(t, system, noon, noon)[0].Verdict)
		}
	})
	t.Run("one is found by its number, by its own source alone", func(t *testing.T) {
		known, err := s.Violations(ctx, source, system, noon, noon)
		require.NoError(t, err)
		v, found, err := s.Violation(ctx, source, known[0].ID)
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, known[0], v)
		for of, id := range map[string]int64{source: known[0].ID + 1000, "cli": known[0].ID} {
			_, found, err := s.Violation(ctx, of, id)
			require.NoError(t, err)
			require.False(t, found, "%d of %s", id, of)
		}
	})
	t.Run("one that is known by its number begins earlier", func(t *testing.T) {
		known, err := s.Violations(ctx, source, system, noon, noon)
		require.NoError(t, err)
		earlier := known[0]
		earlier.Start = noon.Add(-2 * time.Hour)
		put(t, earlier)
		moved, err := s.Violations(ctx, source, system, noon, noon)
		require.NoError(t, err)
		require.Equal(t, []store.Violation{earlier}, moved)
		earlier.Start = noon
		put(t, earlier)
		require.Len(t, in(t, system, noon, noon), 1)
	})
	t.Run("what failed while it was slow is another one, from the same moment on", func(t *testing.T) {
		slow := open
		slow.Operation, slow.Start = operation("both"), noon.Add(2000*time.Hour)
		failed := slow
		failed.Signal, failed.Tier, failed.End = store.OfErrors, 3, slow.Start.Add(time.Minute)
		put(t, slow, failed)
		put(t, failed)
		require.Equal(t, []store.Violation{slow, failed}, in(t, system, slow.Start, slow.Start))
		known, err := s.Violations(ctx, source, system, slow.Start, slow.Start)
		require.NoError(t, err)
		earlier := known[1]
		earlier.Start = slow.Start.Add(-time.Minute)
		put(t, earlier)
		moved, err := s.Violations(ctx, source, system, slow.Start, slow.Start)
		require.NoError(t, err)
		require.Equal(t, []store.Violation{earlier, known[0]}, moved)
		earlier.Start = slow.Start
		put(t, earlier)
		ended := slow
		ended.End = slow.Start
		put(t, ended)
	})
	t.Run("several are in the order of their start, by system", func(t *testing.T) {
		other := open
		other.Operation.System, other.Start = "omninode", noon.Add(-time.Hour)
		second := open
		second.Operation = operation("another")
		second.Start = noon.Add(-30 * time.Minute)
		put(t, second, other)
		all := in(t, "", time.Time{}, noon.Add(time.Hour))
		require.Len(t, all, 3)
		require.Equal(t, []string{"omninode", system, system}, []string{all[0].Operation.System, all[1].Operation.System, all[2].Operation.System})
		require.Len(t, in(t, "omninode", time.Time{}, time.Time{}), 1)
	})
}
