package runs

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/compare"
)

const attempts = 2000

// attemptsOf are requests of which some fail.
func attemptsOf(t *testing.T, name string, fails func(i int) bool) Set {
	t.Helper()
	var text strings.Builder
	text.WriteString("system,operation,seconds,status\n")
	for i := range attempts {
		status := "200"
		if fails(i) {
			status = "503"
		}
		text.WriteString("shop,pay,0.2," + status + "\n")
	}
	set, err := SetOf(t.Context(), loadedText(t, name, text.String()))
	require.NoError(t, err)
	return set
}

// Three in a hundred failed of either candidate: of one while a back end was away, of the other all the time.
func TestFailuresOfAFileThatCameAtOnceFailNoGate(t *testing.T) {
	onlyErrors := compare.Defaults()
	onlyErrors.Measures = []compare.Measure{compare.Errors}
	judged := func(candidate Set) string {
		base := attemptsOf(t, "base.csv", func(int) bool { return false })
		return JudgeSets(base, candidate, nil, onlyErrors).Verdict
	}
	require.Equal(t, "inconclusive", judged(attemptsOf(t, "away.csv", func(i int) bool { return i >= 900 && i < 960 })))
	require.Equal(t, "fail", judged(attemptsOf(t, "always.csv", func(i int) bool { return i%33 == 0 })))
}

func TestFailuresOfWindowsThatCameAtOnce(t *testing.T) {
	side := func(fails func(i int) float64) compare.Side {
		var windows []baseline.Window
		for i := range 288 {
			windows = append(windows, baseline.Window{
				End: noon.Add(time.Duration(i) * 5 * time.Minute), Width: 5 * time.Minute, Errors: fails(i),
				Histogram: baseline.Histogram{Bounds: []float64{0.1, 0.2}, Counts: []float64{0, 100, 0}},
			})
		}
		return SideOfWindows(windows, 0)
	}
	require.Equal(t, 1., side(func(i int) float64 { return float64(i % 2) }).Together)
	away := side(func(i int) float64 {
		if i >= 100 && i < 104 {
			return 100
		}
		return 0
	})
	require.Equal(t, 400., away.Failed)
	require.Greater(t, away.Together, 150., "they are worth one or two")
}
