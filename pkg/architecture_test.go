package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/yardstick-baselines/yardstick/pkg/"

// mayKnow are the arrows of the design: each package with those of ours that it may import. What is pure knows
// nothing, so that the learner, the queries, the gate and the backtest can all rest on it; how a number is told
// (figure) is the one thing that all may know.
var mayKnow = map[string]string{
	"":                      "plugin",
	"plugin":                "learn live report runs backtest compare capacity growth export detect baseline prometheus store store/sqlite store/postgres catalog profile figure",
	"cmd/yardstick":         "learn live report runs backtest compare capacity growth export detect baseline prometheus store store/sqlite store/postgres store/relational support catalog profile figure",
	"cmd/evaluate":          "detect baseline",
	"backtest":              "detect baseline store catalog prometheus",
	"learn":                 "prometheus baseline detect store catalog figure",
	"report":                "prometheus live store growth detect baseline catalog figure",
	"runs":                  "store detect baseline catalog compare figure",
	"compare":               "baseline figure",
	"export":                "",
	"growth":                "store baseline capacity figure",
	"capacity":              "figure",
	"live":                  "prometheus detect baseline catalog profile figure",
	"prometheus":            "baseline",
	"prometheus/promtest":   "",
	"detect":                "baseline figure",
	"calibrate":             "baseline detect",
	"cmd/calibrate":         "calibrate",
	"baseline":              "figure",
	"figure":                "",
	"catalog":               "",
	"profile":               "catalog",
	"store":                 "baseline",
	"support":               "store baseline",
	"store/pack":            "baseline",
	"store/relational":      "store store/pack baseline",
	"store/sqlite":          "store store/relational",
	"store/postgres":        "store store/relational",
	"store/postgres/pgtest": "",
	"store/storetest":       "store baseline",
	"faults":                "",
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestPackagesKnowOnlyWhomTheDesignAllows(t *testing.T) {
	for _, p := range packages(t) {
		name := own(p.ImportPath)
		allowed, known := mayKnow[name]
		require.True(t, known, "%s is not in the list of arrows: say whom it may know", p.ImportPath)
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, module) {
				continue
			}
			require.Contains(t, strings.Fields(allowed), own(imported), "%s must not know %s", p.ImportPath, imported)
		}
	}
}

// impure are packages of the standard library that read a clock's machine, files or the network.
var impure = []string{"net", "net/http", "os", "database/sql", "os/exec"}

func TestWhatComputesNeitherReadsNorWrites(t *testing.T) {
	for _, p := range packages(t) {
		if name := own(p.ImportPath); !slices.Contains([]string{"baseline", "detect", "compare", "capacity", "figure"}, name) {
			continue
		}
		for _, imported := range p.Imports {
			require.NotContains(t, impure, imported, "%s computes only", p.ImportPath)
		}
	}
}

func own(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, strings.TrimSuffix(module, "/")), "/")
}

func packages(t *testing.T) (all []listed) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	require.NoError(t, err)
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, p)
	}
}
