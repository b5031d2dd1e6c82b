package main

// This file reads and writes generated dashboards and rules with their keys in
// the order in which they stood.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// generatedFile is one file of --input.
type generatedFile struct {
	path      string // below --input
	node      *yaml.Node
	dashboard string // the system of a dashboard
	systems   map[string]*mappedSystem
	raw       []byte
	same      bool // nothing in it was rewritten
}

// readGenerated finds the dashboards and rules of a folder; other files are left alone.
func readGenerated(root string, systems map[string]*mappedSystem) ([]*generatedFile, error) {
	var files []*generatedFile
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		extension := filepath.Ext(path)
		if err != nil || entry.IsDir() || !slices.Contains([]string{".json", ".yaml", ".yml"}, extension) {
			return err
		}
		file, err := readOne(root, path, systems)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if file != nil {
			files = append(files, file)
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("there are no dashboards (.json with panels) and no rules (.yaml with groups) in it")
	}
	return files, err
}

func readOne(root, path string, systems map[string]*mappedSystem) (*generatedFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, withoutYAML(err)
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	relative, err := filepath.Rel(root, path)
	if err != nil {
		return nil, err
	}
	file := &generatedFile{path: relative, node: &document, systems: systems, raw: text}
	top := document.Content[0]
	if filepath.Ext(path) == ".json" {
		file.dashboard = systemOf(strings.TrimPrefix(scalar(top, "uid"), "yardstick-"), systems)
		if value(top, "panels") == nil || file.dashboard == "" {
			return nil, nil
		}
		return file, nil
	}
	if value(top, "groups") == nil || value(top, "rule_files") != nil {
		return nil, nil
	}
	return file, nil
}

func withoutYAML(err error) error {
	return fmt.Errorf("it cannot be read: %s", strings.TrimPrefix(err.Error(), "yaml: "))
}

// systemOf is the system that a name begins with, the longest one.
func systemOf(name string, systems map[string]*mappedSystem) string {
	longest := ""
	for system := range systems {
		if (name == system || strings.HasPrefix(name, system+"-")) && len(system) > len(longest) {
			longest = system
		}
	}
	return longest
}

// write puts the file under the output folder; one in which nothing changed byte by byte.
func (f *generatedFile) write(output string) error {
	path := filepath.Join(output, f.path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	text := f.raw
	if !f.same {
		var out bytes.Buffer
		if err := f.encode(&out); err != nil {
			return err
		}
		text = out.Bytes()
	}
	return replace(path, text) // Grafana and Prometheus may be reading the folder
}

func (f *generatedFile) encode(out *bytes.Buffer) error {
	if f.dashboard != "" {
		if err := writeJSON(out, f.node.Content[0], ""); err != nil {
			return err
		}
		out.WriteByte('\n')
		return nil
	}
	encoder := yaml.NewEncoder(out)
	encoder.SetIndent(2)
	if err := encoder.Encode(f.node); err != nil {
		return err
	}
	return encoder.Close()
}

// writeJSON writes a node as JSON with two spaces of indent.
func writeJSON(out *bytes.Buffer, node *yaml.Node, indent string) error {
	inner := indent + "  "
	switch node.Kind {
	case yaml.MappingNode:
		return writeList(out, "{}", len(node.Content)/2, indent, func(i int) error {
			if err := writeText(out, node.Content[2*i].Value); err != nil {
				return err
			}
			out.WriteString(": ")
			return writeJSON(out, node.Content[2*i+1], inner)
		})
	case yaml.SequenceNode:
		return writeList(out, "[]", len(node.Content), indent, func(i int) error { return writeJSON(out, node.Content[i], inner) })
	}
	if node.Tag == "!!str" {
		return writeText(out, node.Value)
	}
	out.WriteString(node.Value)
	return nil
}

func writeList(out *bytes.Buffer, braces string, n int, indent string, element func(i int) error) error {
	if n == 0 {
		out.WriteString(braces)
		return nil
	}
	out.WriteByte(braces[0])
	for i := range n {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n" + indent + "  ")
		if err := element(i); err != nil {
			return err
		}
	}
	out.WriteString("\n" + indent)
	out.WriteByte(braces[1])
	return nil
}

func writeText(out *bytes.Buffer, text string) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return err
	}
	out.Truncate(out.Len() - 1) // the encoder's line feed
	return nil
}

// value finds a key of a mapping.
func value(node *yaml.Node, key string) *yaml.Node {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}

// scalar is the text of a key; empty where there is none.
func scalar(node *yaml.Node, key string) string {
	if found := value(node, key); found != nil {
		return found.Value
	}
	return ""
}

// elements are those of a list under a key.
func elements(node *yaml.Node, key string) []*yaml.Node {
	if found := value(node, key); found != nil && found.Kind == yaml.SequenceNode {
		return found.Content
	}
	return nil
}

// set writes a text under a key, in a mapping that is made where it is missing.
func set(node *yaml.Node, text string, path ...string) {
	for i, key := range path {
		next := value(node, key)
		if next == nil {
			next = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			if i == len(path)-1 {
				next = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str"}
			}
			node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, next)
		}
		node = next
	}
	node.Value, node.Tag = text, "!!str"
}
