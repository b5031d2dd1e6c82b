package live

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// noting remembers what it was asked over a range.
type noting struct {
	made
	ranges []prometheus.WindowQuery
}

func (n *noting) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	if to.After(from) {
		n.ranges = append(n.ranges, q)
	}
	return n.made.Windows(ctx, q, from, to, step)
}

func TestAPanelOfFewDoesNotReadTheDayOfThousands(t *testing.T) {
	ask := func(change func(*SeriesRequest)) (*noting, []OperationSeries) {
		src := &noting{made: made{operations: 600, scrape: 5 * time.Second}}
		req := SeriesRequest{Request: Request{System: plain(1), At: noon}, From: noon.Add(-30 * time.Minute), Step: time.Minute, Most: 500}
		change(&req)
		all, err := New(src, Options{}).Series(context.Background(), req)
		require.NoError(t, err)
		return src, all
	}
	t.Run("of a name that nothing has learned", func(t *testing.T) {
		src, all := ask(func(req *SeriesRequest) { req.Operations = []string{"7"} })
		require.Len(t, all, 1)
		require.Len(t, src.ranges, 1)
		assert.Equal(t, `op=~"7"`, src.ranges[0].Selector)
	})
	t.Run("of a name that nothing has", func(t *testing.T) {
		src, all := ask(func(req *SeriesRequest) { req.Operations = []string{"gone"} })
		assert.Empty(t, all)
		assert.Empty(t, src.ranges)
	})
	t.Run("of a label that the operations of another metric have", func(t *testing.T) {
		src, _ := ask(func(req *SeriesRequest) {
			req.System.Operations = append(req.System.Operations, catalog.OperationSet{ID: "routes", Metric: "routes", Kind: "histogram", By: []string{"op", "route"}})
			req.Matchers = []*labels.Matcher{labels.MustNewMatcher(labels.MatchEqual, "route", "/a")}
		})
		assert.Empty(t, src.ranges)
	})
}

func TestMatchersAreAskedOfPrometheus(t *testing.T) {
	matcher := func(kind labels.MatchType, name, value string) *labels.Matcher {
		return labels.MustNewMatcher(kind, name, value)
	}
	routes := catalog.OperationSet{ID: "routes", Metric: "routes", Kind: "histogram", By: []string{"route", "http.method"}}
	for name, c := range map[string]struct {
		matchers []*labels.Matcher
		want     map[string]string
	}{
		"of labels that the set has": {
			[]*labels.Matcher{matcher(labels.MatchRegexp, "route", "/a|/b"), matcher(labels.MatchNotEqual, "http.method", `"GET"`)},
			map[string]string{"routes": `route=~"/a|/b","http.method"!="\"GET\""`},
		},
		"of one that it lacks, and must have": {[]*labels.Matcher{matcher(labels.MatchRegexp, "tool", "spark|dbt")}, map[string]string{}},
		"of one that it lacks, and may lack":  {[]*labels.Matcher{matcher(labels.MatchNotEqual, "tool", "spark")}, map[string]string{"routes": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, narrow(Request{System: plain(1), Matchers: c.matchers}, []catalog.OperationSet{routes}))
		})
	}
}

func TestADayOfAVersionIsReadInWiderWindows(t *testing.T) {
	for span, want := range map[time.Duration]struct {
		width time.Duration
		n     int
	}{
		10 * time.Minute: {time.Minute, 10}, time.Hour: {time.Minute, 60}, 61 * time.Minute: {2 * time.Minute, 30}, 24 * time.Hour: {24 * time.Minute, 60},
	} {
		src := &noting{made: made{operations: 1, scrape: 5 * time.Second}}
		all, err := New(src, Options{}).Selected(context.Background(), SelectedRequest{System: plain(1), Selector: `version="1.3"`, At: noon, Span: span})
		require.NoError(t, err)
		require.Len(t, all[0].Windows, want.n, span)
		require.Equal(t, want.width, src.ranges[0].Width, span)
	}
}

func TestOfAVersionNoLevelsAreCompared(t *testing.T) {
	system := *plain(1)
	system.Operations = slices.Clone(system.Operations)
	for i := range system.Operations {
		system.Operations[i].Kind = catalog.LevelKind
	}
	src := &noting{made: made{operations: 1, scrape: 5 * time.Second}}
	all, err := New(src, Options{}).Selected(context.Background(), SelectedRequest{System: &system, Selector: `version="1.3"`, At: noon, Span: time.Hour})
	require.NoError(t, err)
	require.Empty(t, all)
}
