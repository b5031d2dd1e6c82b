package plugin

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// When was a new version deployed? Pipelines report it; what nobody reported
// is read from the build or start metric of the system's processes.

// sameDeployment is how long after its report a deployment's processes may start, and how far clocks may differ.
const sameDeployment = 15 * time.Minute

func (d *Datasource) deploymentMarks(ctx context.Context, a asked, q Common) (marks []annotation, remarks []string, err error) {
	systems, err := d.asked(ctx, q, a.window.To)
	if err != nil {
		return nil, nil, err
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, system := range systems {
		// A report from before the range explains a start within it.
		reported, err := s.Deployments(ctx, a.source, system.Name, a.window.From.Add(-sameDeployment), a.window.To)
		if err != nil {
			return nil, nil, fromStore("reading deployments", err)
		}
		seen, err := d.live.Deployments(ctx, system, a.window.From, a.window.To)
		remark, err := shown(err)
		if err != nil {
			return nil, nil, err
		}
		marks, remarks = append(marks, deploymentsOf(system, reported, seen, a.window.From)...), append(remarks, remark)
	}
	return marks, remarks, nil
}

// deploymentsOf marks what was reported within the range, and what was seen without a report.
func deploymentsOf(system *catalog.System, reported []store.Deployment, seen []live.Deployment, from time.Time) []annotation {
	tags := []string{"yardstick", "deployment", system.Name}
	var marks []annotation
	for _, r := range reported {
		if r.At.Before(from) {
			continue
		}
		marks = append(marks, annotation{time: r.At, title: system.Title + ": " + deployedWord(r.Version), text: reportText(r), tags: tags})
	}
	for _, s := range seen {
		if slices.ContainsFunc(reported, func(r store.Deployment) bool { return s.At.Sub(r.At).Abs() <= sameDeployment }) {
			continue
		}
		mark := annotation{time: s.At, title: system.Title + ": " + deployedWord(s.Version), text: "job " + s.Job, tags: tags}
		if s.Version == "" {
			mark.title = system.Title + ": started anew"
		}
		if s.Before != "" {
			mark.text += ", before " + s.Before
		}
		if s.End.After(s.At) {
			mark.end = s.End
		}
		marks = append(marks, mark)
	}
	return marks
}

func deployedWord(version string) string {
	if version == "" {
		return "deployed"
	}
	return "version " + version + " deployed"
}

func reportText(r store.Deployment) string {
	by := fmt.Sprintf("reported by %s", r.Author)
	if r.Description == "" {
		return by
	}
	return r.Description + ", " + by
}
