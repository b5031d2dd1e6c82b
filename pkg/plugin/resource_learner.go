package plugin

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How far is the learner, and who does the work?

// learnerView is GET /learner.
type learnerView struct {
	State    string         `json:"state"` // in words
	Phase    string         `json:"phase"`
	Done     int            `json:"done"` // hours of sets of the pass under way
	Total    int            `json:"total"`
	TimeLeft float64        `json:"timeLeft"` // seconds, by the speed so far
	Error    string         `json:"error"`
	Lease    string         `json:"lease"` // whether this process learns, another one, or none
	Systems  []progressView `json:"systems"`
}

func leaseWord(status learn.Status, working bool) string {
	switch {
	case !working:
		return "none"
	case status.Phase == learn.Waiting:
		return "elsewhere"
	}
	return "here"
}

// progressView is how far the learner is with one set.
type progressView struct {
	System    string     `json:"system"`
	Set       string     `json:"set"`
	Learned   int        `json:"learned"` // hours
	Wanted    int        `json:"wanted"`  // hours
	Newest    *time.Time `json:"newest"`
	Oldest    *time.Time `json:"oldest"`
	LastError string     `json:"lastError"`
}

// showLearner says what the background work of this data source does.
func (d *Datasource) showLearner(r *request) (any, error) {
	progress, err := d.progress(r.Context(), r.source)
	if err != nil {
		return nil, err
	}
	status, working := d.process.supervisor.Status(r.source)
	return learnerView{
		State: learnerState(status, working), Phase: string(status.Phase), Done: status.Done, Total: status.Total,
		TimeLeft: status.TimeLeft.Seconds(), Error: status.Error, Lease: leaseWord(status, working), Systems: progress,
	}, nil
}

func (d *Datasource) progress(ctx context.Context, source string) ([]progressView, error) {
	all, err := d.storedProgress(ctx, source)
	if err != nil {
		return nil, err
	}
	views := []progressView{}
	for _, p := range ofSets(all) {
		// Hours past their time stay until the next pass: they are not more than all.
		views = append(views, progressView{p.System, p.Set, min(p.Learned, p.Wanted), p.Wanted, known(p.Newest), known(p.Oldest), p.LastError})
	}
	return views, nil
}

// storedProgress is how far the learner is, with its marks of what was looked through.
func (d *Datasource) storedProgress(ctx context.Context, source string) ([]store.Progress, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	progress, err := s.Progress(ctx, source)
	return progress, fromStore("reading the learner's progress", err)
}

// learnerState says in words what the background work does.
func learnerState(status learn.Status, working bool) string {
	switch {
	case !working:
		return "nothing to learn: this Prometheus has no metric of a known system"
	case status.Error != "":
		return "failing, tries again: " + status.Error
	case status.Phase == learn.Waiting:
		return "another process learns this data source"
	case status.Remark != "":
		return string(status.Phase) + "; " + status.Remark
	}
	return string(status.Phase)
}

func ofSystem(progress []progressView, system string) []progressView {
	own := []progressView{}
	for _, p := range progress {
		if p.System == system {
			own = append(own, p)
		}
	}
	return own
}

// known is null for the zero time.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
