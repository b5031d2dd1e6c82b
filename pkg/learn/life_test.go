package learn

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// decide adds a person's version on top of the present one.
func decide(t *testing.T, s store.Store, op string, change func(baseline.Record) (baseline.Record, error)) {
	t.Helper()
	b := baselineOf(t, s, op).Baseline
	record, err := change(b.Record)
	if err != nil {
		t.Fatal(err)
	}
	seen := b.Version
	b.Record, b.Author, b.ValidFrom, b.Reason = record, "ann", time.Now(), "looked at it"
	if _, err := s.Revise(t.Context(), "1/shop", []store.Revision{{Baseline: b, Seen: seen, Action: "decide"}}); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsFrozenDoesNotMove(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		caughtUp(t, s, settingsOf(w, 1))
		decide(t, s, "cart", func(r baseline.Record) (baseline.Record, error) {
			r.P95 = 0.5
			return r.Freeze(time.Now())
		})
		time.Sleep(2 * time.Hour)
		caughtUp(t, s, settingsOf(w, 1))
		if b := baselineOf(t, s, "cart"); b.Author != "ann" || b.Record.P95 != 0.5 || b.Record.Standing != baseline.Frozen {
			t.Errorf("%s by %s: p95 %v", b.Operation.Name, b.Author, b.Record.P95)
		}
	})
}

func TestFactorsOutliveTheNextHours(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		caughtUp(t, s, settingsOf(w, 1))
		decide(t, s, "cart", func(r baseline.Record) (baseline.Record, error) {
			r.P95 *= 1.5 // so that the learner has something to correct
			return r.WithFactors(&baseline.Factors{Info: 1.2, Warning: 1.5, Critical: 3})
		})
		time.Sleep(2 * time.Hour)
		caughtUp(t, s, settingsOf(w, 1))
		if b := baselineOf(t, s, "cart"); b.Author != store.Learner || b.Record.Factors == nil || b.Record.Factors.Warning != 1.5 {
			t.Errorf("version %d by %s has the factors %+v", b.Version, b.Author, b.Record.Factors)
		}
	})
}

// A level that creeps up by a fifth is below every breach. What was approved
// is held, and a person is asked; accepting it takes the new level over.
func TestSlowDriftFromWhatWasApprovedIsReportedNotAbsorbed(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		l := New(s, SystemClock{}, "test", settingsOf(w, 1))
		defer running(t, l)()
		time.Sleep(10 * time.Minute)
		decide(t, s, "cart", func(r baseline.Record) (baseline.Record, error) { return r.Approve(time.Now()) })
		approved := baselineOf(t, s, "cart").Record.P95
		begin := time.Now()
		setSlow(w, func(op string, at time.Time) float64 {
			if op != "cart" || at.Before(begin) {
				return 1
			}
			return 1 + 0.2*math.Min(1, at.Sub(begin).Hours()/24)
		})
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		if r := baselineOf(t, s, "cart").Record; math.Abs(math.Log(r.P95/approved)) > math.Log(mostDrift) {
			t.Errorf("approved at %.3f, now %.3f: that was absorbed", approved, r.P95)
		}
		ps, err := s.Proposals(t.Context(), "1/shop", "shop", store.Open)
		if err != nil {
			t.Fatal(err)
		}
		if len(ps) != 1 || ps[0].Kind != store.ProposesDrift || ps[0].Operation.Name != "cart" || ps[0].Ratio < mostDrift || ps[0].Before != approved {
			t.Fatalf("proposed: %+v", ps)
		}
		now := baselineOf(t, s, "cart").Baseline
		r, err := l.Again(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		if ratio := r.P95 / approved; ratio < 1.15 || ratio > 1.25 {
			t.Errorf("accepted, the level is %.2f of the old one, want 1.2", ratio)
		}
	})
}

func TestExcludedTimeDoesNotTeachAndTeachesAgainWhenWithdrawn(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		// 30 % slower for six of 24 hours: too much to be outliers, too little to be a breach.
		from, to := hoursAgo(8), hoursAgo(2)
		w.slow = func(op string, at time.Time) float64 {
			if op == "cart" && !at.Before(from) && at.Before(to) {
				return 1.3
			}
			return 1
		}
		settings := settingsOf(w, 1)
		l := caughtUp(t, s, settings)
		with := baselineOf(t, s, "cart")
		id, err := s.PutExclusion(t.Context(), "1/shop", store.Exclusion{
			System: "shop", Operation: with.Operation.ID, From: from, To: to, Kind: "incident", Reason: "disk", Author: "ann", At: time.Now(),
		}, "cart")
		if err != nil {
			t.Fatal(err)
		}
		again := func() baseline.Record {
			if err := l.CatchUp(context.Background()); err != nil {
				t.Fatal(err)
			}
			return recordOf(t, s, "cart")
		}
		without := again()
		if ratio := without.P95 / recordOf(t, s, "search").P95; math.Abs(ratio-1) > 0.02 {
			t.Errorf("without the incident the p95 is %.3f of an operation that had none", ratio)
		}
		if without.Windows != with.Record.Windows-6*12 {
			t.Errorf("%d of %d windows are left, 72 were excluded", without.Windows, with.Record.Windows)
		}
		if without.Idle > 0 {
			t.Errorf("what was excluded counts as %.0f %% of the time without requests", 100*without.Idle)
		}
		if _, _, err := s.WithdrawExclusion(t.Context(), "1/shop", id, "ann", "it was normal", time.Now()); err != nil {
			t.Fatal(err)
		}
		if back := again(); math.Abs(back.P95-with.Record.P95) > 1e-9 {
			t.Errorf("withdrawn, the p95 is %v, was %v", back.P95, with.Record.P95)
		}
	})
}

// A release makes an operation 40 % slower for good. Accepted from there on, the
// new level is normal at once, and what came before does not pull it back.
func TestAnAcceptedLevelCountsFromItsBeginning(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		release := hoursAgo(6)
		w.slow = func(op string, at time.Time) float64 {
			if op == "cart" && !at.Before(release) {
				return 1.4
			}
			return 1
		}
		l := caughtUp(t, s, settingsOf(w, 2))
		b := baselineOf(t, s, "cart").Baseline
		r, err := l.Again(t.Context(), b, store.Exclusion{System: "shop", Operation: b.Operation.ID, To: release, Kind: LevelKind})
		if err != nil {
			t.Fatal(err)
		}
		if ratio := r.P95 / recordOf(t, s, "search").P95; math.Abs(ratio-1.4) > 0.03 {
			t.Errorf("the accepted level is %.2f of the old one, want 1.4", ratio)
		}
		if r.From.Before(release) {
			t.Errorf("it was learned from %s on, the release was at %s", r.From, release)
		}
	})
}

// The last hours of the past change nothing of a baseline that has most of it. It must be known all the same that they
// were learned: a later version would seem to rest on older history, which moves the anchor, and be bound to nothing.
func TestABaselineIsBoundToItsLevelOnceAllOfThePastIsLearned(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		settings := settingsOf(w, 17)
		caughtUp(t, s, settings)
		old := baselineOf(t, s, "cart").Baseline
		require.Equal(t, baseline.Active, old.Record.State)
		all, err := s.Windows(t.Context(), settings.Source, old.Operation.ID, time.Now().AddDate(0, 0, -17), time.Now())
		require.NoError(t, err)
		record := baseline.Learn(all, baseline.Options{})
		record.P95 *= 1.2
		left, _ := anchored(&record, old, time.Now())
		require.True(t, left, "%s of old history is told of, %s was learned", old.Record.From, record.From)
	})
}
