package report

// This file answers how the speed of operations moved: against normal, and from one level to another.

import (
	"fmt"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// noticeable is from where on somebody would notice that an operation is faster: as far below normal as "slightly above"
// is above it (D2 l.433).
const noticeable = 1 / 1.1

// clearlySlower are those with a tier over the period as a whole, which takes their factor and enough certainty.
func (e engine) clearlySlower() []Row {
	return againstNormal(e.slower, func(o Operation) bool { return o.tier > detect.Normal }, func(ratio float64) float64 { return ratio })
}

// clearlyFaster tells the share of the time that is saved. Inside a documented range is where an operation belongs: only
// what was learned can be beaten.
func (e engine) clearlyFaster() []Row {
	return againstNormal(e.faster, func(o Operation) bool {
		return *o.Ratio <= noticeable && o.State != string(baseline.Documented)
	}, func(ratio float64) float64 { return 1 - ratio })
}

func againstNormal(ops []Operation, kept func(Operation) bool, of func(ratio float64) float64) []Row {
	var rows []Row
	for _, o := range ops {
		if !kept(o) {
			continue
		}
		statistic := baseline.Statistic(o.level)
		rows = append(rows, Row{
			Name: o.Operation, Labels: o.Labels, Value: figure.Known(of(*o.Ratio)),
			Text: fmt.Sprintf("%s %s, normal %s", statistic, inUnit(o.Unit, o.P95), inUnit(o.Unit, o.BaselineP95)),
		})
	}
	return rows
}

func inUnit(unit string, v *float64) string {
	if v == nil {
		return "not measured"
	}
	return figure.In(unit, *v)
}

// shifts are the changes of level, as they happened.
func (e engine) shifts() []Row {
	var rows []Row
	for _, s := range e.req.Kept.Shifts {
		rows = append(rows, Row{
			Name: e.moment(s.At) + " " + s.Operation.Name, Labels: s.Operation.Labels, Value: times(s), Text: e.levelWords(s) + nearWords(s),
		})
	}
	return rows
}

// improvements are those to a lower level, with the share of the time that is saved.
func (e engine) improvements() []Row {
	var rows []Row
	for _, s := range e.req.Kept.Shifts {
		if s.RatioHigh < 1 {
			rows = append(rows, Row{
				Name: s.Operation.Name, Labels: s.Operation.Labels, Value: figure.Known(1 - s.Ratio),
				Text: e.levelWords(s) + " since " + e.moment(s.At) + nearWords(s),
			})
		}
	}
	return largestFirst(rows)
}

// times is the level after as a multiple of that before, where there is one.
func times(s store.LevelShift) *float64 {
	ratio, _, _ := s.Multiple()
	return figure.Known(ratio)
}

func (e engine) levelWords(s store.LevelShift) string {
	of, _ := e.req.System.Set(s.Operation.Set)
	unit := live.UnitOf(of)
	return fmt.Sprintf("%s from %s to %s", baseline.Statistic(of.IsLevel()), figure.In(unit, s.Before), figure.In(unit, s.After))
}

func nearWords(s store.LevelShift) string {
	if s.DeployedAt.IsZero() {
		return ""
	}
	return ", near the release of " + versionWord(s.Deployment)
}

func versionWord(version string) string {
	if version == "" {
		return "an unnamed version"
	}
	return version
}

// releases are the deployments with the operations that changed their level near them; a release that changed none says so.
func (e engine) releases() []Row {
	var rows []Row
	for _, d := range e.req.Kept.Deployments {
		name, quiet := e.moment(d.At)+" "+versionWord(d.Version), true
		for _, s := range e.req.Kept.Shifts {
			if s.DeployedAt.Sub(d.At).Abs() >= time.Second { // a store may keep less than nanoseconds
				continue
			}
			quiet = false
			rows = append(rows, Row{Name: name + ": " + s.Operation.Name, Labels: s.Operation.Labels, Value: times(s), Text: e.levelWords(s)})
		}
		if quiet {
			words := []string{"no operation is known to have changed its level"}
			if d.Description != "" {
				words = append(words, d.Description)
			}
			rows = append(rows, Row{Name: name, Labels: map[string]string{}, Text: strings.Join(words, "; ")})
		}
	}
	return rows
}
