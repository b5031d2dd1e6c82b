package baseline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Rules of a Prometheus see no state: what is expected of three requests would alert.
func TestWhatIsBeingLearnedIsExpectedByNobody(t *testing.T) {
	at := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	expected := func(r Record) (value float64, is bool) {
		for _, stat := range r.Published(at) {
			if stat.Name == "expected" {
				return stat.Value, true
			}
		}
		return 0, false
	}
	learned := Record{Quantiles: Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, State: Learning}
	require.Len(t, learned.Published(at), 5, "its numbers are told")
	_, is := expected(learned)
	require.False(t, is)
	_, is = expected(Record{Quantiles: learned.Quantiles})
	require.False(t, is, "without a state it was never learned")

	for _, state := range []State{Provisional, Active} {
		judging := learned
		judging.State = state
		value, is := expected(judging)
		require.True(t, is, state)
		require.InDelta(t, 0.3, value, 1e-9, state)
	}
	value, is := expected(learned.WithRange(1, 2, "D2"))
	require.True(t, is, "the documented range answers until then")
	require.InDelta(t, 2, value, 1e-9)
	_, is = expected(Record{State: Active})
	require.False(t, is, "everything is infinitely many times 0 s")
	_, is = expected(Record{State: Active, Unit: "short"})
	require.True(t, is, "an empty queue is normal")
}
