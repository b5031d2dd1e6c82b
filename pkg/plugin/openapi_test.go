package plugin

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/growth"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

// described is what the tests read of docs/openapi.yaml.
type described struct {
	Paths map[string]map[string]struct {
		Role       string `yaml:"x-role"`
		Parameters []struct {
			Name     string `yaml:"name"`
			Required bool   `yaml:"required"`
		} `yaml:"parameters"`
		Body struct {
			Content map[string]struct {
				Schema schema `yaml:"schema"`
			} `yaml:"content"`
		} `yaml:"requestBody"`
		Responses map[string]any `yaml:"responses"`
	} `yaml:"paths"`
	Components struct {
		Schemas map[string]schema `yaml:"schemas"`
	} `yaml:"components"`
}

type schema struct {
	Ref        string         `yaml:"$ref"`
	Required   []string       `yaml:"required"`
	Properties map[string]any `yaml:"properties"`
	AllOf      []schema       `yaml:"allOf"`
}

// fields are those of a schema with those of all that it consists of.
func (d described) fields(s schema) (properties, required []string) {
	properties, required = slices.Collect(maps.Keys(s.Properties)), s.Required
	if s.Ref != "" {
		s.AllOf = append(s.AllOf, d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")])
	}
	for _, part := range s.AllOf {
		some, needed := d.fields(part)
		properties, required = append(properties, some...), append(required, needed...)
	}
	return properties, required
}

func openapi(t *testing.T) (d described) {
	t.Helper()
	document, err := os.ReadFile(filepath.Join("..", "..", "docs", "openapi.yaml"))
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(document, &d))
	return d
}

func TestEveryResourceIsDescribedWithItsRole(t *testing.T) {
	want := map[string]string{}
	for _, rt := range routes() {
		want[rt.pattern] = rt.need.String()
	}
	have := map[string]string{}
	for path, methods := range openapi(t).Paths {
		for method, operation := range methods {
			have[strings.ToUpper(method)+" "+path] = operation.Role
		}
	}
	require.Equal(t, want, have)
}

// Whoever says which version was looked at is told where it is the newest no more.
func TestWhatTakesAVersionIsDescribedWithItsConflict(t *testing.T) {
	taking := 0
	for path, methods := range openapi(t).Paths {
		for method, operation := range methods {
			takes := slices.Contains(operation.Body.Content["application/json"].Schema.Required, "version")
			for _, parameter := range operation.Parameters {
				takes = takes || parameter.Name == "version" && parameter.Required
			}
			if takes {
				taking++
				require.Contains(t, operation.Responses, "409", "%s %s", method, path)
			}
		}
	}
	require.Positive(t, taking)
}

func TestAnswersHaveTheDescribedFields(t *testing.T) {
	document := openapi(t)
	for name, view := range map[string]any{
		"System": systemView{}, "Operation": operationView{}, "Baseline": baselineView{}, "Progress": progressView{}, "Learner": learnerView{},
		"Violation": violationView{}, "Chosen": chosenView{}, "Detectable": detectableView{}, "Version": versionView{}, "Difference": differenceView{}, "Diff": diffView{}, "Act": actView{}, "Undone": undoneView{}, "Decided": decidedView{}, "Work": workView{}, "RulePrecision": rulePrecisionView{},
		"Exclusion": exclusionView{}, "Relearned": relearnedView{}, "Shift": shiftView{}, "Change": changeView{}, "Precision": precisionView{}, "Proposal": proposalView{}, "Probe": probeView{}, "Mapping": mappingView{}, "MappingProblem": problemView{}, "MappingCheck": checkView{}, "Rewritten": rewrittenView{}, "Recommendation": adviceView{}, "Evidence": evidenceView{}, "Deployment": deploymentView{}, "Overview": overviewView{},
		"RunHead": runHead{}, "Run": runView{}, "Gate": runs.GateView{}, "GateOperation": runs.GateOperationView{}, "GateMeasure": runs.GateMeasureView{},
		"Comparison": runs.ComparisonView{}, "Compared": runs.ComparedView{}, "Growth": growth.Series{}, "GrowthPoint": growth.Point{},
		"Backtest": backtest.View{}, "BacktestEpisode": backtest.EpisodeView{}, "BacktestRun": backtestView{}, "Why": whyView{}, "WhyQuantiles": quantilesView{}, "WhyCell": cellView{}, "WhyDrift": driftView{}, "WhyTogether": togetherView{}, "WhyDeployment": deployedView{}, "WhyExemplar": exemplarView{}, "BacktestInjection": backtest.InjectionView{},
		"Own": ownView{}, "OwnCheck": ownCheckView{}, "OwnLabel": ownLabelView{}, "OwnCost": ownCostView{}, "OwnPreview": ownPreviewView{}, "OwnPreviewed": ownPreviewedView{},
		"OwnSystem": catalog.OwnSystem{},
	} {
		var fields, required []string
		for _, field := range reflect.VisibleFields(reflect.TypeOf(view)) {
			if field.Anonymous {
				continue // its own fields follow
			}
			json, optional := strings.CutSuffix(field.Tag.Get("json"), ",omitempty")
			fields = append(fields, json)
			if !optional {
				required = append(required, json)
			}
		}
		properties, needed := document.fields(document.Components.Schemas[name])
		require.ElementsMatch(t, fields, properties, name)
		require.ElementsMatch(t, required, needed, name)
	}
}

// In braces a comma ends a description that is not quoted: the rest becomes a key without a value.
func TestNoDescriptionIsCutOff(t *testing.T) {
	document, err := os.ReadFile(filepath.Join("..", "..", "docs", "openapi.yaml"))
	require.NoError(t, err)
	var all any
	require.NoError(t, yaml.Unmarshal(document, &all))
	var look func(path string, node any)
	look = func(path string, node any) {
		switch node := node.(type) {
		case map[string]any:
			for key, value := range node {
				require.NotNil(t, value, "%s has nothing at %q", path, key)
				look(path+"/"+key, value)
			}
		case []any:
			for _, value := range node {
				look(path, value)
			}
		}
	}
	look("", all)
}
