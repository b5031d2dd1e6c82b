package prometheus

// Which kind of failure an answer, or the lack of one, is, and what a person should do.

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
)

// sendError is a request that got no answer.
func sendError(server string, how Remedies, err error) error {
	var ours *Error
	var network *net.OpError
	var timeout net.Error
	switch {
	case errors.As(err, &ours), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &network) && network.Op == "dial":
		return unreachable(server, err, "Check the URL, and that Prometheus runs and is reachable from this machine")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Kind: ErrSlow, Cause: err, Message: fmt.Sprintf(
			"Prometheus at %s did not answer in time. %s", server, how.TimeOut)}
	case isCertificate(err):
		return unreachable(server, err, how.TLS)
	}
	return unreachable(server, err, "Check the URL, and that Prometheus runs and is reachable from this machine")
}

func isCertificate(err error) bool {
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var record tls.RecordHeaderError
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &record)
}

func unreachable(server string, err error, advice string) error {
	return &Error{Kind: ErrUnreachable, Cause: err, Message: fmt.Sprintf("Prometheus at %s does not answer: %s. %s", server, reason(err), advice)}
}

// reason is the innermost cause, without the addresses and calls that Go writes around it.
func reason(err error) string {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return "no address is known for the host " + dns.Name
	}
	var network *net.OpError
	if errors.As(err, &network) {
		err = network.Err
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			break
		}
		err = inner
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it closed the connection"
	}
	return err.Error()
}

// errLongQuestion is a question that is too long by itself, however little it asks for.
var errLongQuestion = errors.New("a long question")

// statusError is an answer that refuses, whoever gave it.
func statusError(server string, how Remedies, resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusUnauthorized:
		return &Error{Kind: ErrRefused, Message: fmt.Sprintf(
			"Prometheus at %s wants other credentials (401). %s", server, how.Credentials)}
	case http.StatusForbidden:
		return &Error{Kind: ErrRefused, Message: fmt.Sprintf(
			"Prometheus at %s forbids this (403). The credentials are known but may not query; ask for the right to read", server)}
	case http.StatusTooManyRequests:
		return &Error{Kind: ErrSlow, After: retryAfter(resp), Message: fmt.Sprintf("Prometheus at %s is asked too often (429). It is asked again later", server)}
	case http.StatusRequestEntityTooLarge:
		return &Error{Kind: ErrTooLarge, Message: fmt.Sprintf(
			"%s does not accept a request of this size (413). Raise the limit of the proxy in front, or choose fewer operations", server)}
	case http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge:
		return &Error{Kind: ErrTooLarge, Cause: errLongQuestion, Message: fmt.Sprintf(
			"%s does not accept an address of this length (%d). Set the HTTP method of the data source to POST (httpMethod), "+
				"or raise the limit of the proxy in front", server, resp.StatusCode)}
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return &Error{Kind: ErrUnreachable, Message: fmt.Sprintf(
			"the proxy at %s does not reach its Prometheus (%d). Check that Prometheus runs", server, resp.StatusCode)}
	}
	return nil
}

// retryAfter is how long the server wants to be left alone (RFC 9110, 10.2.3): seconds, or a date by its own clock.
func retryAfter(resp *http.Response) time.Duration {
	said := resp.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(said); err == nil {
		return time.Duration(min(max(seconds, 0), int(longestRetry/time.Second))) * time.Second
	}
	until, err := http.ParseTime(said)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return min(max(until.Sub(now), 0), longestRetry)
}

// errNoSuchPath is a part of the API that a server does not have, or that it is no Prometheus.
var errNoSuchPath = errors.New("there is no such path")

// contentError is an answer that is not of the Prometheus API.
func contentError(server string, resp *http.Response) error {
	if resp.StatusCode >= http.StatusInternalServerError {
		return &Error{Kind: ErrUnreachable, After: retryAfter(resp), Message: fmt.Sprintf(
			"%s answers with status %d and no reason. Check that Prometheus runs and is ready", server, resp.StatusCode)}
	}
	kind := resp.Header.Get("Content-Type")
	if kind == "" {
		kind = "an answer without content type"
	}
	title := ""
	if page, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)); err == nil {
		title = pageTitle(page)
	}
	var cause error
	if resp.StatusCode == http.StatusNotFound {
		cause = errNoSuchPath
	}
	return &Error{Kind: ErrNotPrometheus, Cause: cause, Message: fmt.Sprintf(
		"%s is not a Prometheus: it answers %d with %s%s instead of JSON. Check the URL and its path", server, resp.StatusCode, kind, title)}
}

var titlePattern = regexp.MustCompile(`(?is)<title[^>]*>\s*(.{1,80}?)\s*</title>`)

