package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Together is for stores that several replicas have open: people who change the same on different ones, at the same
// moment, each build on what they saw or are told who was faster. No version is there twice, and none is lost.
func Together(t *testing.T, subject Subject) {
	ctx := context.Background()
	address := subject.Address(t)
	replicas := []store.Store{subject.at(t, address), subject.at(t, address)}
	first := replicas[0]
	l := lease(t, first, source)
	op := operation("op")
	require.NoError(t, first.PutBaselines(ctx, l, []store.Baseline{{Operation: op, ValidFrom: noon, Author: "learner"}}))
	op = find(t, first, "op")
	own, _, err := first.PutOwn(ctx, source, store.OwnOperations{System: "shop", Title: "Requests", Definition: json.RawMessage(`{}`), At: noon}, "define", nil)
	require.NoError(t, err)
	item := store.WorkItem{Kind: store.WorkRecommendation, Key: "k", System: system, State: store.Taken, At: noon, Detail: "{}"}

	for name, c := range map[string]struct {
		// now is the version that a person sees, change what is made of it.
		now    func(s store.Store) (int, error)
		change func(s store.Store, seen int) error
	}{
		"a baseline": {
			func(s store.Store) (int, error) {
				all, err := s.Versions(ctx, source, op.ID)
				return len(all), err
			},
			func(s store.Store, seen int) error {
				_, err := s.Revise(ctx, source, []store.Revision{{
					Baseline: store.Baseline{Operation: op, Record: baseline.Record{Mean: float64(seen)}, ValidFrom: noon, Author: "ada"}, Seen: seen, Action: "approve",
				}})
				return err
			},
		},
		"a definition": {
			func(s store.Store) (int, error) {
				all, err := s.Own(ctx, source)
				if err != nil {
					return 0, err
				}
				return all[0].Version, nil
			},
			func(s store.Store, seen int) error {
				changed := own
				changed.Version = seen
				_, _, err := s.PutOwn(ctx, source, changed, "change definition", nil)
				return err
			},
		},
		"a work item": {
			func(s store.Store) (int, error) {
				all, err := s.Work(ctx, source, system, store.WorkRecommendation)
				if err != nil || len(all) == 0 {
					return 0, err
				}
				return all[0].Revision, nil
			},
			func(s store.Store, seen int) error {
				moved := item
				moved.Revision = seen
				_, _, err := s.SetWork(ctx, source, nil, moved)
				return err
			},
		},
		"the only definition of something": {
			func(s store.Store) (int, error) {
				all, err := s.Own(ctx, source)
				return len(all), err
			},
			func(s store.Store, _ int) error {
				_, _, err := s.PutOwn(ctx, source, store.OwnOperations{System: "depot", Title: "Only", Definition: json.RawMessage(`{}`), At: noon}, "define",
					func(newest []store.OwnOperations) error {
						if slices.ContainsFunc(newest, func(o store.OwnOperations) bool { return o.System == "depot" }) {
							return &store.OwnConflict{}
						}
						return nil
					})
				return err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before, err := c.now(first)
			require.NoError(t, err)
			made := changeTogether(t, replicas, c.now, c.change)
			after, err := c.now(replicas[1])
			require.NoError(t, err)
			require.Equal(t, before+made, after, "each change that was taken is a version")
		})
	}
}

// changeTogether lets several people on each replica change the same, and counts how often that was taken.
func changeTogether(t *testing.T, replicas []store.Store, now func(store.Store) (int, error), change func(store.Store, int) error) (made int) {
	const people, times = 3, 8
	var all sync.WaitGroup
	results := make(chan error, len(replicas)*people*times)
	for _, s := range replicas {
		for range people {
			all.Go(func() {
				for range times {
					seen, err := now(s)
					if err == nil {
						err = change(s, seen)
					}
					results <- err
				}
			})
		}
	}
	all.Wait()
	close(results)
	for err := range results {
		var conflict *store.Conflict
		var ownConflict *store.OwnConflict
		var overtaken *store.Overtaken
		switch {
		case err == nil:
			made++
		case errors.As(err, &conflict), errors.As(err, &ownConflict), errors.As(err, &overtaken):
		default:
			require.NoError(t, err)
		}
	}
	return made
}
