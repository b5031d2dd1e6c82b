//go:build unix

package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres/pgtest"
)

const source = "1/yardstick"

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func opened(t testing.TB, address string, o Options) store.Store {
	t.Helper()
	s, err := Open(context.Background(), address, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func held(t testing.TB, s store.Store, owner string) store.Lease {
	t.Helper()
	l, ok, err := s.Acquire(context.Background(), source, owner, time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	return l
}

// hour is one of a few operations.
func hour(at time.Time) []store.OperationHour {
	var ops []store.OperationHour
	for _, name := range []string{"a", "b", "c"} {
		ops = append(ops, store.OperationHour{
			Operation: store.Operation{Name: name, Labels: map[string]string{"operation": name}},
			Windows: []baseline.Window{{
				End: at.Add(5 * time.Minute), Width: 5 * time.Minute,
				Histogram: baseline.Histogram{Bounds: []float64{1}, Counts: []float64{1, 2}, Sum: 3},
			}},
		})
	}
	return ops
}

// Whoever gives an address that does not work is told what is wrong with it, and never sees the password again.
func TestAddressesThatDoNotWork(t *testing.T) {
	s := server(t)
	const secret = "hunter2"
	old := schemaOf(t, s, `CREATE TABLE mine (id INT)`)
	s.Query(t, `CREATE ROLE guest LOGIN PASSWORD '`+secret+`'`)
	s.Query(t, `CREATE DATABASE closed`)
	for name, c := range map[string]struct {
		address string
		kind    error
		says    []string
	}{
		"nobody there":                    {"postgres://u:" + secret + "@127.0.0.1:1/yardstick", store.ErrAway, []string{"PostgreSQL at 127.0.0.1:1, database yardstick", "connection refused"}},
		"no such machine":                 {"postgres://u:" + secret + "@nowhere.invalid/yardstick", store.ErrAway, []string{"nowhere.invalid"}},
		"a wrong password":                {s.Address("postgres", secret, "postgres"), store.ErrRefused, []string{"the user postgres", "password"}},
		"an unknown user":                 {s.Address("nobody", secret, "postgres"), store.ErrRefused, []string{"the user nobody"}},
		"no such database":                {s.Address("postgres", pgtest.Password, "elsewhere"), store.ErrRefused, []string{`"elsewhere"`, "CREATE DATABASE"}},
		"no right to a schema":            {s.Address("guest", secret, "closed"), store.ErrRefused, []string{"the user guest", "GRANT CREATE ON DATABASE"}},
		"somebody's tables":               {old, store.ErrNotOurs, []string{"tables of another program", "search_path"}},
		"no database":                     {"postgres://u:" + secret + "@db:5432", nil, []string{"names no database"}},
		"another protocol":                {"mysql://u:" + secret + "@db/x", nil, []string{`"mysql:"`, "postgres://user@host:5432/database"}},
		"a sign in a password":            {"postgres://u:" + secret + "%@db/x", nil, []string{"%25"}},
		"a password in the parameters":    {"postgres://u@db/x?password=" + secret, nil, []string{"give it apart"}},
		"a certificate that is not there": {"postgres://u:" + secret + "@db/x?sslmode=verify-full&sslrootcert=/nowhere.pem", nil, []string{"/nowhere.pem"}},
		"a port too high":                 {"postgres://u:" + secret + "@db:99999/x", nil, []string{"port 99999", "1 to 65535"}},
		"no port of the second":           {"postgres://u:" + secret + "@db:5432,other:0/x", nil, []string{"port 0", "1 to 65535"}},
		"a number in words":               {"postgres://u:" + secret + "@db/x?connect_timeout=soon", nil, []string{"soon"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(context.Background(), c.address, Options{})
			require.Error(t, err)
			if c.kind != nil {
				require.ErrorIs(t, err, c.kind)
			}
			for _, part := range c.says {
				require.ErrorContains(t, err, part)
			}
			require.NotContains(t, err.Error(), secret)
			require.NotContains(t, err.Error(), pgtest.Password)
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

// schemaOf is a new schema with what somebody else made in it.
func schemaOf(t *testing.T, s *pgtest.Server, statement string) (address string) {
	t.Helper()
	address = s.Empty()
	_, name, _ := strings.Cut(address, "search_path=")
	s.Query(t, `CREATE SCHEMA `+name+`; SET search_path = `+name+`; `+statement)
	return address
}

func TestThePasswordIsGivenApart(t *testing.T) {
	s := server(t)
	store := opened(t, s.Address("postgres", "", "postgres", "search_path", "apart"), Options{Password: pgtest.Password})
	require.NoError(t, store.Check(context.Background()))
	require.NotContains(t, store.Location(), pgtest.Password)
	require.Contains(t, store.Location(), "database postgres, schema apart")
}

func TestANewerSchemaIsLeftAlone(t *testing.T) {
	s := server(t)
	address := s.Empty()
	opened(t, address, Options{})
	_, name, _ := strings.Cut(address, "search_path=")
	s.Query(t, `INSERT INTO `+name+`.goose_db_version (version_id, is_applied) VALUES (9999, true)`)
	_, err := Open(context.Background(), address, Options{})
	require.ErrorIs(t, err, store.ErrNewer)
	require.ErrorContains(t, err, "has schema 9999")
}

// Many replicas start at once on a database where nothing is yet.
func TestOneOfManyMigrates(t *testing.T) {
	address := server(t).Empty()
	const replicas = 8
	failures := make(chan error, replicas)
	var ready sync.WaitGroup
	ready.Add(replicas)
	for range replicas {
		go func() {
			ready.Done()
			ready.Wait()
			s, err := Open(context.Background(), address, Options{})
			if err == nil {
				err = errors.Join(s.Check(context.Background()), s.Close())
			}
			failures <- err
		}()
	}
	for range replicas {
		require.NoError(t, <-failures)
	}
}

// The server goes away in the middle of the work, in both ways, and comes back: what was stored is there, what was not is
// told, and the same store works on.
func TestAServerThatRestarts(t *testing.T) {
	ctx := context.Background()
	server := pgtest.New(t)
	s := opened(t, server.Empty(), Options{})
	l := held(t, s, "a")
	hours := 0
	for name, stop := range map[string]func(){"stopped": server.Stop, "crashed": server.Crash} {
		t.Run(name, func(t *testing.T) {
			at := noon.Add(time.Duration(hours) * time.Hour)
			require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", at, hour(at)))
			hours++
			stop()
			next := noon.Add(time.Duration(hours) * time.Hour)
			for name, failed := range map[string]error{
				"writing": s.PutHour(ctx, l, "kgas", "operation", next, hour(next)),
				"reading": second(s.Operations(ctx, source, "")),
				"asking":  second(s.Baselines(ctx, source, "", noon)),
				"the lease": func() error {
					_, _, err := s.Acquire(ctx, source, "a", time.Hour, noon)
					return err
				}(),
				"checking": s.Check(ctx),
			} {
				require.ErrorIs(t, failed, store.ErrAway, name)
				require.ErrorContains(t, failed, "PostgreSQL at ")
			}
			require.NoError(t, server.Resume())
			require.NoError(t, s.Check(ctx))
			learned, err := s.LearnedHours(ctx, source, "kgas", "operation")
			require.NoError(t, err)
			require.Len(t, learned, hours)
			require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", next, hour(next)), "with the lease that it had")
			hours++
		})
	}
}

func second[T any](_ T, err error) error { return err }

// A connection that is cut between two statements leaves nothing of the transaction.
func TestAConnectionThatIsCut(t *testing.T) {
	ctx := context.Background()
	server := server(t)
	s := opened(t, server.Empty(), Options{}).(*Store)
	l := held(t, s, "a")
	require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", noon, hour(noon)))
	tx, err := s.database.Begin(ctx, source, true)
	require.NoError(t, err)
	_, err = tx.Exec(`DELETE FROM learned_hours`)
	require.NoError(t, err)
	_, err = s.database.readers.Exec(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND (classid::bigint << 32 | objid::bigint) = $1`,
		s.database.lock(source))
	require.NoError(t, err)
	_, err = tx.Exec(`DELETE FROM operations`)
	require.ErrorIs(t, s.database.Fault(err), store.ErrAway)
	_ = tx.Rollback()
	learned, err := s.LearnedHours(ctx, source, "kgas", "operation")
	require.NoError(t, err)
	require.Len(t, learned, 1)
	require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", noon, hour(noon)))
}

func TestAServerWithoutAFreeConnection(t *testing.T) {
	ctx := context.Background()
	server := pgtest.New(t, "max_connections=8", "superuser_reserved_connections=0")
	address := server.Empty()
	s := opened(t, address, Options{}).(*Store)
	l := held(t, s, "a")
	// Those of the store are given back, as after a minute without work.
	s.database.readers.SetMaxIdleConns(-1)
	s.database.writers.SetMaxIdleConns(-1)
	others := connect(must(parse(address, Options{}))).readers
	others.SetMaxOpenConns(0)
	for {
		if _, err := others.Conn(ctx); err != nil {
			break
		}
	}
	err := s.PutHour(ctx, l, "kgas", "operation", noon, hour(noon))
	require.ErrorIs(t, err, store.ErrAway)
	require.ErrorContains(t, err, "raise max_connections")
	_, err = Open(ctx, address, Options{})
	require.ErrorIs(t, err, store.ErrAway)
	server.Stop()
	require.NoError(t, server.Resume())
	require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", noon, hour(noon)))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A network that swallows everything is told from one that answers within the time that connecting may take.
func TestAServerThatNeverAnswers(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = silent.Close() }()
	_, err = Open(context.Background(), "postgres://u:p@"+silent.Addr().String()+"/x?connect_timeout=1&sslmode=disable", Options{})
	require.ErrorIs(t, err, store.ErrAway)
}

// A key of the tables has its end. What is longer is a fault of that set, and keeps no other one from being learned.
func TestANameThatIsLongerThanAnIndexHoldsIsUnfit(t *testing.T) {
	ctx := context.Background()
	s, err := subject.Open(ctx, server(t).Empty())
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	lease, ok, err := s.Acquire(ctx, "1/yardstick", "test", time.Hour, time.Now())
	require.NoError(t, err)
	require.True(t, ok)
	var long strings.Builder
	for long.Len() < 6000 { // what repeats itself would be compressed
		long.WriteString(rand.Text())
	}
	_, err = s.Describe(ctx, lease, "shop", long.String(), "by route")
	require.ErrorIs(t, err, store.ErrUnfit)
	_, err = s.Describe(ctx, lease, "shop", long.String()[:1200], "by route")
	require.NoError(t, err)
}

// An administrator may let no statement of a role or a database take long. What Yardstick asks takes as long as it has patience.
func TestAServerWhoseStatementsMayNotTakeLong(t *testing.T) {
	s := server(t)
	s.Query(t, `CREATE ROLE hurried LOGIN PASSWORD 'h'; ALTER ROLE hurried SET statement_timeout = '1s'; GRANT CREATE ON DATABASE postgres TO hurried`)
	opened := opened(t, s.Address("hurried", "h", "postgres", "search_path", "hurried"), Options{})
	s.Query(t, `CREATE FUNCTION hurried.slowly() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NEW; END' LANGUAGE plpgsql;
		CREATE TRIGGER slowly BEFORE INSERT ON hurried.health FOR EACH ROW EXECUTE FUNCTION hurried.slowly()`)
	require.NoError(t, opened.Check(context.Background()))
}

func TestAStandbyTakesNoWrites(t *testing.T) {
	ctx := context.Background()
	s := server(t)
	s.Query(t, `CREATE ROLE reader LOGIN PASSWORD 'r'; ALTER ROLE reader SET default_transaction_read_only = on; GRANT CREATE ON DATABASE postgres TO reader`)
	_, err := Open(ctx, s.Address("reader", "r", "postgres", "target_session_attrs", "any", "search_path", "standby"), Options{})
	require.ErrorIs(t, err, store.ErrReadOnly)
	require.ErrorContains(t, err, "standby")
	_, err = Open(ctx, s.Address("reader", "r", "postgres", "search_path", "standby"), Options{})
	require.ErrorIs(t, err, store.ErrAway, "of several hosts, another one may take writes")
}
