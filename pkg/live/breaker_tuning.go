package live

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how breakers are set, and how they should be by their
// document (D4 l.430-441), with the evidence of the last day.

// levels are one number per component; absent is unknown.
type levels map[string]float64

func (l levels) of(component string) float64 {
	if v, ok := l[component]; ok {
		return v
	}
	return math.NaN()
}

type breakerSettings struct {
	threshold, timeout, errorPercent, recovery levels
}

// breakerSettings reads the settings at t; what they are judged by moves slowly and is read once a minute.
func (r *Reader) breakerSettings(ctx context.Context, sys *catalog.System, preset breakerMetrics, t time.Time) (breakerSettings, error) {
	minute := t.Truncate(time.Minute)
	share := over(preset.errorPercent, sys.Selector)
	if preset.rate != "" {
		share = fmt.Sprintf("(%s) or (%s >= 0)", share, preset.largest(preset.rate, sys.Selector))
	}
	var s breakerSettings
	var group errgroup.Group
	for _, ask := range []struct {
		expr string
		at   time.Time
		to   *levels
	}{
		{preset.largest(preset.threshold, sys.Selector), t, &s.threshold},
		{preset.largest(preset.timeout, sys.Selector), t, &s.timeout},
		{share, minute, &s.errorPercent},
		{over(preset.recovery, sys.Selector), minute, &s.recovery},
	} {
		if ask.expr == "" {
			continue
		}
		group.Go(prometheus.Guarded(func() error {
			vector, err := r.asks.instant(ctx, ask.expr, ask.at)
			*ask.to = byComponent(vector, preset.component)
			if err != nil {
				return fmt.Errorf("reading the settings of the circuit breakers of %s: %w", sys.Name, err)
			}
			return nil
		}))
	}
	return s, group.Wait()
}

// over writes the matchers into an expression.
func over(expr, selector string) string {
	if expr == "" {
		return ""
	}
	return strings.ReplaceAll(strings.ReplaceAll(expr, "%[1]s,", withComma(selector)), "%[1]s", prometheus.Matchers(selector))
}

func withComma(selector string) string {
	if selector = prometheus.Matchers(selector); selector == "" {
		return ""
	}
	return selector + ","
}

func byComponent(vector model.Vector, label string) levels {
	found := levels{}
	for _, s := range vector {
		if v := float64(s.Value); !math.IsNaN(v) && !math.IsInf(v, 0) {
			found[string(s.Metric[model.LabelName(label)])] = v
		}
	}
	return found
}

// recommend says how a breaker should be set, and why.
func recommend(b *Breaker, documented *catalog.Breakers) {
	b.RecommendedThreshold, b.RecommendedTimeout = math.NaN(), math.NaN()
	if documented == nil {
		return
	}
	var why []string
	threshold, reason := tuneThreshold(b.ErrorPercent, b.FailureThreshold, documented.Tuning)
	b.RecommendedThreshold = threshold
	why = append(why, reason)
	timeout, reason := tuneTimeout(b.MeanRecovery, b.RecoveryTimeout, documented.Tuning)
	b.RecommendedTimeout = timeout
	why = append(why, reason)
	b.Evidence = strings.TrimSpace(strings.Join(why, " "))
	if b.Evidence != "" {
		b.Evidence += " (" + documented.Anchor + ")"
	}
}

func tuneThreshold(errorPercent, now float64, by catalog.BreakerTuning) (to float64, why string) {
	if math.IsNaN(errorPercent) {
		return math.NaN(), ""
	}
	seen := fmt.Sprintf("%s %% of the calls of the last day failed, ", number(errorPercent))
	switch {
	case errorPercent < by.StableErrorPercent:
		return step(now, by.ThresholdStep, by.ThresholdMin, by.ThresholdMax), seen + fmt.Sprintf("below %s %%: a very stable service, %s.",
			number(by.StableErrorPercent), move("the failure threshold", now, by.ThresholdStep, by.ThresholdMin, by.ThresholdMax, ""))
	case errorPercent > by.UnstableErrorPercent:
		return step(now, -by.ThresholdStep, by.ThresholdMin, by.ThresholdMax), seen + fmt.Sprintf("above %s %%: an unstable service, %s.",
			number(by.UnstableErrorPercent), move("the failure threshold", now, -by.ThresholdStep, by.ThresholdMin, by.ThresholdMax, ""))
	}
	return now, seen + fmt.Sprintf("between %s and %s %%: the failure threshold fits.", number(by.StableErrorPercent), number(by.UnstableErrorPercent))
}

func tuneTimeout(recovery, now float64, by catalog.BreakerTuning) (to float64, why string) {
	if math.IsNaN(recovery) {
		return math.NaN(), ""
	}
	seen := fmt.Sprintf("It recovered in %s on average, ", figure.Seconds(recovery))
	switch {
	case recovery < by.FastRecovery:
		return step(now, -by.FastStep, by.TimeoutMin, by.TimeoutMax), seen + fmt.Sprintf("faster than %s: %s.",
			figure.Seconds(by.FastRecovery), move("the recovery time-out", now, -by.FastStep, by.TimeoutMin, by.TimeoutMax, " s"))
	case recovery > by.SlowRecovery:
		return step(now, by.SlowStep, by.TimeoutMin, by.TimeoutMax), seen + fmt.Sprintf("slower than %s: %s.",
			figure.Seconds(by.SlowRecovery), move("the recovery time-out", now, by.SlowStep, by.TimeoutMin, by.TimeoutMax, " s"))
	}
	return now, seen + fmt.Sprintf("between %s and %s: the recovery time-out fits.", figure.Seconds(by.FastRecovery), figure.Seconds(by.SlowRecovery))
}

// step moves a setting as min(x+1, 10) and max(x-1, 2) of the document do.
func step(now, by, low, high float64) float64 {
	if by > 0 {
		return math.Min(now+by, high)
	}
	return math.Max(now+by, low)
}

func move(what string, now, by, low, high float64, unit string) string {
	limit := fmt.Sprintf("at most %s%s", number(high), unit)
	if by < 0 {
		limit = fmt.Sprintf("at least %s%s", number(low), unit)
	}
	to := step(now, by, low, high)
	verb := "raise"
	if to < now || math.IsNaN(now) && by < 0 {
		verb = "lower"
	}
	switch {
	case math.IsNaN(now):
		return fmt.Sprintf("%s %s by %s%s (%s); its present value is not measured", verb, what, number(math.Abs(by)), unit, limit)
	case to == now:
		return fmt.Sprintf("%s is at its limit already (%s)", what, limit)
	}
	return fmt.Sprintf("%s %s from %s to %s%s (%s)", verb, what, number(now), number(to), unit, limit)
}
