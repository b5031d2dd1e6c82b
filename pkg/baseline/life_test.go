package baseline

import (
	"math"
	"testing"
	"time"
)

var decided = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func learnedRecord(state State, confidence float64) Record {
	return Record{Quantiles: Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, Confidence: confidence, State: state, Source: "learned"}
}

func TestAPersonsApprovalStandsForWhatConfidenceLacks(t *testing.T) {
	r, err := learnedRecord(Provisional, 0.7).Approve(decided)
	if err != nil {
		t.Fatal(err)
	}
	if r.State != Active || r.Word() != "approved" || r.Anchor.P95 != 0.3 || !r.Anchor.At.Equal(decided) {
		t.Errorf("approved: %+v", r)
	}
	// A documented range no longer answers once a person trusts the learned numbers.
	if expected := r.WithRange(5, 15, "D2 l.34").Expected(decided); expected != 0.3 {
		t.Errorf("%g s are expected, 0.3 were approved", expected)
	}
}

func TestNothingIsApprovedOrFrozenBeforeThereIsSomethingToAgreeTo(t *testing.T) {
	few := learnedRecord(Provisional, 0.7)
	few.Requests = 99
	for _, r := range []Record{learnedRecord(Learning, 0.49), few} {
		if _, err := r.Approve(decided); err == nil {
			t.Errorf("%.0f requests and confidence %.2f were approved", r.Requests, r.Confidence)
		}
		if _, err := r.Freeze(decided); err == nil {
			t.Errorf("%.0f requests and confidence %.2f were frozen", r.Requests, r.Confidence)
		}
	}
}

func TestWhatPeopleDecidedHoldsOnWhenMoreIsLearned(t *testing.T) {
	old, _ := learnedRecord(Provisional, 0.7).Approve(decided)
	old, err := old.WithFactors(&Factors{1.2, 1.5, 3})
	if err != nil {
		t.Fatal(err)
	}
	again := learnedRecord(Provisional, 0.8).After(old)
	if again.State != Active || again.Word() != "approved" || again.Anchor != old.Anchor || *again.Factors != *old.Factors {
		t.Errorf("after the next hour: %+v", again)
	}
}

func TestOnlyWhatIsFrozenCanBeUnfrozen(t *testing.T) {
	if _, err := learnedRecord(Active, 0.99).Unfreeze(); err == nil {
		t.Error("an active baseline was unfrozen")
	}
	frozen, _ := learnedRecord(Active, 0.99).Freeze(decided)
	r, err := frozen.Unfreeze()
	if err != nil || r.Word() != "active" {
		t.Errorf("%v: %+v", err, r)
	}
	if r.Anchor == nil {
		t.Error("it may drift away from where it was frozen without anybody being told")
	}
}

func TestFactorsAscendAboveNormal(t *testing.T) {
	for _, wrong := range []Factors{{1, 2, 5}, {2, 2, 5}, {1.1, 5, 5}, {1.1, 2, 1001}, {}} {
		if _, err := learnedRecord(Active, 0.99).WithFactors(&wrong); err == nil {
			t.Errorf("%+v are taken", wrong)
		}
	}
	r, _ := learnedRecord(Active, 0.99).WithFactors(&Factors{1.2, 1.5, 3})
	if r, _ = r.WithFactors(nil); r.Factors != nil {
		t.Error("the system's own do not come back")
	}
}

func TestADiffListsWhatDiffersAndNothingElse(t *testing.T) {
	before, after := learnedRecord(Provisional, 0.7), learnedRecord(Active, 0.7)
	after.P95 = 0.36
	fields := map[string]Difference{}
	for _, d := range Diff(before, after) {
		fields[d.Field] = d
	}
	if len(fields) != 2 || fields["state"].BeforeWord != "provisional" || fields["state"].AfterWord != "active" {
		t.Errorf("%+v", fields)
	}
	if d := fields["p95"]; d.Before != 0.3 || d.After != 0.36 || d.Unit != "s" || d.Ratio < 1.19 || d.Ratio > 1.21 {
		t.Errorf("%+v", d)
	}
	if d := Diff(before, before); len(d) != 0 {
		t.Errorf("a version differs from itself: %+v", d)
	}
}

// What one person approved is no approval of what nobody has decided about, nor does freezing make it sure.
func TestOnlyWhatWasApprovedIsTrustedAfterMoreIsLearned(t *testing.T) {
	again := learnedRecord(Provisional, 0.8)
	if r := again.After(learnedRecord(Active, 0.99)); r.State != Provisional || r.Standing != "" {
		t.Errorf("nobody decided: %+v", r)
	}
	frozen, _ := learnedRecord(Active, 0.99).Freeze(decided)
	if r := again.After(frozen); r.State != Provisional || r.Standing != Frozen {
		t.Errorf("it was frozen: %+v", r)
	}
	approved, _ := learnedRecord(Active, 0.99).Approve(decided)
	if r := learnedRecord(Learning, 0.4).After(approved); r.State != Learning || r.Standing != Approved {
		t.Errorf("approved, and too little is known again: %+v", r)
	}
}

func TestHowFarABaselineHasMovedFromWhatWasApproved(t *testing.T) {
	of := func(p95, low, high float64) Record {
		return Record{Quantiles: Quantiles{P95: p95}, P95Low: low, P95High: high}
	}
	level := func(usual, spread float64) Record {
		return Record{Level: &Levels{Middle: math.Log(usual), Spread: spread}, Effective: 200 * math.Pi}
	}
	usual := 50.0
	for _, c := range []struct {
		name   string
		r      Record
		anchor Anchor
		want   Moved
	}{
		{"a p95", of(0.3, 0.24, 0.36), Anchor{P95: 0.2}, Moved{Before: 0.2, After: 0.3, AfterLow: 0.24, AfterHigh: 0.36, Times: 1.5, Ratio: 1.5, Low: 1.2, High: 1.8}},
		{"a level by its usual value, within what the median of so many scatters", level(100, 1), Anchor{P95: 1, Usual: &usual},
			Moved{Before: 50, After: 100, AfterLow: 100 * math.Exp(-0.098), AfterHigh: 100 * math.Exp(0.098), Times: 2, Ratio: 2, Low: 2 * math.Exp(-0.098), High: 2 * math.Exp(0.098)}},
	} {
		got := c.r.Since(c.anchor)
		for what, pair := range map[string][2]float64{
			"before": {got.Before, c.want.Before}, "after": {got.After, c.want.After}, "at least": {got.AfterLow, c.want.AfterLow}, "at most": {got.AfterHigh, c.want.AfterHigh},
			"times": {got.Times, c.want.Times}, "ratio": {got.Ratio, c.want.Ratio}, "ratio at least": {got.Low, c.want.Low}, "ratio at most": {got.High, c.want.High},
		} {
			near(t, c.name+": "+what, pair[0], pair[1], 1e-9)
		}
	}
}
