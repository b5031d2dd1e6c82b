package plugin

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// The same conditions choose the same operations, whatever is asked of them.
func TestMatchersChooseOperations(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{}`)
	names := func(t *testing.T, rest, matchers string) []string {
		t.Helper()
		answer := ask(t, d, context, fmt.Sprintf(`{"system":"kgas",%s,"matchers":[%s]}`, rest, matchers), nil)
		require.NoError(t, answer.Error)
		return operationsIn(answer)
	}
	for _, rest := range []string{
		`"queryType":"series"`, `"queryType":"deviation","measure":"live"`, `"queryType":"baseline"`, `"queryType":"table","table":"operations"`,
	} {
		t.Run(rest, func(t *testing.T) {
			all := names(t, rest, "")
			for _, c := range []struct {
				matchers string
				of       func(operation string) bool
			}{
				{`{"label":"operation_type","operator":"=","value":"embed"}`, func(o string) bool { return o == "embed" }},
				{`{"label":"operation_type","operator":"=~","value":"embed|ingest"}`, func(o string) bool { return o == "embed" || o == "ingest" }},
				{`{"label":"operation_type","operator":"=~","value":"emb"}`, func(string) bool { return false }},
				// Conversions have no such label, which is empty then.
				{`{"label":"operation_type","operator":"!~","value":"e.*"}`, func(o string) bool { return o[0] != 'e' }},
				{`{"label":"operation_type","operator":"=~","value":".+"},{"label":"operation_type","operator":"!=","value":"embed"}`,
					func(o string) bool { return o != "embed" && !strings.Contains(o, "-to-") }},
			} {
				var want []string
				for _, o := range all {
					if c.of(o) {
						want = append(want, o)
					}
				}
				require.ElementsMatch(t, want, names(t, rest, c.matchers), c.matchers)
			}
		})
	}
}

// operationsIn are the names of operations in an answer, each once: of a column or of the labels of series.
func operationsIn(answer backend.DataResponse) (names []string) {
	for _, frame := range answer.Frames {
		for _, field := range frame.Fields {
			switch {
			case field.Name == "operation":
				for i := range field.Len() {
					names = append(names, field.At(i).(string))
				}
			case field.Labels["operation"] != "":
				names = append(names, field.Labels["operation"])
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
