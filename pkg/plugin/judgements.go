package plugin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// judgements are the verdicts that a query is about.
type judgements struct {
	verdicts []*live.OperationVerdict // shared with all others who ask: nobody changes them
	labels   []string                 // that these operations can have
	remarks  []string                 // for the reader of the answer
}

// verdicts judges the operations that a query is about, at its `to`.
func (d *Datasource) verdicts(ctx context.Context, a asked, q Common, signal detect.Signal) (judgements, error) {
	systems, err := d.asked(ctx, q, a.window.To)
	if err != nil {
		return judgements{}, err
	}
	j := judgements{labels: labelsOf(systems), remarks: make([]string, len(systems))}
	judged := make([][]*live.OperationVerdict, len(systems))
	group, ctx := errgroup.WithContext(ctx)
	for i, system := range systems {
		group.Go(prometheus.Guarded(func() error {
			var err error
			judged[i], j.remarks[i], err = d.judge(ctx, a, q, system, signal)
			return err
		}))
	}
	err = group.Wait()
	j.verdicts = slices.Concat(judged...)
	return j, err
}

// setOf is a set by its name; nothing is known of one that was deleted.
func (d *Datasource) setOf(system, set string) catalog.OperationSet {
	known, found := d.catalogue().System(system)
	if !found {
		return catalog.OperationSet{}
	}
	of, _ := known.Set(set)
	return of
}

// judge gives the verdicts on the operations of one system that a query is about. They are made over all of its
// operations first: what is judged over many must not depend on who asks.
func (d *Datasource) judge(ctx context.Context, a asked, q Common, system *catalog.System, signal detect.Signal) ([]*live.OperationVerdict, string, error) {
	at := live.Grid(a.window.To, d.settings.Lag())
	j, err := d.verdictMemory.of(ctx, a.source, system, signal, at, func(ctx context.Context) (judged, error) {
		return d.judgeAll(ctx, a, system, signal)
	})
	if err == nil && fromAlert(ctx) && errors.Is(j.doubt, prometheus.ErrHalf) {
		err = j.doubt
	}
	if err != nil {
		return nil, "", err
	}
	verdicts := make([]*live.OperationVerdict, 0, len(j.verdicts))
	for i := range j.verdicts {
		if v := &j.verdicts[i]; q.keeps(v.Operation, v.Labels) {
			verdicts = append(verdicts, v)
		}
	}
	return verdicts, j.remark, nil
}

func (d *Datasource) judgeAll(ctx context.Context, a asked, system *catalog.System, signal detect.Signal) (judged, error) {
	known, err := d.baselines.at(ctx, a.source, system.Name, a.window.To)
	if err != nil {
		return judged{}, err
	}
	r := d.about(a, Common{}, system, known)
	r.Signal = signal
	verdicts, err := d.live.Verdicts(ctx, r)
	doubt := err
	remark, err := shown(err)
	if err != nil {
		return judged{}, fmt.Errorf("judging the operations of %s: %w", system.Title, err)
	}
	return judged{verdicts: verdicts, doubt: doubt, remark: strings.TrimSpace(remark + " " + known.remark())}, nil
}

// forgetBaselines makes the next question rest on what the store holds now, after a change of it.
func (d *Datasource) forgetBaselines() {
	d.baselines.forget()
	d.verdictMemory.forget()
}

// request is a question to pkg/live about the operations of one system, with the baselines of its moment.
func (d *Datasource) request(ctx context.Context, a asked, q Common, system *catalog.System) (live.Request, error) {
	known, err := d.baselines.at(ctx, a.source, system.Name, a.window.To)
	if err != nil {
		return live.Request{}, err
	}
	return d.about(a, q, system, known), nil
}

func (d *Datasource) about(a asked, q Common, system *catalog.System, known learned) live.Request {
	return live.Request{
		System: system, Baselines: known.records, At: a.window.To, Lag: d.settings.Lag(), Operations: q.Operations, Matchers: q.matchers(),
	}
}

// normalAt is what an operation is compared with at a moment; NaN where nothing is known.
func normalAt(r baseline.Record, at time.Time) float64 { return positive(r.Expected(at)) }
