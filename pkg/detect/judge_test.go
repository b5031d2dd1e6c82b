package detect

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// busyWindow has n requests around a p95: all between 0.9 and 1.1 of it, half below 0.5 of it.
func windowAt(p95, n float64) baseline.Window {
	bounds := []float64{0.3 * p95, 0.5 * p95, 0.9 * p95, 1.1 * p95, 1.5 * p95}
	return baseline.Window{End: start, Width: time.Minute, Histogram: baseline.Histogram{
		Bounds: bounds, Counts: []float64{0.3 * n, 0.3 * n, 0.3 * n, 0.1 * n, 0, 0}, Sum: 0.5 * p95 * n,
	}}
}

func active() baseline.Record {
	return baseline.Record{
		Quantiles: baseline.Quantiles{P50: 0.05, P95: 0.1, P99: 0.15}, State: baseline.Active,
		Requests: 50_000, Effective: 20_000, P95Low: 0.099, P95High: 0.101, LogSD: 0.08, Confidence: 0.999,
	}
}

func TestTiersOfAWindow(t *testing.T) {
	provisional := active()
	provisional.State, provisional.P95Low, provisional.P95High, provisional.Effective = baseline.Provisional, 0.08, 0.125, 200
	learning := provisional
	learning.State = baseline.Learning
	documented := baseline.Record{}.WithRange(0.05, 0.1, "D2 l.25")
	restless := active()
	restless.LogSD = 0.35
	for _, c := range []struct {
		name string
		now  baseline.Window
		r    baseline.Record
		s    Settings
		want Tier
		says string
	}{
		{"as always", windowAt(0.1, 300), active(), Settings{}, Normal, "1x the baseline's 100 ms"},
		{"half as long", windowAt(0.05, 300), active(), Settings{}, Normal, "0.5x"},
		{"a fifth longer, well beyond the usual spread", windowAt(0.14, 3000), active(), Settings{}, Info, "1.4x"},
		{"a tenth longer, within the usual spread", windowAt(0.112, 300), active(), Settings{}, Normal, "usual spread"},
		{"twice as long", windowAt(0.21, 300), active(), Settings{}, Warning, "2.1x"},
		{"five times as long", windowAt(0.51, 300), active(), Settings{}, Critical, "5.1x"},
		{"an operation that wanders by a third is not slow at twice", windowAt(0.21, 300), restless, Settings{}, Normal, "usual spread of this operation"},
		{"but at five times", windowAt(0.51, 300), restless, Settings{}, Critical, ""},
		{"too few requests", windowAt(0.51, 60), active(), Settings{}, Normal, "no verdict from 60 requests: fewer than 100 tell only what is far slower"},
		{"fewer than a person asks for", windowAt(0.51, 60), active(), Settings{MinRequests: 80}, Normal, "no verdict from 60 requests, at least 80 are needed"},
		{"fewer asked for by the settings", windowAt(0.51, 60), active(), Settings{MinRequests: 50}, Critical, ""},
		{"while learning", windowAt(0.51, 300), learning, Settings{}, Normal, "still being learned"},
		{"provisional, twice: the lower end is not", windowAt(0.21, 300), provisional, Settings{}, Info, "baseline is provisional"},
		{"provisional, three times", windowAt(0.3, 300), provisional, Settings{}, Warning, ""},
		{"provisional, five times: the lower end is a warning", windowAt(0.53, 300), provisional, Settings{}, Warning, "not critical: the baseline is provisional"},
		{"documented, inside its range", windowAt(0.099, 300), documented, Settings{}, Normal, "the documented 100 ms"},
		{"documented, twice its upper end", windowAt(0.201, 300), documented, Settings{}, Warning, ""},
		{"documented, five times", windowAt(0.51, 300), documented, Settings{}, Critical, ""},
		{"factors of the system", windowAt(0.14, 3000), active(), Settings{Info: 1.2, Warning: 1.3, Critical: 3}, Warning, ""},
		{"more is better, half of it", windowAt(0.048, 300), active(), Settings{Invert: true}, Warning, "where more is better"},
		{"more is better, twice of it", windowAt(0.21, 300), active(), Settings{Invert: true}, Normal, ""},
		{"nothing learned", windowAt(0.1, 300), baseline.Record{State: baseline.Learning}, Settings{}, Normal, "no baseline yet"},
		{"no requests", baseline.Window{End: start, Width: time.Minute}, active(), Settings{}, Normal, "no requests"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := Judge(c.now, c.r, c.s)
			if v.Tier != c.want || !strings.Contains(v.Reason, c.says) {
				t.Errorf("%s (%s), ratio %.2f [%.2f, %.2f] z %.1f; want %s and %q",
					v.Tier, v.Reason, v.Ratio, v.RatioLow, v.RatioHigh, v.Z, c.want, c.says)
			}
			for _, f := range []float64{v.Ratio, v.RatioLow, v.RatioHigh, v.Z, v.Lower, v.Upper} {
				if math.IsNaN(f) || math.IsInf(f, 0) {
					t.Errorf("a number of the verdict is not finite: %+v", v)
				}
			}
			if v.Measured && v.Expected > 0 && !(v.RatioLow <= v.Ratio && v.Ratio <= v.RatioHigh) {
				t.Errorf("ratio %v outside its interval %v to %v", v.Ratio, v.RatioLow, v.RatioHigh)
			}
		})
	}
}

