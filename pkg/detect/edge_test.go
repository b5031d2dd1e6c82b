package detect

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// office is an operation that takes four times as long from nine to six, of so many requests a minute.
type office struct {
	random    *rand.Rand
	perMinute int
}

var officeBounds = func() (bounds []float64) {
	for b := 0.005; b < 20; b *= 1.09 {
		bounds = append(bounds, b)
	}
	return bounds
}()

func (o office) window(end time.Time, width time.Duration) baseline.Window {
	w := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: officeBounds, Counts: make([]float64, len(officeBounds)+1), Native: true}}
	n := int(width.Minutes()) * o.perMinute
	for i := range n {
		took := 0.1 * math.Exp(0.4*o.random.NormFloat64())
		if hour := end.Add(-width + width*time.Duration(i)/time.Duration(n)).Hour(); hour >= 9 && hour < 18 {
			took *= 4
		}
		k := 0
		for k < len(officeBounds) && officeBounds[k] < took {
			k++
		}
		w.Counts[k]++
		w.Sum += took
	}
	return w
}

// The last minute before six belongs to the hour before six, as it did when it taught what is normal.
func TestTheEndOfASlowHourIsNoBreachOfTheQuickOne(t *testing.T) {
	for _, perMinute := range []int{60, 150, 600} {
		o := office{rand.New(rand.NewPCG(uint64(perMinute), 2)), perMinute}
		var learned []baseline.Window
		for i := range 14 * 288 {
			learned = append(learned, o.window(start.Add(time.Duration(i+1)*5*time.Minute), 5*time.Minute))
		}
		r := baseline.Learn(learned, baseline.Options{})
		require.Equal(t, baseline.Active, r.State)
		for day := range 20 {
			six := start.AddDate(0, 0, 14+day).Truncate(24 * time.Hour).Add(18 * time.Hour)
			for minute := -5; minute <= 5; minute++ {
				h := Hour{}
				for back := range 5 {
					h.Recent = append(h.Recent, o.window(six.Add(time.Duration(minute-back)*time.Minute), time.Minute))
				}
				v := JudgeHour(h, r, Settings{})
				require.Less(t, v.Tier, Warning, "%d a minute, day %d, minute %d: %s", perMinute, day, minute, v.Reason)
			}
		}
	}
}
