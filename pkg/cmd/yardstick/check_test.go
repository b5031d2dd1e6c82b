package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

const (
	tooMany   = `{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory in query execution"}`
	storeDown = `{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["store 10.0.0.7 is down"]}`
	malformed = `{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["PromQL warning: bucket label \"le\" is malformed"]}`
)

// behind is a proxy that answers some questions about windows by itself, by a metric that they name.
type behind struct {
	URL     string
	answers map[string]string
}

func proxied(t *testing.T, address string) *behind {
	t.Helper()
	target, err := url.Parse(address)
	require.NoError(t, err)
	b := &behind{}
	proxy := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		form, _ := url.ParseQuery(string(body))
		for metric, answer := range b.answers {
			if q := form.Get("query"); strings.Contains(q, "increase") && strings.Contains(q, metric) {
				w.Header().Set("Content-Type", "application/json")
				if answer == tooMany {
					w.WriteHeader(http.StatusUnprocessableEntity)
				}
				_, _ = io.WriteString(w, answer)
				return
			}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	b.URL = server.URL
	return b
}

func TestLearnNamesWhatOfAFileDoesNotFitTheMetric(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	said := func(fields string) string {
		t.Helper()
		var remarks bytes.Buffer
		_, _, err := remarking(t, &remarks, "learn", "--prometheus", shop(t), "--system", "shop", "--days", "1",
			"--operations", file(t, "own.yaml", "system: shop\noperations:\n  - metric: shop_request_duration_seconds\n"+fields),
			"--store", "sqlite:"+filepath.Join(t.TempDir(), "a.db"), "--at", noon.Format(time.RFC3339))
		require.NoError(t, err)
		return remarks.String()
	}
	require.Empty(t, said("    by: [page]\n    errors: 'status=\"error\"'\n"))
	require.Contains(t, said("    by: [pgae]\n"), `by: no series of shop_request_duration_seconds has had the label "pgae" in the last hour: it divides nothing; mend it in `)
	require.Contains(t, said("    errors: 'code!=\"OK\"'\n"), `the label "code" in the last hour: every request counts as failed; mend it in `)
	require.Contains(t, said("    errors: 'code=~\"5..\"'\n"), `the label "code" in the last hour: no request counts as failed; mend it in `)
	require.Contains(t, said("    kind: summary\n"), "nothing was learned of shop_request_duration_seconds of shop: it is a histogram here, not a summary; mend its kind in ")
}

// "No such metric" sends somebody to look for a misspelt name that is right.
func TestLearnSaysOfAMetricThatIsThereWhyItIsNotLearned(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	h := &promtest.History{From: noon.Add(-3 * time.Hour), To: noon.Add(time.Minute), Step: 15 * time.Second}
	h.Series("shop_queue_depth", map[string]string{"job": "shop"}, constant(h, 8))
	h.Series("shop_pause_seconds_count", map[string]string{"job": "shop"}, constant(h, 100))
	h.Series("shop_pause_seconds_sum", map[string]string{"job": "shop"}, constant(h, 7))
	for _, quantile := range []string{"0.5", "0.99"} {
		h.Series("shop_gc_seconds", map[string]string{"job": "shop", "pool": "old", "quantile": quantile}, constant(h, 3))
	}
	h.Series("shop_gc_seconds_count", map[string]string{"job": "shop"}, constant(h, 100))
	h.Series("shop_gc_seconds_sum", map[string]string{"job": "shop"}, constant(h, 7))
	server := promtest.Start(t, promtest.Options{History: h.String()}).URL
	said := func(operation string) string {
		t.Helper()
		var remarks bytes.Buffer
		_, _, err := remarking(t, &remarks, "learn", "--prometheus", server, "--system", "shop", "--days", "1",
			"--operations", file(t, "own.yaml", "system: shop\noperations:\n  - "+operation+"\n"),
			"--store", "sqlite:"+filepath.Join(t.TempDir(), "a.db"), "--at", noon.Format(time.RFC3339))
		require.NoError(t, err)
		return remarks.String()
	}
	require.Contains(t, said("{metric: shop_queue_depth}"), "nothing was learned of shop_queue_depth of shop: it is a gauge here, not a histogram; give it kind: level where ")
	require.Contains(t, said("{metric: shop_queue_depth, kind: summary}"), "it is a gauge here, not a summary; give it kind: level where ")
	require.Empty(t, said("{metric: shop_queue_depth, kind: level}"))
	for _, kind := range []string{"histogram", "summary"} {
		remarks := said("{metric: shop_pause_seconds, kind: " + kind + "}")
		require.Contains(t, remarks, "nothing was learned of shop_pause_seconds of shop: shop_pause_seconds has a sum and a count, and neither buckets nor quantiles")
		require.Contains(t, remarks, "sum(rate(shop_pause_seconds_sum[5m])) / sum(rate(shop_pause_seconds_count[5m]))", "what can be learned of it")
	}
	require.Contains(t, said("{metric: shop_gc_seconds, kind: level}"), "shop_gc_seconds is a summary here: as a level the mean of all its quantiles is learned")
	require.Empty(t, said("{metric: shop_gc_seconds, kind: level, by: [pool, quantile]}"))
	require.Empty(t, said(`{metric: shop_gc_seconds, kind: level, by: [pool], selector: 'quantile="0.99"'}`))
}

// The form refuses it; a file is learned all the same, and what is learned is no length of a queue.
func TestLearnSaysThatAGaugeHasNoRate(t *testing.T) {
	said := func(declared string) string {
		t.Helper()
		var remarks bytes.Buffer
		f := flags{operations: "own.yaml"}
		f.tellUnfit(&remarks, []described{{
			set:   catalog.OperationSet{Metric: "shop_queue_depth", Kind: catalog.CounterKind},
			found: prometheus.Description{Kind: "gauge", Declared: declared, Series: 1}, known: true,
		}})
		return remarks.String()
	}
	require.Equal(t, "yardstick: shop_queue_depth is a gauge here, not a counter: what is learned is how fast it rises, and takes each fall for a restart; give it kind: level in own.yaml\n", said("gauge"))
	require.Empty(t, said("unknown"), "its targets say nothing: it may be a counter")
	require.Empty(t, said(""))
}

func TestLearnNamesWhatItsFileDoesNotDescribeAnyMore(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	db := filepath.Join(t.TempDir(), "a.db")
	learn := func(content string) string {
		t.Helper()
		var remarks bytes.Buffer
		_, _, err := remarking(t, &remarks, "learn", "--prometheus", shop(t), "--system", "shop", "--days", "1",
			"--operations", file(t, "shop.yaml", content), "--store", "sqlite:"+db, "--at", noon.Format(time.RFC3339))
		require.NoError(t, err)
		return remarks.String()
	}
	require.Empty(t, learn(shopFile))
	require.Contains(t, learn(shopFile+"    unit: ms\n"), "compared with nothing: 2 operations of shop_request_duration_seconds of shop, learned by what ")
}

// Quiet is said of what was judged: what could not be is an error, whatever else Prometheus warns of.
func TestCheckSaysWhatCouldNotBeJudged(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	server := proxied(t, shop(t))
	db := filepath.Join(t.TempDir(), "a.db")
	common := []string{
		"--prometheus", server.URL, "--operations", file(t, "shop.yaml", shopFile+"  - metric: shop_other_seconds\n    by: [page]\n"),
		"--system", "shop", "--store", "sqlite:" + db, "--at", noon.Add(-15 * time.Minute).Format(time.RFC3339),
	}
	run := func(command string, more ...string) (out, remarks string, code int, err error) {
		t.Helper()
		var said bytes.Buffer
		out, code, err = remarking(t, &said, append(append([]string{command}, common...), more...)...)
		return out, said.String(), code, err
	}
	_, remarks, _, err := run("learn", "--days", "1")
	require.NoError(t, err)
	require.Contains(t, remarks, "nothing was learned of shop_other_seconds (histogram) of shop")
	require.Contains(t, remarks, "no whole hour of it is over yet", "of a Prometheus that has just begun nothing is wrong")
	require.NotContains(t, remarks, "shop_request", "what was learned is not named")

	t.Run("a failure beside a warning", func(t *testing.T) {
		server.answers = map[string]string{"shop_request": tooMany, "shop_other": malformed}
		for _, command := range []string{"check", "recommend"} {
			_, _, code, err := run(command)
			require.Equal(t, exitError, code, command)
			require.ErrorContains(t, err, "judging shop", command)
			require.ErrorContains(t, err, "too many samples", command)
		}
	})
	t.Run("half an answer, as for an alert rule", func(t *testing.T) {
		server.answers = map[string]string{"shop_other": storeDown}
		out, _, code, err := run("check")
		require.Equal(t, exitError, code)
		require.ErrorIs(t, err, prometheus.ErrHalf)
		require.ErrorContains(t, err, "store 10.0.0.7 is down")
		require.Contains(t, out, "cart", "what there is can be read")
	})
	t.Run("a warning about what is there", func(t *testing.T) {
		server.answers = map[string]string{"shop_other": malformed}
		for _, command := range []string{"check", "recommend"} {
			out, remarks, code, err := run(command, "--format", "json")
			require.NoError(t, err, command)
			require.Equal(t, exitQuiet, code, command)
			require.Equal(t, 1, strings.Count(remarks, `bucket label "le" is malformed`), "%s: %s", command, remarks)
			object(t, out)
		}
	})
	t.Run("nothing under the name of a metric", func(t *testing.T) {
		var said bytes.Buffer
		misspelt := file(t, "shop.yaml", strings.Replace(shopFile, "shop_request", "shop_reqest", 1))
		out, code, err := remarking(t, &said, "check", "--prometheus", server.URL, "--operations", misspelt, "--system", "shop", "--store", "sqlite:"+db, "--at", noon.Format(time.RFC3339))
		require.ErrorIs(t, err, errNothingCompared)
		require.Equal(t, exitInconclusive, code)
		require.Contains(t, said.String(), "nothing was compared: this Prometheus has no operation of shop")
		require.Equal(t, 1, strings.Count(out, "\n"), "the head of the list")
	})
	t.Run("nobody at work", func(t *testing.T) {
		var said bytes.Buffer
		_, code, err := remarking(t, &said, append([]string{"check"}, append(common, "--at", noon.Add(-30*24*time.Hour).Format(time.RFC3339))...)...)
		require.ErrorIs(t, err, errNothingCompared)
		require.Equal(t, exitInconclusive, code)
		require.Contains(t, said.String(), "nothing was compared: ")
	})
	t.Run("a whole answer", func(t *testing.T) {
		server.answers = nil
		_, remarks, code, err := run("check")
		require.NoError(t, err)
		require.Equal(t, exitQuiet, code)
		require.Empty(t, remarks)
	})
}

func TestCheckSaysHowFailedRequestsAreCompared(t *testing.T) {
	out, _, err := yardstick(t, "check", "--help")
	require.NoError(t, err)
	require.Contains(t, out, "with --signal latency,errors,rate also the share of failed requests")
}

// A system of one's own has no documented ranges, which would be judged before anything is learned.
func TestCheckSaysWhatIsJudgedWhereNothingWasLearned(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	common := []string{
		"--prometheus", shop(t), "--operations", file(t, "shop.yaml", shopFile), "--store", "sqlite:" + filepath.Join(t.TempDir(), "a.db"), "--at", noon.Format(time.RFC3339),
	}
	_, _, err := yardstick(t, append([]string{"learn", "--days", "1", "--system", "shop"}, common...)...)
	require.NoError(t, err)
	said := func(system string) string {
		t.Helper()
		var remarks bytes.Buffer
		_, _, _ = remarking(t, &remarks, append([]string{"check", "--source", "other", "--system", system}, common...)...)
		return remarks.String()
	}
	require.Contains(t, said("shop"), "holds no baseline of source other, nothing is judged: run `yardstick learn` first")
	require.Contains(t, said("kgas"), "holds no baseline of source other, only documented ranges are judged: run `yardstick learn` first")
}