func TestAQuantileAboveTheLastBucketIsAtLeastThat(t *testing.T) {
	w := windowAt(0.1, 300)
	w.Histogram = baseline.Histogram{Bounds: []float64{0.05, 0.6}, Counts: []float64{200, 50, 50}}
	v := Judge(w, active(), Settings{})
	if !v.Clamped || v.Tier != Critical || !strings.Contains(v.Reason, "at least 600 ms") {
		t.Errorf("%s %q clamped %v", v.Tier, v.Reason, v.Clamped)
	}
}

func TestTheHourOfTheDayIsExpected(t *testing.T) {
	r := active()
	r.Profile = &baseline.Profile{TimeZone: "UTC", Days: 7}
	for h := range r.Profile.Factors {
		r.Profile.Factors[h] = 1
	}
	r.Profile.Factors[windowAt(0.2, 300).Middle().Hour()] = 2
	if v := Judge(windowAt(0.2, 300), r, Settings{}); v.Tier != Normal || math.Abs(v.Ratio-1) > 0.02 {
		t.Errorf("the usual peak hour is %s at ratio %.2f", v.Tier, v.Ratio)
	}
}

func TestJudgingIsPure(t *testing.T) {
	w, r := windowAt(0.21, 300), active()
	a := Judge(w, r, Settings{})
	for range 3 {
		if b := Judge(w, r, Settings{}); a != b {
			t.Fatalf("two verdicts on one window: %+v and %+v", a, b)
		}
	}
}

func TestSingleRuns(t *testing.T) {
	learned := active()
	learned.Quantiles = baseline.Quantiles{P50: 8, P95: 15, P99: 20}
	learned.P95Low, learned.P95High, learned.LogSD = 14, 16, 0.38
	provisional := learned
	provisional.State, provisional.P95Low, provisional.P95High = baseline.Provisional, 10, 22
	many := learned
	many.P50, many.LogSD = 2.9, 1
	documented := baseline.Record{}.WithRange(5, 15, "D2 l.25")
	ended := func(ago time.Duration) time.Time { return start.Add(-ago) }
	for _, c := range []struct {
		name string
		run  Run
		r    baseline.Record
		want Tier
		says string
	}{
		{"inside the documented range", Run{Last: 14 * time.Second}, documented, Normal, "0.93x the documented 15 s"},
		{"above it", Run{Last: 17 * time.Second}, documented, Info, ""},
		{"twice its upper end", Run{Last: 30 * time.Second}, documented, Warning, "2x the documented 15 s"},
		{"five times", Run{Last: 75 * time.Second}, documented, Critical, ""},
		{"a hung run while it hangs, twice", Run{Running: 31 * time.Second}, documented, Warning, "a run has been going on for 31 s"},
		{"five times", Run{Running: 76 * time.Second, Last: 10 * time.Second}, documented, Critical, ""},
		{"a run under way says nothing before the baseline", Run{Running: 14 * time.Second, Last: 30 * time.Second}, documented, Warning, "the last run"},
		{"only a run under way, early", Run{Running: 14 * time.Second}, documented, Normal, "no run yet"},
		{"learned: a run beyond the p95 is one in twenty", Run{Last: 17 * time.Second}, learned, Normal, "usual spread"},
		{"learned: a rare one", Run{Last: 27 * time.Second}, learned, Info, ""},
		{"learned: twice the p95", Run{Last: 31 * time.Second}, learned, Warning, ""},
		{"learned, of many lengths: twice the p95 is one in a hundred", Run{Last: 31 * time.Second}, many, Normal, "usual spread"},
		{"learned, of many lengths: five times", Run{Last: 76 * time.Second}, many, Critical, ""},
		{"provisional: twice, the lower end is not", Run{Last: 31 * time.Second}, provisional, Info, "provisional"},
		{"ended half an hour ago", Run{Last: 75 * time.Second, LastAt: ended(30 * time.Minute)}, documented, Critical, ""},
		{"ended longer ago: no alert any more", Run{Last: 75 * time.Second, LastAt: ended(31 * time.Minute)}, documented, Normal, "a violation in the list"},
		{"a long run holds as long as it took", Run{Last: 2 * time.Hour, LastAt: ended(100 * time.Minute)}, documented, Critical, ""},
		{"an old run, and one that hangs now", Run{Last: 75 * time.Second, LastAt: ended(time.Hour), Running: 40 * time.Second}, documented, Warning, "going on"},
		{"never ran", Run{}, documented, Normal, "no run yet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.run.At = start
			v := JudgeRun(c.run, c.r, Settings{})
			if v.Tier != c.want || !strings.Contains(v.Reason, c.says) {
				t.Errorf("%s (%s), ratio %.2f; want %s and %q", v.Tier, v.Reason, v.Ratio, c.want, c.says)
			}
		})
	}
}

