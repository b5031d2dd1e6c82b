package plugin

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestAForecastIsOfTheLabelsAskedFor(t *testing.T) {
	s := kept(t)
	lease, _, err := s.Acquire(t.Context(), "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	for hour := noon.Add(-72 * time.Hour); hour.Before(noon.Add(-24 * time.Hour)); hour = hour.Add(time.Hour) {
		require.NoError(t, s.PutHour(t.Context(), lease, "kgas", "operation", hour, []store.OperationHour{
			{Operation: kgasOperation("ingest"), Windows: hourOf(hour, 1)}, {Operation: kgasOperation("embed"), Windows: hourOf(hour, 1)},
		}))
	}
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	for query, want := range map[string][]string{
		``:                                      {"all operations", "embed", "ingest"},
		`,"labels":{"operation_type":"ingest"}`: {"all operations", "ingest"},
		`,"matchers":[{"label":"operation_type","operator":"!=","value":"ingest"}]`: {"all operations", "embed"},
		`,"operations":["ingest"],"labels":{"operation_type":"ingest"}`:             {"ingest"},
		`,"matchers":[{"label":"operation_type","operator":"=","value":"no such"}]`: nil,
		`,"matchers":[{"label":"operation_type","operator":"=","value":"embed"}]`:   {"all operations", "embed"},
	} {
		answer := ask(t, d, context, `{"queryType":"table","table":"forecast","format":"timeseries","system":"kgas"`+query+`}`, nil)
		require.NoError(t, answer.Error)
		require.Equal(t, want, operationsIn(answer), query)
	}
}
