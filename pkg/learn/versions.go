package learn

import (
	"errors"
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers how new versions of baselines are written: many at once, and one by one where one cannot be kept.

// versions are those that are still to be written.
type versions struct {
	put    func([]store.Baseline) error
	open   []store.Baseline
	unkept error // of those that cannot be kept
}

// add writes what is open once it is enough.
func (v *versions) add(b store.Baseline) error {
	if v.open = append(v.open, b); len(v.open) < baselinesAtOnce {
		return nil
	}
	return v.flush()
}

// flush writes what is open.
func (v *versions) flush() error {
	all := v.open
	v.open = nil
	if len(all) == 0 {
		return nil
	}
	err := v.put(all)
	if !errors.Is(err, store.ErrUnfit) {
		return storing(err)
	}
	for i := range all {
		err := v.put(all[i : i+1])
		switch {
		case errors.Is(err, store.ErrUnfit):
			v.unkept = errors.Join(v.unkept, fmt.Errorf("%w; look whether its metric tells numbers that nothing has, and leave those out with a selector", err))
		case err != nil:
			return storing(err)
		}
	}
	return nil
}

func storing(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("storing baselines: %w", err)
}
