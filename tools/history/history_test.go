package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
)

const minute = 60_000

// stream is what the demo would send.
type stream struct{ bytes.Buffer }

func begin(t *testing.T, s span) *stream {
	t.Helper()
	w := &stream{}
	w.WriteString(magic)
	w.json(t, s)
	return w
}

func (w *stream) json(t *testing.T, v any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	w.numbers(t, uint32(len(text)))
	w.Write(text)
}

func (w *stream) numbers(t *testing.T, v any) {
	t.Helper()
	if err := binary.Write(w, binary.LittleEndian, v); err != nil {
		t.Fatal(err)
	}
}

type sample struct {
	t int64
	v float64
}

// read gives everything in a folder as Prometheus reads it, by series.
func read(t *testing.T, dir string) map[string][]sample {
	t.Helper()
	// A Prometheus that was started once has it.
	if err := os.MkdirAll(filepath.Join(dir, "wal"), 0o755); err != nil {
		t.Fatal(err)
	}
	db, err := tsdb.OpenDBReadOnly(dir, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	q, err := db.Querier(math.MinInt64, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	all := map[string][]sample{}
	set := q.Select(context.Background(), true, nil, labels.MustNewMatcher(labels.MatchRegexp, labels.MetricName, ".+"))
	for set.Next() {
		name := set.At().Labels().String()
		it := set.At().Iterator(nil)
		for it.Next() == chunkenc.ValFloat {
			at, v := it.At()
			all[name] = append(all[name], sample{at, v})
		}
	}
	if err := set.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestHistogramBecomesCumulativeSeriesWithPrometheusBounds(t *testing.T) {
	dir := t.TempDir()
	w := begin(t, span{Start: 0, Step: minute, Steps: 3, Block: 1 << 40})
	w.json(t, frame{Kind: "histogram", Name: "x_seconds", Labels: map[string]string{"job": "kgas"}, Bounds: []float64{0.5, 30}})
	w.numbers(t, []uint16{1, 0, 2}) // up to 0.5
	w.numbers(t, []uint16{0, 3, 0}) // up to 30
	w.numbers(t, []uint16{0, 0, 1}) // above
	w.numbers(t, []float64{0.25, 6, 40})
	if _, err := write(context.Background(), dir, w); err != nil {
		t.Fatal(err)
	}
	want := map[string][]float64{
		`{__name__="x_seconds_bucket", job="kgas", le="0.5"}`:  {1, 1, 3},
		`{__name__="x_seconds_bucket", job="kgas", le="30.0"}`: {1, 4, 6},
		`{__name__="x_seconds_bucket", job="kgas", le="+Inf"}`: {1, 4, 7},
		`{__name__="x_seconds_count", job="kgas"}`:             {1, 4, 7},
		`{__name__="x_seconds_sum", job="kgas"}`:               {0.25, 6.25, 46.25},
	}
	got := read(t, dir)
	if len(got) != len(want) {
		t.Errorf("%d series, want %d: %v", len(got), len(want), got)
	}
	for name, values := range want {
		for i, v := range values {
			if s := got[name]; len(s) != len(values) || s[i] != (sample{int64(i) * minute, v}) {
				t.Errorf("%s = %v, want %v each minute", name, s, values)
				break
			}
		}
	}
}

func TestHistoryIsCutIntoBlocksWithoutLosingASample(t *testing.T) {
	dir := t.TempDir()
	const steps, block = 1000, 300 * minute
	start := int64(block - 100*minute)
	w := begin(t, span{Start: start, Step: minute, Steps: steps, Block: block})
	w.json(t, frame{Kind: "values", Name: "up", Labels: map[string]string{"job": "kgas"}})
	column := make([]float64, steps)
	for i := range column {
		column[i] = float64(i)
	}
	w.numbers(t, column)
	ids, err := write(context.Background(), dir, w)
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) != 4 {
		t.Errorf("%d blocks, want 4: 100, 300, 300 and 300 minutes", len(ids))
	}
	got := read(t, dir)[`{__name__="up", job="kgas"}`]
	if len(got) != steps {
		t.Fatalf("%d samples, want %d", len(got), steps)
	}
	for i, s := range got {
		if s != (sample{start + int64(i)*minute, float64(i)}) {
			t.Fatalf("sample %d is %v", i, s)
		}
	}
}

func TestTargetThatDoesNotAnswerLeavesOneStaleMarkerAndAGap(t *testing.T) {
	dir := t.TempDir()
	w := begin(t, span{Start: 0, Step: minute, Steps: 6, Block: 1 << 40})
	w.json(t, frame{Kind: "values", Name: "x", Labels: map[string]string{}, Absent: [][2]int{{2, 4}}})
	w.numbers(t, []float64{1, 2, 3, 4, 5, math.NaN()})
	if _, err := write(context.Background(), dir, w); err != nil {
		t.Fatal(err)
	}
	got := read(t, dir)[`{__name__="x"}`]
	if len(got) != 5 { // 1, 2, stale, 5, stale
		t.Fatalf("samples %v, want 5", got)
	}
	for i, stale := range []bool{false, false, true, false, true} {
		if value.IsStaleNaN(got[i].v) != stale {
			t.Errorf("sample %d is %v, stale: want %v", i, got[i].v, stale)
		}
	}
	if got[3].t != 4*minute {
		t.Errorf("it answers again at %d, want %d", got[3].t, 4*minute)
	}
}

func TestBadInputSaysWhatIsWrongAndLeavesNoBlock(t *testing.T) {
	good := span{Start: 0, Step: minute, Steps: 3, Block: 1 << 40}
	cases := []struct {
		name, want string
		input      func(t *testing.T) *stream
	}{
		{"another format", "not a history stream", func(*testing.T) *stream {
			w := &stream{}
			w.WriteString("# HELP up\nup 1\n")
			return w
		}},
		{"no steps", "makes no sense", func(t *testing.T) *stream { return begin(t, span{Step: minute, Block: minute}) }},
		{"unknown kind", `kind "summary"`, func(t *testing.T) *stream {
			w := begin(t, good)
			w.json(t, frame{Kind: "summary", Name: "x"})
			return w
		}},
		{"cut off", "reading values of x", func(t *testing.T) *stream {
			w := begin(t, good)
			w.json(t, frame{Kind: "values", Name: "x"})
			w.numbers(t, []float64{1})
			return w
		}},
		{"absent outside", "absent in steps", func(t *testing.T) *stream {
			w := begin(t, good)
			w.json(t, frame{Kind: "values", Name: "x", Absent: [][2]int{{1, 9}}})
			w.numbers(t, []float64{1, 2, 3})
			return w
		}},
		{"a series twice", "indexing", func(t *testing.T) *stream {
			w := begin(t, good)
			for range 2 {
				w.json(t, frame{Kind: "values", Name: "x"})
				w.numbers(t, []float64{1, 2, 3})
			}
			return w
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := write(context.Background(), dir, c.input(t))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
			left, err := os.ReadDir(dir)
			if err != nil || len(left) > 0 {
				t.Errorf("%v is left in %s (%v)", left, filepath.Base(dir), err)
			}
		})
	}
}
