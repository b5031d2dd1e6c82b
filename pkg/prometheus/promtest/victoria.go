package promtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"os/exec"
	"strconv"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

// StartVictoria runs a VictoriaMetrics, which answers as Prometheus does but for native histograms, until the test ends.
// History and flags are as in Options. Without the binary the test is skipped.
func StartVictoria(t testing.TB, history string, flags ...string) *Server {
	t.Helper()
	binary := Tool(t, "victoria-metrics")
	address := freeAddress(t)
	s := &Server{t: t, URL: "http://" + address, what: "VictoriaMetrics", ready: "/health"}
	s.cmd = exec.Command(binary, append([]string{"-storageDataPath=" + t.TempDir(), "-httpListenAddr=" + address, "-retentionPeriod=100y"}, flags...)...)
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("starting %s: %v", binary, err)
	}
	t.Cleanup(s.Stop)
	s.waitReady()
	s.Import(history)
	return s
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// imported is one series as VictoriaMetrics takes it.
type imported struct {
	Metric     map[string]string `json:"metric"`
	Values     []number          `json:"values"`
	Timestamps []int64           `json:"timestamps"` // milliseconds
}

// number is a value that can be infinite, or none, for which JSON has no number.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	switch v := float64(n); {
	case math.IsInf(v, 1):
		return []byte(`"Infinity"`), nil
	case math.IsInf(v, -1):
		return []byte(`"-Infinity"`), nil
	case math.IsNaN(v):
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(n), 'g', -1, 64), nil
}

// Import adds a history to a VictoriaMetrics, and returns when it is found.
func (s *Server) Import(history string) {
	s.t.Helper()
	var body bytes.Buffer
	out := json.NewEncoder(&body)
	for _, one := range seriesOf(s.t, history) {
		if err := out.Encode(one); err != nil {
			s.t.Fatal(err)
		}
	}
	s.post("/api/v1/import", &body)
	s.post("/internal/force_flush", nil)
}

func (s *Server) post(path string, body io.Reader) {
	s.t.Helper()
	resp, err := http.Post(s.URL+path, "application/json", body) //nolint:noctx // a test ends by itself
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode >= http.StatusBadRequest {
		said, _ := io.ReadAll(resp.Body)
		s.t.Fatalf("%s answers %d: %s", path, resp.StatusCode, said)
	}
}

func seriesOf(t testing.TB, history string) []*imported {
	t.Helper()
	p := textparse.NewOpenMetricsParser([]byte(history+"# EOF\n"), labels.NewSymbolTable())
	known := map[string]*imported{}
	var all []*imported
	for {
		kind, err := p.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("reading the history: %v", err)
		}
		if kind != textparse.EntrySeries {
			continue
		}
		_, at, value := p.Series()
		if at == nil {
			t.Fatal("a sample of the history has no timestamp")
			return nil
		}
		var l labels.Labels
		p.Labels(&l)
		one := known[l.String()]
		if one == nil {
			one = &imported{Metric: l.Map()}
			known[l.String()], all = one, append(all, one)
		}
		one.Values, one.Timestamps = append(one.Values, number(value)), append(one.Timestamps, *at)
	}
}
