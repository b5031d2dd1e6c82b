package main

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

const levelsFile = `system: shop
selector: 'job="shop"'
operations:
  - { metric: shop_queue_depth, kind: level, unit: short, by: [queue] }
  - { metric: shop_memory, kind: level, unit: bytes }
  - { metric: shop_workers, kind: level, unit: short, direction: more }
`

// levelsOfAShop is a Prometheus that scraped two days of gauges: in the last ten minutes one of two queues is four times as long
// as it ever was, and most workers are gone.
func levelsOfAShop(t *testing.T) string {
	t.Helper()
	h := &promtest.History{From: noon.Add(-50 * time.Hour), To: noon.Add(time.Minute), Step: 15 * time.Second}
	series := func(metric, queue string, value func(at time.Time, wave float64) float64) {
		values := make([]float64, h.Scrapes())
		for i := range values {
			values[i] = value(h.From.Add(time.Duration(i)*h.Step), math.Sin(float64(i)/3)+math.Sin(float64(i)/71))
		}
		labels := map[string]string{"job": "shop", "instance": "a"}
		if queue != "" {
			labels["queue"] = queue
		}
		h.Series(metric, labels, values)
	}
	fault := func(at time.Time) bool { return at.After(noon.Add(-10 * time.Minute)) }
	series("shop_queue_depth", "orders", func(at time.Time, wave float64) float64 {
		if fault(at) {
			return 240
		}
		return 50 + 5*wave
	})
	series("shop_queue_depth", "mails", func(_ time.Time, wave float64) float64 { return 50 + 5*wave })
	series("shop_memory", "", func(_ time.Time, wave float64) float64 { return 20e9 + 1e8*wave })
	series("shop_workers", "", func(at time.Time, _ float64) float64 {
		if fault(at) {
			return 3
		}
		return 16
	})
	return promtest.Start(t, promtest.Options{History: h.String()}).URL
}

func TestGaugesOfAnyUnitHaveABaseline(t *testing.T) {
	address := levelsOfAShop(t)
	common := []string{
		"--prometheus", address, "--operations", file(t, "levels.yaml", levelsFile), "--system", "shop", "--store", "sqlite:" + t.TempDir() + "/y.db",
	}
	at := func(name string, moment time.Time, more ...string) []string {
		return append(append(append([]string{name}, common...), more...), "--at", moment.Format(time.RFC3339))
	}
	out, _, err := yardstick(t, at("learn", noon.Add(-30*time.Minute), "--days", "2")...)
	require.NoError(t, err)
	require.Contains(t, out, "19 GiB", "it is said in its unit")
	require.Contains(t, out, "values")

	out, code, err := yardstick(t, at("check", noon, "--format", "json")...)
	require.Equal(t, 1, code, err)
	var answer struct{ Operations []checked }
	require.NoError(t, json.Unmarshal([]byte(out), &answer))
	byName := map[string]checked{}
	for _, o := range answer.Operations {
		byName[o.Operation] = o
	}
	orders := byName["shop_queue_depth orders"]
	require.Equal(t, "warning", orders.Tier, orders.Reason)
	require.InDelta(t, 240.0/50, *orders.Ratio, 0.3)
	require.Equal(t, "short", orders.Unit)
	require.Regexp(t, `^240 over 5 min is 4\.\dx the usual \d\d`, orders.Reason)
	require.Equal(t, "normal", byName["shop_queue_depth mails"].Tier, byName["shop_queue_depth mails"].Reason)
	memory := byName["shop_memory"]
	require.Equal(t, "normal", memory.Tier, memory.Reason)
	require.InEpsilon(t, 20e9, *memory.P95, 0.02)
	workers := byName["shop_workers"]
	require.Equal(t, "critical", workers.Tier, workers.Reason)
	require.Contains(t, workers.Reason, "where more is better")

	t.Run("what is not measured is no 0", func(t *testing.T) {
		out, code, _ := yardstick(t, at("check", noon.Add(20*time.Minute))...)
		require.Equal(t, exitInconclusive, code)
		require.Regexp(t, `shop_memory +normal +active +– +– +– `, out)
	})
	t.Run("what cannot be compared is not said to have never been measured", func(t *testing.T) {
		before, day := noon.AddDate(0, 0, -1).Format(time.DateOnly), noon.Format(time.DateOnly)
		for _, command := range [][]string{{"compare", "--baseline", before, "--current", day}, {"gate", "--against", before, "--candidate", day}} {
			_, code, err := yardstick(t, append(command, "--system", "shop", "--store", common[7])...)
			require.Equal(t, exitError, code)
			require.ErrorContains(t, err, `of system "shop" only levels are known, and a level is not compared`)
		}
	})
	t.Run("what went on is a violation of the hour, and in the report in its unit", func(t *testing.T) {
		_, _, err := yardstick(t, at("learn", noon.Add(time.Minute), "--days", "2")...)
		require.NoError(t, err)
		out, _, err := yardstick(t, append([]string{"report", "daily", "--day", noon.Format(time.DateOnly)}, common...)...)
		require.NoError(t, err)
		require.Contains(t, out, "2 of 4 operations were off normal; worst: shop_workers, 5.3x.")
		require.Regexp(t, `shop_memory +19 GiB +19 GiB +1x`, out)
		out, _, err = yardstick(t, append([]string{"report", "daily", "--day", noon.Format(time.DateOnly), "--format", "json"}, common...)...)
		require.NoError(t, err)
		require.Contains(t, out, `"requests": 0,`, "a scrape is no request")
	})
}

func TestLearningSaysWhatOfALevelIsBelowZero(t *testing.T) {
	h := &promtest.History{From: noon.Add(-5 * time.Hour), To: noon.Add(time.Minute), Step: time.Minute}
	for metric, v := range map[string]float64{"shop_freezer_celsius": -18, "shop_room_celsius": 21} {
		values := make([]float64, h.Scrapes())
		for i := range values {
			values[i] = v + float64(i%5)/10
		}
		h.Series(metric, map[string]string{"job": "shop", "instance": "a"}, values)
	}
	var remarks bytes.Buffer
	_, _, err := remarking(t, &remarks, "learn", "--days", "1", "--at", noon.Format(time.RFC3339), "--system", "shop",
		"--prometheus", promtest.Start(t, promtest.Options{History: h.String()}).URL, "--store", "sqlite:"+t.TempDir()+"/y.db",
		"--operations", file(t, "levels.yaml", "system: shop\noperations:\n  - { metric: shop_freezer_celsius, kind: level }\n  - { metric: shop_room_celsius, kind: level }\n"))
	require.NoError(t, err)
	require.Contains(t, remarks.String(), "shop_freezer_celsius of shop was below 0 in the last hour (1 operation), which a level counts as 0")
	require.Contains(t, remarks.String(), "kelvin of a temperature or abs() of an offset", "what to do")
	require.NotContains(t, remarks.String(), "shop_room_celsius")
}
