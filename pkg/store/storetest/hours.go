package storetest

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

type byName = map[string][]baseline.Window

func testOperations(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	t.Run("label names and values of any kind come back as they are", func(t *testing.T) {
		var ops []store.OperationHour
		for _, value := range Nasty {
			o := operation("nasty " + value)
			o.Labels = map[string]string{"value": value, "the.name": value, "größe": value}
			ops = append(ops, store.OperationHour{Operation: o, Windows: windows(noon, 1)})
		}
		require.NoError(t, s.PutHour(ctx, l, system, "nasty", noon, withSet(ops, "nasty")))
		all, err := s.Operations(ctx, source, system)
		require.NoError(t, err)
		require.Len(t, all, len(Nasty))
		for _, value := range Nasty {
			o := find(t, s, "nasty "+value)
			require.Equal(t, map[string]string{"value": value, "the.name": value, "größe": value}, o.Labels)
			require.Equal(t, "nasty", o.Set)
			require.Equal(t, windows(noon, 1), learned(t, s, "nasty "+value))
		}
	})
	t.Run("the same labels are the same operation, whatever its name", func(t *testing.T) {
		o := operation("first")
		o.Labels = map[string]string{"a": "1", "b": "2"}
		require.NoError(t, s.PutHour(ctx, l, system, set, noon, []store.OperationHour{{Operation: o}}))
		id := find(t, s, "first").ID
		o.Name, o.Labels = "renamed", map[string]string{"b": "2", "a": "1"}
		require.NoError(t, s.PutHour(ctx, l, system, set, noon.Add(time.Hour), []store.OperationHour{{Operation: o}}))
		require.Equal(t, id, find(t, s, "renamed").ID)
	})
	t.Run("labels may be of any length", func(t *testing.T) {
		noise := make([]byte, 100_000)
		_, _ = rand.NewChaCha8([32]byte{1}).Read(noise) // nothing that can be compressed
		long := base64.StdEncoding.EncodeToString(noise)
		ops := make([]store.OperationHour, 2)
		for i := range ops {
			ops[i].Operation = operation("long")
			ops[i].Operation.Labels = map[string]string{"path": long, "i": fmt.Sprint(i)}
		}
		for h := range 2 {
			require.NoError(t, s.PutHour(ctx, l, system, "long", noon.Add(time.Duration(h)*time.Hour), withSet(ops, "long")))
		}
		all, err := s.Operations(ctx, source, system)
		require.NoError(t, err)
		require.Len(t, slices.DeleteFunc(all, func(o store.Operation) bool { return o.Labels["path"] != long }), len(ops))
	})
	t.Run("operations are listed in the order of bytes, whatever the language of a server", func(t *testing.T) {
		var ops []store.OperationHour
		for _, value := range []string{"b", "B", "a b", "a-b", "ab", "ä", "_"} {
			o := operation(value)
			o.Labels = map[string]string{"order": value}
			ops = append(ops, store.OperationHour{Operation: o})
		}
		require.NoError(t, s.PutHour(ctx, l, system, "order", noon, withSet(ops, "order")))
		all, err := s.Operations(ctx, source, system)
		require.NoError(t, err)
		var names []string
		for _, o := range all {
			if o.Set == "order" {
				names = append(names, o.Name)
			}
		}
		require.Equal(t, []string{"B", "_", "a b", "a-b", "ab", "b", "ä"}, names)
	})
	t.Run("without labels there is one operation of a set", func(t *testing.T) {
		for i, labels := range []map[string]string{nil, {}} {
			o := operation("all")
			o.Labels = labels
			require.NoError(t, s.PutHour(ctx, l, system, "whole", noon.Add(time.Duration(i)*time.Hour), withSet([]store.OperationHour{{Operation: o}}, "whole")))
		}
		all, err := s.Operations(ctx, source, system)
		require.NoError(t, err)
		require.Len(t, slices.DeleteFunc(all, func(o store.Operation) bool { return o.Set != "whole" }), 1)
	})
	t.Run("an operation is in an hour once", func(t *testing.T) {
		twice := []store.OperationHour{{Operation: operation("twin")}, {Operation: operation("twin")}}
		require.Error(t, s.PutHour(ctx, l, system, set, noon.Add(5*time.Hour), twice))
		all, err := s.Operations(ctx, source, system)
		require.NoError(t, err)
		require.False(t, slices.ContainsFunc(all, func(o store.Operation) bool { return o.Name == "twin" }), "nothing of it is stored")
	})
}

