package plugin

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

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
		at, err := time.Parse(time.RFC3339, body.Time)
		if err != nil {
			return nil, badInputf("time %q is not a time: give one as 2006-01-02T15:04:05Z", body.Time)
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
	case len(d.Version) > longestVersion:
		return badInputf("the version is longer than %d characters", longestVersion)
	case len(d.Description) > longestDescription:
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

// listDeployments lists those reported within a range.
func (d *Datasource) listDeployments(r *request) (any, error) {
	from, to, err := r.span(d.process.now())
	if err != nil {
		return nil, err
	}
	if _, err := r.common().systems(d.catalogue()); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	reported, err := s.Deployments(r.Context(), r.source, r.common().System, from, to)
	if err != nil {
		return nil, fromStore("reading deployments", err)
	}
	views := []deploymentView{}
	for _, one := range reported {
		views = append(views, deploymentViewOf(one))
	}
	return map[string]any{"deployments": views}, nil
}
