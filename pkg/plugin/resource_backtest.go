package plugin

import (
	"strconv"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// replayedDays are judged unless somebody asks for another number.
const replayedDays = 7

// showBacktest says what would have fired for the stored operations of a system, and how fast slowdowns would have
// been found.
func (d *Datasource) showBacktest(r *request) (any, error) {
	system, err := r.oneSystem(d)
	if err != nil {
		return nil, err
	}
	days := replayedDays
	if text := r.URL.Query().Get("days"); text != "" {
		days, err = strconv.Atoi(text)
		if err != nil || days < backtest.LeastDays || days > backtest.MostDays {
			return nil, badInputf("days is %q: give %d to %d", text, backtest.LeastDays, backtest.MostDays)
		}
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	outcomes, err := backtest.System(r.Context(), s, backtest.Request{
		Source: r.source, System: system, Days: days, To: d.process.now(), Watched: r.URL.Query().Get("injected") == "false",
		Settings: func(set catalog.OperationSet) detect.Settings { return live.SettingsOf(system, set) },
	})
	if err != nil {
		return nil, fromStore("replaying what was learned", err)
	}
	views := make([]backtest.View, len(outcomes))
	for i, o := range outcomes {
		views[i] = backtest.ViewOf(o)
	}
	return views, nil
}
