package plugin

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How small may a slowdown be and still be found?

// detectableView are ratios to normal; null where nothing is judged within that time.
type detectableView struct {
	OneMinute     *float64 `json:"1m"`
	FiveMinutes   *float64 `json:"5m"`
	ThirtyMinutes *float64 `json:"30m"`
}

func (d *Datasource) detectable(b store.BaselineAt) detectableView {
	found := func(horizon time.Duration) *float64 { return figure.Known(d.detectableWithin(b, horizon)) }
	return detectableView{found(time.Minute), found(5 * time.Minute), found(30 * time.Minute)}
}

func (d *Datasource) detectableWithin(b store.BaselineAt, horizon time.Duration) float64 {
	system, _ := d.catalogue().System(b.Operation.System)
	return live.Smallest(system, b.Operation.Set, b.Record, horizon)
}
