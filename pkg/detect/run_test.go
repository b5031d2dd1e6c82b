package detect

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Of an operation that is learned from windows every run is looked at while it
// goes on, a thousand of them a day: what is one in a thousand is no news then,
// and the p95 of windows varies much less than single runs do.
func TestOneOfManyRunsThatGoesOnIsToldOnlyWhereNoChanceMakesIt(t *testing.T) {
	const median, sd, aDay, days = 105.0, 0.35, 1000, 100
	at := func(z float64) float64 { return median * math.Exp(sd*z) }
	r := baseline.Record{
		Quantiles: baseline.Quantiles{P50: median, P95: at(1.645), P99: at(2.326)}, State: baseline.Active,
		P95Low: at(1.62), P95High: at(1.67), Requests: 28 * aDay, Effective: 28 * aDay, LogSD: 0.08,
		RequestRate: aDay / (24 * time.Hour.Seconds()),
	}
	judged := func(seconds float64) Verdict {
		run := Run{At: start, Running: time.Duration(seconds * float64(time.Second))}
		return JudgeRun(run, r, Settings{Info: 1.2})
	}
	random := rand.New(rand.NewPCG(1, 2))
	told := 0
	for range days * aDay {
		if judged(at(random.NormFloat64())).Tier > Normal {
			told++
		}
	}
	if told > 1 {
		t.Errorf("%d of %d normal runs in %d days are told", told, days*aDay, days)
	}
	if v := judged(1.5 * r.P95); v.Tier != Normal || !strings.Contains(v.Reason, "usual spread") {
		t.Errorf("at half more than the p95: %s, %q", v.Tier, v.Reason)
	}
	if v := judged(4 * r.P95); v.Tier != Warning {
		t.Errorf("hanging for four times the p95: %s, %q", v.Tier, v.Reason)
	}
	if v := judged(6 * r.P95); v.Tier != Critical {
		t.Errorf("hanging for six times the p95: %s, %q", v.Tier, v.Reason)
	}
}

// A command that is run every minute must not be on the list of violations for what it does once a day.
func TestOfManySingleRunsNoneIsAViolationByChance(t *testing.T) {
	const median, sd, aDay, days = 0.6, 0.3, 1440, 100
	at := func(z float64) float64 { return median * math.Exp(sd*z) }
	r := baseline.Record{
		Quantiles: baseline.Quantiles{P50: median, P95: at(1.645), P99: at(2.326)}, State: baseline.Active,
		P95Low: at(1.62), P95High: at(1.67), Requests: 28 * aDay, Effective: 28 * aDay, LogSD: sd,
		RequestRate: aDay / (24 * time.Hour.Seconds()), Idle: 1,
	}
	judged := func(seconds float64) Verdict {
		return JudgeRun(Run{At: start, Last: time.Duration(seconds * float64(time.Second)), LastAt: start}, r, Settings{Warning: 1.5})
	}
	random := rand.New(rand.NewPCG(3, 4))
	told := 0
	for range days * aDay {
		if judged(at(random.NormFloat64())).Tier >= Warning {
			told++
		}
	}
	if told > 1 {
		t.Errorf("%d of %d normal runs in %d days are warnings", told, days*aDay, days)
	}
	if v := judged(2.7 * r.P95); v.Tier != Warning {
		t.Errorf("a run of 2.7 times the p95: %s, %q", v.Tier, v.Reason)
	}
}

// Twice and five times its documented range is what a document wants told of a
// conversion, also once a baseline is learned and however many run a day.
func TestBeyondTheDocumentedRangeALearnedRunIsToldAsDocumented(t *testing.T) {
	const median, sd = 25.0, 0.33
	at := func(z float64) float64 { return median * math.Exp(sd*z) }
	r := baseline.Record{
		Quantiles: baseline.Quantiles{P50: median, P95: at(1.645), P99: at(2.326)}, State: baseline.Active,
		P95Low: at(1.6), P95High: at(1.69), Requests: 4000, Effective: 4000, LogSD: sd, RangeLow: 15, RangeHigh: 45,
		RequestRate: 240 / (24 * time.Hour.Seconds()), Idle: 1,
	}
	for seconds, want := range map[float64]Tier{44: Normal, 85: Info, 91: Warning, 99: Warning, 226: Critical} {
		if v := JudgeRun(Run{At: start, Last: time.Duration(seconds * float64(time.Second)), LastAt: start}, r, Settings{}); v.Tier != want {
			t.Errorf("%v s: %s, %q (z %.1f)", seconds, v.Tier, v.Reason, v.Z)
		}
	}
	r.RangeHigh = 0
	if v := JudgeRun(Run{At: start, Last: 91 * time.Second, LastAt: start}, r, Settings{}); v.Tier != Normal {
		t.Errorf("the same without a document: %s, %q (z %.1f)", v.Tier, v.Reason, v.Z)
	}
}

