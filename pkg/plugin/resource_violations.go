package plugin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// violationView is one stretch in breach, as GET /violations gives it.
type violationView struct {
	ID        int64             `json:"id"` // 0 for one that the learner has not passed yet
	System    string            `json:"system"`
	Set       string            `json:"set"`
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	Tier      string            `json:"tier"`
	Start     time.Time         `json:"start"`
	End       *time.Time        `json:"end"` // null while it goes on
	Peak      *float64          `json:"peak"`
	Delay     float64           `json:"delay"` // seconds from onset to first tier
	Verdict   string            `json:"verdict"`
	Reason    string            `json:"reason"`
}

func violationViewOf(v violation) violationView {
	view := violationView{
		ID: v.ID, System: v.Operation.System, Set: v.Operation.Set, Operation: v.Operation.Name, Labels: v.Operation.Labels,
		Tier: detect.Tier(v.Tier).String(), Start: v.Start, Peak: figure.Known(v.Peak), Delay: v.Delay.Seconds(), Verdict: v.Verdict, Reason: v.reason,
	}
	if !v.End.IsZero() {
		view.End = &v.End
	}
	return view
}

// listViolations lists those of a range, the newest first.
func (d *Datasource) listViolations(r *request) (any, error) {
	from, to, err := r.span(d.process.now())
	if err != nil {
		return nil, err
	}
	a := asked{source: r.source}
	a.window.From, a.window.To = from, to
	l, err := d.violations(r.Context(), a, r.common())
	if err != nil {
		return nil, err
	}
	views := []violationView{}
	for _, v := range l.rows {
		views = append(views, violationViewOf(v))
	}
	return views, nil
}

// verdictKeeper is a store that keeps people's verdicts on violations.
type verdictKeeper interface {
	SetVerdict(ctx context.Context, source string, violation int64, verdict string) (found bool, err error)
}

var _ verdictKeeper = (*sqlite.Store)(nil)

var verdictWords = []string{"", "true", "false", "expected"}

// judgeViolation keeps what a person says of a violation: that it was true, false, or expected.
func (d *Datasource) judgeViolation(r *request) (any, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		return nil, badInputf("%q is not the id of a violation", r.PathValue("id"))
	}
	var body struct {
		Verdict string `json:"verdict"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if !slices.Contains(verdictWords, body.Verdict) {
		return nil, badInputf("the verdict %q is unknown: choose one of %s, or nothing to take it back", body.Verdict, strings.Join(verdictWords[1:], ", "))
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	keeper, able := s.(verdictKeeper)
	if !able {
		return nil, errors.New("this store does not keep verdicts")
	}
	switch found, err := keeper.SetVerdict(r.Context(), r.source, id, body.Verdict); {
	case err != nil:
		return nil, fromStore("keeping the verdict", err)
	case !found:
		return nil, absent{fmt.Errorf("there is no violation %d", id)}
	}
	if body.Verdict == "expected" {
		if err := d.proposeExpected(r, s, id); err != nil {
			return nil, err
		}
	}
	log.DefaultLogger.Info("A person judged a violation", "source", r.source, "violation", id, "verdict", body.Verdict, "by", r.login)
	return map[string]any{"id": id, "verdict": body.Verdict}, nil
}
