package storetest

// A store knows what it takes, and tells what goes wrong in it.

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func testSize(t *testing.T, s Subject) {
	ctx := context.Background()
	st := s.new(t)
	m, is := st.(store.Sized)
	require.True(t, is)
	putHour(t, st, lease(t, st, source), noon, map[string][]baseline.Window{"a": windows(noon, 1), "b": windows(noon, 2)})

	bytes, err := m.Bytes(ctx)
	require.NoError(t, err)
	require.Positive(t, bytes)
	tables, err := m.Tables(ctx)
	require.NoError(t, err)
	rows, sum := map[string]int64{}, int64(0)
	for _, one := range tables {
		rows[one.Table] = one.Rows
		require.Positive(t, one.Bytes, one.Table)
		sum += one.Bytes
	}
	require.Equal(t, []int64{2, 2, 1, 0}, []int64{rows["operations"], rows["windows"], rows["learned_hours"], rows["violations"]})
	require.Less(t, sum, 2*bytes, "tables are parts of the whole; a log may hold pages that are not merged yet")
	version, err := m.SchemaVersion(ctx)
	require.NoError(t, err)
	require.Positive(t, version)
	sources, err := m.Sources(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{source}, sources)

	var told []error
	st.(store.Watched).OnFault(func(err error) { told = append(told, err) })
	_, err = st.Violations(ctx, source, "", noon, noon)
	require.NoError(t, err)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err = st.Progress(gone, source)
	require.Error(t, err)
	require.Empty(t, told, "who gives up is no fault of the store")
	_, found, err := st.SetWork(ctx, source, nil, store.WorkItem{Kind: store.WorkViolation, Key: "99", State: store.Done, At: noon})
	require.NoError(t, err)
	require.False(t, found)
	_, found, err = st.Decide(ctx, source, []int64{99}, store.Done, "ada", "", noon)
	require.NoError(t, err)
	require.False(t, found)
	_, _, err = st.PutOwn(ctx, source, store.OwnOperations{Definition: json.RawMessage(`{}`), At: noon}, "define", func([]store.OwnOperations) error { return errors.New("it is there") })
	require.EqualError(t, err, "it is there")
	require.Empty(t, told, "nor is what is not there any more, or there already")
	require.NoError(t, st.Close())
	_, err = st.Progress(ctx, source)
	require.Error(t, err)
	require.Len(t, told, 1)
}