// D-15: the 27 limits of the nine documented conversions.
func TestTheDocumentedConversionsWarnAtTwiceAndAreCriticalAtFiveTimes(t *testing.T) {
	for _, upper := range []float64{15, 30, 45, 90, 300, 900, 1200, 1800, 7200} {
		r := baseline.Record{}.WithRange(upper/3, upper, "D2")
		for factor, want := range map[float64]Tier{0.99: Normal, 1.05: Normal, 1.1: Info, 1.99: Info, 2: Warning, 4.99: Warning, 5: Critical, 50: Critical} {
			d := time.Duration(math.Round(factor * upper * float64(time.Second)))
			if v := JudgeRun(Run{At: start, Last: d, LastAt: start}, r, Settings{}); v.Tier != want {
				t.Errorf("%v s at %vx: %s, want %s", upper, factor, v.Tier, want)
			}
			if v := JudgeRun(Run{At: start, Running: d}, r, Settings{}); v.Tier != want {
				t.Errorf("%v s running for %vx: %s, want %s", upper, factor, v.Tier, want)
			}
		}
	}
}

// Only a breach is a violation: of a run that was as usual, or a little slow,
// nothing stands in the list.
func TestAnOldRunIsAViolationOnlyIfItWasInBreach(t *testing.T) {
	record := baseline.Record{}.WithRange(5, 15, "D2 l.34 (D-15)")
	for took, violation := range map[time.Duration]bool{
		8 * time.Second: false, 18 * time.Second: false, 31 * time.Second: true, 80 * time.Second: true,
	} {
		v := JudgeRun(Run{At: start, Last: took, LastAt: start.Add(-2 * time.Hour)}, record, Settings{})
		if v.Tier != Normal || !strings.Contains(v.Reason, "it ended 2 h ago") || strings.Contains(v.Reason, "violation") != violation {
			t.Errorf("%s: %s, %q", took, v.Tier, v.Reason)
		}
	}
}

func TestAnOperationsOwnFactorsDecideInPlaceOfTheSystems(t *testing.T) {
	r := active()
	if v := Judge(windowAt(0.17, 3000), r, Defaults()); v.Tier != Info {
		t.Fatalf("1.7 times normal is %s", v.Tier)
	}
	r.Factors = &baseline.Factors{Info: 1.2, Warning: 1.5, Critical: 3}
	if v := Judge(windowAt(0.17, 3000), r, Defaults()); v.Tier != Warning {
		t.Errorf("with a warning from 1.5 on, 1.7 times normal is %s: %s", v.Tier, v.Reason)
	}
}

func TestTheIntervalOfARatioIsToldAsFarAsItIsKnown(t *testing.T) {
	one := Judge(windowAt(0.51, 1.04), active(), Settings{})
	if want := "p95 510 ms is 5.1x the baseline's 100 ms; no verdict from 1 request: fewer than 100 tell only what is far slower"; one.Reason != want {
		t.Errorf("of one request: %q, want %q", one.Reason, want)
	}
	for want, v := range map[string]Verdict{
		" (0.9x to 1.2x)":  {RatioLow: 0.9, RatioHigh: 1.2},
		" (1.3x or more)":  {RatioLow: 1.3, RatioHigh: math.Inf(1)},
		" (0.85x or less)": {RatioHigh: 0.85},
		"":                 {RatioHigh: math.Inf(1)},
	} {
		if got := v.interval(); got != want {
			t.Errorf("%g to %g: %q, want %q", v.RatioLow, v.RatioHigh, got, want)
		}
	}
}

// Where one request in twenty takes any time at all, the p95 may be next to nothing or five times as long as it was learned:
// the one end does not make the other certain.
func TestABaselineThatMayBeNothingIsNotCertain(t *testing.T) {
	r := active()
	r.P95Low, r.P95High = 0, 0.5
	for _, state := range []baseline.State{baseline.Provisional, baseline.Active} {
		r.State = state
		v := Judge(windowAt(0.3, 300), r, Settings{})
		if v.RatioLow > 1 || v.RatioHigh < 5 || v.Tier >= Warning {
			t.Errorf("%s: %s at %.2f [%.2f, %.2f]: %s", state, v.Tier, v.Ratio, v.RatioLow, v.RatioHigh, v.Reason)
		}
		run := JudgeRun(Run{At: start, Last: 300 * time.Millisecond, LastAt: start}, r, Settings{})
		if run.RatioLow > 1 {
			t.Errorf("a run, %s: %.2f [%.2f, %.2f]", state, run.Ratio, run.RatioLow, run.RatioHigh)
		}
	}
	if v := Judge(windowAt(3, 300), r, Settings{}); v.Tier != Critical {
		t.Errorf("thirty times as long: %s: %s", v.Tier, v.Reason)
	}
}
