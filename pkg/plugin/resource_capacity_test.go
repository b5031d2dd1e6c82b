package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// growing is a store with twenty days of one operation.
func growing(t *testing.T) store.Store {
	t.Helper()
	ctx, s := context.Background(), kept(t)
	lease, ok, err := s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	for hour := noon.Add(-20 * 24 * time.Hour); hour.Before(noon); hour = hour.Add(time.Hour) {
		require.NoError(t, s.PutHour(ctx, lease, "kgas", "operation", hour, []store.OperationHour{{Operation: kgasOperation("ingest"), Windows: hourOf(hour, 1)}}))
	}
	return s
}

// A number that no forecast can be made with is refused by its name, and never ends the process.
func TestCapacityRefusesNumbersThatAreNone(t *testing.T) {
	d, c := datasource(t, "http://127.0.0.1:1", growing(t), `{"systems":["kgas"]}`)
	asked := func(name, value string) (int, string) {
		t.Helper()
		return call(t, d, as(c, "Viewer"), http.MethodGet, "capacity?"+url.Values{"system": {"kgas"}, name: {value}}.Encode(), "")
	}
	for name, values := range map[string][]string{
		"ahead": {"Inf", "-Inf", "NaN", "1e300", "401", "0", "-1", "2.5", "soon"},
		"limit": {"Inf", "NaN", "-1", "much"}, "peak": {"Inf", "NaN", "-1"}, "perInstance": {"Inf", "NaN", "-1"},
	} {
		for _, value := range values {
			status, answer := asked(name, value)
			require.Equal(t, http.StatusBadRequest, status, "%s=%s: %s", name, value, answer)
			require.Contains(t, answer, name+"=")
		}
	}
	for name, value := range map[string]string{"ahead": "400", "limit": "1e300", "peak": "1e-300", "perInstance": "1e-320"} {
		status, answer := asked(name, value)
		require.Equal(t, http.StatusOK, status, "%s=%s: %s", name, value, answer)
		var view struct{ Series []struct{ Points []any } }
		require.NoError(t, json.Unmarshal([]byte(answer), &view))
		require.NotEmpty(t, view.Series[0].Points)
	}
}
