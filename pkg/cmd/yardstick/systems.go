package main

// This file answers which systems a command is about.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

func (f *flags) catalogue() (*catalog.Catalog, error) {
	known, err := catalog.Builtin()
	if err != nil || f.operations == "" {
		return known, err
	}
	document, err := os.ReadFile(f.operations)
	if err != nil {
		return nil, fmt.Errorf("--operations: %w", err)
	}
	own, err := catalog.ParseOwn(document)
	if err != nil {
		return nil, fmt.Errorf("--operations %s: %w", f.operations, err)
	}
	if err := validMatchers(document, own); err != nil {
		return nil, fmt.Errorf("--operations %s: %w", f.operations, err)
	}
	f.own = own
	if len(f.systems) > 0 && !slices.Contains(f.systems, own.System) {
		f.systems = append(f.systems, own.System)
	}
	return known.With(own), nil
}

// validMatchers finds matchers that Prometheus would refuse, before anything is asked.
func validMatchers(document []byte, own catalog.OwnSystem) error {
	matchers := []string{own.Selector}
	for _, op := range own.Operations {
		matchers = append(matchers, op.Selector, op.Errors)
	}
	for _, m := range matchers {
		if err := prometheus.ValidateSelector(m); err != nil {
			before, _, _ := strings.Cut(string(document), m)
			return fmt.Errorf("line %d: %w", 1+strings.Count(before, "\n"), err)
		}
	}
	return nil
}

// chosen are the systems of --system, else those of which this Prometheus has anything.
func (f *flags) chosen(ctx context.Context, known *catalog.Catalog, reader *live.Reader, at time.Time) ([]*catalog.System, error) {
	if len(f.systems) > 0 {
		systems := make([]*catalog.System, 0, len(f.systems))
		for _, name := range f.systems {
			system, ok := known.System(name)
			if !ok {
				return nil, fmt.Errorf("--system %q is not known: choose from %s, or describe it with --operations", name, strings.Join(known.Names(), ", "))
			}
			systems = append(systems, system)
		}
		return systems, nil
	}
	systems, err := found(ctx, known, reader, at)
	if err == nil && len(systems) == 0 {
		err = f.nothingFound()
	}
	return systems, err
}

func (f *flags) nothingFound() error {
	if f.operations == "" {
		return errors.New("this Prometheus has none of the documented metrics: `yardstick probe --system NAME` says what to emit, and --operations FILE describes others")
	}
	var metrics []string
	for _, op := range f.own.Operations {
		metrics = append(metrics, op.Metric)
	}
	return fmt.Errorf("this Prometheus has neither a documented metric nor one of --operations %s (%s): mend their names and selectors, or see that it scrapes them",
		f.operations, strings.Join(metrics, ", "))
}
