package runs

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// shop is a store of one operation that took 0.1 s before noon and 0.2 s since.
type shop struct {
	store.Store
	deployed   []store.Deployment
	normal     baseline.Record
	excluded   []store.Exclusion
	violations []store.Violation
}

var pay = store.Operation{ID: 1, System: "shop", Name: "pay"}

func (s shop) Operations(context.Context, string, string) ([]store.Operation, error) {
	return []store.Operation{pay}, nil
}

func (s shop) Baselines(context.Context, string, string, time.Time) ([]store.BaselineAt, error) {
	return []store.BaselineAt{{Baseline: store.Baseline{Operation: pay, Record: s.normal}}}, nil
}

func (s shop) Exclusions(context.Context, string, string) ([]store.Exclusion, error) {
	return s.excluded, nil
}

func (s shop) Violations(context.Context, string, string, time.Time, time.Time) ([]store.Violation, error) {
	return s.violations, nil
}

func (s shop) Windows(_ context.Context, _ string, _ int64, from, to time.Time) (all []baseline.Window, _ error) {
	for at := from.Add(5 * time.Minute); !at.After(to); at = at.Add(5 * time.Minute) {
		counts := []float64{0, 100, 0, 0}
		if at.After(noon) {
			counts = []float64{0, 0, 100, 0}
		}
		all = append(all, baseline.Window{End: at, Width: 5 * time.Minute, Histogram: baseline.Histogram{Bounds: []float64{0.05, 0.1, 0.2}, Counts: counts}})
	}
	return all, nil
}

func (s shop) Deployments(context.Context, string, string, time.Time, time.Time) ([]store.Deployment, error) {
	return s.deployed, nil
}

func deployment(version string, at time.Time) store.Deployment {
	return store.Deployment{System: "shop", Version: version, At: at}
}

func TestBeforeAndAfterADeploymentByName(t *testing.T) {
	l := Library{
		Keep: shop{deployed: []store.Deployment{deployment("1.2", noon.Add(-72*time.Hour)), deployment("1.3", noon)}},
		Now:  noon.Add(3 * time.Hour),
	}
	before, err := l.Find(t.Context(), "before:1.3", "shop")
	require.NoError(t, err)
	after, err := l.Find(t.Context(), "after:1.3", "shop")
	require.NoError(t, err)
	require.Equal(t, "before 1.3 (2026-03-09 12:00 to 2026-03-09 15:00)", before.Title, "the same hours of the day before")
	require.Equal(t, "after 1.3 (2026-03-10 12:00 to 2026-03-10 15:00)", after.Title)
	require.Equal(t, "slower", CompareSets(before, after).Operations[0].Verdict)
}

// The first deployment has a time before it as well; of a version that was deployed twice the newest counts.
func TestTheFirstDeploymentAndAVersionThatCameBack(t *testing.T) {
	l := Library{
		Keep: shop{deployed: []store.Deployment{deployment("1", noon.Add(-96*time.Hour)), deployment("2", noon.Add(-48*time.Hour)), deployment("1.1", noon.Add(-24*time.Hour)), deployment("2", noon)}},
		Now:  noon.Add(time.Hour),
	}
	for word, title := range map[string]string{
		"after:1":  "after 1 (2026-03-06 12:00 to 2026-03-07 12:00)",
		"before:1": "before 1 (2026-03-05 12:00 to 2026-03-06 12:00)",
		"after:2":  "after 2 (2026-03-10 12:00 to 2026-03-10 13:00)",
	} {
		found, err := l.Find(t.Context(), word, "shop")
		require.NoError(t, err, word)
		require.Equal(t, title, found.Title)
	}
}

func TestStretchesAroundADeploymentHoldOneVersionEach(t *testing.T) {
	stretch := func(from, to time.Duration) Stretch { return Stretch{From: noon.Add(from), To: noon.Add(to)} }
	for name, c := range map[string]struct {
		others        []time.Duration
		now           time.Duration
		before, after Stretch
	}{
		"a day later":                     {nil, 48 * time.Hour, stretch(-24*time.Hour, 0), stretch(0, 24*time.Hour)},
		"just now":                        {nil, time.Hour, stretch(-24*time.Hour, -23*time.Hour), stretch(0, time.Hour)},
		"the next came soon":              {[]time.Duration{2 * time.Hour}, 48 * time.Hour, stretch(-24*time.Hour, -22*time.Hour), stretch(0, 2*time.Hour)},
		"the one before came just before": {[]time.Duration{-5 * time.Hour}, 3 * time.Hour, stretch(-3*time.Hour, 0), stretch(0, 3*time.Hour)},
		"shorter than what follows":       {[]time.Duration{-5 * time.Hour}, 48 * time.Hour, stretch(-5*time.Hour, 0), stretch(0, 24*time.Hour)},
	} {
		all, i := []store.Deployment{}, 0
		for _, by := range c.others {
			if by < 0 {
				all, i = append(all, deployment("0", noon.Add(by))), 1
			}
		}
		all = append(all, deployment("1", noon))
		for _, by := range c.others {
			if by > 0 {
				all = append(all, deployment("2", noon.Add(by)))
			}
		}
		before, after := around(all, i, noon.Add(c.now))
		require.Equal(t, []time.Time{c.before.From, c.before.To, c.after.From, c.after.To}, []time.Time{before.From, before.To, after.From, after.To}, name)
	}
}

func TestWordsThatNameNothing(t *testing.T) {
	l := Library{Keep: shop{deployed: []store.Deployment{deployment("1.2", noon), deployment("", noon)}}, Now: noon}
	_, err := l.Find(t.Context(), "after:9", "shop")
	require.ErrorIs(t, err, ErrNoDeployment)
	require.ErrorContains(t, err, "known are 1.2")
	_, err = l.Find(t.Context(), "baseline", "")
	require.ErrorIs(t, err, ErrNoSystem)
	for _, word := range []string{"2026-03-10T12:00:00Z/", "/", "2026-03-10T12:00:00Z/2026-03-10T12:00:00Z"} {
		_, err = l.Find(t.Context(), word, "shop")
		require.ErrorIs(t, err, ErrBadStretch, word)
	}
}
