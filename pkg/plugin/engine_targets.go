package plugin

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// delayBack is how far back regressions count for the target on noticing them (D2 l.423).
const delayBack = 24 * time.Hour

// storedValues are the numbers of targets that only the store knows, by the word of catalog.Target.Engine: how long it
// took at most from the onset of a regression to its first tier. Without a regression there is none.
func (d *Datasource) storedValues(ctx context.Context, a asked, system *catalog.System) (map[string]float64, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	past, err := s.Violations(ctx, a.source, system.Name, a.window.To.Add(-delayBack), a.window.To)
	if err != nil {
		return nil, fromStore("reading violations", err)
	}
	values := map[string]float64{}
	for _, v := range past {
		if !v.Slow() {
			continue
		}
		values["delay"] = max(values["delay"], v.Delay.Seconds())
	}
	return values, nil
}
