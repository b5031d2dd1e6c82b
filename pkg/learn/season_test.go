package learn

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const day = 24 * time.Hour

// cartAlone is a shop of which one operation is measured and learned, so that weeks of it pass soon.
func cartAlone() (*world, Settings) {
	w := newWorld()
	w.operations = map[string][]string{"page_seconds": {"cart"}}
	settings := settingsOf(w, 8)
	settings.Systems[0].Operations = settings.Systems[0].Operations[:1]
	return w, settings
}

// daily learns for so many days, once a day.
func daily(t *testing.T, l *Learner, days int, then func(day int)) {
	t.Helper()
	for d := range days {
		time.Sleep(day)
		require.NoError(t, l.CatchUp(t.Context()))
		then(d + 1)
	}
}

// openProposals are the kinds of the questions about an operation that wait for an answer.
func openProposals(t *testing.T, s store.Store, op string) (kinds []string) {
	t.Helper()
	all, err := s.Proposals(t.Context(), "1/shop", "shop", store.Open)
	require.NoError(t, err)
	for _, p := range all {
		if p.Operation.Labels["op"] == op {
			kinds = append(kinds, p.Kind)
		}
	}
	return kinds
}

// A feature of a season, or a summer: nobody asks for longer than the baseline reaches. What comes back a little slower is
// judged by what was normal, and a person is asked about it.
func TestWhatWasNormalOutlivesASeasonWithoutRequests(t *testing.T) {
	for name, back := range map[string]float64{"as it was": 1, "15 % slower": 1.15, "15 % faster": 0.85} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				w, settings := cartAlone()
				l := caughtUp(t, s, settings)
				defer l.Close()
				normal := recordOf(t, s, "cart")
				require.True(t, normal.Grown())
				begin := time.Now()
				const away = 10 * day
				w.idle = during("cart", begin, away)
				setSlow(w, func(_ string, at time.Time) float64 {
					if at.After(begin.Add(away)) {
						return back
					}
					return 1
				})
				slow := w.window("cart", begin, 5*time.Minute)
				slow.Bounds = slices.Clone(slow.Bounds)
				for i := range slow.Bounds {
					slow.Bounds[i] *= 10
				}
				daily(t, l, 14, func(d int) {
					b := baselineOf(t, s, "cart")
					require.Equal(t, detect.Critical, detect.Judge(slow, b.Record, detect.Defaults()).Tier,
						"ten times slower on day %d: version %d is %s of %s to %s", d, b.Version, b.Record.State, b.Record.From, b.Record.To)
					require.InEpsilon(t, normal.P95, b.Record.P95, 0.02, "on day %d", d)
				})
				stops := violationsOf(t, s, "cart")
				require.Len(t, stops, 1)
				require.Equal(t, store.OfRate, stops[0].Signal)
				require.WithinRange(t, stops[0].End, begin.Add(8*day), begin.Add(9*day), "then silence is normal")
				if back == 1 {
					require.Empty(t, openProposals(t, s, "cart"))
				} else {
					require.Contains(t, openProposals(t, s, "cart"), store.ProposesDrift)
				}
			})
		})
	}
}

// An earlier version of the learner kept a baseline of nothing, with the level that somebody once agreed to.
func TestABaselineOfNothingIsBoundToNoLevel(t *testing.T) {
	anchor := &baseline.Anchor{P95: 0.2}
	nothing := store.Baseline{Record: baseline.Record{State: baseline.Learning, Anchor: anchor}}
	anew := learnedOf(t, 1.15)
	anew.Anchor = anchor
	left, asked := anchored(&anew, nothing, anew.To)
	require.True(t, left)
	require.Len(t, asked, 1, "a person is asked all the same")
	next, why := follows(nothing, anew, left, false)
	require.Equal(t, anew, next)
	require.Equal(t, anew.Reason, why)

	young := anew
	young.From = young.To.Add(-time.Hour)
	next, _ = follows(nothing, young, left, false)
	require.Equal(t, nothing.Record, next, "an hour is no norm")
}

// What a person takes away from a baseline, or gives back, is not held on to.
func TestABaselineEndsWithThePastThatSomebodyExcluded(t *testing.T) {
	grown := learnedOf(t, 1)
	old := store.Baseline{Record: grown, ValidFrom: grown.To, Operation: store.Operation{ID: 7, System: "shop"}}
	after := func(all ...store.Exclusion) baseline.State {
		next, _ := follows(old, baseline.Learn(nil, baseline.Options{}), false, decidedSince(all, old))
		return next.State
	}
	known := store.Exclusion{System: "shop", From: grown.From, To: grown.To, At: grown.To.Add(-time.Hour)}
	since, withdrawn, another := known, known, known
	since.At, withdrawn.Withdrawn = grown.To.Add(time.Hour), grown.To.Add(time.Hour)
	another.At, another.Operation = grown.To.Add(time.Hour), 8
	require.Equal(t, baseline.Active, after())
	require.Equal(t, baseline.Active, after(known, another))
	require.Equal(t, baseline.Learning, after(known, since))
	require.Equal(t, baseline.Learning, after(withdrawn))
}

// learnedOf is a baseline of ten days at a level.
func learnedOf(t *testing.T, level float64) baseline.Record {
	t.Helper()
	w := newWorld()
	setSlow(w, func(string, time.Time) float64 { return level })
	begin := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	var windows []baseline.Window
	for at := begin; at.Before(begin.Add(10 * day)); at = at.Add(15 * time.Minute) {
		windows = append(windows, w.window("cart", at.Add(15*time.Minute), 15*time.Minute))
	}
	r := baseline.Learn(windows, baseline.Options{})
	require.Equal(t, baseline.Active, r.State, r.Reason)
	return r
}
