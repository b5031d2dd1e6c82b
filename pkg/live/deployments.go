package live

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers when a new version of a system began to run, by what its
// processes tell of themselves: the version of the build, else their start.

// Deployment is a new version of a job, or a new start where no version is told.
type Deployment struct {
	At, End         time.Time // the first and the last process that began to run it
	Job             string
	Version, Before string // empty where no version is told
}

const (
	deploymentPoints = 2000             // bounds the one question: 20 minutes apart over four weeks
	rollout          = 10 * time.Minute // starts that follow each other belong to one deployment
	flicker          = 2 * time.Minute  // a version that is back within it was missing from a scrape
)

// Deployments are those of (from, to], by time.
func (r *Reader) Deployments(ctx context.Context, sys *catalog.System, from, to time.Time) ([]Deployment, error) {
	expr := deploymentExpr(sys)
	if expr == "" || !to.After(from) {
		return nil, nil
	}
	step := max((to.Sub(from)/deploymentPoints + tick).Truncate(tick), time.Minute)
	end := to.Truncate(tick).UTC()
	start := from.Add(-step).Truncate(tick).UTC()
	found, err := r.asks.matrix(ctx, expr, start, end, step)
	if found == nil && err != nil {
		return nil, fmt.Errorf("looking for deployments of %s: %w", sys.Name, err)
	}
	var all []Deployment
	for job, seen := range jobsIn(found, sys.Deployments.Version) {
		all = append(all, seen.deployments(job, start, step)...)
	}
	all = slices.DeleteFunc(all, func(d Deployment) bool { return !d.At.After(from) || d.At.After(to) })
	slices.SortFunc(all, func(a, b Deployment) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Job, b.Job)) })
	return all, err
}

// deploymentExpr asks for starts and versions at once: their label sets differ, so that "or" keeps both.
func deploymentExpr(sys *catalog.System) string {
	var parts []string
	by := sys.Deployments
	if by.Start != "" {
		starts := prometheus.Select(by.Start, sys.Selector)
		if by.Heartbeat != "" {
			starts += " and on (job, instance) " + prometheus.Select(by.Heartbeat, sys.Selector)
		}
		parts = append(parts, fmt.Sprintf("max by (job) (%s)", starts))
	}
	if by.Build != "" && by.Version != "" {
		parts = append(parts, fmt.Sprintf("group by (job, %s) (%s)", prometheus.LabelName(by.Version), prometheus.Select(by.Build, sys.Selector)))
	}
	return strings.Join(parts, " or ")
}

// jobPast is what one job told over the range.
type jobPast struct {
	starts   []model.SamplePair
	versions map[int64][]string // by unix milliseconds
}

func jobsIn(found model.Matrix, versionLabel string) map[string]*jobPast {
	jobs := map[string]*jobPast{}
	for _, s := range found {
		job := string(s.Metric[model.JobLabel])
		if jobs[job] == nil {
			jobs[job] = &jobPast{versions: map[int64][]string{}}
		}
		version := string(s.Metric[model.LabelName(versionLabel)])
		if version == "" {
			jobs[job].starts = s.Values
			continue
		}
		for _, at := range s.Values {
			jobs[job].versions[int64(at.Timestamp)] = append(jobs[job].versions[int64(at.Timestamp)], version)
		}
	}
	return jobs
}

// deployments are changes of the version where there is one: a crash that starts the same version anew is none.
func (p *jobPast) deployments(job string, from time.Time, step time.Duration) []Deployment {
	starts := p.newStarts(from)
	if len(p.versions) == 0 {
		return rollouts(job, starts)
	}
	var all []Deployment
	var last []string
	lastSeen := map[string]int64{}
	for _, ms := range slices.Sorted(maps.Keys(p.versions)) {
		seen := p.versions[ms]
		slices.Sort(seen)
		fresh := slices.DeleteFunc(slices.Clone(seen), func(v string) bool {
			before, known := lastSeen[v]
			return slices.Contains(last, v) || known && ms-before <= flicker.Milliseconds()
		})
		for _, v := range seen {
			lastSeen[v] = ms
		}
		if len(last) > 0 && len(fresh) > 0 {
			at := began(starts, time.UnixMilli(ms).UTC(), step)
			all = append(all, Deployment{At: at, End: at, Job: job, Version: strings.Join(fresh, ", "), Before: strings.Join(last, ", ")})
		}
		last = seen
	}
	return all
}

// newStarts are the moments at which a process of the job began after another had.
func (p *jobPast) newStarts(from time.Time) []time.Time {
	latest := float64(from.UnixMilli()) / 1000
	var starts []time.Time
	for _, s := range p.starts {
		// Some clients compute the start anew at every scrape: it wavers by less than a second.
		if v := float64(s.Value); v > latest+1 {
			starts = append(starts, time.Unix(0, 0).Add(figure.Duration(v)).UTC())
			latest = v
		}
	}
	return starts
}

// rollouts joins the starts of several processes that follow each other.
func rollouts(job string, starts []time.Time) []Deployment {
	var all []Deployment
	for _, at := range starts {
		if n := len(all); n > 0 && at.Sub(all[n-1].End) < rollout {
			all[n-1].End = at
			continue
		}
		all = append(all, Deployment{At: at, End: at, Job: job})
	}
	return all
}

// began is the start of the process that was first seen with a new version, to the second where it tells it.
func began(starts []time.Time, seen time.Time, step time.Duration) time.Time {
	for _, at := range slices.Backward(starts) {
		if !at.After(seen) && seen.Sub(at) <= step+time.Minute {
			return at
		}
	}
	return seen
}
