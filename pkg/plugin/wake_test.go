package plugin

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

func namesOf(systems []*catalog.System) (names []string) {
	for _, system := range systems {
		names = append(names, system.Name)
	}
	return names
}

func TestAnOutageDoesNotLookLikeAChangeOfSettings(t *testing.T) {
	var away atomic.Bool
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case away.Load():
			w.WriteHeader(http.StatusBadGateway)
		case strings.Contains(r.FormValue("query"), "kgas"):
			_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"kgas_operation_duration_seconds_count"},"value":[1,"1"]}]}}`))
		default:
			_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"vector","result":[]}}`))
		}
	})
	d, pluginContext := datasource(t, url, filled(), `{}`)
	found := d.learnable(context.Background())
	require.Equal(t, []string{"kgas"}, namesOf(found))
	before := d.version(pluginContext, found)
	away.Store(true)
	later := noon.Add(time.Hour)
	d.process.now = func() time.Time { return later }
	during := d.learnable(context.Background())
	require.Equal(t, []string{"kgas"}, namesOf(during))
	require.Equal(t, before, d.version(pluginContext, during))
	pluginContext.DataSourceInstanceSettings.Updated = later
	require.NotEqual(t, before, d.version(pluginContext, during), "new settings are")
}

func TestChosenSystemsAreLearnedBeforePrometheusHasThem(t *testing.T) {
	d, _ := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["omninode"]}`)
	require.Equal(t, []string{"omninode"}, namesOf(d.learnable(context.Background())))
}

func TestOnlyDataSourcesThatSomebodyAsksForAreActive(t *testing.T) {
	d, pluginContext := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	require.Empty(t, d.process.active())
	require.NoError(t, d.wake(context.Background(), pluginContext))
	require.Equal(t, map[string]changer{"1/yardstick": nil}, d.process.active())
	d.process.now = func() time.Time { return noon.Add(15 * time.Minute) }
	require.Empty(t, d.process.active())
}
