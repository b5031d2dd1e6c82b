package runs

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func named(set, name string, labels map[string]string) Measurement {
	return Measurement{Set: set, Operation: name, Labels: labels, Quantity: "duration", Side: compare.Reference(1)}
}

func TestPartners(t *testing.T) {
	get := map[string]string{"method": "GET"}
	pay := map[string]string{"route": "pay"}
	tests := map[string]struct {
		base, candidate []Measurement
		want            map[int]int
	}{
		"an operation that the candidate lacks is not another one with the same labels": {
			[]Measurement{named("", "/fast", get), named("", "/slow", get)}, []Measurement{named("", "/slow", get)}, map[int]int{1: 0},
		},
		"nor the only other one": {
			[]Measurement{named("", "/old", get)}, []Measurement{named("", "/other", get)}, map[int]int{},
		},
		"one name in two sets": {
			[]Measurement{named("http", "pay", pay), named("sql", "pay", pay)},
			[]Measurement{named("sql", "pay", pay), named("http", "pay", pay)}, map[int]int{0: 1, 1: 0},
		},
		"one name in two sets, which a run does not tell apart": {
			[]Measurement{named("http", "pay", pay), named("sql", "pay", pay)}, []Measurement{named("", "pay", pay)}, map[int]int{},
		},
		"a run gives the whole name and no labels": {
			[]Measurement{named("conversion", "graph-to-table small", map[string]string{"conversion": "graph-to-table", "size": "small"})},
			[]Measurement{named("", "graph-to-table small", nil)}, map[int]int{0: 0},
		},
		"a run gives the labels and a name of its own": {
			[]Measurement{named("", "checkout page", pay), named("", "GET", get)}, []Measurement{named("http", "pay", pay)}, map[int]int{0: 0},
		},
		"two of a run with the labels of what was learned": {
			[]Measurement{named("", "first", pay), named("", "second", pay)}, []Measurement{named("http", "pay", pay)}, map[int]int{},
		},
		"a run against what was learned, by name and labels": {
			[]Measurement{named("", "pay", pay), named("", "pay", get)}, []Measurement{named("http", "pay", get), named("http", "pay", pay)}, map[int]int{0: 1, 1: 0},
		},
		"what was learned against a run, by name and labels": {
			[]Measurement{named("http", "pay", get), named("http", "pay", pay)}, []Measurement{named("", "pay", pay), named("", "pay", get)}, map[int]int{0: 1, 1: 0},
		},
		"other names without labels have nothing in common": {
			[]Measurement{named("", "checkout", nil)}, []Measurement{named("http", "pay", nil)}, map[int]int{},
		},
		"the exact one goes before one without labels": {
			[]Measurement{named("", "pay", nil), named("", "pay", pay)}, []Measurement{named("", "pay", pay)}, map[int]int{1: 0},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, partners(test.base, test.candidate))
		})
	}
}

func TestWhatTheCandidateLacksAndWhatIsNewInIt(t *testing.T) {
	labels := map[string]string{"resource": "model"}
	base := Set{Title: "a", Measured: []Measurement{named("", "customers", labels), named("", "orders", labels)}}
	candidate := Set{Title: "b", Measured: []Measurement{named("", "orders", labels), named("", "brand new", labels)}}
	pairs := Pair(base, candidate, nil)
	require.Len(t, pairs, 2)
	assert.Equal(t, "not measured in b", pairs[0].Missing)
	assert.Empty(t, pairs[1].Missing)
	assert.Equal(t, []string{"brand new"}, New(base, candidate))
}

func TestTheGateDoesNotPassACriticalOperationThatIsMissing(t *testing.T) {
	labels := map[string]string{"method": "GET"}
	base := Set{Title: "a", Measured: []Measurement{named("", "/checkout", labels)}}
	candidate := Set{Title: "b", Measured: []Measurement{named("", "/health", labels)}}
	verdict := JudgeSets(base, candidate, []string{"/checkout"}, compare.Defaults())
	assert.NotEqual(t, compare.Pass, verdict.Verdict)
	assert.Contains(t, verdict.Operations[0].Reason, "not measured in b")
}

func TestTwoDaysOfTwoMetricsByTheSameLabelAreComparedEachWithItself(t *testing.T) {
	keep := opened(t)
	day := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	lease, _, err := keep.Acquire(t.Context(), "cli", "me", time.Hour, day)
	require.NoError(t, err)
	for hour := day; hour.Before(day.Add(48 * time.Hour)); hour = hour.Add(time.Hour) {
		for set, seconds := range map[string]float64{"http": 0.1, "sql": 0.01} {
			op := store.Operation{System: "shop", Set: set, Name: "pay", Labels: map[string]string{"route": "pay"}}
			window := baseline.Window{End: hour.Add(time.Hour), Width: time.Hour, Samples: []float64{seconds, seconds}}
			require.NoError(t, keep.PutHour(t.Context(), lease, "shop", set, hour, []store.OperationHour{{Operation: op, Windows: []baseline.Window{window}}}))
		}
	}
	l := Library{Keep: keep, Source: "cli", Now: day.Add(48 * time.Hour)}
	before, err := l.Find(t.Context(), "2026-03-10", "shop")
	require.NoError(t, err)
	after, err := l.Find(t.Context(), "2026-03-11", "shop")
	require.NoError(t, err)
	pairs := Pair(before, after, nil)
	require.Len(t, pairs, 2)
	for _, pair := range pairs {
		require.Empty(t, pair.Missing)
		assert.InDelta(t, pair.Base.Average(), pair.Candidate.Average(), 1e-9)
	}
	assert.NotEqual(t, pairs[0].Base.Average(), pairs[1].Base.Average())
}

func TestWhatIsNewIsToldFromWhatIsCalledAlike(t *testing.T) {
	of := func(quantity string, labels map[string]string) Measurement {
		m := named("", "pay", labels)
		m.Quantity = quantity
		return m
	}
	small, large := map[string]string{"size": "small"}, map[string]string{"size": "large"}
	base := Set{Measured: []Measurement{of(store.Duration, small)}}
	candidate := Set{Measured: []Measurement{
		of(store.Duration, small), of(store.Memory, small), of(store.Duration, large), of(store.CPU, large), named("", "refund", large),
	}}
	assert.Equal(t, []string{"pay {size=small} memory", "pay {size=large}", "pay {size=large} cpu", "refund"}, New(base, candidate))
}

// A label whose value stands in the name already says nothing more.
func TestANameTellsOperationsApartByWhatItDoesNotSay(t *testing.T) {
	for want, c := range map[string]struct {
		operation string
		labels    map[string]string
	}{
		"pay":                            {"pay", nil},
		"graph-to-table small":           {"graph-to-table small", map[string]string{"conversion": "graph-to-table", "size": "small"}},
		"pay {region=eu}":                {"pay", map[string]string{"route": "pay", "region": "eu"}},
		"GET {region=eu, route=/orders}": {"GET", map[string]string{"route": "/orders", "region": "eu", "method": "GET"}},
	} {
		require.Equal(t, want, NameOf(c.operation, c.labels))
	}
}
