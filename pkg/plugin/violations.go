package plugin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Which stretches of time were operations in breach? The learner has derived
// those of the hours it has passed; what goes on now is derived on request by
// the same function (design 4.4), so that nothing is lost while nobody watches.

// violation is a stretch in breach; one that goes on has no end.
type violation struct {
	store.Violation
	reason string
}

func violatedLabels(v violation) map[string]string { return v.Operation.Labels }

type violationList struct {
	rows    []violation
	remarks []string
}

// violations lists those of the asked range that a query is about, the newest first.
func (d *Datasource) violations(ctx context.Context, a asked, q Common) (violationList, error) {
	systems, err := d.asked(ctx, q, a.window.To)
	if err != nil {
		return violationList{}, err
	}
	var l violationList
	for _, system := range systems {
		rows, remark, err := d.violationsOf(ctx, a, q, system)
		if err != nil {
			return l, err
		}
		l.rows, l.remarks = append(l.rows, rows...), append(l.remarks, remark)
	}
	slices.SortStableFunc(l.rows, func(x, y violation) int { return cmp.Compare(y.Start.UnixNano(), x.Start.UnixNano()) })
	if err := tooMany(len(l.rows), maxViolations, "violations"); err != nil {
		return l, badInput{err}
	}
	return l, nil
}

func (d *Datasource) violationsOf(ctx context.Context, a asked, q Common, system *catalog.System) ([]violation, string, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, "", err
	}
	past, err := s.Violations(ctx, a.source, system.Name, a.window.From, a.window.To)
	if err != nil {
		return nil, "", fromStore("reading violations", err)
	}
	request, err := d.request(ctx, a, q, system)
	if err != nil {
		return nil, "", err
	}
	open, err := d.live.OpenViolations(ctx, request)
	remark, err := shown(err)
	if err != nil {
		return nil, "", fmt.Errorf("looking for violations of %s: %w", system.Title, err)
	}
	var rows []violation
	for _, v := range past {
		if q.keeps(v.Operation.Name, v.Operation.Labels) {
			rows = append(rows, violation{Violation: v})
		}
	}
	return withOpen(rows, open), remark, nil
}

// sameStretch is how far apart two parts of one violation may be told: the learner's part ends with the last hour,
// the open part begins where the last hour of windows does.
const sameStretch = 10 * time.Minute

// withOpen adds what is in breach now. One that the learner knows the beginning of is carried on, not told twice.
func withOpen(rows []violation, open []live.OpenViolation) []violation {
	for _, v := range open {
		i := slices.IndexFunc(rows, func(row violation) bool {
			return row.Operation.Set == v.Set && live.Key("", row.Operation.Labels) == live.Key("", v.Labels) &&
				(row.End.IsZero() || v.Stretch.Start.Sub(row.End) < sameStretch)
		})
		if i >= 0 {
			row := &rows[i]
			row.End, row.reason = time.Time{}, v.Reason
			row.Peak, row.Tier = max(row.Peak, v.Peak), max(row.Tier, int(v.Stretch.Tier))
			continue
		}
		rows = append(rows, violation{reason: v.Reason, Violation: store.Violation{
			Operation: store.Operation{System: v.System, Set: v.Set, Name: v.Operation, Labels: v.Labels},
			Tier:      int(v.Stretch.Tier), Start: v.Stretch.Start, Onset: v.Onset, Delay: v.Delay(), Peak: v.Peak,
		}})
	}
	return rows
}
