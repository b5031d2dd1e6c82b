package main

// `yardstick report … --keep`: for a time table without the plugin.

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/report"
)

// keptWithin is how long keeping reports may take.
const keptWithin = time.Minute

func keepReports(ctx context.Context, s *session, source string, reports []report.Report) error {
	lease, ok, err := s.store.Acquire(ctx, source, learn.Owner(), keptWithin, time.Now())
	if err != nil {
		return fmt.Errorf("keeping the report: %w", err)
	}
	if !ok {
		return fmt.Errorf("keeping the report: another process learns %s and keeps its reports", source)
	}
	defer func() { _ = s.store.Release(context.WithoutCancel(ctx), lease) }() // else it ends by itself
	keeping := report.Keeping{Source: source, Store: s.store, Lease: lease, Now: time.Now}
	for _, r := range reports {
		if !r.Over() {
			return fmt.Errorf("keeping the report of %s: its %s is not over; give --day of an earlier one", r.Title, report.Period(r.Period).Noun())
		}
		if err := keeping.Put(ctx, r); err != nil {
			return fmt.Errorf("keeping the report of %s: %w", r.Title, err)
		}
	}
	return nil
}
