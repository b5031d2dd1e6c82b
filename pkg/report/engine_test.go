package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/growth"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

var week = midnight.AddDate(0, 0, -8) // Monday 2 March 2026

// asked is a weekly report of one engine's list.
func asked(t *testing.T, list string, req Request) Item {
	t.Helper()
	req.System = system()
	req.System.Report = []catalog.ReportItem{{ID: "E1", Period: "weekly", Section: "Own", Title: "Own", Kind: "list", Unit: "short", Engine: list}}
	req.Period, req.Day = Weekly, week
	src := &stage{perHour: map[string]func(time.Time, time.Duration) baseline.Window{"graph_query": steady(100, 1), "graph_build": steady(100, 0, 0, 1)}}
	r := daily(t, src, req)
	require.Empty(t, src.asked, "no expression is asked for it")
	require.Len(t, r.Sections, 1)
	return r.Sections[0].Items[0]
}

func called(name string) store.Operation {
	return store.Operation{Set: "operation", Name: name, Labels: map[string]string{"operation_type": name}}
}

func row(t *testing.T, i Item, name string) Row {
	t.Helper()
	for _, r := range i.Rows {
		if r.Name == name {
			return r
		}
	}
	require.Fail(t, "no such row", "%s in %v", name, i.Rows)
	return Row{}
}

func TestEveryListOfTheEngineSaysWhyItIsEmpty(t *testing.T) {
	for list := range answers {
		i := asked(t, list, Request{})
		require.Empty(t, i.Rows, list)
		require.Contains(t, i.Missing, "week", list)
	}
	require.Contains(t, asked(t, "horoscope", Request{}).Missing, `does not know "horoscope"`)
}

func TestEveryListThatTheCatalogueAsksForIsKnown(t *testing.T) {
	c, err := catalog.Builtin()
	require.NoError(t, err)
	used := map[string]bool{}
	for _, sys := range c.Systems {
		for _, i := range sys.Report {
			require.NotEqual(t, i.Expr == "", i.Engine == "", "%s %s: an expression or the engine answers", i.ID, i.Title)
			if i.Engine != "" {
				require.Contains(t, answers, i.Engine, "%s %s", i.ID, i.Title)
				used[i.Engine] = true
			}
		}
	}
	for list := range answers {
		require.True(t, used[list], "no document asks for %s", list)
	}
}

func violated() []store.Violation {
	critical, warning := int(detect.Critical), int(detect.Warning)
	return []store.Violation{
		{Operation: called("graph_query"), Tier: critical, Start: week.Add(-time.Hour), End: week.Add(time.Hour), Peak: 6.2, Verdict: "true"},
		{Operation: called("graph_query"), Tier: warning, Start: week.Add(48 * time.Hour), End: week.Add(48*time.Hour + 30*time.Minute), Delay: 40 * time.Second, Peak: 2.5, Verdict: "false"},
		{Operation: called("graph_build"), Tier: warning, Start: week.Add(7*24*time.Hour - 10*time.Minute), Peak: 3},
	}
}

func TestViolationsAreCountedAndMeasuredWithinThePeriod(t *testing.T) {
	counts := asked(t, "violations", Request{Violations: violated()})
	require.Equal(t, []string{"graph_query", "graph_build"}, []string{counts.Rows[0].Name, counts.Rows[1].Name}, "the most often violated first")
	query := row(t, counts, "graph_query")
	require.InDelta(t, 2, *query.Value, 0)
	require.Equal(t, "1 critical, 1 warning, peak 6.2x", query.Text)

	lengths := asked(t, "violation time", Request{Violations: violated()})
	require.InDelta(t, 90*60, *row(t, lengths, "graph_query").Value, 0, "the hour before the week is not the week's")
	require.InDelta(t, 10*60, *row(t, lengths, "graph_build").Value, 0, "what goes on counts up to the end")
}

func TestAnIncidentHasItsLengthDelayAndVerdict(t *testing.T) {
	incidents := asked(t, "incidents", Request{Violations: violated()})
	require.Len(t, incidents.Rows, 3)
	second := row(t, incidents, "2026-03-04 00:00 graph_query")
	require.InDelta(t, 30*60, *second.Value, 0)
	require.Equal(t, "warning, peak 2.5x, noticed after 40 s, called a false alarm", second.Text)
	require.Equal(t, "warning, peak 3x, goes on, not judged", row(t, incidents, "2026-03-08 23:50 graph_build").Text)

	verdicts := asked(t, "verdicts", Request{Violations: violated()})
	require.Len(t, verdicts.Rows, 2)
	require.InDelta(t, 1, *row(t, verdicts, "confirmed").Value, 0)
}

