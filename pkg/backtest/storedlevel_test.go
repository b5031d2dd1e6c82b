package backtest

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

func storedLevel(value func(noise float64) float64) []baseline.Window {
	r := rand.New(rand.NewPCG(3, 4))
	windows := make([]baseline.Window, 14*288)
	for i := range windows {
		v := value(r.NormFloat64())
		windows[i] = baseline.Window{
			End: begin.Add(time.Duration(i+1) * 5 * time.Minute), Width: 5 * time.Minute,
			Histogram: baseline.Histogram{Native: true, Bounds: []float64{v, v + 1e-9}, Counts: []float64{20, 0, 0}, Sum: 20 * v},
		}
	}
	return windows
}

func TestOfAShareSoManyTimesAsMuchIsMissing(t *testing.T) {
	windows := storedLevel(func(noise float64) float64 { return 1 - 0.02*math.Exp(0.15*noise) })
	o := Replay(Question{
		Windows: windows, Days: 7, Settings: detect.Settings{Invert: true}.Filled(), Learning: baseline.Options{}.Measured("percentunit", "more", true),
	})
	require.Empty(t, o.Reason)
	found := map[float64]int{}
	for _, i := range o.Injected {
		require.Greater(t, i.Tried, 8)
		found[i.Factor] = i.Found
	}
	require.Zero(t, found[1.2], "97.6 %% instead of 98 %% is usual")
	require.Greater(t, found[5], 8)
}

func TestWhereNothingIsUsualThereIsMoreThanNothing(t *testing.T) {
	o := Replay(Question{Windows: storedLevel(func(float64) float64 { return 0 }), Days: 7, Learning: baseline.Options{}.Measured("short", "less", true)})
	require.Empty(t, o.Reason)
	require.Equal(t, o.Injected[len(o.Injected)-1].Tried, o.Injected[len(o.Injected)-1].Found, "five times the least that counts")
}
