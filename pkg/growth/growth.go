// Package growth answers how the load of a system grew, and when it reaches a
// limit, from what was learned of it.
package growth

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/capacity"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const (
	day = 24 * time.Hour
	// leastOfADay is how much of a day must be measured for it to count: a quiet night alone looks like less load.
	leastOfADay = 20 * time.Hour
	// mostDays is how far back a trend is looked for.
	mostDays = 400
	// everything is the name of the series of all operations together.
	everything = "all operations"
)

// Request asks about a system.
type Request struct {
	Source, System string
	At             time.Time
	Ahead          int     // days
	Limit          float64 // requests per second that the system bears, in peaks; 0 where unknown
	Peak           float64 // load of a peak to the mean of a day; 0: 1
	PerInstance    float64 // requests per second that one instance serves; 0 where unknown
	// Operations are the names of those whose own load is wanted, "all operations" among them; empty: all.
	Operations []string
	// Keeps chooses operations by their labels; all of them together are those that it keeps. nil keeps all.
	Keeps func(labels map[string]string) bool
	// Most is how many days to come may be asked for, of all operations together; 0: any number.
	Most int
}

// TooMany is the answer where more days of more operations were asked for than fit into the memory of a plugin.
type TooMany struct{ Operations, Days int }

func (t TooMany) Error() string {
	return fmt.Sprintf("%d days of %d operations are too many at once: look fewer days ahead, or choose operations", t.Days, t.Operations)
}

func (r Request) wants(name string) bool {
	return len(r.Operations) == 0 || slices.Contains(r.Operations, name)
}

// Series is the load of one operation, or of all together.
type Series struct {
	Operation string   `json:"operation"`
	Days      int      `json:"days"`
	Now       *float64 `json:"now"` // requests per second, the mean of the last measured day
	Shown     bool     `json:"trendShown"`
	P         *float64 `json:"p"`
	PerDay    *float64 `json:"perDay"` // factor
	Low       *float64 `json:"low"`
	High      *float64 `json:"high"`
	Reason    string   `json:"reason,omitempty"`
	// DaysUntil is when the mean of a day times Peak reaches Limit; null where it never does or no trend is shown.
	DaysUntil *float64 `json:"daysUntil"`
	Earliest  *float64 `json:"earliest"`
	Latest    *float64 `json:"latest"`
	// Past are the days that were measured.
	Past   []Past  `json:"past"`
	Points []Point `json:"points"`
}

// Past is one measured day, in requests per second.
type Past struct {
	Day   string  `json:"day"`
	Value float64 `json:"value"`
}

// Point is one day to come, in requests per second.
type Point struct {
	Day    string  `json:"day"`
	Value  float64 `json:"value"`
	Low80  float64 `json:"low80"`
	High80 float64 `json:"high80"`
	Low95  float64 `json:"low95"`
	High95 float64 `json:"high95"`
	// Instances are what the peak of the day needs; null where it is not known what one serves.
	Instances *float64 `json:"instances"`
}

// Of answers for all operations together first, then for each.
func Of(ctx context.Context, keep store.Store, req Request) ([]Series, error) {
	operations, err := keep.Operations(ctx, req.Source, req.System)
	if err != nil {
		return nil, fmt.Errorf("reading the operations: %w", err)
	}
	if operations, err = loads(ctx, keep, req, operations); err != nil {
		return nil, err
	}
	to := req.At.UTC().Truncate(day)
	from := to.Add(-mostDays * day)
	counts := make([]count, len(operations))
	covered := map[string][]float64{}
	for i, o := range operations {
		windows, err := keep.Windows(ctx, req.Source, o.ID, from, to)
		if err != nil {
			return nil, fmt.Errorf("reading what was learned of %s: %w", o.Name, err)
		}
		counts[i] = counted(windows, from, to)
		covered[o.Set] = longer(covered[o.Set], counts[i].seconds)
	}
	names, daily, gone := req.kept(operations, counts, covered)
	wanted := 0
	for _, name := range append([]string{everything}, names...) {
		if req.wants(name) {
			wanted++
		}
	}
	if req.Most > 0 && wanted*req.Ahead > req.Most {
		return nil, TooMany{wanted, req.Ahead}
	}
	all := []Series{}
	if len(names) > 0 && req.wants(everything) {
		all = append(all, seriesOf(everything, summed(daily, gone), to, req))
	}
	for i, name := range names {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if req.wants(name) {
			all = append(all, seriesOf(name, daily[i], to, req))
		}
	}
	return all, nil
}

// loads leaves out what has a value at any time: its scrapes are no requests.
func loads(ctx context.Context, keep store.Store, req Request, operations []store.Operation) ([]store.Operation, error) {
	learned, err := keep.Baselines(ctx, req.Source, req.System, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("reading the baselines: %w", err)
	}
	levels := map[int64]bool{}
	for _, b := range learned {
		levels[b.Operation.ID] = b.Record.Level != nil
	}
	return slices.DeleteFunc(slices.Clone(operations), func(o store.Operation) bool { return levels[o.ID] }), nil
}

