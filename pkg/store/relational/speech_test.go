package relational

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// quoting is a database that must quote every text.
type quoting struct{ Words }

func (quoting) Keep(text string) string { return "'" + text + "'" }

// A statement that is said several times, such as one that removes so many rows at once, says the same each time.
func TestValuesCanBeSaidAgain(t *testing.T) {
	values := []any{"ada", 7}
	require.Equal(t, []any{"'ada'", 7}, said(quoting{}, values))
	require.Equal(t, []any{"'ada'", 7}, said(quoting{}, values))
}
