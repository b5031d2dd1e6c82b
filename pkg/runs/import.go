package runs

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"path/filepath"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers how a file becomes a run: whole or not at all, and once.

// abandoned is after how long an import that neither ended nor failed has died with its process.
const abandoned = 24 * time.Hour

// ErrSeveral says that a beginning of an id names no single run.
var ErrSeveral = errors.New("is the beginning of several runs: give more of it")

// What an import has to be told by whoever asks for it.
var (
	ErrUnsaid   = errors.New("does not say which system was measured: name it")
	ErrNoFormat = errors.New("is unknown: choose auto or one of")
)

// Request is a file to import.
type Request struct {
	Source  string
	Name    string    // of the file
	Content io.Reader // read once
	Format  string    // auto, or one of Formats
	System  string    // where the file does not say
	Context map[string]string
	Author  string
	Now     time.Time
}

// Import reads a file into the store. The same content twice is one run: added is then false, and the run has the context
// of the request from then on, in place of what was called the same.
func Import(ctx context.Context, keep store.Store, req Request) (run store.Run, added bool, err error) {
	staging := rand.Text()
	if err := keep.DropStaged(ctx, req.Source, "", req.Now.Add(-abandoned)); err != nil {
		return run, false, err
	}
	defer func() {
		if err != nil {
			// What was staged is of no use; the first error is the one to tell.
			_ = keep.DropStaged(context.WithoutCancel(ctx), req.Source, staging, time.Time{})
		}
	}()
	run, err = read(ctx, req, func(parts []store.SamplePart) error {
		return keep.StageSamples(ctx, req.Source, staging, parts)
	})
	if err != nil {
		return run, false, err
	}
	if run.System == "" {
		return run, false, fmt.Errorf("%s %w", req.Name, ErrUnsaid)
	}
	if run.Started.After(req.Now) {
		// By a clock that is ahead: it would be the latest run for as long as that, and no list would begin with the true one.
		run.Started = time.Time{}
	}
	added, err = keep.KeepRun(ctx, req.Source, staging, run)
	if err == nil && !added {
		run, err = again(ctx, keep, req, run.ID)
	}
	return run, added, err
}

// again is the run that is there already, with what is said of it now.
func again(ctx context.Context, keep store.Store, req Request, id string) (store.Run, error) {
	run, err := keep.FindRun(ctx, req.Source, id)
	if err != nil {
		return run, err
	}
	about := maps.Clone(run.Context)
	if about == nil {
		about = map[string]string{}
	}
	maps.Copy(about, req.Context)
	if maps.Equal(about, run.Context) {
		return run, nil
	}
	run.Context = about
	return run, keep.LabelRun(ctx, req.Source, id, req.Context)
}

// read takes a file apart; stage gets its single values.
func read(ctx context.Context, req Request, stage func([]store.SamplePart) error) (run store.Run, err error) {
	name := filepath.Base(req.Name)
	content, err := plain(req.Name, req.Content, mostUnpacked)
	if err != nil {
		return run, err
	}
	sum := &summed{name: req.Name, from: content, hash: sha256.New(), ctx: ctx}
	in := newInput(req.Name, sum)
	to := newCollector(stage)
	how, reader, err := recognise(in, req.Format)
	if err == nil {
		err = reader(in, to)
	}
	if sum.failed != nil {
		return run, sum.failed
	}
	if err != nil {
		return run, err
	}
	if len(to.all) == 0 {
		return run, in.faultf(0, "nothing was measured in it (read as %s)", how.name)
	}
	// What a reader left behind belongs to the content.
	if _, err := io.Copy(io.Discard, in); err != nil && sum.failed == nil {
		return run, fmt.Errorf("reading %s: %w", req.Name, err)
	}
	if sum.failed != nil {
		return run, sum.failed
	}
	run = store.Run{
		ID: hex.EncodeToString(sum.hash.Sum(nil))[:16], Format: how.name, Name: name, System: cmp.Or(to.system, req.System, how.system), Started: to.started,
		Imported: req.Now.UTC(), Author: req.Author, Context: to.about,
	}
	maps.Copy(run.Context, req.Context)
	run.Measured, err = to.finish()
	return run, err
}

// summed passes a file on and keeps its hash; it ends when nobody waits any more. What failed is told in place of what a
// reader made of the piece before.
type summed struct {
	name   string
	from   io.Reader
	hash   hash.Hash
	ctx    context.Context
	failed error
}

func (s *summed) Read(to []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		s.failed = err
		return 0, err
	}
	n, err := s.from.Read(to)
	_, _ = s.hash.Write(to[:n]) // a hash never fails
	switch {
	case errors.As(err, new(*Fault)):
		s.failed = err
	case err != nil && !errors.Is(err, io.EOF):
		s.failed = fmt.Errorf("reading %s: %w", s.name, err)
	}
	return n, err
}

// Loaded is a run with its single values at hand.
type Loaded struct {
	store.Run
	Samples func(ctx context.Context, number int) ([]float64, error)
}

// Load reads a file without keeping it.
func Load(ctx context.Context, req Request) (Loaded, error) {
	held := map[int][]float64{}
	run, err := read(ctx, req, func(parts []store.SamplePart) error {
		for _, p := range parts {
			held[p.Number] = append(held[p.Number], p.Samples...)
		}
		return nil
	})
	return Loaded{run, func(_ context.Context, number int) ([]float64, error) { return held[number], nil }}, err
}

// Find is a run of the store, by its id or the beginning of it.
func Find(ctx context.Context, keep store.Store, source, id string) (Loaded, error) {
	run, err := keep.FindRun(ctx, source, id)
	if errors.Is(err, store.ErrNoRun) {
		run, err = byPrefix(ctx, keep, source, id, err)
	}
	if err != nil {
		return Loaded{}, err
	}
	return Loaded{run, func(ctx context.Context, number int) ([]float64, error) {
		return keep.RunSamples(ctx, source, run.ID, number)
	}}, nil
}

// shortestPrefix keeps a typing mistake from naming a run.
const shortestPrefix = 6

func byPrefix(ctx context.Context, keep store.Store, source, id string, none error) (found store.Run, err error) {
	if len(id) < shortestPrefix {
		return found, none
	}
	ids, err := keep.RunsBeginning(ctx, source, id, 2)
	switch {
	case err != nil:
		return found, err
	case len(ids) == 0:
		return found, none
	case len(ids) > 1:
		return found, fmt.Errorf("%q %w", id, ErrSeveral)
	}
	return keep.FindRun(ctx, source, ids[0])
}
