package backtest

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers the same for every operation of a system, from what is stored.

// Stored is the store that is read.
type Stored interface {
	Operations(ctx context.Context, source, system string) ([]store.Operation, error)
	Windows(ctx context.Context, source string, operation int64, from, to time.Time) ([]baseline.Window, error)
	Exclusions(ctx context.Context, source, system string) ([]store.Exclusion, error)
	Baselines(ctx context.Context, source, system string, at time.Time) ([]store.BaselineAt, error)
}

// Request is what is asked of a system.
type Request struct {
	Source   string
	System   *catalog.System
	Settings func(set catalog.OperationSet) detect.Settings
	Holidays baseline.Calendar
	// Operations are the names of those that are replayed; empty means all.
	Operations []string
	// Minutes asks for windows as narrow as those of live verdicts; nil replays the stored ones of five minutes.
	Minutes  Minutes
	Days     int       // the last days, that are judged
	To       time.Time // the end of them
	Progress func(done, of int)
	Watched  bool // only what would have fired is wanted
}

// Days that can be asked for: at least one, and a baseline needs some before them.
const (
	LeastDays = 1
	MostDays  = 27
	history   = 28
)

// OperationOutcome is the outcome of one operation.
type OperationOutcome struct {
	Operation store.Operation
	Outcome
}

// System replays every stored operation of a system, by set and name.
func System(ctx context.Context, from Stored, r Request) ([]OperationOutcome, error) {
	if r.Days < LeastDays || r.Days > MostDays {
		return nil, fmt.Errorf("%d days were asked for: choose %d to %d", r.Days, LeastDays, MostDays)
	}
	zone, err := time.LoadLocation(r.System.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("the time zone of %s: %w", r.System.Name, err)
	}
	operations, err := from.Operations(ctx, r.Source, r.System.Name)
	if err != nil {
		return nil, fmt.Errorf("reading the operations of %s: %w", r.System.Name, err)
	}
	if len(r.Operations) > 0 {
		operations = slices.DeleteFunc(operations, func(o store.Operation) bool { return !slices.Contains(r.Operations, o.Name) })
	}
	asks, err := r.asking(ctx, from, zone)
	if err != nil {
		return nil, err
	}
	replay := r.inStored
	if r.Minutes != nil {
		replay = r.inMinutes
	}
	outcomes, err := replay(ctx, from, operations, asks)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(outcomes, func(a, b OperationOutcome) int {
		return cmp.Or(strings.Compare(a.Operation.Set, b.Operation.Set), strings.Compare(a.Operation.Name, b.Operation.Name))
	})
	return outcomes, nil
}

// inStored replays operations in the windows that are stored.
func (r Request) inStored(ctx context.Context, from Stored, operations []store.Operation, asks asking) ([]OperationOutcome, error) {
	outcomes := make([]OperationOutcome, len(operations))
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, operation := range operations {
		group.Go(prometheus.Guarded(func() error {
			windows, err := from.Windows(ctx, r.Source, operation.ID, r.To.AddDate(0, 0, -history), r.To)
			if err != nil {
				return fmt.Errorf("reading the windows of %s: %w", operation.Name, err)
			}
			outcomes[i] = OperationOutcome{operation, Replay(asks.question(windows, operation))}
			if r.Progress != nil {
				r.Progress(int(done.Add(1)), len(operations))
			}
			return nil
		}))
	}
	return outcomes, group.Wait()
}

// asking is a request with what people have decided about the operations by now: live verdicts hold to it.
type asking struct {
	Request
	zone      *time.Location
	excluded  []store.Exclusion
	baselines map[int64]baseline.Record // those in force, by operation
}

func (r Request) asking(ctx context.Context, from Stored, zone *time.Location) (asking, error) {
	a := asking{Request: r, zone: zone, baselines: map[int64]baseline.Record{}}
	var err error
	if a.excluded, err = from.Exclusions(ctx, r.Source, r.System.Name); err != nil {
		return a, fmt.Errorf("reading what of %s is excluded: %w", r.System.Name, err)
	}
	known, err := from.Baselines(ctx, r.Source, r.System.Name, time.Time{})
	if err != nil {
		return a, fmt.Errorf("reading the baselines of %s: %w", r.System.Name, err)
	}
	for _, b := range known {
		a.baselines[b.Operation.ID] = b.Record
	}
	return a, nil
}

// question is what is asked of an operation.
func (a asking) question(windows []baseline.Window, o store.Operation) Question {
	excluded := slices.DeleteFunc(slices.Clone(a.excluded), func(e store.Exclusion) bool { return !e.Covers(o) })
	q := Question{
		Windows: windows, Days: a.Days, Watched: a.Watched,
		Learning: baseline.Options{TimeZone: a.zone, Holidays: a.Holidays, LeftOut: store.Untaught(excluded, nil)},
	}
	if known, is := a.baselines[o.ID]; is {
		q.InForce = &known
	}
	if of, known := a.System.Set(o.Set); known {
		q.Settings = a.Settings(of)
		q.Learning = q.Learning.Measured(of.Unit, of.Direction, of.IsLevel())
		if i := of.RangeOf(o.Labels); i >= 0 {
			r := of.Ranges[i]
			q.Learning.Range = &baseline.Range{Low: r.Low, High: r.High, Source: r.Anchor}
		}
	}
	return q
}

// View is an outcome as JSON.
type View struct {
	System         string            `json:"system"`
	Set            string            `json:"set"`
	Operation      string            `json:"operation"`
	Labels         map[string]string `json:"labels"`
	State          string            `json:"state"`
	Reason         string            `json:"reason"` // why nothing was judged
	Days           float64           `json:"days"`
	Warnings       int               `json:"warnings"` // episodes
	Infos          int               `json:"infos"`
	WarningsPerDay float64           `json:"warningsPerDay"`
	InfosPerDay    float64           `json:"infosPerDay"`
	From           *time.Time        `json:"from"` // what was judged; null where nothing was
	To             *time.Time        `json:"to"`
	Episodes       []EpisodeView     `json:"episodes"`
	Injected       []InjectionView   `json:"injected"`
}

// EpisodeView is an episode as JSON.
type EpisodeView struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	Tier string    `json:"tier"`
}

// InjectionView is an injection as JSON.
type InjectionView struct {
	Factor float64  `json:"factor"`
	Tried  int      `json:"tried"`
	Found  int      `json:"found"`
	Delay  *float64 `json:"delay"` // median seconds; null where none was found
}

// ViewOf makes the JSON of an outcome.
func ViewOf(o OperationOutcome) View {
	v := View{
		System: o.Operation.System, Set: o.Operation.Set, Operation: o.Operation.Name, Labels: o.Operation.Labels, State: string(o.State), Reason: o.Reason,
		Days: o.Days, Warnings: o.Warnings, Infos: o.Infos, WarningsPerDay: o.WarningsPerDay, InfosPerDay: o.InfosPerDay, Injected: []InjectionView{}, Episodes: []EpisodeView{},
	}
	if o.Reason == "" {
		v.From, v.To = &o.From, &o.To
	}
	for _, e := range o.Episodes {
		v.Episodes = append(v.Episodes, EpisodeView{From: e.Start, To: e.End, Tier: e.Tier.String()})
	}
	if v.Labels == nil {
		v.Labels = map[string]string{}
	}
	for _, i := range o.Injected {
		one := InjectionView{Factor: i.Factor, Tried: i.Tried, Found: i.Found}
		if i.Found > 0 {
			delay := i.Median.Seconds()
			one.Delay = &delay
		}
		v.Injected = append(v.Injected, one)
	}
	return v
}
