//go:build unix

package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
	"github.com/yardstick-baselines/yardstick/pkg/store/storetest"
)

func untold(string, int64) {}

func file(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// fill puts rows into every table, with texts of all kinds. The lease is given back.
func fill(t *testing.T, s store.Store) {
	t.Helper()
	ctx := context.Background()
	l := held(t, s, "learner")
	put := func(err error) { t.Helper(); require.NoError(t, err) }
	var ops []store.OperationHour
	for _, value := range storetest.Nasty {
		one := hour(noon)[0]
		one.Operation.Name, one.Operation.Labels = value, map[string]string{"value": value}
		ops = append(ops, one)
	}
	put(s.PutHour(ctx, l, "kgas", "operation", noon, ops))
	put(s.SetWanted(ctx, source, "kgas", "operation", 672))
	put(s.NoteError(ctx, l, "kgas", "operation", "went wrong\x00", noon))
	all, err := s.Operations(ctx, source, "")
	put(err)
	one := all[0]
	record := baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 1.0 / 3}, Reason: "learned"}
	put(s.PutBaselines(ctx, l, []store.Baseline{{Operation: one, Record: record, ValidFrom: noon, Author: "learner"}}))
	put(s.PutViolations(ctx, l, []store.Violation{
		{Operation: one, Tier: 2, Start: noon, End: noon.Add(time.Minute), Onset: noon, Peak: 7.0 / 3}, {Operation: one, Tier: 3, Start: noon.Add(time.Hour), Peak: 1},
	}))
	violations, err := s.Violations(ctx, source, "", time.Time{}, time.Time{})
	put(err)
	put(s.PutDeployment(ctx, source, store.Deployment{System: "kgas", At: noon, Version: "1.\x1a2", Author: "ci"}))
	_, err = s.PutExclusion(ctx, source, store.Exclusion{System: "kgas", Operation: one.ID, To: noon, Kind: "incident", Reason: "disk", Author: "ada", At: noon}, one.Name)
	put(err)
	put(s.Propose(ctx, source, []store.Proposal{{Operation: one, Kind: store.ProposesLevel, Shift: store.Shift{At: noon}, Raised: noon}}))
	put(s.PutShifts(ctx, l, one, noon, noon, []store.Shift{{At: noon, Ratio: 1.5}}))
	put(s.StageSamples(ctx, source, "staged", []store.SamplePart{{Number: 1, Samples: []float64{1, 2.5}}}))
	_, err = s.KeepRun(ctx, source, "staged", store.Run{ID: "r1", System: "kgas", Imported: noon, Context: map[string]string{"commit": "abc"},
		Measured: []store.Measured{{Number: 1, Operation: "a", Quantity: store.Duration, Count: 2, Samples: 2}}})
	put(err)
	_, _, err = s.PutOwn(ctx, source, store.OwnOperations{System: "shop", Title: "shop", Definition: json.RawMessage(`{"a":1}`), Author: "ada", At: noon}, "define", nil)
	put(err)
	put(s.PutReport(ctx, l, store.KeptReport{System: "kgas", Period: "daily", Day: "2026-03-10", From: noon, To: noon, At: noon, Text: []byte(`{"all":"well"}`)}))
	_, _, err = s.SetWork(ctx, source, nil, store.WorkItem{Kind: store.WorkViolation, Key: "1", System: "kgas", Title: "x", State: store.Taken, Author: "ada", At: noon})
	put(err)
	require.EqualValues(t, 1, violations[0].ID)
	put(s.Release(ctx, l))
}

