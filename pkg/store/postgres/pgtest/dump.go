//go:build unix

package pgtest

import (
	"bytes"
	"testing"
)

// How is a database backed up and brought back? By the server's own programs, as an administrator does.

// Dump is what pg_dump says of one schema.
func (s *Server) Dump(t testing.TB, schema string) []byte {
	t.Helper()
	cmd := s.command("pg_dump", "--schema="+schema, s.Address("postgres", Password, "postgres"))
	var failed bytes.Buffer
	cmd.Stderr = &failed
	dump, err := cmd.Output()
	if err != nil {
		t.Fatalf("pg_dump: %v: %s", err, failed.String())
	}
	return dump
}

// Restore makes a database and puts a dump into it.
func (s *Server) Restore(t testing.TB, database string, dump []byte) {
	t.Helper()
	s.Query(t, "CREATE DATABASE "+database)
	cmd := s.command("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", s.Address("postgres", Password, database))
	cmd.Stdin = bytes.NewReader(dump)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("psql: %v: %s", err, said)
	}
}
