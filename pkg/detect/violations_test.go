package detect

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// minutes makes verdicts a minute apart; a negative ratio is a minute without a measurement.
func minutes(ratios ...float64) []Verdict {
	verdicts := make([]Verdict, len(ratios))
	for i, ratio := range ratios {
		verdicts[i] = Verdict{At: start.Add(time.Duration(i) * time.Minute), Ratio: ratio, Measured: ratio >= 0}
		switch {
		case ratio >= 5:
			verdicts[i].Tier = Critical
		case ratio >= 2:
			verdicts[i].Tier = Warning
		case ratio >= 1.4:
			verdicts[i].Tier = Info
		}
	}
	return verdicts
}

func TestViolations(t *testing.T) {
	type stretch struct {
		start, end, onset, detected int
		open                        bool
		peak                        float64
		tier                        Tier
	}
	for _, c := range []struct {
		name   string
		ratios []float64
		want   []stretch
	}{
		{"normal", []float64{1, 1.05, 0.9, 1.3, 1.5, 1}, nil},
		{"up and down again", []float64{1, 1, 2.5, 6, 3, 1, 1, 1, 1, 1, 1, 1}, []stretch{{2, 4, 2, 2, false, 6, Critical}}},
		{"the rise before the first tier is its onset", []float64{1, 1.2, 1.3, 2.2, 1, 1, 1, 1, 1, 1}, []stretch{{3, 3, 1, 3, false, 2.2, Warning}}},
		{"info is the first tier", []float64{1, 1.2, 1.5, 2.2, 1, 1, 1, 1, 1, 1}, []stretch{{3, 3, 1, 2, false, 2.2, Warning}}},
		{"a rise that ended before does not count", []float64{1.2, 1, 1.2, 2.2, 1, 1, 1, 1, 1, 1}, []stretch{{3, 3, 2, 3, false, 2.2, Warning}}},
		{"flapping is one", []float64{1, 2.5, 1, 2.5, 1, 1, 2.2, 1, 1, 1, 1, 1, 1}, []stretch{{1, 6, 1, 1, false, 2.5, Warning}}},
		{"two", []float64{2.5, 1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1}, []stretch{{0, 0, 0, 0, false, 2.5, Warning}, {7, 7, 7, 7, false, 3, Warning}}},
		{"open at the end", []float64{1, 2.5, 3}, []stretch{{1, 2, 1, 1, true, 3, Warning}}},
		{"not settled yet", []float64{1, 2.5, 3, 1, 1}, []stretch{{1, 2, 1, 1, true, 3, Warning}}},
		{"a hole of a few minutes does not end it", []float64{1, 2.5, -1, -1, 2.6, 1, 1, 1, 1, 1, 1}, []stretch{{1, 4, 1, 1, false, 2.6, Warning}}},
		{"nothing measured for long ends it", []float64{2.5, -1, -1, -1, -1, -1, -1, -1, 2.5}, []stretch{{0, 0, 0, 0, false, 2.5, Warning}, {8, 8, 8, 8, true, 2.5, Warning}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Violations(minutes(c.ratios...), time.Minute)
			if len(got) != len(c.want) {
				t.Fatalf("%d violations, want %d: %+v", len(got), len(c.want), got)
			}
			at := func(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }
			for i, w := range c.want {
				want := Stretch{at(w.start), at(w.end), w.open, at(w.onset), at(w.detected), w.peak, w.tier}
				if got[i] != want {
					t.Errorf("got  %+v\nwant %+v", got[i], want)
				}
			}
		})
	}
}

// More requests than usual are no part of what comes to a stop after them; fewer than half of them are.
func TestWhatCompletedNothingBeganWithItsFirstWindow(t *testing.T) {
	const width = 5 * time.Minute
	at := func(window int) time.Time { return start.Add(time.Duration(window) * width) }
	for name, c := range map[string]struct {
		ratios []float64
		onset  int
	}{
		"usual before":                {[]float64{1, 1, 1, 0, 0}, 3},
		"busy before":                 {[]float64{1, 1.5, 1.4, 0, 0}, 3},
		"fewer and fewer before":      {[]float64{1, 1.5, 0.4, 0.2, 0, 0}, 3},
		"fewer in the one before it":  {[]float64{1, 1, 0.4, 0, 0}, 3},
		"nothing since the beginning": {[]float64{0, 0}, 0},
	} {
		verdicts := make([]Verdict, len(c.ratios))
		first := len(c.ratios) - 2
		for i, ratio := range c.ratios {
			verdicts[i] = Verdict{At: at(i + 1), Ratio: ratio, Measured: true}
			switch {
			case ratio == 0:
				verdicts[i].Tier = Warning
			case ratio < 0.5:
				verdicts[i].Tier = Info
			}
		}
		stops := Stops(verdicts, width)
		if len(stops) != 1 {
			t.Fatalf("%s: %+v", name, stops)
		}
		s := stops[0]
		if s.Start != at(first) || s.End != at(first+2) || s.Onset != at(c.onset) || s.Detected != s.Onset || s.Peak != 0 {
			t.Errorf("%s: %+v, want it from window %d and its onset at %d", name, s, first, c.onset)
		}
	}
}

// A window without requests tells of silence where there were series in all of it: those that begin or end in it are known by
// a window before or after it, unless nobody looked there.
func TestWindowsWithoutRequestsAreWholeAmongOthers(t *testing.T) {
	const width = 5 * time.Minute
	for name, c := range map[string]struct {
		there       string // windows from the first to the last that was looked at: a number of requests, - for none
		whole       string
		first, last int
	}{
		"silence that goes on":            {"500000", "500000", 0, 5},
		"it goes away at the end":         {"550---", "55----", 0, 5},
		"it goes away after a silence":    {"5500--", "550---", 0, 5},
		"it comes back":                   {"5--005", "5---05", 0, 5},
		"it was there for seconds":        {"5--0-5", "5----5", 0, 5},
		"what was not looked at may be":   {"-0000-", "-0000-", 1, 4},
		"what has requests is told alone": {"--3---", "--3---", 0, 5},
	} {
		of := func(text string) (windows []baseline.Window) {
			for i, r := range text {
				if r != '-' {
					windows = append(windows, baseline.Window{
						End: start.Add(time.Duration(i) * width), Width: width, Histogram: baseline.Histogram{Bounds: []float64{1}, Counts: []float64{float64(r - '0'), 0}},
					})
				}
			}
			return windows
		}
		at := func(i int) time.Time { return start.Add(time.Duration(i) * width) }
		require.Equal(t, of(c.whole), Whole(of(c.there), at(c.first), at(c.last)), name)
	}
}