// seen is what a store answers about everything that fill put.
func seen(t *testing.T, s store.Store) map[string]any {
	t.Helper()
	ctx := context.Background()
	answers := map[string]any{}
	note := func(name string) func(v any, err error) {
		return func(v any, err error) { t.Helper(); require.NoError(t, err, name); answers[name] = v }
	}
	operations, err := s.Operations(ctx, source, "")
	note("operations")(operations, err)
	for _, o := range operations {
		note("windows of " + o.Name)(wrap(s.Windows(ctx, source, o.ID, time.Time{}, time.Time{})))
		note("versions of " + o.Name)(wrap(s.Versions(ctx, source, o.ID)))
	}
	note("baselines")(wrap(s.Baselines(ctx, source, "", noon)))
	note("hours")(wrap(s.LearnedHours(ctx, source, "kgas", "operation")))
	note("progress")(wrap(s.Progress(ctx, source)))
	note("violations")(wrap(s.Violations(ctx, source, "", time.Time{}, time.Time{})))
	note("deployments")(wrap(s.Deployments(ctx, source, "", time.Time{}, time.Time{})))
	note("exclusions")(wrap(s.Exclusions(ctx, source, "")))
	note("acts")(wrap(s.Acts(ctx, source, "", time.Time{}, time.Time{}, 100)))
	note("proposals")(wrap(s.Proposals(ctx, source, "", "")))
	note("shifts")(wrap(s.Shifts(ctx, source, "", time.Time{}, time.Time{})))
	note("runs")(wrap(s.ListRuns(ctx, source, "")))
	note("samples")(wrap(s.RunSamples(ctx, source, "r1", 1)))
	note("own")(wrap(s.Own(ctx, source)))
	note("report")(wrap(s.KeptReport(ctx, source, "kgas", "daily", "2026-03-10")))
	note("work")(wrap(s.Work(ctx, source, "", store.WorkViolation)))
	return answers
}

func wrap[T any](v T, err error) (any, error) { return v, err }

func TestAStoreMovesFromSQLiteToPostgreSQLAndBack(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "yardstick.db")
	address := server(t).Empty()
	from, to := file(t, path), opened(t, address, Options{})
	fill(t, from)
	before := seen(t, from)
	sent, err := relational.Copy(ctx, from, to, untold)
	require.NoError(t, err)
	t.Run("everything is there, and answers the same", func(t *testing.T) {
		require.Equal(t, before, seen(t, to))
		require.Equal(t, before, seen(t, from), "the first store is as it was")
	})
	t.Run("no table is forgotten, in neither database, and none was empty", func(t *testing.T) {
		var copied []string
		for _, one := range sent {
			require.NotZero(t, one.Rows, one.Table)
			copied = append(copied, one.Table)
		}
		db, err := sql.Open("sqlite", path)
		require.NoError(t, err)
		defer func() { require.NoError(t, db.Close()) }()
		for _, listed := range []struct {
			db   *sql.DB
			text string
		}{
			{db, `SELECT group_concat(name, ' ') FROM sqlite_master WHERE type = 'table'`},
			{to.(*Store).database.readers, `SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = current_schema()`},
		} {
			var names string
			require.NoError(t, listed.db.QueryRow(listed.text).Scan(&names))
			all := slices.DeleteFunc(strings.Fields(names), func(name string) bool {
				return slices.Contains([]string{"goose_db_version", "health", "sqlite_sequence"}, name)
			})
			require.ElementsMatch(t, all, copied)
		}
	})
	t.Run("both have the same schema", func(t *testing.T) {
		var versions [2]int
		db, err := sql.Open("sqlite", path)
		require.NoError(t, err)
		defer func() { require.NoError(t, db.Close()) }()
		for i, on := range []*sql.DB{db, to.(*Store).database.readers} {
			require.NoError(t, on.QueryRow(`SELECT max(version_id) FROM goose_db_version`).Scan(&versions[i]))
		}
		require.Equal(t, versions[0], versions[1])
	})
	t.Run("back again, with the same checksums", func(t *testing.T) {
		back := file(t, filepath.Join(t.TempDir(), "back.db"))
		again, err := relational.Copy(ctx, to, back, untold)
		require.NoError(t, err)
		require.Equal(t, sent, again)
		require.Equal(t, before, seen(t, back))
	})
	t.Run("a second copy is refused, and changes nothing", func(t *testing.T) {
		_, err := relational.Copy(ctx, from, to, untold)
		require.ErrorIs(t, err, relational.ErrNotEmpty)
		require.ErrorContains(t, err, "has rows in the table operations")
		require.Equal(t, before, seen(t, to))
	})
	t.Run("numbers and fences go on where they were", func(t *testing.T) {
		l := held(t, to, "next")
		require.EqualValues(t, 2, l.Fence)
		fresh := hour(noon.Add(time.Hour))[:1]
		require.NoError(t, to.PutHour(ctx, l, "kgas", "operation", noon.Add(time.Hour), fresh))
		all, err := to.Operations(ctx, source, "")
		require.NoError(t, err)
		var last int64
		for _, o := range all {
			last = max(last, o.ID)
		}
		require.EqualValues(t, len(storetest.Nasty)+1, last)
		require.ErrorIs(t, to.PutHour(ctx, store.Lease{Source: source, Owner: "learner", Fence: 1}, "kgas", "operation", noon, nil), store.ErrLeaseLost)
	})
}

