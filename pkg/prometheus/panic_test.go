package prometheus_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

func TestAPanicIsAnErrorOfTheQuestionThatMetIt(t *testing.T) {
	var group errgroup.Group
	group.Go(prometheus.Guarded(func() error {
		var none []int
		_ = none[0]
		return nil
	}))
	err := group.Wait()
	var p *prometheus.Panic
	require.ErrorAs(t, err, &p)
	require.ErrorContains(t, err, "Yardstick itself failed on this: runtime error: index out of range [0] with length 0.")
	require.Contains(t, string(p.Stack), "panic_test.go", "the log says where")
}

func TestWhatDoesNotPanicAnswersAsItIs(t *testing.T) {
	away := errors.New("away")
	answer, err := prometheus.GuardedAnswer(func() (int, error) { return 7, away })()
	require.Equal(t, 7, answer)
	require.ErrorIs(t, err, away)
	require.NoError(t, prometheus.Guarded(func() error { return nil })())
}
