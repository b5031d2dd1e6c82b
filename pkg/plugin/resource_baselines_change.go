package plugin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How does a person's decision become new versions? All operations of one call change, or none.

// chosenView is one operation that a call is about, at the version that the caller looked at.
type chosenView struct {
	ID      int64 `json:"id"`
	Version int   `json:"version"`
}

// decision is what every change of baselines says.
type decision struct {
	Operations []chosenView `json:"operations"`
	Reason     string       `json:"reason"`
}

const (
	longestReason = 2000
	// maxDecided bounds the operations of one decision.
	maxDecided = 1000
)

func (d decision) check() error {
	switch {
	case len(d.Operations) == 0:
		return badInputf("the field operations is empty: list what is meant as {\"id\":…,\"version\":…}, as GET /baselines gives them")
	case len(d.Operations) > maxDecided:
		return badInputf("%d operations are more than the %d of one call: send several", len(d.Operations), maxDecided)
	}
	return checkReason(d.Reason)
}

func checkReason(reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return badInputf("the field reason is missing: say why, for those who look at it later")
	case utf8.RuneCountInString(reason) > longestReason:
		return badInputf("the reason is longer than %d characters", longestReason)
	}
	return nil
}

// change makes another record of one that is valid now.
type change func(now store.Baseline) (baseline.Record, error)

// revise applies a decision: each operation must still be at the version that the caller looked at.
func (d *Datasource) revise(r *request, of decision, action string, by change) (any, error) {
	return d.reviseWith(r, of, action, func(now store.Baseline) (baseline.Record, *store.Exclusion, error) {
		record, err := by(now)
		return record, nil, err
	})
}

// changeOfTime is a change that excludes time as well.
type changeOfTime func(now store.Baseline) (baseline.Record, *store.Exclusion, error)

// reviseWith is revise for changes that exclude time as well.
func (d *Datasource) reviseWith(r *request, of decision, action string, by changeOfTime) (*decidedView, error) {
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	revisions, err := d.revisions(r, s, of, action, by)
	if err != nil {
		return nil, err
	}
	acts, err := s.Revise(r.Context(), r.source, revisions)
	if err != nil {
		return nil, fromStore("changing baselines", err)
	}
	return d.revised(r, revisions, acts, action), nil
}

// revisions are what a decision makes of the baselines that it is about.
func (d *Datasource) revisions(r *request, s store.Store, of decision, action string, by changeOfTime) ([]store.Revision, error) {
	if err := of.check(); err != nil {
		return nil, err
	}
	valid, err := lookedAt(r, s, of)
	if err != nil {
		return nil, err
	}
	at := d.process.now().UTC()
	revisions := make([]store.Revision, 0, len(valid))
	for _, now := range valid {
		record, excluded, err := by(now)
		if err != nil {
			return nil, decidable(now, err)
		}
		revisions = append(revisions, store.Revision{
			Baseline: store.Baseline{Operation: now.Operation, Record: record, ValidFrom: at, Author: r.login, Reason: of.Reason},
			Seen:     now.Version, Action: action, Exclude: excluded,
		})
	}
	return revisions, nil
}

// lookedAt are the baselines that a decision is about; a conflict where the caller looked at another version of one.
func lookedAt(r *request, s store.Store, of decision) ([]store.Baseline, error) {
	all := make([]store.Baseline, 0, len(of.Operations))
	for _, chosen := range of.Operations {
		now, err := newest(r.Context(), s, r.source, chosen.ID)
		if err != nil {
			return nil, err
		}
		if now.Version != chosen.Version {
			return nil, &store.Conflict{Seen: chosen.Version, Now: now}
		}
		all = append(all, now)
	}
	return all, nil
}

// decidable says whose baseline it is that a decision cannot be made on. What is not there, and what the store cannot do,
// stays what it is; anything else is a fault of the decision.
func decidable(of store.Baseline, err error) error {
	if errors.As(err, &absent{}) || isStoreFault(err) {
		return err
	}
	return badInputf("the baseline of %s: %w", of.Operation.Name, err)
}

// revised answers with the baselines as stored revisions made them.
func (d *Datasource) revised(r *request, revisions []store.Revision, acts []int64, action string) *decidedView {
	log.DefaultLogger.Info("A person changed baselines", "source", r.source, "action", action, "operations", len(revisions), "by", r.login)
	d.forgetBaselines()
	views := []baselineView{}
	for _, revised := range revisions {
		revised.Version = revised.Seen + 1
		views = append(views, d.viewOf(store.BaselineAt{Baseline: revised.Baseline}))
	}
	return &decidedView{views, acts}
}

// decidedView is the answer to a decision: the baselines as they are now, and the acts by which it can be taken back.
type decidedView struct {
	Baselines []baselineView `json:"baselines"`
	Acts      []int64        `json:"acts"`
}

// newest is the latest version of an operation.
func newest(ctx context.Context, s store.Store, source string, operation int64) (store.Baseline, error) {
	versions, err := versionsOf(ctx, s, source, operation)
	if err != nil {
		return store.Baseline{}, err
	}
	return versions[len(versions)-1], nil
}

// versionsOf are all versions of an operation, ascending; at least one.
func versionsOf(ctx context.Context, s store.Store, source string, operation int64) ([]store.Baseline, error) {
	versions, err := s.Versions(ctx, source, operation)
	if err != nil {
		return nil, fromStore("reading the versions of a baseline", err)
	}
	if len(versions) == 0 {
		return nil, absent{fmt.Errorf("there is no baseline of an operation %d; GET /baselines lists them", operation)}
	}
	return versions, nil
}

func versionNamed(versions []store.Baseline, number int) (store.Baseline, error) {
	for _, v := range versions {
		if v.Version == number {
			return v, nil
		}
	}
	return store.Baseline{}, absent{fmt.Errorf("the baseline of %s has no version %d, only %d to %d",
		versions[0].Operation.Name, number, versions[0].Version, versions[len(versions)-1].Version)}
}

// momentOf reads a time of a body; what is left out is the moment given instead.
func momentOf(field, text string, otherwise time.Time) (time.Time, error) {
	if text == "" {
		return otherwise, nil
	}
	at, err := timeIn(field+" ", text)
	if err != nil {
		return at, err
	}
	if at.IsZero() {
		return otherwise.UTC(), nil
	}
	// A date field holds the year 0002 while 2026 is typed: the store would keep that as a moment of another century.
	if at = at.UTC(); at.Year() < firstYear || at.Year() > lastYear {
		return at, badInputf("%s %q is no time of something measured: give one of the years %d to %d", field, text, firstYear, lastYear)
	}
	return at, nil
}

// The years that somebody may mean.
const (
	firstYear = 2000
	lastYear  = 2199
)