func withSet(ops []store.OperationHour, set string) []store.OperationHour {
	for i := range ops {
		ops[i].Operation.Set = set
	}
	return ops
}

func testHours(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	t.Run("windows come back exactly", func(t *testing.T) {
		native := baseline.Window{End: noon.Add(7*time.Minute + 3), Width: time.Minute + 1, Errors: 1.0 / 3,
			Histogram: baseline.Histogram{Native: true, Bounds: []float64{math.Pi, math.E * 2}, Counts: []float64{0, 1e-300, 3e200}, Sum: 1.0 / 9}}
		run := baseline.Window{End: noon.Add(8 * time.Minute), Width: 7200 * time.Second, Samples: []float64{7200.125, 1.0 / 3}}
		silent := baseline.Window{End: noon.Add(time.Hour), Width: 5 * time.Minute, Histogram: baseline.Histogram{Bounds: []float64{1}, Counts: []float64{0, 0}}}
		want := []baseline.Window{windows(noon, 3)[0], native, run, silent}
		putHour(t, s, l, noon, byName{"exact": want})
		require.Equal(t, want, learned(t, s, "exact"))
	})
	t.Run("hours learned in any order are in the order of time", func(t *testing.T) {
		var want []baseline.Window
		for _, h := range []int{30, 5, 29, 6, 4} {
			hour := noon.Add(time.Duration(h) * time.Hour)
			putHour(t, s, l, hour, byName{"order": windows(hour, 1)})
			want = append(want, windows(hour, 1)...)
		}
		slices.SortFunc(want, func(a, b baseline.Window) int { return a.End.Compare(b.End) })
		require.Equal(t, want, learned(t, s, "order"))
		learnedHours, err := s.LearnedHours(ctx, source, system, set)
		require.NoError(t, err)
		require.True(t, slices.IsSortedFunc(learnedHours, time.Time.Compare))
		require.Contains(t, learnedHours, noon.Add(29*time.Hour))
	})
	t.Run("the same hour again replaces it, for operations that are gone too", func(t *testing.T) {
		hour := evening.Add(-2 * time.Hour)
		putHour(t, s, l, hour.Add(-time.Hour), byName{"stays": windows(hour.Add(-time.Hour), 1), "goes": windows(hour.Add(-time.Hour), 1)})
		putHour(t, s, l, hour, byName{"stays": windows(hour, 1), "goes": windows(hour, 1), "only then": windows(hour, 1)})
		putHour(t, s, l, hour, byName{"stays": windows(hour, 2)[:3]})
		require.Equal(t, append(windows(hour.Add(-time.Hour), 1), windows(hour, 2)[:3]...), learned(t, s, "stays"))
		require.Equal(t, windows(hour.Add(-time.Hour), 1), learned(t, s, "goes"))
		require.Empty(t, learned(t, s, "only then"))
	})
	t.Run("the window that ends at midnight belongs to the last hour of the day", func(t *testing.T) {
		next := evening.Add(time.Hour)
		putHour(t, s, l, evening, byName{"midnight": windows(evening, 1)})
		putHour(t, s, l, next, byName{"midnight": windows(next, 1)})
		putHour(t, s, l, evening, byName{"midnight": windows(evening, 2)})
		require.Equal(t, append(windows(evening, 2), windows(next, 1)...), learned(t, s, "midnight"))
	})
	t.Run("a range is open at its beginning and closed at its end", func(t *testing.T) {
		id := find(t, s, "midnight").ID
		got, err := s.Windows(ctx, source, id, evening.Add(30*time.Minute), evening.Add(70*time.Minute))
		require.NoError(t, err)
		require.Equal(t, evening.Add(35*time.Minute), got[0].End)
		require.Equal(t, evening.Add(70*time.Minute), got[len(got)-1].End)
		require.Len(t, got, 8)
	})
	t.Run("windows are read where those of another operation were", func(t *testing.T) {
		var room baseline.Room
		for range 2 {
			for _, name := range []string{"midnight", "stays"} {
				got, err := s.WindowsIn(ctx, &room, source, find(t, s, name).ID, time.Time{}, time.Time{})
				require.NoError(t, err)
				require.Equal(t, learned(t, s, name), got)
			}
		}
	})
	t.Run("windows of another hour are refused and nothing is stored", func(t *testing.T) {
		hour := noon.Add(100 * time.Hour)
		for name, wrong := range map[string]time.Time{"too early": hour, "too late": hour.Add(time.Hour + 1)} {
			ws := []baseline.Window{{End: wrong, Width: time.Minute}}
			require.Error(t, s.PutHour(ctx, l, system, set, hour, hours(byName{name: ws})))
		}
		require.Error(t, s.PutHour(ctx, l, system, set, hour.Add(time.Minute), nil), "not on the hour")
		learnedHours, err := s.LearnedHours(ctx, source, system, set)
		require.NoError(t, err)
		require.NotContains(t, learnedHours, hour)
	})
	t.Run("an hour without operations is learned", func(t *testing.T) {
		hour := noon.Add(200 * time.Hour)
		putHour(t, s, l, hour, nil)
		learnedHours, err := s.LearnedHours(ctx, source, system, set)
		require.NoError(t, err)
		require.Contains(t, learnedHours, hour)
	})
	t.Run("what was stored is there after the store is opened again", func(t *testing.T) {
		address := subject.Address(t)
		first, err := subject.Open(ctx, address)
		require.NoError(t, err)
		putHour(t, first, lease(t, first, source), noon, byName{"kept": windows(noon, 1)})
		require.NoError(t, first.Close())
		require.Equal(t, windows(noon, 1), learned(t, subject.at(t, address), "kept"))
	})
	t.Run("the store says where it is and that it works", func(t *testing.T) {
		require.NotEmpty(t, s.Location())
		require.NoError(t, s.Check(ctx))
		require.NoError(t, s.Check(ctx))
	})
}

