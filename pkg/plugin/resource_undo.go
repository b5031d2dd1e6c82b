package plugin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How does a person take back what they or somebody else did?

// maxUndone bounds what is taken back at once: as many as are decided at once.
const maxUndone = maxDecided

// undoActs takes back acts, all or none.
func (d *Datasource) undoActs(r *request) (any, error) {
	var body struct {
		Acts   []int64 `json:"acts"`
		Reason string  `json:"reason"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if len(body.Acts) == 0 || len(body.Acts) > maxUndone {
		return nil, badInputf("the field acts has %d numbers: give 1 to %d, as GET /baselines/audit lists them", len(body.Acts), maxUndone)
	}
	if err := checkReason(body.Reason); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	undoings, views, err := d.undoings(r, s, body.Acts, body.Reason)
	if err != nil {
		return nil, err
	}
	acts, err := s.Undo(r.Context(), r.source, undoings.all, r.login, body.Reason, d.process.now().UTC())
	if err != nil {
		return nil, fromStore("taking back what was done", err)
	}
	log.DefaultLogger.Info("A person took back what was done", "source", r.source, "acts", len(acts), "by", r.login)
	d.forgetBaselines()
	for _, e := range undoings.relearn {
		if _, err := d.relearned(r, s, e, e.ID, "undo exclude", body.Reason); err != nil {
			return nil, err
		}
	}
	return decidedView{views, acts}, nil
}

// undoings are what is to be written, and the exclusions of whole systems after which everything is learned again.
type undoings struct {
	all     []store.Undoing
	relearn []store.Exclusion
}

func (d *Datasource) undoings(r *request, s store.Store, ids []int64, reason string) (u undoings, views []baselineView, err error) {
	views = []baselineView{}
	for _, id := range ids {
		a, found, err := s.Act(r.Context(), r.source, id)
		switch {
		case err != nil:
			return u, nil, fromStore("reading what was done", err)
		case !found:
			return u, nil, absent{fmt.Errorf("there is no act %d; GET /baselines/audit lists them", id)}
		}
		if why := notUndoable(a); why != "" {
			return u, nil, badInputf("the act %q on %s cannot be taken back: %s", a.Action, a.Operation, why)
		}
		one := store.Undoing{Act: id}
		switch {
		case a.Version > 0 && a.Undone.IsZero():
			if one.Revision, err = d.without(r, s, a, reason); err != nil {
				return u, nil, err
			}
			revised := one.Revision.Baseline
			revised.Version = one.Revision.Seen + 1
			views = append(views, d.viewOf(store.BaselineAt{Baseline: revised}))
		case a.Exclusion != 0:
			e, err := exclusionNumbered(r.Context(), s, r.source, a.Exclusion)
			if err != nil {
				return u, nil, err
			}
			u.relearn = append(u.relearn, e)
		}
		u.all = append(u.all, one)
	}
	return u, views, nil
}

// notUndoable says why an act cannot be taken back by itself; empty where it can, or where the store knows better.
func notUndoable(a store.Act) string {
	switch {
	case a.Undoes != 0, strings.HasPrefix(a.Action, "undo "):
		return "it took something back itself; decide anew"
	case strings.HasPrefix(a.Action, store.Accepted):
		return "it follows from the acceptance of a level: take that back"
	case a.Item.Kind == "" && a.Proposal == 0 && a.OperationID == 0 && a.Exclusion == 0:
		return "nothing of what was before is kept"
	case (a.Action == "exclude" || a.Action == "withdraw") && a.Exclusion == 0:
		return "it follows from an exclusion: take that back"
	}
	return ""
}

// without is the baseline of an act as if that had not been done: the version before, where nothing was learned since,
// else what would have been learned.
func (d *Datasource) without(r *request, s store.Store, a store.Act, reason string) (*store.Revision, error) {
	versions, err := versionsOf(r.Context(), s, r.source, a.OperationID)
	if err != nil {
		return nil, err
	}
	if err := nothingLater(r, s, a); err != nil {
		return nil, err
	}
	before, err := versionNamed(versions, a.Version-1)
	if err != nil {
		return nil, err
	}
	now := versions[len(versions)-1]
	record := before.Record
	learned := slices.ContainsFunc(versions, func(v store.Baseline) bool { return v.Version > a.Version && v.Author == store.Learner })
	if learned && before.Record.Standing != baseline.Frozen {
		learner, err := d.learner(r)
		if err != nil {
			return nil, err
		}
		old := now
		old.Record = now.Record.After(before.Record)
		if record, err = learner.AgainWithout(r.Context(), old, a.Exclusion); err != nil {
			return nil, fromStore("learning the baseline of "+now.Operation.Name+" again", err)
		}
	}
	return &store.Revision{
		Baseline: store.Baseline{Operation: now.Operation, Record: record, ValidFrom: d.process.now().UTC(), Author: r.login, Reason: reason},
		Seen:     now.Version, Action: "undo " + a.Action,
	}, nil
}

// nothingLater is no error where no person has changed the baseline after an act, or all that did so was taken back.
func nothingLater(r *request, s store.Store, a store.Act) error {
	acts, err := s.ActsOn(r.Context(), r.source, a.OperationID, maxActs)
	if err != nil {
		return fromStore("reading what was done", err)
	}
	for _, later := range acts {
		if later.ID > a.ID && later.Version > 0 && later.Undone.IsZero() && notUndoable(later) == "" {
			return &store.Overtaken{
				What: fmt.Sprintf("the baseline of %s after that, so take that back first", a.Operation), Did: "did “" + later.Action + "” to",
				By: later.Author, At: later.At, Reason: later.Reason,
			}
		}
	}
	return nil
}

func exclusionNumbered(ctx context.Context, s store.Store, source string, id int64) (store.Exclusion, error) {
	all, err := s.Exclusions(ctx, source, "")
	if err != nil {
		return store.Exclusion{}, fromStore("reading exclusions", err)
	}
	i := slices.IndexFunc(all, func(e store.Exclusion) bool { return e.ID == id })
	if i < 0 {
		return store.Exclusion{}, absent{fmt.Errorf("there is no exclusion %d any more", id)}
	}
	return all[i], nil
}