func TestNumbersOfWhatWasForgottenAreNotUsedAgain(t *testing.T) {
	ctx := context.Background()
	from, to := file(t, filepath.Join(t.TempDir(), "yardstick.db")), opened(t, server(t).Empty(), Options{})
	fill(t, from)
	require.NoError(t, from.Forget(ctx, source))
	_, err := relational.Copy(ctx, from, to, untold)
	require.NoError(t, err)
	require.NoError(t, to.PutHour(ctx, held(t, to, "next"), "kgas", "operation", noon, hour(noon)[:1]))
	all, err := to.Operations(ctx, source, "")
	require.NoError(t, err)
	require.EqualValues(t, len(storetest.Nasty)+1, all[0].ID)
}

func TestACopyIsWholeOrNothing(t *testing.T) {
	ctx := context.Background()
	from := file(t, filepath.Join(t.TempDir(), "yardstick.db"))
	fill(t, from)
	before := seen(t, from)
	address := server(t).Empty()
	to := opened(t, address, Options{})
	t.Run("while somebody learns into the first store it is refused", func(t *testing.T) {
		l, ok, err := from.Acquire(ctx, "2/other", "grafana/17", time.Hour, time.Now())
		require.NoError(t, err)
		require.True(t, ok)
		_, err = relational.Copy(ctx, from, to, untold)
		require.ErrorIs(t, err, relational.ErrInUse)
		require.ErrorContains(t, err, "grafana/17 learns 2/other")
		require.NoError(t, from.Release(ctx, l))
	})
	t.Run("what arrives otherwise than it was sent is not kept", func(t *testing.T) {
		changed := opened(t, server(t).Empty(), Options{}).(*Store)
		_, err := changed.database.writers.Exec(`CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.peak = NEW.peak + 1e-15; RETURN NEW; END $$`)
		require.NoError(t, err)
		_, err = changed.database.writers.Exec(`CREATE TRIGGER spoil BEFORE INSERT ON violations FOR EACH ROW EXECUTE FUNCTION spoil()`)
		require.NoError(t, err)
		_, err = relational.Copy(ctx, from, changed, untold)
		require.ErrorContains(t, err, "the table violations: 2 rows with the checksum")
		operations, err := changed.Operations(ctx, source, "")
		require.NoError(t, err)
		require.Empty(t, operations)
	})
	t.Run("interrupted, and started again", func(t *testing.T) {
		for _, table := range []string{"operations", "violations", "work"} {
			interrupted, interrupt := context.WithCancel(ctx)
			_, err := relational.Copy(interrupted, from, to, func(at string, _ int64) {
				if at == table {
					interrupt()
				}
			})
			require.ErrorIs(t, err, context.Canceled)
			operations, err := to.Operations(ctx, source, "")
			require.NoError(t, err)
			require.Empty(t, operations)
		}
		_, err := relational.Copy(ctx, from, to, untold)
		require.NoError(t, err)
		require.Equal(t, before, seen(t, to))
	})
}
