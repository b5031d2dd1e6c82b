// Package prometheus answers what a Prometheus server measured: plain queries,
// and the windows and runs that baselines are learned from and judged by.
package prometheus

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/api"
	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
)

// Options change how a Client asks; the zero value is right for a Prometheus server.
type Options struct {
	// Method is POST (default) or GET. POST has no limit on the length of an expression; where it is refused, GET is used.
	Method string
	Limits Limits
	// Remedies are those of a data source where nothing else is said.
	Remedies Remedies
}

// Remedies say where whoever asks Prometheus sets what may be wrong; a sentence each, without its full stop.
type Remedies struct {
	TLS, Credentials, TimeOut string
}

func (r Remedies) orDefault() Remedies {
	return Remedies{
		TLS:         cmp.Or(r.TLS, "Check the TLS settings of the data source"),
		Credentials: cmp.Or(r.Credentials, "Check user, password or token of the data source"),
		TimeOut:     cmp.Or(r.TimeOut, "Raise the time-out of the data source, or relieve Prometheus"),
	}
}

// Client asks one Prometheus server. It is safe for concurrent use.
type Client struct {
	base     string
	api      v1.API
	bulk     *http.Client // of Windows and Runs
	near     bool         // the server is on this machine
	remedies Remedies
	requests *atomic.Int64
	shifts   *atomic.Bool // the server gives other moments than those that were asked for, unless it is told not to
	aligns   *atomic.Bool // the server moves a range onto multiples of its step
	noPOST   *atomic.Bool // the server, or what stands before it, takes questions by GET alone
	shapes   *memory[shape]
	bounds   *memory[[]float64]
	scrapes  *memory[time.Duration]
}

// Answer is a result together with what Prometheus said about it.
type Answer[T any] struct {
	Value T
	// Warnings mean that the value may be incomplete (a store behind Thanos is down); see Whole.
	Warnings []string
}

// Whole is nil for a complete answer, else an error of kind ErrPartial with the warnings.
func (a Answer[T]) Whole() error { return partial(a.Warnings) }

// missing leaves out of warnings the remarks that come as such: Thanos has no field for the infos of PromQL.
func missing(warnings []string) []string {
	return slices.DeleteFunc(warnings, func(w string) bool { return strings.HasPrefix(w, "PromQL info: ") })
}

// New makes a client of the server at baseURL. hc brings authentication, TLS
// and time-outs; it is not changed. Nothing is sent yet.
func New(hc *http.Client, baseURL string, o Options) (*Client, error) {
	u, err := parseURL(baseURL)
	if err != nil {
		return nil, err
	}
	if o.Method != "" && o.Method != http.MethodPost && o.Method != http.MethodGet {
		return nil, fmt.Errorf("the HTTP method of a Prometheus data source is POST or GET, not %q", o.Method)
	}
	c := &Client{
		base: u.String(), near: isNear(u), remedies: o.Remedies.orDefault(), requests: new(atomic.Int64), shifts: new(atomic.Bool), aligns: new(atomic.Bool), noPOST: new(atomic.Bool), shapes: newMemory[shape](), bounds: newMemory[[]float64](), scrapes: newMemory[time.Duration](),
	}
	limits := o.Limits.orDefault()
	c.bulk = c.guarded(hc, o.Method, limits.MaxStream)
	under, err := api.NewClient(api.Config{Address: c.base, Client: c.guarded(hc, o.Method, limits.MaxBody)})
	if err != nil {
		return nil, fmt.Errorf("reading the Prometheus URL %q: %w", u.Redacted(), err)
	}
	c.api = v1.NewAPI(keeping{under})
	return c, nil
}

func parseURL(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	shown := WithoutCredentials(raw)
	var parsing *url.Error
	switch {
	case raw == "":
		return nil, errors.New("there is no Prometheus URL; give one such as http://localhost:9090")
	case errors.As(err, &parsing) && shown != raw:
		return nil, fmt.Errorf("the Prometheus URL %q cannot be read", shown) // the reason may quote the password
	case errors.As(err, &parsing):
		return nil, fmt.Errorf("reading the Prometheus URL %q: %w", shown, parsing.Err)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("the Prometheus URL %q does not begin with http:// or https://", shown)
	case u.Host == "":
		return nil, fmt.Errorf("the Prometheus URL %q names no host", shown)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawQuery, u.Fragment = "", ""
	return u, nil
}

var credentialsPattern = regexp.MustCompile(`(?s)(^|//).*@`)

// WithoutCredentials is for text that may be no URL, such as one with a mistake in it: nothing before an @ stays.
func WithoutCredentials(text string) string {
	return credentialsPattern.ReplaceAllString(text, "$1…@")
}

func isNear(u *url.URL) bool {
	address := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || address != nil && address.IsLoopback()
}

// URL is the server's address without credentials, for messages.
func (c *Client) URL() string {
	u, err := url.Parse(c.base)
	if err != nil {
		return c.base
	}
	return u.Redacted()
}

// Requests counts the HTTP requests sent since New, so that silence can be shown.
func (c *Client) Requests() int64 { return c.requests.Load() }
