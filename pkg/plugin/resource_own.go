package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How do people define operations of their own? Each definition has versions with author and reason; deleting one
// ends learning by it and can be taken back, so that it is an Editor's like every other decision.

// ownView is one definition in GET /own.
type ownView struct {
	ID         int64             `json:"id"`
	Version    int               `json:"version"`
	Definition catalog.OwnSystem `json:"definition"`
	// Set is the name under which its operations are found elsewhere.
	Set     string    `json:"set"`
	Author  string    `json:"author"`
	Reason  string    `json:"reason"`
	Time    time.Time `json:"time"`
	Deleted bool      `json:"deleted"`
	Learned int       `json:"learned"` // hours
	Wanted  int       `json:"wanted"`
	// Operations were seen so far.
	Operations int    `json:"operations"`
	LastError  string `json:"lastError"`
}

// ownRequest is the body of POST /own and POST /own/{id}.
type ownRequest struct {
	Version    int               `json:"version"` // that was looked at; 0 for a new one
	Definition catalog.OwnSystem `json:"definition"`
	Reason     string            `json:"reason"`
}

// listOwn lists the definitions of the store, those that were deleted too.
func (d *Datasource) listOwn(r *request) (any, error) {
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	all, err := s.Own(r.Context(), r.source)
	if err != nil {
		return nil, fromStore("reading operations of one's own", err)
	}
	progress, err := d.progress(r.Context(), r.source)
	if err != nil {
		return nil, err
	}
	views := []ownView{}
	for _, o := range all {
		view := ownViewOf(o)
		for _, p := range progress {
			if p.System == o.System && p.Set == view.Set {
				view.Learned, view.Wanted, view.LastError = p.Learned, p.Wanted, p.LastError
			}
		}
		if view.Operations, err = d.seenBy(r, o, view.Set); err != nil {
			return nil, err
		}
		views = append(views, view)
	}
	return map[string]any{"definitions": views}, nil
}

// seenBy is how many operations a definition has a baseline of.
func (d *Datasource) seenBy(r *request, o store.OwnOperations, set string) (n int, err error) {
	if o.Deleted {
		return 0, nil
	}
	known, err := d.baselines.at(r.Context(), r.source, o.System, d.process.now())
	for _, b := range known.all {
		if b.Operation.Set == set {
			n++
		}
	}
	return n, err
}

func ownViewOf(o store.OwnOperations) ownView {
	view := ownView{ID: o.ID, Version: o.Version, Author: o.Author, Reason: o.Reason, Time: o.At, Deleted: o.Deleted}
	definition, err := definitionOf(o)
	if err != nil {
		view.LastError = err.Error()
	}
	view.Definition = definition
	view.Definition.Operations = orEmpty(definition.Operations)
	for _, op := range definition.Operations {
		view.Set = op.SetID
	}
	return view
}

// defineOwn begins a definition.
func (d *Datasource) defineOwn(r *request) (any, error) {
	var body ownRequest
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if body.Reason != "" {
		if err := checkReason(body.Reason); err != nil {
			return nil, err
		}
	}
	return d.putOwn(r, store.OwnOperations{}, body, "define")
}

// changeOwn puts another version on top of the one that was looked at.
func (d *Datasource) changeOwn(r *request) (any, error) {
	var body ownRequest
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if err := checkReason(body.Reason); err != nil {
		return nil, err
	}
	now, err := d.ownNamed(r)
	if err != nil {
		return nil, err
	}
	return d.putOwn(r, now, body, "change definition")
}

// putOwn checks a definition as it is checked while it is written, and keeps it.
func (d *Datasource) putOwn(r *request, now store.OwnOperations, body ownRequest, action string) (any, error) {
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	checked, err := d.checkDefinition(r, s, body.Definition, now.ID)
	if err != nil {
		return nil, err
	}
	if err := checked.wrong(); err != nil {
		return nil, err
	}
	document, err := json.Marshal(body.Definition)
	if err != nil {
		return nil, err
	}
	return d.keepOwn(r, s, store.OwnOperations{
		ID: now.ID, Version: body.Version, System: body.Definition.System, Title: body.Definition.Operations[0].Title, Definition: document, Reason: body.Reason,
	}, action, undefinedYet(body.Definition, now.ID))
}

// deleteOwn ends learning by a definition.
func (d *Datasource) deleteOwn(r *request) (any, error) {
	version, err := strconv.Atoi(r.URL.Query().Get("version"))
	if err != nil {
		return nil, badInputf("the parameter version is missing: which one was looked at?")
	}
	return d.switchOwn(r, true, version, r.URL.Query().Get("reason"), "delete definition")
}

