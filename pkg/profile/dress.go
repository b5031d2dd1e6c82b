package profile

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"
)

// This file gives a result its canonical labels, as far as what stands around
// it can see them.

// sourceLabel keeps their word while a label of the same name gets the canonical one.
const sourceLabel = "yardstick_source"

// seen says which labels matter: those of an aggregation's by, or all of them.
type seen struct {
	all  bool
	some []string
}

func (s seen) has(label string) bool { return s.all || slices.Contains(s.some, label) }

// visible looks outwards from an expression for the first thing that depends on labels.
func visible(function string, path []parser.Expr) seen {
	if blind(function) {
		return seen{}
	}
	for i := len(path) - 1; i >= 0; i-- {
		switch e := path[i].(type) {
		case *parser.AggregateExpr:
			if !reduces(e) {
				return seen{all: true}
			}
			return seen{some: e.Grouping}
		case *parser.BinaryExpr:
			if e.VectorMatching != nil {
				return seen{all: true}
			}
		case *parser.Call:
			if blind(e.Func.Name) {
				return seen{}
			}
			if strings.HasPrefix(e.Func.Name, "label_") {
				return seen{all: true}
			}
		}
	}
	return seen{all: true}
}

func blind(function string) bool {
	return function == "absent" || function == "absent_over_time" || function == "scalar"
}

// reduces is an aggregation that leaves only the labels of its by.
func reduces(e *parser.AggregateExpr) bool {
	return !e.Without && !slices.Contains([]parser.ItemType{parser.TOPK, parser.BOTTOMK, parser.LIMITK, parser.LIMIT_RATIO}, e.Op)
}

// labelled wraps an expression in the label_replace calls that are needed.
func labelled(expr parser.Expr, f found, function string, path []parser.Expr) (parser.Expr, error) {
	all, err := renames(f.Alternative)
	if err != nil {
		return nil, err
	}
	look := visible(function, path)
	text, left := expr.String(), []string(nil)
	merged := false
	for _, r := range all {
		if !look.has(r.canonical) {
			if look.all && r.theirs != "" {
				left = append(left, r.theirs)
			}
			continue
		}
		var source string
		text, source = r.wrap(text)
		merged = merged || r.merges()
		if source != "" && source != r.canonical {
			left = append(left, source)
		}
	}
	if look.all {
		text = without(text, unneeded(left, all), merged, function)
	}
	return build("%s", text)
}

// wrap sets the canonical label, and says from which label.
func (r rename) wrap(text string) (wrapped, source string) {
	if r.theirs == "" {
		return replaced(text, r.canonical, plain(r.constant), "", ""), ""
	}
	source = r.theirs
	if r.same() && r.merges() {
		source = sourceLabel
		text = replaced(text, source, "$1", r.theirs, "(.*)")
	}
	if !r.same() {
		text = replaced(text, r.canonical, "$1", source, "(.*)")
	}
	meaning := map[string][]string{}
	for _, theirs := range slices.Sorted(maps.Keys(r.values)) {
		if word := r.values[theirs]; word != theirs {
			meaning[word] = append(meaning[word], theirs)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(meaning)) {
		text = replaced(text, r.canonical, plain(word), source, literal(meaning[word]))
	}
	return text, source
}

// plain is a word as label_replace writes it: a dollar names a group there.
func plain(word string) string { return strings.ReplaceAll(word, "$", "$$") }

func replaced(text, label, value, source, pattern string) string {
	quoted := []string{strconv.Quote(label), strconv.Quote(value), strconv.Quote(source), strconv.Quote(pattern)}
	return "label_replace(" + text + ", " + strings.Join(quoted, ", ") + ")"
}

// unneeded are the labels of theirs that are no canonical ones as well.
func unneeded(left []string, all []rename) []string {
	slices.Sort(left)
	return slices.DeleteFunc(slices.Compact(left), func(name string) bool {
		return slices.ContainsFunc(all, func(r rename) bool { return r.canonical == name })
	})
}

// without drops their labels. Where two words became one, so do their series: rates add up, of states the highest holds.
func without(text string, names []string, merged bool, function string) string {
	if len(names) == 0 {
		return text
	}
	if merged {
		how := "max"
		if slices.Contains([]string{"rate", "irate", "increase", "delta", "idelta", "sum_over_time", "count_over_time"}, function) {
			how = "sum"
		}
		return how + " without (" + strings.Join(written(names), ", ") + ") (" + text + ")"
	}
	for _, name := range names {
		text = replaced(text, name, "", "", "")
	}
	return text
}

// written are label names as a grouping has them: quoted where they are no plain identifiers.
func written(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = name
		if !model.LegacyValidation.IsValidLabelName(name) {
			out[i] = strconv.Quote(name)
		}
	}
	return out
}
