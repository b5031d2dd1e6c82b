package live

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Whoever asks says how far apart points are; a step that overflows would go on for ever, in the wrong direction.
func TestNoStepIsTooLong(t *testing.T) {
	for _, asked := range []time.Duration{math.MaxInt64, math.MaxInt64 - time.Duration(math.MaxInt64)%time.Millisecond, math.MinInt64, -time.Second, 0} {
		require.Positive(t, stepOf(asked, time.Hour), asked)
		g := breakerGrids(noon.Add(-time.Hour), noon, asked)
		require.Positive(t, g.asked.step, asked)
		require.LessOrEqual(t, len(g.asked.times()), breakerPoints+2)
	}
}