func TestWhatStoppedIsCountedWithoutARatio(t *testing.T) {
	all := []store.Violation{{Operation: called("graph_query"), Signal: store.OfRate, Tier: int(detect.Warning), Start: week, End: week.Add(time.Hour)}}
	require.Equal(t, "nothing completed, 1 warning", row(t, asked(t, "violations", Request{Violations: all}), "graph_query").Text)
	require.Equal(t, "nothing completed, warning, not judged", asked(t, "incidents", Request{Violations: all}).Rows[0].Text)
}

func TestARecommendationCarriesWhatWasMeasured(t *testing.T) {
	i := asked(t, "recommendations", Request{Kept: Kept{Advice: []live.Advice{{
		Title: "Writers wait for locks", Text: "Shorten transactions.", Labels: map[string]string{"db_system": "sqlite"},
		Because: []live.Fact{{Value: 0.12, Unit: "s", Text: "lock wait 120 ms, the limit is 50 ms"}},
	}}}})
	r := row(t, i, "Writers wait for locks (sqlite)")
	require.InDelta(t, 0.12, *r.Value, 0)
	require.Equal(t, "s", r.Unit)
	require.Equal(t, "Shorten transactions. [lock wait 120 ms, the limit is 50 ms]", r.Text)
}

func shifted() Kept {
	released := week.Add(30 * time.Hour)
	return Kept{
		Deployments: []store.Deployment{{At: released, Version: "1.4"}, {At: released.Add(48 * time.Hour), Description: "texts only"}},
		Shifts: []store.LevelShift{
			{Operation: called("graph_query"), Shift: store.Shift{At: week.Add(31 * time.Hour), Before: 0.2, After: 0.1, Ratio: 0.5, RatioLow: 0.4, RatioHigh: 0.6, Deployment: "1.4", DeployedAt: released}},
			{Operation: called("graph_build"), Shift: store.Shift{At: week.Add(60 * time.Hour), Before: 0.1, After: 0.3, Ratio: 3, RatioLow: 2.5, RatioHigh: 3.6}},
		},
	}
}

func TestChangesOfLevelSayFromWhereToWhereAndNearWhichRelease(t *testing.T) {
	all := asked(t, "shifts", Request{Kept: shifted()})
	require.Equal(t, "p95 from 200 ms to 100 ms, near the release of 1.4", row(t, all, "2026-03-03 07:00 graph_query").Text)
	require.InDelta(t, 3, *row(t, all, "2026-03-04 12:00 graph_build").Value, 0)

	better := asked(t, "improvements", Request{Kept: shifted()})
	require.Len(t, better.Rows, 1, "what became slower is no improvement")
	require.InDelta(t, 0.5, *row(t, better, "graph_query").Value, 0)

	releases := asked(t, "releases", Request{Kept: shifted()})
	require.InDelta(t, 0.5, *row(t, releases, "2026-03-03 06:00 1.4: graph_query").Value, 0)
	quiet := row(t, releases, "2026-03-05 06:00 an unnamed version")
	require.Nil(t, quiet.Value)
	require.Equal(t, "no operation is known to have changed its level; texts only", quiet.Text)
}

func TestOperationsAgainstNormalAreTheReportsOwn(t *testing.T) {
	normal := func(p95 float64) baseline.Record {
		return baseline.Record{
			Quantiles: baseline.Quantiles{P50: p95 / 2, P95: p95, P99: 1.5 * p95}, State: baseline.Active,
			Requests: 50_000, Effective: 20_000, P95Low: 0.99 * p95, P95High: 1.01 * p95, LogSD: 0.08, Confidence: 0.999,
		}
	}
	req := Request{Baselines: map[string]baseline.Record{
		live.Key("operation", map[string]string{"operation_type": "graph_query"}): normal(0.19),
		live.Key("operation", map[string]string{"operation_type": "graph_build"}): normal(0.1),
	}}
	slower, faster := asked(t, "slower", req), asked(t, "faster", req)
	require.Len(t, slower.Rows, 1)
	require.InDelta(t, 3.9, *row(t, slower, "graph_build").Value, 1e-9, "a p95 of 0.39 s against 0.1 s")
	require.Len(t, faster.Rows, 1)
	require.InDelta(t, 0.5, *row(t, faster, "graph_query").Value, 1e-9, "a p95 of 0.095 s against 0.19 s saves half")
	require.Equal(t, "p95 95 ms, normal 190 ms", row(t, faster, "graph_query").Text)

	req.Baselines = map[string]baseline.Record{
		live.Key("operation", map[string]string{"operation_type": "graph_query"}): normal(0.1),
		live.Key("operation", map[string]string{"operation_type": "graph_build"}): normal(0.37),
	}
	require.Empty(t, asked(t, "faster", req).Rows, "5 % faster is certain, and nothing that anybody would notice")
	require.Empty(t, asked(t, "slower", req).Rows, "5 % slower as well")
	req.Baselines = map[string]baseline.Record{
		live.Key("operation", map[string]string{"operation_type": "graph_query"}): baseline.Record{}.WithRange(0.2, 0.4, "D2 l.25"),
	}
	require.Empty(t, asked(t, "faster", req).Rows, "within a documented range is where an operation belongs")
}

