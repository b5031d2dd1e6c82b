package baseline

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Of single runs one in thirteen that is a full one and takes ten times as long is no outlier: the p95 is one of those.
func TestOneRunInThirteenIsTheP95(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var windows []Window
	var all []float64
	for i := range 28 * 48 {
		took := 60 * math.Exp(0.05*r.NormFloat64())
		if i%13 == 0 {
			took *= 10
		}
		all = append(all, took)
		windows = append(windows, Window{End: start.Add(time.Duration(i+1) * 30 * time.Minute), Width: 30 * time.Minute, Samples: []float64{took}})
	}
	learned := Learn(windows, Options{})
	truth := SortedOf(all).Quantile(0.95)
	require.InEpsilon(t, truth, learned.P95, 0.1, "confidence %.3f: %s", learned.Confidence, learned.Reason)

	// A bad day of every month is one.
	for i := range 48 {
		windows[10*48+i].Samples = []float64{900}
	}
	for i := range windows {
		if i%13 == 0 && (i < 480 || i >= 528) {
			windows[i].Samples = []float64{62}
		}
	}
	learned = Learn(windows, Options{})
	require.Equal(t, 48, learned.Outliers)
	require.Less(t, learned.P95, 70.)
}
