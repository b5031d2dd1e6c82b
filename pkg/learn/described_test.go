package learn

import (
	"context"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Failures that are counted only from some day on would look like a spike of them, and operations by another label would
// have no past although Prometheus has it.
func TestASetThatIsDescribedOtherwiseIsLearnedAnew(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		settings := settingsOf(w, 2)
		of := &settings.Systems[0].Operations[0]
		learn := func(described string) (hours int) {
			t.Helper()
			of.Described = described
			before := len(s.writes())
			l := caughtUp(t, s, settings)
			defer l.Close()
			return len(s.writes()) - before
		}
		first := learn("")
		if first == 0 {
			t.Fatal("nothing was learned")
		}
		if n := learn("by op"); n != 0 {
			t.Errorf("%d hours were learned again when an older store was taken over", n)
		}
		if n := learn("by op"); n != 0 {
			t.Errorf("%d hours were learned again of the same description", n)
		}
		marks := 2 // an hour is learned and judged
		if n := learn("by op, with errors"); n < 24 || n > 48*marks {
			t.Errorf("%d hours were written of another description, want those of one set of two days", n)
		}
		if record := recordOf(t, s, "cart"); record.Windows == 0 {
			t.Error("no baseline of what was learned anew")
		}
	})
}

// Where a definition no longer says which requests failed, nothing shows any more that they go on to.
func TestWhatFailedEndsWithTheDefinitionThatSaidSo(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(1).Add(20 * time.Minute)
		w.failing = failingFrom("cart", begin, 1000*time.Hour, 0.3)
		settings := telling(w, 3)
		caughtUp(t, s, settings).Close()
		if found := violationsOf(t, s, "cart"); len(found) != 1 || !found[0].End.IsZero() {
			t.Fatalf("violations %+v", found)
		}
		learned := hoursAgo(0)
		settings.Systems[0].Operations[0].Errors = ""
		time.Sleep(3 * time.Hour)
		caughtUp(t, s, settings).Close()
		if found := violationsOf(t, s, "cart"); len(found) != 1 || !found[0].End.Equal(learned) {
			t.Errorf("violations %+v, want the end at %s", found, learned)
		}
	})
}

// A person maps a metric that has another name here, or says how the jobs are called, hours after the installation: what
// Prometheus has of it is learned as if it had been so from the beginning.
func TestHistoryIsReadAgainWhereAnotherMetricIsMeasured(t *testing.T) {
	for name, change := range map[string]func(*Settings){
		"by a mapping": func(of *Settings) { of.Systems[0].Operations[1].Metric = "theirs_seconds" },
		"by selectors": func(of *Settings) { of.Systems[0].Selector = `job="their shop"` },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				w := newWorld()
				all := w.operations
				w.operations = map[string][]string{"page_seconds": all["page_seconds"], "export_seconds": all["export_seconds"]}
				caughtUp(t, s, settingsOf(w, 3)).Close()
				time.Sleep(3 * time.Hour)
				w.operations["query_seconds"], w.operations["theirs_seconds"] = all["query_seconds"], all["query_seconds"] // three days of it are there
				mapped := settingsOf(w, 3)
				change(&mapped)
				caughtUp(t, s, mapped).Close()
				if r := recordOf(t, s, "select"); r.To.Sub(r.From) < 48*time.Hour {
					t.Errorf("learned from %s of the three days that are there", r.To.Sub(r.From))
				}
				before := len(s.writes())
				caughtUp(t, s, mapped).Close()
				if n := len(s.writes()) - before; n != 0 {
					t.Errorf("%d hours were written again though nothing was changed since", n)
				}
			})
		})
	}
}

// The emitter is another one since today: the baseline stays, and the windows of before where the new one has none.
func TestABaselineSurvivesAChangeOfTheEmitter(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		caughtUp(t, s, settingsOf(w, 3)).Close()
		before := recordOf(t, s, "select")
		w.operations["theirs_seconds"], w.begins = w.operations["query_seconds"], hoursAgo(1)
		time.Sleep(3 * time.Hour)
		mapped := settingsOf(w, 3)
		mapped.Systems[0].Operations[1].Metric = "theirs_seconds"
		caughtUp(t, s, mapped).Close()
		after := recordOf(t, s, "select")
		if after.Windows < before.Windows || after.State != before.State {
			t.Errorf("%s from %d windows, it was %s from %d", after.State, after.Windows, before.State, before.Windows)
		}
	})
}

// silent is a store of a version that did not note what is measured.
type silent struct{ *watched }

func (silent) Measure(context.Context, store.Lease, string, string, string) (bool, error) {
	return false, nil
}

func TestAnUpgradeLearnsNothingAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		caughtUp(t, silent{s}, settingsOf(w, 3)).Close()
		before := len(s.writes())
		caughtUp(t, s, settingsOf(w, 3)).Close()
		if n := len(s.writes()) - before; n != 0 {
			t.Errorf("%d hours were learned again", n)
		}
	})
}
