package main

// This file answers of what `yardstick analyze` tells a share: a phase is a part of its command, a command one of all.

import (
	"fmt"
	"maps"

	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

// phaseLabel tells the phases of a command from the command (D5 l.37-43).
const phaseLabel = "phase"

// measuredIn is where shares add up: what one source says of one quantity.
type measuredIn struct{ system, from, quantity string }

func (a analyzed) in() measuredIn { return measuredIn{a.System, a.From, a.Quantity} }

func (a analyzed) total() float64 { return a.Count * a.Mean }

// withShares fills in shares that add up: a command and its phases are the same time, and count once.
func withShares(all []analyzed) []analyzed {
	commands := commandsOf(all)
	whole, phases := map[measuredIn]float64{}, map[int]float64{}
	for i, a := range all {
		if command, is := commands[i]; is {
			phases[command] += a.total()
		} else {
			whole[a.in()] += a.total()
		}
	}
	for i, a := range all {
		of := whole[a.in()]
		if command, is := commands[i]; is {
			all[i].ShareOf = runs.NameOf(all[command].Operation, all[command].Labels)
			// Phases that run beside each other are longer than their command; of a command fewer runs may have been seen.
			of = max(all[command].total(), phases[command])
		}
		if of > 0 {
			all[i].Share = a.total() / of
		}
	}
	return all
}

// commandsOf are the places of the commands of phases, by the place of the phase.
func commandsOf(all []analyzed) map[int]int {
	byKey := map[string]int{}
	for i, a := range all {
		if _, is := a.Labels[phaseLabel]; is {
			continue
		}
		for _, key := range a.keysOfCommand(a.Labels) {
			if known, taken := byKey[key]; !taken || a.total() > all[known].total() {
				byKey[key] = i
			}
		}
	}
	commands := map[int]int{}
	for i, a := range all {
		if _, is := a.Labels[phaseLabel]; !is {
			continue
		}
		labels := maps.Clone(a.Labels)
		delete(labels, phaseLabel)
		for _, key := range a.keysOfCommand(labels) {
			if command, known := byKey[key]; known {
				commands[i] = command
				break
			}
		}
	}
	return commands
}

// keysOfCommand tell a command: by its name, as in a run, or by labels alone, as phases are a metric of their own with a
// baseline.
func (a analyzed) keysOfCommand(labels map[string]string) []string {
	keys := []string{fmt.Sprintf("%q %q %v", a.in(), a.Operation, labels)}
	if a.From == fromBaseline && len(labels) > 0 {
		keys = append(keys, fmt.Sprintf("%q %v", a.in(), labels))
	}
	return keys
}
