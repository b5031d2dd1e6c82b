package learn

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// driftsOf are the questions about how an operation moved away slowly, in the order in which they were asked.
func driftsOf(t *testing.T, s store.Store, op string) (of []store.Proposal) {
	t.Helper()
	all, err := s.Proposals(t.Context(), "1/shop", "shop", "")
	require.NoError(t, err)
	for _, p := range slices.Backward(all) {
		if p.Kind == store.ProposesDrift && p.Operation.Labels["op"] == op {
			of = append(of, p)
		}
	}
	return of
}

// For ten days an operation is 15 % slower, which somebody says is not the new normal; then it is back for ten days, and slower
// again for ten. Each time it is asked about once, and not while it lasts.
func TestADriftIsAskedAboutOncePerReturn(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w, settings := cartAlone()
		l := caughtUp(t, s, settings)
		defer l.Close()
		begin := time.Now()
		const lasts = 10 * day
		setSlow(w, func(_ string, at time.Time) float64 {
			if at.After(begin) && at.Sub(begin)/lasts%2 == 0 {
				return 1.15
			}
			return 1
		})
		daily(t, l, 9, func(int) {})
		asked := driftsOf(t, s, "cart")
		require.Len(t, asked, 1)
		require.Equal(t, store.Open, asked[0].State)
		_, found, err := s.Decide(t.Context(), "1/shop", []int64{asked[0].ID}, store.Dismissed, "ann", "a busy week", time.Now())
		require.NoError(t, err)
		require.True(t, found)
		daily(t, l, 1, func(int) {})
		require.Len(t, driftsOf(t, s, "cart"), 1, "it lasts, which is nothing new")

		daily(t, l, 10, func(int) {})
		dismissed := driftsOf(t, s, "cart")[0]
		require.Equal(t, "ann", dismissed.By)
		require.WithinRange(t, dismissed.Over, begin.Add(lasts), begin.Add(lasts+9*day))
		require.Len(t, driftsOf(t, s, "cart"), 1)

		daily(t, l, 9, func(int) {})
		asked = driftsOf(t, s, "cart")
		require.Len(t, asked, 2)
		require.Equal(t, store.Open, asked[1].State)
		require.InEpsilon(t, 1.15, asked[1].Ratio, 0.05)

		daily(t, l, 9, func(int) {})
		require.Equal(t, []store.Proposal{dismissed}, driftsOf(t, s, "cart"), "nobody has to answer what is over")
	})
}

func TestADismissedDriftIsAnotherOneOnceItWasBack(t *testing.T) {
	june := time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)
	anchor := baseline.Anchor{P95: 1, At: june.AddDate(0, -9, 0)}
	at := func(p95 float64, when time.Time) store.Proposal {
		var r baseline.Record
		r.P95, r.P95Low, r.P95High = p95, p95*0.99, p95*1.01
		return driftOf(store.Baseline{Operation: store.Operation{ID: 7}}, r, anchor, when)
	}
	march := at(1.15, june.AddDate(0, -3, 0))
	march.State = store.Dismissed
	again := func(p, known store.Proposal) int { return len(news([]store.Proposal{p}, []store.Proposal{known})) }
	require.Zero(t, again(at(1.15, june), march), "it has been so since")
	require.Equal(t, 1, again(at(1.3, june), march), "it moved on by as much again")
	march.Over = june.AddDate(0, -2, 0)
	require.Equal(t, 1, again(at(1.15, june), march))
	require.Zero(t, again(at(1.15, march.Raised.AddDate(0, 0, 3)), march), "it goes to and fro")
}

func TestADriftIsOverOnceTheLevelIsSurelyBack(t *testing.T) {
	at := func(low, p95, high float64) baseline.Record {
		begin := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
		r := baseline.Record{State: baseline.Active, From: begin, To: begin.Add(8 * day), Anchor: &baseline.Anchor{P95: 1}}
		r.P95Low, r.P95, r.P95High = low, p95, high
		return r
	}
	require.True(t, returned(at(1.02, 1.03, 1.04)))
	require.True(t, returned(at(0.95, 0.96, 0.97)))
	require.False(t, returned(at(1.08, 1.09, 1.11)), "it may be more than a tenth still")
	require.False(t, returned(at(0.9, 0.92, 0.94)))
	require.False(t, returned(at(1.14, 1.15, 1.16)))
	require.False(t, returned(at(0, 0, 0)))
	young := at(1.02, 1.03, 1.04)
	young.To = young.From.Add(time.Hour)
	require.False(t, returned(young), "an hour is no return")
	free := at(1.02, 1.03, 1.04)
	free.Anchor = nil
	require.False(t, returned(free))
}
