package learn

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

func TestWhatOnlyRisesIsNoLevel(t *testing.T) {
	for _, c := range []struct {
		name, metric, declared, kind string
		refused                      bool
	}{
		{"a counter by its name", "sent_total", "", "level", true},
		{"a counter by its type", "sent", "counter", "level", true},
		{"what a histogram has counted", "wait_seconds_count", "histogram", "level", true},
		{"a gauge that is named as a counter", "workers_total", "gauge", "level", false},
		{"a gauge of which nothing is declared", "queue_count", "", "level", false},
		{"the rate of a counter", "sent_total", "counter", "counter", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				w := newWorld()
				w.operations[c.metric] = []string{"cart"}
				w.types = map[string]string{c.metric: c.declared}
				settings := settingsOf(w, 1)
				settings.Systems = []*catalog.System{{Name: "shop", Title: "Shop", TimeZone: "UTC", Operations: []catalog.OperationSet{
					{ID: "of one's own", Title: "Own", Metric: c.metric, Kind: c.kind, Unit: "short", By: []string{"op"}},
				}}}
				l := New(s, SystemClock{}, "test", settings)
				defer l.Close()
				err := l.CatchUp(t.Context())
				operations, failed := s.Operations(t.Context(), "1/shop", "shop")
				require.NoError(t, failed)
				if !c.refused {
					require.NoError(t, err)
					require.Len(t, operations, 1)
					return
				}
				require.ErrorContains(t, err, c.metric+" is a counter")
				require.ErrorContains(t, err, "kind: counter")
				require.Empty(t, operations, "nothing of it is learned")
				require.Contains(t, progressOf(t, s)[0].LastError, "kind: counter", "a person sees it beside the progress")
			})
		})
	}
}
