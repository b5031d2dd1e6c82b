package backtest

import (
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what the engine says of a series of single values.

const recentLevels = 12

func runLevels(s Series, o Options) []Answer {
	answers := make([]Answer, len(s.Rows))
	learn := s.learning(o.LearnFraction)
	var known []baseline.Level
	var recent []baseline.Level // newest first
	var levels baseline.Levels
	var learnt time.Time
	for i, row := range s.Rows {
		answers[i] = unanswered
		answers[i].Value = row.Value
		if math.IsNaN(row.Value) {
			continue
		}
		now := baseline.Level{At: row.At, Value: row.Value}
		recent = append([]baseline.Level{now}, recent[:min(len(recent), recentLevels-1)]...)
		if i >= learn {
			if row.At.Sub(learnt) >= relearnEvery || learnt.IsZero() {
				levels, learnt = baseline.LearnLevels(within(known, row.At)), row.At
			}
			v := detect.JudgeLevels(recent, levels, detect.Settings{}, o.Both)
			answers[i] = Answer{Value: row.Value, Expected: v.Expected, Lower: v.Lower, Upper: v.Upper, Score: v.Z, Tier: v.Tier}
		}
		known = append(known, now)
	}
	return answers
}

// within are the values of the last four weeks.
func within(known []baseline.Level, at time.Time) []baseline.Level {
	first := len(known)
	for first > 0 && at.Sub(known[first-1].At) <= memory {
		first--
	}
	return known[first:]
}