func TestGrowthIsToldOnlyWhereATrendIsShown(t *testing.T) {
	now, day, low, high := 12.5, 1.02, 1.01, 1.03
	kept := Kept{Growth: []growth.Series{
		{Operation: "all operations", Days: 30, Now: &now, Shown: true, PerDay: &day, Low: &low, High: &high, Points: []growth.Point{{Day: "2026-03-10", Value: 13}, {Day: "2026-04-05", Value: 21, Low95: 18, High95: 25}}},
		{Operation: "graph_query", Days: 30, Now: &now, PerDay: &day, Reason: "no trend shown"},
	}}
	load := asked(t, "load", Request{Kept: kept})
	require.InDelta(t, 12.5, *row(t, load, "all operations").Value, 0)
	require.Equal(t, "+2 % a day (95 %: +1 to +3)", row(t, load, "all operations").Text)
	require.Equal(t, "no trend shown", row(t, load, "graph_query").Text)
	growth := asked(t, "growth", Request{Kept: kept})
	require.Len(t, growth.Rows, 1)
	require.InDelta(t, 0.02, *growth.Rows[0].Value, 1e-12)
	forecast := asked(t, "forecast", Request{Kept: kept})
	require.Len(t, forecast.Rows, 1)
	require.InDelta(t, 21, *forecast.Rows[0].Value, 0)
	require.Equal(t, "on 2026-04-05, with 95 % 18 to 25", forecast.Rows[0].Text)
}

func TestTargetsAreListedMissedFirstEachWithItsLimit(t *testing.T) {
	v := 0.4
	i := asked(t, "targets", Request{Targets: []CheckedTarget{
		{Target: Target{ID: "T1", Title: "p95 of the API", Value: &v, Op: "<", Limit: 2, Unit: "s"}, Outcome: "met"},
		{Target: Target{ID: "T2", Title: "Cache", Labels: map[string]string{"cache": "llm"}, Value: &v, Op: ">", Limit: 0.8, Unit: "percentunit"}, Outcome: "missed"},
	}})
	require.Equal(t, []string{"Cache (llm)", "p95 of the API"}, []string{i.Rows[0].Name, i.Rows[1].Name})
	require.Equal(t, "missed: > 80 % (T2)", i.Rows[0].Text)
	require.Equal(t, "percentunit", i.Rows[0].Unit)
	require.Equal(t, "met: < 2 s (T1)", i.Rows[1].Text)
}

func TestDecisionsAreToldInOrderWithAuthorAndReason(t *testing.T) {
	i := asked(t, "acts", Request{Kept: Kept{Acts: []store.Act{ // the newest first, as the store gives them
		{At: week.Add(50 * time.Hour), Author: "editor", Action: "freeze", Operation: "graph_build"},
		{At: week.Add(9 * time.Hour), Author: "admin", Action: "exclude", Reason: "move of the database"},
	}}})
	require.Equal(t, "2026-03-02 09:00 exclude: all operations", i.Rows[0].Name)
	require.Equal(t, "admin: move of the database", i.Rows[0].Text)
	require.Equal(t, "editor: no reason given", i.Rows[1].Text)
	require.Nil(t, i.Rows[0].Value)
}

func TestTheMostViolatedOperationStandsFirst(t *testing.T) {
	often := MostViolated(violated()[1:])
	require.Len(t, often, 2)
	require.Equal(t, "graph_build", often[0].Operation, "once each: by name")
	often = MostViolated(violated())
	require.Equal(t, []any{"graph_query", 2, week.Add(-time.Hour)}, []any{often[0].Operation, often[0].Times, often[0].Since})
}
