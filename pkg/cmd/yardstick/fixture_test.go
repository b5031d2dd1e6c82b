package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// noon is the present of these tests; at ten to noon one page became slow.
var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// oddPage is a label value that would break a query which does not quote it.
const oddPage = "say \"hi\"\n\\o/"

const shopFile = `system: shop
selector: 'job="shop"'
operations:
  - metric: shop_request_duration_seconds
    by: [page]
    errors: 'status="error"'
`

var (
	shopBounds = []float64{0.1, 0.2, 0.3, 0.5, 1, 2}
	usual      = []float64{15, 10, 4, 1, 0, 0, 0} // requests of 15 seconds, by bucket
	slow       = []float64{0, 0, 0, 0, 0, 30, 0}
)

// requests writes a histogram that grows by the same requests with every scrape, until they change.
func requests(h *promtest.History, page string, perScrape func(time.Time) []float64) {
	requestsThat(h, page, "success", perScrape)
}

func requestsThat(h *promtest.History, page, status string, perScrape func(time.Time) []float64) {
	columns := make([][]float64, len(usual))
	var sums []float64
	counts, sum := make([]float64, len(usual)), 0.0
	for i := range h.Scrapes() {
		low := 0.0
		for k, n := range perScrape(h.From.Add(time.Duration(i) * h.Step)) {
			if k < len(shopBounds) {
				sum += n * (low + shopBounds[k]) / 2
				low = shopBounds[k]
			}
			counts[k] += n
		}
		cumulative := 0.0
		for k, n := range counts {
			cumulative += n
			columns[k] = append(columns[k], cumulative)
		}
		sums = append(sums, sum)
	}
	labels := func(more ...string) map[string]string {
		out := map[string]string{"job": "shop", "instance": "a", "page": page, "status": status}
		for i := 0; i < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	les := []string{"0.1", "0.2", "0.3", "0.5", "1", "2", "+Inf"}
	for k, le := range les {
		h.Series("shop_request_duration_seconds_bucket", labels("le", le), columns[k])
	}
	h.Series("shop_request_duration_seconds_count", labels(), columns[len(les)-1])
	h.Series("shop_request_duration_seconds_sum", labels(), sums)
}

var shared struct {
	once sync.Once
	text string
}

// shop runs a Prometheus with 26 hours of a shop, and one KGAS conversion that takes as long as documented.
func shop(t *testing.T) string {
	t.Helper()
	shared.once.Do(func() {
		h := &promtest.History{From: noon.Add(-26 * time.Hour), To: noon.Add(time.Minute), Step: 15 * time.Second}
		requests(h, "cart", func(time.Time) []float64 { return usual })
		requests(h, oddPage, func(at time.Time) []float64 {
			if at.After(noon.Add(-10 * time.Minute)) {
				return slow
			}
			return usual
		})
		h.Series("up", map[string]string{"job": "kgas", "instance": "k"}, constant(h, 1))
		conversion := map[string]string{"job": "kgas", "instance": "k", "source": "graph", "target": "table", "dataset_size": "small"}
		h.Series("kgas_conversion_last_duration_seconds", conversion, constant(h, 8))
		h.Series("kgas_conversion_last_run_timestamp_seconds", conversion, constant(h, float64(noon.Add(-5*time.Minute).Unix())))
		shared.text = h.String()
	})
	return promtest.Start(t, promtest.Options{History: shared.text}).URL
}

func constant(h *promtest.History, v float64) []float64 {
	values := make([]float64, h.Scrapes())
	for i := range values {
		values[i] = v
	}
	return values
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// yardstick runs a command as a shell would, and gives what it printed and its exit code.
func yardstick(t *testing.T, args ...string) (out string, code int, err error) {
	t.Helper()
	return remarking(t, io.Discard, args...)
}

// remarking is yardstick with what goes to the standard error.
func remarking(t *testing.T, remarks io.Writer, args ...string) (out string, code int, err error) {
	t.Helper()
	var printed bytes.Buffer
	cmd := root()
	cmd.SetArgs(args)
	cmd.SetOut(&printed)
	cmd.SetErr(remarks)
	err = cmd.ExecuteContext(t.Context())
	return printed.String(), exitCode(err), err
}

func object(t *testing.T, text string) map[string]any {
	t.Helper()
	var v map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &v), text)
	return v
}

// rows are the objects of one list of a JSON answer.
func rows(t *testing.T, text, list string) []map[string]any {
	t.Helper()
	var out []map[string]any
	for _, row := range object(t, text)[list].([]any) {
		out = append(out, row.(map[string]any))
	}
	return out
}

func finite(t *testing.T, v any) float64 {
	t.Helper()
	number, ok := v.(float64)
	require.True(t, ok && !math.IsNaN(number), "%v is no number", v)
	return number
}
