package plugin

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMoreMayLiveThanTheLeastBound(t *testing.T) {
	require.EqualValues(t, leastMemory, memoryLimit(90<<20))
	require.Greater(t, memoryLimit(400<<20), int64(600<<20), "collecting must not become the main work")
}
