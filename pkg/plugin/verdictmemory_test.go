package plugin

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestAllQueriesOfOneEvaluationShareItsVerdicts(t *testing.T) {
	now := noon
	m := newVerdictMemory(func() time.Time { return now })
	made := 0
	var mu sync.Mutex
	judge := func(context.Context) (judged, error) {
		mu.Lock()
		defer mu.Unlock()
		made++
		return judged{verdicts: []live.OperationVerdict{{Operation: "ingest"}}}, nil
	}
	ask := func(source string, signal detect.Signal, at time.Time) {
		j, err := m.of(context.Background(), source, &catalog.System{Name: "kgas"}, signal, at, judge)
		require.NoError(t, err)
		require.Equal(t, "ingest", j.verdicts[0].Operation)
	}
	var together sync.WaitGroup
	for range 20 {
		together.Go(func() { ask("1/a", detect.Latency, noon) })
	}
	together.Wait()
	require.Equal(t, 1, made)
	ask("1/a", detect.Rate, noon)
	ask("2/a", detect.Latency, noon)
	ask("1/a", detect.Latency, noon.Add(10*time.Second))
	require.Equal(t, 4, made, "another signal, source or moment is another question")
	now = now.Add(judgedAge)
	ask("1/a", detect.Latency, noon)
	require.Equal(t, 5, made, "a new baseline is seen after a while")
	require.Len(t, m.values, 1, "what is too old is dropped")
}

func TestVerdictsThatNobodyWaitsForAnyMoreAreNotMade(t *testing.T) {
	m := newVerdictMemory(func() time.Time { return noon })
	begun, told := make(chan struct{}), make(chan error, 1)
	looking, lookAway := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() {
		_, err := m.of(looking, "1/a", &catalog.System{Name: "kgas"}, detect.Latency, noon, func(ctx context.Context) (judged, error) {
			close(begun)
			<-ctx.Done()
			told <- ctx.Err()
			return judged{}, ctx.Err()
		})
		left <- err
	}()
	<-begun
	lookAway()
	require.ErrorIs(t, <-left, context.Canceled)
	require.ErrorIs(t, <-told, context.Canceled)
	j, err := m.of(t.Context(), "1/a", &catalog.System{Name: "kgas"}, detect.Latency, noon, func(context.Context) (judged, error) {
		return judged{remark: "made anew"}, nil
	})
	require.NoError(t, err, "who comes later is answered")
	require.Equal(t, "made anew", j.remark)
}

func TestMemoriesKeepTheNewestUpToAsManyRows(t *testing.T) {
	now := noon
	memory := newRecent(func() time.Time { return now }, time.Minute, 100, func(rows int) int { return rows })
	put := func(key string, at time.Duration, rows int) []string {
		now = noon.Add(at)
		memory.keep(key, rows, 0)
		return slices.Sorted(maps.Keys(memory.values))
	}
	require.Equal(t, []string{"a"}, put("a", 0, 50))
	require.Equal(t, []string{"a", "b"}, put("b", time.Second, 50))
	require.Equal(t, []string{"b", "c"}, put("c", 2*time.Second, 1), "the oldest goes")
	require.Equal(t, []string{"d"}, put("d", 3*time.Second, 500), "the newest stays however large, or nobody could share it")
	require.Equal(t, []string{"e"}, put("e", 4*time.Second, 10))
	require.Equal(t, []string{"f"}, put("f", 64*time.Second, 10), "what is too old goes with the next")
}

// slowly answers as it was when it was asked, once it is let.
type slowly struct {
	store.Store
	version int
	asked   chan struct{}
	let     chan struct{}
}

func (s *slowly) Baselines(context.Context, string, string, time.Time) ([]store.BaselineAt, error) {
	version := s.version
	s.asked <- struct{}{}
	<-s.let
	return []store.BaselineAt{{Baseline: store.Baseline{Version: version}}}, nil
}

func TestWhatWasReadBeforeAChangeDoesNotOutliveIt(t *testing.T) {
	s := &slowly{version: 1, asked: make(chan struct{}, 9), let: make(chan struct{})}
	b := newBaselineReader(func(context.Context) (store.Store, error) { return s, nil }, func() time.Time { return noon })
	m := newVerdictMemory(func() time.Time { return noon })
	judge := func() int {
		j, err := m.of(context.Background(), "1/a", &catalog.System{Name: "kgas"}, detect.Latency, noon, func(ctx context.Context) (judged, error) {
			known, err := b.at(ctx, "1/a", "kgas", noon)
			return judged{remark: strconv.Itoa(known.all[0].Version)}, err
		})
		require.NoError(t, err)
		version, _ := strconv.Atoi(j.remark)
		return version
	}
	before := make(chan int)
	go func() { before <- judge() }()
	<-s.asked // the first reader is at it

	s.version = 2 // somebody decides
	b.forget()
	m.forget()
	after := make(chan int)
	go func() { after <- judge() }()
	<-s.asked
	close(s.let)
	require.Equal(t, 1, <-before)
	require.Equal(t, 2, <-after)
	require.Equal(t, 2, judge(), "what came late is not kept")
	known, err := b.at(context.Background(), "1/a", "kgas", noon)
	require.NoError(t, err)
	require.Equal(t, 2, known.all[0].Version)
}
