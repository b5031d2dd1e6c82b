package backtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// minutesOf are the minutes that make stored windows of five: a fifth of the requests each.
func minutesOf(windows []baseline.Window) []baseline.Window {
	var minutes []baseline.Window
	for _, w := range windows {
		for k := range 5 {
			m := baseline.Window{End: w.End.Add(time.Duration(k-4) * time.Minute), Width: time.Minute}
			m.Add(w.Histogram)
			for i := range m.Counts {
				m.Counts[i] = w.Counts[i] / 5
			}
			minutes = append(minutes, m)
		}
	}
	return minutes
}

func fineRequest(windows []baseline.Window) (inMemory, Request) {
	minutes := minutesOf(windows)
	labels := map[string]string{"page": "pay"}
	memory := inMemory{windows: windows, operations: []store.Operation{{ID: 1, Set: "pages", Name: "pay", Labels: labels}}}
	return memory, Request{
		System:   &catalog.System{Name: "shop", TimeZone: "UTC", Operations: []catalog.OperationSet{{ID: "pages", Kind: "histogram"}}},
		Settings: func(catalog.OperationSet) detect.Settings { return detect.Settings{} },
		Days:     2, To: windows[len(windows)-1].End,
		Minutes: func(_ context.Context, _ catalog.OperationSet, from, to time.Time) ([]prometheus.OpWindows, error) {
			var asked []baseline.Window
			for _, m := range minutes {
				if m.End.After(from) && !m.End.After(to) {
					asked = append(asked, m)
				}
			}
			return []prometheus.OpWindows{{Labels: labels, Windows: asked}}, nil
		},
	}
}

func TestMinutesFindALargeSlowdownSoonerThanStoredWindows(t *testing.T) {
	memory, r := fineRequest(stored(7, 3000, 11))
	steps := 0
	r.Progress = func(done, of int) {
		steps++
		require.Equal(t, 8, of, "two days in stretches of six hours")
	}
	outcomes, err := System(t.Context(), memory, r)
	require.NoError(t, err)
	require.Equal(t, 8, steps)
	o := outcomes[0]
	require.Empty(t, o.Reason)
	require.Zero(t, o.Warnings)
	for _, i := range o.Injected {
		require.GreaterOrEqual(t, i.Tried, 10)
		if i.Factor >= 2 {
			require.Equal(t, i.Tried, i.Found, "x%g", i.Factor)
			require.LessOrEqual(t, i.Median, 2*time.Minute, "x%g", i.Factor)
		}
	}
}

func TestASlowQuarterOfAnHourIsOneEpisodeInMinutes(t *testing.T) {
	windows := stored(7, 3000, 12)
	for i := 6 * 288; i < 6*288+3; i++ {
		windows[i].Histogram = slowed(windows[i].Histogram, 3)
	}
	memory, r := fineRequest(windows)
	outcomes, err := System(t.Context(), memory, r)
	require.NoError(t, err)
	require.Equal(t, 1, outcomes[0].Warnings)
}

func TestTooManyOperationsForMinutesAreRefused(t *testing.T) {
	memory, r := fineRequest(stored(3, 300, 13))
	for i := range MostFine {
		memory.operations = append(memory.operations, store.Operation{ID: int64(i + 2), Set: "pages", Name: fmt.Sprint(i)})
	}
	_, err := System(t.Context(), memory, r)
	require.ErrorContains(t, err, "at most 100")
	r.Operations = []string{"pay"}
	outcomes, err := System(t.Context(), memory, r)
	require.NoError(t, err)
	require.Len(t, outcomes, 1)
}
