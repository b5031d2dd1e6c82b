package plugin

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
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
	learning := version(-9, 5, learner)
	learning.Record.State = baseline.Learning
	for name, c := range map[string]struct {
		versions []store.Baseline
		want     []event
	}{
		"the first one is nothing new":       {[]store.Baseline{version(-8, 0.1, learner)}, nil},
		"what is still being learned wavers": {[]store.Baseline{learning, version(-8, 0.1, learner)}, nil},
		"refinements are none":               {[]store.Baseline{version(-8, 0.1, learner), version(-7, 0.105, learner), version(-6, 0.102, learner)}, nil},
		"small steps add up": {
			[]store.Baseline{version(-8, 0.1, learner), version(-7, 0.105, learner), version(-6, 0.112, learner), version(-5, 0.118, learner)},
			[]event{{at: at(-6), what: "p95 moved", detail: " from 100 ms to 112 ms"}},
		},
		"faster is a change too": {
			[]store.Baseline{version(-8, 0.1, learner), version(-7, 0.05, learner)},
			[]event{{at: at(-7), what: "p95 moved", detail: " from 100 ms to 50 ms"}},
		},
		"what a person chose is marked once, as that": {
			[]store.Baseline{version(-8, 0.1, learner), version(-7, 0.3, "ada"), version(-6, 0.31, learner)},
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
