package live

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

const app = `job=~"kgas(-.*)?"`

// withTargets is a system with targets of every kind, on a history with and without their metrics.
func withTargets() *catalog.System {
	sys := kgas()
	p95 := `histogram_quantile(0.95, sum by (tool, le) (rate(kgas_tool_execution_duration_seconds_bucket{` + app + `}[15m])))`
	sys.Quantities = []catalog.Quantity{
		{ID: "Q-tool", Title: "Tool time", Metrics: []string{"kgas_tool_execution_duration_seconds"}, Emit: "Time every tool."},
		{ID: "Q-cache", Title: "Cache", Metrics: []string{"litellm_cache_hits_metric_total", "litellm_cache_misses_metric_total"}, Emit: "Run the LiteLLM proxy with metrics."},
		{ID: "Q-idle", Title: "Rare", Metrics: []string{"kgas_transactions_total"}, Emit: "Count transactions."},
		{ID: "Q-host", Title: "Disk", Metrics: []string{"node_disk_read_bytes_total"}, Emit: "Run the node exporter."},
		{ID: "Q-gone", Title: "Gone", Metrics: []string{"kgas_gone_total"}, Emit: "Emit it."},
	}
	sys.Targets = []catalog.Target{
		{ID: "met", Quantity: "Q-tool", Expr: p95, Bound: "kgas_tool_execution_duration_seconds", Op: "<", Limit: 1},
		{ID: "missed", Quantity: "Q-tool", Expr: p95, Bound: "kgas_tool_execution_duration_seconds", Op: "<", Limit: 0.05},
		{ID: "unbounded", Quantity: "Q-tool", Expr: p95, Bound: "kgas_tool_execution_duration_seconds", Op: "<", Limit: 30},
		{ID: "no metric", Quantity: "Q-cache", Expr: `sum(rate(litellm_cache_hits_metric_total{` + app + `}[15m]))`, Op: ">", Limit: 0.6},
		{ID: "idle", Quantity: "Q-idle", Expr: `sum(rate(kgas_transactions_total{` + app + `}[5m]))`, Load: `sum(kgas_tools_active{` + app + `})`, Op: ">", Limit: 100},
		{ID: "never ran", Quantity: "Q-tool", Expr: `max(kgas_tool_execution_duration_seconds_count{` + app + `,tool="rank"})`, Op: "<=", Limit: 15},
		{ID: "nan", Quantity: "Q-idle", Expr: `sum(rate(kgas_transactions_total{` + app + `}[5m])) / 0 * 0`, Op: "<", Limit: 1},
		{ID: "loaded by label", Quantity: "Q-tool", Expr: p95, Load: `kgas_tool_busy{` + app + `}`, Op: "<", Limit: 1},
		{ID: "delay", Engine: "delay", Op: "<=", Limit: 60},
		{ID: "coverage", Engine: "coverage", Op: ">=", Limit: 1},
		{ID: "confidence", Engine: "confidence", Op: ">", Limit: 0.95},
		{ID: "untested coverage", Engine: "coverage", Load: `count(kgas_tools_active{` + app + `} offset 14d)`, Op: ">=", Limit: 1},
	}
	return sys
}

func targetsServer(t testing.TB) *counted {
	h := past(90*time.Minute, 15*time.Second)
	h.Histogram("kgas_tool_execution_duration_seconds", job("tool", "parse"), bounds, arrivals(h, 2, 1, constant(0.1)))
	h.Histogram("kgas_tool_execution_duration_seconds", job("tool", "embed"), bounds, arrivals(h, 2, 2, constant(0.01)))
	h.Series("kgas_transactions_total", job(), each(h, constant(7)))
	h.Series("kgas_tools_active", job(), each(h, constant(0)))
	h.Series("kgas_tool_busy", job("tool", "parse"), each(h, constant(1)))
	h.Series("node_disk_read_bytes_total", map[string]string{"job": "kgas-node", "instance": "n"}, each(h, constant(1)))
	h.Series("node_disk_read_bytes_total", map[string]string{"job": "other-node", "instance": "o"}, each(h, constant(1)))
	// Ended 40 minutes ago.
	h.Series("kgas_gone_total", job(), each(h, func(at time.Time) float64 {
		if at.After(noon.Add(-40 * time.Minute)) {
			return unseenYet
		}
		return 1
	}))
	return serve(t, h)
}

