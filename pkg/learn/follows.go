package learn

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what follows a version: what was learned since, or the version itself where that says less.

// leastToFollow is how much of time must have been seen anew before it takes anything from a grown baseline.
const leastToFollow = 24 * time.Hour

// follows is what a version is followed by, given what was learned since, whether that has left its anchor, and whether
// a person has decided since what teaches; and why.
// Where latency is held, requests and errors go on: a pause that is new is none of the latency's business.
func follows(old store.Baseline, record baseline.Record, left, decided bool) (next baseline.Record, why string) {
	const held = "requests and errors as learned since; latency stays as it was: what was learned since "
	lost := !decided && ranOut(old.Record, record)
	next = old.Record
	switch {
	case lost && record.Requests == 0:
		next, why = next.Silent(), "no requests for as long as it reaches; latency stays as it was"
	case lost && record.To.Sub(record.From) < leastToFollow:
	case left && !unbound(old.Record, record):
		next, why = next.WithTrafficOf(record), held+"is further from the level that it is bound to than is absorbed"
	case lost:
		next, why = next.WithTrafficOf(record), held+"is not certain enough"
	default:
		return record, record.Reason
	}
	next.Anchor = anchorOf(old)
	return next, why
}

// ranOut tells whether a baseline would be lost, and not replaced: what was learned since says less of what is slow, as after
// weeks in which nobody asked. What is of something else now is no less.
func ranOut(old, record baseline.Record) bool {
	if old.Unit != record.Unit || record.Requests > 0 && (old.Level == nil) != (record.Level == nil) {
		return false
	}
	return old.Grown() && !record.Grown() && (record.Requests == 0 || !olderHistory(record, old))
}

// unbound tells whether a baseline that judges nothing, because nothing was left to learn it from, gets a norm again: an
// anchor that binds it to none would keep it from one until somebody answers.
func unbound(old, record baseline.Record) bool {
	return old.State == baseline.Learning && record.Grown()
}
