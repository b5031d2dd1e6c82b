package prometheus

// How often a metric is scraped: the width of a window rests on it.

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/prometheus/common/model"
)

// ScrapeInterval measures how often the series of a metric are scraped, at t: of its slowest target.
// It is 0 without an error where the metric has fewer than two samples in the last hour. With an error of kind ErrPartial it is there
// too: what it measures may be shown, not learned.
func (c *Client) ScrapeInterval(ctx context.Context, metric, selector string, t time.Time) (time.Duration, error) {
	selector, err := canonical(selector)
	if err != nil {
		return 0, err
	}
	// Measured at the start of the stretch that holds t, so that every moment of it gets the same width;
	// a metric that is newer than that is measured on a finer grain.
	var doubt error
	for _, age := range []time.Duration{scrapeAge, newcomerAge} {
		at := t.Truncate(age)
		interval, err := c.scrapes.get(metric+"{"+selector+"}", at, func() (time.Duration, bool, error) {
			d, err := c.measureScrapes(ctx, metric, selector, at)
			return d, true, err
		})
		if err != nil && !errors.Is(err, ErrPartial) {
			return 0, err
		}
		doubt = cmp.Or(doubt, err)
		if interval > 0 {
			return interval, doubt
		}
	}
	return 0, doubt
}

// scrapeSpans are tried in turn until one holds enough scrapes to tell their interval.
var scrapeSpans = []struct {
	span    time.Duration
	least   float64
	counted bool // the number of scrapes tells it within an eighth; so short a span cannot make a window too wide
}{{2 * time.Minute, 8, true}, {10 * time.Minute, 8, false}, {time.Hour, 2, false}}

func (c *Client) measureScrapes(ctx context.Context, metric, selector string, t time.Time) (time.Duration, error) {
	var doubts []string // the same with every question, mostly
	for _, s := range scrapeSpans {
		n, of, warnings, err := c.slowest(ctx, metric, selector, s.span, t)
		if err != nil {
			return 0, err
		}
		if len(warnings) > 0 {
			doubts = warnings
		}
		if n < s.least {
			continue
		}
		if s.counted {
			return usual(time.Duration(float64(s.span) / n)), partial(doubts)
		}
		every, warnings, err := c.distance(ctx, metric, of, s.span, t)
		if err != nil {
			return 0, err
		}
		return usual(every), partial(slices.Concat(doubts, warnings))
	}
	return 0, partial(doubts)
}

// slowest is how many samples the slowest target has in a span, and the matchers of the series that has them.
func (c *Client) slowest(ctx context.Context, metric, selector string, span time.Duration, t time.Time) (n float64, of string, warnings []string, err error) {
	warnings, err = c.evaluate(ctx, scrapesExpr(metric, selector, span), grid{from: t, n: 1}, func(s *series) error {
		for _, p := range s.points {
			n = positive(p.value)
		}
		matchers := make([]string, 0, len(s.labels))
		for _, l := range s.labels {
			if l.name != model.MetricNameLabel {
				matchers = append(matchers, Equal(l.name, l.value))
			}
		}
		of = Matchers(matchers...)
		return nil
	})
	return n, of, warnings, err
}

// distance is how far apart the samples of one series are in a span. By their number a metric that has just come or gone,
// or that was away in between, would be taken for one that is scraped every half an hour.
func (c *Client) distance(ctx context.Context, metric, of string, span time.Duration, t time.Time) (every time.Duration, warnings []string, err error) {
	for _, name := range []string{metric + "_count", metric} {
		told, err := c.rawSamples(ctx, Select(name, of), t.Add(-span), t, func(s *series) error {
			every = max(every, between(s))
			return nil
		})
		warnings = append(warnings, told...)
		if err != nil || every > 0 {
			return every, warnings, err
		}
	}
	return 0, warnings, nil
}

// between is the distance that three in four neighbouring samples do not exceed; 0 of fewer than two.
func between(s *series) time.Duration {
	at := make([]int64, 0, len(s.points)+len(s.hists))
	for _, p := range s.points {
		at = append(at, p.ms)
	}
	for _, h := range s.hists {
		at = append(at, h.ms)
	}
	if len(at) < 2 {
		return 0
	}
	slices.Sort(at)
	apart := make([]int64, len(at)-1)
	for i := range apart {
		apart[i] = at[i+1] - at[i]
	}
	slices.Sort(apart)
	return time.Duration(apart[3*(len(apart)-1)/4]) * time.Millisecond
}

// usualIntervals are what people configure; a measured one close to such is that one.
var usualIntervals = []time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute,
}

func usual(measured time.Duration) time.Duration {
	const close = 0.15 // one scrape more or less of eight
	for _, d := range usualIntervals {
		if math.Abs(float64(measured)/float64(d)-1) <= close {
			return d
		}
	}
	return measured.Round(time.Second)
}
