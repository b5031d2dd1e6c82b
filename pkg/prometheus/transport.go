package prometheus

// What may pass between us and the server: a request is counted, an answer is
// JSON of bounded size from the host that was asked.

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
)

// guard wraps the transport that brings authentication, TLS and time-outs.
type guard struct {
	next     http.RoundTripper
	server   string // the URL, for messages
	remedies Remedies
	get      bool
	maxBody  int64
	requests *atomic.Int64
	shifts   *atomic.Bool
	noPOST   *atomic.Bool
}

var _ http.RoundTripper = (*guard)(nil)

func (c *Client) guarded(hc *http.Client, method string, maxBody int64) *http.Client {
	if hc == nil {
		hc = &http.Client{}
	}
	next := hc.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	own := *hc
	own.Transport = &guard{
		next: next, server: c.URL(), remedies: c.remedies, get: method == http.MethodGet, maxBody: maxBody, requests: c.requests, shifts: c.shifts, noPOST: c.noPOST,
	}
	own.CheckRedirect = func(req *http.Request, via []*http.Request) error { return checkRedirect(c.URL(), req, via) }
	return &own
}

// RoundTrip sends one request and lets only a JSON answer of bounded size through.
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := g.inMethod(req)
	if err != nil {
		return nil, sendError(g.server, g.remedies, err)
	}
	if isRedirect(resp.StatusCode) {
		return resp, nil // http.Client asks checkRedirect
	}
	if err := g.check(resp); err != nil {
		_ = resp.Body.Close()
		return nil, err
	}
	resp.Body = &boundedBody{body: resp.Body, left: g.maxBody, limit: g.maxBody, server: g.server, remedies: g.remedies}
	return resp, nil
}

// inMethod asks by GET where that is wanted, or where the server lets no POST pass.
func (g *guard) inMethod(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodPost {
		return g.send(req)
	}
	if g.get || g.noPOST.Load() {
		asGet, err := formToURL(req)
		if err != nil {
			return nil, err
		}
		return g.send(asGet)
	}
	resp, err := g.send(req)
	again := rewound(req)
	if err != nil || !refusesMethod(resp) || again == nil {
		return resp, err
	}
	_ = resp.Body.Close()
	asGet, err := formToURL(again)
	if err != nil {
		return nil, err
	}
	resp, err = g.send(asGet)
	if err == nil && !refusesMethod(resp) {
		g.noPOST.Store(true)
	}
	return resp, err
}

func refusesMethod(resp *http.Response) bool {
	return resp.StatusCode == http.StatusMethodNotAllowed || resp.StatusCode == http.StatusNotImplemented
}

func (g *guard) check(resp *http.Response) error {
	if err := statusError(g.server, g.remedies, resp); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusNoContent && !isJSON(resp) {
		return contentError(g.server, resp)
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return reportedError(g.server, resp)
	}
	if resp.ContentLength > g.maxBody {
		return tooLarge(g.server, g.maxBody)
	}
	return nil
}

