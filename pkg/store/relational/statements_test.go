package relational

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Of what may a statement be put together? Of constants and question marks: a value in its text would be SQL that
// somebody else wrote.

// isSQL says that a literal is a part of a statement.
var isSQL = regexp.MustCompile(`\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|VALUES)\b`)

// passed are names that hold no constant, and why no value of anybody is in them.
var passed = map[string]string{
	"marks": "question marks", "row": "question marks", "one": "question marks", "strings": "repeats and joins what is looked at itself",
	"len": "a number", "columns": "a number", "values": "only how many there are", "ids": "only how many there are",
	"where": "what acts() is called with, in this package only, each time a literal",
	"name":  "a table of our own schema, where a store is copied", "table": "the same", "t": "the same", "p": "the same", "read": "columns of our own schema",
}

func TestStatementsAreMadeOfConstants(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			one, err := parser.ParseFile(set, file, nil, 0)
			require.NoError(t, err)
			parsed = append(parsed, one)
		}
	}
	known := constants(parsed)
	looked := 0
	for _, file := range parsed {
		ast.Inspect(file, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.BinaryExpr:
				if n.Op != token.ADD || !hasSQL(n) {
					return true
				}
				looked++
				for _, name := range namesIn(n) {
					assert.True(t, slices.Contains(known, name) || passed[name] != "", "%s: the statement has %s in it, which is no constant: pass it as a value", set.Position(n.Pos()), name)
				}
				return false
			case *ast.CallExpr:
				if called, ok := n.Fun.(*ast.SelectorExpr); ok && strings.HasSuffix(called.Sel.Name, "printf") {
					assert.False(t, hasSQL(n), "%s: a statement is printed: pass what is in it as values", set.Position(n.Pos()))
				}
			}
			return true
		})
	}
	require.Greater(t, looked, 20, "statements are found")
}

func hasSQL(node ast.Node) (found bool) {
	ast.Inspect(node, func(below ast.Node) bool {
		literal, ok := below.(*ast.BasicLit)
		found = found || ok && literal.Kind == token.STRING && isSQL.MatchString(literal.Value)
		return true
	})
	return found
}

// constants are the names that stand for constants anywhere in the package.
func constants(files []*ast.File) (names []string) {
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if declared, ok := node.(*ast.GenDecl); ok && declared.Tok == token.CONST {
				for _, spec := range declared.Specs {
					for _, name := range spec.(*ast.ValueSpec).Names {
						names = append(names, name.Name)
					}
				}
			}
			return true
		})
	}
	return names
}

// namesIn are the variables of an expression; of a.b it is a.
func namesIn(expr ast.Expr) (names []string) {
	ast.Inspect(expr, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.SelectorExpr:
			names = append(names, namesIn(n.X)...)
			return false
		case *ast.Ident:
			names = append(names, n.Name)
		}
		return true
	})
	return names
}
