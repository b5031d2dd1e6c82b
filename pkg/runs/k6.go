package runs

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what k6 measured: its JSON stream (--out json), its table
// (--out csv) and its summary (--summary-export, handleSummary) in its old and its new shape.

// k6Parts are parts of a request that k6 times besides the whole.
var k6Parts = []string{"http_req_blocked", "http_req_connecting", "http_req_tls_handshaking", "http_req_sending", "http_req_waiting", "http_req_receiving"}

type k6Line struct {
	Type   string `json:"type"`
	Metric string `json:"metric"`
	Data   struct {
		Type     string            `json:"type"`
		Contains string            `json:"contains"`
		Time     string            `json:"time"`
		Value    *float64          `json:"value"`
		Tags     map[string]string `json:"tags"`
	} `json:"data"`
}

func readK6Stream(in *input, to *collector) error {
	timed := map[string]bool{} // metrics that hold durations
	for {
		text, err := in.nextLine()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var line k6Line
		if err := json.Unmarshal(text, &line); err != nil {
			return in.faultf(in.line, "%w", cutLine(err))
		}
		switch {
		case line.Type == "Metric":
			timed[line.Metric] = line.Data.Type == "trend" && line.Data.Contains == "time" && !slices.Contains(k6Parts, line.Metric)
		case line.Type == "Point" && timed[line.Metric]:
			if err := line.add(to); err != nil {
				return in.faultf(in.line, "%w", err)
			}
		}
	}
}

func cutLine(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && strings.Contains(err.Error(), "unexpected end") {
		return errors.New("the JSON ends in the middle: the file is cut off")
	}
	return cutOff(err)
}

func (line k6Line) add(to *collector) error {
	if line.Data.Value == nil {
		return errors.New("a point without a value")
	}
	if to.started.IsZero() {
		if at, err := time.Parse(time.RFC3339Nano, line.Data.Time); err == nil {
			to.began(at)
		}
	}
	tags := line.Data.Tags
	return k6Observe(to, line.Metric, tags["name"], tags["method"], tags["group"], tags["expected_response"], *line.Data.Value)
}

// k6Observe adds a duration in milliseconds; few combinations repeat, so that they are remembered as they come.
func k6Observe(to *collector, metric, name, method, group, expected string, ms float64) error {
	key := metric + "\x00" + name + "\x00" + method + "\x00" + group
	s := to.known[key]
	if s == nil {
		labels := map[string]string{}
		for label, value := range map[string]string{"name": name, "method": method, "group": group} {
			if value != "" {
				labels[label] = value
			}
		}
		var err error
		if s, _, err = to.find(metric, labels, store.Duration); err != nil {
			return err
		}
		to.known[key] = s
	}
	return to.add(s, observation{value: ms / 1000, failed: expected == "false"})
}

// k6Times are k6's own durations whose names do not end as those of others do.
var k6Times = []string{
	"ws_connecting", "ws_ping",
	"browser_web_vital_fcp", "browser_web_vital_fid", "browser_web_vital_inp", "browser_web_vital_lcp", "browser_web_vital_ttfb",
}

// readK6Table reads --out csv. It has no column that tells a metric's kind; k6's own durations are known by name.
func readK6Table(in *input, to *collector) error {
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
		metric := t.text("metric_name")
		if !strings.HasSuffix(metric, "_duration") && !slices.Contains(k6Times, metric) {
			continue
		}
		ms, ok, err := t.number("metric_value")
		if err == nil && !ok {
			err = errors.New("metric_value is empty")
		}
		if err == nil {
			err = k6Observe(to, metric, t.text("name"), t.text("method"), t.text("group"), t.text("expected_response"), ms)
		}
		if err != nil {
			return t.wrong(err)
		}
		if at, ok, err := t.number("timestamp"); err == nil && ok {
			to.began(k6Time(at))
		}
	}
}

// k6Time is a timestamp of a table: seconds since 1970, or what K6_CSV_TIME_FORMAT makes of them, down to nanoseconds.
func k6Time(since float64) time.Time {
	const longAfter = 1e11 // seconds, in the year 5138
	for range 3 {
		if since > longAfter {
			since /= 1000
		}
	}
	return time.Unix(0, 0).Add(figure.Duration(since))
}

// k6Stats are the names that k6 gives to statistics.
var k6Stats = map[string]string{"avg": "mean", "min": "min", "med": "p50", "max": "max", "p(90)": "p90", "p(95)": "p95", "p(99)": "p99"}

