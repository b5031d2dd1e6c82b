package main

// This file answers whether the store that a command reads is there.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// notHeldError is a flag that names no store yet.
type notHeldError struct{ error }

// openHeld is for commands that only read.
func (f *flags) openHeld(ctx context.Context) (store.Store, error) {
	return openHeld(ctx, "store", f.store)
}

// openHeld opens a store that is there already.
func openHeld(ctx context.Context, flag, address string) (store.Store, error) {
	if path, is := strings.CutPrefix(address, "sqlite:"); is && path != "" {
		if err := held(path); err != nil {
			return nil, &notHeldError{fmt.Errorf("--%s %s: %w", flag, address, err)}
		}
	}
	s, err := open(ctx, flag, address, postgres.Options{Held: true})
	if errors.Is(err, postgres.ErrNotHeld) {
		return nil, &notHeldError{fmt.Errorf("%w; give the address of one that %s", err, writers)}
	}
	return s, err
}

// writers are who makes a store.
const writers = "`yardstick learn`, `yardstick import` or Grafana wrote"

// held refuses a file that opening would make, or make a store of: that one would hold nothing, and look as good as any.
func held(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file; give the path of a store that " + writers)
	case err == nil && info.Mode().IsRegular() && info.Size() == 0:
		return errors.New("the file is empty, without Yardstick's tables; what should have written it has failed, or was something else")
	}
	return nil // what else is wrong is told by opening it
}

// openIfHeld is for commands that say something without a store too. One that is named must be there; where none was
// named and none is there, they get one that holds nothing and leaves no file behind.
func (f *flags) openIfHeld(ctx context.Context) (store.Store, error) {
	s, err := f.openHeld(ctx)
	if f.store == defaultStore && errors.As(err, new(*notHeldError)) {
		return openPassing(ctx)
	}
	return s, err
}

// passing is a store that goes with the command.
type passing struct {
	store.Store
	folder string
}

func openPassing(ctx context.Context) (store.Store, error) {
	folder, err := os.MkdirTemp("", "yardstick-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for an empty store: %w", err)
	}
	s, err := sqlite.Open(ctx, filepath.Join(folder, "yardstick.db"), sqlite.Options{})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return passing{s, folder}, nil
}

func (p passing) Close() error {
	return errors.Join(p.Store.Close(), os.RemoveAll(p.folder))
}
