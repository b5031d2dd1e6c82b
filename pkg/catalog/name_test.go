package catalog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatPeopleCallAnOperation(t *testing.T) {
	conversion := OperationSet{ID: "conversion", By: []string{"source", "target", "dataset_size"}, Name: "{{source}}-to-{{target}} {{ dataset_size }}"}
	for _, c := range []struct {
		name   string
		set    OperationSet
		labels map[string]string
		want   string
	}{
		{"a template", conversion, map[string]string{"source": "graph", "target": "table", "dataset_size": "small"}, "graph-to-table small"},
		{"an absent label", conversion, map[string]string{"source": "graph", "target": "table"}, "graph-to-table"},
		{"no template", OperationSet{By: []string{"b", "a"}}, map[string]string{"a": "1", "b": "2"}, "2 1"},
		{"no labels", OperationSet{ID: "total"}, nil, "total"},
		{"an open brace", OperationSet{Name: "x {{a"}, map[string]string{"a": "1"}, "x {{a"},
	} {
		require.Equal(t, c.want, c.set.NameOf(c.labels), c.name)
	}
}
