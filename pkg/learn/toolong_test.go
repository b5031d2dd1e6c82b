package learn

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// behindProxy is asked by GET through a proxy that takes short addresses only.
type behindProxy struct {
	*world
	longest int
	refused int
}

func (p *behindProxy) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	if len(q.Selector) > p.longest {
		p.refused++
		return nil, &prometheus.Error{Kind: prometheus.ErrTooLarge, Message: "the proxy does not accept an address of this length (414)"}
	}
	return p.world.Windows(ctx, q, from, to, step)
}

func TestSuspectsWhoseNamesAreTooLongForAProxyAreAskedForInParts(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		var routes []string
		for i := range 12 {
			routes = append(routes, fmt.Sprintf("/shops/orders%02d", i))
		}
		w.operations = map[string][]string{"page_seconds": routes}
		begin := hoursAgo(30).Add(17 * time.Minute)
		w.slow = func(_ string, at time.Time) float64 { return slowFrom("", begin, 12*time.Minute, 4)("", at) }
		proxy := &behindProxy{world: w, longest: 80}
		settings := settingsOf(proxy, 3)
		settings.Systems[0].Operations = settings.Systems[0].Operations[:1]
		caughtUp(t, s, settings)
		for _, route := range routes {
			if found := violationsOf(t, s, route); len(found) != 1 || !found[0].Start.Equal(begin.Add(time.Minute)) {
				t.Errorf("violations of %s: %+v, want one from %s", route, found, begin)
			}
		}
		if proxy.refused == 0 {
			t.Error("all were asked for at once")
		}
	})
}
