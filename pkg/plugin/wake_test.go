package plugin

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
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

// Which systems there are to learn is looked for beside every question, of all series of the last hour: a dashboard that
// refreshes every ten seconds must not wait for that each time, nor may Prometheus have to answer it.
func TestWhoAsksDoesNotWaitUntilItIsKnownWhatThereIsToLearn(t *testing.T) {
	var looks atomic.Int64
	let := make(chan struct{})
	slow := atomic.Bool{}
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		if slow.Load() {
			<-let
		}
		looks.Add(1)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"kgas_operation_duration_seconds_count"},"value":[1,"1"]}]}}`))
	})
	d, pluginContext := datasource(t, url, filled(), `{}`)
	now := noon
	d.process.now = func() time.Time { return now }
	for range 6 {
		require.NoError(t, d.wake(t.Context(), pluginContext))
		now = now.Add(10 * time.Second)
	}
	systems, err := Common{}.systems(d.catalogue())
	require.NoError(t, err)
	require.EqualValues(t, len(systems), looks.Load(), "once a minute each")

	slow.Store(true)
	looking := make(chan struct{})
	go func() {
		defer close(looking)
		d.learnable(context.Background())
	}()
	require.Eventually(t, func() bool {
		d.foundMu.Lock()
		defer d.foundMu.Unlock()
		return now.Before(d.lookAgain)
	}, 10*time.Second, time.Millisecond)
	require.Equal(t, []string{"kgas"}, namesOf(d.learnable(context.Background())), "others go by what is found")
	close(let)
	<-looking

	found := looks.Load()
	require.NoError(t, d.adopt([]catalog.OwnSystem{{System: "shop", Operations: []catalog.OwnOperation{{Title: "Requests", Metric: "shop_seconds"}}}}, nil))
	d.learnable(context.Background())
	require.Greater(t, looks.Load(), found, "what somebody defines is looked for at once")
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

// Data sources that are made anew with every deployment have another uid each time, and Grafana ends no instance of those that
// are gone.
func TestADataSourceThatNobodyAsksForGivesItsMemoryBack(t *testing.T) {
	d, context := datasource(t, promtest.Start(t, promtest.Options{History: history().String()}).URL, filled(), `{"systems":["kgas"]}`)
	now := noon
	d.process.now = func() time.Time { return now }
	require.Positive(t, requestsFor(t, d, context))
	now = now.Add(time.Minute)
	require.Zero(t, requestsFor(t, d, context), "the same moment is remembered")

	now = now.Add(learn.Idle - time.Minute)
	d.process.forgetIdle()
	require.Len(t, d.process.sources, 1, "somebody asked")
	now = now.Add(time.Minute)
	t.Setenv("GOMEMLIMIT", "off") // that of the tests stays
	d.process.BoundMemory()
	require.Eventually(t, func() bool {
		d.process.mu.Lock()
		defer d.process.mu.Unlock()
		return len(d.process.sources) == 0
	}, 10*time.Second, time.Millisecond, "and no other data source is asked")
	require.Positive(t, requestsFor(t, d, context), "when somebody asks again, Prometheus is asked")
}

// requestsFor counts what Prometheus is asked for one question.
func requestsFor(t *testing.T, d *Datasource, context backend.PluginContext) float64 {
	t.Helper()
	asked := upstreamRequests.WithLabelValues(forQueries, "200")
	before := testutil.ToFloat64(asked)
	require.NoError(t, ask(t, d, context, deviationOfKGAS, nil).Error)
	return testutil.ToFloat64(asked) - before
}

// Others keep their uid when they are made anew, as a file of Grafana's provisioning with deleteDatasources does. The number
// is another one, so that Grafana keeps the instance of the one that is gone beside the new one.
func TestADataSourceThatIsMadeAnewUnderItsUIDHoldsItsMemoryOnce(t *testing.T) {
	d, context := datasource(t, promtest.Start(t, promtest.Options{History: history().String()}).URL, filled(), `{"systems":["kgas"]}`)
	require.Positive(t, requestsFor(t, d, context))
	require.Zero(t, requestsFor(t, d, context), "the same moment is remembered")
	anew := context
	settings := *context.DataSourceInstanceSettings
	settings.ID, settings.Updated, anew.DataSourceInstanceSettings = settings.ID+1, noon, &settings
	instance, err := d.process.NewInstance(t.Context(), settings)
	require.NoError(t, err)
	require.NoError(t, instance.(*Datasource).wake(t.Context(), anew))
	require.Len(t, d.process.sources, 1)
	require.Positive(t, requestsFor(t, d, context), "the one that is gone remembers nothing any more")
}
