package main

// This file answers what --baseline, --current, --candidate and --against mean:
// a file, the id of a run, a day, or the baseline.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// sides opens the store only where it is needed: two files compare without one.
type sides struct {
	f     *flags
	run   *runFlags
	store store.Store
}

func (s *sides) close() {
	if s.store != nil {
		_ = s.store.Close()
	}
}

func (s *sides) open(ctx context.Context) (store.Store, error) {
	if s.store == nil {
		opened, err := s.f.openHeld(ctx)
		if err != nil {
			return nil, err
		}
		s.store = opened
	}
	return s.store, nil
}

// find is the set that the word of a flag names; other is the set of the other side, which
// may know the system, and what of the baseline is its own.
func (s *sides) find(ctx context.Context, flag, word string, other runs.Set) (runs.Set, error) {
	set, err := s.named(ctx, word, other)
	switch {
	case errors.As(err, new(*notHeldError)):
		return set, fmt.Errorf("%s %q is no file, so that it is looked for in the store: %w", flag, word, err)
	case errors.Is(err, store.ErrNoRun), errors.Is(err, runs.ErrBadStretch):
		return set, fmt.Errorf("%s %q is no file, no run of %s: give a file, or %s", flag, word, withoutUser(s.f.store), runs.WordsOfSides)
	case errors.Is(err, runs.ErrNoSystem):
		return set, fmt.Errorf("%s: %w: give --system NAME", flag, runs.ErrNoSystem)
	case err != nil:
		return set, fmt.Errorf("%s: %w", flag, err)
	case len(set.Measured) == 0 && s.onlyLevels(ctx, set.System):
		return set, fmt.Errorf("%s %q: of system %q only levels are known, and a level is not compared: it has no executions; `yardstick check` compares it with what is usual", flag, word, set.System)
	case len(set.Measured) == 0:
		return set, fmt.Errorf("%s %q: nothing was measured of system %q in it (source %s)", flag, word, set.System, s.f.source)
	}
	return set, nil
}

// onlyLevels tells whether a system has operations, and none that runs could be compared of. Where that cannot be read it
// is not said.
func (s *sides) onlyLevels(ctx context.Context, system string) bool {
	if s.store == nil {
		return false
	}
	known, err := s.store.Baselines(ctx, s.f.source, system, time.Time{})
	return err == nil && len(known) > 0 && !slices.ContainsFunc(known, func(b store.BaselineAt) bool { return b.Record.Level == nil })
}

func (s *sides) named(ctx context.Context, word string, other runs.Set) (runs.Set, error) {
	if _, err := os.Stat(word); err == nil || word == "-" {
		return s.file(ctx, word)
	}
	keep, err := s.open(ctx)
	if err != nil {
		return runs.Set{}, err
	}
	system := s.run.system
	if system == "" {
		system = other.System
	}
	return runs.Library{Keep: keep, Source: s.f.source, Now: time.Now(), Compared: other.Time}.Find(ctx, word, system)
}

func (s *sides) file(ctx context.Context, path string) (runs.Set, error) {
	file, err := openFile(path)
	if err != nil {
		return runs.Set{}, err
	}
	defer file.Close()
	run, err := runs.Load(ctx, runs.Request{Name: path, Content: file, Format: s.run.file, System: s.run.system, Now: time.Now()})
	if err != nil {
		return runs.Set{}, err
	}
	return runs.SetOf(ctx, run)
}

// both are the two sides; whichever names its own system, or says what of the baseline is its own, is read first.
func (s *sides) both(ctx context.Context, baseFlag, base, currentFlag, current string) (a, b runs.Set, err error) {
	_, noFile := os.Stat(base)
	if noFile != nil {
		if err := runs.Distinct(base, current); err != nil {
			return a, b, fmt.Errorf("%s and %s: %w", baseFlag, currentFlag, err)
		}
	}
	return runs.Both(noFile == nil || runs.OtherFirst(current),
		func(other runs.Set) (runs.Set, error) { return s.find(ctx, baseFlag, base, other) },
		func(other runs.Set) (runs.Set, error) { return s.find(ctx, currentFlag, current, other) })
}
