package learn

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/pack"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// world stands for a Prometheus with a history: every window is a function of
// operation and time alone, so that whoever asks when gets the same answer.
type world struct {
	mu sync.Mutex
	// operations of the histogram sets, by metric; each has the labels {op}.
	operations map[string][]string
	// slow is the factor of an operation at a moment; nil: never.
	slow func(op string, at time.Time) float64
	// fail is asked before every answer.
	fail  func(metric string, from, to time.Time) error
	takes time.Duration // of every request
	// types are what the targets declare of metrics.
	types map[string]string
	// begins is the moment before which there is nothing (any more).
	begins time.Time
	// failing is the share of requests that fail; nil for two in a thousand.
	failing func(op string, at time.Time) float64
	// idle tells in which minutes nobody asks for an operation, and absent in which it has no series; nil: in none.
	idle, absent func(op string, at time.Time) bool
	// hanging is since when work of an operation is under way at a moment, if it is; nil: never.
	hanging func(op string, at time.Time) (since time.Time, is bool)
	// stopped tells at which moments a run that should end then does not; nil: at none.
	stopped func(op string, at time.Time) bool
	// scraped is how often the targets are; 0 for every five seconds.
	scraped time.Duration

	asked     []request
	atOnce    int
	mostAsked int
}

type request struct {
	at       time.Time
	metric   string
	from, to time.Time
	width    time.Duration
	selector string
}

var bounds = func() []float64 {
	all := make([]float64, 60)
	for i := range all {
		all[i] = 0.01 * math.Pow(1.15, float64(i))
	}
	return all
}()

func (w *world) enter(ctx context.Context, r request) (leave func(), err error) {
	w.mu.Lock()
	r.at = time.Now()
	w.asked = append(w.asked, r)
	w.atOnce++
	w.mostAsked = max(w.mostAsked, w.atOnce)
	fail, takes := w.fail, w.takes
	w.mu.Unlock()
	if takes > 0 {
		select {
		case <-time.After(takes):
		case <-ctx.Done():
		}
	}
	if fail != nil {
		err = fail(r.metric, r.from, r.to)
	}
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.atOnce--
	}, err
}

func (w *world) requests() []request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asked)
}

func (w *world) ScrapeInterval(context.Context, string, string, time.Time) (time.Duration, error) {
	return cmp.Or(w.scraped, 5*time.Second), nil
}

func (w *world) MetricType(_ context.Context, metric string) (string, error) {
	return w.types[metric], nil
}

var wantedValues = regexp.MustCompile(`op=~"([^"]*)"`)

func (w *world) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	leave, err := w.enter(ctx, request{metric: q.Metric, from: from, to: to, width: q.Width, selector: q.Selector})
	defer leave()
	if err != nil || ctx.Err() != nil {
		return nil, cmpErr(err, ctx.Err())
	}
	wanted := wantedValues.FindStringSubmatch(q.Selector)
	var all []prometheus.OpWindows
	for _, op := range w.operationsOf(q.Metric) {
		if wanted != nil && !slices.Contains(strings.Split(wanted[1], "|"), op) {
			continue
		}
		of := prometheus.OpWindows{Labels: map[string]string{"op": op}}
		for end := from; !end.After(to); end = end.Add(step) {
			if end.Add(-q.Width).Before(w.start()) || w.absent != nil && w.absent(op, end) {
				continue
			}
			of.Windows = append(of.Windows, w.window(op, end, q.Width))
			if q.Errors != "" {
				of.Windows[len(of.Windows)-1].Errors = w.failed(op, end, q.Width)
			}
		}
		all = append(all, of)
	}
	return all, nil
}

// failed are those of the 300 requests of each minute.
func (w *world) failed(op string, end time.Time, width time.Duration) (n float64) {
	for at := end.Add(-width); at.Before(end); at = at.Add(time.Minute) {
		share := 0.002
		if w.failing != nil {
			share = w.failing(op, at)
		}
		n += distuv.Binomial{N: 300, P: share, Src: rand.NewPCG(uint64(at.Unix()), 7)}.Rand()
	}
	return n
}

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// window has five requests a second, minute by minute at the speed of that minute.
func (w *world) window(op string, end time.Time, width time.Duration) baseline.Window {
	window := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: bounds, Counts: make([]float64, len(bounds)+1)}}
	for at := end.Add(-width); at.Before(end); at = at.Add(time.Minute) {
		if w.idle != nil && w.idle(op, at) {
			continue
		}
		factor := w.factor(op, at)
		r := rand.New(rand.NewPCG(uint64(at.Unix()), uint64(len(op))))
		mu := math.Log(0.1*factor) + 0.03*r.NormFloat64()
		below := 0.0
		for i, b := range bounds {
			share := 0.5 * math.Erfc(-(math.Log(b)-mu)/0.4/math.Sqrt2)
			window.Counts[i] += 300 * (share - below)
			below = share
		}
		window.Counts[len(bounds)] += 300 * (1 - below)
		window.Sum += 300 * math.Exp(mu+0.08)
	}
	return window
}

