//go:build unix

package pgtest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// How is a store reached through PgBouncer? With the settings that it has by itself, but for how it pools.

// poolUser is the user of the pooler's clients, to whose password its file needs no escapes.
const poolUser, poolPassword = "pooled", "pooled"

// Pool starts a PgBouncer before the server, and gives the address of a place without a store behind it.
func (s *Server) Pool(t testing.TB, mode string) (address string) {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		t.Skip("pgbouncer is not installed here")
	}
	folder, err := os.MkdirTemp("", "pool")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	s.Query(t, fmt.Sprintf(`DO $$ BEGIN CREATE ROLE %[1]s LOGIN PASSWORD '%[2]s'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
		GRANT CREATE ON DATABASE postgres TO %[1]s`, poolUser, poolPassword))
	settings := filepath.Join(folder, "pgbouncer.ini")
	users := filepath.Join(folder, "users")
	err = errors.Join(os.Chmod(folder, 0o755), //nolint:gosec // another user reads it where we are root
		os.WriteFile(users, fmt.Appendf(nil, "%q %q\n", poolUser, poolPassword), 0o600),
		os.WriteFile(settings, fmt.Appendf(nil, "[databases]\n* = host=%s\n[pgbouncer]\nlisten_addr=\nunix_socket_dir=%s\nauth_type=plain\nauth_file=%s\npool_mode=%s\n",
			s.folder, folder, users, mode), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	pool := s.command("pgbouncer", settings)
	pool.Path, pool.Err = program, nil
	if user := pool.SysProcAttr.Credential; user != nil {
		for _, path := range []string{folder, users, settings} {
			err = errors.Join(err, os.Chown(path, int(user.Uid), int(user.Gid)))
		}
	}
	if err = errors.Join(err, pool.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Process.Signal(syscall.SIGKILL); _ = pool.Wait() })
	for end := time.Now().Add(startWithin); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(folder, ".s.PGSQL.6432")); err == nil {
			break
		}
		if time.Now().After(end) {
			t.Fatal("pgbouncer does not begin")
		}
	}
	empty, err := url.Parse(s.Empty())
	if err != nil {
		t.Fatal(err)
	}
	u := url.URL{Scheme: "postgres", User: url.UserPassword(poolUser, poolPassword), Path: "/postgres", RawQuery: url.Values{
		"host": {folder}, "port": {"6432"}, "search_path": {empty.Query().Get("search_path")},
	}.Encode()}
	return u.String()
}
