package prometheus_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// Proxies that let people only read let no POST pass, though it is how Prometheus wants to be asked.
func TestAServerThatTakesNoPOSTIsAskedByGET(t *testing.T) {
	for _, status := range []int{http.StatusMethodNotAllowed, http.StatusNotImplemented} {
		var posts, gets atomic.Int64
		c := edge(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				posts.Add(1)
				answering(status, "text/plain", "no")(w, r)
				return
			}
			gets.Add(1)
			assert.NotEmpty(t, r.URL.Query().Get("query"))
			answering(http.StatusOK, "application/json", oneSample+"}")(w, r)
		}, prometheus.Options{})
		ctx := context.Background()
		ops, err := c.Windows(ctx, prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
		require.NoError(t, err)
		require.Len(t, ops, 1)
		asked := posts.Load()
		answer, err := c.Instant(ctx, "up", noon)
		require.NoError(t, err)
		require.Len(t, answer.Value, 1)
		_, err = c.Range(ctx, "up", noon, noon, time.Second)
		require.Error(t, err, "that is a vector")
		require.Equal(t, asked, posts.Load(), "it is known by then")
		require.Greater(t, gets.Load(), asked)
	}
}