func isJSON(resp *http.Response) bool {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// victoriaHeader is in every answer of VictoriaMetrics, unless it was told otherwise (see measureShape).
const victoriaHeader = "X-Server-Hostname"

// send asks as it is, or, of a server that gives other moments than those that were asked for, asks for these.
func (g *guard) send(req *http.Request) (*http.Response, error) {
	known := g.shifts.Load()
	asked := req
	if known {
		asked = asAsked(req)
	}
	g.requests.Add(1)
	resp, err := g.next.RoundTrip(asked)
	if err != nil || known || resp.Header.Get(victoriaHeader) == "" {
		return resp, err
	}
	g.shifts.Store(true)
	again := rewound(req)
	if again == nil || !isQuestion(req) {
		return resp, nil
	}
	_ = resp.Body.Close()
	g.requests.Add(1)
	return g.next.RoundTrip(asAsked(again))
}

func isQuestion(req *http.Request) bool {
	endpoint := apiPath(req.URL.Path)
	return endpoint == "/api/v1/query" || endpoint == "/api/v1/query_range"
}

// asAsked wants the moments that were asked for. VictoriaMetrics gives the value of half a minute ago for newer ones, and
// rounds the ends of a range for its cache, unless it is told not to. Others may refuse parameters that they do not know.
func asAsked(req *http.Request) *http.Request {
	if !isQuestion(req) {
		return req
	}
	own := req.Clone(req.Context())
	parameters := own.URL.Query()
	parameters.Set("nocache", "1")
	parameters.Set("latency_offset", "1ms")
	own.URL.RawQuery = parameters.Encode()
	return own
}

// rewound is a request that was sent, to be sent again; nil where its body cannot be read twice.
func rewound(req *http.Request) *http.Request {
	if req.Body == nil || req.Body == http.NoBody {
		return req
	}
	if req.GetBody == nil {
		return nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil
	}
	own := req.Clone(req.Context())
	own.Body = body
	return own
}

// formToURL moves a form from the body into the URL, for servers that accept only GET.
func formToURL(req *http.Request) (*http.Request, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, fmt.Errorf("reading the form of a request: %w", err)
	}
	_ = req.Body.Close()
	own := req.Clone(req.Context())
	own.Method, own.Body, own.GetBody, own.ContentLength = http.MethodGet, nil, nil, 0
	own.URL.RawQuery = string(body)
	own.Header.Del("Content-Type")
	return own, nil
}

// checkRedirect follows a redirect only where the same request arrives at the
// same server: elsewhere it would carry data away, and a 301 or 302 turns a POST
// into a GET without its expression.
func checkRedirect(server string, req *http.Request, via []*http.Request) error {
	first := via[0]
	target := &url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host, Path: strings.TrimSuffix(req.URL.Path, apiPath(first.URL.Path))}
	switch {
	case !samePlace(first.URL, req.URL):
		return &Error{Kind: ErrNotPrometheus, Message: fmt.Sprintf(
			"%s redirects to another place, %s, and Yardstick does not follow. If that is your Prometheus, enter its URL", server, target.Redacted())}
	case req.Method != first.Method && apiPath(req.URL.Path) == "":
		return &Error{Kind: ErrNotPrometheus, Message: fmt.Sprintf(
			"%s redirects to %s, which is no part of a Prometheus, as a page to sign in is. Check the credentials, the URL and its path", server, target.Redacted())}
	case req.Method != first.Method:
		return &Error{Kind: ErrNotPrometheus, Message: fmt.Sprintf("%s redirects to %s; enter that URL", server, target.Redacted())}
	case len(via) >= 5:
		return &Error{Kind: ErrNotPrometheus, Message: fmt.Sprintf("%s redirects in a circle; check the URL", server)}
	}
	return nil
}

// samePlace says that a redirect stays on the server that was asked: the same host and port, or its https beside http.
// Another port of a host is another server.
func samePlace(asked, target *url.URL) bool {
	if !strings.EqualFold(asked.Hostname(), target.Hostname()) {
		return false
	}
	upgrade := asked.Scheme == "http" && target.Scheme == "https" && portOf(asked) == "80" && portOf(target) == "443"
	return upgrade || asked.Scheme == target.Scheme && portOf(asked) == portOf(target)
}

func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}

// apiPath is the part of a path that is ours, so that a message names the server and not the end point.
func apiPath(path string) string {
	if i := strings.LastIndex(path, "/api/v1/"); i >= 0 {
		return path[i:]
	}
	return ""
}

// boundedBody fails once more than the limit was read.
type boundedBody struct {
	body     io.ReadCloser
	left     int64
	limit    int64
	server   string
	remedies Remedies
}

func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, tooLarge(b.server, b.limit)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = sendError(b.server, b.remedies, err)
	}
	return n, err
}

func (b *boundedBody) Close() error { return b.body.Close() }
