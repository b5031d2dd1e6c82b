package store

import (
	"context"
	"time"
)

// This file answers what a past period's report was when the period was over.

// KeptReport is a report as it was made. Its text is the JSON of pkg/report, which the store does not look into.
type KeptReport struct {
	System string
	Period string // daily, weekly, monthly, run
	Day    string // 2006-01-02, the first of the period in the system's time zone
	From   time.Time
	To     time.Time
	At     time.Time // when it was made
	Text   []byte    // nil in lists
}

// Reports are those that were kept.
type Reports interface {
	// PutReport keeps a report. One of the same system, period and day that is there already stays what it was.
	PutReport(ctx context.Context, l Lease, r KeptReport) error
	// KeptReport is the one of a period, nil where none was kept.
	KeptReport(ctx context.Context, source, system, period, day string) (*KeptReport, error)
	// KeptReports lists them without their texts, those of the latest periods first. Empty system or period: all.
	KeptReports(ctx context.Context, source, system, period string, most int) ([]KeptReport, error)
	// ExpireReports removes those of a kind of period that ended before a moment.
	ExpireReports(ctx context.Context, l Lease, period string, before time.Time) error
}
