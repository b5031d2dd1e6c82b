package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func testOwn(t *testing.T, subject Subject) {
	ctx := context.Background()
	address := subject.Address(t)
	s := subject.at(t, address)
	put := func(o store.OwnOperations, action string) store.OwnOperations {
		t.Helper()
		stored, found, err := s.PutOwn(ctx, source, o, action, nil)
		require.NoError(t, err)
		require.True(t, found)
		return stored
	}
	list := func(source string) []store.OwnOperations {
		t.Helper()
		all, err := s.Own(ctx, source)
		require.NoError(t, err)
		return all
	}
	definition := func(text string) json.RawMessage {
		document, err := json.Marshal(map[string]string{"metric": text})
		require.NoError(t, err)
		return document
	}
	require.Empty(t, list(source))
	first := put(store.OwnOperations{System: "shop", Title: "Requests", Definition: definition("a"), Author: "ada", At: noon}, "define")
	second := put(store.OwnOperations{System: "shop", Title: "Batches", Definition: definition("b"), Author: "ada", At: noon.Add(1)}, "define")

	t.Run("each has a number of its own, and begins at version 1", func(t *testing.T) {
		require.NotEqual(t, first.ID, second.ID)
		require.Equal(t, 1, first.Version)
		require.Equal(t, []store.OwnOperations{first, second}, list(source))
	})
	t.Run("a change is a new version, and only the newest is listed", func(t *testing.T) {
		changed := first
		changed.Definition, changed.Author, changed.Reason = definition("c"), "bob", "another metric"
		changed = put(changed, "change definition")
		require.Equal(t, 2, changed.Version)
		require.Equal(t, []store.OwnOperations{changed, second}, list(source))
	})
	t.Run("who saw an older version is told who was faster, and nothing changes", func(t *testing.T) {
		before := list(source)
		_, _, err := s.PutOwn(ctx, source, first, "change definition", nil)
		var conflict *store.OwnConflict
		require.ErrorAs(t, err, &conflict)
		require.Equal(t, "bob", conflict.Now.Author)
		require.Equal(t, 1, conflict.Seen)
		require.Equal(t, before, list(source))
	})
	t.Run("one that is not there is not made", func(t *testing.T) {
		_, found, err := s.PutOwn(ctx, source, store.OwnOperations{ID: 99, Version: 1, Definition: definition("x")}, "define", nil)
		require.NoError(t, err)
		require.False(t, found)
	})
	t.Run("what does not fit what there is by now is refused in the same words, and nothing changes", func(t *testing.T) {
		before := list(source)
		var seen []store.OwnOperations
		refusal := errors.New("the same is defined already")
		_, _, err := s.PutOwn(ctx, source, store.OwnOperations{System: "shop", Title: "Again", Definition: definition("b")}, "define",
			func(newest []store.OwnOperations) error { seen = newest; return refusal })
		require.Equal(t, refusal, err)
		require.Equal(t, before, seen)
		require.Equal(t, before, list(source))
	})
	t.Run("another source has none of them", func(t *testing.T) {
		require.Empty(t, list("2/yardstick"))
		_, found, err := s.PutOwn(ctx, "2/yardstick", second, "change definition", nil)
		require.NoError(t, err)
		require.False(t, found)
	})
	t.Run("what was done is in the list of acts", func(t *testing.T) {
		acts, err := s.Acts(ctx, source, "shop", time.Time{}, time.Time{}, 10)
		require.NoError(t, err)
		require.Len(t, acts, 3)
		actions := map[string]int{}
		for _, act := range acts {
			actions[act.Action]++
		}
		require.Equal(t, map[string]int{"define": 2, "change definition": 1}, actions)
	})
	t.Run("forgetting what was learned keeps what people defined", func(t *testing.T) {
		before := list(source)
		require.NoError(t, s.Forget(ctx, source))
		require.Equal(t, before, list(source))
	})
	t.Run("texts of all kinds survive, and a deleted one says so", func(t *testing.T) {
		for _, text := range Nasty {
			stored := put(store.OwnOperations{System: text, Title: text, Definition: definition(text), Author: text, Reason: text, At: noon}, "define")
			stored.Deleted = true
			stored = put(stored, "delete definition")
			require.Contains(t, list(source), stored)
		}
	})
	t.Run("they outlive the process", func(t *testing.T) {
		before := list(source)
		other := subject.at(t, address)
		again, err := other.Own(ctx, source)
		require.NoError(t, err)
		require.Equal(t, before, again)
	})
}
