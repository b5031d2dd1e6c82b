package plugin

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMoreMayLiveThanTheLeastBound(t *testing.T) {
	require.EqualValues(t, leastMemory, memoryLimit(90<<20))
	require.EqualValues(t, usualMemory, memoryLimit(140<<20), "an hour that is learned while people ask")
	require.GreaterOrEqual(t, memoryLimit(400<<20), int64(560<<20), "collecting must not become the main work")
}
