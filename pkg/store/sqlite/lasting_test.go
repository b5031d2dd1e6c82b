package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

// overheard is a file of which is heard how safe each commit is.
type overheard struct {
	*database
	t       *testing.T
	commits []int // synchronous: 1 is NORMAL, 2 FULL
}

func (o *overheard) Begin(ctx context.Context, source string, lasts bool) (*sql.Tx, error) {
	tx, err := o.database.Begin(ctx, source, lasts)
	require.NoError(o.t, err)
	var synchronous int
	require.NoError(o.t, tx.QueryRowContext(ctx, `PRAGMA synchronous`).Scan(&synchronous))
	o.commits = append(o.commits, synchronous)
	return tx, nil
}

// An hour that a power failure takes is learned again. Nobody decides again what he was told is done.
func TestWhatPeopleDecideIsOnTheDiskWhenTheyAreToldSo(t *testing.T) {
	const normal, full = 1, 2
	ctx := context.Background()
	file := opened1(t, filepath.Join(t.TempDir(), "yardstick.db"), Options{})
	l := held(t, file)
	o := &overheard{database: file.database, t: t}
	s := relational.New(o)
	for range 2 {
		o.commits = nil
		require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", noon, nil))
		require.NoError(t, s.Note(ctx, l.Source, store.Act{At: noon, Author: "ann", Action: "approve"}))
		_, err := s.PutExclusion(ctx, l.Source, store.Exclusion{System: "kgas", From: noon, To: noon, Kind: "incident", Author: "ann", At: noon}, "")
		require.NoError(t, err)
		require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", noon, nil))
		require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", noon, nil))
		require.Equal(t, []int{normal, full, full, normal, normal}, o.commits)
	}
}
