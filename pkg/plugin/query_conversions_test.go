package plugin

import (
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// What is not compared with anything has no ratio: 0 would be infinitely fast.
func TestAConversionWithoutABaselineHasNoRatio(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{}`)
	system, _ := d.catalogue().System("kgas")
	for i := range system.Operations {
		system.Operations[i].Ranges = nil
	}
	const graphToTable = `"system":"kgas","operations":["graph-to-table small"]`
	answer := ask(t, d, context, `{"queryType":"conversions",`+graphToTable+`}`, nil)
	require.NoError(t, answer.Error)
	frame := answer.Frames[0]
	require.Equal(t, 1, frame.Rows())
	for _, name := range []string{"ratio", "lastRatio", "lastTier"} {
		field, _ := frame.FieldByName(name)
		require.Nil(t, field.At(0), name)
	}
	alert := ask(t, d, context, `{"queryType":"conversions","measure":"ratio",`+graphToTable+`}`, map[string]string{"FromAlert": "true"})
	require.NoError(t, alert.Error)
	require.Zero(t, alert.Frames[0].Rows())
}

func TestTheSizeOfAConversionIsNotAnotherLabelOfIt(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{}`)
	system, _ := d.catalogue().System("kgas")
	for i := range system.Operations {
		if isConversion(system.Operations[i]) {
			system.Operations[i].By = []string{"instance", "source", "target", "dataset_size"}
			system.Operations[i].Ranges = nil
		}
	}
	answer := ask(t, d, context, `{"queryType":"conversions","system":"kgas"}`, nil)
	require.NoError(t, answer.Error)
	for name, want := range map[string]string{"dataset_size": "small", "instance": "a"} {
		field, _ := answer.Frames[0].FieldByName(name)
		require.Equal(t, want, field.At(0), name)
	}
}

// A graph of a month that begins in its last week looks as if nothing had run before.
func TestALongRangeSaysOfWhichPartSingleRunsAreListed(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{}`)
	for _, query := range []string{
		`{"queryType":"conversions","system":"kgas"}`, `{"queryType":"conversions","system":"kgas","format":"timeseries"}`,
		`{"queryType":"series","system":"kgas","operations":["graph-to-table small"]}`,
	} {
		for days, want := range map[int]int{7: 0, 30: 1} {
			over := backend.TimeRange{From: noon.Add(-time.Duration(days) * 24 * time.Hour), To: noon}
			answer := askOver(t, d, context, query, nil, over)
			require.NoError(t, answer.Error)
			said := 0
			for _, notice := range answer.Frames[0].Meta.Notices {
				said += strings.Count(notice.Text, "last 7 days")
			}
			require.Equal(t, want, said, "%s over %d days", query, days)
		}
	}
}
