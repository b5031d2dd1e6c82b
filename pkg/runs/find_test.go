package runs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// alike are runs whose ids begin alike.
type alike struct{ store.Store }

func (alike) FindRun(_ context.Context, _, id string) (store.Run, error) {
	return store.Run{}, store.ErrNoRun
}

func (alike) RunsBeginning(context.Context, string, string, int) ([]string, error) {
	return []string{"abcdef0123456789", "abcdef9876543210"}, nil
}

// Whoever asks decides what to do about it: it is no fault of the store.
func TestABeginningOfSeveralRunsIsToldApart(t *testing.T) {
	_, err := Find(context.Background(), alike{}, "1/yardstick", "abcdef")
	require.ErrorIs(t, err, ErrSeveral)
	require.EqualError(t, err, `"abcdef" is the beginning of several runs: give more of it`)
}
