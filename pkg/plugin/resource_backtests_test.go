package plugin

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestABacktestGoesOnAfterTheRequestThatBeganIt(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	context = as(context, "Viewer")
	var begun, now backtestView
	status, answer := call(t, d, context, http.MethodPost, "backtests?system=kgas&days=3", "")
	require.Equal(t, http.StatusOK, status, answer)
	require.NoError(t, json.Unmarshal([]byte(answer), &begun))
	require.Eventually(t, func() bool {
		_, answer = call(t, d, context, http.MethodGet, "backtests/"+begun.ID, "")
		require.NoError(t, json.Unmarshal([]byte(answer), &now))
		return now.Finished
	}, 10*time.Second, 10*time.Millisecond)
	require.Empty(t, now.Error)
	require.NotNil(t, now.Operations)
	require.Equal(t, now.Of, now.Done)

	other, beside := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	status, answer = call(t, other, as(beside, "Viewer"), http.MethodPost, "backtests?system=kgas&days=3", "")
	require.Equal(t, http.StatusOK, status, answer)
	status, answer = call(t, other, as(beside, "Viewer"), http.MethodGet, "backtests/"+begun.ID, "")
	require.Equal(t, http.StatusNotFound, status, "a replica does not take another's backtest for its own: %s", answer)
	require.Contains(t, answer, "load balancer")

	context.OrgID = 2 //nolint:staticcheck // as sourceOf reads it
	status, answer = call(t, d, context, http.MethodGet, "backtests/"+begun.ID, "")
	require.Equal(t, http.StatusNotFound, status, answer)
}

func TestABacktestSaysWhatIsWrongWithItsQuestion(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	for address, says := range map[string]string{
		"backtests?system=kgas&days=28":    "give 1 to 27",
		"backtests?system=kgas&fine=maybe": "give true or false",
	} {
		status, answer := call(t, d, as(context, "Viewer"), http.MethodPost, address, "")
		require.Equal(t, http.StatusBadRequest, status)
		require.Contains(t, answer, says)
	}
}
