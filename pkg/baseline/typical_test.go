package baseline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatAPersonApprovesOfALevelIsItsUsualValue(t *testing.T) {
	var windows []Window
	for i := range 120 { // ten hours: too few to be active without a person's word
		v := 100 + float64(i%5)
		if i%8 == 0 {
			v = 300
		}
		windows = append(windows, Window{
			End: time.Date(2026, 3, 2, 0, 5*(i+1), 0, 0, time.UTC), Width: 5 * time.Minute,
			Histogram: Histogram{Native: true, Bounds: []float64{v * 0.999, v}, Counts: []float64{0, 20, 0}, Sum: 20 * v},
		})
	}
	record := Learn(windows, Options{Level: true, Unit: "short"})
	record.State, record.Confidence = Provisional, 0.9
	approved, err := record.Approve(windows[0].End)
	require.NoError(t, err)
	require.Contains(t, approved.Reason, "120 values")
	require.Contains(t, approved.Reason, ": value 102", "and not 300, its p95")
}
