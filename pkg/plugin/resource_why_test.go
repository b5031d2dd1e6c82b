package plugin

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// What is compared with is what the verdict compared with: its p50 and p99 move with the p95 that was expected.
func TestWhySaysWhichTimeDecides(t *testing.T) {
	shape := &baseline.Profile{TimeZone: "UTC", Days: 14, Regular: map[int]float64{180: 4}}
	for h := range shape.Factors {
		shape.Factors[h] = 1
	}
	shape.Factors[3] = 1.5
	record := baseline.Record{State: baseline.Active, Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.2, P99: 0.3}, Profile: shape}
	at := func(hour, minute int) whyView {
		end := time.Date(2026, 3, 10, hour, minute, 0, 0, time.UTC)
		w := baseline.Window{End: end, Width: time.Minute}
		return whyOf(&live.OperationVerdict{Baseline: record, Verdict: detect.Verdict{At: end, Width: time.Minute, State: record.State, Expected: record.ExpectedIn(w, false)}})
	}
	decides := func(view whyView, level string, factor float64, why string) {
		t.Helper()
		require.Equal(t, level, view.Cell.Level, why)
		require.InDelta(t, factor, view.Cell.Factor, 1e-9, why)
	}
	job := at(3, 2)
	decides(job, "moment", 6, "in the job")
	require.InDelta(t, 0.6, *job.Before.P50, 1e-9)
	decides(at(3, 30), "hour", 1.5, "in the hour of the job")
	decides(at(3, 0), "hour", 1, "the minute that ends on the hour is of the hour before")
}
