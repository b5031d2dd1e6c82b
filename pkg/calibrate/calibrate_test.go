package calibrate

import (
	"math"
	"testing"
)

// Clopper and Pearson (1934), table: 95 of 100 lie between 0.8872 and 0.9836.
func TestBoundsOfAShare(t *testing.T) {
	s := shareOf(95, 100)
	if math.Abs(s.Low-0.8872) > 1e-4 || math.Abs(s.High-0.9836) > 1e-4 {
		t.Errorf("95 of 100: %.4f to %.4f", s.Low, s.High)
	}
	if none, all := shareOf(0, 10), shareOf(10, 10); none.Low != 0 || all.High != 1 || none.High >= 1 || all.Low <= 0 {
		t.Errorf("none and all of ten: %+v, %+v", none, all)
	}
}

// The same seeds give the same numbers, on any number of processors.
func TestTrialsCanBeRepeated(t *testing.T) {
	w := Workload{Layout: native3, LogSD: 0.5, LevelSD: 0.1, Rho: 0.5, Requests: 40, Windows: 100}
	if a, b := learnedCoverage(w, 20), learnedCoverage(w, 20); a != b {
		t.Errorf("%+v, then %+v", a, b)
	}
}

// An interval that is half as wide as it should be is noticed.
func TestTooNarrowIntervalsMiss(t *testing.T) {
	w := Workload{Layout: exact, LogSD: 0.5, Requests: 500, Windows: 1}
	c := windowCoverage(w, 0.95, 400)
	if !c.Met() {
		t.Errorf("%+v", c)
	}
	short := Coverage{Share: shareOf(280, 400), AtLeast: leastCover, AtMost: mostCover}
	if short.Met() {
		t.Error("70 % pass for 95 %")
	}
}

func TestTheTruthIsWhatEndlessDataShows(t *testing.T) {
	w := Workload{Layout: native3, LogSD: 0.5}
	if d := w.shown()/w.quantile(0.95) - 1; math.Abs(d) > 0.045 {
		t.Errorf("native schema 3 shows a p95 that is off by %.3f, at most 0.044", d)
	}
}
