package main

// This file rewrites the expressions of one dashboard or rule file, and says
// what of it cannot be measured.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/yardstick-baselines/yardstick/pkg/profile"
)

// ruleOf is a rule with the system that it belongs to and its expressions.
type ruleOf struct {
	node   *yaml.Node
	system string
	exprs  []*yaml.Node
}

// rulesOf are the rules of a group in Grafana's or in Prometheus' form.
func (f *generatedFile) rulesOf(group *yaml.Node) []ruleOf {
	var all []ruleOf
	for _, node := range elements(group, "rules") {
		r := ruleOf{node: node, system: scalar(value(node, "labels"), "system")}
		if r.system == "" {
			r.system = systemOf(scalar(group, "name"), f.systems)
		}
		if expr := value(node, "expr"); expr != nil {
			r.exprs = append(r.exprs, expr)
		}
		for _, query := range elements(node, "data") {
			if expr := value(value(query, "model"), "expr"); expr != nil {
				r.exprs = append(r.exprs, expr)
			}
		}
		all = append(all, r)
	}
	return all
}

// panelsOf are the panels of a dashboard, those inside of rows included.
func panelsOf(node *yaml.Node) []*yaml.Node {
	var all []*yaml.Node
	for _, panel := range elements(node, "panels") {
		all = append(append(all, panel), panelsOf(panel)...)
	}
	return all
}

// reads are the metrics that a file reads of a system after rewriting.
func (f *generatedFile) reads(system string, m *mappedSystem) []string {
	var names []string
	look := func(expr string, rules *profile.Rules) {
		rewritten, err := rules.Rewrite(expr)
		if err != nil {
			return // told when the file is rewritten
		}
		if read, err := profile.Metrics(rewritten); err == nil {
			names = append(names, read...)
		}
	}
	if f.dashboard == system {
		for _, panel := range panelsOf(f.node.Content[0]) {
			for _, target := range elements(panel, "targets") {
				look(scalar(target, "expr"), m.dashboards)
			}
		}
	}
	for _, group := range elements(f.node.Content[0], "groups") {
		for _, rule := range f.rulesOf(group) {
			for _, expr := range rule.exprs {
				if rule.system == system {
					look(expr.Value, m.rules)
				}
			}
		}
	}
	return names
}

// follow rewrites the file in place.
func (f *generatedFile) follow(systems map[string]*mappedSystem) mappedFile {
	result := mappedFile{Path: f.path, Empty: []string{}, LeftOut: []string{}}
	top := f.node.Content[0]
	if f.dashboard != "" {
		systems[f.dashboard].dashboard(top, &result)
	}
	for _, group := range elements(top, "groups") {
		f.group(group, systems, &result)
	}
	if groups := value(top, "groups"); groups != nil {
		groups.Content = slices.DeleteFunc(groups.Content, func(group *yaml.Node) bool { return len(elements(group, "rules")) == 0 })
	}
	f.same = result.Changed == 0 && len(result.Empty) == 0 && len(result.LeftOut) == 0
	return result
}

func (f *generatedFile) group(group *yaml.Node, systems map[string]*mappedSystem, result *mappedFile) {
	rules := value(group, "rules")
	if rules == nil {
		return
	}
	var kept []*yaml.Node
	for _, rule := range f.rulesOf(group) {
		m, known := systems[rule.system]
		if !known {
			kept = append(kept, rule.node)
			continue
		}
		if why := m.rule(rule, result); why != "" {
			result.LeftOut = append(result.LeftOut, titleOf(rule.node)+": "+why)
			continue
		}
		kept = append(kept, rule.node)
	}
	rules.Content = kept
}

func titleOf(rule *yaml.Node) string {
	for _, key := range []string{"title", "alert", "record"} {
		if text := scalar(rule, key); text != "" {
			return text
		}
	}
	return "a rule without a name"
}

// rule rewrites the expressions of a rule; why says that it cannot be evaluated.
func (m *mappedSystem) rule(rule ruleOf, result *mappedFile) (why string) {
	for _, expr := range rule.exprs {
		rewritten, err := m.rules.Rewrite(expr.Value)
		if err != nil {
			return err.Error()
		}
		served, err := profile.Served(rewritten, m.exists)
		if err != nil {
			return err.Error()
		}
		if !served {
			return m.missing([]string{rewritten})
		}
		if rewritten != expr.Value {
			expr.Value, expr.Style = rewritten, 0
			result.Changed++
		}
	}
	return ""
}

func (m *mappedSystem) dashboard(top *yaml.Node, result *mappedFile) {
	for _, variable := range elements(value(top, "templating"), "list") {
		for _, text := range []*yaml.Node{value(value(variable, "query"), "query"), value(variable, "definition")} {
			m.variable(text, result)
		}
	}
	for _, annotation := range elements(value(top, "annotations"), "list") {
		// One that is not PromQL is left as it is: its panel says why nothing is drawn, an annotation has no room for it.
		_, _ = m.expression(value(annotation, "expr"), result)
	}
	for _, panel := range panelsOf(top) {
		m.panel(panel, result)
	}
}

// queryResult is a variable that reads the labels of an expression's result.
var queryResult = regexp.MustCompile(`^query_result\(([\s\S]*)\)$`)

func (m *mappedSystem) variable(text *yaml.Node, result *mappedFile) {
	if text == nil {
		return
	}
	inner := queryResult.FindStringSubmatch(text.Value)
	if inner == nil {
		return
	}
	if rewritten, err := m.dashboards.Rewrite(inner[1]); err == nil && rewritten != inner[1] {
		text.Value = "query_result(" + rewritten + ")"
		result.Changed++
	}
}

// expression rewrites one text; what cannot follow stays and is told where it is shown.
func (m *mappedSystem) expression(expr *yaml.Node, result *mappedFile) (string, error) {
	if expr == nil {
		return "", nil
	}
	rewritten, err := m.dashboards.Rewrite(expr.Value)
	if err == nil && rewritten != expr.Value {
		expr.Value = rewritten
		result.Changed++
	}
	return expr.Value, err
}

// panel rewrites the queries of a panel. One without any metric says what to emit.
func (m *mappedSystem) panel(panel *yaml.Node, result *mappedFile) {
	var unserved []string
	var why string
	answered := len(elements(panel, "targets")) == 0
	for _, target := range elements(panel, "targets") {
		text, err := m.expression(value(target, "expr"), result)
		served := text == ""
		if err != nil {
			why = err.Error()
		} else if !served {
			served, err = profile.Served(text, m.exists)
			served = served || err != nil // no PromQL of ours: left alone
		}
		answered = answered || served
		if !served && err == nil {
			unserved = append(unserved, text)
			m.silence(value(target, "expr"))
		}
	}
	if answered {
		return
	}
	if why == "" {
		why = m.missing(unserved)
	}
	set(panel, why, "fieldConfig", "defaults", "noValue")
	result.Empty = append(result.Empty, scalar(panel, "title")+": "+why)
}

// silence keeps a constant (`or vector(0)`) from standing for what is not measured. Once the metric is there, it speaks.
func (m *mappedSystem) silence(expr *yaml.Node) {
	names := m.lacking([]string{expr.Value})
	if len(names) == 0 || !strings.Contains(expr.Value, "vector(") {
		return
	}
	expr.Value = fmt.Sprintf("(%s) unless on () absent(%s{job=~\"$jobs|$host_jobs\"})", expr.Value, names[0])
}
