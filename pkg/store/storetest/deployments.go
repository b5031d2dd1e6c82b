package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func testDeployments(t *testing.T, subject Subject) {
	s := subject.new(t)
	ctx := context.Background()
	put := func(source string, d store.Deployment) {
		t.Helper()
		require.NoError(t, s.PutDeployment(ctx, source, d))
	}
	list := func(source, system string, from, to time.Time) []store.Deployment {
		t.Helper()
		all, err := s.Deployments(ctx, source, system, from, to)
		require.NoError(t, err)
		return all
	}
	first := store.Deployment{System: system, At: noon, Version: "1.2", Description: "the first\n\"one\"", Author: "ada"}
	second := store.Deployment{System: system, At: noon.Add(time.Hour + 1), Version: "1.3", Author: "ci"}
	other := store.Deployment{System: "omninode", At: noon.Add(time.Minute), Author: "ci"}
	for _, d := range []store.Deployment{second, other, first} {
		put(source, d)
	}
	put("cli", first)

	t.Run("they come by time, of one system or of all", func(t *testing.T) {
		require.Equal(t, []store.Deployment{first, second}, list(source, system, time.Time{}, time.Time{}))
		require.Equal(t, []store.Deployment{first, other, second}, list(source, "", time.Time{}, time.Time{}))
	})
	t.Run("a range holds its ends", func(t *testing.T) {
		require.Equal(t, []store.Deployment{first}, list(source, system, noon, noon.Add(time.Hour)))
		require.Equal(t, []store.Deployment{second}, list(source, system, second.At, second.At))
		require.Empty(t, list(source, system, noon.Add(1), noon.Add(time.Hour)))
	})
	t.Run("a pipeline that reports twice reports once", func(t *testing.T) {
		again := first
		again.Description = "corrected"
		put(source, again)
		require.Equal(t, []store.Deployment{again, second}, list(source, system, time.Time{}, time.Time{}))
		require.Equal(t, []store.Deployment{first}, list("cli", "", time.Time{}, time.Time{}), "nobody else's")
	})
	t.Run("label values of all kinds survive", func(t *testing.T) {
		for i, text := range Nasty {
			d := store.Deployment{System: "nasty", At: noon.Add(time.Duration(i)), Version: text, Description: text, Author: text}
			put(source, d)
			require.Contains(t, list(source, "nasty", time.Time{}, time.Time{}), d)
		}
	})
	t.Run("forgetting a source forgets its own", func(t *testing.T) {
		require.NoError(t, s.Forget(ctx, source))
		require.Empty(t, list(source, "", time.Time{}, time.Time{}))
		require.Len(t, list("cli", "", time.Time{}, time.Time{}), 1)
	})
}
