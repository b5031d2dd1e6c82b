package baseline

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkLearnRuns learns from single runs, spread over 28 days or as many five-minute windows as there are runs.
// tests/bench/learning.ts names a folder with the runs (<n>.f64) and reads there what was learned of them (<n>.json).
func BenchmarkLearnRuns(b *testing.B) {
	folder := os.Getenv("YARDSTICK_RUNS")
	for _, n := range []int{100, 8_064, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			windows := windowsOfRuns(runsFor(b, folder, n))
			b.ReportAllocs()
			var r Record
			for b.Loop() {
				r = Learn(windows, Options{})
			}
			if folder != "" {
				text, err := json.Marshal(r)
				require.NoError(b, err)
				require.NoError(b, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.json", n)), text, 0o600))
			}
		})
	}
}

func runsFor(b *testing.B, folder string, n int) []float64 {
	runs := make([]float64, n)
	if folder == "" {
		r := random(17)
		for i := range runs {
			runs[i] = math.Exp(-2 + 0.4*r.NormFloat64())
		}
		return runs
	}
	file, err := os.Open(filepath.Join(folder, fmt.Sprintf("%d.f64", n)))
	require.NoError(b, err)
	defer file.Close()
	require.NoError(b, binary.Read(file, binary.LittleEndian, runs))
	return runs
}

func windowsOfRuns(runs []float64) []Window {
	const width = 5 * time.Minute
	monday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	windows := make([]Window, min(len(runs), 28*24*12))
	for i := range windows {
		windows[i] = Window{End: monday.Add(time.Duration(i+1) * width), Width: width}
	}
	for i, run := range runs {
		w := &windows[i*len(windows)/len(runs)]
		w.Samples = append(w.Samples, run)
	}
	return windows
}
