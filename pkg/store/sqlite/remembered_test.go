package sqlite_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// Panels and rules ask for one system after the other: what is remembered of the first is still there when it comes again.
func TestBaselinesOfManySystemsAreReadOnce(t *testing.T) {
	const systems = 9
	s, err := sqlite.Open(t.Context(), t.TempDir()+"/yardstick.db", sqlite.Options{})
	require.NoError(t, err)
	defer func() { _ = s.Close() }()
	lease, _, err := s.Acquire(t.Context(), "1/x", "me", time.Minute, time.Now())
	require.NoError(t, err)
	for i := range systems {
		of := store.Operation{System: fmt.Sprint(i), Set: "page", Name: "cart", Labels: map[string]string{"op": "cart"}}
		record := baseline.Record{State: baseline.Active, Requests: 1e5, Profile: &baseline.Profile{TimeZone: "UTC", Cells: make([]float64, 168)}}
		require.NoError(t, s.PutBaselines(t.Context(), lease, []store.Baseline{{Operation: of, Record: record, ValidFrom: time.Now(), Author: "learner"}}))
	}
	var first [systems]*baseline.Profile
	for range 3 {
		for i := range systems {
			found, err := s.Baselines(t.Context(), "1/x", fmt.Sprint(i), time.Time{})
			require.NoError(t, err)
			require.Len(t, found, 1)
			if first[i] == nil {
				first[i] = found[0].Record.Profile
			}
			require.Same(t, first[i], found[0].Record.Profile, "the baselines of system %d were read again", i)
		}
	}
}
