package prometheus

// How often a metric is scraped: the width of a window rests on it.

import (
	"cmp"
	"context"
	"errors"
	"math"
	"time"
)

// ScrapeInterval measures how often the series of a metric are scraped, at t: of its slowest target.
// It is 0 without an error where the metric has no samples in the last hour. With an error of kind ErrPartial it is there
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

// scrapeSpans are tried in turn until one holds enough scrapes to tell their interval within an eighth.
var scrapeSpans = []struct {
	span  time.Duration
	least float64
}{{2 * time.Minute, 8}, {10 * time.Minute, 8}, {time.Hour, 1}}

func (c *Client) measureScrapes(ctx context.Context, metric, selector string, t time.Time) (time.Duration, error) {
	var doubts []string // the same with every question, mostly
	for _, s := range scrapeSpans {
		n := 0.0
		warnings, err := c.evaluate(ctx, scrapesExpr(metric, selector, s.span), grid{from: t, n: 1}, func(s *series) error {
			for _, p := range s.points {
				n = positive(p.value)
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		if len(warnings) > 0 {
			doubts = warnings
		}
		if n >= s.least {
			return usual(time.Duration(float64(s.span) / n)), partial(doubts)
		}
	}
	return 0, partial(doubts)
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
