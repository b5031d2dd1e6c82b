package report

// This file answers those items of the documents that no expression gives:
// violations, recommendations, growth, changes of level, decisions of people.

import (
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/growth"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Kept is what the store and the engine know of a period besides baselines and violations.
type Kept struct {
	Advice      []live.Advice // that applies at its end
	Growth      []growth.Series
	Shifts      []store.LevelShift
	Acts        []store.Act
	Deployments []store.Deployment
}

// engine is what its items are made of.
type engine struct {
	req            Request
	violations     []Violation
	slower, faster []Operation
	from, to       time.Time
}

// answers are the engine's lists by the catalogue's words, and what it means that one is empty.
var answers = map[string]struct {
	rows func(engine) []Row
	none string
}{
	"violations":      {engine.violated, "no operation was in violation in that %s"},
	"violation time":  {engine.violationTime, "no operation was in violation in that %s"},
	"incidents":       {engine.incidents, "no operation was in violation in that %s"},
	"recommendations": {engine.recommendations, "nothing that the document advises applied at the end of the %s"},
	"shifts":          {engine.shifts, "no operation changed its level in that %s, as far as it is learned"},
	"improvements":    {engine.improvements, "no operation's level became clearly lower in that %s, as far as it is learned"},
	"slower":          {engine.clearlySlower, "no operation with a baseline was clearly slower than normal over the %s"},
	"faster":          {engine.clearlyFaster, "no operation with a baseline was clearly faster than normal over the %s"},
	"load":            {engine.load, "no whole day is learned before the end of the %s: growth needs the learner"},
	"forecast":        {engine.forecast, "fewer than two weeks are learned before the end of the %s: a forecast needs them"},
	"growth":          {engine.growth, "no trend is shown by the days learned up to the end of the %s"},
	"targets":         {engine.targets, "the system has no documented target that could be checked at the end of the %s"},
	"releases":        {engine.releases, "no release was reported in that %s: report them to /deployments"},
	"acts":            {engine.acts, "nobody changed a baseline in that %s"},
	"verdicts":        {engine.verdicts, "nobody judged a violation of that %s yet"},
}

func (e engine) item(documented catalog.ReportItem) Item {
	i := blank(documented)
	answer, known := answers[documented.Engine]
	if !known {
		i.Missing = fmt.Sprintf("this version of Yardstick does not know %q", documented.Engine)
		return i
	}
	if rows := answer.rows(e); len(rows) > 0 {
		i.Rows = rows
		return i
	}
	i.Missing = fmt.Sprintf(answer.none, e.req.Period.Noun())
	return i
}

// moment is a time as a person of the system reads it.
func (e engine) moment(t time.Time) string { return t.In(e.from.Location()).Format("2006-01-02 15:04") }
