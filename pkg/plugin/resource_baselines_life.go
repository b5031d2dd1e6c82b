package plugin

import (
	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// What may a person decide about the baselines that are?

// approveBaselines says that what was learned is right.
func (d *Datasource) approveBaselines(r *request) (any, error) {
	var body decision
	if err := r.read(&body); err != nil {
		return nil, err
	}
	return d.revise(r, body, "approve", func(now store.Baseline) (baseline.Record, error) {
		return now.Record.Approve(d.process.now().UTC())
	})
}

// freezeBaselines keeps them as they are.
func (d *Datasource) freezeBaselines(r *request) (any, error) {
	var body decision
	if err := r.read(&body); err != nil {
		return nil, err
	}
	return d.revise(r, body, "freeze", func(now store.Baseline) (baseline.Record, error) {
		return now.Record.Freeze(d.process.now().UTC())
	})
}

// unfreezeBaselines lets them learn again.
func (d *Datasource) unfreezeBaselines(r *request) (any, error) {
	var body decision
	if err := r.read(&body); err != nil {
		return nil, err
	}
	return d.revise(r, body, "unfreeze", func(now store.Baseline) (baseline.Record, error) { return now.Record.Unfreeze() })
}

// rollbackBaselines lets an earlier version answer again, frozen: the next hour would undo it otherwise.
func (d *Datasource) rollbackBaselines(r *request) (any, error) {
	var body struct {
		decision
		To int `json:"to"` // version
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if len(body.Operations) > 1 {
		return nil, badInputf("a version is one operation's: roll back %d operations one by one", len(body.Operations))
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	return d.revise(r, body.decision, "rollback", func(now store.Baseline) (baseline.Record, error) {
		versions, err := versionsOf(r.Context(), s, r.source, now.Operation.ID)
		if err != nil {
			return baseline.Record{}, err
		}
		earlier, err := versionNamed(versions, body.To)
		if err != nil {
			return baseline.Record{}, err
		}
		return earlier.Record.RolledBack(d.process.now().UTC())
	})
}

// setFactors gives operations limits of the tiers of their own; without factors the system's hold again.
func (d *Datasource) setFactors(r *request) (any, error) {
	var body struct {
		decision
		Factors *baseline.Factors `json:"factors"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	return d.revise(r, body.decision, "factors", func(now store.Baseline) (baseline.Record, error) {
		return now.Record.WithFactors(body.Factors)
	})
}
