package profile

import (
	"errors"
	"fmt"

	"github.com/prometheus/prometheus/promql/parser"
)

// How large an expression is rewritten? Everybody who may look at a data source may ask for that, and what is written
// out grows with the square of the depth, and with every metric that an expression takes the place of.

const (
	// longestChain is how many operators and brackets an expression may have one after the other or within each other, before
	// it is known which of them lie within each other: reading alone takes time with the square of their number.
	longestChain = 1000
	// deepest is how many parts an expression may have within each other; those of the catalogue have a dozen.
	deepest = 200
	// mostWritten bounds what is put into the place of metrics, in bytes; a Prometheus takes no such query.
	mostWritten = 256 << 10
)

var (
	errDeep = errors.New("stop")
	errLong = fmt.Errorf("more than %d parts lie within each other, or %d operators follow each other: write it as several expressions", deepest, longestChain)
)

// parse reads an expression of bounded depth.
func parse(text string) (parser.Expr, error) {
	if chained(text) > longestChain {
		return nil, errLong
	}
	return promql.ParseExpr(text)
}

// unread says what is wrong with an expression that cannot be read.
func unread(expr string, err error) error {
	if errors.Is(err, errLong) {
		return fmt.Errorf("%s: %w", beginning(expr), err)
	}
	return fmt.Errorf("%s is not PromQL: %s", expr, message(err))
}

// chained is at least how deep an expression is, and more where operators bind differently. It looks at words only, so that
// it takes time with the length.
func chained(text string) (most int) {
	var item parser.Item
	open := []int{0} // of each bracket that is open, the operators so far
	depth, inMatchers := 0, false
	for words := parser.Lex(text); ; {
		words.NextItem(&item)
		last := len(open) - 1
		switch typ := item.Typ; {
		case typ == parser.EOF || typ == parser.ERROR:
			return most
		case typ == parser.LEFT_BRACE || typ == parser.RIGHT_BRACE:
			inMatchers = typ == parser.LEFT_BRACE
		case inMatchers:
		case typ == parser.LEFT_BRACKET: // what it stands behind lies within
			open[last]++
			open, depth = append(open, 0), depth+2
		case typ == parser.LEFT_PAREN:
			open, depth = append(open, 0), depth+1
		case (typ == parser.RIGHT_PAREN || typ == parser.RIGHT_BRACKET) && last > 0:
			open, depth = open[:last], depth-1-open[last]
		case typ == parser.COMMA: // what follows lies beside
			open[last], depth = 0, depth-open[last]
		case typ.IsOperator():
			open[last]++
			depth++
		}
		most = max(most, depth)
	}
}

// shallow is no error for what may be rewritten.
func shallow(expr parser.Expr) error {
	deep := false
	parser.Inspect(expr, func(_ parser.Node, path []parser.Node) error {
		if len(path) > deepest {
			deep = true
			return errDeep
		}
		return nil
	})
	if deep {
		return fmt.Errorf("more than %d parts lie within each other: write it as several expressions", deepest)
	}
	return nil
}

// bearable is no error where what takes the place of an expression's metrics is not too much.
func (r *Rules) bearable(expr parser.Expr) error {
	if err := shallow(expr); err != nil {
		return err
	}
	written := 0
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if vector, ok := node.(*parser.VectorSelector); ok {
			f, _ := r.find(nameOf(vector))
			written += len(f.Expr)
		}
		return nil
	})
	if written > mostWritten {
		return fmt.Errorf("%d bytes of expressions would take the place of its metrics, at most %d may: use them less often", written, mostWritten)
	}
	return nil
}
