package detect

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

func counted(counts ...float64) []baseline.Window {
	var ws []baseline.Window
	end := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for i, n := range counts {
		ws = append(ws, baseline.Window{
			End: end.Add(-time.Duration(i) * time.Minute), Width: time.Minute,
			Histogram: baseline.Histogram{Bounds: []float64{1}, Counts: []float64{n, 0}},
		})
	}
	return ws
}

func TestEvidenceReachesBackOnlyAsFarAsItMust(t *testing.T) {
	newest := counted(150, 80, 80)[0].End
	w, _ := Joined(counted(150, 80, 80), Requests(100))
	require.Equal(t, []any{150.0, time.Minute, newest}, []any{w.Requests(), w.Width, w.End})
	w, _ = Joined(counted(40, 40, 40, 40), Requests(100))
	require.Equal(t, []any{120.0, 3 * time.Minute, newest}, []any{w.Requests(), w.Width, w.End})
	w, _ = Joined(counted(1, 1), Requests(100))
	require.Equal(t, []any{2.0, 2 * time.Minute}, []any{w.Requests(), w.Width}, "more there is not")
}

func TestSilenceWhereRequestsAreDueIsEvidence(t *testing.T) {
	w, _ := Joined(counted(0, 0, 0, 0, 0), Due(100, 1))
	require.Equal(t, 2*time.Minute, w.Width)
}

func TestWhichWindowsCountDependsOnWhenTheyEnded(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for width, want := range map[time.Duration]int{
		time.Minute: 5, 80 * time.Second: 4, 2 * time.Minute: 3, 4 * time.Minute: 2, 5 * time.Minute: 1, time.Hour: 1,
	} {
		counting := 0
		for end := now; IsRecent(end, now); end = end.Add(-width) {
			counting++
		}
		require.Equal(t, want, counting, "of %s", width)
	}
}
