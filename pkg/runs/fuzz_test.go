package runs

// What holds of every file that somebody imports, of whatever tool it is, and of none?

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// shelf is a store of one run, in memory.
type shelf struct {
	store.Store // whatever else is asked for panics
	staged      map[string]map[int][]float64
	run         *store.Run
	kept        map[int][]float64
}

func (s *shelf) StageSamples(_ context.Context, _, staging string, parts []store.SamplePart) error {
	if s.staged[staging] == nil {
		s.staged[staging] = map[int][]float64{}
	}
	for _, p := range parts {
		s.staged[staging][p.Number] = append(s.staged[staging][p.Number], p.Samples...)
	}
	return nil
}

func (s *shelf) DropStaged(_ context.Context, _, staging string, _ time.Time) error {
	delete(s.staged, staging)
	return nil
}

func (s *shelf) KeepRun(_ context.Context, _, staging string, r store.Run) (bool, error) {
	s.run, s.kept = &r, s.staged[staging]
	delete(s.staged, staging)
	return true, nil
}

// fuzzSeeds are files of every tool, and mistakes in them.
func fuzzSeeds(f *testing.F) []string {
	f.Helper()
	seeds := []string{
		ownLines, ownTable, "\xef\xbb\xbf" + ownTable, benchmarksYAML, benchmarkResults, performanceMetrics, goodLine + `{"system":"shop","operation":"pay","seco`,
		"operation,seconds\npay,=1+1\n", "operation,seconds\n\"pay,0.1\n", "operation,labels,seconds\npay,a=1;a=2,1\n", " \n", "hello\n",
		`{"100":{"graph_to_table":1.5,"table_to_vector":[1,2],"a_to_b":{"duration":3}}}`, `[{"operation":"a","status":"success","duration":1},{"operation":"b","status":"failed"}]`,
		`{"startTime":"2026-03-10T11:00:00Z","endTime":"2026-03-10T11:00:09Z","recordsProcessed":5,"stream":"users"}`,
		`{"type":"Metric","metric":"m","data":{"type":"trend","contains":"time"}}` + "\n" + `{"type":"Point","metric":"m","data":{"value":1e999}}`,
		"system: &a shop\nbenchmarks:\n  commands: &c\n    status: { baseline_ms: 2 }\n    more: *c\nbaseline_ms: 1\n",
		"<testResults><httpSample t=\"-5\" ts=\"9e99\" lb=\"&x;\" s=\"true\"/></testResults>", "RUN\ta\tb\t1\t \t3\nREQUEST\t\thome\t1000\t9223372036854775807\tOK\t \n",
		gzipped(f, goodLine), gzipped(f, goodLine)[:30], "\x1f\x8b\x08", widened(goodLine, true), widened(ownTable, false) + "\xd8", "PK\x03\x04",
		"timeStamp,elapsed,label,success\n-9223372036854775808,9223372036854775807,get,true\n", "Type,Name,Request Count\nGET,/,1e309\n",
		k6Results(`{"contains": "time", "name": "a", "type": "trend", "values": {"avg": 1, "max": 2}}`, `{"name": "http_reqs", "values": {"count": 1e999}}`),
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	require.NoError(f, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		if filepath.Ext(file) != ".md" {
			seeds = append(seeds, string(text[:min(len(text), 4<<10)]), string(text[:min(len(text), 32<<10)]))
		}
	}
	return seeds
}

// A file is refused and leaves nothing, or it is a run whose numbers agree with each other and with its single values.
func FuzzImport(f *testing.F) {
	for i, seed := range fuzzSeeds(f) {
		f.Add([]byte(seed), uint8(0))
		f.Add([]byte(seed), uint8(i))
	}
	names := append([]string{"auto"}, Formats()...)
	f.Fuzz(func(t *testing.T, file []byte, which uint8) {
		keep := &shelf{staged: map[string]map[int][]float64{}}
		format := names[int(which)%len(names)]
		run, added, err := Import(context.Background(), keep, Request{Source: "cli", Name: "a.json", Content: bytes.NewReader(file), Format: format, System: "shop", Now: noon})
		require.Empty(t, keep.staged, "nothing is left behind")
		if err != nil {
			require.False(t, added)
			require.Nil(t, keep.run)
			require.True(t, strings.HasPrefix(err.Error(), "a.json"), "%v names no file", err)
			require.Less(t, len(err.Error()), 2000+4*len(file))
			return
		}
		require.True(t, added)
		require.True(t, format == "auto" || format == run.Format)
		require.NotEmpty(t, run.System)
		require.NotEmpty(t, run.Measured)
		text, err := plain("a.json", bytes.NewReader(file), mostUnpacked)
		require.NoError(t, err)
		whole, err := io.ReadAll(text)
		require.NoError(t, err)
		require.LessOrEqual(t, len(run.Measured), len(whole))
		require.Len(t, run.ID, 16)
		seen := map[string]bool{}
		for i, m := range run.Measured {
			key := keyOf(m.Operation, m.Labels, m.Quantity)
			require.False(t, seen[key], "%s is there twice", key)
			seen[key] = true
			require.Equal(t, i, m.Number)
			require.Len(t, keep.kept[i], m.Samples)
			agrees(t, m)
		}
		_, err = json.Marshal(run)
		require.NoError(t, err)
	})
}

// agrees says what is true of every measured quantity, whoever measured it.
func agrees(t *testing.T, m store.Measured) {
	t.Helper()
	require.NotEmpty(t, m.Operation)
	require.Contains(t, []string{store.Duration, store.Memory, store.CPU, store.Requests, store.RateLimit}, m.Quantity)
	require.True(t, m.Failed >= 0 && m.Count >= m.Failed && m.Count <= math.MaxFloat64, "%v of %v failed", m.Failed, m.Count)
	for name, v := range m.Stats {
		require.NoError(t, plausible(m.Quantity, v), name)
	}
	require.NoError(t, consistent(m))
	for _, limit := range []float64{m.Target, m.Limit} {
		require.NoError(t, plausible(store.Memory, limit))
	}
}

// The line ends of another system, and a file that comes in small pieces, change nothing but the run's id.
func FuzzLineEnds(f *testing.F) {
	for _, seed := range fuzzSeeds(f) {
		if len(seed) < 3000 {
			f.Add(seed)
		}
	}
	f.Fuzz(func(t *testing.T, file string) {
		if strings.Contains(file, "\r") {
			t.Skip()
		}
		for _, mark := range []string{"\x1f\x8b", "\xff\xfe", "\xfe\xff"} {
			if strings.HasPrefix(file, mark) {
				t.Skip("its lines do not end in a byte of its own")
			}
		}
		run, err := Load(context.Background(), Request{Name: "a", Content: strings.NewReader(file), Now: noon})
		windows, errWindows := Load(context.Background(), Request{Name: "a", Content: strings.NewReader(strings.ReplaceAll(file, "\n", "\r\n")), Now: noon})
		require.Equal(t, err == nil, errWindows == nil, "%v, %v", err, errWindows)
		if err == nil {
			require.Equal(t, run.Measured, windows.Measured)
		}
	})
}

// What is written in our own format comes back as it was, from JSON lines as from CSV, whatever an operation is called.
func FuzzOwnFormat(f *testing.F) {
	f.Add("pay", "size", "small", 0.25, true)
	f.Add("=cmd|' /C calc'!A0", "http.method", "a=b, \"c\"\n", 1e-300, false)
	f.Add("\u202eπ", "a b", "", 366*24*3600., true)
	f.Fuzz(func(t *testing.T, operation, label, value string, seconds float64, failed bool) {
		text := strings.Join([]string{operation, label, value}, " ")
		if operation == "" || strings.TrimSpace(label) != label || label == "" || !utf8.ValidString(text) || strings.ContainsAny(text, "\r") ||
			strings.ContainsAny(label, ";=") || strings.Contains(value, ";") || plausible(store.Duration, seconds) != nil {
			t.Skip()
		}
		status := map[bool]string{true: "error", false: "success"}[failed]
		line, err := json.Marshal(map[string]any{"system": "shop", "operation": operation, "labels": map[string]string{label: value}, "seconds": seconds, "status": status})
		require.NoError(t, err)
		var table bytes.Buffer
		w := csv.NewWriter(&table)
		require.NoError(t, w.WriteAll([][]string{ownColumns[:5], {"shop", operation, label + "=" + value, strconv.FormatFloat(seconds, 'g', -1, 64), status}}))
		for _, file := range []string{string(line), table.String()} {
			run, err := Load(context.Background(), Request{Name: "a", Content: strings.NewReader(file), Now: noon})
			require.NoError(t, err, "%q", file)
			require.Len(t, run.Measured, 1)
			m := run.Measured[0]
			require.Equal(t, operation, m.Operation)
			require.Equal(t, map[string]string{label: value}, m.Labels)
			require.Equal(t, seconds, m.Stats["mean"])
			require.Equal(t, failed, m.Failed == 1)
		}
	})
}

// A word that names a side of a comparison is a day, a stretch that does not end before it begins, or refused.
func FuzzSides(f *testing.F) {
	for _, word := range []string{"2026-03-10", "2026-03-10T11:00:00Z/2026-03-10T12:00:00Z", "before:1.3", "after:", "baseline", "/", "9999-12-31", "0000-01-01", "a/b/c"} {
		f.Add(word)
	}
	library := Library{Now: noon, Deployments: func(context.Context, string) ([]store.Deployment, error) {
		return []store.Deployment{{System: "shop", At: noon.Add(-time.Hour), Version: "1.3"}}, nil
	}}
	f.Fuzz(func(t *testing.T, word string) {
		if !NeedsSystem(word) || word == wordBaseline {
			return
		}
		s, err := library.stretch(context.Background(), word, "shop")
		if err != nil {
			require.Empty(t, s)
			return
		}
		require.True(t, s.To.After(s.From), "%s is %v", word, s)
		require.NotEmpty(t, fmt.Sprint(s))
	})
}