// restoreOwn takes a deletion back.
func (d *Datasource) restoreOwn(r *request) (any, error) {
	var body struct {
		Version int    `json:"version"`
		Reason  string `json:"reason"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	return d.switchOwn(r, false, body.Version, body.Reason, "restore definition")
}

func (d *Datasource) switchOwn(r *request, deleted bool, version int, reason, action string) (any, error) {
	if err := checkReason(reason); err != nil {
		return nil, err
	}
	now, err := d.ownNamed(r)
	if err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	if now.Deleted == deleted {
		return nil, badInputf("%s is %s already", now.Title, map[bool]string{true: "deleted", false: "learned"}[deleted])
	}
	var fits store.OwnCheck
	if !deleted {
		definition, err := definitionOf(now)
		if err != nil {
			return nil, badInput{err}
		}
		if err := d.freeToDefine(r.Context(), r.source, s, definition, now.ID); err != nil {
			return nil, err
		}
		fits = undefinedYet(definition, now.ID)
	}
	now.Version, now.Deleted, now.Reason = version, deleted, reason
	return d.keepOwn(r, s, now, action, fits)
}

func (d *Datasource) keepOwn(r *request, s store.Store, o store.OwnOperations, action string, fits store.OwnCheck) (any, error) {
	o.Author, o.At = r.login, d.process.now().UTC()
	put, found, err := s.PutOwn(r.Context(), r.source, o, action, fits)
	switch {
	case errors.As(err, new(*store.OwnConflict)), errors.As(err, &badInput{}):
		return nil, err
	case err != nil:
		return nil, fromStore("keeping operations of one's own", err)
	case !found:
		return nil, absent{fmt.Errorf("there is no definition %d", o.ID)}
	}
	log.DefaultLogger.Info("A person defined operations", "source", r.source, "action", action, "system", put.System, "title", put.Title, "by", r.login)
	d.baselines.forget()
	if err := d.wake(r.Context(), backend.PluginConfigFromContext(r.Context())); err != nil {
		return nil, err
	}
	return ownViewOf(put), nil
}

// ownNamed is the definition that the address names.
func (d *Datasource) ownNamed(r *request) (store.OwnOperations, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		return store.OwnOperations{}, badInputf("%q is not the id of a definition", r.PathValue("id"))
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return store.OwnOperations{}, err
	}
	all, err := s.Own(r.Context(), r.source)
	if err != nil {
		return store.OwnOperations{}, fromStore("reading operations of one's own", err)
	}
	i := slices.IndexFunc(all, func(o store.OwnOperations) bool { return o.ID == id })
	if i < 0 {
		return store.OwnOperations{}, absent{fmt.Errorf("there is no definition %d", id)}
	}
	return all[i], nil
}

// freeToDefine refuses what is learned already: the same measurements would be judged twice.
func (d *Datasource) freeToDefine(ctx context.Context, source string, s store.Store, wanted catalog.OwnSystem, except int64) error {
	all, err := s.Own(ctx, source)
	if err != nil {
		return fromStore("reading operations of one's own", err)
	}
	if err := undefinedYet(wanted, except)(all); err != nil {
		return err
	}
	base, err := d.settings.systems(d.builtin)
	if err != nil {
		return err
	}
	system, found := base.System(wanted.System)
	if !found {
		return nil
	}
	set := wanted.Operations[0].Set()
	for _, known := range system.Operations {
		if known.Metric == set.Metric && known.Selector == set.Selector && strings.Join(known.By, ",") == strings.Join(set.By, ",") {
			return badInputf("%s learns the same already, as %q", system.Title, known.Title)
		}
	}
	return nil
}

// undefinedYet refuses what another definition learns, and one too many. It is asked again as a definition is kept: somebody
// may have defined the same since, or the same person by a second click.
func undefinedYet(wanted catalog.OwnSystem, except int64) store.OwnCheck {
	learned := wanted.Operations[0].Learned()
	return func(newest []store.OwnOperations) error {
		living := 0
		for _, o := range newest {
			if o.Deleted || o.ID == except {
				continue
			}
			living++
			if o.System == wanted.System && ownViewOf(o).Set == learned {
				return badInputf("the same is learned by %q already: change that one, or choose other labels or matchers", o.Title)
			}
		}
		if living >= maxDefinitions {
			return badInputf("there are %d definitions already: delete some, or describe them in the settings of the data source", living)
		}
		return nil
	}
}
