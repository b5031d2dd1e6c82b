package learn

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what becomes of what was learned of a set that was deleted, or is described otherwise now, and of
// operations that are no more.

// retire ends the violations of sets that are gone, which nobody would see the end of, and lets their hours expire.
func (l *Learner) retire(ctx context.Context) error {
	if l.settings.Gone == nil {
		return nil
	}
	known, err := l.store.Progress(ctx, l.settings.Source)
	if err != nil {
		return fmt.Errorf("reading what is learned: %w", err)
	}
	for _, p := range known {
		if p.Learned == 0 || strings.HasPrefix(p.Set, store.MarkViolations) || l.settings.Wants(p.System, p.Set) || !l.settings.Gone(p.System, p.Set) {
			continue
		}
		w := work{system: &catalog.System{Name: p.System}, set: catalog.OperationSet{ID: p.Set}}
		if err := l.endOpen(ctx, w, p.Newest); err != nil {
			return err
		}
		if err := l.expire(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// endOpen ends the violations of a set that go on at the end of what is known of it.
func (l *Learner) endOpen(ctx context.Context, w work, known time.Time) error {
	now := l.now()
	all, err := l.store.Violations(ctx, l.settings.Source, w.system.Name, now, now)
	if err != nil {
		return fmt.Errorf("reading violations: %w", err)
	}
	var ended []store.Violation
	for _, v := range all {
		if v.Operation.Set != w.set.ID || !v.End.IsZero() {
			continue
		}
		if v.End = known; known.Before(v.Start) {
			v.End = v.Start
		}
		ended = append(ended, v)
	}
	if len(ended) == 0 {
		return nil
	}
	if err := l.store.PutViolations(ctx, l.held(), ended); err != nil {
		return fmt.Errorf("ending the violations of %s of %s: %w", w.set.ID, w.system.Name, err)
	}
	return nil
}

// dropGone forgets operations that nobody has seen or touched for as long as versions stay. Hosts and versions come and
// go: with each its operations would be kept for ever, and be listed, and sooner or later each was in violation.
func (l *Learner) dropGone(ctx context.Context) error {
	if err := l.store.DropGone(ctx, l.held(), l.longAgo()); err != nil {
		return fmt.Errorf("removing operations that have gone: %w", err)
	}
	return nil
}