// marked is how many hours of a set are known to be learned.
func marked(t *testing.T, s store.Store, set string) int {
	t.Helper()
	learned, err := s.LearnedHours(context.Background(), source, system, set)
	require.NoError(t, err)
	return len(learned)
}

func testDescribed(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	describe := func(as string) bool {
		t.Helper()
		changed, err := s.Describe(ctx, l, system, set, as)
		require.NoError(t, err)
		return changed
	}
	forgotten, decided := operation("forgotten"), operation("decided")
	forgotten.Labels, decided.Labels = map[string]string{"route": "/a"}, map[string]string{"route": "/b"}
	other := operation("other")
	other.Set = "other"
	require.NoError(t, s.PutHour(ctx, l, system, set, noon, []store.OperationHour{{Operation: forgotten, Windows: windows(noon, 1)}, {Operation: decided, Windows: windows(noon, 1)}}))
	require.NoError(t, s.PutHour(ctx, l, system, store.MarkViolations+set, noon, nil))
	require.NoError(t, s.PutHour(ctx, l, system, "other", noon, []store.OperationHour{{Operation: other, Windows: windows(noon, 1)}}))
	require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{
		{Operation: find(t, s, "forgotten"), Record: record(1), ValidFrom: noon, Author: "learner"},
		{Operation: find(t, s, "decided"), Record: record(1), ValidFrom: noon, Author: "ada"},
	}))

	require.False(t, describe("by route"), "an earlier version did not say")
	require.False(t, describe("by route"))
	require.Equal(t, 1, marked(t, s, set))
	require.NotEmpty(t, learned(t, s, "forgotten"))

	require.True(t, describe("by route and method"))
	require.False(t, describe("by route and method"))
	require.Zero(t, marked(t, s, set))
	require.Zero(t, marked(t, s, store.MarkViolations+set))
	require.Empty(t, learned(t, s, "decided"))
	require.NotEmpty(t, learned(t, s, "other"), "other sets stay")
	all, err := s.Operations(ctx, source, system)
	require.NoError(t, err)
	names := make([]string, 0, len(all))
	for _, o := range all {
		names = append(names, o.Name)
	}
	require.ElementsMatch(t, []string{"decided", "other"}, names, "what people decided stays")

	l.Fence++
	_, err = s.Describe(ctx, l, system, set, "by nothing")
	require.ErrorIs(t, err, store.ErrLeaseLost)
}