// pageTitle often names the log-in page or product that answers.
func pageTitle(page []byte) string {
	if m := titlePattern.FindSubmatch(page); m != nil {
		return fmt.Sprintf(" (%q)", m[1])
	}
	return ""
}

func tooLarge(server string, limit int64) error {
	return &Error{Kind: ErrTooLarge, Message: fmt.Sprintf(
		"the answer of %s is larger than %d MB. Choose fewer operations, a shorter range or a larger step", server, limit>>20)}
}

// apiAnswer is the frame of every answer of the API, without the data.
type apiAnswer struct {
	Status    string `json:"status"`
	ErrorType string `json:"errorType"`
	Error     string `json:"error"`
}

// reportedError reads the error that the API reports in its JSON.
func reportedError(server string, resp *http.Response) error {
	var said apiAnswer
	err := json.NewDecoder(io.LimitReader(resp.Body, maxErrorBody)).Decode(&said)
	if err != nil || said.ErrorType == "" {
		return notTheAPI(server, fmt.Sprintf("status %d", resp.StatusCode))
	}
	return apiError(server, said.ErrorType, said.Error)
}

func notTheAPI(server, what string) error {
	return &Error{Kind: ErrNotPrometheus, Message: fmt.Sprintf(
		"%s is not a Prometheus: it answers in JSON, but not as Prometheus does (%s). Check the URL and its path", server, what)}
}

// apiError sorts the error types of web/api/v1 of Prometheus.
func apiError(server, kind, message string) error {
	message = withoutCalls(message)
	switch v1.ErrorType(kind) {
	case v1.ErrTimeout, v1.ErrCanceled, "unavailable":
		return &Error{Kind: ErrSlow, Message: fmt.Sprintf(
			"Prometheus at %s gave up on a query: %s. Relieve it, or raise --query.timeout", server, message)}
	case "internal":
		return &Error{Kind: ErrUnreachable, Message: fmt.Sprintf(
			"Prometheus at %s has an internal error: %s. Look at its log", server, message)}
	case "not_found", v1.ErrBadResponse, v1.ErrClient, v1.ErrServer:
		return notTheAPI(server, message)
	}
	switch {
	case strings.Contains(message, tooManySamples):
		return beyondLimit(server, message, "--query.max-samples")
	case limitPattern.MatchString(message):
		return beyondLimit(server, message, "the limit that it names")
	case strings.Contains(message, "timeout exceeded"): // of VictoriaMetrics, which has no error types
		return &Error{Kind: ErrSlow, Message: fmt.Sprintf(
			"Prometheus at %s gave up on a query: %s. Relieve it, or raise -search.maxQueryDuration", server, shortened(message))}
	}
	return &QueryError{Message: message}
}

// callPattern is how servers of several parts write an error that came from one to the next (Mimir, Cortex, Thanos).
var callPattern = regexp.MustCompile(`rpc error: code = \S+ desc = `)

// withoutCalls leaves of a message what is said to a person, as the part of a sentence.
func withoutCalls(message string) string {
	return strings.TrimRight(callPattern.ReplaceAllString(message, ""), ". ")
}

// answerError turns what went wrong with one call into an error of this package.
func (c *Client) answerError(expr string, err error) error {
	if err == nil {
		return nil
	}
	var said *v1.Error
	if errors.As(err, &said) {
		err = apiError(c.URL(), string(said.Type), said.Msg)
	}
	var query *QueryError
	if errors.As(err, &query) {
		if query.Expr != "" {
			return query // of another question beside this one, which was cancelled for it
		}
		query.Expr = expr
		return query
	}
	var ours *Error
	if errors.As(err, &ours) {
		return ours // without the method and URL that net/http writes around it
	}
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("asking Prometheus at %s: %w", c.URL(), err)
	}
	return sendError(c.URL(), c.remedies, err)
}

// tooManySamples: Prometheus has no error type of its own for --query.max-samples (promql.ErrTooManySamples).
const tooManySamples = "too many samples"

// limitPattern are the limits of other servers on what one query may read, in their words: VictoriaMetrics, Mimir,
// Cortex, Thanos.
var limitPattern = regexp.MustCompile(`cannot select more than -search\.max|number of matching timeseries exceeds|` +
	`query exceeded the (?:maximum number|aggregated|maximum allowed)|estimated number of chunks for the query exceeded|` +
	`query hit the (?:max number|aggregated)|exceeded (?:series|samples|chunks|bytes) limit`)

func beyondLimit(server, message, limit string) error {
	return &Error{Kind: ErrTooLarge, Message: fmt.Sprintf(
		"Prometheus at %s refuses so large a query: %s. Choose fewer operations or a shorter range, or raise %s", server, shortened(message), limit)}
}
