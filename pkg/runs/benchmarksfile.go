package runs

import (
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what a project expects of its commands: baseline, target
// and maximum in benchmarks.yml (D5 l.146-169).

func readBenchmarksFile(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var file struct {
		Benchmarks struct {
			Baseline struct {
				Date    string `yaml:"date"`
				Version string `yaml:"cli_version"`
			} `yaml:"baseline"`
			Commands yaml.Node `yaml:"commands"`
		} `yaml:"benchmarks"`
	}
	if err := yaml.Unmarshal(doc, &file); err != nil {
		return in.faultf(0, "reading YAML: %w", err)
	}
	if err := dated(to, file.Benchmarks.Baseline.Date); err != nil {
		return in.faultf(0, "benchmarks.baseline.date: %w", err)
	}
	to.note("version", file.Benchmarks.Baseline.Version)
	commands := file.Benchmarks.Commands
	if commands.Kind != yaml.MappingNode || len(commands.Content) == 0 {
		return in.faultf(commands.Line, "benchmarks.commands names no command")
	}
	for i := 0; i < len(commands.Content); i += 2 {
		name, node := commands.Content[i], commands.Content[i+1]
		if err := expected(to, name.Value, node); err != nil {
			line := name.Line
			var of notANumber
			if errors.As(err, &of) {
				line = of.line
			}
			return in.faultf(line, "%w", err)
		}
	}
	return nil
}

// yamlNumber is a number of the file.
type yamlNumber float64

// notANumber is what stands where a number belongs.
type notANumber struct {
	line int
	text string
}

func (e notANumber) Error() string { return fmt.Sprintf("%q is not a number", e.text) }

// UnmarshalYAML says where it is wrong in the words of the other formats.
func (m *yamlNumber) UnmarshalYAML(node *yaml.Node) error {
	if err := node.Decode((*float64)(m)); err != nil {
		return notANumber{node.Line, node.Value}
	}
	return nil
}

func expected(to *collector, command string, node *yaml.Node) error {
	var c struct {
		Baseline *yamlNumber `yaml:"baseline_ms"`
		Target   *yamlNumber `yaml:"target_ms"`
		Limit    *yamlNumber `yaml:"max_acceptable_ms"`
	}
	if err := node.Decode(&c); err != nil {
		return fmt.Errorf("reading %s: %w", command, err)
	}
	if c.Baseline == nil {
		return fmt.Errorf("baseline_ms of %s is missing", command)
	}
	// One number that stands for the normal: how many executions it rests on is not said.
	m := store.Measured{Operation: command, Count: 1, Stats: map[string]float64{"mean": float64(*c.Baseline) / 1000}}
	for _, one := range []struct {
		given *yamlNumber
		to    *float64
		what  string
	}{{c.Target, &m.Target, "target_ms"}, {c.Limit, &m.Limit, "max_acceptable_ms"}} {
		if one.given == nil {
			continue
		}
		if *one.to = float64(*one.given) / 1000; *one.to <= 0 {
			return fmt.Errorf("%s of %s is %v: a limit is above 0", one.what, command, *one.given)
		}
		if err := plausible(store.Duration, *one.to); err != nil {
			return fmt.Errorf("%s of %s: %w", one.what, command, err)
		}
	}
	if m.Limit > 0 && m.Target > m.Limit {
		return fmt.Errorf("target_ms of %s is above its max_acceptable_ms", command)
	}
	return to.summarise(m)
}
