package plugin

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func at(hours float64) time.Time { return noon.Add(time.Duration(hours * float64(time.Hour))) }

func TestAChangeIsMarkedWhereNormalMoved(t *testing.T) {
	version := func(hours, p95 float64, author string) store.Baseline {
		v := store.Baseline{ValidFrom: at(hours), Author: author, Reason: "looked at", Record: baseline.Record{State: baseline.Active}}
		v.Record.P95 = p95
		return v
	}
	learning := version(-9, 5, store.Learner)
	learning.Record.State = baseline.Learning
	level := func(hours, value float64) store.Baseline {
		v := version(hours, value, store.Learner)
		v.Record.Level, v.Record.Unit = &baseline.Levels{}, "short"
		return v
	}
	spread := func(hours, usual, p95 float64) store.Baseline {
		v := level(hours, p95)
		v.Record.Level = &baseline.Levels{Middle: math.Log(usual), Values: 2000}
		return v
	}
	for name, c := range map[string]struct {
		versions []store.Baseline
		want     []event
	}{
		"a level has no p95": {
			[]store.Baseline{level(-8, 40), level(-7, 80)}, []event{{at: at(-7), what: "value moved", detail: " from 40 to 80"}},
		},
		"a few more peaks move no level": {
			[]store.Baseline{spread(-8, 40, 60), spread(-7, 40, 90), spread(-6, 80, 90)}, []event{{at: at(-6), what: "value moved", detail: " from 40 to 80"}},
		},
		"the first one is nothing new":       {[]store.Baseline{version(-8, 0.1, store.Learner)}, nil},
		"what is still being learned wavers": {[]store.Baseline{learning, version(-8, 0.1, store.Learner)}, nil},
		"refinements are none":               {[]store.Baseline{version(-8, 0.1, store.Learner), version(-7, 0.105, store.Learner), version(-6, 0.102, store.Learner)}, nil},
		"small steps add up": {
			[]store.Baseline{version(-8, 0.1, store.Learner), version(-7, 0.105, store.Learner), version(-6, 0.112, store.Learner), version(-5, 0.118, store.Learner)},
			[]event{{at: at(-6), what: "p95 moved", detail: " from 100 ms to 112 ms"}},
		},
		"faster is a change too": {
			[]store.Baseline{version(-8, 0.1, store.Learner), version(-7, 0.05, store.Learner)},
			[]event{{at: at(-7), what: "p95 moved", detail: " from 100 ms to 50 ms"}},
		},
		"what a person chose is marked once, as that": {
			[]store.Baseline{version(-8, 0.1, store.Learner), version(-7, 0.3, "ada"), version(-6, 0.31, store.Learner)},
			[]event{{at: at(-7), what: "changed by ada: looked at"}},
		},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, moves(c.versions)) })
	}
}

func TestADeploymentIsMarkedOnce(t *testing.T) {
	system := &catalog.System{Name: "kgas", Title: "KGAS"}
	titles := func(reported []store.Deployment, seen []live.Deployment) (all []string) {
		for _, m := range deploymentsOf(system, reported, seen, at(-6)) {
			all = append(all, m.title+" | "+m.text)
		}
		return all
	}
	reported := []store.Deployment{{System: "kgas", At: at(-2), Version: "1.3", Description: "faster joins", Author: "ci"}}
	seen := []live.Deployment{
		{At: at(-2.1), End: at(-2), Job: "kgas", Version: "1.3", Before: "1.2"},
		{At: at(-1), End: at(-1), Job: "kgas-worker", Version: "1.4", Before: "1.3"},
		{At: at(-0.5), End: at(-0.5), Job: "kgas-sidecar"},
	}
	require.Equal(t, []string{
		"KGAS: version 1.3 deployed | faster joins, reported by ci",
		"KGAS: version 1.4 deployed | job kgas-worker, before 1.3",
		"KGAS: started anew | job kgas-sidecar",
	}, titles(reported, seen))
	require.Len(t, titles(nil, seen), 3)
	before := []store.Deployment{{System: "kgas", At: at(-6.1), Version: "1.1", Author: "ci"}}
	require.Empty(t, titles(before, []live.Deployment{{At: at(-5.95), End: at(-5.95), Job: "kgas"}}), "the report explains the start, but lies before the range")
}

func TestAMarkTellsWhatFailedFromWhatWasSlow(t *testing.T) {
	slow := violation{Violation: store.Violation{Operation: store.Operation{System: "kgas", Name: "embed"}, Start: noon, End: noon.Add(time.Hour), Tier: 2, Peak: 3}}
	failed := slow
	failed.Signal, failed.Tier, failed.Peak = store.OfErrors, 3, 12
	told := func(all ...violation) string {
		marks := marksOf(all, noon.Add(2*time.Hour))
		require.Len(t, marks, 1)
		return marks[0].title + "; " + marks[0].text
	}
	require.Equal(t, "embed: critical (failed requests); 12.0 times normal at the worst", told(failed))
	require.Equal(t, "embed: critical; embed 12x (failed requests), embed 3x", told(slow, failed))
	stopped := slow
	stopped.Signal, stopped.Peak, stopped.End = store.OfRate, 0, time.Time{}
	require.Equal(t, "embed: warning (nothing completed); it goes on", told(stopped))
	require.Equal(t, "embed: warning; embed 3x, embed (nothing completed), 1 goes on", told(slow, stopped))
}

func TestManyViolationsAreMarkedWithoutHidingTheGraph(t *testing.T) {
	slow := func(system, name string, start, end time.Time, tier detect.Tier, peak float64) violation {
		return violation{Violation: store.Violation{
			Operation: store.Operation{System: system, Name: name}, Start: start, End: end, Tier: int(tier), Peak: peak,
		}}
	}
	minute := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
	all := []violation{
		slow("kgas", "short", minute(-100), minute(-90), detect.Warning, 2.5),
		slow("kgas", "blip", minute(-98), minute(-97), detect.Warning, 3),     // with it
		slow("kgas", "later", minute(-95), minute(-93), detect.Critical, 6),   // within it
		slow("kgas", "longer", minute(-92), minute(-80), detect.Warning, 2.1), // out of it
	}
	for i := range 7 {
		all = append(all, slow("kgas", fmt.Sprint("op", i), minute(-30).Add(time.Duration(i)*10*time.Second), time.Time{}, detect.Warning, 2+float64(i)))
	}
	all = append(all, slow("ado", "other", minute(-29), time.Time{}, detect.Warning, 2.2))
	slices.Reverse(all)
	marks := marksOf(all, noon)
	told := make([]string, len(marks))
	for i, m := range marks {
		told[i] = m.title + "; " + m.text
	}
	require.Equal(t, []string{
		"2 operations: warning; blip 3x, short 2.5x",
		"later: critical; 6.0 times normal at the worst, it lasted 2 min",
		"longer: warning; 2.1 times normal at the worst",
		"7 operations: warning; op6 8x, op5 7x, op4 6x, op3 5x, op2 4x, 2 more, 7 go on",
		"other: warning; 2.2 times normal at the worst, it goes on",
	}, told)
	type stretch struct{ from, to time.Time }
	var stretches []stretch
	for _, m := range marks {
		stretches = append(stretches, stretch{m.time, m.end})
	}
	require.Equal(t, []stretch{
		{minute(-100), minute(-90)}, {minute(-95), time.Time{}}, {minute(-92), minute(-80)}, {minute(-30), noon}, {minute(-29), time.Time{}},
	}, stretches, "a pane where there is none yet, else a line")
	require.Equal(t, []string{"yardstick", "violation", "kgas", "warning"}, marks[3].tags)
}
