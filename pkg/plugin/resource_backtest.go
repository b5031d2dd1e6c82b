package plugin

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// What would have fired for the stored operations of a system, and how fast would slowdowns have been found?

// replayedDays are judged unless somebody asks for another number.
const replayedDays = 7

// showBacktest answers at once; what takes longer than a request may is begun by startBacktest.
func (d *Datasource) showBacktest(r *request) (any, error) {
	ask, err := d.backtestAsked(r)
	if err != nil {
		return nil, err
	}
	return d.replayed(r.Context(), ask)
}

// backtestAsked reads what is asked: system, days, operation (any number), fine and injected.
func (d *Datasource) backtestAsked(r *request) (backtest.Request, error) {
	system, err := r.oneSystem(d)
	if err != nil {
		return backtest.Request{}, err
	}
	values := r.URL.Query()
	days, err := backtestDays(values)
	if err != nil {
		return backtest.Request{}, err
	}
	ask := d.backtestOf(r.source, system)
	ask.Days, ask.Operations = days, values["operation"]
	injected, err := yesOrNo(values, "injected", true)
	if err != nil {
		return backtest.Request{}, err
	}
	fine, err := yesOrNo(values, "fine", false)
	if err != nil {
		return backtest.Request{}, err
	}
	ask.Watched = !injected
	if fine {
		ask.Minutes = d.live.Minutes(system)
	}
	return ask, nil
}

func (d *Datasource) backtestOf(source string, system *catalog.System) backtest.Request {
	return backtest.Request{
		Source: source, System: system, Days: replayedDays, To: d.process.now().Add(-d.settings.Lag()), Holidays: d.settings.Holidays,
		Settings: func(set catalog.OperationSet) detect.Settings { return live.SettingsOf(system, set) },
	}
}

func backtestDays(values url.Values) (int, error) {
	text := values.Get("days")
	if text == "" {
		return replayedDays, nil
	}
	days, err := strconv.Atoi(text)
	if err != nil || days < backtest.LeastDays || days > backtest.MostDays {
		return 0, badInputf("days is %q: give %d to %d", text, backtest.LeastDays, backtest.MostDays)
	}
	return days, nil
}

// replayed waits for its turn: the panels of a dashboard ask all at once, and each replay uses all processors.
func (d *Datasource) replayed(ctx context.Context, ask backtest.Request) ([]backtest.View, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.process.replays.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("waiting until one of %d running backtests is done: %w", mostBacktests, err)
	}
	defer d.process.replays.Release(1)
	ctx, cancel := context.WithTimeout(ctx, backtestLimit) // from its turn on
	defer cancel()
	outcomes, err := backtest.System(ctx, s, ask)
	if err != nil {
		return nil, fromStore("replaying what was learned", err)
	}
	views := make([]backtest.View, len(outcomes))
	for i, o := range outcomes {
		views[i] = backtest.ViewOf(o)
	}
	return views, nil
}
