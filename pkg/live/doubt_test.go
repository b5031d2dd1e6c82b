package live

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// doubtful answers instant questions with a warning, and fails where they name one metric.
type doubtful struct {
	Source
	warned, fails string
}

func (d doubtful) Instant(_ context.Context, expr string, _ time.Time) (prometheus.Answer[model.Vector], error) {
	if d.fails != "" && strings.Contains(expr, d.fails) {
		return prometheus.Answer[model.Vector]{}, errors.New("the query needs too many samples")
	}
	answer := prometheus.Answer[model.Vector]{Value: model.Vector{{Metric: model.Metric{"component": "kafka"}, Value: 1}}}
	if strings.Contains(expr, d.warned) {
		answer.Warnings = []string{"store 10.0.0.7 is down"}
	}
	return answer, nil
}

// A warning about the windows of a metric does not hide that the work under way could not be read.
func TestAWarningHidesNoFailure(t *testing.T) {
	sys := plain(1)
	sys.Operations[0].Runs = &catalog.Runs{RunningSince: "in_progress"}
	src := doubtful{Source: &made{operations: 3, scrape: 5 * time.Second, partial: true}, fails: "in_progress"}
	_, err := New(src, Options{}).Verdicts(t.Context(), Request{System: sys, At: noon})
	require.ErrorIs(t, err, prometheus.ErrPartial)
	_, err = prometheus.Shown(err)
	require.ErrorContains(t, err, "too many samples")
}

// Whichever condition half an answer came for, the advice says so.
func TestAdviceSaysThatItRestsOnHalfAnAnswer(t *testing.T) {
	rec := catalog.Recommendation{
		ID: "X-1", When: []catalog.Clause{{Expr: "first", Op: ">", Limit: 0}, {Expr: "second", Op: ">", Limit: 0}},
		Change: &catalog.Change{Component: "{{component}}", Setting: "limit", Current: "current", Proposed: "proposed + 1"},
	}
	sys := &catalog.System{Name: "shop", Recommendations: []catalog.Recommendation{rec}}
	for _, expr := range []string{"first", "second", "current", "proposed"} {
		r := New(doubtful{warned: expr}, Options{})
		_, err := r.Changes(t.Context(), sys, noon, 0)
		require.ErrorIs(t, err, prometheus.ErrHalf, expr)
	}
	_, err := New(doubtful{warned: "none of them"}, Options{}).Changes(t.Context(), sys, noon, 0)
	require.NoError(t, err)
}
