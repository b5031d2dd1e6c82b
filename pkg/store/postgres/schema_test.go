//go:build unix

package postgres

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres/pgtest"
)

// tablesIn lists the schemas that hold a store.
func tablesIn(t *testing.T, s *pgtest.Server) string {
	t.Helper()
	return strings.TrimSpace(s.Query(t, `SELECT coalesce(string_agg(schemaname, ' ' ORDER BY schemaname), '') FROM pg_tables WHERE tablename = 'goose_db_version'`))
}

// The store is in the schema that the address names, in the way that psql reads it, and nowhere else.
func TestTheSchemaThatAnAddressNames(t *testing.T) {
	for named, schema := range map[string]string{
		"plain": "plain", "Prod": "prod", `"Quoted"`: "Quoted", "with-dash": "with-dash", "größe": "größe", " spaced ": "spaced", "public": "public",
	} {
		t.Run(named, func(t *testing.T) {
			s := pgtest.New(t)
			opened := opened(t, s.Address("postgres", pgtest.Password, "postgres", "search_path", named), Options{})
			require.NoError(t, opened.Check(context.Background()))
			require.Equal(t, schema, tablesIn(t, s))
		})
	}
}

// A list would have the tables made in whichever schema is there, and two ways to write one place two locks.
func TestAnAddressThatNamesNotOneSchemaIsRefused(t *testing.T) {
	s := pgtest.New(t)
	for _, named := range []string{"a,public", "a, public", `"a","b"`, "$user", `"$user", public`, `"`} {
		_, err := Open(context.Background(), s.Address("postgres", pgtest.Password, "postgres", "search_path", named), Options{})
		require.ErrorContains(t, err, "search_path "+named)
		require.ErrorContains(t, err, "name the one schema")
	}
	require.Empty(t, tablesIn(t, s), "and nothing was made")
}

// A database administrator gives few rights: what is missing is told by the statement that gives it.
func TestRightsThatAreMissingAreTold(t *testing.T) {
	ctx := context.Background()
	s := pgtest.New(t)
	s.Query(t, `CREATE ROLE app LOGIN PASSWORD 'p'; CREATE SCHEMA closed; CREATE SCHEMA fixed; GRANT USAGE ON SCHEMA fixed TO app;
		CREATE SCHEMA enough; GRANT USAGE, CREATE ON SCHEMA enough TO app`)
	opened(t, s.Address("postgres", pgtest.Password, "postgres", "search_path", "others"), Options{})
	s.Query(t, `GRANT USAGE, CREATE ON SCHEMA others TO app`)
	address := func(schema string) string { return s.Address("app", "p", "postgres", "search_path", schema) }
	for schema, says := range map[string]string{
		"closed": "GRANT USAGE, CREATE ON SCHEMA lets it",
		"fixed":  "GRANT USAGE, CREATE ON SCHEMA fixed lets it",
		"absent": "GRANT CREATE ON DATABASE lets it make its schema",
		"others": "let it own the schema others and what is in it",
	} {
		_, err := Open(ctx, address(schema), Options{})
		require.ErrorIs(t, err, store.ErrRefused, schema)
		require.ErrorContains(t, err, "the user app")
		require.ErrorContains(t, err, says)
	}
	require.NoError(t, opened(t, address("enough"), Options{}).Check(ctx), "no right to the database is needed where the schema is there")
}

// A new replica migrates while the one of the old version writes an hour: it waits for that, and takes no harm from the
// time after which a lock is looked into.
func TestAMigrationWaitsForWhoWrites(t *testing.T) {
	ctx := context.Background()
	s := server(t)
	address := s.Empty()
	old := opened(t, address, Options{}).(*Store)
	s.Query(t, fmt.Sprintf(`ALTER TABLE %[1]s.violations DROP COLUMN signal, ADD UNIQUE (operation, started);
		DELETE FROM %[1]s.goose_db_version WHERE version_id = 24`, old.database.schema))
	tx, err := old.database.Begin(ctx, source, true)
	require.NoError(t, err)
	_, err = tx.Exec(`UPDATE violations SET ended = 1`)
	require.NoError(t, err)
	const gaveUp = 50 * time.Millisecond
	migrated := make(chan error)
	go func() {
		s, err := Open(ctx, address+"&lock_timeout="+milliseconds(gaveUp), Options{})
		if err == nil {
			err = s.Close()
		}
		migrated <- err
	}()
	select {
	case err := <-migrated:
		require.NoError(t, err)
		t.Error("it migrated beside who writes")
	case <-time.After(10 * gaveUp):
	}
	require.NoError(t, tx.Commit())
	require.NoError(t, <-migrated)
	require.NoError(t, old.SetWanted(ctx, source, "kgas", "operation", 1), "and the old one goes on")
}

// Of a store of years a migration may take longer than any question is let: one that is ended would be begun again with every
// request, and never be done.
func TestAMigrationMayTakeLongerThanAQuestion(t *testing.T) {
	s := pgtest.New(t)
	address := s.Address("postgres", pgtest.Password, "postgres")
	require.NoError(t, opened(t, address, Options{}).Close())
	s.Query(t, `DROP INDEX yardstick.violations_by_end; DELETE FROM yardstick.goose_db_version WHERE version_id = 26;
		CREATE FUNCTION public.slowly() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(3); END';
		CREATE EVENT TRIGGER slowly ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION public.slowly()`)
	opened(t, s.Address("postgres", pgtest.Password, "postgres", "statement_timeout", "2s"), Options{})
	require.Equal(t, "1", strings.TrimSpace(s.Query(t, `SELECT count(*) FROM pg_indexes WHERE indexname = 'violations_by_end'`)))
}
