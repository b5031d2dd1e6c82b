package live

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers which recommendations follow from breaches and violations
// rather than from a condition in PromQL.

// mostAdvised is how many operations an advice names: the first to look at, not the whole system.
const mostAdvised = 5

// others says how many more there are than an advice names.
func others(n int, of, than string) []Fact {
	if n <= mostAdvised {
		return nil
	}
	n -= mostAdvised
	return []Fact{{Title: "Other operations " + of, Value: float64(n), Op: ">", Unit: "short", Text: fmt.Sprintf("%d more, %s", n, than)}}
}

// fromBreaches gives the advice of a group when operations of that group are in breach.
func fromBreaches(sys *catalog.System, rec catalog.Recommendation, req AdviceRequest) []Advice {
	var own []OperationVerdict
	for _, v := range req.Breaches {
		if v.System == sys.Name && v.Breach() && groupOf(v.Set) == rec.Group {
			own = append(own, v)
		}
	}
	if len(own) == 0 {
		return nil
	}
	slices.SortStableFunc(own, func(a, b OperationVerdict) int { return cmp.Compare(b.Ratio, a.Ratio) })
	a := Advice{System: sys.Name, ID: rec.ID, Title: rec.Title, Group: rec.Group, Anchor: rec.Anchor, Labels: own[0].Labels}
	for _, v := range own[:min(len(own), mostAdvised)] {
		a.Operations = append(a.Operations, v.Operation)
		a.Because = append(a.Because, Fact{
			Title: v.Operation + " against its baseline", Labels: v.Labels, Value: v.Ratio, Op: ">=", Limit: settingsWarning(sys), Unit: "x",
			Since: req.BreachSince[Key(v.Set, v.Labels)],
			Text:  fmt.Sprintf("%s: %sx its baseline", v.Operation, number(v.Ratio)),
		})
	}
	a.Because = append(a.Because, others(len(own), "against their baselines", "nearer to theirs")...)
	a.Since = a.Because[0].Since
	words := wordsOf(own[0].Labels)
	words["operation"], words["value"] = own[0].Operation, number(own[0].Ratio)+"x"
	a.Text = catalog.Fill(rec.Text, words)
	return []Advice{a}
}

func fromViolations(sys *catalog.System, rec catalog.Recommendation, violated []ViolatedOperation) []Advice {
	if len(violated) == 0 {
		return nil
	}
	a := Advice{System: sys.Name, ID: rec.ID, Title: rec.Title, Group: rec.Group, Anchor: rec.Anchor, Labels: violated[0].Labels}
	for _, v := range violated[:min(len(violated), mostAdvised)] {
		a.Operations = append(a.Operations, v.Operation)
		a.Because = append(a.Because, Fact{
			Title: "Violations of " + v.Operation + " in seven days", Labels: v.Labels, Value: float64(v.Times), Op: ">", Unit: "short",
			Since: v.Since, Text: v.Operation + ": " + figure.Count(float64(v.Times), "violation", "violations") + " in seven days",
		})
	}
	a.Because = append(a.Because, others(len(violated), "with violations in seven days", "not more often")...)
	a.Since = a.Because[0].Since
	words := wordsOf(violated[0].Labels)
	words["operation"], words["value"] = violated[0].Operation, strconv.Itoa(violated[0].Times)
	a.Text = catalog.Fill(rec.Text, words)
	return []Advice{a}
}

func settingsWarning(sys *catalog.System) float64 {
	return SettingsOf(sys, catalog.OperationSet{}).Warning
}

// groupOf is the group of recommendations that speaks of an operation set.
func groupOf(set string) string {
	for _, group := range []struct{ begins, group string }{
		{"conversion", "conversion"}, {"tool", "tool"}, {"llm", "llm"}, {"db", "database"}, {"database", "database"},
		{"lock", "database"}, {"query", "database"}, {"pool", "pool"}, {"breaker", "breaker"},
	} {
		if strings.HasPrefix(set, group.begins) {
			return group.group
		}
	}
	return "operation"
}
