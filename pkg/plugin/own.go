package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Which systems does a data source have, now that people may define operations of their own at any time? Those are in
// the store, so that an Editor may add some: the settings of a data source are an Admin's.

// knownSystems are the systems of a data source; they change while the instance lives.
type knownSystems struct {
	current atomic.Pointer[catalog.Catalog]

	mu      sync.Mutex
	defined string // the versions of the definitions that current knows
	// described are all systems, chosen or not; of the unread ones a definition cannot be read.
	described *catalog.Catalog
	unread    []string
}

// catalogue is the systems of this data source as they are now.
func (d *Datasource) catalogue() *catalog.Catalog { return d.systems.current.Load() }

// refresh takes over what people have defined since, in this process or another one.
func (d *Datasource) refresh(ctx context.Context, source string, s store.Store) error {
	definitions, err := s.Own(ctx, source)
	if err != nil {
		return fromStore("reading operations of one's own", err)
	}
	versions := versionsIn(definitions)
	d.systems.mu.Lock()
	defer d.systems.mu.Unlock()
	if versions == d.systems.defined {
		return nil
	}
	own, unread := defined(source, definitions)
	if err := d.adopt(own, unread); err != nil {
		return err
	}
	d.systems.defined = versions
	d.verdictMemory.forget()
	return nil
}

// adopt makes the systems of this data source those of its settings and of definitions.
func (d *Datasource) adopt(own []catalog.OwnSystem, unread []string) error {
	settings := d.settings
	settings.Operations = append(slices.Clone(settings.Operations), own...)
	catalogue, err := settings.systems(d.builtin)
	if err != nil {
		return err
	}
	d.systems.current.Store(catalogue)
	d.systems.described, d.systems.unread = d.builtin.With(settings.Operations...), unread
	return nil
}

// gone tells whether nothing describes a set any more: neither a documented system, chosen or not, nor the settings, nor
// a definition. One that cannot be read may describe any set of its system.
func (d *Datasource) gone() func(system, set string) bool {
	d.systems.mu.Lock()
	defer d.systems.mu.Unlock()
	described, unread := d.systems.described, d.systems.unread
	return func(system, set string) bool {
		if slices.Contains(unread, system) {
			return false
		}
		s, found := described.System(system)
		return !found || !slices.ContainsFunc(s.Operations, func(o catalog.OperationSet) bool { return o.ID == set })
	}
}

// definedVersion changes whenever the learner has other definitions to learn by.
func (d *Datasource) definedVersion() string {
	d.systems.mu.Lock()
	defer d.systems.mu.Unlock()
	return d.systems.defined
}

func versionsIn(definitions []store.OwnOperations) string {
	var b strings.Builder
	for _, o := range definitions {
		fmt.Fprintf(&b, "%d.%d ", o.ID, o.Version)
	}
	return b.String()
}

// defined are the systems of the definitions that hold. One that cannot be read is left out and said, so that the
// others go on: a newer Yardstick may have written it.
func defined(source string, definitions []store.OwnOperations) (own []catalog.OwnSystem, unread []string) {
	for _, o := range definitions {
		if o.Deleted {
			continue
		}
		system, err := definitionOf(o)
		if err != nil {
			log.DefaultLogger.Warn("A definition is left out", "source", source, "id", o.ID, "error", err)
			unread = append(unread, o.System)
			continue
		}
		own = append(own, system)
	}
	return own, unread
}

// definitionOf reads a definition and gives its set the name that its measurements are kept under.
func definitionOf(o store.OwnOperations) (catalog.OwnSystem, error) {
	var system catalog.OwnSystem
	if err := json.Unmarshal(o.Definition, &system); err != nil {
		return system, fmt.Errorf("reading the definition of %s: %w", o.Title, err)
	}
	if err := checkOwn(system); err != nil {
		return system, err
	}
	for i := range system.Operations {
		system.Operations[i].SetID = system.Operations[i].Learned()
	}
	return system, nil
}
