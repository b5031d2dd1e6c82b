package live

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file answers which of the documents' recommendations apply now, and why.

// Advice is a recommendation that applies.
type Advice struct {
	System  string
	ID      string // D4-O01
	Title   string
	Text    string // what to do
	Group   string
	Anchor  string
	Labels  map[string]string
	Because []Fact
	// Change is what to set to what; nil where the document names no setting.
	Change *Change
	// Since is when all of it began to hold without a break, zero where unknown. SinceAtLeast: it held before anything is known.
	Since        time.Time
	SinceAtLeast bool
	// Operations are those whose breach triggered it, the worst first.
	Operations []string
}

// AdviceRequest asks for the recommendations of a system.
type AdviceRequest struct {
	System *catalog.System
	At     time.Time
	Lag    time.Duration
	// Breaches are verdicts at warning or worse; they trigger what the documents leave to the engine (D2 l.425).
	Breaches []OperationVerdict
	// BreachSince is when the breaches began, by Key(set, labels), as far as it is known.
	BreachSince map[string]time.Time
	// Violated are the operations that were in violation most often in the last seven days, the first one
	// first (D2 l.455).
	Violated []ViolatedOperation
}

// ViolatedOperation is how often an operation was in violation.
type ViolatedOperation struct {
	Operation string
	Labels    map[string]string
	Times     int
	Since     time.Time // of the first violation
}

// mostViolated is the one recommendation of the engine that speaks of the past.
const mostViolated = "D2-O03"

// Recommendations evaluates the documented conditions at a moment: all of one
// must hold, for series whose shared labels agree.
func (r *Reader) Recommendations(ctx context.Context, req AdviceRequest) ([]Advice, error) {
	return r.evaluate(ctx, req, r.withSince)
}

// lookBack adds to the advice of one recommendation what a look at the past tells.
type lookBack func(ctx context.Context, rec catalog.Recommendation, holding []Advice, t time.Time) ([]Advice, error)

func (r *Reader) evaluate(ctx context.Context, req AdviceRequest, back lookBack) ([]Advice, error) {
	t, sys := Grid(req.At, req.Lag), req.System
	var advice []Advice
	var failures []error
	for _, rec := range sys.Recommendations {
		switch {
		case rec.ID == mostViolated:
			advice = append(advice, fromViolations(sys, rec, req.Violated)...)
			continue
		case len(rec.When) == 0:
			advice = append(advice, fromBreaches(sys, rec, req)...)
			continue
		}
		found, err := r.fromClauses(ctx, sys, rec, t)
		failures = append(failures, err)
		if back != nil {
			found, err = back(ctx, rec, found, t)
			failures = append(failures, err)
		}
		advice = append(advice, found...)
	}
	return advice, errors.Join(failures...)
}

// fromClauses starts from the series of the first clause and keeps those for which the others hold too.
func (r *Reader) fromClauses(ctx context.Context, sys *catalog.System, rec catalog.Recommendation, t time.Time) ([]Advice, error) {
	var holding []Advice
	var doubt error
	for i, clause := range rec.When {
		vector, err := r.asks.instant(ctx, clause.Expr, t)
		if err != nil && vector == nil {
			return nil, fmt.Errorf("evaluating recommendation %s: %w", rec.ID, err)
		}
		doubt = errors.Join(doubt, err)
		facts, err := factsOf(clause, vector)
		if err != nil {
			return nil, fmt.Errorf("evaluating recommendation %s: %w", rec.ID, err)
		}
		if i == 0 {
			for _, f := range facts {
				holding = append(holding, newAdvice(sys, rec, f))
			}
			continue
		}
		holding = slices.DeleteFunc(holding, func(a Advice) bool { return !supported(a.Labels, facts) })
		for k := range holding {
			holding[k].Because = append(holding[k].Because, support(holding[k].Labels, facts))
		}
	}
	for k := range holding {
		holding[k].Text = advise(rec.Text, holding[k])
	}
	slices.SortFunc(holding, func(a, b Advice) int { return strings.Compare(Key("", a.Labels), Key("", b.Labels)) })
	holding, err := r.withChanges(ctx, rec, holding, t)
	return holding, errors.Join(doubt, err)
}

func newAdvice(sys *catalog.System, rec catalog.Recommendation, first Fact) Advice {
	return Advice{System: sys.Name, ID: rec.ID, Title: rec.Title, Group: rec.Group, Anchor: rec.Anchor, Labels: first.Labels, Because: []Fact{first}}
}

// advise fills {{value}} (of the first condition), {{value2}}, … and the labels into the text.
func advise(text string, a Advice) string {
	words := wordsOf(a.Labels)
	for i, f := range a.Because {
		words["value"+strconv.Itoa(i+1)] = withUnit(f.Value, f.Unit)
	}
	if len(a.Because) > 0 {
		words["value"] = words["value1"]
	}
	return catalog.Fill(text, words)
}

// wordsOf are the labels as words to fill in, to which more may be added; an operation may have none.
func wordsOf(labels map[string]string) map[string]string {
	words := make(map[string]string, len(labels))
	maps.Copy(words, labels)
	return words
}
