package relational

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func answerOf(system string, change int64, rows int) answer {
	return answer{source: "1/x", system: system, change: change, until: 100, baselines: make([]store.BaselineAt, rows)}
}

func (r *remembered) has(system string, change int64) bool {
	_, is := r.find("1/x", system, change, 50)
	return is
}

func TestAnswersOfManySystemsAreRemembered(t *testing.T) {
	var r remembered
	for i := range 20 {
		r.keep(answerOf(fmt.Sprint(i), 1, 1500))
	}
	for range 3 { // whoever asks for one after the other
		for i := range 20 {
			require.True(t, r.has(fmt.Sprint(i), 1), "system %d of twenty", i)
		}
	}
}

func TestTheAnswerThatWasUsedLongestAgoIsForgotten(t *testing.T) {
	var r remembered
	for _, system := range []string{"a", "b", "c"} {
		r.keep(answerOf(system, 1, 13_000))
	}
	require.True(t, r.has("a", 1))
	r.keep(answerOf("d", 1, 13_000))
	require.True(t, r.has("a", 1), "it was used since")
	require.False(t, r.has("b", 1))
	r.keep(answerOf("huge", 1, 2*rememberedRows))
	require.True(t, r.has("huge", 1), "one that is larger than all may be")
	require.False(t, r.has("a", 1))
}

func TestTheMemoryOfAnswersIsBounded(t *testing.T) {
	var r remembered
	for i := range 10_000 {
		r.keep(answerOf(fmt.Sprint(i), 1, 0))
	}
	require.LessOrEqual(t, len(r.answers), rememberedRows/answerRows)
}

func TestAnswersFromBeforeAChangeAreForgotten(t *testing.T) {
	var r remembered
	r.keep(answerOf("a", 1, 10))
	r.keep(answerOf("b", 2, 10))
	require.False(t, r.has("a", 1))
	r.keep(answerOf("b", 2, 10))
	require.Len(t, r.answers, 1, "two who asked at once")
}
