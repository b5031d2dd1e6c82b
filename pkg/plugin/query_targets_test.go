package plugin

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// The operation that is furthest from a target changes from one evaluation to the next; each would be an alert of its own.
func TestAnAlertOnATargetOverAllOperationsKeepsItsLabels(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	furthest := func(operation int) (labels string) {
		learned := filled()
		learned.baselines[operation].Record.Confidence = 0.5
		d, context := datasource(t, server.URL, learned, `{}`)
		system, _ := d.catalogue().System("kgas")
		system.Targets = []catalog.Target{{ID: "D2-T38", Title: "Confidence", Op: ">", Limit: 0.95, Unit: "percentunit", Engine: "confidence"}}
		answer := ask(t, d, context, `{"queryType":"targets","system":"kgas","measure":"missed"}`, map[string]string{"FromAlert": "true"})
		require.NoError(t, answer.Error)
		require.Equal(t, 1, answer.Frames[0].Rows())
		field, _ := answer.Frames[0].FieldByName("labels")
		return field.At(0).(string)
	}
	require.Equal(t, furthest(0), furthest(1))
}
