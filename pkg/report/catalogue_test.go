package report

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// The weekly and monthly items of the documents, computed by a real Prometheus
// of which it is known what happened in January and February 2026.

func TestWeeklyAndMonthlyItemsAreWhatHappened(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	client, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: twoMonths()}).URL, prometheus.Options{})
	require.NoError(t, err)
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	unseen := expressions(builtin, "D2-R05", "D2-R08", "D2-R09", "D2-R10", "D2-R11", "D2-R12", "D3-R01", "D5-R06")
	const day = 86400.0
	reports := map[string]Report{}
	for _, c := range []struct {
		system, id, title, row string // row "": the value itself
		period                 Period
		want                   float64
	}{
		{"kgas", "D2-R05", "p95 against the week before", "graph_build", Weekly, 0.39 / 0.195},
		{"kgas", "D2-R05", "p95 against the week before", "graph_query", Weekly, 1},
		{"kgas", "D2-R08", "CPU, busiest hour", "a", Weekly, 90},
		{"kgas", "D2-R05", "p95 of conversions against the week before", "graph-to-table small", Weekly, 9.75 / 4.75},
		{"kgas", "D2-R08", "Memory, highest", "a", Weekly, 75},
		{"kgas", "D2-R08", "Disk I/O, busiest hour", "a", Weekly, 2e6},
		{"kgas", "D2-R08", "Network, busiest hour", "a", Weekly, 8 * 4e6},
		{"kgas", "D2-R09", "Conversions", "graph-to-table small", Monthly, 0.01 * 28 * day},
		{"kgas", "D2-R08", "Disk space free", "a", Weekly, 100e9 - 53e9},
		{"kgas", "D2-R08", "Disk space taken in the week", "a", Weekly, 7e9},
		{"kgas", "D2-R09", "Operations", "graph_query", Monthly, 1.5 * 28 * day},
		{"kgas", "D2-R09", "Operations a second against the month before", "graph_query", Monthly, 1.5},
		{"kgas", "D2-R09", "Disk space taken", "a", Monthly, 28e9},
		{"kgas", "D2-R10", "Cost", "", Monthly, 0.012 * 28 * day},
		{"kgas", "D2-R10", "Cost by model", "large", Monthly, 0.01 * 28 * day},
		{"kgas", "D2-R10", "Cost by operation", "extraction", Monthly, 0.003 * 28 * day},
		{"kgas", "D2-R10", "Cost of a call", "", Monthly, 0.12},
		{"kgas", "D2-R10", "Tokens by model and type", "large input", Monthly, 5 * 28 * day},
		{"kgas", "D2-R11", "Share of the p95 saved against the month before", "graph_query", Monthly, 1 - 0.095/0.195},
		{"ado", "D3-R01", "Uptime", "", Weekly, 454.0 / 504},
		{"ado", "D3-R01", "Answers within the target of the P95", "", Weekly, 4 / 5.25},
		{"ado", "D3-R01", "Tasks", "completed", Weekly, 0.01 * 7 * day},
		{"ado", "D3-R01", "LLM", "", Weekly, 0.001 * 7 * day},
		{"ado", "D3-R01", "Share of time that it answered", "ado", Weekly, 454.0 / 504},
		{"ado", "D3-R01", "P95 of the API", "", Weekly, 2 + 3*(0.95*5.25-4)/1.25},
		{"ado", "D3-R01", "P95 by route", "GET /tasks", Weekly, 2 + 3*(0.95*5.25-4)/1.25},
		{"ado", "D3-R01", "Requests per second", "", Weekly, 5.25},
		{"ado", "D3-R01", "Error rate", "", Weekly, 100 * 0.25 / 5.25},
		{"ado", "D3-R01", "Agent execution P95", "agent planner", Weekly, 9.75},
		{"ado", "D3-R01", "Largest queue", "", Weekly, 42},
		{"ado", "D3-R01", "Query P95", "SELECT tasks", Weekly, 0.195},
		{"ado", "D3-R01", "Infrastructure, a month", "", Weekly, 0.5 * 24 * 30},
		{"ado", "D3-R01", "CPU", "a", Weekly, 40},
		{"ado", "D3-R01", "Memory", "a", Weekly, 75},
		{"ado", "D3-R01", "Disk I/O", "a", Weekly, 20},
		{"ado", "D3-R01", "Network", "a", Weekly, 10},
		{"ado", "D3-R01", "Statements by time", "4711", Weekly, 0.02},
		{"ado", "D3-R01", "Benchmarks", "benchmark plan", Weekly, 1.5},
		// A series without a mark of its end is taken for there for less than five minutes more.
		{"ado", "D3-R01", "Time that alerts fired", "ADOErrors warning", Weekly, (3*60 + 4) * 60},
		{"kgas", "D2-R12", "Time that alerts fired", "KGASSlow warning", Monthly, (3*60/5 + 1) * 300},
		{"github-pm", "D5-R06", "Cache hit rate", "", Weekly, 0.8},
		{"github-pm", "D5-R06", "API requests by endpoint", "graphql", Weekly, 0.2 * 7 * day},
		{"github-pm", "D5-R06", "Most expensive API operations of a day", "project_item_fetch", Weekly, 0.05 * day},
		{"github-pm", "D5-R06", "Rate limit used", "graphql", Weekly, 24},
	} {
		t.Run(c.id+" "+c.title+" "+c.row, func(t *testing.T) {
			key := c.system + string(c.period)
			r, computed := reports[key]
			if !computed {
				sys, known := builtin.System(c.system)
				require.True(t, known)
				r, err = Compute(t.Context(), client, Request{System: sys, Period: c.period, Day: changed})
				require.NoError(t, err)
				reports[key] = r
			}
			require.InEpsilon(t, c.want, *measuredIn(t, r, c.id, c.title, c.row), 1e-3)
		})
		delete(unseen, c.id+" "+c.title)
	}
	require.Empty(t, unseen, "every expression is held against what happened")
}

// expressions are the items of some ids that have one. The week's trend of resources has no number of its own here: it is
// the difference of two equal days.
func expressions(builtin *catalog.Catalog, ids ...string) map[string]bool {
	items := map[string]bool{}
	for _, sys := range builtin.Systems {
		for _, i := range sys.Report {
			if i.Expr != "" && slices.Contains(ids, i.ID) && i.Title != "Resources against the week before" {
				items[i.ID+" "+i.Title] = true
			}
		}
	}
	return items
}

// measuredIn is an item's value, or that of one of its rows.
func measuredIn(t *testing.T, r Report, id, title, name string) *float64 {
	t.Helper()
	for _, section := range r.Sections {
		for _, i := range section.Items {
			if i.ID != id || i.Title != title {
				continue
			}
			require.Empty(t, i.Missing)
			if i.Kind == "value" {
				return i.Value
			}
			return row(t, i, name).Value
		}
	}
	require.Fail(t, "no such item", "%s %s", id, title)
	return nil
}
