//go:build unix

// Package pgtest starts a PostgreSQL server for tests, where one is installed.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Password is the one of the user postgres.
const Password = "right/#?% horse" // signs that an address has to escape

// startWithin bounds making and starting a server on a slow machine.
const startWithin = 2 * time.Minute

// Server is a server of its own, on a socket in a folder of its own.
type Server struct {
	folder, programs string
	settings         []string
	process          *exec.Cmd
	ended            chan struct{}
	schemas          atomic.Int64
}

// Missing says why no server can be started here; empty where one can.
func Missing() string {
	if _, err := programs(); err != nil {
		return err.Error()
	}
	return ""
}

// programs is the folder with initdb and postgres: on the path, or where Debian puts them.
func programs() (string, error) {
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well-formed
	slices.Reverse(folders)
	if found, err := exec.LookPath("initdb"); err == nil {
		if found, err = filepath.EvalSymlinks(found); err == nil {
			folders = append([]string{filepath.Dir(found)}, folders...)
		}
	}
	for _, folder := range folders {
		if _, err := exec.LookPath(filepath.Join(folder, "postgres")); err == nil {
			return folder, nil
		}
	}
	return "", errors.New("PostgreSQL is not installed here: neither initdb on the path nor /usr/lib/postgresql")
}

// Start makes and starts a server that does not write through to the disk. settings are as in postgresql.conf.
func Start(settings ...string) (*Server, error) {
	programs, err := programs()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, programs: programs, settings: append([]string{"fsync=off", "listen_addresses=", "unix_socket_directories=" + folder}, settings...)}
	if err := errors.Join(s.make(), s.Resume()); err != nil {
		_ = os.RemoveAll(folder)
		return nil, fmt.Errorf("starting PostgreSQL in %s: %w", folder, err)
	}
	return s, nil
}

func (s *Server) make() error {
	secret := filepath.Join(s.folder, "password")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o600); err != nil {
		return err
	}
	data := filepath.Join(s.folder, "data")
	make := s.command("initdb", "-D", data, "-U", "postgres", "--auth=scram-sha-256", "--pwfile="+secret, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
	if user := make.SysProcAttr.Credential; user != nil {
		if err := errors.Join(os.Chown(s.folder, int(user.Uid), int(user.Gid)), os.Chown(secret, int(user.Uid), int(user.Gid))); err != nil {
			return err
		}
	}
	if said, err := make.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	return nil
}

// command runs as somebody else where we are root, whom PostgreSQL does not serve.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.programs, name), args...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: 65534, Gid: 65534} // nobody
	}
	return cmd
}

// Resume starts a server that was stopped.
func (s *Server) Resume() error {
	args := []string{"-D", filepath.Join(s.folder, "data")}
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	log, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the server has its own handle
	s.process, s.ended = s.command("postgres", args...), make(chan struct{})
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		return err
	}
	go func() { _ = s.process.Wait(); close(s.ended) }()
	ctx, end := context.WithTimeout(context.Background(), startWithin)
	defer end()
	for {
		if s.command("pg_isready", "-q", "-h", s.folder).Run() == nil {
			return nil
		}
		select {
		case <-s.ended:
			said, _ := os.ReadFile(log.Name())
			return fmt.Errorf("the server ended: %s", said)
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer within %s", startWithin)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Stop ends the server as an administrator does who does not wait for its clients.
func (s *Server) Stop() { s.signal(syscall.SIGINT) }

// Crash ends it as a power failure does.
func (s *Server) Crash() { s.signal(syscall.SIGQUIT) }

func (s *Server) signal(signal syscall.Signal) {
	_ = s.process.Process.Signal(signal) // it may have ended
	<-s.ended
}

// Close ends the server and removes what it has.
func (s *Server) Close() {
	s.Crash()
	_ = os.RemoveAll(s.folder) // of the temporary folder
}

// Address is that of a database, for a user with a password; parameters are name, value, name, value.
func (s *Server) Address(user, password, database string, parameters ...string) string {
	query := url.Values{"host": {s.folder}}
	for i := 0; i+1 < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	u := url.URL{Scheme: "postgres", User: url.UserPassword(user, password), Path: "/" + database, RawQuery: query.Encode()}
	return u.String()
}

// Empty is the address of a place without a store: every one is a schema of its own.
func (s *Server) Empty() string {
	return s.Address("postgres", Password, "postgres", "search_path", "store"+strconv.FormatInt(s.schemas.Add(1), 10))
}

// Query lets the server's own client say something, and returns what it answers.
func (s *Server) Query(t testing.TB, text string) string {
	t.Helper()
	cmd := s.command("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", text, s.Address("postgres", Password, "postgres"))
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", text, err, said)
	}
	return string(said)
}

// Standby makes a server that follows this one, and can take its place.
func (s *Server) Standby() (*Server, error) {
	folder, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	standby := &Server{folder: folder, programs: s.programs}
	for _, setting := range s.settings {
		standby.settings = append(standby.settings, strings.ReplaceAll(setting, s.folder, folder))
	}
	copied := standby.command("pg_basebackup", "-D", filepath.Join(folder, "data"), "-R", "-X", "stream", "-c", "fast", "--no-sync",
		"-d", s.Address("postgres", Password, "postgres"))
	if user := copied.SysProcAttr.Credential; user != nil {
		err = os.Chown(folder, int(user.Uid), int(user.Gid))
	}
	if err == nil {
		var said []byte
		if said, err = copied.CombinedOutput(); err != nil {
			err = fmt.Errorf("%w: %s", err, said)
		}
	}
	if err = errors.Join(err, standby.Resume()); err != nil {
		_ = os.RemoveAll(folder) // of the temporary folder
		return nil, fmt.Errorf("starting a standby in %s: %w", folder, err)
	}
	return standby, nil
}

// CatchUp waits until a standby has all that its primary has.
func (s *Server) CatchUp(t testing.TB, primary *Server) {
	t.Helper()
	written := strings.TrimSpace(primary.Query(t, `SELECT pg_current_wal_lsn()`))
	s.until(t, `SELECT pg_last_wal_replay_lsn() >= '`+written+`'::pg_lsn`)
}

// Promote makes a standby the primary.
func (s *Server) Promote(t testing.TB) {
	t.Helper()
	s.Query(t, `SELECT pg_promote()`)
	s.until(t, `SELECT NOT pg_is_in_recovery()`)
}

// until waits for something to be true.
func (s *Server) until(t testing.TB, text string) {
	t.Helper()
	for end := time.Now().Add(startWithin); strings.TrimSpace(s.Query(t, text)) != "t"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %s", text, startWithin)
		}
	}
}

// AddressOf names this server and another one, which may take its place.
func (s *Server) AddressOf(other *Server) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword("postgres", Password), Path: "/postgres",
		RawQuery: url.Values{"host": {s.folder + "," + other.folder}, "search_path": {"shared"}}.Encode()}
	return u.String()
}

// New starts a server for one test, or skips it where there is none to start.
func New(t testing.TB, settings ...string) *Server {
	t.Helper()
	if why := Missing(); why != "" {
		t.Skip(why)
	}
	s, err := Start(settings...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}
