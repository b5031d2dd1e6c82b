package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// The learner comes to an hour when it is over. Until then a page is told what the measurements of now say.
func TestWhatTheLearnerLeftOpenIsOverWhereTheOperationIsNormalAgain(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	m := filled()
	began := noon.Add(-90 * time.Minute)
	open := func(o store.Operation) store.Violation {
		return store.Violation{ID: o.ID, Operation: o, Tier: 2, Start: began, Onset: began, Peak: 3}
	}
	ingest, embed := m.baselines[0].Operation, m.baselines[1].Operation
	silent := ingest
	silent.ID, silent.Name, silent.Labels = 9, "silent", map[string]string{"operation_type": "silent"}
	m.violations = []store.Violation{open(ingest), open(embed), open(silent)}
	d, context := datasource(t, server.URL, m, `{"systems":["kgas"]}`)
	status, answer := call(t, d, context, http.MethodGet, "violations?system=kgas", "")
	require.Equal(t, http.StatusOK, status, answer)
	var views []violationView
	require.NoError(t, json.Unmarshal([]byte(answer), &views))
	ends := map[string][]*time.Time{}
	for _, v := range views {
		ends[v.Operation] = append(ends[v.Operation], v.End)
	}
	lastHour := noon.Add(-time.Hour)
	require.Equal(t, []*time.Time{&lastHour}, ends["ingest"], "it is normal, and was for an hour")
	require.Equal(t, []*time.Time{nil, &lastHour}, ends["embed"], "it is slow again since ten minutes")
	require.Equal(t, []*time.Time{nil}, ends["silent"], "nothing is known of it")

	// Of what is over before a range begins nothing is in its list, whoever knows of the end.
	m.violations = []store.Violation{open(ingest), open(silent)}
	since := url.Values{"system": {"kgas"}, "from": {noon.Add(-30 * time.Minute).Format(time.RFC3339)}}
	status, answer = call(t, d, context, http.MethodGet, "violations?"+since.Encode(), "")
	require.Equal(t, http.StatusOK, status, answer)
	views = nil
	require.NoError(t, json.Unmarshal([]byte(answer), &views))
	var names []string
	for _, v := range views {
		names = append(names, v.Operation)
	}
	require.NotContains(t, names, "ingest")
	require.Subset(t, names, []string{"embed", "silent"})
}

// What was measured before Prometheus went away is known.
func TestWhatPrometheusAnsweredBeforeItWentAwayIsKnown(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	prometheus, err := url.Parse(server.URL)
	require.NoError(t, err)
	there := httputil.NewSingleHostReverseProxy(prometheus)
	proxy := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		if strings.Contains(string(body)+r.URL.RawQuery, "omninode_") {
			http.Error(w, "", http.StatusServiceUnavailable)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		there.ServeHTTP(w, r)
	})
	m := filled()
	m.baselines = append(m.baselines, m.baselines[1])
	other := &m.baselines[len(m.baselines)-1].Operation
	other.ID, other.System, other.Set, other.Labels = 12, "omninode", "request", map[string]string{"component": "api", "operation": "embed"}
	m.violations = []store.Violation{{ID: 12, Operation: *other, Tier: 2, Start: noon.Add(-time.Hour), Onset: noon.Add(-time.Hour), Peak: 3}}
	d, context := datasource(t, proxy, m, `{"systems":["kgas","omninode"]}`)
	status, answer := call(t, d, context, http.MethodGet, "violations", "")
	require.Equal(t, http.StatusOK, status, answer)
	var views []violationView
	require.NoError(t, json.Unmarshal([]byte(answer), &views))
	reasons := map[string]string{}
	for _, v := range views {
		if v.End == nil {
			reasons[v.System] = v.Reason
		}
	}
	require.Contains(t, reasons["omninode"], "whether it goes on is not known")
	require.NotEmpty(t, reasons["kgas"])
	require.NotContains(t, reasons["kgas"], "not known")
}

// hasty is a store whose learner passes an hour between one question and the next.
type hasty struct {
	*memory
	asked atomic.Int64
	pass  func()
}

func (p *hasty) Violations(ctx context.Context, source, system string, from, to time.Time) ([]store.Violation, error) {
	defer p.next()
	return p.memory.Violations(ctx, source, system, from, to)
}

func (p *hasty) Progress(ctx context.Context, source string) ([]store.Progress, error) {
	defer p.next()
	return p.memory.Progress(ctx, source)
}

func (p *hasty) next() {
	if p.asked.Add(1) == 1 {
		p.pass()
	}
}

// What the learner writes down while a report is made is in it, or what it has not: a report that is kept stays as it is.
func TestAReportLosesNothingWhileTheLearnerPassesAnHour(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	m := filled()
	ingest := m.baselines[0].Operation
	m.violations = nil
	s := &hasty{memory: m, pass: func() {
		m.violations = []store.Violation{{ID: 8, Operation: ingest, Tier: 2, Start: noon.Add(-40 * time.Minute), End: noon.Add(-30 * time.Minute), Peak: 3}}
		m.progress[1].Newest = noon
	}}
	d, _ := datasource(t, server.URL, s, `{"systems":["kgas"]}`)
	system, known := d.catalogue().System("kgas")
	require.True(t, known)
	a := asked{source: "1/yardstick", window: backend.TimeRange{From: noon.Add(-time.Hour), To: noon}}
	all, err := d.violationsOf(t.Context(), a, system)
	require.NoError(t, err)
	names := map[string]int{}
	for _, v := range all {
		names[v.Operation.Name]++
	}
	require.Equal(t, 1, names["ingest"])
	require.Equal(t, 1, names["embed"])
}
