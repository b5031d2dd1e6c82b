package plugin

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// annotation is one mark on the graphs.
type annotation struct {
	time, end   time.Time
	title, text string
	tags        []string
}

// annotations answers what happened within the range; it is read from our own store, deployments from Prometheus too.
func (d *Datasource) annotations(ctx context.Context, a asked, q AnnotationsQuery) (data.Frames, error) {
	kind, err := oneOf("kind", q.Kind, "violation", "baseline", "change", "deployment")
	if err != nil {
		return nil, err
	}
	var marks []annotation
	var remarks []string
	switch kind {
	case "violation":
		marks, remarks, err = d.violationMarks(ctx, a, q.Common)
	case "baseline":
		marks, err = d.versionMarks(ctx, a, q.Common, turns)
	case "change":
		if marks, err = d.versionMarks(ctx, a, q.Common, moves); err != nil {
			return nil, err
		}
		var shifts []annotation
		shifts, err = d.shiftMarks(ctx, a, q.Common)
		marks = append(marks, shifts...)
	case "deployment":
		marks, remarks, err = d.deploymentMarks(ctx, a, q.Common)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(marks, func(x, y annotation) int {
		return cmp.Or(x.time.Compare(y.time), cmp.Compare(x.title, y.title), cmp.Compare(x.text, y.text))
	})
	frames := data.Frames{tableOf("annotations", marks,
		moment("time", func(m annotation) time.Time { return m.time }),
		moment("timeEnd", func(m annotation) time.Time { return m.end }),
		text("title", func(m annotation) string { return m.title }),
		text("text", func(m annotation) string { return m.text }),
		text("tags", func(m annotation) string { return strings.Join(m.tags, ",") }),
	)}
	notice(frames, remarks...)
	return frames, nil
}
