package learn

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A release makes an operation 40 % slower for good. The learner finds when,
// names the release and asks; once a person accepts, nothing is off any more.
func TestALevelShiftAtADeploymentIsProposedAndQuietOnceAccepted(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		release := hoursAgo(6).Add(20 * time.Minute)
		w.slow = func(op string, at time.Time) float64 {
			if op == "cart" && !at.Before(release) {
				return 2.6
			}
			return 1
		}
		if err := s.PutDeployment(t.Context(), "1/shop", store.Deployment{System: "shop", At: release.Add(-2 * time.Minute), Version: "1.3", Author: "ci"}); err != nil {
			t.Fatal(err)
		}
		settings := settingsOf(w, 3)
		l := caughtUp(t, s, settings)
		ps, err := s.Proposals(t.Context(), "1/shop", "shop", store.Open)
		if err != nil {
			t.Fatal(err)
		}
		if len(ps) != 1 || ps[0].Operation.Name != "cart" || ps[0].Kind != store.ProposesLevel {
			t.Fatalf("proposed: %+v", ps)
		}
		p := ps[0]
		if p.Deployment != "1.3" || p.RatioLow > 2.6 || p.RatioHigh < 2.6 || p.Earliest.After(release) || p.Latest.Before(release) {
			t.Errorf("proposed: %+v", p.Shift)
		}
		shifts, err := s.Shifts(t.Context(), "1/shop", "shop", time.Time{}, time.Time{})
		if err != nil || len(shifts) != 1 || shifts[0].Shift != p.Shift {
			t.Errorf("%v: %+v", err, shifts)
		}
		before := violationsOf(t, s, "cart")
		if len(before) == 0 || !before[len(before)-1].End.IsZero() {
			t.Fatalf("2.6 times slower is no open violation: %+v", before)
		}

		// What POST baselines/accept does.
		b := baselineOf(t, s, "cart").Baseline
		level := store.Exclusion{System: "shop", Operation: b.Operation.ID, To: p.At, Kind: LevelKind, Reason: "new hardware", Author: "ann", At: time.Now()}
		record, err := l.Again(t.Context(), b, level)
		if err != nil {
			t.Fatal(err)
		}
		seen := b.Version
		b.Record, b.Author, b.ValidFrom = record, "ann", time.Now()
		if _, err := s.Revise(t.Context(), "1/shop", []store.Revision{{Baseline: b, Seen: seen, Action: "accept", Exclude: &level}}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Decide(t.Context(), "1/shop", []int64{p.ID}, store.Accepted, "ann", "new hardware", time.Now()); err != nil {
			t.Fatal(err)
		}
		for _, v := range before {
			item := store.WorkItem{
				Kind: store.WorkViolation, Key: fmt.Sprint(v.ID), System: "shop", Title: "cart", State: store.Done, Verdict: "expected", Author: "ann", At: time.Now(),
			}
			if _, _, err := s.SetWork(t.Context(), "1/shop", nil, item); err != nil {
				t.Fatal(err)
			}
		}
		accepted := time.Now()
		defer running(t, New(s, SystemClock{}, "test", settings))()
		time.Sleep(24 * time.Hour)
		for _, v := range violationsOf(t, s, "cart") {
			if v.Start.After(accepted) || v.End.IsZero() || v.End.After(accepted.Truncate(time.Hour).Add(time.Hour)) {
				t.Errorf("after it was accepted: %+v", v)
			}
		}
		if r := recordOf(t, s, "cart"); math.Abs(r.P95/recordOf(t, s, "search").P95/2.6-1) > 0.03 {
			t.Errorf("a day later the level is %.3f: %s", r.P95, r.Reason)
		}
		ps, err = s.Proposals(t.Context(), "1/shop", "shop", store.Open)
		if err != nil || len(ps) > 0 {
			t.Errorf("%v: asked again: %+v", err, ps)
		}
	})
}

func TestASpikeOfAMinuteAsksNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		spike := hoursAgo(3).Add(10 * time.Minute)
		w.slow = func(op string, at time.Time) float64 {
			if op == "cart" && !at.Before(spike) && at.Before(spike.Add(time.Minute)) {
				return 10
			}
			return 1
		}
		caughtUp(t, s, settingsOf(w, 3))
		ps, err := s.Proposals(t.Context(), "1/shop", "", "")
		if err != nil || len(ps) > 0 {
			t.Errorf("%v: %+v", err, ps)
		}
		if shifts, _ := s.Shifts(t.Context(), "1/shop", "", time.Time{}, time.Time{}); len(shifts) > 0 {
			t.Errorf("%+v", shifts)
		}
		if !strings.Contains(baselineOf(t, s, "cart").Record.Reason, "confidence") {
			t.Error("the world was not learned")
		}
	})
}

// A person dismissed a change that was taken back; months later a release makes the operation as slow as then.
func TestWhatWasDismissedLongAgoIsAskedAgainWhenItHappensAgain(t *testing.T) {
	june := time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)
	level := func(at time.Time, state string) store.Proposal {
		return store.Proposal{
			Operation: store.Operation{ID: 7}, Kind: store.ProposesLevel, State: state,
			Shift: store.Shift{At: at, Earliest: at.Add(-time.Hour), Latest: at.Add(time.Hour), Before: 0.2, After: 0.4, Ratio: 2},
		}
	}
	march := level(june.AddDate(0, -3, 0), store.Dismissed)
	require.Len(t, news([]store.Proposal{level(june, store.Open)}, []store.Proposal{march}), 1)
	require.Empty(t, news([]store.Proposal{level(march.At.Add(30*time.Minute), store.Open)}, []store.Proposal{march}), "the same change, found again")
}

// A release made an operation slower and was taken back before anybody answered.
func TestNobodyIsAskedAboutALevelThatIsNoMore(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin, end := hoursAgo(6), hoursAgo(0).Add(2*time.Hour)
		w.slow = slowFrom("cart", begin, end.Sub(begin), 1.5)
		settings := settingsOf(w, 5)
		defer running(t, New(s, SystemClock{}, "test", settings))()
		time.Sleep(10 * time.Minute)
		ps, err := s.Proposals(t.Context(), "1/shop", "shop", store.Open)
		require.NoError(t, err)
		require.Len(t, ps, 1)
		time.Sleep(12 * time.Hour)
		ps, err = s.Proposals(t.Context(), "1/shop", "shop", store.Open)
		require.NoError(t, err)
		require.Empty(t, ps)
	})
}
