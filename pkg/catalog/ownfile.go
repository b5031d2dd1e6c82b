package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// This file answers what stands in a file of a user's own operations, and in
// which line it is wrong.

// ParseOwn reads a description in YAML (or JSON, which is YAML). Errors name the
// line; an unknown field is an error, because a misspelt one would be ignored.
func ParseOwn(document []byte) (OwnSystem, error) {
	var own OwnSystem
	decoder := yaml.NewDecoder(bytes.NewReader(document))
	decoder.KnownFields(true)
	switch err := decoder.Decode(&own); {
	case errors.Is(err, io.EOF):
		return OwnSystem{}, errors.New("line 1: there is nothing in it: give a system and its operations")
	case err != nil:
		return OwnSystem{}, withoutTypes(err)
	}
	if field, err := own.check(); err != nil {
		return OwnSystem{}, fmt.Errorf("line %d: %w", lineOf(document, field), err)
	}
	if err := onlyOne(decoder); err != nil {
		return OwnSystem{}, err
	}
	return own, nil
}

// onlyOne refuses what stands behind the first document: nothing would be learned of it, and nobody told.
func onlyOne(decoder *yaml.Decoder) error {
	var more yaml.Node
	switch err := decoder.Decode(&more); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return withoutTypes(err)
	case len(more.Content) == 0 || more.Content[0].Tag == "!!null":
		return nil // the line that ends a document
	}
	return fmt.Errorf("line %d: a second document begins: give each system a file of its own", more.Content[0].Line)
}

// misfits are what YAML says of a value that is not what its field takes, and what the author of a file can do about it.
var misfits = []struct {
	yaml *regexp.Regexp
	ours string
}{
	{regexp.MustCompile("cannot unmarshal !!\\w+ (`[^`]*`) into \\[\\]string"), "$1 is no list: put brackets around it, as in by: [method, route]"},
	{regexp.MustCompile("cannot unmarshal !!seq into string"), "a list does not fit here: give one text, in quotes where it has some of its own"},
	{regexp.MustCompile("cannot unmarshal !!\\w+ (`[^`]*`) into int"), "$1 is no whole number"},
}

// withoutTypes puts the fields of Go's types, or nothing, in the place of their names in YAML's own messages.
func withoutTypes(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	for _, kind := range []reflect.Type{reflect.TypeFor[OwnSystem](), reflect.TypeFor[OwnOperation]()} {
		text = strings.ReplaceAll(text, " in type "+kind.String(), "; known here are "+strings.Join(fieldsOf(kind), ", "))
	}
	for _, said := range misfits {
		text = said.yaml.ReplaceAllString(text, said.ours)
	}
	text = regexp.MustCompile(`into \S+`).ReplaceAllString(text, "here")
	return errors.New(strings.ReplaceAll(text, "unmarshal errors:\n  ", ""))
}

// fieldsOf are the names that fields have in a file, in the order in which they are declared.
func fieldsOf(kind reflect.Type) (names []string) {
	for i := range kind.NumField() {
		if name, _, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ","); name != "-" {
			names = append(names, name)
		}
	}
	return names
}

// lineOf finds the line of a field; that of its nearest parent where the field is missing.
func lineOf(document []byte, path []any) int {
	var root yaml.Node
	if yaml.Unmarshal(document, &root) != nil || len(root.Content) == 0 {
		return 1
	}
	node := root.Content[0]
	line := node.Line
	for _, step := range path {
		next := child(node, step)
		if next == nil {
			return line
		}
		node, line = next, next.Line
	}
	return line
}

func child(node *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && step < len(node.Content) {
			return node.Content[step]
		}
	case string:
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i+1]
			}
		}
	}
	return nil
}
