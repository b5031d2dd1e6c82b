package plugin

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// How far is a backtest that takes longer than a request may, and what came out?

const (
	// backtestLimit ends one that a slow Prometheus would make endless.
	backtestLimit = 20 * time.Minute
	// backtestKept is how long an outcome can be fetched.
	backtestKept = 30 * time.Minute
	// mostBacktests run at a time in one process, each uses all processors; others wait for their turn.
	mostBacktests = 2
	// mostBegun are those of one data source that run or wait, so that nobody waits behind any number of them.
	mostBegun = 4
	// backtestRows bounds the memory of outcomes, whoever begins many one after the other: two of the largest system.
	backtestRows = 20_000
)

// backtests are those of a process. They go on when the request that began them is over.
type backtests struct {
	mu  sync.Mutex
	all map[string]*backtestRun
}

// backtestView is one as JSON.
type backtestView struct {
	ID         string          `json:"id"`
	Done       int             `json:"done"`
	Of         int             `json:"of"` // 0 until its turn has come and it is known
	Finished   bool            `json:"finished"`
	Error      string          `json:"error"`
	Operations []backtest.View `json:"operations"`
}

// backtestRun is one with whose it is.
type backtestRun struct {
	backtestView
	source string
	ended  time.Time
}

// startBacktest begins one and says under which id it can be asked for.
func (d *Datasource) startBacktest(r *request) (any, error) {
	ask, err := d.backtestAsked(r)
	if err != nil {
		return nil, err
	}
	view, err := d.process.backtests.begin(r.source, d.process.now())
	if err != nil {
		return nil, err
	}
	ask.Progress = func(done, of int) {
		d.process.backtests.change(view.ID, func(v *backtestRun) { v.Done, v.Of = max(v.Done, done), of })
	}
	go func() {
		operations, err := prometheus.GuardedAnswer(func() ([]backtest.View, error) { return d.replayed(context.Background(), ask) })()
		logPanic(err)
		d.process.backtests.change(view.ID, func(v *backtestRun) {
			v.Finished, v.ended = true, d.process.now()
			if err != nil {
				v.Error = err.Error()
				return
			}
			v.Operations = operations
		})
		d.process.backtests.prune()
	}()
	return view, nil
}

// followBacktest says how far one is, and what came out when it is finished.
func (d *Datasource) followBacktest(r *request) (any, error) {
	id := r.PathValue("id")
	view, known := d.process.backtests.view(r.source, id)
	if !known {
		return nil, absent{fmt.Errorf("no backtest %q is known here: outcomes are kept for %s by the Grafana that began them; "+
			"behind a load balancer its sessions must stay with one", id, figure.Seconds(backtestKept.Seconds()))}
	}
	return view, nil
}

func (b *backtests) begin(source string, now time.Time) (backtestView, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	begun := 0
	for id, v := range b.all {
		switch {
		case !v.Finished && v.source == source:
			begun++
		case v.Finished && now.Sub(v.ended) > backtestKept:
			delete(b.all, id)
		}
	}
	if begun >= mostBegun {
		return backtestView{}, badInputf("%d backtests of this data source run or wait for their turn: wait until one is done", begun)
	}
	// Another process counts its own: a number would be that of any of them.
	v := &backtestRun{backtestView: backtestView{ID: rand.Text(), Operations: []backtest.View{}}, source: source}
	if b.all == nil {
		b.all = map[string]*backtestRun{}
	}
	b.all[v.ID] = v
	return v.backtestView, nil
}

// prune drops the outcomes that ended first for as long as there are too many rows; never the newest alone.
func (b *backtests) prune() {
	b.mu.Lock()
	defer b.mu.Unlock()
	var ended []*backtestRun
	for _, v := range b.all {
		if v.Finished {
			ended = append(ended, v)
		}
	}
	slices.SortFunc(ended, func(x, y *backtestRun) int { return y.ended.Compare(x.ended) })
	rows := 0
	for i, v := range ended {
		if rows += len(v.Operations); rows > backtestRows && i > 0 {
			delete(b.all, v.ID)
		}
	}
}

func (b *backtests) change(id string, how func(*backtestRun)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if v := b.all[id]; v != nil {
		how(v)
	}
}

// view is one of a source; those of others are not there.
func (b *backtests) view(source, id string) (backtestView, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	v, known := b.all[id]
	if !known || v.source != source {
		return backtestView{}, false
	}
	return v.backtestView, true
}
