package detect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// A release makes a share of 300 requests a minute fail, and nobody mends it or says a word. It is told each noon, learned
// anew every day from 28 days, for as long as three days before it are among them; then it is usual.
func TestWhatAReleaseBrokeIsToldForAsLongAsNobodySaysAWord(t *testing.T) {
	const days, perDay, window, most = 28, 24 * 12, 5 * time.Minute, 25
	begin := start.Truncate(24 * time.Hour)
	for _, before := range []int{3, 7, 28} {
		for _, share := range []float64{0.05, 0.08, 0.3} {
			t.Run(fmt.Sprintf("%.0f %% after %d days", 100*share, before), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(1, 1))
				var windows []baseline.Window
				for i := range (before + most + 2) * perDay {
					w := windowAt(0.1, 1500)
					w.End, w.Width = begin.Add(time.Duration(i+1)*window), window
					w.Errors = distuv.Binomial{N: 1500, P: 0.001 + (share-0.001)*below(float64(before*perDay-1), float64(i)), Src: rng}.Rand()
					windows = append(windows, w)
				}
				for _, since := range []int{0, 1, 3, 4, 5, 7, 9, 13, 20, most, most + 1} {
					end := (before + since) * perDay
					r := baseline.Learn(windows[max(0, end-days*perDay):end], baseline.Options{})
					noon := windows[end-1].End.Add(12 * time.Hour)
					var recent, slow []baseline.Window
					for i := range 12 {
						slow = append(slow, failed(noon.Add(-time.Duration(i)*window), window, 1500, math.Round(1500*share)))
						recent = append(recent, failed(noon.Add(-time.Duration(i)*time.Minute), time.Minute, 300, math.Round(300*share)))
					}
					v := ofErrors(recent, slow, r)
					if since <= most {
						require.Equal(t, Critical, v.Tier, "day %d: %s", since, v.Reason)
					} else {
						require.Equal(t, Normal, v.Tier, "day %d: %s", since, v.Reason)
					}
				}
			})
		}
	}
}
