package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
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

// Another organisation's, or a colleague's, which may take twenty minutes.
func TestABacktestWaitsForThoseOfOthers(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	for range mostBacktests {
		_, err := d.process.backtests.begin("2/other", noon)
		require.NoError(t, err)
	}
	require.True(t, d.process.replays.TryAcquire(mostBacktests))
	begin := func() (int, string) {
		return call(t, d, as(context, "Viewer"), http.MethodPost, "backtests?system=kgas&days=3", "")
	}
	var waiting []string
	for range mostBegun {
		status, answer := begin()
		require.Equal(t, http.StatusOK, status, answer)
		var begun backtestView
		require.NoError(t, json.Unmarshal([]byte(answer), &begun))
		waiting = append(waiting, begun.ID)
	}
	status, answer := begin()
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, answer, "4 backtests of this data source run or wait for their turn")

	d.process.replays.Release(mostBacktests)
	for _, id := range waiting {
		require.Eventually(t, func() bool {
			_, answer := call(t, d, as(context, "Viewer"), http.MethodGet, "backtests/"+id, "")
			var now backtestView
			require.NoError(t, json.Unmarshal([]byte(answer), &now))
			require.Empty(t, now.Error)
			return now.Finished
		}, 10*time.Second, 10*time.Millisecond)
	}
	status, answer = begin()
	require.Equal(t, http.StatusOK, status, answer)
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

func TestOutcomesOfManyBacktestsDoNotFillTheMemory(t *testing.T) {
	var all backtests
	for i := range 10 {
		begun, err := all.begin("1/yardstick", noon)
		require.NoError(t, err)
		all.change(begun.ID, func(v *backtestRun) {
			v.Finished, v.ended, v.Operations = true, noon.Add(time.Duration(i)*time.Second), make([]backtest.View, 9_000)
		})
		all.prune()
		now, known := all.view("1/yardstick", begun.ID)
		require.True(t, known, "the newest can be fetched")
		require.Len(t, now.Operations, 9_000)
	}
	require.Len(t, all.all, 2)
}

func TestPanelsWithABacktestWaitForTheirTurn(t *testing.T) {
	d, _ := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	builtin, err := d.process.builtin()
	require.NoError(t, err)
	ask := d.backtestOf("1/yardstick", &builtin.Systems[0])
	require.True(t, d.process.replays.TryAcquire(mostBacktests))
	answered := make(chan error, 1)
	go func() {
		_, err := d.replayed(t.Context(), ask)
		answered <- err
	}()
	require.Never(t, func() bool { return len(answered) > 0 }, 100*time.Millisecond, 10*time.Millisecond)

	patient, leave := context.WithCancel(t.Context())
	leave()
	_, err = d.replayed(patient, ask)
	require.ErrorContains(t, err, "waiting until one of 2 running backtests is done")
	status, _ := blame(err)
	require.EqualValues(t, statusClientClosed, status, "nobody waits any more")

	d.process.replays.Release(mostBacktests)
	require.NoError(t, <-answered)
}
