package plugin

import (
	"context"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
)

// grafanasCall is a call of Grafana's: it ends when its answer was sent.
type grafanasCall struct{ grpc.ServerTransportStream }

func callFromGrafana(parent context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(grpc.NewContextWithServerTransportStream(parent, grafanasCall{}))
}

func answerOf(cells int) *backend.QueryDataResponse {
	frame := data.NewFrame("", data.NewField("value", nil, make([]float64, cells)))
	return &backend.QueryDataResponse{Responses: backend.Responses{"A": {Frames: data.Frames{frame}}}}
}

func TestAnswersWaitForThoseThatAreBeingSent(t *testing.T) {
	s := newSending()
	first, firstIsSent := callFromGrafana(context.Background())
	require.NoError(t, s.hold(first, answerOf(cellsAtOnce)))

	impatient, giveUp := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer giveUp()
	require.ErrorIs(t, s.hold(impatient, answerOf(1)), context.DeadlineExceeded, "all the room is taken")

	second := make(chan error)
	go func() { second <- s.hold(context.Background(), answerOf(3*cellsAtOnce)) }()
	select {
	case <-second:
		t.Fatal("the second answer did not wait for the first")
	case <-time.After(10 * time.Millisecond):
	}
	firstIsSent()
	require.NoError(t, <-second, "however large, it is sent when nothing else is")
}

func TestOutsideOfACallNothingIsHeld(t *testing.T) {
	s := newSending()
	for range 10 {
		require.NoError(t, s.hold(t.Context(), answerOf(cellsAtOnce)))
	}
}

func TestMoreMayLiveThanTheLeastBound(t *testing.T) {
	require.EqualValues(t, leastMemory, memoryLimit(90<<20))
	require.Greater(t, memoryLimit(400<<20), int64(600<<20), "collecting must not become the main work")
}
