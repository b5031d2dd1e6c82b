package plugin

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
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
	require.Len(t, m.judged, 1, "what is too old is dropped")
	for i := range 2 * judgedMost {
		ask("1/a", detect.Latency, noon.Add(time.Duration(i)*time.Hour))
	}
	require.Len(t, m.judged, judgedMost)
}
