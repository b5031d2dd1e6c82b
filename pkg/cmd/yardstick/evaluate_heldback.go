package main

// This file answers how a forecast does on weeks of real series that it was not shown.

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
	"github.com/yardstick-baselines/yardstick/pkg/capacity"
)

// heldBackOf is one series, or all of them. Losses are the pinball loss at 2.5, 10, 50, 90 and 97.5 %, in shares of the
// series' own mean; of the forecast, of the value a week before, and of that value with bands from its past errors.
type heldBackOf struct {
	Series string `json:"series"`
	bandsHeld
	Loss          float64 `json:"pinball"`
	NaiveLoss     float64 `json:"weekBefore"`
	NaiveBandLoss float64 `json:"weekBeforeWithBands"`
}

const (
	week = 7
	// leastHours is how many hours of a day must be measured for it to count, as for the load of a system.
	leastHours = 20
)

// heldBack judges every series below a folder that is long enough: from two weeks on, each week from those before it.
func heldBack(folder string) ([]heldBackOf, error) {
	total := heldBackOf{Series: "all"}
	var each []heldBackOf
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".csv") {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		series, err := backtest.Read(file)
		if errors.Is(err, backtest.ErrColumns) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", path, err)
		}
		one := heldBackOf{}
		one.judge(dailyMeans(series), &total)
		if one.Series, err = filepath.Rel(folder, path); err != nil {
			return err
		}
		if one.Days > 0 {
			each = append(each, one)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for series: %w", err)
	}
	if len(each) == 0 {
		return nil, fmt.Errorf("%s holds no series of three weeks", folder)
	}
	return append(each, total), nil
}

func (h *heldBackOf) judge(daily []float64, total *heldBackOf) {
	scale := meanOf(daily)
	for from := capacity.LeastDays; from+week <= len(daily); from += week {
		f := capacity.Ahead(daily[:from], week)
		naive := naiveBands(daily[:from])
		for i, p := range f.Points {
			v, before := daily[from+i], daily[from+i-week]
			if math.IsNaN(v) || math.IsNaN(before) {
				continue
			}
			forecast := pinball(v, p.Low95, p.Low80, p.Value, p.High80, p.High95) / scale
			plain := pinball(v, before, before, before, before, before) / scale
			banded := pinball(v, bandsAround(before, naive)...) / scale
			for _, into := range []*heldBackOf{h, total} {
				into.addLosses(forecast, plain, banded)
				into.add(p, v)
			}
		}
	}
}

// addLosses keeps means over the days that have been added so far; add counts the day.
func (h *heldBackOf) addLosses(forecast, plain, banded float64) {
	n := float64(h.Days)
	h.Loss, h.NaiveLoss, h.NaiveBandLoss = (h.Loss*n+forecast)/(n+1), (h.NaiveLoss*n+plain)/(n+1), (h.NaiveBandLoss*n+banded)/(n+1)
}

var levels = [5]float64{0.025, 0.1, 0.5, 0.9, 0.975}

// pinball is the mean loss of five quantiles.
func pinball(v float64, quantiles ...float64) (loss float64) {
	for i, q := range quantiles {
		loss += math.Max(levels[i]*(v-q), (levels[i]-1)*(v-q)) / float64(len(quantiles))
	}
	return loss
}

// naiveBands are how far quantiles lie from the value a week before, by the differences seen so far (Hyndman).
func naiveBands(daily []float64) (by [5]float64) {
	var squares, n float64
	for i := week; i < len(daily); i++ {
		if d := daily[i] - daily[i-week]; !math.IsNaN(d) {
			squares, n = squares+d*d, n+1
		}
	}
	if n == 0 {
		return by
	}
	for i, level := range levels {
		by[i] = distuv.UnitNormal.Quantile(level) * math.Sqrt(squares/n)
	}
	return by
}

// bandsAround are the quantiles around a value, none of them below 0: no load is, and a comparator that allowed it would be
// easy to beat.
func bandsAround(value float64, by [5]float64) []float64 {
	out := make([]float64, len(by))
	for i := range by {
		out[i] = math.Max(0, value+by[i])
	}
	return out
}

func meanOf(daily []float64) float64 {
	var sum, n float64
	for _, v := range daily {
		if !math.IsNaN(v) {
			sum, n = sum+math.Abs(v), n+1
		}
	}
	return sum / n
}

// dailyMeans are the means of days of which enough hours were measured, from the first to the last; NaN for the others.
func dailyMeans(series backtest.Series) []float64 {
	type aDay struct {
		sum, n float64
		hours  map[int]bool
	}
	days := map[int64]*aDay{}
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, row := range series.Rows {
		if math.IsNaN(row.Value) {
			continue
		}
		at := row.At.Unix() / int64(24*time.Hour/time.Second)
		if days[at] == nil {
			days[at] = &aDay{hours: map[int]bool{}}
		}
		days[at].sum, days[at].n = days[at].sum+row.Value, days[at].n+1
		days[at].hours[row.At.UTC().Hour()] = true
	}
	for at, d := range days {
		if len(d.hours) >= leastHours {
			first, last = min(first, at), max(last, at)
		}
	}
	if first > last {
		return nil
	}
	daily := make([]float64, last-first+1)
	for i := range daily {
		daily[i] = math.NaN()
		if d := days[first+int64(i)]; d != nil && len(d.hours) >= leastHours {
			daily[i] = d.sum / d.n
		}
	}
	return daily
}
