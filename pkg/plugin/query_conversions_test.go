package plugin

import (
	"testing"

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