func (w *world) factor(op string, at time.Time) float64 {
	w.mu.Lock()
	slow := w.slow
	w.mu.Unlock()
	if slow == nil {
		return 1
	}
	return slow(op, at)
}

func (w *world) start() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.begins
}

func (w *world) operationsOf(metric string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.operations[metric]
}

// Runs: the conversion runs every ten minutes, for about 8 seconds.
func (w *world) Runs(ctx context.Context, q prometheus.RunQuery, from, to time.Time) ([]prometheus.OpWindows, error) {
	leave, err := w.enter(ctx, request{metric: q.Metric, from: from, to: to})
	defer leave()
	if err != nil || ctx.Err() != nil {
		return nil, cmpErr(err, ctx.Err())
	}
	var all []prometheus.OpWindows
	for _, op := range w.operationsOf(q.Metric) {
		of := prometheus.OpWindows{Labels: map[string]string{"op": op}}
		for end := from.Truncate(10 * time.Minute).Add(10 * time.Minute); !end.After(to); end = end.Add(10 * time.Minute) {
			if w.stopped != nil && w.stopped(op, end) {
				continue
			}
			took := 8 * math.Exp(0.15*rand.New(rand.NewPCG(uint64(end.Unix()), 1)).NormFloat64())
			took *= w.factor(op, end)
			of.Windows = append(of.Windows, baseline.Window{End: end, Width: figure.Duration(took), Samples: []float64{took}})
		}
		all = append(all, of)
	}
	return all, nil
}

func (w *world) Ages(ctx context.Context, q prometheus.AgeQuery, from, to time.Time, step time.Duration) ([]prometheus.OpAges, error) {
	leave, err := w.enter(ctx, request{metric: q.Since, from: from, to: to})
	defer leave()
	if err != nil || ctx.Err() != nil {
		return nil, cmpErr(err, ctx.Err())
	}
	var all []prometheus.OpAges
	for _, op := range w.operations["page_seconds"] {
		of := prometheus.OpAges{Labels: map[string]string{"op": op}}
		for at := from; w.hanging != nil && !at.After(to); at = at.Add(step) {
			if since, is := w.hanging(op, at); is && at.Sub(since) >= q.Least {
				of.Ages = append(of.Ages, baseline.Age{At: at, Age: at.Sub(since)})
			}
		}
		all = append(all, of)
	}
	return all, nil
}

// Pauses are those between the runs, which are seen at any time.
func (w *world) Pauses(ctx context.Context, q prometheus.PauseQuery, from, to time.Time, step time.Duration) ([]prometheus.OpAges, error) {
	leave, err := w.enter(ctx, request{metric: q.Ended, from: from, to: to})
	defer leave()
	if err != nil || ctx.Err() != nil {
		return nil, cmpErr(err, ctx.Err())
	}
	var all []prometheus.OpAges
	for _, op := range w.operations["export_seconds"] {
		of := prometheus.OpAges{Labels: map[string]string{"op": op}}
		for at := from; !at.After(to); at = at.Add(step) {
			last := at.Truncate(10 * time.Minute)
			for w.stopped != nil && w.stopped(op, last) {
				last = last.Add(-10 * time.Minute)
			}
			if age := at.Sub(last); age >= q.Least && (w.absent == nil || !w.absent(op, at)) {
				of.Ages = append(of.Ages, baseline.Age{At: at, Age: age})
			}
		}
		all = append(all, of)
	}
	return all, nil
}

// shop is a system with two sets of requests and one of runs.
func shop() *catalog.System {
	return &catalog.System{
		Name: "shop", Title: "Shop", Selector: `job="shop"`, TimeZone: "UTC",
		Operations: []catalog.OperationSet{
			{ID: "page", Metric: "page_seconds", Kind: "histogram", Unit: "s", By: []string{"op"}},
			{ID: "query", Metric: "query_seconds", Kind: "histogram", Unit: "s", By: []string{"op"}},
			{
				ID: "export", Metric: "export_seconds", Kind: "gauge", Unit: "s", By: []string{"op"},
				Runs:   &catalog.Runs{Timestamp: "export_timestamp_seconds"},
				Ranges: []catalog.Range{{Labels: map[string]string{"op": "pdf"}, Low: 5, High: 15, Anchor: "D9 l.7"}},
			},
		},
	}
}

