// Package plugin is the back end of Yardstick's data source: it answers the
// queries of dashboards and alert rules, serves the resource API of the app's
// pages, and says whether everything is well. It is the thin edge; what it
// answers with is computed in the packages below.
package plugin

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// Datasource is one instance: one version of the settings of one data source.
type Datasource struct {
	process       *Process
	settings      Settings
	builtin       *catalog.Catalog // the documented systems
	systems       knownSystems
	canonical     *catalog.Catalog // before the mapping of metrics
	client        *prometheus.Client
	live          *live.Reader
	baselines     *baselineReader
	verdictMemory *verdictMemory
	resources     backend.CallResourceHandler
	// fault is what is wrong with the settings; the health check and every answer say it. An instance
	// that could not be made would let Grafana answer with a sentence of its own, which names nothing.
	fault error

	foundMu   sync.Mutex
	found     []*catalog.System // those that Prometheus had metrics of when it answered last
	foundIn   *catalog.Catalog  // among these
	lookAgain time.Time         // for others; whoever comes meanwhile goes by what is found
}

// NewInstance makes an instance for one version of a data source's settings.
func (p *Process) NewInstance(ctx context.Context, from backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	d := &Datasource{process: p}
	d.resources = d.resourceHandler()
	d.baselines = newBaselineReader(p.Store, p.now)
	d.verdictMemory = newVerdictMemory(p.now)
	d.fault = d.configure(ctx, from)
	return d, nil
}

func (d *Datasource) configure(ctx context.Context, from backend.DataSourceInstanceSettings) error {
	var err error
	if d.settings, err = readSettings(from); err != nil {
		return err
	}
	if d.builtin, err = d.process.builtin(); err != nil {
		return err
	}
	if err := d.adopt(nil, nil); err != nil {
		return err
	}
	if d.canonical, err = d.settings.canonical(d.builtin); err != nil {
		return err
	}
	options, err := from.HTTPClientOptions(ctx)
	if err != nil {
		return fmt.Errorf("reading the data source's HTTP settings: %w", err)
	}
	var queries time.Duration
	options.Timeouts.Timeout, queries = patience(options) // these options are ours alone
	parameters, err := d.settings.parameters()
	if err != nil {
		return err
	}
	options.Middlewares = append(httpclient.DefaultMiddlewares(), with(parameters), counted())
	hc, err := httpclient.New(options)
	if err != nil {
		return fmt.Errorf("using the data source's HTTP settings (TLS, proxy): %w", err)
	}
	d.client, err = prometheus.New(hc, d.settings.URL, prometheus.Options{Method: d.settings.HTTPMethod})
	if err != nil {
		return err
	}
	d.live = live.New(d.client, live.Options{Now: d.process.now, OnLookup: lookedUp, Timeout: queries})
	return nil
}

// patience is how long Prometheus may take for one answer to the learner (client), and to whoever waits for a query
// (live): zero is the reader's own, which ends before Grafana gives up, and is all there is unless the settings allow more.
// The SDK takes a time-out that is no number, such as a field that was emptied, for none at all.
func patience(options httpclient.Options) (client, live time.Duration) {
	usual := httpclient.DefaultTimeoutOptions.Timeout
	switch set := options.Timeouts.Timeout; {
	case set <= 0:
		return usual, 0
	case set <= usual:
		return set, 0
	default:
		return set, set
	}
}

// Dispose has nothing to end: the background work of the data source goes on with the next instance, and idle connections
// close by themselves.
func (d *Datasource) Dispose() {}

// CallResource serves the resource API.
func (d *Datasource) CallResource(ctx context.Context, r *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	return d.resources.CallResource(ctx, r, sender)
}

// sourceOf is whose data a request is about. Grafana has checked that the caller
// belongs to the organisation; nothing crosses from one source to another.
func sourceOf(context backend.PluginContext) (string, error) {
	// The namespace that the SDK recommends instead says the same in other words, and not on every Grafana since 12.3.
	org := context.OrgID //nolint:staticcheck
	if context.DataSourceInstanceSettings == nil || context.DataSourceInstanceSettings.UID == "" || org <= 0 {
		return "", errors.New("the request names no organisation and data source")
	}
	return fmt.Sprintf("%d/%s", org, context.DataSourceInstanceSettings.UID), nil
}
