package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/profile"
)

// TestTheCatalogueCanBeAsked puts every expression of the built-in catalogue to real servers that have next to nothing.
func TestTheCatalogueCanBeAsked(t *testing.T) {
	t.Run("Prometheus", func(t *testing.T) { catalogueCanBeAsked(t, serve(t, conversions())) })
	t.Run("VictoriaMetrics", func(t *testing.T) { catalogueCanBeAsked(t, serveVictoria(t, conversions())) })
}

func catalogueCanBeAsked(t *testing.T, src Source) {
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	r := New(src, Options{})
	ctx := context.Background()
	for i := range builtin.Systems {
		sys := &builtin.Systems[i]
		t.Run(sys.Name, func(t *testing.T) {
			targets, err := r.Targets(ctx, TargetRequest{System: sys, At: noon})
			require.NoError(t, err)
			seen := map[string]bool{}
			for _, row := range targets {
				seen[row.Target.ID] = true
				assert.NotEmpty(t, row.Outcome, row.Target.ID)
				if row.Outcome != Met {
					assert.NotEmpty(t, row.Reason, row.Target.ID)
				}
			}
			assert.Len(t, seen, len(sys.Targets), "every target has a row, measured or not")
			_, err = r.Verdicts(ctx, Request{System: sys, At: noon})
			require.NoError(t, err)
			_, err = r.Recommendations(ctx, AdviceRequest{System: sys, At: noon})
			require.NoError(t, err)
			probe, err := r.Probe(ctx, sys, noon)
			require.NoError(t, err)
			for _, q := range probe.Quantities {
				assert.True(t, q.Found || q.Emit != "", "%s says what to emit", q.ID)
			}
			_, err = r.ProbeMetrics(ctx, builtin, sys, noon)
			require.NoError(t, err)
			_, err = r.Breakers(ctx, BreakerRequest{System: sys, From: noon.Add(-time.Hour), To: noon})
			require.NoError(t, err)
			rows, err := r.Conversions(ctx, Request{System: sys, At: noon}, noon.Add(-time.Hour))
			require.NoError(t, err)
			if sys.Name == "kgas" {
				assert.GreaterOrEqual(t, len(rows), 9)
			}
		})
	}
}

// What the probe finds under another name, and so proposes, is a mapping that is taken, and that changes what is read.
func TestWhatTheProbeProposesCanBeMapped(t *testing.T) {
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	for _, sys := range builtin.Systems {
		for metric, others := range othersOf(builtin, &sys, profile.Canonical(sys)) {
			for _, other := range others {
				probed := []ProbedMetric{{Metric: metric, State: MetricOther, Emitters: []string{other.emitter}}}
				followed, problems, err := profile.System(sys, builtin, Proposal(probed))
				require.NoError(t, err, "%s of %s", metric, sys.Name)
				require.Empty(t, problems, "%s of %s", metric, sys.Name)
				require.NotEqual(t, sys, followed, "%s of %s as %s emits it", metric, sys.Name, other.emitter)
			}
		}
	}
}
