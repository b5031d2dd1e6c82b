//go:build unix

// Package faults shows which faults Yardstick survives where it takes whole processes: they are killed at every step of
// what they do, and what comes after must not show it.
package faults

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/stretchr/testify/require"
	driver "modernc.org/sqlite"

	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// The environment of a child: what it does, on which store, and at which step it kills itself (0: at none).
const (
	roleVariable  = "YARDSTICK_FAULTS_ROLE"
	storeVariable = "YARDSTICK_FAULTS_STORE"
	stepVariable  = "YARDSTICK_FAULTS_STEP"
)

var roles = map[string]func(ctx context.Context, path string) error{
	"learn": learnOnce, "migrate": migrateOnly, "import": importOnce, "copy": copyBeside, "learn with little room": learnWithLittleRoom,
}

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	if at, _ := strconv.Atoi(os.Getenv(stepVariable)); at > 0 {
		killAtStep(at)
	}
	if err := roles[role](context.Background(), os.Getenv(storeVariable)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// passing are tables that every process writes as it begins: they would hide the steps of the work itself.
var passing = []string{"leases", "progress", "health"}

// killAtStep ends this process as kill -9 does, before the n-th row that is written or transaction that is committed.
func killAtStep(n int) {
	step := func() {
		if n--; n == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	driver.RegisterConnectionHook(func(conn driver.ExecQuerierContext, _ string) error {
		wrote := false
		hooks := conn.(driver.HookRegisterer)
		hooks.RegisterPreUpdateHook(func(row driver.SQLitePreUpdateData) {
			if !slices.Contains(passing, row.TableName) {
				wrote = true
				step()
			}
		})
		hooks.RegisterCommitHook(func() int32 {
			if wrote {
				wrote = false
				step()
			}
			return 0
		})
		return nil
	})
}

// child does a role in a process of its own; killed tells that it was.
func child(t *testing.T, role, path string, step int) (killed bool) {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(binary)
	cmd.Env = append(os.Environ(), roleVariable+"="+role, storeVariable+"="+path, stepVariable+"="+strconv.Itoa(step))
	said, err := cmd.CombinedOutput()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return true
	}
	require.NoError(t, err, string(said))
	return false
}

// killedAtEveryStep does a role on one store, in as many processes as it takes: each is killed one step further than the
// one before, or one step behind what that one got done.
func killedAtEveryStep(t *testing.T, role, path string, look func(path string) string) (kills int) {
	t.Helper()
	last := look(path)
	for step := 1; child(t, role, path, step); kills++ {
		require.Less(t, kills, 1000, "it never gets done")
		now := look(path)
		if step++; now != last {
			step, last = 2, now // the first step behind it is where it was killed
		}
	}
	return kills
}

// contents are all rows of a store, without those that tell who wrote when.
func contents(t *testing.T, path string, except ...string) string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	except = append(except, "leases", "health", "changes", "goose_db_version", "sqlite_sequence")
	var all []string
	for _, schema := range rowsOf(t, db, `SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name`) {
		name, _, _ := strings.Cut(strings.TrimPrefix(schema, "name="), "|")
		all = append(all, schema)
		if !slices.Contains(except, name) {
			all = append(all, rowsOf(t, db, `SELECT * FROM `+name)...)
		}
	}
	return strings.Join(all, "\n")
}

func rowsOf(t *testing.T, db *sql.DB, text string) (all []string) {
	t.Helper()
	rows, err := db.Query(text)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	require.NoError(t, err)
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		require.NoError(t, rows.Scan(targets...))
		var row strings.Builder
		for i, column := range columns {
			fmt.Fprintf(&row, "%s=%v|", column, values[i])
		}
		all = append(all, row.String())
	}
	require.NoError(t, rows.Err())
	slices.Sort(all)
	return all
}

func learnOnce(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	l := learn.New(s, learn.Clock(still{}), "learner", settings())
	return errors.Join(l.CatchUp(ctx), s.Close())
}

func TestALearnerThatIsKilledAtEveryStepLearnsTheSame(t *testing.T) {
	t.Parallel()
	undisturbed, path := filepath.Join(t.TempDir(), "undisturbed.db"), filepath.Join(t.TempDir(), "yardstick.db")
	require.False(t, child(t, "learn", undisturbed, 0))
	want := contents(t, undisturbed)
	require.Contains(t, want, "state", "a baseline was learned")
	migrateFirst(t, path)
	kills := killedAtEveryStep(t, "learn", path, func(path string) string { return contents(t, path) })
	t.Logf("%d kills", kills)
	require.Greater(t, kills, 60)
	require.Equal(t, want, contents(t, path))
}

// migrateFirst makes an empty store: how it is made is another test's.
func migrateFirst(t *testing.T, path string) {
	t.Helper()
	require.NoError(t, migrateOnly(context.Background(), path))
}

func migrateOnly(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	return s.Close()
}

