package detect

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

func failing(n, errors float64) baseline.Window {
	w := windowAt(0.1, n)
	w.Errors = errors
	return w
}

func TestErrors(t *testing.T) {
	clean, usual := active(), active()
	usual.ErrorRatio = 0.05
	few := active()
	few.Requests = 40
	for _, c := range []struct {
		name string
		now  baseline.Window
		r    baseline.Record
		want Tier
	}{
		{"none", failing(300, 0), clean, Normal},
		{"one in three hundred", failing(300, 1), clean, Normal},
		{"four are too few to say", failing(20, 4), clean, Normal},
		{"2.3 % of an operation that never fails", failing(300, 7), clean, Normal},
		{"3 % of many requests", failing(3000, 90), clean, Warning},
		{"10 %", failing(300, 30), clean, Critical},
		{"5 % where 5 % is normal", failing(300, 15), usual, Normal},
		{"12 % where 5 % is normal", failing(300, 36), usual, Warning},
		{"everything fails", failing(300, 300), clean, Critical},
		{"nothing learned of its errors", failing(300, 30), few, Normal},
	} {
		t.Run(c.name, func(t *testing.T) {
			if v := JudgeErrors(c.now, c.r, Settings{}); v.Tier != c.want || !v.Measured {
				t.Errorf("%s, want %s (%s)", v.Tier, c.want, v.Reason)
			}
		})
	}
}

func TestRate(t *testing.T) {
	r := active()
	r.RequestRate = 5
	pausing, quiet, night := r, r, r
	pausing.Idle = 0.3
	quiet.RequestRate = 0.1
	night.RateProfile = &baseline.Profile{TimeZone: "UTC", Days: 7}
	night.RateProfile.Factors[start.Add(-time.Minute).Hour()] = 0.02
	nothing := baseline.Window{End: start, Width: time.Minute}
	for _, c := range []struct {
		name string
		now  baseline.Window
		r    baseline.Record
		want Tier
		says string
	}{
		{"as always", windowAt(0.1, 300), r, Normal, "5 is normal"},
		{"a busy operation stops completing", nothing, r, Warning, "stopped completing"},
		{"a third of its traffic", windowAt(0.1, 100), r, Info, ""},
		{"more than ever", windowAt(0.1, 3000), r, Normal, ""},
		{"it pauses now and then anyway", nothing, pausing, Normal, "of the learned time"},
		{"too quiet to tell", nothing, quiet, Normal, "only 6 requests are expected"},
		{"always quiet at this hour", nothing, night, Normal, "only 6 requests are expected"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if v := JudgeRate(c.now, c.r, Settings{}); v.Tier != c.want || !strings.Contains(v.Reason, c.says) {
				t.Errorf("%s, want %s (%s)", v.Tier, c.want, v.Reason)
			}
		})
	}
}

// At the end of busy hours a window has requests of both: it is not missing any.
func TestTheRateOverTheEdgeOfBusyHoursIsThatOfBoth(t *testing.T) {
	r := active()
	r.RequestRate = 1
	r.RateProfile = &baseline.Profile{TimeZone: "UTC", Days: 7}
	closing := start.Truncate(24 * time.Hour).Add(18 * time.Hour)
	for h := range r.RateProfile.Factors {
		r.RateProfile.Factors[h] = 0.1
		if h >= 9 && h < 18 {
			r.RateProfile.Factors[h] = 2
		}
	}
	for width, after := range map[time.Duration]time.Duration{time.Minute: 27 * time.Second, 6 * time.Hour: 2 * time.Hour} {
		for _, end := range []time.Time{closing.Add(after), closing.Add(-9 * time.Hour).Add(after)} {
			before, since := 2*(width-after).Seconds(), 0.1*after.Seconds()
			if end.Before(closing) {
				before, since = before/20, since*20
			}
			w := windowAt(0.1, before+since)
			w.End, w.Width = end, width
			if v := JudgeRate(w, r, Settings{}); v.Ratio < 0.99 || v.Ratio > 1.01 {
				t.Errorf("%s before %s: %.2f times the usual requests: %s", width, end.Format(time.TimeOnly), v.Ratio, v.Reason)
			}
		}
	}
}

// Of a share its ratio is to what is normal, one in a hundred at least, within Wilson's interval; of a number of requests,
// as many as are expected are off by the root of them.
func TestTheNumbersOfTheSideSignals(t *testing.T) {
	usual, clean, all := active(), active(), active()
	usual.ErrorRatio, all.ErrorRatio = 0.05, 1
	usual.RequestRate = 5
	sd := func(share, n float64) float64 { return math.Sqrt(share * (1 - share) / n) }
	low, high := baseline.ShareInterval(36, 300, twoSided)
	rate := func(n float64) Verdict {
		w := windowAt(0.1, n)
		w.Width = time.Minute
		return JudgeRate(w, usual, Settings{})
	}
	for _, c := range []struct {
		name                                                 string
		v                                                    Verdict
		expected, mean, ratio, least, most, z, lower, higher float64
	}{
		{"errors beyond what is usual", JudgeErrors(failing(300, 36), usual, Settings{}), 0.05, 0.12, 2.4, low / 0.05, high / 0.05, 0.07 / sd(0.05, 300), 0.05 - 3*sd(0.05, 300), 0.05 + 3*sd(0.05, 300)},
		{"errors where there never were any", JudgeErrors(failing(300, 36), clean, Settings{}), 0, 0.12, 12, low / 0.01, high / 0.01, 0.12 / sd(0.01, 300), 0, 0.01 + 3*sd(0.01, 300)},
		{"everything fails as ever", JudgeErrors(failing(300, 300), all, Settings{}), 1, 1, 1, 300 / (300 + twoSided*twoSided), 1, 0, 1 - 3*sd(0.99, 300), 1},
		{"a third of the requests", rate(100), 5, 100. / 60, 1. / 3, (100 - twoSided*10) / 300, (100 + twoSided*10) / 300, -200 / math.Sqrt(300), 5 * (1 - 3/math.Sqrt(300)), 5 * (1 + 3/math.Sqrt(300))},
		{"twice the requests", rate(600), 5, 10, 2, (600 - twoSided*math.Sqrt(600)) / 300, (600 + twoSided*math.Sqrt(600)) / 300, 300 / math.Sqrt(300), 5 * (1 - 3/math.Sqrt(300)), 5 * (1 + 3/math.Sqrt(300))},
		{"no requests, which one may be", rate(0), 5, 0, 0, 0, twoSided / 300, -math.Sqrt(300), 5 * (1 - 3/math.Sqrt(300)), 5 * (1 + 3/math.Sqrt(300))},
	} {
		v := c.v
		for what, pair := range map[string][2]float64{
			"expected": {v.Expected, c.expected}, "mean": {v.Mean, c.mean}, "ratio": {v.Ratio, c.ratio}, "ratio at least": {v.RatioLow, c.least}, "ratio at most": {v.RatioHigh, c.most},
			"z": {v.Z, c.z}, "lower": {v.Lower, c.lower}, "upper": {v.Upper, c.higher},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-9 {
				t.Errorf("%s: %s is %v, want %v", c.name, what, pair[0], pair[1])
			}
		}
	}
}
