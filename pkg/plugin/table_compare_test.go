package plugin

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/growth"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestTwoRunsAreComparedAsATable(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	base, slow := imported(t, d, context, "base.csv", latencies(1, 2000, 0)), imported(t, d, context, "slow.csv", latencies(2, 2000, 0.4))
	answer := ask(t, d, context, `{"queryType":"table","table":"compare","baseline":"`+base+`","current":"`+slow+`"}`, nil)
	require.NoError(t, answer.Error)
	frame := answer.Frames[0]
	require.Equal(t, 1, frame.Rows())
	cell := func(name string) any {
		field, at := frame.FieldByName(name)
		require.GreaterOrEqual(t, at, 0, name)
		value, known := field.ConcreteAt(0)
		require.True(t, known, name)
		return value
	}
	require.Equal(t, []any{"pay", "slower", "both", "large", "base.csv (1.2)", "slow.csv (1.2)"},
		[]any{cell("operation"), cell("verdict"), cell("where"), cell("effect"), cell("comparedWith"), cell("compared")})
	require.InEpsilon(t, 1.49, cell("ratio"), 0.03)
	require.Less(t, cell("ratioLow"), cell("ratio"))
	t.Run("an operation that is not asked for is left out", func(t *testing.T) {
		answer := ask(t, d, context, `{"queryType":"table","table":"compare","operations":["list"],"baseline":"`+base+`","current":"`+slow+`"}`, nil)
		require.NoError(t, answer.Error)
		require.Zero(t, answer.Frames[0].Rows())
	})
	t.Run("a week in which nothing was learned has no row and says so", func(t *testing.T) {
		answer := ask(t, d, context, `{"queryType":"table","table":"compare","system":"kgas"}`, nil)
		require.NoError(t, answer.Error)
		require.Zero(t, answer.Frames[0].Rows())
		require.Contains(t, answer.Frames[0].Meta.Notices[0].Text, "Nothing was measured of kgas in 2026-03-03 11:00 to 2026-03-03 12:00")
	})
	t.Run("a deployment that nobody knows", func(t *testing.T) {
		status, _ := call(t, d, context, "POST", "deployments", `{"system":"kgas","time":"2026-03-09T12:00:00Z","version":"1.3"}`)
		require.Equal(t, 200, status)
		answer := ask(t, d, context, `{"queryType":"table","table":"compare","system":"kgas","deployment":"1.4"}`, nil)
		require.ErrorContains(t, answer.Error, `version "1.4" of kgas; known are 1.3`)
		answer = ask(t, d, context, `{"queryType":"table","table":"compare","system":"kgas","deployment":"1.3"}`, nil)
		require.NoError(t, answer.Error)
		require.Contains(t, answer.Frames[0].Meta.Notices[0].Text, "before 1.3 (2026-03-08 12:00 to 2026-03-09 12:00)")
	})
}

// A variable of systems that stands for all of them leaves the system out.
func TestADeploymentIsLookedForInEverySystem(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas","omninode"]}`)
	status, _ := call(t, d, context, "POST", "deployments", `{"system":"omninode","time":"2026-03-09T12:00:00Z","version":"1.3"}`)
	require.Equal(t, 200, status)
	answer := ask(t, d, context, `{"queryType":"table","table":"compare","deployment":"1.3"}`, nil)
	require.NoError(t, answer.Error)
	require.Contains(t, answer.Frames[0].Meta.Notices[0].Text, "omninode in before 1.3")
	require.Len(t, answer.Frames[0].Meta.Notices, 1, "of a system that was not deployed there is nothing to say")
	answer = ask(t, d, context, `{"queryType":"table","table":"compare","deployment":"1.4"}`, nil)
	require.ErrorContains(t, answer.Error, `version "1.4" of kgas; known are none`)
	require.ErrorContains(t, answer.Error, `version "1.4" of omninode; known are 1.3`)
	require.Equal(t, backend.StatusNotFound, answer.Status)
}

// Where no system is named, those that this Prometheus has nothing of are not spoken of.
func TestOfASystemThatIsNotThereNothingIsCompared(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", kept(t), `{"systems":["kgas","omninode"]}`)
	answer := ask(t, d, context, `{"queryType":"table","table":"compare","baseline":"6h"}`, nil)
	require.NoError(t, answer.Error)
	require.Equal(t, 2, answer.Frames[0].Rows())
	require.Empty(t, answer.Frames[0].Meta.Notices)
	answer = ask(t, d, context, `{"queryType":"table","table":"compare","system":"omninode","baseline":"6h"}`, nil)
	require.NoError(t, answer.Error)
	require.Contains(t, answer.Frames[0].Meta.Notices[0].Text, "Nothing was measured of omninode")
}

func TestDeploymentsThatMetricsTellHaveANameToo(t *testing.T) {
	reported := []store.Deployment{{System: "kgas", At: noon, Version: "1.3"}}
	all := withSeen(reported, "kgas", []live.Deployment{
		{At: noon.Add(5 * time.Minute), Version: "1.3.0", Job: "kgas"},
		{At: noon.Add(-time.Hour), Version: "1.2", Job: "kgas"},
		{At: noon.Add(-2 * time.Hour), Job: "kgas"},
	})
	var versions []string
	for _, one := range all {
		versions = append(versions, one.Version)
	}
	require.Equal(t, []string{"1.2", "1.3"}, versions, "by time; what was reported already, and a start without a version, are left out")
}

// A panel draws what was measured up to now and bands from there on.
func TestAForecastIsDrawnBehindItsPast(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	frame := forecastFrame(grown{"kgas", growth.Series{
		Operation: "ingest", Past: []growth.Past{{Day: "2026-03-08", Value: 3}, {Day: "2026-03-09", Value: 4 + random.Float64()}},
		Points: []growth.Point{{Day: "2026-03-10", Value: 5, Low80: 4, High80: 6, Low95: 3, High95: 7}},
	}})
	var names []string
	for _, field := range frame.Fields {
		names = append(names, field.Name)
		require.Equal(t, 3, field.Len())
	}
	require.Equal(t, "time value expected low80 high80 low95 high95", strings.Join(names, " "))
	_, measured := frame.Fields[1].ConcreteAt(2)
	require.False(t, measured, "the day to come was not measured")
	upper, known := frame.Fields[6].ConcreteAt(2)
	require.True(t, known)
	require.InDelta(t, 7, upper, 0)
	_, known = frame.Fields[2].ConcreteAt(0)
	require.False(t, known, "the past has no band")
}
