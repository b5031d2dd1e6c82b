package plugin

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
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

func TestARangeOfMoreRunsThanFitIsRefused(t *testing.T) {
	s := emptyStore(t)
	for i := range 3 {
		run := store.Run{ID: fmt.Sprint(i), System: "kgas", Started: noon.Add(-time.Duration(10*i+1) * time.Minute), Imported: noon}
		for k := range maxRows/2 + 1 {
			run.Measured = append(run.Measured, store.Measured{Number: k, Operation: fmt.Sprint(k), Quantity: store.Duration})
		}
		added, err := s.KeepRun(context.Background(), "1/yardstick", fmt.Sprint("staging", i), run)
		require.NoError(t, err)
		require.True(t, added)
	}
	d, about := datasource(t, upstream(t, prometheusWithout), s, `{"systems":["kgas"]}`)
	answer := ask(t, d, about, `{"queryType":"table","table":"runs"}`, nil)
	require.ErrorContains(t, answer.Error, "choose a system or a shorter range")
	for query, from := range map[string]time.Time{
		`{"queryType":"table","table":"runs"}`:               noon.Add(-5 * time.Minute),
		`{"queryType":"table","table":"runs","limit":10001}`: noon.Add(-time.Hour),
	} {
		answer = askOver(t, d, about, query, nil, backend.TimeRange{From: from, To: noon})
		require.NoError(t, answer.Error)
		require.Equal(t, maxRows/2+1, answer.Frames[0].Rows())
	}
}

func TestTheTableOfRunsIsOfTheOperationsAskedFor(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	imported(t, d, context, "a.csv", "system,operation,labels,seconds,start\n"+
		"shop,pay,size=small,0.25,2026-03-10T11:30:00Z\nshop,pay,size=large,0.75,2026-03-10T11:31:00Z\nshop,list,size=small,0.5,2026-03-10T11:32:00Z\n")
	for query, want := range map[string][]string{
		`"operations":["pay"]`:            {"pay size=large", "pay size=small"},
		`"labels":{"size":"small"}`:       {"list size=small", "pay size=small"},
		`"operations":["list"],"limit":1`: {"list size=small"},
		`"operations":["pay"],"matchers":[{"label":"size","operator":"!=","value":"small"}]`: {"pay size=large"},
	} {
		answer := ask(t, d, context, `{"queryType":"table","table":"runs",`+query+`}`, nil)
		require.NoError(t, answer.Error)
		var rows []string
		operation, _ := answer.Frames[0].FieldByName("operation")
		labels, _ := answer.Frames[0].FieldByName("labels")
		for i := range answer.Frames[0].Rows() {
			rows = append(rows, fmt.Sprint(operation.At(i), " ", labels.At(i)))
		}
		require.ElementsMatch(t, want, rows, query)
	}
}
