package backtest

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers how the answers of a backtest are written.

// Options are what a backtest of a file may be told. The same hold for every file of a run.
type Options struct {
	// Both also tells what is faster than normal.
	Both bool
	// LearnFraction is the share that is learned from first; 0 means 15 %, at most 750 rows.
	LearnFraction float64
}

// Answer is what the engine says of one row; NaN where it has no number.
type Answer struct {
	Value, Expected, Lower, Upper, Score float64
	Tier                                 detect.Tier
}

var unanswered = Answer{Value: math.NaN(), Expected: math.NaN(), Lower: math.NaN(), Upper: math.NaN(), Score: math.NaN()}

// Run streams a series and answers every row from what came before it.
func Run(s Series, o Options) []Answer {
	if s.Windows {
		return runWindows(s, o)
	}
	return runLevels(s, o)
}

// Write writes timestamp,value,expected,lower,upper,score,alert,tier for every row of the series.
func Write(out io.Writer, s Series, answers []Answer) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"timestamp", "value", "expected", "lower", "upper", "score", "alert", "tier"}); err != nil {
		return err
	}
	for i, a := range answers {
		alert, tier := "0", ""
		if a.Tier > detect.Normal {
			alert, tier = "1", a.Tier.String()
		}
		row := []string{s.Rows[i].Stamp, shown(a.Value), shown(a.Expected), shown(a.Lower), shown(a.Upper), shown(a.Score), alert, tier}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func shown(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

// A baseline is learned anew every day, from the four weeks before.
const (
	relearnEvery = 24 * time.Hour
	memory       = 28 * 24 * time.Hour
)
