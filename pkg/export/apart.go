package export

import "slices"

// Apart is what a label of an operation is called among labels of ours: one that has the name of one of these becomes
// exported_…, as Prometheus does with what it scrapes, and once more for as long as the operation owns a label of that name
// too. Otherwise two operations could have the same labels.
func Apart(name string, ours []string, owns func(name string) bool) string {
	if !slices.Contains(ours, name) {
		return name
	}
	for owns(name) {
		name = "exported_" + name
	}
	return name
}

// AddLabels adds the labels of an operation to those of ours that name it.
func AddLabels(to, own map[string]string, ours []string) {
	for name, value := range own {
		to[Apart(name, ours, func(name string) bool { _, is := own[name]; return is })] = value
	}
}