// A run of the usual length of a slow hour is as far from the middle as one of a quick hour.
func TestARunIsMeasuredFromTheMiddleOfItsHour(t *testing.T) {
	r := active()
	r.Quantiles, r.LogSD = baseline.Quantiles{P50: 8, P95: 15, P99: 20}, 0.38
	r.Profile = &baseline.Profile{TimeZone: "UTC"}
	for h := range r.Profile.Factors {
		r.Profile.Factors[h] = 1
	}
	r.Profile.Factors[start.Hour()] = 2
	slow := JudgeRun(Run{At: start, Last: 50 * time.Second, LastAt: start}, r, Settings{})
	later := start.Add(3 * time.Hour)
	quick := JudgeRun(Run{At: later, Last: 25 * time.Second, LastAt: later}, r, Settings{})
	if math.Abs(slow.Z-quick.Z) > 0.001 || math.Abs(slow.Ratio-quick.Ratio) > 0.001 || math.Abs(slow.Upper-2*quick.Upper) > 0.001 {
		t.Errorf("z %.2f and %.2f, ratio %.2f and %.2f, band up to %.1f and %.1f s", slow.Z, quick.Z, slow.Ratio, quick.Ratio, slow.Upper, quick.Upper)
	}
}

// The numbers of a run are those of its one value: the ratio to the learned p95 and to the ends of that, and how far it lies
// from the middle of single runs. Where more is better the same value is as far on the other side.
func TestTheNumbersOfARun(t *testing.T) {
	r := active()
	r.Quantiles, r.P95Low, r.P95High, r.LogSD = baseline.Quantiles{P50: 8, P95: 15, P99: 20}, 14, 16, 0.38
	for _, c := range []struct {
		name                  string
		r                     baseline.Record
		s                     Settings
		took                  float64
		ratio, least, most, z float64
		lower, upper          float64
	}{
		{"slower", r, Settings{}, 30, 2, 30. / 16, 30. / 14, math.Log(30./8) / 0.38, 8 * math.Exp(-3*0.38), 8 * math.Exp(3*0.38)},
		{"quicker", r, Settings{}, 4, 4. / 15, 4. / 16, 4. / 14, math.Log(4./8) / 0.38, 8 * math.Exp(-3*0.38), 8 * math.Exp(3*0.38)},
		{"less, where more is better", r, Settings{Invert: true}, 4, 15. / 4, 14. / 4, 16. / 4, math.Log(8./4) / 0.38, 8 * math.Exp(-3*0.38), 8 * math.Exp(3*0.38)},
		{"a document has no uncertainty, and its range is the band", baseline.Record{}.WithRange(5, 15, "D2 l.25"), Settings{}, 30, 2, 2, 2, math.Log(30/math.Sqrt(75)) / (math.Log(15/math.Sqrt(75)) / twoSided), 5, 15},
	} {
		v := JudgeRun(Run{At: start, Last: time.Duration(c.took * float64(time.Second)), LastAt: start}, c.r, c.s)
		for what, pair := range map[string][2]float64{
			"ratio": {v.Ratio, c.ratio}, "ratio at least": {v.RatioLow, c.least}, "ratio at most": {v.RatioHigh, c.most}, "z": {v.Z, c.z}, "lower": {v.Lower, c.lower}, "upper": {v.Upper, c.upper},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-9 {
				t.Errorf("%s: %s is %v, want %v", c.name, what, pair[0], pair[1])
			}
		}
	}
}