func testMeasured(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	measure := func(from string) bool {
		t.Helper()
		changed, err := s.Measure(ctx, l, system, set, from)
		require.NoError(t, err)
		return changed
	}
	putHour(t, s, l, noon, byName{"kept": windows(noon, 1)})
	require.NoError(t, s.PutHour(ctx, l, system, store.MarkViolations+set, noon, nil))
	require.NoError(t, s.PutHour(ctx, l, system, "other", noon, nil))
	require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{{Operation: find(t, s, "kept"), Record: record(1), ValidFrom: noon, Author: "learner"}}))

	require.False(t, measure(`metric="größe" 文`), "an earlier version did not say")
	require.False(t, measure(`metric="größe" 文`))
	require.Equal(t, 1, marked(t, s, set))

	require.True(t, measure(`metric="theirs"`))
	require.False(t, measure(`metric="theirs"`))
	require.Zero(t, marked(t, s, set))
	require.Zero(t, marked(t, s, store.MarkViolations+set))
	require.Equal(t, 1, marked(t, s, "other"), "other sets stay")
	require.Equal(t, windows(noon, 1), learned(t, s, "kept"), "what was learned stays until something takes its place")
	require.NoError(t, s.PutHour(ctx, l, system, set, noon, nil))
	require.Equal(t, windows(noon, 1), learned(t, s, "kept"), "an hour of which the other has nothing takes nothing away")
	putHour(t, s, l, noon, byName{"kept": windows(noon, 2)})
	require.Equal(t, windows(noon, 2), learned(t, s, "kept"))

	changed, err := s.Describe(ctx, l, system, set, "by route")
	require.NoError(t, err)
	require.False(t, changed, "what was said of the one is not said of the other")

	l.Fence++
	_, err = s.Measure(ctx, l, system, set, "nothing")
	require.ErrorIs(t, err, store.ErrLeaseLost)
}

func testProgress(t *testing.T, subject Subject) {
	s := subject.new(t)
	l := lease(t, s, source)
	ctx := context.Background()
	require.NoError(t, s.SetWanted(ctx, source, system, "waiting", 672))
	require.NoError(t, s.SetWanted(ctx, source, system, set, 24))
	require.NoError(t, s.NoteError(ctx, l, "aaa", "failing", "Prometheus at … does not answer", noon.Add(3)))
	for _, h := range []int{0, -5, 7} {
		putHour(t, s, l, noon.Add(time.Duration(h)*time.Hour), nil)
	}
	require.NoError(t, s.PutHour(ctx, l, "zzz", "never wanted", noon, nil))
	got, err := s.Progress(ctx, source)
	require.NoError(t, err)
	require.Equal(t, []store.Progress{
		{System: "aaa", Set: "failing", LastError: "Prometheus at … does not answer", LastErrorTime: noon.Add(3)},
		{System: system, Set: set, Learned: 3, Wanted: 24, Oldest: noon.Add(-5 * time.Hour), Newest: noon.Add(8 * time.Hour)},
		{System: system, Set: "waiting", Wanted: 672},
		{System: "zzz", Set: "never wanted", Learned: 1, Oldest: noon, Newest: noon.Add(time.Hour)},
	}, got)
	require.NoError(t, s.NoteError(ctx, l, "aaa", "failing", "", time.Time{}))
	got, err = s.Progress(ctx, source)
	require.NoError(t, err)
	require.Equal(t, store.Progress{System: "aaa", Set: "failing"}, got[0])
}
