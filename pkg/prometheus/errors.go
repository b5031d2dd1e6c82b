package prometheus

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// Kinds of failure that callers decide on with errors.Is. The error itself
// says what was asked of whom and what to do.
var (
	// ErrUnreachable: nothing answers at the URL, or a proxy in front has lost it.
	ErrUnreachable = errors.New("unreachable")
	// ErrRefused: the credentials are missing, wrong or not sufficient (401, 403).
	ErrRefused = errors.New("refused")
	// ErrNotPrometheus: something answers, but not the Prometheus API (HTML, a redirect elsewhere, 404).
	ErrNotPrometheus = errors.New("not a Prometheus")
	// ErrTooLarge: the answer is larger than Limits.MaxBody, Prometheus' own limit on samples was met, or the question is
	// longer than a proxy lets pass (413, 414, 431): ask for fewer operations.
	ErrTooLarge = errors.New("too large")
	// ErrSlow: the time-out passed, or the server says it is overloaded (429, 503): ask less and later.
	ErrSlow = errors.New("slow")
	// ErrPartial: the answer came with warnings and may be incomplete; it must not be learned.
	ErrPartial = errors.New("partial")
	// ErrHalf is a partial answer of which series may be missing: a store behind Thanos or Mimir is down. Warnings of
	// PromQL are about what is there, and come with every answer until the metric is mended.
	ErrHalf = errors.New("half an answer")
)

// Error is a failure of one of the kinds above.
type Error struct {
	Kind    error
	Message string // for a person: what happened and what to do
	Cause   error  // may be nil
	// After is how long the server wants to be left alone; 0 where it does not say.
	After time.Duration
}

func (e *Error) Error() string { return e.Message }

// Unwrap makes errors.Is find the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// QueryError is an expression that Prometheus refused or could not evaluate.
type QueryError struct {
	Expr    string
	Message string // Prometheus' own, with the position of a syntax error
}

func (e *QueryError) Error() string {
	return "Prometheus cannot evaluate " + shortened(e.Expr) + ": " + shortened(e.Message)
}

// readable is how many characters of an expression or a remark a person reads.
const readable = 500

// shortened leaves out the middle of what is longer: an expression over all metrics of a system has kilobytes, and
// VictoriaMetrics repeats it before it says what is wrong with it.
func shortened(text string) string {
	runes := []rune(text)
	if len(runes) <= readable {
		return text
	}
	return string(runes[:readable/2]) + " … " + string(runes[len(runes)-readable/2:])
}

func partial(warnings []string) error {
	if len(warnings) == 0 {
		return nil
	}
	var cause error
	if slices.ContainsFunc(warnings, func(w string) bool { return !strings.HasPrefix(w, "PromQL ") }) {
		cause = ErrHalf
	}
	return &Error{Kind: ErrPartial, Cause: cause, Message: "Prometheus answered with warnings, the answer may be incomplete: " + strings.Join(warnings, "; ")}
}
