package live

// This file answers how many targets are kept: each counts once, however many series or operations it is checked for.

// TargetCount counts targets by outcome.
type TargetCount struct{ Met, Missed, NotTested, CannotTell int }

// outcomeWeight orders outcomes for the sum over the rows of one target: missed anywhere is missed; met where it was
// tested is met.
var outcomeWeight = map[Outcome]int{NotTested: 1, CannotTell: 2, Met: 3, Missed: 4}

// CountTargets counts every target of one system once, by the outcome that says most about it. The rows are read by
// of, because a report keeps its own.
func CountTargets[T any](rows []T, of func(T) (id string, outcome Outcome)) TargetCount {
	sums := map[string]Outcome{}
	for _, row := range rows {
		if id, outcome := of(row); outcomeWeight[outcome] > outcomeWeight[sums[id]] {
			sums[id] = outcome
		}
	}
	var n TargetCount
	for _, outcome := range sums {
		switch outcome {
		case Met:
			n.Met++
		case Missed:
			n.Missed++
		case NotTested:
			n.NotTested++
		case CannotTell:
			n.CannotTell++
		}
	}
	return n
}

// Checked is what CountTargets reads of a row.
func (r TargetRow) Checked() (id string, outcome Outcome) { return r.Target.ID, r.Outcome }
