package profile

import (
	"slices"

	"github.com/prometheus/prometheus/promql/parser"
)

// This file lets follow what asks when a metric was scraped.

// scraped is the selector whose samples' own time is asked for.
func scraped(call *parser.Call) (*parser.VectorSelector, bool) {
	if call.Func.Name != "timestamp" {
		return nil, false
	}
	arg := call.Args[0]
	for {
		paren, ok := arg.(*parser.ParenExpr)
		if !ok {
			vector, ok := arg.(*parser.VectorSelector)
			return vector, ok
		}
		arg = paren.Expr
	}
}

// whenScraped dresses timestamp() as a whole: of anything but a selector it tells the moment of the question.
func (r *Rules) whenScraped(call *parser.Call, vector *parser.VectorSelector, path []parser.Expr) (parser.Expr, error) {
	f, mapped := r.find(nameOf(vector))
	if !mapped || f.Expr != "" {
		return call, r.into(&call.Args[0], append(slices.Clone(path), call))
	}
	other, err := f.selector(vector)
	if err != nil {
		return nil, err
	}
	call.Args[0] = other
	return dress(call, f, call.Func.Name, path, vector)
}
