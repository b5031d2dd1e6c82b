package baseline

import (
	"math"
	"math/rand/v2"
	"testing"
)

// From the 21st day on a week has hours of its own, each seen on three days. Where they did not earn their place nothing of them
// is expected, and a level that lasts for an hour or three is as unusual as it was the day before: its spread was said to be a
// sixth smaller, and so much more of it was told as drift.
func TestMoreDaysDoNotHideHowMuchALevelWanders(t *testing.T) {
	const trials = 4
	for name, hours := range map[string]float64{"for a quarter of an hour": 0.25, "for an hour": 1, "for three hours": 3} {
		t.Run(name, func(t *testing.T) {
			w := workload{median: 0.1, logSD: 0.5, levelSD: 0.1, rho: math.Exp(-1 / (12 * hours)), requests: 40, bounds: fineBuckets, native: true}
			for _, days := range []int{20, 21, 28} {
				var stated, seen float64
				r := rand.New(rand.NewPCG(7, 1))
				for range trials {
					windows := w.windows(r, days*288)
					stated += Learn(windows, Options{}).LogSDHour / trials
					var hourly []float64
					for hour := 0; hour < len(windows); hour += 12 {
						var sum float64
						for i := range windows[hour : hour+12] {
							p95, _ := windows[hour+i].Quantile(learnedQuantile)
							sum += math.Log(p95) / 12
						}
						hourly = append(hourly, sum)
					}
					_, sd := meanAndSD(hourly)
					seen += sd / trials
				}
				t.Logf("%d days: hours spread by %.4f, stated %.4f (%.2f)", days, seen, stated, stated/seen)
				if stated < 0.92*seen || stated > 1.03*seen {
					t.Errorf("%d days: hours spread by %.4f, stated is %.4f", days, seen, stated)
				}
			}
		})
	}
}