// kept are the names and daily loads of the operations that the request is about, and for how many days nothing of their sets
// has been there any more. Operations of two sets may have one name.
func (r Request) kept(operations []store.Operation, counts []count, covered map[string][]float64) (names []string, daily [][]float64, gone []int) {
	for i, o := range operations {
		if r.Keeps != nil && !r.Keeps(o.Labels) {
			continue
		}
		if rates := counts[i].rates(covered[o.Set]); len(rates) > 0 {
			names, daily, gone = append(names, o.Name), append(daily, rates), append(gone, since(covered[o.Set]))
		}
	}
	return names, daily, gone
}

// since is for how many days up to the last nothing was measured.
func since(covered []float64) (days int) {
	for days < len(covered) && covered[len(covered)-1-days] == 0 {
		days++
	}
	return days
}

// count is what one operation was asked for, by day.
type count struct {
	requests []float64
	seconds  []float64 // of the windows with requests
	first    int       // day with any
}

func counted(windows []baseline.Window, from, to time.Time) count {
	n := int(to.Sub(from) / day)
	c := count{make([]float64, n), make([]float64, n), n}
	for _, w := range windows {
		i := int(w.End.Add(-w.Width/2).Sub(from) / day)
		if i < 0 || i >= n || len(w.Samples) > 0 {
			continue // single runs are no load
		}
		c.requests[i] += w.Requests()
		c.seconds[i] += w.Width.Seconds()
		c.first = min(c.first, i)
	}
	return c
}

// longer is day by day the longer of two times. Windows without requests are not kept: how long a set was measured
// shows in the busiest of its operations.
func longer(one, other []float64) []float64 {
	if one == nil {
		return slices.Clone(other)
	}
	for i, v := range other {
		one[i] = max(one[i], v)
	}
	return one
}

// rates are requests per second by day up to the last full one, from the first day with requests on; NaN for a day of
// which too little was measured.
func (c count) rates(covered []float64) []float64 {
	rates := make([]float64, 0, len(covered)-c.first)
	for i := c.first; i < len(covered); i++ {
		if covered[i] < leastOfADay.Seconds() {
			rates = append(rates, math.NaN())
			continue
		}
		rates = append(rates, c.requests[i]/covered[i])
	}
	return rates
}

// summed adds operations up, day by day from the last backwards. A day that none was measured on stays unknown, and so does
// one on which an operation was not that is on most days: without it the sum would dip, and is no less load. What is gone
// has none.
func summed(daily [][]float64, gone []int) []float64 {
	longest := 0
	for _, rates := range daily {
		longest = max(longest, len(rates))
	}
	sum, known, lacking := make([]float64, longest), make([]bool, longest), make([]bool, longest)
	for k, rates := range daily {
		first := longest - len(rates)
		rates = rates[:max(0, len(rates)-gone[k])]
		measured := 0
		for _, v := range rates {
			if !math.IsNaN(v) {
				measured++
			}
		}
		for i, v := range rates {
			switch {
			case !math.IsNaN(v):
				sum[first+i], known[first+i] = sum[first+i]+v, true
			case 2*measured > len(rates):
				lacking[first+i] = true
			}
		}
	}
	for i := range sum {
		if !known[i] || lacking[i] {
			sum[i] = math.NaN()
		}
	}
	return sum
}

func seriesOf(name string, rates []float64, to time.Time, req Request) Series {
	f := capacity.Ahead(rates, req.Ahead)
	s := Series{
		Operation: name, Days: f.Days, Now: last(rates), Shown: f.Shown, P: figure.Known(f.P), Reason: f.Reason,
		PerDay: figure.Known(f.PerDay), Low: figure.Known(f.Low), High: figure.Known(f.High), Past: pastOf(rates, to), Points: []Point{},
	}
	peak := req.Peak
	if !(peak > 0) {
		peak = 1
	}
	if req.Limit > 0 {
		until := capacity.Until(rates, req.Limit/peak)
		s.DaysUntil, s.Earliest, s.Latest = figure.Known(until.Expected), figure.Known(until.Earliest), figure.Known(until.Latest)
	}
	for _, p := range f.Points {
		point := Point{
			Day: dayAt(to, p.Ahead-1), Value: p.Value,
			Low80: p.Low80, High80: p.High80, Low95: p.Low95, High95: p.High95,
		}
		if req.PerInstance > 0 {
			point.Instances = figure.Known(math.Ceil(p.Value * peak / req.PerInstance))
		}
		s.Points = append(s.Points, point)
	}
	return s
}

// pastOf are the days that were measured; the last of the rates is the day before to.
func pastOf(rates []float64, to time.Time) []Past {
	past := []Past{}
	for i, v := range rates {
		if !math.IsNaN(v) {
			past = append(past, Past{Day: dayAt(to, i-len(rates)), Value: v})
		}
	}
	return past
}

// dayAt is the day so many days after another.
func dayAt(to time.Time, days int) string {
	return to.Add(time.Duration(days) * day).Format(time.DateOnly)
}

func last(rates []float64) *float64 {
	for i := len(rates) - 1; i >= 0; i-- {
		if !math.IsNaN(rates[i]) {
			return &rates[i]
		}
	}
	return nil
}
