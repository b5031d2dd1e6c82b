package plugin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
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

func (d *Datasource) violationMarks(ctx context.Context, a asked, q Common) ([]annotation, []string, error) {
	l, err := d.violations(ctx, a, q)
	if err != nil {
		return nil, nil, err
	}
	marks := make([]annotation, len(l.rows))
	for i, v := range l.rows {
		word := detect.Tier(v.Tier).String()
		end := v.End
		if end.IsZero() {
			end = a.window.To // it goes on: Grafana draws a region only to a time
		}
		marks[i] = annotation{
			time: v.Start, end: end, title: v.Operation.Name + ": " + word, text: violationText(v),
			tags: []string{"yardstick", "violation", v.Operation.System, word},
		}
	}
	return marks, l.remarks, nil
}

func violationText(v violation) string {
	var parts []string
	if v.Peak > 0 {
		parts = append(parts, fmt.Sprintf("%.1f times normal at the worst", v.Peak))
	}
	if v.Delay > 0 {
		parts = append(parts, fmt.Sprintf("noticed after %s", v.Delay.Round(time.Second)))
	}
	if v.End.IsZero() {
		parts = append(parts, "it goes on")
	}
	return strings.Join(parts, ", ")
}