func TestTargets(t *testing.T) {
	src := targetsServer(t)
	r := New(src, Options{})
	small := func(source, target string) string {
		return Key("conversion", map[string]string{"source": source, "target": target, "dataset_size": "small"})
	}
	request := TargetRequest{System: withTargets(), At: noon, Engine: map[string]float64{"delay": 42}, Baselines: map[string]baseline.Record{
		small("graph", "table"):  {State: baseline.Active, Requests: 300, Confidence: 0.97},
		small("table", "vector"): {State: baseline.Provisional, Requests: 40, Confidence: 0.6},
		Key("operation", map[string]string{"operation_type": "new"}): {State: baseline.Learning},
	}}
	rows, err := r.Targets(context.Background(), request)
	require.NoError(t, err)
	of := func(id string) (found []TargetRow) {
		for _, row := range rows {
			if row.Target.ID == id {
				found = append(found, row)
			}
		}
		require.NotEmpty(t, found, "no row of target %s", id)
		return found
	}

	t.Run("a limit is met or missed series by series", func(t *testing.T) {
		assert.Len(t, of("met"), 2)
		for _, row := range of("met") {
			assert.Equal(t, Met, row.Outcome)
		}
		missed := of("missed")
		assert.Equal(t, "embed", missed[0].Labels["tool"])
		assert.Equal(t, Met, missed[0].Outcome)
		assert.Equal(t, Missed, missed[1].Outcome)
		assert.InDelta(t, 4, missed[1].Distance(), 1, "0.2 s of 0.05 s")
		assert.NotContains(t, missed[1].Labels, "__name__")
	})
	t.Run("a limit above the highest bucket bound cannot be told", func(t *testing.T) {
		row := of("unbounded")[0]
		assert.Equal(t, CannotTell, row.Outcome)
		assert.Contains(t, row.Reason, "is 10, below the limit 30")
	})
	t.Run("without its metric it cannot be told, and what to emit is said", func(t *testing.T) {
		row := of("no metric")[0]
		assert.Equal(t, CannotTell, row.Outcome)
		assert.Contains(t, row.Reason, "litellm_cache_hits_metric_total")
		assert.Contains(t, row.Reason, "Run the LiteLLM proxy with metrics.")
		assert.True(t, math.IsNaN(row.Value))
	})
	t.Run("without its load it is not tested", func(t *testing.T) {
		assert.Equal(t, NotTested, of("idle")[0].Outcome)
		assert.Equal(t, NotTested, of("never ran")[0].Outcome)
		assert.Equal(t, "Its metric exists, but this work has not been seen.", of("never ran")[0].Reason)
	})
	t.Run("the load of one series says nothing of another", func(t *testing.T) {
		rows := of("loaded by label")
		assert.Equal(t, "embed", rows[0].Labels["tool"])
		assert.Equal(t, NotTested, rows[0].Outcome)
		assert.Equal(t, Met, rows[1].Outcome)
	})
	t.Run("a quantile or share of nothing is not tested", func(t *testing.T) {
		assert.Equal(t, NotTested, of("nan")[0].Outcome)
	})
	t.Run("what the engine knows needs no metric", func(t *testing.T) {
		assert.Equal(t, Met, of("delay")[0].Outcome)
		assert.EqualValues(t, 42, of("delay")[0].Value)
		assert.Equal(t, Missed, of("confidence")[0].Outcome)
		assert.Equal(t, "1 of 2 operations; furthest: table-to-vector small with 0.6.", of("confidence")[0].Reason)
		assert.InDelta(t, 0.9, of("coverage")[0].Value, 1e-9, "nine conversions are documented, one operation is new")
		assert.Equal(t, "1 of 10 operations have none yet, new among them.", of("coverage")[0].Reason)
		assert.Equal(t, NotTested, of("untested coverage")[0].Outcome, "two weeks have not passed")
	})
	t.Run("without a violation the delay is not tested", func(t *testing.T) {
		rows, err := r.Targets(context.Background(), TargetRequest{System: withTargets(), At: noon})
		require.NoError(t, err)
		i := slices.IndexFunc(rows, func(row TargetRow) bool { return row.Target.ID == "delay" })
		assert.Equal(t, NotTested, rows[i].Outcome)
	})
	t.Run("a second reader costs no request", func(t *testing.T) {
		before := src.all()
		request := request
		request.At = noon.Add(time.Second)
		_, err := r.Targets(context.Background(), request)
		require.NoError(t, err)
		assert.EqualValues(t, 0, src.all()-before)
	})
	t.Run("a wrong expression is one target's trouble, and named", func(t *testing.T) {
		sys := withTargets()
		sys.Targets[0].Expr = "sum("
		rows, err := New(src, Options{}).Targets(context.Background(), TargetRequest{System: sys, At: noon})
		assert.ErrorContains(t, err, "checking target met")
		assert.Greater(t, len(rows), 5)
	})
}

