package plugin

import (
	"strings"
	"unicode/utf8"
)

// Which metrics are there to be learned? Asked while the name of one is written.

const (
	// mostMetrics is how many are offered: who has more writes more of the name.
	mostMetrics = 100
	// longestSearch bounds what Prometheus compares with every name.
	longestSearch = 200
)

// ownMetricView is one metric of GET /own/metrics.
type ownMetricView struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // histogram, summary or counter; empty where its name does not tell
}

// listMetrics finds metrics by words of their names.
func (d *Datasource) listMetrics(r *request) (any, error) {
	search := strings.TrimSpace(r.URL.Query().Get("search"))
	if n := utf8.RuneCountInString(search); n > longestSearch {
		return nil, badInputf("the parameter search has %d characters: give %d at most", n, longestSearch)
	}
	found, err := d.client.Metrics(r.Context(), search, d.process.now())
	if err != nil {
		return nil, err
	}
	views := []ownMetricView{}
	for _, m := range found[:min(len(found), mostMetrics)] {
		views = append(views, ownMetricView(m))
	}
	return views, nil
}
