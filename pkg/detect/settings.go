package detect

import "github.com/yardstick-baselines/yardstick/pkg/baseline"

// This file answers from which factor on an operation is off.

// Defaults are the documented factors (D2 l.432-434; "slightly above" is 1.1, D-14).
func Defaults() Settings { return Settings{Info: 1.1, Warning: 2, Critical: 5} }

const (
	judgedQuantile = 0.95
	level          = 0.95
	// twoSided is how many standard errors half of a 95 % interval is.
	twoSided = 1.96
	// infoZ is the distance in standard deviations from which a small deviation is no chance.
	infoZ = 3
	// breachZ is the same for a breach: an operation whose level wanders by 30 %
	// passes twice its baseline several times a day without anything being wrong.
	breachZ = 4
	// defaultLeast is the least evidence for a verdict on a quantile q, max(20, 5/(1-q)), for the p95: five requests above it (design 5.1).
	defaultLeast = 100
)

// Toward says what is better: less, more or neither.
func (s Settings) Toward(direction string) Settings {
	s.Invert, s.Both = direction == "more", direction == "neither"
	return s
}

// Filled replaces what is not set by the engine's defaults.
func (s Settings) Filled() Settings {
	d := Defaults()
	if s.Info <= 0 {
		s.Info = d.Info
	}
	if s.Warning <= 0 {
		s.Warning = d.Warning
	}
	if s.Critical <= 0 {
		s.Critical = d.Critical
	}
	if s.MinRequests <= 0 {
		s.MinRequests = defaultLeast
	}
	return s
}

// Of are the settings for one operation: a person may have given it limits of its own.
func (s Settings) Of(r baseline.Record) Settings {
	s = s.Filled()
	if r.Factors != nil {
		s.Info, s.Warning, s.Critical = r.Factors.Info, r.Factors.Warning, r.Factors.Critical
	}
	return s
}

// normal is what the p95 of a window is expected to be.
func (s Settings) normal(r baseline.Record) func(baseline.Window) float64 {
	return func(w baseline.Window) float64 { return r.ExpectedIn(w, s.Invert) }
}

// factor is the ratio at which a tier begins.
func (s Settings) factor(t Tier) float64 {
	switch t {
	case Info:
		return s.Info
	case Warning:
		return s.Warning
	case Critical:
		return s.Critical
	}
	return 0
}

// String is the tier as a word.
func (t Tier) String() string {
	switch t {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Critical:
		return "critical"
	}
	return "normal"
}
