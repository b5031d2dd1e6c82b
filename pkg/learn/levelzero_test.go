package learn

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// emptyAt makes those windows empty at which a function says so: nothing waits in the queue.
func emptyAt(windows []baseline.Window, empty func(at time.Time) bool) []baseline.Window {
	for i, w := range windows {
		if empty(w.Middle()) {
			windows[i].Histogram = baseline.Histogram{Native: true, Bounds: []float64{1e-308}, Counts: []float64{5, 0}}
		}
	}
	return windows
}

// shiftsIn are the changes that windows show to who learned from the first of them.
func shiftsIn(windows []baseline.Window, learned int) (baseline.Record, []store.Shift) {
	record := baseline.Learn(windows[:learned], baseline.Options{Level: true, Unit: "short"})
	var shifts []store.Shift
	for _, c := range changesIn(windows, record) {
		shifts = append(shifts, store.Shift{At: c.At, Before: c.Before, After: c.After, Ratio: c.Ratio, RatioLow: c.RatioLow, RatioHigh: c.RatioHigh})
	}
	return record, shifts
}

func TestAChangeOfALevelFromNothingOrToItIsAskedAbout(t *testing.T) {
	change := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	always := func(time.Time) float64 { return 50 }
	for _, c := range []struct {
		name          string
		empty         func(at time.Time) bool
		before, after float64
	}{
		{"a queue that fills for good", func(at time.Time) bool { return at.Before(change) }, 0, 50},
		{"a queue that nobody fills any more", func(at time.Time) bool { return !at.Before(change) }, 50, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			record, shifts := shiftsIn(emptyAt(gauged(always), c.empty), 7*288)
			require.Len(t, shifts, 1)
			require.WithinDuration(t, change, shifts[0].At, 2*time.Hour)
			require.InDelta(t, c.before, shifts[0].Before, 0.2*c.before, "what is told is the usual value")
			require.InDelta(t, c.after, shifts[0].After, 0.2*c.after)
			require.Equal(t, c.after > c.before, shifts[0].Ratio > 1)
			p, ask := questionOf(store.Baseline{Operation: store.Operation{ID: 1}, Record: record}, shifts, change)
			require.True(t, ask)
			require.Empty(t, news([]store.Proposal{p}, []store.Proposal{p}), "what is asked already is not asked again")

			learned := baseline.Learn(emptyAt(gauged(always), c.empty)[7*288:], baseline.Options{Level: true, Unit: "short"})
			_, ask = questionOf(store.Baseline{Record: learned}, shifts, change)
			require.False(t, ask, "the baseline knows it")
		})
	}
	t.Run("a queue that is empty every night, and now and then", func(t *testing.T) {
		_, shifts := shiftsIn(emptyAt(gauged(always), func(at time.Time) bool { return at.Hour() < 6 || at.Minute() < 10 }), 7*288)
		require.Empty(t, shifts)
	})
	t.Run("a queue that fills, and is empty again", func(t *testing.T) {
		record, shifts := shiftsIn(emptyAt(gauged(always), func(at time.Time) bool { return at.Before(change) || at.After(change.AddDate(0, 0, 2)) }), 7*288)
		_, ask := questionOf(store.Baseline{Record: record}, shifts, change)
		require.False(t, ask, "it is as it was")
	})
	t.Run("what was asked about a full queue is taken back when it is empty", func(t *testing.T) {
		full := store.Proposal{ID: 7, Operation: store.Operation{ID: 1}, Kind: store.ProposesLevel, Shift: store.Shift{At: change, Earliest: change, Latest: change, Before: 0, After: 50}}
		later := store.Shift{Earliest: change.AddDate(0, 0, 2), Latest: change.AddDate(0, 0, 2), Before: 50, After: 0}
		require.Equal(t, []int64{7}, leftSince(full.Operation, []store.Shift{full.Shift, later}, []store.Proposal{full}, change.AddDate(0, 0, 3)))
	})
}
