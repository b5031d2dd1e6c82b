package learn

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// A Thanos whose store is away for a moment does not make a metric look as if it were scraped often: of one that is scraped
// every five minutes, windows of five minutes hold nothing, and its hours would be learned empty for good.
func TestAMomentOfHalfAnswersLeavesNoHourEmpty(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	now := time.Date(2026, 3, 2, 12, 2, 0, 0, time.UTC)
	h := promtest.History{From: now.Add(-30 * time.Hour), To: now, Step: 5 * time.Minute}
	h.Histogram("page_seconds", map[string]string{"job": "shop", "op": "cart"}, []float64{0.1, 0.2, 0.4}, observed(h.From, h.To, 11))
	whole, err := url.Parse(promtest.Start(t, promtest.Options{History: h.String()}).URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(whole)
	var away atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !away.Load() {
			proxy.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["store 10.0.0.7 is down"]}`)
	}))
	t.Cleanup(server.Close)
	client, err := prometheus.New(nil, server.URL, prometheus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, t.TempDir()+"/yardstick.db")
	defer func() { _ = s.Close() }()
	l := New(s, stopped{now}, "test", settingsOf(client, 1))
	l.settings.Systems[0].Operations = l.settings.Systems[0].Operations[:1]

	away.Store(true)
	if err := l.CatchUp(t.Context()); err == nil {
		t.Error("half an answer was learned")
	}
	away.Store(false)
	if err := l.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	windows, err := s.Windows(t.Context(), "1/shop", baselineOf(t, s, "cart").Operation.ID, time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	hours := map[time.Time]bool{}
	for _, w := range windows {
		if w.Count() > 0 {
			hours[w.End.Add(-time.Second).Truncate(time.Hour)] = true
		}
	}
	if len(hours) != 24 {
		t.Errorf("%d hours of the day have requests", len(hours))
	}
}