func newWorld() *world {
	return &world{operations: map[string][]string{
		"page_seconds": {"cart", "search"}, "query_seconds": {"select"}, "export_seconds": {"pdf"},
	}}
}

func settingsOf(w Prometheus, days int) Settings {
	return Settings{Source: "1/shop", Systems: []*catalog.System{shop()}, Prometheus: w, Days: days, Version: "1"}
}

// watched is a store that counts what is learned and can interrupt.
type watched struct {
	store.Store
	mu     sync.Mutex
	stored map[string]int // how often each hour of each set was stored
	order  []string
	step   func()      // after every write
	deaf   atomic.Bool // the process dies without giving its lease back
}

// stepped passes on the result of a write.
func (s *watched) stepped(err error) error {
	if err == nil && s.step != nil {
		s.step()
	}
	return err
}

func (s *watched) PutHour(ctx context.Context, l store.Lease, system, set string, hour time.Time, ops []store.OperationHour) error {
	err := s.Store.PutHour(ctx, l, system, set, hour, ops)
	if err == nil {
		s.mu.Lock()
		key := fmt.Sprintf("%s %s", set, hour.UTC().Format(time.RFC3339))
		s.stored[key]++
		s.order = append(s.order, key)
		s.mu.Unlock()
	}
	return s.stepped(err)
}

func (s *watched) PutBaselines(ctx context.Context, l store.Lease, bs []store.Baseline) error {
	return s.stepped(s.Store.PutBaselines(ctx, l, bs))
}

func (s *watched) PutViolations(ctx context.Context, l store.Lease, vs []store.Violation) error {
	return s.stepped(s.Store.PutViolations(ctx, l, vs))
}

func (s *watched) Release(ctx context.Context, l store.Lease) error {
	if s.deaf.Load() {
		return nil
	}
	return s.Store.Release(ctx, l)
}

func (s *watched) times(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stored[key]
}

// writes are all hours and marks stored, in their order.
func (s *watched) writes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.order)
}

func (s *watched) twice() (again []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, n := range s.stored {
		if n > 1 {
			again = append(again, key)
		}
	}
	return again
}

func open(t *testing.T, path string) *watched {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &watched{Store: s, stored: map[string]int{}}
}

// inBubble runs a test on its own clock, which moves on when everybody waits:
// hours pass in no time. It begins at 10:20:30 UTC.
func inBubble(t *testing.T, test func(t *testing.T, s *watched)) {
	t.Helper()
	path := t.TempDir() + "/yardstick.db"
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Now().Truncate(time.Hour).Add(10*time.Hour + 20*time.Minute + 30*time.Second)))
		s := open(t, path)
		defer func() { _ = s.Close() }()
		test(t, s)
	})
}

// What outlives a test must not belong to the clock of one.
func TestMain(m *testing.M) {
	if _, err := pack.Unpack(pack.Pack([]baseline.Window{{Samples: []float64{1}}})); err != nil {
		panic(err)
	}
	m.Run()
}

// now is on the clock of the test.
func hoursAgo(n int) time.Time {
	return time.Now().Truncate(time.Hour).Add(-time.Duration(n) * time.Hour)
}

// running runs a learner until stop, or the end of the test.
func running(t *testing.T, l *Learner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.Run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

func caughtUp(t *testing.T, s store.Store, settings Settings) *Learner {
	t.Helper()
	l := New(s, SystemClock{}, "test", settings)
	if err := l.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	return l
}

func recordOf(t *testing.T, s store.Store, op string) baseline.Record {
	t.Helper()
	return baselineOf(t, s, op).Record
}

func baselineOf(t *testing.T, s store.Store, op string) store.BaselineAt {
	t.Helper()
	all, err := s.Baselines(t.Context(), "1/shop", "shop", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		if b.Operation.Labels["op"] == op {
			return b
		}
	}
	t.Fatalf("%s has no baseline", op)
	return store.BaselineAt{}
}

func violationsOf(t *testing.T, s store.Store, op string) (found []store.Violation) {
	t.Helper()
	all, err := s.Violations(t.Context(), "1/shop", "shop", time.Time{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		if v.Operation.Labels["op"] == op {
			found = append(found, v)
		}
	}
	return found
}