// oldStore is a store of the first release, with something in it.
func oldStore(t *testing.T, path string, version int64) {
	t.Helper()
	migrateFirst(t, path) // for what is in its header
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	for _, name := range rowsOf(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'`) {
		_, err := db.Exec(`PRAGMA foreign_keys = off; DROP TABLE ` + strings.TrimSuffix(strings.TrimPrefix(name, "name="), "|"))
		require.NoError(t, err)
	}
	if version == 0 {
		return
	}
	steps, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("../store/sqlite/migrations"))
	require.NoError(t, err)
	_, err = steps.UpTo(context.Background(), version)
	require.NoError(t, err)
	for _, statement := range []string{
		`INSERT INTO operations (source, system, set_id, name, labels) VALUES ('1/shop', 'shop', 'page', 'cart', '{"op":"cart"}')`,
		`INSERT INTO windows (operation, day, packed) VALUES (1, 20000, x'01')`,
		`INSERT INTO learned_hours (source, system, set_id, hour) VALUES ('1/shop', 'shop', 'page', 1773144000)`,
		`INSERT INTO violations (operation, tier, started, ended, delay, peak, verdict) VALUES (1, 2, 1773144000000000000, NULL, 5, 2.5, 'true')`,
		`INSERT INTO baselines (operation, version, record, valid_from, author, reason) VALUES (1, 1, '{"p95":0.25}', 1773144000000000000, 'learner', 'learned')`,
	} {
		_, err := db.Exec(statement)
		require.NoError(t, err, statement)
	}
}

func TestAMigrationThatIsKilledAtEveryStepEndsTheSame(t *testing.T) {
	t.Parallel()
	for _, version := range []int64{0, 1, 10} {
		t.Run(fmt.Sprintf("from schema %d", version), func(t *testing.T) {
			undisturbed, path := filepath.Join(t.TempDir(), "undisturbed.db"), filepath.Join(t.TempDir(), "yardstick.db")
			oldStore(t, undisturbed, version)
			oldStore(t, path, version)
			older := contents(t, path)
			require.False(t, child(t, "migrate", undisturbed, 0))
			want := contents(t, undisturbed)
			require.NotEqual(t, want, older)
			kills := killedAtEveryStep(t, "migrate", path, func(path string) string { return contents(t, path) })
			t.Logf("%d kills", kills)
			require.Greater(t, kills, 2)
			require.Equal(t, want, contents(t, path))
			if version > 0 {
				require.Contains(t, want, "cart", "what was stored is there")
				require.Contains(t, want, `{"p95":0.25}`)
			}
		})
	}
}

// imported is a file of a benchmark, twenty executions of three operations.
func imported() []byte {
	var file bytes.Buffer
	file.WriteString("operation,seconds\n")
	for i := range 60 {
		fmt.Fprintf(&file, "%s,%v\n", []string{"load", "sort", "save"}[i%3], 0.1+float64(i)/1000)
	}
	return file.Bytes()
}

func importOnce(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	_, _, err = runs.Import(ctx, s, runs.Request{
		Source: "cli", Name: "bench.csv", Content: bytes.NewReader(imported()), Format: "auto", System: "shop", Author: "ada", Now: noon,
	})
	return errors.Join(err, s.Close())
}

// runsIn are the runs of a store with all of their values.
func runsIn(t *testing.T, path string) string {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	all, err := s.ListRuns(ctx, "cli", "")
	require.NoError(t, err)
	text := fmt.Sprintf("%+v", all)
	for _, run := range all {
		for _, m := range run.Measured {
			values, err := s.RunSamples(ctx, "cli", run.ID, m.Number)
			require.NoError(t, err)
			text += fmt.Sprintf("\n%d: %v", m.Number, values)
		}
	}
	return text
}

func TestAnImportThatIsKilledAtEveryStepIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	undisturbed, path := filepath.Join(t.TempDir(), "undisturbed.db"), filepath.Join(t.TempDir(), "yardstick.db")
	require.False(t, child(t, "import", undisturbed, 0))
	want := runsIn(t, undisturbed)
	require.Contains(t, want, "sort")
	migrateFirst(t, path)
	nothing := runsIn(t, path)
	kills := 0
	for step := 1; child(t, "import", path, step); step++ {
		kills++
		require.Less(t, kills, 100)
		require.Equal(t, nothing, runsIn(t, path), "nobody sees what is not whole")
	}
	t.Logf("%d kills", kills)
	require.Greater(t, kills, 6)
	require.Equal(t, want, runsIn(t, path))

	// What the dead left behind goes a day later, with another import.
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	require.NoError(t, err)
	_, _, err = runs.Import(context.Background(), s, runs.Request{
		Source: "cli", Name: "next.csv", Content: strings.NewReader("operation,seconds\nload,0.1\n"), System: "shop", Now: time.Now().Add(25 * time.Hour),
	})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	require.Len(t, rowsOf(t, db, `SELECT DISTINCT staging FROM run_samples`), 2)
}

// beside is where a store is copied to.
func besideOf(path string) string { return path + ".copy" }

func copyBeside(ctx context.Context, path string) error {
	from, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	to, err := sqlite.Open(ctx, besideOf(path), sqlite.Options{})
	if err != nil {
		return err
	}
	_, err = relational.Copy(ctx, from, to, func(string, int64) {})
	return errors.Join(err, from.Close(), to.Close())
}

func TestACopyOfAStoreThatIsKilledIsWholeOrEmpty(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "yardstick.db")
	require.False(t, child(t, "learn", path, 0))
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	require.NoError(t, err)
	require.NoError(t, s.Release(context.Background(), store.Lease{Source: "1/shop", Owner: "learner", Fence: 1}))
	require.NoError(t, s.Close())
	migrateFirst(t, besideOf(path))
	empty, want := contents(t, besideOf(path)), contents(t, path)
	for _, step := range []int{1, 2, 10, 30, 50} {
		require.True(t, child(t, "copy", path, step), "step %d", step)
		require.Equal(t, empty, contents(t, besideOf(path)))
	}
	require.False(t, child(t, "copy", path, 0))
	require.Equal(t, want, contents(t, besideOf(path)))
}
