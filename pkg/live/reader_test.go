package live

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// made is a Prometheus made up: every metric has the same operations with the same windows.
type made struct {
	operations int
	scrape     time.Duration
	scrapeErr  error
	block      chan struct{} // closed: nobody waits
	err        error
	partial    bool

	asked, busy, most atomic.Int64
}

func (m *made) Windows(_ context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	m.enter()
	defer m.busy.Add(-1)
	if m.err != nil {
		return nil, m.err
	}
	ops := make([]prometheus.OpWindows, m.operations)
	for i := range ops {
		ops[i].Labels = map[string]string{"op": fmt.Sprint(i)}
		for at := from; !at.After(to); at = at.Add(step) {
			ops[i].Windows = append(ops[i].Windows, baseline.Window{End: at, Width: q.Width,
				Histogram: baseline.Histogram{Bounds: bounds, Counts: make17(100), Sum: 10}})
			if step == 0 {
				break
			}
		}
	}
	if m.partial {
		return ops, fmt.Errorf("half of it: %w", prometheus.ErrPartial)
	}
	return ops, nil
}

func make17(n float64) []float64 {
	counts := make([]float64, len(bounds)+1)
	counts[4] = n
	return counts
}

func (m *made) enter() {
	m.asked.Add(1)
	n := m.busy.Add(1)
	for most := m.most.Load(); n > most && !m.most.CompareAndSwap(most, n); most = m.most.Load() {
	}
	if m.block != nil {
		<-m.block
	}
}

func (m *made) Instant(context.Context, string, time.Time) (prometheus.Answer[model.Vector], error) {
	m.enter()
	defer m.busy.Add(-1)
	return prometheus.Answer[model.Vector]{}, m.err
}

func (m *made) Range(context.Context, string, time.Time, time.Time, time.Duration) (prometheus.Answer[model.Matrix], error) {
	m.enter()
	defer m.busy.Add(-1)
	return prometheus.Answer[model.Matrix]{}, m.err
}

func (m *made) Runs(context.Context, prometheus.RunQuery, time.Time, time.Time) ([]prometheus.OpWindows, error) {
	return nil, m.err
}

func (m *made) ScrapeInterval(context.Context, string, string, time.Time) (time.Duration, error) {
	return m.scrape, m.scrapeErr
}

// plain is a system of n metrics.
func plain(n int) *catalog.System {
	sys := &catalog.System{Name: "plain"}
	for i := range n {
		sys.Operations = append(sys.Operations, catalog.OperationSet{ID: fmt.Sprintf("set%d", i), Metric: fmt.Sprintf("metric%d", i), Kind: "histogram", By: []string{"op"}})
	}
	return sys
}

func TestReadersShare(t *testing.T) {
	src := &made{operations: 3, scrape: 5 * time.Second, block: make(chan struct{})}
	r := New(src, Options{})
	var wait sync.WaitGroup
	answers := make([][]OperationVerdict, 20)
	for i := range answers {
		wait.Go(func() {
			answers[i], _ = r.Verdicts(context.Background(), Request{System: plain(1), At: noon.Add(time.Duration(i) * 100 * time.Millisecond)})
		})
	}
	close(src.block)
	wait.Wait()
	assert.EqualValues(t, 1, src.asked.Load(), "20 readers of one moment make one request")
	for _, a := range answers {
		assert.Len(t, a, 3)
	}
}

func TestAReaderWhoGivesUpDoesNotSpoilTheOthers(t *testing.T) {
	src := &made{operations: 3, scrape: 5 * time.Second, block: make(chan struct{})}
	r := New(src, Options{})
	impatient, cancel := context.WithCancel(context.Background())
	given := make(chan error)
	go func() {
		_, err := r.Verdicts(impatient, Request{System: plain(1), At: noon})
		given <- err
	}()
	require.Eventually(t, func() bool { return src.asked.Load() == 1 }, time.Minute, time.Millisecond)
	cancel()
	assert.ErrorIs(t, <-given, context.Canceled)
	close(src.block)
	verdicts, err := r.Verdicts(context.Background(), Request{System: plain(1), At: noon})
	require.NoError(t, err)
	assert.Len(t, verdicts, 3)
	assert.EqualValues(t, 1, src.asked.Load())
}

func TestAtMostFourRequestsAtATime(t *testing.T) {
	src := &made{operations: 1, scrape: 5 * time.Second}
	_, err := New(src, Options{}).Verdicts(context.Background(), Request{System: plain(40), At: noon})
	require.NoError(t, err)
	assert.LessOrEqual(t, src.most.Load(), int64(4))
	assert.EqualValues(t, 40, src.asked.Load(), "one question per metric, none per operation")
}

func TestAnErrorIsNotRemembered(t *testing.T) {
	src := &made{operations: 3, scrape: 5 * time.Second, err: errors.New("Prometheus is away")}
	r := New(src, Options{})
	_, err := r.Verdicts(context.Background(), Request{System: plain(1), At: noon})
	assert.ErrorContains(t, err, "reading the windows of metric0: Prometheus is away")
	src.err = nil
	verdicts, err := r.Verdicts(context.Background(), Request{System: plain(1), At: noon})
	require.NoError(t, err)
	assert.Len(t, verdicts, 3)
}

func TestAPartialAnswerIsShownOnce(t *testing.T) {
	src := &made{operations: 3, scrape: 5 * time.Second, partial: true}
	r := New(src, Options{})
	for range 2 {
		verdicts, err := r.Verdicts(context.Background(), Request{System: plain(1), At: noon})
		assert.ErrorIs(t, err, prometheus.ErrPartial)
		assert.Len(t, verdicts, 3)
	}
	assert.EqualValues(t, 2, src.asked.Load())
}