func TestProbe(t *testing.T) {
	src := targetsServer(t)
	r := New(src, Options{})
	probe, err := r.Probe(context.Background(), withTargets(), noon.Add(7*time.Second))
	require.NoError(t, err)
	of := func(id string) ProbedQuantity {
		return probe.Quantities[slices.IndexFunc(probe.Quantities, func(q ProbedQuantity) bool { return q.ID == id })]
	}

	t.Run("a histogram is found by its count, an exporter's metric by the host's job", func(t *testing.T) {
		assert.True(t, of("Q-tool").Found)
		assert.True(t, of("Q-host").Found)
		assert.Empty(t, of("Q-tool").Emit)
	})
	t.Run("a metric that ended within the hour is found", func(t *testing.T) {
		assert.True(t, of("Q-gone").Found)
	})
	t.Run("what is missing is named, with what to emit", func(t *testing.T) {
		assert.Equal(t, []string{"litellm_cache_hits_metric_total", "litellm_cache_misses_metric_total"}, of("Q-cache").Missing)
		assert.Equal(t, "Run the LiteLLM proxy with metrics.", of("Q-cache").Emit)
		assert.Equal(t, []int{4, 5}, []int{probe.Found, probe.Total})
	})
	t.Run("one question per system", func(t *testing.T) {
		before := src.all()
		_, err := New(src, Options{}).Probe(context.Background(), withTargets(), noon)
		require.NoError(t, err)
		assert.EqualValues(t, 1, src.all()-before)
	})
	t.Run("a system is found by its own jobs only", func(t *testing.T) {
		stranger := withTargets()
		stranger.Name, stranger.Selector, stranger.HostSelector = "stranger", `job="stranger"`, `job=~"stranger-.*"`
		found, err := r.FoundSystems(context.Background(), []*catalog.System{stranger, withTargets()}, noon)
		require.NoError(t, err)
		require.Len(t, found, 1)
		assert.Equal(t, "kgas", found[0].Name)
	})
}

