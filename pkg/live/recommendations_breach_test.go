package live

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// D2 l.425: an operation of one's own that no label divides is advised on as any other.
func TestAnOperationWithoutLabelsIsAdvisedOn(t *testing.T) {
	sys := &catalog.System{Name: "kgas"}
	rec := catalog.Recommendation{ID: "D2-O01", Group: "operation", Text: "{{operation}} takes {{value}}"}
	slow := OperationVerdict{System: "kgas", Set: "nightly_export_seconds", Operation: "nightly export",
		Verdict: detect.Verdict{Measured: true, Tier: detect.Critical, Ratio: 6}}
	advice := fromBreaches(sys, rec, AdviceRequest{System: sys, Breaches: []OperationVerdict{slow}})
	require.Len(t, advice, 1)
	assert.Equal(t, "nightly export takes 6x", advice[0].Text)
}
