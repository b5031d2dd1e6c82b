package detect

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// grid are operations of five services with six routes each; those of which move says so deviate.
func grid(move func(service, route int) bool) []Moving {
	var all []Moving
	for s := range 5 {
		for r := range 6 {
			all = append(all, Moving{Labels: map[string]string{"job": "shop", "service": fmt.Sprint("s", s), "route": fmt.Sprint("/", r)}, Moves: move(s, r)})
		}
	}
	return all
}

func TestOperationsOfOneServiceThatMoveTogetherNameIt(t *testing.T) {
	common := Together(grid(func(s, r int) bool { return s == 2 && r < 5 }))
	require.Len(t, common, 1)
	require.Equal(t, "service", common[0].Label)
	require.Equal(t, "s2", common[0].Value)
	require.Equal(t, []int{5, 6}, []int{common[0].Moving, common[0].Of})
}

func TestTwoCausesAreTwo(t *testing.T) {
	common := Together(grid(func(s, r int) bool { return s == 0 || r == 3 }))
	require.Len(t, common, 2)
	require.ElementsMatch(t, []string{"s0", "/3"}, []string{common[0].Value, common[1].Value})
}

func TestWhatChanceMayHaveDoneHasNoCommonCause(t *testing.T) {
	require.Empty(t, Together(grid(func(s, r int) bool { return s == r })), "one of each service")
	require.Empty(t, Together(grid(func(s, r int) bool { return s == 1 && r == 1 })), "one alone")
	require.Empty(t, Together(grid(func(int, int) bool { return true })), "all: what they share is shared by all")
	require.Empty(t, Together(nil))
}
