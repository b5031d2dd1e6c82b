package plugin

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Who did what, when and why, and can it be taken back?

// actView is one thing that a person did, as GET /baselines/audit gives it.
type actView struct {
	ID          int64       `json:"id"`
	Time        time.Time   `json:"time"`
	Author      string      `json:"author"`
	Action      string      `json:"action"`
	System      string      `json:"system"`
	Set         string      `json:"set"`       // of the operation; empty where it is gone, or none
	Operation   string      `json:"operation"` // or the title of what somebody looked after
	OperationID int64       `json:"operationId"`
	Version     int         `json:"version"`
	Reason      string      `json:"reason"`
	Undoes      int64       `json:"undoes"`    // the act that this one took back, 0 for none
	Undone      *undoneView `json:"undone"`    // null while it holds
	Permanent   string      `json:"permanent"` // why it cannot be taken back; empty where it can
}

// undoneView says who took an act back.
type undoneView struct {
	Time   time.Time `json:"time"`
	Author string    `json:"author"`
	Reason string    `json:"reason"`
}

func actViewOf(a store.Act, sets map[int64]string) actView {
	view := actView{
		ID: a.ID, Time: a.At, Author: a.Author, Action: a.Action, System: a.System, Set: sets[a.OperationID], Operation: a.Operation,
		OperationID: a.OperationID, Version: a.Version, Reason: a.Reason, Undoes: a.Undoes, Permanent: notUndoable(a),
	}
	if !a.Undone.IsZero() {
		view.Undone = &undoneView{a.Undone, a.UndoneBy, a.UndoneReason}
	}
	return view
}

// maxActs bounds the list of what was done.
const maxActs = 1000

// auditBaselines lists what people did, the newest first; without a range, all of it; with an operation, what they did to that.
func (d *Datasource) auditBaselines(r *request) (any, error) {
	if _, err := r.common().systems(d.catalogue()); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	acts, err := d.acts(r, s)
	if err != nil {
		return nil, err
	}
	sets, err := setsOf(r.Context(), s, r.source, r.common().System)
	if err != nil {
		return nil, err
	}
	views := []actView{}
	for _, a := range acts {
		views = append(views, actViewOf(a, sets))
	}
	return map[string]any{"acts": views}, nil
}

func (d *Datasource) acts(r *request, s store.Store) ([]store.Act, error) {
	from, to, err := r.anySpan(d.process.now())
	if err != nil {
		return nil, err
	}
	var acts []store.Act
	if r.URL.Query().Has("operation") {
		id, err := r.operationID()
		if err != nil {
			return nil, err
		}
		acts, err = s.ActsOn(r.Context(), r.source, id, maxActs)
		return acts, fromStore("reading what was done", err)
	}
	acts, err = s.Acts(r.Context(), r.source, r.common().System, from, to, maxActs)
	return acts, fromStore("reading what was done", err)
}

// setsOf tells by id which set an operation belongs to: with system and name that is its address.
func setsOf(ctx context.Context, s store.Store, source, system string) (map[int64]string, error) {
	operations, err := s.Operations(ctx, source, system)
	if err != nil {
		return nil, fromStore("reading operations", err)
	}
	sets := make(map[int64]string, len(operations))
	for _, o := range operations {
		sets[o.ID] = o.Set
	}
	return sets, nil
}
