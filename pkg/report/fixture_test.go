package report

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

var (
	midnight = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	bounds   = []float64{0.1, 0.2, 0.4, 0.8}
)

// stage is a Prometheus of which a test says what it holds.
type stage struct {
	// perHour gives what an operation did in the hour that ends at a moment, by operation.
	perHour map[string]func(end time.Time, width time.Duration) baseline.Window
	runs    []prometheus.OpWindows
	// answers are the vectors of instant expressions, by a part of the expression.
	answers map[string]model.Vector
	// refused is what expressions are answered with instead, by a part of the expression.
	refused map[string]error
	// warnings come with every vector.
	warnings []string

	mu      sync.Mutex
	asked   []string
	longest time.Duration // that one request for windows covers
}

func (s *stage) Instant(_ context.Context, expr string, _ time.Time) (prometheus.Answer[model.Vector], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, expr)
	for part, err := range s.refused {
		if strings.Contains(expr, part) {
			return prometheus.Answer[model.Vector]{}, err
		}
	}
	for part, vector := range s.answers {
		if strings.Contains(expr, part) {
			return prometheus.Answer[model.Vector]{Value: vector, Warnings: s.warnings}, nil
		}
	}
	return prometheus.Answer[model.Vector]{Warnings: s.warnings}, nil
}

func (s *stage) Windows(_ context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	s.mu.Lock()
	s.longest = max(s.longest, to.Sub(from)+q.Width)
	s.mu.Unlock()
	var ops []prometheus.OpWindows
	for name, window := range s.perHour {
		op := prometheus.OpWindows{Labels: map[string]string{"operation_type": name}}
		for at := from; !at.After(to); at = at.Add(max(step, time.Second)) {
			op.Windows = append(op.Windows, window(at, q.Width))
			if step == 0 {
				break
			}
		}
		ops = append(ops, op)
	}
	slices.SortFunc(ops, func(a, b prometheus.OpWindows) int {
		return strings.Compare(a.Labels["operation_type"], b.Labels["operation_type"])
	})
	return ops, nil
}

func (s *stage) Runs(context.Context, prometheus.RunQuery, time.Time, time.Time) ([]prometheus.OpWindows, error) {
	return s.runs, nil
}

// steady does perHour requests an hour, in the buckets' shares, a hundredth of which fail.
func steady(perHour float64, shares ...float64) func(time.Time, time.Duration) baseline.Window {
	return func(end time.Time, width time.Duration) baseline.Window {
		w := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: bounds, Counts: make([]float64, len(bounds)+1)}}
		for i, share := range shares {
			w.Counts[i] = share * perHour * width.Hours()
			low := 0.0
			if i > 0 {
				low = bounds[i-1]
			}
			w.Sum += w.Counts[i] * (low + bounds[i]) / 2
		}
		w.Errors = w.Count() / 100
		return w
	}
}

// oneRun is a run that ended at a moment and took so long.
func oneRun(end time.Time, seconds float64) baseline.Window {
	return baseline.Window{End: end, Width: time.Duration(seconds * float64(time.Second)), Samples: []float64{seconds}}
}

func system() *catalog.System {
	return &catalog.System{
		Name: "kgas", Title: "KGAS", Document: "D2", Selector: `job="kgas"`, Tiers: catalog.Tiers{Info: 1.1, Warning: 2, Critical: 5},
		Operations: []catalog.OperationSet{
			{ID: "operation", Title: "Operations", Metric: "op_seconds", Kind: "histogram", By: []string{"operation_type"}, Errors: `status="error"`},
			{
				ID: "conversion", Title: "Conversions", Metric: "conversion_seconds", Kind: "gauge", By: []string{"source", "target", "dataset_size"},
				Name: "{{source}}-to-{{target}} {{dataset_size}}", Runs: &catalog.Runs{Timestamp: "conversion_timestamp_seconds"},
			},
			{ID: "init", Metric: "init_seconds", Kind: "gauge", By: []string{"tool"}, Name: "{{tool}} initialization"},
			{ID: "cleanup", Metric: "cleanup_seconds", Kind: "gauge", By: []string{"tool"}, Name: "{{tool}} clean-up"},
		},
		Report: []catalog.ReportItem{
			{ID: "R1", Section: "Counts", Title: "Operations", Kind: "list", Unit: "short", Expr: `sum by (operation_type) (increase(counts[1d]))`},
			{ID: "R1", Section: "Counts", Title: "Conversions", Kind: "list", Unit: "short", Expr: `increase(conversions[1d])`},
			{ID: "R2", Section: "Resources", Title: "CPU, highest", Kind: "list", Unit: "percent", Expr: `max_over_time(cpu[1d:5m])`},
			{ID: "R3", Section: "Health", Title: "System health", Kind: "value", Expr: `health`, Mapping: map[string]string{"2": "Healthy"}},
			{ID: "R3", Section: "Health", Title: "Rating", Kind: "list", Expr: `rating`, Mapping: map[string]string{"3": "excellent"}},
			{ID: "R4", Section: "Slowest (last 24h)", Title: "Mean", Kind: "list", Unit: "s", Expr: `topk(5, increase(slow[1d]))`},
		},
	}
}

func sample(value float64, pairs ...string) *model.Sample {
	metric := model.Metric{}
	for i := 0; i < len(pairs); i += 2 {
		metric[model.LabelName(pairs[i])] = model.LabelValue(pairs[i+1])
	}
	return &model.Sample{Metric: metric, Value: model.SampleValue(value)}
}
