package prometheus_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// BenchmarkClassicWindows reads the answer for 10,000 operations of 12 buckets,
// once into windows and once as a model.Vector. The server costs nothing here.
func BenchmarkClassicWindows(b *testing.B) {
	body := largeAnswer(10_000)
	onlyClassic := []byte(`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"form":"classic"},"value":[1,"1"]}]}}`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasPrefix(r.FormValue("query"), "label_replace") {
			_, _ = w.Write(onlyClassic)
			return
		}
		_, _ = w.Write(body)
	}))
	b.Cleanup(server.Close)
	c, err := prometheus.New(server.Client(), server.URL, prometheus.Options{})
	require.NoError(b, err)
	q := prometheus.WindowQuery{Metric: "m_seconds", By: []string{"operation", "status"}, Width: time.Minute}
	run := func(name string, ask func() int) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if ask() == 0 {
					b.Fatal("nothing was read")
				}
			}
		})
	}
	run("windows", func() int {
		ops, err := c.Windows(context.Background(), q, noon, noon, 0)
		require.NoError(b, err)
		return len(ops)
	})
	run("vector", func() int {
		answer, err := c.Instant(context.Background(), "m", noon)
		require.NoError(b, err)
		return len(answer.Value)
	})
}

func largeAnswer(operations int) []byte {
	les := []string{"", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"}
	var b bytes.Buffer
	b.WriteString(`{"status":"success","data":{"resultType":"vector","result":[`)
	for i := range operations {
		for j, le := range les {
			if i+j > 0 {
				b.WriteByte(',')
			}
			if le != "" {
				le = fmt.Sprintf(`"le":%q,`, le)
			}
			fmt.Fprintf(&b, `{"metric":{%s"operation":"op_%d","status":"ok"},"value":[%d,"%g"]}`, le, i, noon.Unix(), float64(i*j)*1.2345)
		}
	}
	b.WriteString(`]}}`)
	return b.Bytes()
}

// BenchmarkServer asks a real Prometheus for one window of 2,000 operations of 12 buckets: as windows, and the
// same expression through model.Vector.
func BenchmarkServer(b *testing.B) {
	h := promtest.History{From: noon.Add(-2 * time.Minute), To: noon, Step: 10 * time.Second}
	wide := []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
	observed := steady(h.From, h.To, time.Second, 0.3, 1)
	for i := range 2000 {
		h.Histogram("m_seconds", map[string]string{"job": "shop", "operation": fmt.Sprint("operation ", i)}, wide, observed)
	}
	c := client(b, h.String())
	q := prometheus.WindowQuery{Metric: "m_seconds", Selector: `job="shop"`, By: []string{"operation"}, Width: time.Minute}
	b.Run("windows", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ops, err := c.Windows(context.Background(), q, noon, noon, 0)
			require.NoError(b, err)
			require.Len(b, ops, 2000)
		}
	})
	b.Run("the same expression as a vector", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			answer, err := c.Instant(context.Background(), `sum by (le, operation) (increase({__name__=~"m_seconds(_bucket|_sum)",job="shop"}[1m]))`, noon)
			require.NoError(b, err)
			require.Len(b, answer.Value, 2000*14)
		}
	})
	b.Run("one quantile in Prometheus", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			answer, err := c.Instant(context.Background(), `histogram_quantile(0.95, sum by (le, operation) (rate(m_seconds_bucket{job="shop"}[1m])))`, noon)
			require.NoError(b, err)
			require.Len(b, answer.Value, 2000)
		}
	})
}
