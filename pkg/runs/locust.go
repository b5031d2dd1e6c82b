package runs

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what Locust summed up (--csv, the file that ends in
// _stats.csv).

var locustColumns = map[string]string{
	"Average Response Time": "mean", "Min Response Time": "min", "Max Response Time": "max",
	"50%": "p50", "90%": "p90", "95%": "p95", "99%": "p99",
}

func readLocust(in *input, to *collector) error {
	t, err := newTable(in)
	if err != nil {
		return err
	}
	for {
		if err := t.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if t.text("Type") == "" && t.text("Name") == "Aggregated" {
			continue // the sum of all others
		}
		m, err := t.locust()
		if err == nil {
			err = to.summarise(m)
		}
		if err != nil {
			return t.wrong(err)
		}
	}
}

func (t *table) locust() (m store.Measured, err error) {
	m = store.Measured{Operation: strings.Clone(t.text("Name")), Labels: map[string]string{}, Stats: map[string]float64{}}
	if method := t.text("Type"); method != "" {
		m.Labels["method"] = strings.Clone(method)
	}
	var known bool
	if m.Count, known, err = t.number("Request Count"); err != nil || !known {
		return m, errors.Join(err, missing(known, "Request Count"))
	}
	if m.Failed, _, err = t.number("Failure Count"); err != nil || m.Count == 0 {
		return m, err
	}
	for column, name := range locustColumns {
		if t.text(column) == "N/A" {
			continue // no request of it
		}
		v, known, err := t.number(column)
		if err != nil {
			return m, err
		}
		if known {
			m.Stats[name] = v / 1000
		}
	}
	return m, nil
}

func missing(known bool, column string) error {
	if known {
		return nil
	}
	return fmt.Errorf("%s is empty", column)
}

// otherLocust says which of Locust's files has the results.
func otherLocust(in *input, _ *collector) error {
	return in.faultf(0, "Locust writes its results into the file that ends in _stats.csv: import that one")
}