func TestRecommendations(t *testing.T) {
	src := targetsServer(t)
	sys := withTargets()
	p95 := sys.Targets[0].Expr
	sys.Recommendations = []catalog.Recommendation{
		{ID: "both", Group: "tool", Text: "{{tool}} takes {{value}} while {{value2}} run.", When: []catalog.Clause{
			{Expr: p95, Op: ">", Limit: 0.05, Unit: "s"}, {Expr: `kgas_tool_busy{` + app + `}`, Op: ">=", Limit: 1, Unit: "short"}}},
		{ID: "one holds", Group: "tool", Text: "Never.", When: []catalog.Clause{
			{Expr: p95, Op: ">", Limit: 0.05, Unit: "s"}, {Expr: `kgas_tools_active{` + app + `}`, Op: ">", Limit: 5, Unit: "short"}}},
		{ID: "breach", Group: "operation", Text: "Look at {{operation}}: {{value}}."},
		{ID: "D2-O03", Group: "operation", Text: "{{operation}} was in violation {{value}} times."},
		{ID: "other group", Group: "llm", Text: "Never."},
	}
	breach := func(operation string, ratio float64) OperationVerdict {
		return OperationVerdict{System: "kgas", Set: "operation", Operation: operation, Labels: map[string]string{"operation_type": operation},
			Verdict: detect.Verdict{Measured: true, Tier: detect.Warning, Ratio: ratio, State: baseline.Active}}
	}
	calm := breach("calm", 1)
	calm.Tier = detect.Normal
	advice, err := New(src, Options{}).Recommendations(context.Background(), AdviceRequest{
		System: sys, At: noon, Breaches: []OperationVerdict{breach("slow", 2.5), breach("slower", 4), calm},
		Violated: []ViolatedOperation{{Operation: "often", Times: 7}},
	})
	require.NoError(t, err)
	require.Len(t, advice, 3)

	t.Run("all conditions hold for the same thing, and the values are the evidence", func(t *testing.T) {
		a := advice[0]
		assert.Equal(t, "both", a.ID)
		assert.Equal(t, "parse", a.Labels["tool"])
		require.Len(t, a.Because, 2)
		assert.Regexp(t, `^parse takes \d+ ms while 1 run\.$`, a.Text)
		assert.Regexp(t, `^tool="parse": \d+ ms > 50 ms$`, a.Because[0].Text)
	})
	t.Run("a breach brings the advice of its group, the worst operation first", func(t *testing.T) {
		a := advice[1]
		assert.Equal(t, "breach", a.ID)
		assert.Equal(t, []string{"slower", "slow"}, a.Operations)
		assert.Equal(t, "Look at slower: 4x.", a.Text)
	})
	t.Run("of many operations the first ones are named, and the others counted", func(t *testing.T) {
		var breaches []OperationVerdict
		var violated []ViolatedOperation
		for i := range 7 {
			breaches = append(breaches, breach(fmt.Sprint("slow ", i), float64(3+i)))
			violated = append(violated, ViolatedOperation{Operation: fmt.Sprint("often ", i), Times: 7 - i})
		}
		advice, err := New(src, Options{}).Recommendations(context.Background(), AdviceRequest{System: sys, At: noon, Breaches: breaches, Violated: violated})
		require.NoError(t, err)
		require.Len(t, advice, 3)
		assert.Equal(t, []string{"slow 6", "slow 5", "slow 4", "slow 3", "slow 2"}, advice[1].Operations)
		assert.Equal(t, "2 more, nearer to theirs", advice[1].Because[5].Text)
		assert.Equal(t, []string{"often 0", "often 1", "often 2", "often 3", "often 4"}, advice[2].Operations)
		assert.Equal(t, "often 4: 3 violations in seven days", advice[2].Because[4].Text)
		assert.Equal(t, Fact{Title: "Other operations with violations in seven days", Value: 2, Op: ">", Unit: "short", Text: "2 more, not more often"}, advice[2].Because[5])
	})
	t.Run("the operation violated most often is the first to optimize", func(t *testing.T) {
		assert.Equal(t, "often was in violation 7 times.", advice[2].Text)
	})
}

func TestGroupOf(t *testing.T) {
	for set, group := range map[string]string{
		"operation": "operation", "conversion": "conversion", "tool-init": "tool", "llm": "llm", "db-query": "database", "db-lock": "database", "request": "operation",
	} {
		assert.Equal(t, group, groupOf(set), set)
	}
}
