package learn

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what follows a version: what was learned since, or the version itself where that says less.

// leastToFollow is how much of time must have been seen anew before it takes anything from a grown baseline.
const leastToFollow = 24 * time.Hour

// follows is what a version is followed by, given what was learned since and whether that has left its anchor.
func follows(old store.Baseline, record baseline.Record, left bool, excluded []store.Exclusion) baseline.Record {
	switch {
	case ranOut(old, record, excluded) && record.To.Sub(record.From) < leastToFollow:
		if record.Requests > 0 {
			return old.Record
		}
		kept := old.Record.Silent()
		kept.Anchor = anchorOf(old)
		return kept
	case left && !unbound(old.Record, record):
		return old.Record
	}
	return record
}

// ranOut tells whether a baseline would be lost, and not replaced: what was learned since says less of what is slow, as after
// weeks in which nobody asked. Where a person took away what it was learned from, or it is of something else now, it is lost.
func ranOut(old store.Baseline, record baseline.Record, excluded []store.Exclusion) bool {
	for _, e := range excluded {
		if e.At.After(old.ValidFrom) {
			return false
		}
	}
	before := old.Record
	if before.Unit != record.Unit || record.Requests > 0 && (before.Level == nil) != (record.Level == nil) {
		return false
	}
	return before.Grown() && !record.Grown() && (record.Requests == 0 || !olderHistory(record, before))
}

// unbound tells whether a baseline that judges nothing, because nothing was left to learn it from, gets a norm again: an
// anchor that binds it to none would keep it from one until somebody answers.
func unbound(old, record baseline.Record) bool {
	return old.State == baseline.Learning && record.Grown()
}
