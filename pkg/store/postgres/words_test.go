package postgres

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store/storetest"
)

func TestEveryTextComesBackAsItWas(t *testing.T) {
	for _, text := range append(storetest.Nasty, "\x1a", "\x1a00", "a\x1a1a\x00b", "not \xff UTF-8 \xc3", "\ufffd is a sign of its own") {
		kept := words{}.Keep(text)
		require.NotContains(t, kept, "\x00")
		require.Equal(t, text, words{}.Kept(kept))
	}
	require.NotEqual(t, words{}.Keep("\x00"), words{}.Keep("\x1a00"), "two texts are never kept as one")
}

func TestValuesOfAStatementAreNumbered(t *testing.T) {
	for statement, want := range map[string]string{
		`SELECT 1`: `SELECT 1`,
		`SELECT a FROM t WHERE b = ? AND c IN (?, ?)`:       `SELECT a FROM t WHERE b = $1 AND c IN ($2, $3)`,
		`SELECT a FROM t WHERE b = ?2 OR c = ?1 OR ?2 = ''`: `SELECT a FROM t WHERE b = $2 OR c = $1 OR $2 = ''`,
	} {
		for range 2 { // the second time it is known
			require.Equal(t, want, words{}.Text(statement))
		}
	}
}
