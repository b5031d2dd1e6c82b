package plugin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// badInput is a fault in what a person asked; its message says what to change.
type badInput struct{ error }

func (e badInput) Unwrap() error { return e.error }

func badInputf(format string, a ...any) error { return badInput{fmt.Errorf(format, a...)} }

// absent is something that a resource was asked for and that is not there.
type absent struct{ error }

func (e absent) Unwrap() error { return e.error }

// wrongMethod is a request for something that is there, by a method that it does not know.
type wrongMethod struct{ error }

func (e wrongMethod) Unwrap() error { return e.error }

// failure turns an error into the answer of one query: whose fault it is
// decides the status, and that it is not ours decides the error source.
func failure(err error) backend.DataResponse {
	logPanic(err)
	status, source := blame(err)
	return backend.DataResponse{Error: err, Status: status, ErrorSource: source}
}

// logPanic tells whoever runs this where the program itself failed; who asked is told that it did.
func logPanic(err error) {
	var p *prometheus.Panic
	if errors.As(err, &p) {
		log.DefaultLogger.Error("A question met a fault of Yardstick itself", "error", p.Value, "stack", string(p.Stack))
	}
}

// blame says which status an error has and whether it lies downstream.
// A question that cannot be answered is downstream too: the plugin works.
func blame(err error) (backend.Status, backend.ErrorSource) {
	var query *prometheus.QueryError
	switch {
	case errors.Is(err, store.ErrAway), errors.Is(err, store.ErrRefused):
		return backend.StatusBadGateway, backend.ErrorSourceDownstream
	case errors.As(err, &badInput{}), errors.As(err, &query), errors.Is(err, prometheus.ErrTooLarge):
		return backend.StatusBadRequest, backend.ErrorSourceDownstream
	case errors.As(err, &absent{}): // a run that was deleted, a version that was never deployed
		return backend.StatusNotFound, backend.ErrorSourceDownstream
	case errors.Is(err, context.Canceled):
		return backend.Status(statusClientClosed), backend.ErrorSourceDownstream
	case errors.Is(err, prometheus.ErrSlow), errors.Is(err, context.DeadlineExceeded):
		return backend.StatusTimeout, backend.ErrorSourceDownstream
	case errors.Is(err, prometheus.ErrRefused):
		return backend.StatusForbidden, backend.ErrorSourceDownstream
	case errors.Is(err, prometheus.ErrUnreachable), errors.Is(err, prometheus.ErrNotPrometheus), errors.Is(err, prometheus.ErrPartial):
		return backend.StatusBadGateway, backend.ErrorSourceDownstream
	case isStoreFault(err):
		return backend.StatusInternal, backend.ErrorSourceDownstream
	default:
		return backend.StatusInternal, backend.ErrorSourcePlugin
	}
}

// statusClientClosed is what proxies answer where nobody waits any more.
const statusClientClosed = 499

// storeFault marks what the store could not do.
type storeFault struct{ error }

func (e storeFault) Unwrap() error { return e.error }

// fromStore marks an error as the store's. Most say themselves what was being done.
func fromStore(doing string, err error) error {
	if err == nil {
		return nil
	}
	if !strings.HasPrefix(err.Error(), doing+": ") {
		err = fmt.Errorf("%s: %w", doing, err)
	}
	return storeFault{err}
}

func isStoreFault(err error) bool {
	return errors.As(err, &storeFault{}) || errors.Is(err, store.ErrNotOurs) || errors.Is(err, store.ErrFull) ||
		errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrLeaseLost) || errors.Is(err, store.ErrDamaged)
}

// httpStatus is the status of a resource's answer.
func httpStatus(err error) int {
	switch {
	case errors.As(err, new(*store.Conflict)), errors.As(err, new(*store.OwnConflict)), errors.As(err, new(*store.Overtaken)):
		return http.StatusConflict
	case errors.As(err, &forbidden{}):
		return http.StatusForbidden
	case errors.As(err, &notPassed{}):
		return http.StatusConflict
	case errors.As(err, &wrongMethod{}):
		return http.StatusMethodNotAllowed
	}
	status, _ := blame(err)
	return int(status)
}

// shown turns an answer that Prometheus itself calls incomplete into a remark on what is shown; other errors stay.
func shown(err error) (remark string, _ error) { return prometheus.Shown(err) }

// shownTo is shown for a person. An alert rule gets no answer that may be half of one: it keeps the state that it had.
func shownTo(ctx context.Context, err error) (remark string, _ error) {
	if fromAlert(ctx) && errors.Is(err, prometheus.ErrHalf) {
		return "", err
	}
	return shown(err)
}
