//go:build unix

package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres/pgtest"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// The verbs answer the same of a store in PostgreSQL as of the file that it was copied from.
func TestAStoreIsCopiedByOneCommand(t *testing.T) {
	server := pgtest.New(t)
	path := filepath.Join(t.TempDir(), "yardstick.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	require.NoError(t, err)
	l, ok, err := s.Acquire(t.Context(), "cli", "test", time.Minute, noon)
	require.NoError(t, err)
	require.True(t, ok)
	require.NoError(t, s.PutBaselines(t.Context(), l, []store.Baseline{{
		Operation: store.Operation{System: "kgas", Set: "operation", Name: "search", Labels: map[string]string{"operation": "search"}},
		Record:    baseline.Record{Quantiles: baseline.Quantiles{P95: 0.25}, Requests: 1000}, ValidFrom: noon, Author: "learner",
	}}))
	require.NoError(t, s.Close())
	from, to := "sqlite:"+path, server.Empty()

	out, code, err := yardstick(t, "store", "copy", "--from", from, "--to", to, "--format", "json")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.NotContains(t, out, pgtest.Password)
	var said struct {
		Tables []struct {
			Table, Checksum string
			Rows            int
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &said))
	rows := map[string]int{}
	for _, one := range said.Tables {
		rows[one.Table] = one.Rows
		require.Len(t, one.Checksum, 32)
	}
	require.Equal(t, []int{1, 1, 0}, []int{rows["operations"], rows["baselines"], rows["violations"]})

	want, _, err := yardstick(t, "baselines", "--store", from, "--format", "json")
	require.NoError(t, err)
	got, _, err := yardstick(t, "baselines", "--store", to, "--format", "json")
	require.NoError(t, err)
	require.JSONEq(t, want, got)
	require.Contains(t, got, "search")

	for name, c := range map[string]struct {
		from, to string
		says     string
	}{
		"a target that is not empty": {from, to, "not empty"},
		"a file that is not there":   {from + ".old", to, "there is no such file"},
		"a wrong password":           {from, server.Address("postgres", "hunter2", "postgres"), "--to"},
		"a target without a kind":    {from, "yardstick.db", `--to "yardstick.db"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, code, err := yardstick(t, "store", "copy", "--from", c.from, "--to", c.to)
			require.Equal(t, exitError, code)
			require.ErrorContains(t, err, c.says)
			require.NotContains(t, err.Error(), "hunter2")
		})
	}
	require.NoFileExists(t, path+".old")
	text, _, err := yardstick(t, "store", "copy", "--from", from, "--to", server.Empty())
	require.NoError(t, err)
	require.Contains(t, text, "CHECKSUM OF BOTH")
	require.Contains(t, text, "Copied from "+path)
}

// A mistyped database is told, and what only reads leaves no schema in it.
func TestADatabaseThatIsReadMustHoldAStore(t *testing.T) {
	server := pgtest.New(t)
	address := server.Empty()
	for _, args := range [][]string{
		{"baselines", "--store", address}, {"export", "--store", address}, {"import", "--list", "--store", address},
		{"compare", "--baseline", "abcdefgh", "--current", "ijklmnop", "--store", address},
		{"store", "copy", "--from", address, "--to", "sqlite:" + filepath.Join(t.TempDir(), "proof.db")},
	} {
		_, code, err := yardstick(t, args...)
		require.Equal(t, exitError, code, args)
		require.ErrorContains(t, err, "there is no store in it; give the address of one that `yardstick learn`", "%v", args)
		require.NotContains(t, err.Error(), pgtest.Password)
	}
	_, _, err := yardstick(t, "support", "--store", address, "--output", filepath.Join(t.TempDir(), "bundle.zip"))
	require.NoError(t, err)
	require.Equal(t, "0\n", server.Query(t, `SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'store%'`))
}

// Who interrupts an import is told which files are not there, and why.
func TestAnInterruptedImportNamesItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "slow.jsonl")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	ctx, interrupt := context.WithCancelCause(t.Context())
	go func() {
		in, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return
		}
		_, _ = in.WriteString(payments)
		interrupt(errors.New("interrupt signal received"))
		_ = in.Close()
	}()
	cmd := root()
	cmd.SetArgs([]string{"import", path, "--store", "sqlite:" + filepath.Join(t.TempDir(), "a.db")})
	cmd.SetOut(io.Discard)
	require.EqualError(t, cmd.ExecuteContext(ctx), path+" and what comes after it: interrupt signal received; import them again")
}

// A backup is proven by copying it: one that holds nothing is none, however well it is copied.
func TestACopyOfNothingProvesNoBackup(t *testing.T) {
	blank := file(t, "backup.db", "")
	_, unused := holding(t)
	for name, c := range map[string]struct{ from, says string }{
		"an empty file":         {"sqlite:" + blank, "the file is empty"},
		"a store without a row": {unused, "not a row"},
	} {
		t.Run(name, func(t *testing.T) {
			out, code, err := yardstick(t, "store", "copy", "--from", c.from, "--to", "sqlite:"+filepath.Join(t.TempDir(), "proof.db"))
			require.Equal(t, exitError, code)
			require.ErrorContains(t, err, "--from")
			require.ErrorContains(t, err, c.says)
			require.Empty(t, out)
		})
	}
	info, err := os.Stat(blank)
	require.NoError(t, err)
	require.Zero(t, info.Size(), "it is left as it was")
}

// A backup, or what another user learned, is read where it lies: only what writes needs a folder that takes it.
func TestAStoreThatTakesNoWritesIsRead(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("this user may write everywhere")
	}
	s, address := holding(t, store.Baseline{
		Operation: store.Operation{System: "shop", Set: "page", Name: "cart", Labels: map[string]string{"page": "cart"}}, ValidFrom: noon,
		Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, State: baseline.Active},
	})
	require.NoError(t, s.Close())
	path := strings.TrimPrefix(address, "sqlite:")
	want, _, err := yardstick(t, "baselines", "--store", address)
	require.NoError(t, err)
	require.Contains(t, want, "cart")
	require.NoError(t, os.Chmod(path, 0o400))
	require.NoError(t, os.Chmod(filepath.Dir(path), 0o500))
	t.Cleanup(func() { _ = os.Chmod(filepath.Dir(path), 0o700) })
	out, _, err := yardstick(t, "baselines", "--store", address)
	require.NoError(t, err)
	require.Equal(t, want, out)
	_, code, err := yardstick(t, "learn", "--system", "kgas", "--store", address, "--prometheus", empty(t))
	require.Equal(t, exitError, code)
	require.ErrorIs(t, err, store.ErrReadOnly)
	require.ErrorContains(t, err, path)
}
