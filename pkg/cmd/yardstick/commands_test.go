package main

import (
	"bytes"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// From learning to an exit code, on a real Prometheus. The fields are those of
// the documented JSON: scripts read them.
func TestLearnThenCheck(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	url, store := shop(t), "sqlite:"+filepath.Join(t.TempDir(), "yardstick.db")
	common := []string{"--prometheus", url, "--operations", file(t, "shop.yaml", shopFile), "--system", "shop", "--store", store, "--format", "json"}
	at := func(command string, moment time.Time, more ...string) []string {
		return append(append([]string{command}, common...), append(more, "--at", moment.Format(time.RFC3339))...)
	}

	out, code, err := yardstick(t, at("learn", noon.Add(-30*time.Minute), "--days", "1")...)
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	learned := rows(t, out, "baselines")
	require.Len(t, learned, 2)
	for _, b := range learned {
		require.Subset(t, slices.Sorted(maps.Keys(b)), []string{
			"confidence", "labels", "mean", "operation", "p50", "p95", "p99", "requests", "sd", "state", "system", "windows",
		})
		require.Equal(t, "shop", b["system"])
		require.Equal(t, "active", b["state"], b["reason"])
		require.InDelta(t, 0.1, finite(t, b["p50"]), 0.001)
		require.InDelta(t, 0.2875, finite(t, b["p95"]), 0.001)
		require.InDelta(t, 24*3600*2, finite(t, b["requests"]), 24*3600*2*0.01)
		require.InDelta(t, 288, finite(t, b["windows"]), 0)
	}
	pages := []string{learned[0]["labels"].(map[string]any)["page"].(string), learned[1]["labels"].(map[string]any)["page"].(string)}
	require.ElementsMatch(t, []string{"cart", oddPage}, pages, "label values are kept as they are")

	t.Run("quiet while everything is as usual", func(t *testing.T) {
		out, code, err := yardstick(t, at("check", noon.Add(-15*time.Minute))...)
		require.NoError(t, err)
		require.Equal(t, exitQuiet, code)
		for _, o := range rows(t, out, "operations") {
			require.Equal(t, "normal", o["tier"], o["reason"])
			require.InDelta(t, 1, finite(t, o["ratio"]), 0.05)
		}
	})

	t.Run("1 when an operation is slow", func(t *testing.T) {
		out, code, err := yardstick(t, at("check", noon)...)
		require.ErrorIs(t, err, errBreach)
		require.Equal(t, exitBreach, code)
		tiers := map[string]any{}
		for _, o := range rows(t, out, "operations") {
			require.Subset(t, slices.Sorted(maps.Keys(o)), []string{
				"baseline", "labels", "operation", "p95", "ratio", "ratioHigh", "ratioLow", "reason", "state", "system", "tier", "z",
			})
			tiers[o["labels"].(map[string]any)["page"].(string)] = o["tier"]
			require.Equal(t, "active", o["state"])
		}
		require.Equal(t, map[string]any{"cart": "normal", oddPage: "critical"}, tiers)
	})

	t.Run("exported: normal, and how far from it", func(t *testing.T) {
		out, code, err := yardstick(t, "export", "--prometheus", url, "--operations", file(t, "shop.yaml", shopFile), "--system", "shop", "--store", store,
			"--at", noon.Format(time.RFC3339), "--format", "openmetrics")
		require.NoError(t, err)
		require.Equal(t, exitQuiet, code)
		require.Regexp(t, `yardstick_deviation_tier\{operation="cart",page="cart",set="shop_request_duration_seconds",system="shop"\} 0`, out)
		require.Regexp(t, `yardstick_deviation_ratio\{bound="low",operation="cart",page="cart",set="shop_request_duration_seconds",system="shop"\} 0\.8`, out)
		require.Contains(t, out, `yardstick_baseline_seconds{`)
		require.Contains(t, out, `system="shop"} 3.0 1.7731`, "the slow page is critical at the moment that was asked for")
	})

	t.Run("what is not known is null, not 0", func(t *testing.T) {
		_, nothing := holding(t)
		empty := []string{"check", "--prometheus", url, "--operations", file(t, "shop.yaml", shopFile), "--system", "shop",
			"--store", nothing, "--format", "json", "--at", noon.Format(time.RFC3339)}
		var said bytes.Buffer
		out, code, err := remarking(t, &said, empty...)
		require.ErrorIs(t, err, errNothingCompared)
		require.Equal(t, exitInconclusive, code, "what was compared with nothing is not quiet")
		require.Contains(t, said.String(), "nothing was compared: no operation of shop that is measured now has a baseline")
		for _, o := range rows(t, out, "operations") {
			for _, field := range []string{"baseline", "ratio", "ratioLow", "ratioHigh", "z"} {
				require.Contains(t, o, field)
				require.Nil(t, o[field], field)
			}
			require.Positive(t, finite(t, o["p95"]))
			require.Contains(t, o["reason"], "no baseline yet")
		}
	})

	t.Run("baselines lists what was learned, learning again changes nothing", func(t *testing.T) {
		again, _, err := yardstick(t, at("learn", noon.Add(-30*time.Minute), "--days", "1")...)
		require.NoError(t, err)
		require.JSONEq(t, out, again)
		listed, _, err := yardstick(t, "baselines", "--store", store, "--format", "json")
		require.NoError(t, err)
		require.JSONEq(t, out, listed)
		other, _, err := yardstick(t, "baselines", "--store", store, "--format", "json", "--source", "1/yardstick")
		require.NoError(t, err)
		require.Empty(t, rows(t, other, "baselines"), "nothing crosses from one source to another")
	})

	t.Run("report daily", func(t *testing.T) {
		args := []string{"report", "daily", "--prometheus", url, "--operations", file(t, "shop.yaml", shopFile), "--system", "shop", "--store", store, "--day", "2026-03-09"}
		out, code, err := yardstick(t, append(args, "--format", "json")...)
		require.NoError(t, err)
		require.Equal(t, exitQuiet, code)
		reports := rows(t, out, "reports")
		require.Len(t, reports, 1)
		require.Equal(t, "2026-03-09", reports[0]["day"])
		text, _, err := yardstick(t, args...)
		require.NoError(t, err)
		require.Contains(t, text, "shop, 2026-03-09 (UTC)")
		require.Contains(t, text, "All of 2 operations ran as fast as normal.")
	})

	t.Run("report weekly answers every item, with a number or with the reason why there is none", func(t *testing.T) {
		args := []string{"report", "weekly", "--prometheus", url, "--system", "kgas", "--store", store, "--day", "2026-03-09"}
		out, code, err := yardstick(t, append(args, "--format", "json")...)
		require.NoError(t, err)
		require.Equal(t, exitQuiet, code)
		ids := map[string]bool{}
		for _, section := range rows(t, out, "reports")[0]["sections"].([]any) {
			for _, one := range section.(map[string]any)["items"].([]any) {
				item := one.(map[string]any)
				ids[item["id"].(string)] = true
				require.NotEqual(t, len(item["rows"].([]any)) == 0 && item["value"] == nil, item["missing"] == "", item["title"])
			}
		}
		for _, id := range []string{"D2-R05", "D2-R06", "D2-R07", "D2-R08"} {
			require.True(t, ids[id], id)
		}
		text, _, err := yardstick(t, args...)
		require.NoError(t, err)
		require.Contains(t, text, "no operation was in violation in that week")
	})
}

func TestProbe(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	url := shop(t)
	out, code, err := yardstick(t, "probe", "--prometheus", url, "--system", "kgas", "--at", noon.Format(time.RFC3339), "--format", "json")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	systems := rows(t, out, "systems")
	require.Len(t, systems, 1)
	require.Equal(t, "kgas", systems[0]["system"])
	require.Positive(t, finite(t, systems[0]["found"]))
	require.Greater(t, finite(t, systems[0]["total"]), finite(t, systems[0]["found"]))
	for _, q := range systems[0]["quantities"].([]any) {
		quantity := q.(map[string]any)
		if quantity["found"] == false {
			require.NotEmpty(t, quantity["missing"])
			require.NotEmpty(t, quantity["emit"], "what is missing comes with what to do")
		}
	}
	// A Prometheus that has nothing of the documented systems says where to go from here.
	_, code, err = yardstick(t, "check", "--prometheus", url, "--at", noon.AddDate(-1, 0, 0).Format(time.RFC3339),
		"--store", "sqlite:"+filepath.Join(t.TempDir(), "a.db"))
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "yardstick probe --system NAME")
}

// "0 of 0 are measured" would sound as if something were missing.
func TestTheProbeOfOnesOwnSystemSaysThatNoDocumentAsks(t *testing.T) {
	var out strings.Builder
	require.NoError(t, printProbed(&out, []probedSystem{{System: "shop"}}))
	require.Equal(t, "shop: no document asks for its metrics; `yardstick learn` says which of them are not here\n", out.String())
}

func TestEveryListWithTheColumnSeenFromExplainsIt(t *testing.T) {
	for _, command := range []string{"learn", "baselines", "check", "watch"} {
		out, _, err := yardstick(t, command, "--help")
		require.NoError(t, err)
		require.Contains(t, out, "\n\nSEEN FROM is the smallest lasting slowdown", command)
	}
}

// Both look at systems of which this Prometheus has nothing, too: what is missing is what they tell.
func TestProbeAndMapSayThatTheyLookAtAllSystems(t *testing.T) {
	for command, said := range map[string]string{"probe": "(default: all)", "map": "(default: all)", "check": "(default: every system that this Prometheus has)"} {
		out, _, err := yardstick(t, command, "--help")
		require.NoError(t, err)
		require.Regexp(t, `--system .*`+regexp.QuoteMeta(said), out, command)
	}
}
