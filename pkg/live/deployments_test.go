package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func deployed() *catalog.System {
	sys := kgas()
	sys.Deployments = catalog.Deployments{
		Start: "process_start_time_seconds", Build: "kgas_build_info", Version: "version", Heartbeat: "kgas_tools_active",
	}
	return sys
}

// starting writes a process that began anew at some moments.
func starting(h *promtest.History, job, instance string, starts ...time.Time) {
	labels := map[string]string{"job": job, "instance": instance}
	h.Series("process_start_time_seconds", labels, each(h, func(at time.Time) float64 {
		began := h.From.Add(-24 * time.Hour)
		for _, s := range starts {
			if !at.Before(s.Add(10 * time.Second)) {
				began = s
			}
		}
		return float64(began.UnixMilli()) / 1000
	}))
	if job != "kgas-node" {
		h.Series("kgas_tools_active", labels, each(h, constant(1)))
	}
}

func version(h *promtest.History, job, instance, name string, from, to time.Time) {
	labels := map[string]string{"job": job, "instance": instance, "version": name}
	h.Series("kgas_build_info", labels, each(h, func(at time.Time) float64 {
		if at.Before(from) || !at.Before(to) {
			return unseenYet
		}
		return 1
	}))
}

func TestDeployments(t *testing.T) {
	h := past(4*time.Hour, 15*time.Second)
	morning, change := noon.Add(-3*time.Hour), noon.Add(-time.Hour)
	// Two replicas are rolled one after the other; an exporter starts on its own.
	starting(h, "kgas", "a", morning)
	starting(h, "kgas", "b", morning.Add(3*time.Minute), noon.Add(-20*time.Minute))
	starting(h, "kgas-node", "n", noon.Add(-100*time.Minute))
	// The worker tells its version: it crashed once, was deployed, and rolled back.
	starting(h, "kgas-worker", "w", noon.Add(-2*time.Hour), change, noon.Add(-30*time.Minute))
	version(h, "kgas-worker", "w", "1.2", h.From, change.Add(10*time.Second))
	version(h, "kgas-worker", "w", "1.3", change.Add(10*time.Second), noon.Add(-30*time.Minute))
	version(h, "kgas-worker", "w", "1.2", noon.Add(-30*time.Minute), h.To.Add(time.Hour))
	src := serve(t, h)
	ask := func(r *Reader, from, to time.Time) []Deployment {
		t.Helper()
		found, err := r.Deployments(context.Background(), deployed(), from, to)
		require.NoError(t, err)
		return found
	}
	r := New(src, Options{})

	t.Run("starts one after the other are one deployment; a crash of the same version and an exporter are none", func(t *testing.T) {
		before := src.all()
		assert.Equal(t, []Deployment{
			{At: morning, End: morning.Add(3 * time.Minute), Job: "kgas"},
			{At: change, End: change, Job: "kgas-worker", Version: "1.3", Before: "1.2"},
			{At: noon.Add(-30 * time.Minute), End: noon.Add(-30 * time.Minute), Job: "kgas-worker", Version: "1.2", Before: "1.3"},
			{At: noon.Add(-20 * time.Minute), End: noon.Add(-20 * time.Minute), Job: "kgas"},
		}, ask(r, noon.Add(-230*time.Minute), noon))
		assert.EqualValues(t, 1, src.all()-before, "one question")
	})
	t.Run("a range holds only its own", func(t *testing.T) {
		found := ask(r, noon.Add(-70*time.Minute), noon.Add(-40*time.Minute))
		require.Len(t, found, 1)
		assert.Equal(t, "1.3", found[0].Version)
	})
	t.Run("four weeks are looked at less closely, but what ran for half an hour is seen", func(t *testing.T) {
		assert.Contains(t, ask(r, noon.Add(-28*24*time.Hour), noon), Deployment{At: change, End: change, Job: "kgas-worker", Version: "1.3", Before: "1.2"})
	})
	t.Run("without metrics to tell there are none", func(t *testing.T) {
		found, err := r.Deployments(context.Background(), kgas(), noon.Add(-time.Hour), noon)
		require.NoError(t, err)
		assert.Empty(t, found)
	})
}

// While a canary of one process runs beside the old version, a scrape of it that fails is no second deployment.
func TestAFailedScrapeOfACanaryIsNoDeployment(t *testing.T) {
	past := jobPast{versions: map[int64][]string{}}
	for minute := range 60 {
		at := noon.Add(time.Duration(minute) * time.Minute).UnixMilli()
		past.versions[at] = []string{"1.2"}
		if minute >= 20 && minute != 30 && minute != 45 {
			past.versions[at] = []string{"1.3", "1.2"}
		}
	}
	found := past.deployments("kgas", noon, time.Minute)
	require.Len(t, found, 1)
	assert.Equal(t, "1.3", found[0].Version)
	assert.WithinDuration(t, noon.Add(20*time.Minute), found[0].At, time.Minute)
}
