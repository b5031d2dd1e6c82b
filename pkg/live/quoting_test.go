package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

func TestLabelValuesMayBeAnything(t *testing.T) {
	h := past(20*time.Minute, 5*time.Second)
	odd := "GET /a\"b\\c\n{x=~\".*\"}|(π)"
	h.Histogram("shop_request_duration_seconds", job("route", odd), bounds, arrivals(h, 5, 1, constant(0.1)))
	h.Histogram("shop_request_duration_seconds", job("route", "GET /"), bounds, arrivals(h, 5, 2, constant(0.1)))
	src := serve(t, h)
	sys := &catalog.System{Name: "shop", Selector: `job="kgas"`, Operations: []catalog.OperationSet{
		{ID: "request", Metric: "shop_request_duration_seconds", Kind: "histogram", By: []string{"route"}},
	}}
	baselines := learned(t, src, sys, sys.Operations[0], noon)
	require.Contains(t, baselines, Key("request", map[string]string{"route": odd}))
	verdicts, err := New(src, Options{}).Verdicts(context.Background(), Request{System: sys, Baselines: baselines, At: noon})
	require.NoError(t, err)
	require.Len(t, verdicts, 2)
	assert.Equal(t, baseline.Active, verdicts[1].State)
	assert.Equal(t, odd, verdicts[1].Labels["route"])
	assert.Equal(t, odd, verdicts[1].Operation)

	all, err := New(src, Options{}).Series(context.Background(), SeriesRequest{
		Request: Request{System: sys, Baselines: baselines, At: noon, Operations: []string{odd}},
		From:    noon.Add(-5 * time.Minute), Step: time.Minute,
	})
	require.NoError(t, err)
	require.Len(t, all, 1)
	assert.Equal(t, odd, all[0].Labels["route"])
	assert.Positive(t, all[0].Points[5].Value)
}
