package prometheus_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

func TestAnIncompleteAnswerIsShownWithARemarkUnlessSomethingFailedOutright(t *testing.T) {
	partial := &prometheus.Error{Kind: prometheus.ErrPartial, Message: "a store is down"}
	another := &prometheus.Error{Kind: prometheus.ErrPartial, Message: "another is slow"}
	away := &prometheus.Error{Kind: prometheus.ErrUnreachable, Message: "nobody answers", Cause: errors.New("refused")}
	query := &prometheus.QueryError{Expr: "x{\n}", Message: "parse error"}
	for _, c := range []struct {
		name   string
		err    error
		remark string
		want   error
	}{
		{"nothing", nil, "", nil},
		{"partial", fmt.Errorf("reading: %w", partial), "reading: a store is down", nil},
		{"twice the same", errors.Join(partial, partial), "a store is down", nil},
		{"of two signals the same two", errors.Join(errors.Join(partial, another), errors.Join(partial, another)), "a store is down another is slow", nil},
		{"partial, and one that failed", errors.Join(partial, fmt.Errorf("reading: %w", away)), "", prometheus.ErrUnreachable},
		{"a query", fmt.Errorf("checking: %w", errors.Join(query)), "", query},
	} {
		t.Run(c.name, func(t *testing.T) {
			remark, err := prometheus.Shown(c.err)
			require.Equal(t, c.remark, remark)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
		})
	}
}
