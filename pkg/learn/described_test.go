package learn

import (
	"testing"
	"time"
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
