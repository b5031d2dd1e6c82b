package plugin

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestRunsAreATable(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	imported(t, d, context, "a.csv", "system,operation,labels,seconds,start\nshop,pay,size=small,0.25,2026-03-10T11:30:00Z\nshop,pay,size=small,0.75,2026-03-10T11:31:00Z\n")
	answer := ask(t, d, context, `{"queryType":"table","table":"runs"}`, nil)
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
	require.Equal(t, []any{"pay", "size=small", "duration", "a.csv"}, []any{cell("operation"), cell("labels"), cell("quantity"), cell("file")})
	require.InDelta(t, 0.5, cell("mean"), 0)
	require.Equal(t, time.Date(2026, 3, 10, 11, 30, 0, 0, time.UTC), cell("time"))
	t.Run("a range without runs has no row", func(t *testing.T) {
		earlier := backend.TimeRange{From: noon.Add(-48 * time.Hour), To: noon.Add(-24 * time.Hour)}
		answer := askOver(t, d, context, `{"queryType":"table","table":"runs"}`, nil, earlier)
		require.NoError(t, answer.Error)
		require.Zero(t, answer.Frames[0].Rows())
	})
	t.Run("a forecast without anything learned has no row either", func(t *testing.T) {
		answer := ask(t, d, context, `{"queryType":"table","table":"forecast","system":"kgas"}`, nil)
		require.NoError(t, answer.Error)
		require.Zero(t, answer.Frames[0].Rows())
	})
}
