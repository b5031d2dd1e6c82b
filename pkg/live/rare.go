package live

import (
	"context"
	"errors"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how operations with next to no requests are judged that
// also tell of their last run: by that run, like a conversion (D-21).

// rareRequests: so few in the widest evidence make no distribution.
const rareRequests = slowOf

// mostNamed is up to how many operations a query names one by one.
const mostNamed = 200

// few are matchers of operations; none where they are too many to be named: then all are asked for.
func few(set catalog.OperationSet, operations []map[string]string) string {
	if len(operations) > mostNamed {
		return ""
	}
	return prometheus.AnyOf(set.By, operations)
}

// naming asks for operations, or for all of the set where their names make a question too long for a proxy in front.
func naming[T any](set catalog.OperationSet, operations []map[string]string, ask func(matchers string) (T, error)) (T, error) {
	matchers := few(set, operations)
	answer, err := ask(matchers)
	if matchers != "" && errors.Is(err, prometheus.ErrTooLarge) {
		return ask("")
	}
	return answer, err
}

// judgeRare judges rare operations of an ordinary set by the gauges of their last runs.
func (r *Reader) judgeRare(ctx context.Context, req Request, set catalog.OperationSet, judged []OperationVerdict, t time.Time) error {
	if set.Runs == nil || set.Runs.Last == "" || set.Runs.Timestamp == "" || req.Signal != "" && req.Signal != detect.Latency {
		return nil
	}
	rare, labels := rareOnes(judged)
	if len(rare) == 0 {
		return nil
	}
	single := set
	single.Metric, single.Kind = set.Runs.Last, "gauge"
	runs, err := naming(set, labels, func(matchers string) (map[string]detect.Run, error) {
		return r.lastRuns(ctx, req.System, single, matchers, t)
	})
	if err != nil {
		return err
	}
	looked := make([]OperationVerdict, 0, len(rare))
	for key, i := range rare {
		if run, known := runs[key]; known && !run.LastAt.IsZero() {
			v := judged[i]
			v.degraded = degradedFrom(req.System.Degradation, v.Baseline, t)
			v.byRun(run, single, SettingsOf(req.System, set), t)
			if !worse(v.Verdict, judged[i].Verdict) {
				v.Verdict = judged[i].Verdict
			}
			looked = append(looked, v)
		}
	}
	err = r.slowOnes(ctx, req.System, single, looked, t)
	for _, v := range looked {
		judged[rare[Key("", v.Labels)]] = v
	}
	return err
}

// rareOnes are the operations next to silent that can be judged by a run, by the key of their labels.
func rareOnes(judged []OperationVerdict) (rare map[string]int, labels []map[string]string) {
	rare = map[string]int{}
	for i, v := range judged {
		if v.requests < rareRequests && v.Baseline.State != baseline.Learning && v.Baseline.P95 > 0 {
			rare[Key("", v.Labels)] = i
			labels = append(labels, v.Labels)
		}
	}
	return rare, labels
}
