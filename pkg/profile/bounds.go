package profile

import (
	"errors"
	"fmt"

	"github.com/prometheus/prometheus/promql/parser"
)

// How large an expression is rewritten? Everybody who may look at a data source may ask for that, and what is written
// out grows with the square of the depth, and with every metric that an expression takes the place of.

const (
	// deepest is how many parts an expression may have within each other; those of the catalogue have a dozen.
	deepest = 200
	// mostWritten bounds what is put into the place of metrics, in bytes; a Prometheus takes no such query.
	mostWritten = 256 << 10
)

var errDeep = errors.New("stop")

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
