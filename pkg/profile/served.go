package profile

import (
	"slices"

	"github.com/prometheus/prometheus/promql/parser"
)

// answer says whether an expression can answer, and whether a metric has a part in it.
type answer struct{ served, measured bool }

// Served says whether an expression can give something that was measured, where
// only some metrics exist. `or` is served by either side, everything else needs
// all of its parts; a constant alone (`or vector(0)`) measures nothing.
func Served(expr string, exists func(metric string) bool) (bool, error) {
	parsable, _ := standIns(expr)
	parsed, err := parse(parsable)
	if err != nil {
		return false, unread(expr, err)
	}
	a := served(parsed, exists)
	return a.served && a.measured, nil
}

func served(expr parser.Expr, exists func(string) bool) answer {
	switch e := expr.(type) {
	case *parser.VectorSelector:
		name := nameOf(e)
		here := name == "" || exists(name)
		return answer{here, here}
	case *parser.MatrixSelector:
		return served(e.VectorSelector, exists)
	case *parser.SubqueryExpr:
		return served(e.Expr, exists)
	case *parser.ParenExpr:
		return served(e.Expr, exists)
	case *parser.UnaryExpr:
		return served(e.Expr, exists)
	case *parser.AggregateExpr:
		return served(e.Expr, exists)
	case *parser.Call:
		return ofCall(e, exists)
	case *parser.BinaryExpr:
		return ofBinary(e, exists)
	}
	return answer{served: true}
}

func ofCall(call *parser.Call, exists func(string) bool) answer {
	all := answer{served: true}
	for _, arg := range call.Args {
		a := served(arg, exists)
		all.served = all.served && a.served
		all.measured = all.measured || a.measured
	}
	// What is absent is just what these two speak of.
	if blind(call.Func.Name) && call.Func.Name != "scalar" {
		return answer{true, true}
	}
	return all
}

func ofBinary(e *parser.BinaryExpr, exists func(string) bool) answer {
	left, right := served(e.LHS, exists), served(e.RHS, exists)
	switch e.Op {
	case parser.LOR:
		return answer{left.served || right.served, left.served && left.measured || right.served && right.measured}
	case parser.LUNLESS:
		return left
	}
	return answer{left.served && right.served, left.measured || right.measured}
}

// Metrics are the names that an expression reads, each once.
func Metrics(expr string) ([]string, error) {
	parsable, _ := standIns(expr)
	parsed, err := parse(parsable)
	if err != nil {
		return nil, unread(expr, err)
	}
	var names []string
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		if vector, ok := node.(*parser.VectorSelector); ok && nameOf(vector) != "" {
			names = append(names, nameOf(vector))
		}
		return nil
	})
	slices.Sort(names)
	return slices.Compact(names), nil
}
