package prometheus_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// answer is a small one of Prometheus, whole: the warnings come last, so that a half answer may look like one without.
const answer = `{"status":"success","data":{"resultType":"vector","result":[` +
	`{"metric":{"op":"a","le":"0.1"},"value":[1773144000,"1"]},{"metric":{"op":"a","le":"+Inf"},"value":[1773144000,"3"]}]},` +
	`"warnings":["a store is down"]}`

// An answer that breaks off is never taken for a whole one, wherever it does, and however it is sent.
func TestAnAnswerThatBreaksOffAnywhereIsNoAnswer(t *testing.T) {
	for name, send := range map[string]func(w http.ResponseWriter, part string){
		"as if it were whole": func(w http.ResponseWriter, part string) {
			w.Header().Set("Content-Length", fmt.Sprint(len(part)))
			_, _ = io.WriteString(w, part)
		},
		"shorter than announced": func(w http.ResponseWriter, part string) {
			w.Header().Set("Content-Length", fmt.Sprint(len(answer)))
			_, _ = io.WriteString(w, part)
		},
		"in pieces": func(w http.ResponseWriter, part string) {
			_, _ = io.WriteString(w, part)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"packed": func(w http.ResponseWriter, part string) {
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			_, _ = io.WriteString(packed, part)
			_ = packed.Flush() // and no end
		},
	} {
		t.Run(name, func(t *testing.T) {
			length := 0
			c := far(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				send(w, answer[:length])
			})
			ctx := context.Background()
			for length = range answer {
				ops, err := c.Windows(ctx, prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
				require.Error(t, err, "cut after %q", answer[:length])
				require.NotErrorIs(t, err, prometheus.ErrPartial, "cut after %q: what is partial may be shown", answer[:length])
				require.Empty(t, ops)
				require.NotContains(t, err.Error(), "is not a Prometheus", "cut after %q", answer[:length])
				if length%10 == 0 {
					_, err = c.Instant(ctx, "up", noon)
					require.Error(t, err)
				}
			}
		})
	}
}

// A proxy may lose an answer that the server has given; asked again, it comes.
func TestAnAnswerThatBreaksOffIsAskedForOnceMore(t *testing.T) {
	window := func(loses func(request int) bool) (requests int, ops []prometheus.OpWindows, err error) {
		c := far(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if requests++; loses(requests) {
				w.Header().Set("Content-Length", fmt.Sprint(len(answer)))
				_, _ = io.WriteString(w, answer[:len(answer)/2])
				return
			}
			_, _ = io.WriteString(w, answer)
		})
		ops, err = c.Windows(context.Background(), prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
		return requests, ops, err
	}
	needed, whole, err := window(func(int) bool { return false })
	require.ErrorIs(t, err, prometheus.ErrHalf, "this answer says that a store is down")
	require.Len(t, whole, 1)
	for lost := 1; lost <= needed; lost++ {
		_, ops, err := window(func(request int) bool { return request == lost })
		require.ErrorIs(t, err, prometheus.ErrHalf, "request %d of %d lost", lost, needed)
		require.Equal(t, whole, ops, "request %d of %d lost: nothing twice, nothing missing", lost, needed)
	}
	asked, _, err := window(func(int) bool { return true })
	require.ErrorContains(t, err, "breaks off")
	require.Equal(t, 2, asked, "once more, and no further")
}

// far is a client of a server that is on another machine, from which answers come packed.
func far(t *testing.T, handler http.HandlerFunc) *prometheus.Client {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	to := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	c, err := prometheus.New(&http.Client{Transport: &http.Transport{DialContext: to}}, "http://prometheus.example", prometheus.Options{})
	require.NoError(t, err)
	return c
}

// A proxy in front takes addresses of 8 KiB (nginx, as it comes), which the names of fifty routes fill.
func TestAQuestionThatIsTooLongForAProxySaysSo(t *testing.T) {
	for _, status := range []int{http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if len(r.URL.RequestURI()) > 8<<10 {
				answering(status, "text/html", "<title>414 Request-URI Too Large</title>")(w, r)
				return
			}
			answering(http.StatusOK, "application/json", `{"status":"success","data":{"resultType":"matrix","result":[]}}`)(w, r)
		}))
		defer s.Close()
		c, err := prometheus.New(nil, s.URL, prometheus.Options{Method: http.MethodGet})
		require.NoError(t, err)
		of := func(names int) error {
			var routes []string
			for i := range names {
				routes = append(routes, regexp.QuoteMeta(fmt.Sprintf("/api/v1/shops/{id}/orders%d", i)))
			}
			q := prometheus.WindowQuery{Metric: "http_server_request_duration_seconds", By: []string{"http_route"}, Width: time.Minute,
				Selector: `job="shop",http_route=~` + prometheus.Quote(strings.Join(routes, "|"))}
			_, err := c.Windows(context.Background(), q, noon.Add(-6*time.Hour), noon, time.Minute)
			return err
		}
		require.NoError(t, of(20))
		before := c.Requests()
		err = of(200)
		require.ErrorIs(t, err, prometheus.ErrTooLarge, "fewer operations may be asked for")
		require.NotErrorIs(t, err, prometheus.ErrNotPrometheus)
		require.ErrorContains(t, err, fmt.Sprintf("does not accept an address of this length (%d). Set the HTTP method of the data source to POST", status))
		require.LessOrEqual(t, c.Requests()-before, int64(2), "a shorter range makes no shorter question")
	}
}

func TestHowLongAServerWantsToBeLeftAlone(t *testing.T) {
	const at = "Tue, 10 Mar 2026 12:00:00 GMT"
	for said, want := range map[string]time.Duration{
		"":                              0,
		"120":                           2 * time.Minute,
		"-5":                            0,
		"soon":                          0,
		"99999999":                      15 * time.Minute, // nobody waits for years
		"99999999999999999999":          0,
		"Tue, 10 Mar 2026 12:03:00 GMT": 3 * time.Minute,
		"Tue, 10 Mar 2026 11:00:00 GMT": 0,
		"Tue, 10 Mar 2099 12:00:00 GMT": 15 * time.Minute,
	} {
		for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
			c := edge(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Date", at)
				if said != "" {
					w.Header().Set("Retry-After", said)
				}
				w.WriteHeader(status)
			}, prometheus.Options{})
			_, err := c.Windows(context.Background(), prometheus.WindowQuery{Metric: "m", Width: time.Minute}, noon, noon, 0)
			var failed *prometheus.Error
			require.ErrorAs(t, err, &failed)
			require.Equal(t, want, failed.After, "%d with Retry-After: %q", status, said)
		}
	}
}

func TestTheClockOfPrometheus(t *testing.T) {
	c := edge(t, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("query") != "time()" || r.FormValue("time") != "" {
			w.WriteHeader(http.StatusTeapot)
		}
		answering(200, "application/json", `{"status":"success","data":{"resultType":"scalar","result":[1773144000.5,"1773144000.5"]}}`)(w, r)
	}, prometheus.Options{})
	at, err := c.Clock(context.Background())
	require.NoError(t, err)
	require.Equal(t, noon.Add(500*time.Millisecond), at.UTC())
	for _, other := range []string{`{"resultType":"vector","result":[]}`, `{"resultType":"scalar","result":[0,"NaN"]}`, `{"resultType":"scalar","result":[0,"0"]}`} {
		c = edge(t, answering(200, "application/json", `{"status":"success","data":`+other+`}`), prometheus.Options{})
		_, err = c.Clock(context.Background())
		require.Error(t, err, "%s is no time", strings.TrimSpace(other))
	}
}
