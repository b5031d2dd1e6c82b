package plugin

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Who keeps the learner going? Every request does; a data source that nobody
// asks for any more was deleted, or its app disabled, and Grafana tells neither.

// wakeTime bounds what a request spends on finding out which systems there are to learn.
const wakeTime = 3 * time.Second

// foundAge is how long what was found serves: hours are learned, and to look through the last hour of all metrics of all
// systems costs more than most questions.
const foundAge = time.Minute

// wake says what is wrong with the settings, else keeps the learner of the data source at work.
func (d *Datasource) wake(ctx context.Context, context backend.PluginContext) error {
	if d.fault != nil {
		return badInput{d.fault}
	}
	source, err := sourceOf(context)
	if err != nil {
		return err
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return err
	}
	if err := d.refresh(ctx, source, s); err != nil {
		return err
	}
	systems := d.learnable(ctx)
	d.process.work(s, d.learning(source, d.version(context, systems), systems), d.changes(systems), d)
	return nil
}

// forget gives back the memory of answers that nobody asks for any more.
func (d *Datasource) forget() {
	d.live.Forget()
	d.forgetBaselines()
}

// learning are the settings of the learner of this data source.
func (d *Datasource) learning(source, version string, systems []*catalog.System) learn.Settings {
	var clock func(context.Context) (time.Time, error)
	if d.process.real {
		clock = func(ctx context.Context) (time.Time, error) { return d.client.Clock(marked(ctx)) }
	}
	return learn.Settings{
		Clock: clock, Gone: d.gone(), Version: version,
		AfterHour: func(ctx context.Context, l store.Lease, system *catalog.System, learned time.Time) {
			d.keepReports(ctx, source, system, l, learned)
		},
		Source: source, Systems: systems, Prometheus: learnersPrometheus{d.client}, Days: d.settings.LearnDays, Lag: d.settings.Lag(), Holidays: d.settings.Holidays,
		OnError: func(system, set string, err error) {
			logPanic(err)
			log.DefaultLogger.Warn("Learning failed and is tried again", "source", source, "system", system, "set", set, "error", err)
		},
	}
}

// learner learns single baselines again when a person asks; it is not the one that works in the background.
func (d *Datasource) learner(r *request) (*learn.Learner, error) {
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	systems, err := Common{}.systems(d.catalogue())
	if err != nil {
		return nil, err
	}
	return learn.New(s, present{d.process.now}, "", d.learning(r.source, "", systems)), nil
}

// present is the process' clock for work that waits for nothing.
type present struct{ now func() time.Time }

func (p present) Now() time.Time                       { return p.now() }
func (p present) After(time.Duration) <-chan time.Time { return nil }

// version changes whenever the learner has to begin with other settings.
func (d *Datasource) version(context backend.PluginContext, systems []*catalog.System) string {
	names := make([]string, len(systems))
	for i, system := range systems {
		names[i] = system.Name
	}
	return fmt.Sprintf("settings=%d systems=%v own=%s", context.DataSourceInstanceSettings.Updated.UnixNano(), names, d.definedVersion())
}

// learnable are the systems to learn: those chosen, else those found. While
// Prometheus does not answer it is those found last, so that an outage does not
// look like a change of settings.
func (d *Datasource) learnable(ctx context.Context) []*catalog.System {
	known := d.catalogue()
	systems, err := Common{}.systems(known)
	if err != nil || len(d.settings.Systems) > 0 {
		return systems
	}
	if found, enough := d.foundAlready(known); enough {
		return found
	}
	ctx, cancel := context.WithTimeout(ctx, wakeTime)
	defer cancel()
	found, err := d.live.FoundSystems(ctx, systems, d.process.now())
	d.foundMu.Lock()
	defer d.foundMu.Unlock()
	if err == nil {
		d.found, d.foundIn = found, known
	} else if _, worse := shown(err); worse == nil {
		d.found, d.foundIn = slices.DeleteFunc(systems, func(s *catalog.System) bool { // half an answer finds, and misses nothing
			named := func(f *catalog.System) bool { return f.Name == s.Name }
			return !slices.ContainsFunc(found, named) && !slices.ContainsFunc(d.found, named)
		}), known
	}
	return d.found
}

// foundAlready are the systems that were found among those known; one request in a while looks for others, and the rest do
// not wait for it. Where somebody has defined some since, or nothing is found yet, it is looked at once.
func (d *Datasource) foundAlready(known *catalog.Catalog) (found []*catalog.System, enough bool) {
	now := d.process.now()
	d.foundMu.Lock()
	defer d.foundMu.Unlock()
	if len(d.found) > 0 && d.foundIn == known && now.Before(d.lookAgain) {
		return d.found, true
	}
	d.lookAgain = now.Add(foundAge)
	return nil, false
}
