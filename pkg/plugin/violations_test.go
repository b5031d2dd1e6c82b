package plugin

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

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
}
