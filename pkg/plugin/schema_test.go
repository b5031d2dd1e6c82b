package plugin

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/invopop/jsonschema"
	"github.com/stretchr/testify/require"
)

// queryStructs are the Go sources of the schema, by query type.
var queryStructs = map[string]any{
	"series": SeriesQuery{}, "deviation": DeviationQuery{}, "baseline": BaselineQuery{}, "targets": TargetsQuery{},
	"conversions": ConversionsQuery{}, "breakers": BreakersQuery{}, "table": TableQuery{}, "annotations": AnnotationsQuery{},
}

// schemaFile is what the front end's types are checked against.
var schemaFile = filepath.Join("..", "..", "src", "datasource", "query.schema.json")

func TestQuerySchemaIsUpToDate(t *testing.T) {
	reflector := &jsonschema.Reflector{DoNotReference: true, ExpandedStruct: true, Anonymous: true}
	require.NoError(t, reflector.AddGoComments("github.com/yardstick-baselines/yardstick/pkg/plugin", "./"))
	type definitions map[string]*jsonschema.Schema
	document := struct {
		Schema      string              `json:"$schema"`
		Title       string              `json:"title"`
		Description string              `json:"description"`
		OneOf       []map[string]string `json:"oneOf"`
		Definitions definitions         `json:"$defs"`
	}{
		Schema:      "https://json-schema.org/draft/2020-12/schema",
		Title:       "YardstickQuery",
		Description: "Generated from the query types in pkg/plugin/query.go (go run github.com/magefile/mage yardstick:schema).",
		Definitions: definitions{},
	}
	for _, name := range queryTypes {
		schema := reflector.ReflectFromType(reflect.TypeOf(queryStructs[name]))
		schema.Version, schema.ID = "", ""
		document.Definitions[name] = schema
		document.OneOf = append(document.OneOf, map[string]string{"$ref": "#/$defs/" + name})
	}
	want, err := json.MarshalIndent(document, "", "  ")
	require.NoError(t, err)
	want = append(want, '\n')
	if *update {
		require.NoError(t, os.WriteFile(schemaFile, want, 0o644))
	}
	have, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	var wanted, had any
	require.NoError(t, json.Unmarshal(want, &wanted))
	require.NoError(t, json.Unmarshal(have, &had))
	// The file's layout is the formatter's; what it says is ours.
	require.True(t, reflect.DeepEqual(wanted, had), "the query types changed: run go run github.com/magefile/mage yardstick:schema")
}

func TestEveryQueryTypeHasAnAnswerAndASchema(t *testing.T) {
	require.Len(t, queryTypes, len(answerers))
	require.Len(t, queryTypes, len(queryStructs))
	for _, name := range queryTypes {
		require.Contains(t, answerers, name)
		require.Contains(t, queryStructs, name)
	}
}
