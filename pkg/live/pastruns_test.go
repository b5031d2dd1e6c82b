package live

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBlocksCoverARangeOnce(t *testing.T) {
	from, to := noon.Add(-15*time.Hour-3*time.Minute), noon.Add(47*time.Minute)
	blocks := blocksOf(from, to)
	assert.False(t, blocks[0].from.After(from))
	assert.Equal(t, to, blocks[len(blocks)-1].to)
	for i := 1; i < len(blocks); i++ {
		assert.Equal(t, blocks[i-1].to, blocks[i].from, "no gap and no overlap")
	}
	i := slices.IndexFunc(blocks, func(b stretch) bool { return b.from.Equal(noon.Add(-12 * time.Hour)) })
	require.GreaterOrEqual(t, i, 0)
	assert.Equal(t, stretch{from: noon.Add(-12 * time.Hour), to: noon.Add(-6 * time.Hour)}, blocks[i], "whole quarters of a day in one piece")
	assert.Less(t, len(blocks), 20)
}

func TestPastRunsAreReadOnce(t *testing.T) {
	src := serve(t, conversions())
	r := New(src, Options{})
	ask := func(r *Reader, from, to time.Time) []Conversion {
		rows, err := r.Conversions(context.Background(), Request{System: kgas(), At: to, Operations: []string{"table-to-vector small"}}, from)
		require.NoError(t, err)
		require.Len(t, rows, 1)
		return rows
	}
	early := noon.Add(-3 * time.Hour)
	assert.Len(t, ask(r, early, noon.Add(-20*time.Second))[0].Runs, 3)
	before := src.runs.Load()
	assert.Len(t, ask(r, early.Add(10*time.Second), noon.Add(-10*time.Second))[0].Runs, 3)
	assert.EqualValues(t, 1, src.runs.Load()-before, "only the last minutes are read again")

	t.Run("a range shows its own runs only", func(t *testing.T) {
		c := ask(r, noon.Add(-49*time.Minute), noon)[0]
		require.Len(t, c.Runs, 1)
		assert.InDelta(t, 90, c.Runs[0].Seconds, 1e-9)
		assert.EqualValues(t, 1, c.Count)
		assert.Empty(t, ask(r, noon.Add(-9*time.Minute), noon)[0].Runs)
		assert.InDelta(t, 90, ask(r, noon.Add(-9*time.Minute), noon)[0].Last, 1e-9, "the last run is known beyond it")
	})
}
