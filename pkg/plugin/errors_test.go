package plugin

import (
	"fmt"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestWhatTheStoreCouldNotDoIsSaidOnce(t *testing.T) {
	away := fmt.Errorf("changing baselines: %w: PostgreSQL at …", store.ErrAway)
	for doing, want := range map[string]string{
		"changing baselines":      "changing baselines: the store does not answer: PostgreSQL at …",
		"accepting another level": "accepting another level: changing baselines: the store does not answer: PostgreSQL at …",
	} {
		err := fromStore(doing, away)
		require.EqualError(t, err, want)
		require.ErrorIs(t, err, store.ErrAway)
		require.True(t, isStoreFault(err))
	}
}

func TestAFaultOfOurOwnIsOurs(t *testing.T) {
	answer := failure(fmt.Errorf("judging the operations of Shop: %w", &prometheus.Panic{Value: "a slice that is empty"}))
	require.Equal(t, backend.StatusInternal, answer.Status)
	require.Equal(t, backend.ErrorSourcePlugin, answer.ErrorSource)
	require.ErrorContains(t, answer.Error, "Yardstick itself failed on this: a slice that is empty")
}
