package catalog

// What holds of every description of own operations that a person may give?

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

var lineOfError = regexp.MustCompile(`line (\d+)`)

// A file of own operations is refused with its line, or it can be used and is read again as it was.
func FuzzOwnFile(f *testing.F) {
	for _, document := range []string{
		"system: shop\noperations:\n  - metric: shop_request_duration_seconds\n    selector: 'job=\"shop\"'\n    by: [route, http.method]\n    minRequests: 30\n",
		`{"system":"shop","title":"Shop","timeZone":"Europe/Berlin","operations":[{"metric":"a","kind":"gauge","count":"b"}]}`,
		"system: shop\nstart: boot_seconds\nbuild: shop_build_info\nversion: revision\noperations:\n  - {metric: a, kind: summary, unit: ms, direction: more}\n",
		"system: &a shop\noperations: [{metric: *a}, {metric: b, title: \"=1+1\"}]\n", "system: shop\noperations: [\n", "system: shop\noperations: 5\n", "",
		"system: shop\noperations:\n  - metrics: a\n", "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "---\nsystem: shop\noperations: [{metric: a}]\n---\nsystem: [", "? {}\n: x",
		"<<: {system: shop}\noperations: [{metric: \"a\\u2028b\", name: \"{{route}}\"}]", "system: !!binary c2hvcA==\noperations: [{metric: a}]",
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		own, err := ParseOwn(document)
		if err != nil {
			require.Empty(t, own)
			if at := lineOfError.FindStringSubmatch(err.Error()); at != nil {
				line, err := strconv.Atoi(at[1])
				require.NoError(t, err)
				require.True(t, line >= 1 && line <= bytes.Count(document, []byte("\n"))+bytes.Count(document, []byte("\r"))+len(document)+2, "%v", err)
			}
			return
		}
		require.NoError(t, own.Check())
		text, err := yaml.Marshal(own)
		require.NoError(t, err)
		again, err := ParseOwn(text)
		require.NoError(t, err, "%s", text)
		sameOwn(t, own, again)
		known := (&Catalog{Systems: []System{{Name: "kgas"}}}).With(own)
		system, found := known.System(own.System)
		require.True(t, found)
		require.Len(t, system.Operations, len(own.Operations))
		ids := map[string]bool{}
		for _, set := range system.Operations {
			require.False(t, set.ID == "" || set.Title == "" || set.Kind == "" || set.Unit == "" || ids[set.ID], "%+v", set)
			ids[set.ID] = true
		}
	})
}

// sameOwn compares as JSON, where an empty list and none are the same.
func sameOwn(t *testing.T, a, b OwnSystem) {
	t.Helper()
	one, err := json.Marshal(a)
	require.NoError(t, err)
	other, err := json.Marshal(b)
	require.NoError(t, err)
	require.Equal(t, string(one), string(other))
}

// A choice of a mapping is an emitter or an alternative, and is written as it was read.
func FuzzChoice(f *testing.F) {
	for _, text := range []string{`"envoy"`, `{"metric":"a","labels":{"x":"y"},"scale":0.001}`, `{"expr":"sum(a)"}`, `null`, `[1]`, `{"scale":"x"}`, `{"set":{"\ud800":"\u0000"}}`, `5`} {
		f.Add([]byte(text))
	}
	builtin, err := Builtin()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text []byte) {
		var choice Choice
		if json.Unmarshal(text, &choice) != nil {
			return
		}
		require.False(t, choice.Emitter != "" && choice.Own != nil, "an emitter and an alternative")
		written, err := json.Marshal(choice)
		require.NoError(t, err)
		var again Choice
		require.NoError(t, json.Unmarshal(written, &again), "%s", written)
		twice, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(twice))
		resolved, err := builtin.Resolve(Mapping{"kgas_operation_duration_seconds": choice})
		require.True(t, err != nil || len(resolved) == 1)
	})
}
