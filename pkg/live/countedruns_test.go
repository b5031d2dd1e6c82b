package live

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// A nightly batch without a gauge of when it ended is looked for in the last hours only: at noon nobody knows that it was
// never seen.
func TestOfARunThatNoGaugeTellsTheEndOfItIsSaidHowFarBackItWasLookedFor(t *testing.T) {
	var v OperationVerdict
	v.byRun(detect.Run{}, catalog.OperationSet{Runs: &catalog.Runs{Count: "batches_total"}}, detect.Settings{}, noon)
	require.Equal(t, "no run has ended within the last 2 h", v.Reason)
	v.byRun(detect.Run{}, catalog.OperationSet{Runs: &catalog.Runs{Timestamp: "batch_ended_seconds"}}, detect.Settings{}, noon)
	require.Equal(t, "no run has been seen", v.Reason)
}
