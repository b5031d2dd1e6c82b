package report

// This file answers how the load grew, and where it goes.

import (
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/growth"
)

// load is the mean of the last measured day, with the trend up to it.
func (e engine) load() []Row {
	return e.grown(func(s growth.Series) (*float64, string) { return s.Now, trendWords(s) })
}

// forecast is the last day that is looked ahead to.
func (e engine) forecast() []Row {
	return e.grown(func(s growth.Series) (*float64, string) {
		if len(s.Points) == 0 {
			return nil, ""
		}
		p := s.Points[len(s.Points)-1]
		return figure.Known(p.Value), fmt.Sprintf("on %s, with 95 %% %.3g to %.3g", p.Day, p.Low95, p.High95)
	})
}

// growth is the change of a day where a trend is shown.
func (e engine) growth() []Row {
	return e.grown(func(s growth.Series) (*float64, string) {
		if !s.Shown || s.PerDay == nil {
			return nil, ""
		}
		return figure.Known(*s.PerDay - 1), fmt.Sprintf("over %d days", s.Days)
	})
}

func (e engine) grown(of func(growth.Series) (*float64, string)) []Row {
	var rows []Row
	for _, s := range e.req.Kept.Growth {
		if v, text := of(s); v != nil {
			rows = append(rows, Row{Name: s.Operation, Labels: map[string]string{}, Value: v, Text: text})
		}
	}
	return rows
}

func trendWords(s growth.Series) string {
	if !s.Shown || s.PerDay == nil {
		return s.Reason
	}
	words := fmt.Sprintf("%+.2g %% a day", 100*(*s.PerDay-1))
	if s.Low != nil && s.High != nil {
		words += fmt.Sprintf(" (95 %%: %+.2g to %+.2g)", 100*(*s.Low-1), 100*(*s.High-1))
	}
	return words
}
