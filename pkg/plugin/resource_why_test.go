package plugin

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A job that does not come is as fast as ever: what is told of it is how long ago the last run ended.
func TestWhySaysWhatElseIsWrong(t *testing.T) {
	s := filled()
	record := normal(10)
	record.Between = &baseline.Between{Pauses: 30, Pause: baseline.Pause{Typical: 60, Longest: 61}, TimeZone: "UTC"}
	run := store.Operation{
		ID: 9, Source: "1/yardstick", System: "kgas", Set: "conversion", Name: "graph-to-table small",
		Labels: map[string]string{"source": "graph", "target": "table", "dataset_size": "small"},
	}
	s.baselines = append(s.baselines, store.BaselineAt{Baseline: store.Baseline{Operation: run, Version: 1, Record: record, ValidFrom: noon.Add(-time.Hour)}})
	d, context := datasource(t, promtest.Start(t, promtest.Options{History: history().String()}).URL, s, `{"systems":["kgas"]}`)
	for operation, signals := range map[string][]string{"graph-to-table small": {"rate"}, "embed": nil} {
		status, answer := call(t, d, context, http.MethodGet, "why?system=kgas&to=2026-03-10T11:55:00Z&operation="+url.QueryEscape(operation), "")
		require.Equal(t, http.StatusOK, status, answer)
		var why whyView
		require.NoError(t, json.Unmarshal([]byte(answer), &why))
		var told []string
		for _, b := range why.Besides {
			told = append(told, b.Signal)
			require.Equal(t, "warning", b.Tier)
			require.Contains(t, b.Reason, "overdue")
		}
		require.Equal(t, signals, told, operation)
	}
}

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