func TestWhereHalfTellsHowOftenAMetricIsScrapedWindowsAreShownAllTheSame(t *testing.T) {
	half := &prometheus.Error{Kind: prometheus.ErrPartial, Cause: prometheus.ErrHalf, Message: "a store is down"}
	src := &made{operations: 3, scrape: 5 * time.Second, scrapeErr: half}
	r, req := New(src, Options{}), Request{System: plain(1), At: noon}
	req.Baselines = map[string]baseline.Record{Key("set0", map[string]string{"op": "0"}): {}}
	verdicts, err := r.Verdicts(context.Background(), req)
	assert.ErrorIs(t, err, prometheus.ErrHalf)
	assert.Len(t, verdicts, 3)
	series, err := r.Series(context.Background(), SeriesRequest{Request: req, From: noon.Add(-time.Hour)})
	assert.ErrorIs(t, err, prometheus.ErrHalf)
	assert.Len(t, series, 3)

	src.scrapeErr = &prometheus.Error{Kind: prometheus.ErrSlow, Message: "too late"}
	verdicts, err = r.Verdicts(context.Background(), req)
	assert.ErrorIs(t, err, prometheus.ErrSlow)
	assert.Empty(t, verdicts)
}

func TestAMomentToComeIsNotRemembered(t *testing.T) {
	src := &made{operations: 3, scrape: 5 * time.Second}
	now := noon
	r := New(src, Options{Now: func() time.Time { return now }})
	ask := func() {
		_, err := r.Verdicts(context.Background(), Request{System: plain(1), At: noon.Add(30 * time.Second)})
		require.NoError(t, err)
	}
	ask()
	ask()
	assert.EqualValues(t, 2, src.asked.Load())
	now = noon.Add(time.Minute)
	ask()
	ask()
	assert.EqualValues(t, 3, src.asked.Load())
}

func TestMemoryIsBounded(t *testing.T) {
	src := &made{operations: 500, scrape: 5 * time.Second}
	const limit = 1 << 20
	r := New(src, Options{WindowBytes: limit})
	for i := range 120 {
		_, err := r.Verdicts(context.Background(), Request{System: plain(3), At: noon.Add(time.Duration(i) * tick)})
		require.NoError(t, err)
		assert.LessOrEqual(t, r.rings.used, int64(limit))
	}
	kept := 0
	for _, ring := range r.rings.rings {
		kept += len(ring.slots)
	}
	assert.Equal(t, r.rings.order.Len(), kept)
	assert.Positive(t, kept)
}

func TestOldMomentsAreDropped(t *testing.T) {
	src := &made{operations: 5, scrape: 5 * time.Second}
	now := noon
	r := New(src, Options{Now: func() time.Time { return now }})
	for i := range 3 * 60 {
		now = noon.Add(time.Duration(i) * time.Minute)
		_, err := r.Verdicts(context.Background(), Request{System: plain(1), At: now})
		require.NoError(t, err)
	}
	assert.LessOrEqual(t, r.rings.order.Len(), 66, "an hour and the evidence before it")
}

func TestOperationsThatAreGoneAreForgotten(t *testing.T) {
	r := &ring{ops: map[string]*operation{}}
	for i := range 5000 {
		r.operation(map[string]string{"pod": fmt.Sprint(i)})
	}
	r.forget()
	assert.Empty(t, r.ops)
}

func TestTheWindowHoldsFourScrapes(t *testing.T) {
	for every, width := range map[time.Duration]time.Duration{
		0: time.Minute, 5 * time.Second: time.Minute, 15 * time.Second: time.Minute, 17 * time.Second: 70 * time.Second,
		30 * time.Second: 2 * time.Minute, time.Minute: 4 * time.Minute,
	} {
		assert.Equal(t, width, widthFor(every), "scraped every %s", every)
	}
	assert.Len(t, endsBefore(noon, time.Minute), 5)
	assert.Len(t, endsBefore(noon, 80*time.Second), 4)
	assert.Len(t, endsBefore(noon, 2*time.Minute), 3)
	assert.Len(t, endsBefore(noon, 4*time.Minute), 2)
	assert.Len(t, endsBefore(noon, 5*time.Minute), 1)
	assert.Len(t, endsBefore(noon, 10*time.Minute), 1)
}

func TestTheGridIsTenSeconds(t *testing.T) {
	assert.Equal(t, noon, Grid(noon.Add(9999*time.Millisecond), 0))
	assert.Equal(t, noon.Add(-30*time.Second), Grid(noon.Add(time.Second), 30*time.Second))
}

func TestKeysComeBack(t *testing.T) {
	labels := map[string]string{"route": "/a=\"b\"\n", "method": "GET", "empty": ""}
	set, back := parseKey(Key("request", labels))
	assert.Equal(t, "request", set)
	assert.Equal(t, map[string]string{"route": "/a=\"b\"\n", "method": "GET"}, back, "no label and an empty one are the same")
	assert.Equal(t, Key("s", map[string]string{"a": "1", "b": "2"}), Key("s", map[string]string{"b": "2", "a": "1"}))
}

func TestWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		41 * time.Second: "41 s", 14 * time.Minute: "14 min", 3*time.Hour + 12*time.Minute: "3 h 12 min", time.Hour: "1 h", 60 * time.Hour: "60 h",
	} {
		assert.Equal(t, want, words(d))
	}
}
