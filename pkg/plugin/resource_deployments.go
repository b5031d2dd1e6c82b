package plugin

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How does a pipeline tell that it deployed something?

// deploymentView is one reported deployment.
type deploymentView struct {
	System      string    `json:"system"`
	Time        time.Time `json:"time"`
	Version     string    `json:"version"`
	Description string    `json:"description"`
	Author      string    `json:"author"`
}

// Texts are for a mark on a graph, not for a log.
const (
	longestVersion     = 200
	longestDescription = 2000
	// clocksApart is how far ahead the clock of a pipeline may be.
	clocksApart = 5 * time.Minute
)

// reportDeployment keeps a deployment that a pipeline reports; without a time it is now.
func (d *Datasource) reportDeployment(r *request) (any, error) {
	var body struct {
		System      string `json:"system"`
		Time        string `json:"time"`
		Version     string `json:"version"`
		Description string `json:"description"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	now := d.process.now().UTC().Truncate(time.Second)
	reported := store.Deployment{System: body.System, At: now, Version: body.Version, Description: body.Description, Author: r.login}
	if body.System == "" {
		return nil, badInputf("the field system is missing")
	}
	if _, err := (Common{System: body.System}).systems(d.catalogue()); err != nil {
		return nil, err
	}
	if body.Time != "" {
		at, err := timeIn("time ", body.Time)
		if err != nil {
			return nil, err
		}
		reported.At = at.UTC()
	}
	if err := tooLong(reported, now); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	if err := s.PutDeployment(r.Context(), r.source, reported); err != nil {
		return nil, fromStore("keeping the deployment", err)
	}
	log.DefaultLogger.Info("A deployment was reported", "source", r.source, "system", reported.System, "version", reported.Version, "by", r.login)
	return deploymentViewOf(reported), nil
}

func tooLong(d store.Deployment, now time.Time) error {
	switch {
	case utf8.RuneCountInString(d.Version) > longestVersion:
		return badInputf("the version is longer than %d characters", longestVersion)
	case utf8.RuneCountInString(d.Description) > longestDescription:
		return badInputf("the description is longer than %d characters", longestDescription)
	case d.At.After(now.Add(clocksApart)):
		return badInputf("the time %s lies in the future", d.At.Format(time.RFC3339))
	case d.At.Year() < 2000:
		return badInputf("the time %s is no time of a deployment: give one as 2006-01-02T15:04:05Z", d.At.Format(time.RFC3339))
	}
	return nil
}

func deploymentViewOf(d store.Deployment) deploymentView {
	return deploymentView{d.System, d.At, d.Version, d.Description, d.Author}
}

// listDeployments lists those reported within a range; with seen=true also those that metrics tell, which nobody reported.
func (d *Datasource) listDeployments(r *request) (any, error) {
	from, to, err := r.span(d.process.now())
	if err != nil {
		return nil, err
	}
	withSeenOnes, err := yesOrNo(r.URL.Query(), "seen", false)
	if err != nil {
		return nil, err
	}
	systems, err := r.common().systems(d.catalogue())
	if err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	all, err := s.Deployments(r.Context(), r.source, r.common().System, from, to)
	if err != nil {
		return nil, fromStore("reading deployments", err)
	}
	if withSeenOnes {
		for _, system := range systems {
			seen, err := d.live.Deployments(r.Context(), system, from, to)
			if _, err := shown(err); err != nil {
				return nil, err
			}
			all = withSeen(all, system.Name, seen)
		}
	}
	views := []deploymentView{}
	for _, one := range all {
		views = append(views, deploymentViewOf(one))
	}
	return map[string]any{"deployments": views}, nil
}

// lookBack is how far back a deployment may lie that is compared by its name: as far as is learned by default.
const lookBack = 28 * 24 * time.Hour

// knownDeployments are all that were reported of a system, and those that its metrics tell. Where Prometheus does not
// answer, those reported stand for themselves.
func (d *Datasource) knownDeployments(ctx context.Context, source, name string) ([]store.Deployment, error) {
	systems, err := (Common{System: name}).systems(d.catalogue())
	if err != nil {
		return nil, err
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.Deployments(ctx, source, name, time.Time{}, time.Time{})
	if err != nil {
		return nil, fromStore("reading deployments", err)
	}
	now := d.process.now()
	seen, err := d.live.Deployments(ctx, systems[0], now.Add(-lookBack), now)
	if _, err := shown(err); err != nil && len(all) == 0 {
		return nil, err
	}
	return withSeen(all, name, seen), nil
}

// withSeen adds what metrics tell of a system and nobody reported, by time; starts without a version have no name to
// compare by.
func withSeen(reported []store.Deployment, system string, seen []live.Deployment) []store.Deployment {
	all := slices.Clone(reported)
	for _, one := range seen {
		known := slices.ContainsFunc(reported, func(r store.Deployment) bool {
			return r.System == system && one.At.Sub(r.At).Abs() <= sameDeployment
		})
		if one.Version != "" && !known {
			all = append(all, store.Deployment{System: system, At: one.At, Version: one.Version, Description: "seen in the metrics of job " + one.Job})
		}
	}
	slices.SortStableFunc(all, func(a, b store.Deployment) int { return a.At.Compare(b.At) })
	return all
}
