package postgres

// What went wrong, in the store's words.

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Codes of the server (https://www.postgresql.org/docs/current/errcodes-appendix.html).
const (
	readOnlyTransaction   = "25006"
	restedTooLong         = "25P03"
	wrongPassword         = "28P01"
	notAllowedIn          = "28000"
	noSuchDatabase        = "3D000"
	duplicateSchema       = "42P06"
	uniqueViolation       = "23505"
	insufficientPrivilege = "42501"
	unknownStatement      = "26000"
	knownStatement        = "42P05"
	diskFull              = "53100"
	tooManyConnections    = "53300"
	lockNotAvailable      = "55P03"
)

// readOnlyConnection is what pgx says of a server that takes no writes, where one is wanted that does.
const readOnlyConnection = "read only connection"

// code is the server's, empty where the error is not its.
func code(err error) string {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return said.Code
	}
	return ""
}

// Fault gives an error its kind, with what a person does about it.
func (d *database) Fault(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, store.ErrAway) || errors.Is(err, store.ErrRefused) {
		return err
	}
	switch known := code(err); known {
	case "":
		return d.ofConnection(err)
	case wrongPassword, notAllowedIn:
		return fmt.Errorf("%w: %s does not let the user %s in (%s)", store.ErrRefused, d.place, d.user, reason(err))
	case noSuchDatabase:
		return fmt.Errorf("%w: there is no such database at %s; make it with CREATE DATABASE (%s)", store.ErrRefused, d.place, reason(err))
	case insufficientPrivilege:
		return fmt.Errorf("%w: the user %s may not do this at %s; %s (%s)", store.ErrRefused, d.user, d.place, d.remedy(err), reason(err))
	case unknownStatement, knownStatement:
		return fmt.Errorf("%w: %s: %w (%s)", store.ErrRefused, d.place, errShared, reason(err))
	case lockNotAvailable:
		return fmt.Errorf("%w: %s: others have held what is needed for longer than %s (%s)", store.ErrAway, d.place, lockWithin, reason(err))
	case diskFull:
		return fmt.Errorf("%w: free some on the disk of %s (%w)", store.ErrFull, d.place, err)
	case readOnlyTransaction:
		return fmt.Errorf("%w: %s takes no writes; is it a standby? (%w)", store.ErrReadOnly, d.place, err)
	case tooManyConnections:
		return fmt.Errorf("%w: %s has no connection left; raise max_connections, or let others give theirs back (%s)", store.ErrAway, d.place, reason(err))
	case restedTooLong:
		return fmt.Errorf("%w: %s ended the transaction, because nothing came for %s", store.ErrAway, d.place, restWithin)
	default:
		if class := known[:2]; class == "57" || class == "58" || class == "53" || class == "08" || class == "XX" { // shut down, starting, out of resources
			return fmt.Errorf("%w: %s (%s)", store.ErrAway, d.place, reason(err))
		} else if class == "22" || class == "23" || class == "54" { // values that the tables do not take, or not their indexes
			return fmt.Errorf("%w: %w", store.ErrUnfit, err)
		}
	}
	return err
}

// remedy is what gives the user the right that was missing.
func (d *database) remedy(err error) string {
	switch why := reason(err); {
	case strings.Contains(why, "for schema"):
		return "GRANT USAGE, CREATE ON SCHEMA " + d.schema + " lets it"
	case strings.Contains(why, "for table"), strings.Contains(why, "owner of"), strings.Contains(why, "for sequence"):
		return "let it own the schema " + d.schema + " and what is in it, or name the user that does"
	}
	return "GRANT CREATE ON DATABASE lets it make its schema"
}

// ofConnection is for what the server did not say itself.
func (d *database) ofConnection(err error) error {
	var connecting *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &connecting):
		return d.unreachable(err)
	case pgconn.Timeout(err), errors.Is(err, context.DeadlineExceeded): // which is a net.Error as well
		return fmt.Errorf("%w: %s takes too long: %w", store.ErrAway, d.place, context.DeadlineExceeded)
	case errors.As(err, &network), errors.Is(err, driver.ErrBadConn), errors.Is(err, pgconn.ErrConnClosed),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return d.unreachable(err)
	}
	return err
}

func (d *database) unreachable(err error) error {
	if reason(err) == readOnlyConnection { // away, because the one that takes writes may come back, or this one become it
		return fmt.Errorf("%w: %s takes no writes; is it a standby? name the primary, or all hosts", store.ErrAway, d.place)
	}
	return fmt.Errorf("%w: %s cannot be reached (%s)", store.ErrAway, d.place, reason(err))
}

// reason is what is at the bottom of an error: connecting wraps it in every address that was tried.
func reason(err error) string {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return said.Message
	}
	for {
		var next error
		switch wrapped := err.(type) { //nolint:errorlint // each layer is looked at
		case interface{ Unwrap() error }:
			next = wrapped.Unwrap()
		case interface{ Unwrap() []error }:
			all := wrapped.Unwrap()
			next = all[len(all)-1]
		}
		if next == nil {
			return strings.TrimSpace(err.Error())
		}
		err = next
	}
}
