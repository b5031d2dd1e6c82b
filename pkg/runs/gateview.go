package runs

import (
	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers how the verdict of a gate is told to a program (design 5.3).

// GateView is a verdict as JSON; a number that is not known, or an end that nothing bounds, is null.
type GateView struct {
	Verdict    string              `json:"verdict"`
	Reason     string              `json:"reason"`
	Base       string              `json:"base"`
	Candidate  string              `json:"candidate"`
	System     string              `json:"system"`
	Operations []GateOperationView `json:"operations"`
	// New are operations that the base does not know; they are not judged.
	New []string `json:"new"`
}

// GateOperationView is one operation; ratio, low and high are those of the measure that the verdict rests on.
type GateOperationView struct {
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	Quantity  string            `json:"quantity"`
	Critical  bool              `json:"critical"`
	Measure   string            `json:"measure"`
	Ratio     *float64          `json:"ratio"`
	Low       *float64          `json:"low"`
	High      *float64          `json:"high"`
	Verdict   string            `json:"verdict"`
	Reason    string            `json:"reason"`
	// Needed is about how many executions on each side would decide; null where it is decided or none would.
	Needed   *float64          `json:"needed"`
	Measures []GateMeasureView `json:"measures"`
}

// GateMeasureView is one measure; of errors ratio, low, high and margin are differences of shares.
type GateMeasureView struct {
	Measure string   `json:"measure"`
	Ratio   *float64 `json:"ratio"`
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
	Margin  float64  `json:"margin"`
	Verdict string   `json:"verdict"`
	Reason  string   `json:"reason,omitempty"`
}

// JudgeSets runs the gate over two sets.
func JudgeSets(base, candidate Set, critical []string, s compare.Settings) GateView {
	a := compare.Gate(Pair(base, candidate, critical), s)
	view := GateView{
		Verdict: string(a.Verdict), Reason: a.Reason, Base: base.Title, Candidate: candidate.Title, System: candidate.System,
		Operations: []GateOperationView{}, New: append([]string{}, New(base, candidate)...),
	}
	for _, o := range a.Operations {
		view.Operations = append(view.Operations, gateOperationOf(o))
	}
	return view
}

func gateOperationOf(o compare.OperationVerdict) GateOperationView {
	d := o.Decisive()
	v := GateOperationView{
		Operation: o.Name, Labels: orNone(o.Labels), Quantity: o.Quantity, Critical: o.Critical, Measure: string(d.Measure),
		Verdict: string(o.Verdict), Reason: o.Reason, Measures: []GateMeasureView{},
	}
	v.Ratio, v.Low, v.High = ends(d)
	if o.Needed > 0 {
		v.Needed = figure.Known(o.Needed)
	}
	for _, m := range o.Measures {
		view := GateMeasureView{Measure: string(m.Measure), Margin: m.Margin, Verdict: string(m.Verdict), Reason: m.Reason}
		view.Ratio, view.Low, view.High = ends(m)
		v.Measures = append(v.Measures, view)
	}
	return v
}

// ends are null where nothing bounds them: a ratio is never shown to be above 0.
func ends(m compare.Judged) (value, low, high *float64) {
	value, low, high = figure.Known(m.Value), figure.Known(m.Low), figure.Known(m.High)
	if low != nil && *low <= 0 && m.Measure != compare.Errors {
		low = nil
	}
	return value, low, high
}
