package prometheus

// How large answers are read: series by series from the connection, without
// keeping them. 130,000 bucket series become windows in 80 ms this way; as a
// model.Vector they take 510 ms to read (BenchmarkClassicWindows).

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	jsoniter "github.com/json-iterator/go"
)

const streamBuffer = 64 << 10

// evaluate runs expr over a grid and visits every series; it returns the warnings.
func (c *Client) evaluate(ctx context.Context, expr string, g grid, visit func(*series) error) ([]string, error) {
	if g.n == 1 {
		return c.stream(ctx, expr, "query", url.Values{"query": {expr}, "time": {unix(g.from)}}, visit)
	}
	return c.over(ctx, expr, g, visit)
}

// ranged visits every series of one range query.
func (c *Client) ranged(ctx context.Context, expr string, g grid, visit func(*series) error) ([]string, error) {
	return c.stream(ctx, expr, "query_range", url.Values{
		"query": {expr}, "start": {unix(g.from)}, "end": {unix(g.at(g.n - 1))}, "step": {strconv.FormatFloat(g.step.Seconds(), 'f', -1, 64)},
	}, visit)
}

// rawSamples visits the stored samples of a selector in (from, to].
func (c *Client) rawSamples(ctx context.Context, selector string, from, to time.Time, visit func(*series) error) ([]string, error) {
	expr := selector + "[" + duration(to.Sub(from)) + "]"
	return c.stream(ctx, expr, "query", url.Values{"query": {expr}, "time": {unix(to)}}, visit)
}

func unix(t time.Time) string { return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64) }

func (c *Client) stream(ctx context.Context, expr, endpoint string, form url.Values, visit func(*series) error) ([]string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/"+endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("making a request to %s: %w", c.URL(), err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header["Idempotency-Key"] = nil // a query may be sent again on a connection that was just closed (net/http.Transport)
	if c.near {
		req.Header.Set("Accept-Encoding", "identity") // on one machine, packing 13 MB costs more than sending it
	}
	resp, err := c.bulk.Do(req)
	if err != nil {
		return nil, c.answerError(expr, err)
	}
	defer func() { _ = resp.Body.Close() }()
	from := &body{Reader: resp.Body}
	d := decoder{it: jsoniter.Parse(jsoniter.ConfigDefault, from, streamBuffer), body: from, visit: visit}
	d.answer()
	return missing(d.warnings), d.failure(c, expr)
}
