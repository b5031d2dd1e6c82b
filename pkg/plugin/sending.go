package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/sync/semaphore"
	"google.golang.org/grpc"
)

// How many answers are on their way to Grafana at once? Each is there several times while it is sent: as frames, as
// Arrow, as a message, as what the connection buffers. Two hundred dashboards that refresh together must not need two
// hundred times that.

// cellsAtOnce bounds the values in answers that are being sent: of 10,000 operations by six columns, seven answers at
// once, about 60 MB. The others wait, a few hundredths of a second each.
const cellsAtOnce = 420_000

// sending is what may be sent now.
type sending struct{ free *semaphore.Weighted }

func newSending() sending { return sending{semaphore.NewWeighted(cellsAtOnce)} }

// hold waits until an answer may be sent. It gives the room back when the call is over, which is when the answer was
// sent; outside of a call from Grafana at once.
func (s sending) hold(ctx context.Context, answer *backend.QueryDataResponse) error {
	n := min(cellsOf(answer), cellsAtOnce)
	// Where there is room a call that is over gets its answer too: it says what took so long.
	if !s.free.TryAcquire(n) {
		if err := s.free.Acquire(ctx, n); err != nil {
			return err
		}
	}
	release := func() { s.free.Release(n) }
	if grpc.ServerTransportStreamFromContext(ctx) == nil {
		release()
		return nil
	}
	context.AfterFunc(ctx, release)
	return nil
}

func cellsOf(answer *backend.QueryDataResponse) (n int64) {
	for _, response := range answer.Responses {
		for _, frame := range response.Frames {
			for _, field := range frame.Fields {
				n += int64(field.Len())
			}
		}
	}
	return n
}
