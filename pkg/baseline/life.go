package baseline

import (
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers what a person may decide about a baseline (design 4.7).

// Standing is what a person has decided about a baseline; empty where nobody has.
type Standing string

const (
	// Approved was looked at and agreed to: it judges with full trust, and goes on
	// learning as long as it stays near what was approved.
	Approved Standing = "approved"
	// Frozen does not move.
	Frozen Standing = "frozen"
)

// Superseded is what a version is called that another one has replaced.
const Superseded = "superseded"

// Anchor is the level that a baseline must stay near without a person's word:
// slow drift is limited and reported instead of absorbed.
type Anchor struct {
	P95 float64   `json:"p95"` // seconds
	At  time.Time `json:"at"`
	// Usual is the usual value of a level, by which it is compared; nil of all else, and in versions of before it was kept.
	Usual *float64 `json:"usual,omitempty"`
}

// AnchorAt binds what follows to what is normal now.
func (r Record) AnchorAt(at time.Time) *Anchor {
	a := &Anchor{P95: r.P95, At: at}
	if r.Level != nil {
		usual := r.Level.Usual()
		a.Usual = &usual
	}
	return a
}

// Moved is how what is normal lies to an anchor.
type Moved struct {
	Before, After    float64
	AfterLow         float64 // the 95 % interval of After
	AfterHigh        float64
	Times            float64 // as it is judged: of a share that is nearly whole what is missing, of next to nothing what counts
	Ratio, Low, High float64 // of After and its interval to Before; Times where that is nothing
}

// Since tells how far a record has moved from an anchor: by its p95, a level by its usual value.
func (r Record) Since(a Anchor) Moved {
	m := Moved{Before: a.P95, After: r.P95, AfterLow: r.P95Low, AfterHigh: r.P95High}
	level := r.Level != nil && a.Usual != nil
	if level {
		m.Before = *a.Usual
		m.After, m.AfterLow, m.AfterHigh = r.Level.usualWithin(r.Effective)
	}
	m.Ratio, m.Low, m.High = m.After/m.Before, m.AfterLow/m.Before, m.AfterHigh/m.Before
	m.Times = m.Ratio
	if level {
		m.Times = r.Level.times(m.Before, m.After)
	}
	if !(m.Before > 0) {
		m.Ratio, m.Low, m.High = m.Times, m.Times, m.Times
	}
	return m
}

// Factors are an operation's own limits of the tiers, in place of the system's.
type Factors struct {
	Info     float64 `json:"info"`
	Warning  float64 `json:"warning"`
	Critical float64 `json:"critical"`
}

// Check says what is wrong with factors.
func (f Factors) Check() error {
	switch {
	case !(f.Info > 1):
		return fmt.Errorf("the factor of info is %g: it must be above 1, which is normal", f.Info)
	case !(f.Warning > f.Info):
		return fmt.Errorf("the factor of warning is %g: it must be above that of info, %g", f.Warning, f.Info)
	case !(f.Critical > f.Warning):
		return fmt.Errorf("the factor of critical is %g: it must be above that of warning, %g", f.Critical, f.Warning)
	case f.Critical > mostFactor:
		return fmt.Errorf("the factor of critical is %g: above %d nothing would ever be critical", f.Critical, mostFactor)
	}
	return nil
}

const mostFactor = 1000

// Word is the state in a word for a person: what was decided, else what the evidence says.
func (r Record) Word() string {
	if r.Standing != "" {
		return string(r.Standing)
	}
	return string(r.State)
}

// Approve makes a person's word stand for what confidence lacks. Less than
// what makes a baseline provisional cannot be approved: there is nothing yet to agree to.
func (r Record) Approve(at time.Time) (Record, error) {
	if err := r.worthKeeping("approved"); err != nil {
		return r, err
	}
	r = r.trusted()
	r.Standing, r.Anchor = Approved, r.AnchorAt(at)
	return r, nil
}

// Freeze makes a baseline stay as it is.
func (r Record) Freeze(at time.Time) (Record, error) {
	if err := r.worthKeeping("frozen"); err != nil {
		return r, err
	}
	r.Standing, r.Anchor = Frozen, r.AnchorAt(at)
	return r, nil
}

// Unfreeze lets a baseline learn again, from where it is.
func (r Record) Unfreeze() (Record, error) {
	if r.Standing != Frozen {
		return r, fmt.Errorf("it is %s, not frozen", r.Word())
	}
	r.Standing = ""
	return r, nil
}

// RolledBack is r as the version that answers again. It is frozen: the next
// hour of learning would otherwise bring back what the person turned away from.
func (r Record) RolledBack(at time.Time) (Record, error) { return r.Freeze(at) }

// WithFactors gives the operation limits of its own, or the system's again with nil.
func (r Record) WithFactors(f *Factors) (Record, error) {
	if f != nil {
		if err := f.Check(); err != nil {
			return r, err
		}
	}
	r.Factors = f
	return r, nil
}

// After makes what was learned anew follow a version: what people decided about that one holds on.
func (r Record) After(old Record) Record {
	r.Standing, r.Anchor, r.Factors = old.Standing, old.Anchor, old.Factors
	if r.Standing == Approved && r.worthKeeping("approved") == nil {
		r = r.trusted()
	}
	return r
}

// Undecided is a record that nobody has decided about.
func (r Record) Undecided() Record {
	r.Standing, r.Anchor, r.Factors = "", nil, nil
	return r
}

func (r Record) worthKeeping(word string) error {
	if r.Requests < leastActive || r.Confidence < provisionalFrom {
		return fmt.Errorf("it cannot be %s yet: it has %.0f of at least %d requests and confidence %.2f of at least %.2f",
			word, r.Requests, leastActive, r.Confidence, provisionalFrom)
	}
	return nil
}

// trusted lets the learned numbers answer where a documented range or caution did.
func (r Record) trusted() Record {
	if r.State == Active {
		return r
	}
	r.State, r.Source = Active, "learned"
	counted := "requests"
	if r.Level != nil {
		counted = "values"
	}
	r.Reason = fmt.Sprintf("a person approved it with %.0f %s and confidence %.2f: %s %s", r.Requests, counted, r.Confidence, Statistic(r.Level != nil), figure.In(r.Unit, r.Typical()))
	return r
}
