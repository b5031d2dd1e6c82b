package plugin

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// For whom is Prometheus asked: for the learner, or for somebody who waits?

const (
	forLearner = "learner"
	forQueries = "queries"
)

type purposeKey struct{}

// purposeOf is what a request to Prometheus is for.
func purposeOf(ctx context.Context) string {
	if why, marked := ctx.Value(purposeKey{}).(string); marked {
		return why
	}
	return forQueries
}

// learnersPrometheus is the same server, asked for the learner.
type learnersPrometheus struct{ of learn.Prometheus }

var _ learn.Prometheus = learnersPrometheus{}

func marked(ctx context.Context) context.Context {
	return context.WithValue(ctx, purposeKey{}, forLearner)
}

func (p learnersPrometheus) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	return p.of.Windows(marked(ctx), q, from, to, step)
}

func (p learnersPrometheus) Runs(ctx context.Context, q prometheus.RunQuery, from, to time.Time) ([]prometheus.OpWindows, error) {
	return p.of.Runs(marked(ctx), q, from, to)
}

func (p learnersPrometheus) Ages(ctx context.Context, q prometheus.AgeQuery, from, to time.Time, step time.Duration) ([]prometheus.OpAges, error) {
	return p.of.Ages(marked(ctx), q, from, to, step)
}

func (p learnersPrometheus) Pauses(ctx context.Context, q prometheus.PauseQuery, from, to time.Time, step time.Duration) ([]prometheus.OpAges, error) {
	return p.of.Pauses(marked(ctx), q, from, to, step)
}

func (p learnersPrometheus) ScrapeInterval(ctx context.Context, metric, selector string, t time.Time) (time.Duration, error) {
	return p.of.ScrapeInterval(marked(ctx), metric, selector, t)
}

func (p learnersPrometheus) MetricType(ctx context.Context, metric string) (string, error) {
	return p.of.MetricType(marked(ctx), metric)
}