// k6Metric is one metric of a summary: --summary-export has the values beside the metric, handleSummary within values.
type k6Metric struct {
	Type     string             `json:"type"`
	Contains string             `json:"contains"`
	Values   map[string]float64 `json:"values"`
	flat     map[string]float64
}

func (m *k6Metric) UnmarshalJSON(text []byte) error {
	type plain k6Metric
	if err := json.Unmarshal(text, (*plain)(m)); err != nil {
		return err
	}
	m.flat = m.Values
	if m.flat != nil {
		return nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	m.flat = map[string]float64{}
	for name, value := range all {
		var v float64
		if json.Unmarshal(value, &v) == nil {
			m.flat[name] = v
		}
	}
	return nil
}

// isDuration tells the trends that are durations, and of which there is one: of what a threshold names and did not happen,
// k6 writes zeros. --summary-export does not say what a trend contains; of k6's own that is the layout shift.
func (m *k6Metric) isDuration(name string) bool {
	whole, _, _ := strings.Cut(name, "{") // the tags of a threshold
	_, hasMean := m.flat["avg"]
	isTrend := hasMean || m.Type == "trend"
	happened := slices.ContainsFunc(slices.Collect(maps.Values(m.flat)), func(v float64) bool { return v != 0 })
	return isTrend && happened && !slices.Contains(k6Parts, whole) && whole != "browser_web_vital_cls" && (m.Contains == "" || m.Contains == "time")
}

func readK6Summary(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var file struct {
		Metrics map[string]k6Metric `json:"metrics"`
	}
	if err := in.decode(doc, &file); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(file.Metrics)) {
		if err := k6Summarise(to, file.Metrics, name); err != nil {
			return in.faultf(lineOf(doc, "metrics", name), "%w", err)
		}
	}
	return nil
}

// readK6Results reads a summary of --new-machine-readable-summary (since k6 1.5): its metrics are a list, in no order, and
// it says when it ended.
func readK6Results(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var file struct {
		Config struct {
			Duration float64 `json:"duration"` // seconds
		} `json:"config"`
		Metadata struct {
			GeneratedAt string `json:"generatedAt"`
		} `json:"metadata"`
		Results struct {
			Metrics []k6Named `json:"metrics"`
		} `json:"results"`
	}
	if err := in.decode(doc, &file); err != nil {
		return err
	}
	if ended, err := time.Parse(time.RFC3339Nano, file.Metadata.GeneratedAt); err == nil {
		to.began(ended.Add(-figure.Duration(file.Config.Duration)))
	}
	metrics, places := map[string]k6Metric{}, map[string]int{}
	for i, m := range file.Results.Metrics {
		metrics[m.Name], places[m.Name] = k6Metric{Type: m.Type, Contains: m.Contains, flat: m.Values}, i
	}
	for _, name := range slices.Sorted(maps.Keys(metrics)) {
		if err := k6Summarise(to, metrics, name); err != nil {
			return in.faultf(lineOf(doc, "results", "metrics", places[name]), "%w", err)
		}
	}
	return nil
}

// k6Named is one metric of a list.
type k6Named struct {
	Name     string             `json:"name"`
	Type     string             `json:"type"`
	Contains string             `json:"contains"`
	Values   map[string]float64 `json:"values"`
}

// k6Summarise keeps a metric of a summary where it is a duration.
func k6Summarise(to *collector, metrics map[string]k6Metric, name string) error {
	metric := metrics[name]
	if !metric.isDuration(name) {
		return nil
	}
	m := store.Measured{Operation: name, Stats: map[string]float64{}}
	for theirs, ours := range k6Stats {
		if v, ok := metric.flat[theirs]; ok {
			m.Stats[ours] = v / 1000
		}
	}
	m.Count, m.Failed = k6Counts(metrics, name)
	return to.summarise(m)
}

// k6Counts is how often a duration was measured: a summary says it only of requests and iterations, of others where
// summaryTrendStats has count.
func k6Counts(metrics map[string]k6Metric, name string) (count, failed float64) {
	switch name {
	case "http_req_duration":
		failed := metrics["http_req_failed"].flat // one of its two counts is there, by the shape of the summary
		return metrics["http_reqs"].flat["count"], failed["passes"] + failed["matches"]
	case "iteration_duration":
		return metrics["iterations"].flat["count"], 0
	}
	return metrics[name].flat["count"], 0
}
