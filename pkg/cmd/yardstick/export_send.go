package main

// This file answers how an export comes to a service: in parts, and again where the service has no time for one.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/export"
)

// service is where a format is sent to, the environment variable that has the key (a command line is seen by all), how many
// bytes of one request it takes, and how old a number may be.
type service struct {
	url, header, key string
	most             int
	oldest           time.Duration
}

// services take what their documentation says of their limits. A collector takes 20 MiB, what stands behind one often less;
// Prometheus behind one takes an hour.
var services = map[string]service{
	"datadog":  {"https://api.datadoghq.com/api/v2/series", "DD-API-KEY", "DD_API_KEY", 500_000, time.Hour},
	"newrelic": {"https://metric-api.newrelic.com/metric/v1", "Api-Key", "NR_LICENSE_KEY", 1_000_000, 48 * time.Hour},
	"otlp":     {"http://localhost:4318/v1/metrics", "", "", 1_000_000, time.Hour},
}

// mostTries bounds how often one request is sent, and longestPause how long a service may ask to be left alone between two:
// an export is a step of a script, which waits for it.
const (
	mostTries    = 4
	firstPause   = time.Second
	longestPause = time.Minute
)

// busy are the answers of a service that may take the same request later; by the specification of OTLP/HTTP these and no
// others. A number that came twice is the same number: it has its time.
var busy = []int{http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}

// busyError is a refusal for now. After is how long the service wants to be left alone; below 0 it does not say.
type busyError struct {
	error
	after time.Duration
}

func (e *busyError) Unwrap() error { return e.error }

// leftAlone reads Retry-After: seconds, or a date by the server's own clock (RFC 9110, 10.2.3).
func leftAlone(header http.Header) time.Duration {
	said := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(said, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	until, err := http.ParseTime(said)
	if err != nil {
		return -1
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return max(until.Sub(now), 0)
}

// sendAgain sends until it is taken, refused for good, or tried often enough; pauses double where the service says nothing.
func sendAgain(ctx context.Context, wait func(context.Context, time.Duration) error, once func() error) error {
	pause := firstPause
	for try := 1; ; try++ {
		err := once()
		var later *busyError
		if !errors.As(err, &later) {
			return err
		}
		switch {
		case try == mostTries:
			return fmt.Errorf("%w (sent %d times)", err, try)
		case later.after > longestPause:
			return fmt.Errorf("%w (it asks for %s until the next try: export again then)", err, later.after.Round(time.Second))
		case later.after >= 0:
			pause = later.after
		}
		if stopped := wait(ctx, pause); stopped != nil {
			return errors.Join(err, stopped)
		}
		pause = max(2*pause, firstPause)
	}
}

// waited ends after a pause, or with the command.
func waited(ctx context.Context, pause time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

// sendAll sends what a service takes at a time; where it refuses a later part, what it has is told.
func (e *exportFlags) sendAll(ctx context.Context, out io.Writer, gauges []export.Gauge) error {
	to, known := services[e.format]
	if !known {
		return fmt.Errorf("--send: %s is scraped or read from a file, not sent: use --output", e.format)
	}
	if e.to != "" {
		to.url = e.to
	}
	if u, err := url.Parse(to.url); err != nil || u.Host == "" {
		return fmt.Errorf("--to %q is not a URL", withoutUser(to.url))
	}
	key := os.Getenv(to.key)
	if to.header != "" && key == "" {
		return fmt.Errorf("--send: put the key into the environment variable %s", to.key)
	}
	parts, err := export.Parts(e.format, gauges, to.most)
	if err != nil {
		return err
	}
	sent := 0
	for _, part := range parts {
		once := func() error { return to.post(ctx, key, part) }
		if err := sendAgain(ctx, waited, once); err != nil {
			if len(parts) > 1 {
				err = fmt.Errorf("%w; %d of %d numbers were accepted before that", err, sent, len(gauges))
			}
			return err
		}
		sent += part.Gauges
	}
	in := ""
	if len(parts) > 1 {
		in = fmt.Sprintf(" in %d requests", len(parts))
	}
	_, err = fmt.Fprintf(out, "sent %d numbers to %s%s\n", sent, withoutUser(to.url), in)
	return err
}

func (s service) post(ctx context.Context, key string, part export.Part) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(part.Body))
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if s.header != "" {
		request.Header.Set(s.header, key)
	}
	// The key is for this address alone, and a page that a POST is sent on to has not taken its numbers.
	stays := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := (&http.Client{Timeout: requestTimeout, CheckRedirect: stays}).Do(request)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // without the address, which may hold a password
		}
		return fmt.Errorf("sending to %s: %w", withoutUser(s.url), err)
	}
	defer answer.Body.Close()
	if to, err := answer.Location(); err == nil && answer.StatusCode/100 == 3 {
		return fmt.Errorf("%s redirects to %s (status %d), and the key is not sent on: if that is the service, give its address with --to",
			withoutUser(s.url), (&url.URL{Scheme: to.Scheme, Host: to.Host, Path: to.Path}).String(), answer.StatusCode)
	}
	if answer.StatusCode/100 != 2 {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 500))
		err := fmt.Errorf("%s refused it with status %d: %s", withoutUser(s.url), answer.StatusCode, bytes.TrimSpace(said))
		if slices.Contains(busy, answer.StatusCode) {
			return &busyError{err, leftAlone(answer.Header)}
		}
		return err
	}
	if kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); kind == "text/html" {
		// A page for people, such as one to sign in: a service answers in JSON, or with nothing.
		return fmt.Errorf("%s answers with a page (status %d, text/html), so that nothing was taken: check --to and what stands before it", withoutUser(s.url), answer.StatusCode)
	}
	if left := leftOut(answer.Body, part.Gauges); left != "" {
		return fmt.Errorf("%s did not take %s", withoutUser(s.url), left)
	}
	return nil
}

// leftOut is what a service that says yes did not take all the same: a collector counts it, Datadog lists what is wrong.
func leftOut(body io.Reader, gauges int) string {
	var said struct {
		Partial struct {
			Rejected json.Number `json:"rejectedDataPoints"`
			Message  string      `json:"errorMessage"`
		} `json:"partialSuccess"`
		Errors []string `json:"errors"`
	}
	if json.NewDecoder(io.LimitReader(body, 64<<10)).Decode(&said) != nil {
		return "" // other services say something else, or nothing
	}
	left, why := "", said.Partial.Message
	if n, err := said.Partial.Rejected.Int64(); err == nil && n > 0 {
		left = fmt.Sprintf("%d of %d numbers", n, gauges)
	}
	if len(said.Errors) > 0 {
		left, why = fmt.Sprintf("all of %d numbers", gauges), strings.Join(said.Errors, "; ")
	}
	if left != "" && why != "" {
		left += ": " + why
	}
	return left
}
