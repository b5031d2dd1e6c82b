package plugin

import (
	"maps"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// variableView is one value of a template variable.
type variableView struct {
	Text  string `json:"text"`
	Value string `json:"value"`
}

// listVariables gives the values of a template variable: systems, operations, or the values of one label.
func (d *Datasource) listVariables(r *request) (any, error) {
	kind, err := oneOf("kind", r.URL.Query().Get("kind"), "systems", "operations", "labels")
	if err != nil {
		return nil, err
	}
	if kind == "systems" {
		systems, err := d.asked(r.Context(), Common{}, d.process.now())
		if err != nil {
			return nil, err
		}
		views := []variableView{}
		for _, system := range systems {
			views = append(views, variableView{system.Title, system.Name})
		}
		return views, nil
	}
	label := r.URL.Query().Get("label")
	if kind == "labels" && label == "" {
		return nil, badInputf("the parameter label is missing: whose values are wanted?")
	}
	if kind == "operations" {
		label = "" // a variable of another kind before still names one
	}
	values, err := d.valuesOf(r, label)
	if err != nil {
		return nil, err
	}
	views := []variableView{}
	for _, value := range slices.Sorted(maps.Keys(values)) {
		views = append(views, variableView{value, value})
	}
	return views, nil
}

// valuesOf are the values of a label, or the names of operations without one. They come from the store: what was
// learned is what there is, and a dashboard opens without asking Prometheus. Before anything is learned Prometheus
// tells; documented operations are there from the beginning.
func (d *Datasource) valuesOf(r *request, label string) (map[string]struct{}, error) {
	values := map[string]struct{}{}
	add := func(name string, labels map[string]string) {
		if label != "" {
			name = labels[label]
		}
		if name != "" {
			values[name] = struct{}{}
		}
	}
	l, err := d.learnedRows(r.Context(), r.source, r.common(), d.process.now())
	if err != nil {
		return nil, err
	}
	for _, row := range l.rows {
		add(row.Operation.Name, row.Operation.Labels)
	}
	if len(l.rows) == 0 {
		j, err := d.verdicts(r.Context(), askedNow(r.source, d.process.now()), r.common(), detect.Latency)
		if err != nil {
			return nil, err
		}
		for _, v := range j.verdicts {
			add(v.Operation, v.Labels)
		}
	}
	systems, err := r.common().systems(d.catalogue())
	if err != nil {
		return nil, err
	}
	for _, system := range systems {
		for _, set := range system.Operations {
			for _, documented := range set.Ranges {
				add(set.NameOf(documented.Labels), documented.Labels)
			}
		}
	}
	return values, nil
}
