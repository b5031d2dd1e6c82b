package runs

import (
	"maps"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which measurement of one set is compared with which of another.

// Pair joins two sets by operation, labels and quantity; an operation that one of them lacks says so.
func Pair(base, candidate Set, critical []string) []compare.Operation {
	of := partners(base.Measured, candidate.Measured)
	all := make([]compare.Operation, len(base.Measured))
	for i, b := range base.Measured {
		all[i] = compare.Operation{
			Name: b.Operation, Labels: b.Labels, Quantity: b.Quantity, Base: b.Side, Limit: b.Limit, Critical: slices.Contains(critical, b.Operation),
		}
		if k, found := of[i]; found {
			all[i].Candidate = candidate.Measured[k].Side
		} else {
			all[i].Missing = "not measured in " + candidate.Title
		}
	}
	return all
}

// New are the operations of the candidate that the base does not know, or of which it knows no such quantity: there is
// nothing to judge them by.
func New(base, candidate Set) (names []string) {
	known, called := map[int]bool{}, map[string]int{}
	for _, m := range slices.Concat(base.Measured, candidate.Measured) {
		called[m.Operation]++
	}
	for _, k := range partners(base.Measured, candidate.Measured) {
		known[k] = true
	}
	for k, m := range candidate.Measured {
		switch {
		case known[k]:
		case called[m.Operation] == 1:
			names = append(names, m.Operation)
		default:
			names = append(names, m.name())
		}
	}
	return names
}

// name tells a measurement from all others of a set; of what takes time that it is a duration goes without saying.
func (m Measurement) name() string {
	name := NameOf(m.Operation, m.Labels)
	if m.Quantity == store.Duration {
		return name
	}
	return name + " " + m.Quantity
}

// NameOf tells operations of one name apart by their labels.
func NameOf(operation string, labels map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		if !strings.Contains(operation, labels[name]) {
			parts = append(parts, name+"="+labels[name])
		}
	}
	if len(parts) == 0 {
		return operation
	}
	return operation + " {" + strings.Join(parts, ", ") + "}"
}

// likeness is one way to know a measurement again: by what of it (measurements of another key are not looked at), and
// which of those are the same.
type likeness struct {
	key  func(m Measurement) string
	same func(b, m Measurement) bool
}

// likenesses, the surest first. A run calls an operation by the whole name that Yardstick gives it ("graph-to-table
// small"), or gives it the labels of what was learned and a name of its own. Two runs name alike what is alike: there
// labels alone say nothing, all requests of a load test may bear the same.
var likenesses = []likeness{
	{
		func(m Measurement) string { return keyOf(m.Operation, m.Labels, m.Quantity) },
		sameSet,
	},
	{
		func(m Measurement) string { return keyOf(m.Operation, nil, m.Quantity) },
		func(b, m Measurement) bool { return sameSet(b, m) && (len(b.Labels) == 0 || len(m.Labels) == 0) },
	},
	{
		func(m Measurement) string { return keyOf("", m.Labels, m.Quantity) },
		func(b, m Measurement) bool { return (b.Set == "") != (m.Set == "") && len(b.Labels) > 0 },
	},
}

func sameSet(b, m Measurement) bool { return b.Set == m.Set || b.Set == "" || m.Set == "" }

// partners are the measurements of the candidate by those of the base. What may be any of several is none of them: a
// comparison with another operation would say something, and something wrong.
func partners(base, candidate []Measurement) map[int]int {
	of, used := map[int]int{}, map[int]bool{}
	for _, l := range likenesses {
		left := by(l, candidate, used)
		for key, bs := range by(l, base, of) {
			ms := left[key]
			for _, i := range bs {
				k, one := theOnly(ms, func(k int) bool { return l.same(base[i], candidate[k]) })
				if !one {
					continue
				}
				if _, one = theOnly(bs, func(i int) bool { return l.same(base[i], candidate[k]) }); one {
					of[i], used[k] = k, true
				}
			}
		}
	}
	return of
}

// by groups those without a partner.
func by[P any](l likeness, all []Measurement, paired map[int]P) map[string][]int {
	groups := map[string][]int{}
	for i, m := range all {
		if _, done := paired[i]; !done {
			key := l.key(m)
			groups[key] = append(groups[key], i)
		}
	}
	return groups
}

func theOnly(all []int, fits func(i int) bool) (found int, one bool) {
	for _, i := range all {
		if fits(i) {
			if one {
				return 0, false
			}
			found, one = i, true
		}
	}
	return found, one
}
