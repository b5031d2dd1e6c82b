package learn

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	prom "github.com/prometheus/client_golang/prometheus"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// stopped is a clock that stands still.
type stopped struct{ at time.Time }

func (c stopped) Now() time.Time                       { return c.at }
func (c stopped) After(time.Duration) <-chan time.Time { return nil }

// observed are the raw requests, made again from the seed: five a second, their
// level wandering, in an hourly rhythm.
func observed(from, to time.Time, seed uint64) []promtest.Observation {
	r := rand.New(rand.NewPCG(seed, 3))
	var all []promtest.Observation
	level := 0.0
	for at := from.Add(100 * time.Millisecond); !at.After(to); at = at.Add(200 * time.Millisecond) {
		if at.Second() == 0 && at.Nanosecond() < 2e8 {
			level = 0.8*level + 0.06*r.NormFloat64()
		}
		all = append(all, promtest.Observation{At: at, Value: 0.12 * math.Exp(level+0.6*r.NormFloat64())})
	}
	return all
}

// Learned through a real Prometheus, p50, p95, p99, mean and standard deviation
// are those of the raw requests of the same windows, within the bounds of the buckets.
func TestLearnedNumbersAreThoseOfTheRawRequests(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	now := time.Date(2026, 3, 2, 12, 2, 0, 0, time.UTC)
	from, to := now.Truncate(time.Hour).Add(-3*time.Hour), now.Truncate(time.Hour)
	h := promtest.History{From: from.Add(-time.Minute), To: now, Step: 5 * time.Second}
	raw := observed(h.From, h.To, 11)
	layout := []float64{0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.4, 0.6, 1, 1.5, 2.5, 5}
	h.Histogram("page_seconds", map[string]string{"job": "shop", "op": "cart"}, layout, raw)
	client, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: h.String()}).URL, prometheus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, t.TempDir()+"/yardstick.db")
	defer func() { _ = s.Close() }()
	l := New(s, stopped{now}, "test", settingsOf(client, 1))
	l.settings.Systems[0].Operations = l.settings.Systems[0].Operations[:1]
	if err := l.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := recordOf(t, s, "cart")

	var exact []float64
	var sum float64
	own := baseline.Histogram{Bounds: layout, Counts: make([]float64, len(layout)+1)}
	for _, o := range raw {
		if o.At.After(from) && !o.At.After(to) {
			exact, sum = append(exact, o.Value), sum+o.Value
			i, _ := slices.BinarySearch(layout, o.Value)
			own.Counts[i]++
			own.Sum += o.Value
		}
	}
	slices.Sort(exact)
	mean, sd := sum/float64(len(exact)), 0.0
	for _, v := range exact {
		sd += (v - mean) * (v - mean)
	}
	sd = math.Sqrt(sd / float64(len(exact)))
	t.Logf("raw:     p50 %.4f p95 %.4f p99 %.4f mean %.4f sd %.4f of %d", exact[len(exact)/2], exact[len(exact)*95/100], exact[len(exact)*99/100], mean, sd, len(exact))
	t.Logf("learned: p50 %.4f p95 %.4f p99 %.4f mean %.4f sd %.4f of %.0f, %s", r.P50, r.P95, r.P99, r.Mean, r.SD, r.Requests, r.Reason)

	for q, got := range map[float64]float64{0.5: r.P50, 0.95: r.P95, 0.99: r.P99} {
		want := exact[int(q*float64(len(exact)))]
		k, _ := slices.BinarySearch(layout, want)
		if got < layout[k-1] || got > layout[k] {
			t.Errorf("p%v = %.4f, exact %.4f lies between the bounds %v and %v", 100*q, got, want, layout[k-1], layout[k])
		}
	}
	if math.Abs(r.Mean/mean-1) > 0.01 {
		t.Errorf("mean = %.5f, exact %.5f", r.Mean, mean)
	}
	if math.Abs(r.SD-sd) > own.SDBound() {
		t.Errorf("sd = %.5f, exact %.5f, stated bound %.5f", r.SD, sd, own.SDBound())
	}
	if math.Abs(r.Requests/float64(len(exact))-1) > 0.01 {
		t.Errorf("%.0f requests, exact %d", r.Requests, len(exact))
	}
}

// Learned of two instances that were replaced one after the other, and had native histograms instead of classic ones from
// then on, p50, p95 and p99 lie between the classic bounds between which they are, and no request is missing.
func TestLearnedOfAProgramThatChangedToNativeHistograms(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	now := time.Date(2026, 3, 2, 12, 2, 0, 0, time.UTC)
	from, to := now.Truncate(time.Hour).Add(-3*time.Hour), now.Truncate(time.Hour)
	layout := []float64{0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5}
	for name, before := range map[string]func(*promtest.Scraped, map[string]string, []promtest.Observation){
		"classic": func(s *promtest.Scraped, labels map[string]string, raw []promtest.Observation) {
			s.Classic("page_seconds", labels, layout, raw)
		},
		"custom": func(s *promtest.Scraped, labels map[string]string, raw []promtest.Observation) {
			s.Custom("page_seconds", labels, layout, raw)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &promtest.Scraped{Step: 15 * time.Second}
			var exact []float64
			for i, instance := range []string{"a", "b"} {
				labels := map[string]string{"job": "shop", "op": "cart", "instance": instance}
				change := from.Add(82*time.Minute + time.Duration(i)*10*time.Minute)
				raw := observed(from.Add(-time.Minute), now, uint64(20+i))
				replaced := slices.IndexFunc(raw, func(o promtest.Observation) bool { return o.At.After(change) })
				s.From, s.To = from.Add(-time.Minute), change
				before(s, labels, raw[:replaced])
				s.From, s.To = change.Add(s.Step), now
				s.Native("page_seconds", labels, prom.HistogramOpts{NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 30}, raw[replaced:])
				for _, o := range raw {
					if o.At.After(from) && !o.At.After(to) {
						exact = append(exact, o.Value)
					}
				}
			}
			slices.Sort(exact)
			client, err := prometheus.New(nil, promtest.Start(t, promtest.Options{Scraped: s}).URL, prometheus.Options{})
			if err != nil {
				t.Fatal(err)
			}
			stored := open(t, t.TempDir()+"/yardstick.db")
			defer func() { _ = stored.Close() }()
			l := New(stored, stopped{now}, "test", settingsOf(client, 1))
			l.settings.Systems[0].Operations = l.settings.Systems[0].Operations[:1]
			if err := l.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			r := recordOf(t, stored, "cart")
			for q, got := range map[float64]float64{0.5: r.P50, 0.95: r.P95, 0.99: r.P99} {
				want := exact[int(q*float64(len(exact)))]
				k, _ := slices.BinarySearch(layout, want)
				if got < layout[k-1] || got > layout[k] {
					t.Errorf("p%v = %.4f, exact %.4f lies between the bounds %v and %v", 100*q, got, want, layout[k-1], layout[k])
				}
			}
			// In each of the two windows in which an instance is replaced some are not counted, or of custom buckets none.
			if missing := 1 - r.Requests/float64(len(exact)); missing < -0.01 || missing > 2./36+0.01 {
				t.Errorf("%.0f requests, exact %d", r.Requests, len(exact))
			}
		})
	}
}
