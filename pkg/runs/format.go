package runs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// This file answers of which tool a file is, by its content.

// format reads the files of one tool.
type format struct {
	name string
	// system is the one that only this format measures; empty where the file or the caller must say it.
	system string
	forms  []form
}

// form is one kind of file of a tool.
type form struct {
	is   func(shape) bool
	read func(*input, *collector) error
}

var formats = []format{
	{name: "yardstick", forms: []form{{isOwn, readLines}, {columns("operation", "seconds"), readTable}}},
	{name: "github-pm", system: "github-pm", forms: []form{
		{keyed("benchmark_results"), readBenchmarkResults},
		{func(s shape) bool { return s.has("performance_metrics") && s.mentions(`"total_ms"`) }, readCommandMetrics},
		{func(s shape) bool { return s.yaml && s.mentions("benchmarks:") && s.mentions("baseline_ms:") }, readBenchmarksFile},
	}},
	{name: "kgas", system: "kgas", forms: []form{{isLoadTest, readLoadTest}, {isStressTest, readStressTest}}},
	{name: "pytest-benchmark", forms: []form{{keyed("machine_info", "benchmarks"), readPytest}}},
	{name: "k6", forms: []form{
		{func(s shape) bool { return s.mentions(`"type":"Metric"`) || s.mentions(`"type":"Point"`) }, readK6Stream},
		{func(s shape) bool { return s.has("metrics") && (s.has("root_group") || s.mentions(`"iterations"`)) }, readK6Summary},
		{func(s shape) bool { return keyed("metadata", "results")(s) && s.mentions(`"k6Version"`) }, readK6Results},
		{columns("metric_name", "metric_value"), readK6Table},
	}},
	{name: "jmeter", forms: []form{
		{columns("timeStamp", "elapsed", "label"), readJMeter},
		{func(s shape) bool { return s.xml && s.mentions("<testResults") }, readJMeterXML},
	}},
	{name: "locust", forms: []form{
		{columns("Type", "Name", "Request Count"), readLocust},
		{func(s shape) bool {
			return columns("Timestamp", "User Count")(s) || columns("Method", "Name", "Error")(s) || columns("Count", "Message", "Traceback")(s)
		}, otherLocust},
	}},
	{name: "artillery", forms: []form{{func(s shape) bool { return s.has("aggregate") && s.mentions(`"counters"`) }, readArtillery}}},
	{name: "gatling", forms: []form{
		{func(s shape) bool { return s.has("stats") && s.mentions(`"numberOfRequests"`) }, readGatling},
		{func(s shape) bool { return strings.HasPrefix(s.text, "RUN\t") }, readGatlingLog},
	}},
	{name: "dbt", system: "dpas", forms: []form{{func(s shape) bool { return s.has("metadata") && s.mentions("run-results") }, readDbt}}},
	{name: "pyairbyte", system: "dpas", forms: []form{
		{func(s shape) bool { return s.mentions("performance_metrics") && s.mentions("read_time_seconds") }, readPyAirbyte},
		{keyed("startTime", "recordsProcessed"), readIngestion},
	}},
}

// Formats are the names of all formats.
func Formats() (names []string) {
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// recognise is how a file is read; wanted is the format's name, or auto.
func recognise(in *input, wanted string) (format, func(*input, *collector) error, error) {
	s := shapeOf(in.head())
	if s.text == "" {
		return format{}, nil, in.faultf(0, "the file is empty")
	}
	for _, f := range formats {
		if wanted != "" && wanted != "auto" && wanted != f.name {
			continue
		}
		for _, one := range f.forms {
			if one.is(s) {
				return f, one.read, nil
			}
		}
	}
	switch {
	case (wanted == "" || wanted == "auto" || wanted == formats[0].name) && s.almostOwn() != "":
		return format{}, nil, in.faultf(1, "this is nearly Yardstick's own format: %s", s.almostOwn())
	case wanted == "" || wanted == "auto":
		return format{}, nil, in.faultf(0, "this is no result that Yardstick knows (%s)", strings.Join(Formats(), ", "))
	case !slices.Contains(Formats(), wanted):
		return format{}, nil, fmt.Errorf("the format %q %w %s", wanted, ErrNoFormat, strings.Join(Formats(), ", "))
	}
	return format{}, nil, in.faultf(0, "this does not look like a result of %s", wanted)
}

// shape is what the beginning of a file shows.
type shape struct {
	text    string   // without spaces around colons
	keys    []string // of its first JSON object
	header  []string // of its first line, as CSV
	xml     bool
	yaml    bool
	isArray bool
}

func (s shape) has(key string) bool       { return slices.Contains(s.keys, key) }
func (s shape) mentions(text string) bool { return strings.Contains(s.text, text) }

// spaces around a colon differ between the writers of JSON.
var spaces = regexp.MustCompile(`\s*:\s*`)

func keyed(keys ...string) func(shape) bool {
	return func(s shape) bool {
		return !s.isArray && !slices.ContainsFunc(keys, func(k string) bool { return !s.has(k) })
	}
}

// isOwn knows our own lines by the first: what failed may be without a duration, but then says so.
func isOwn(s shape) bool { return keyed("operation", "seconds")(s) || keyed("operation", "status")(s) }

// almostOwn says what is wrong with what was meant to be our own format; empty where it was not.
func (s shape) almostOwn() string {
	head := strings.ToLower(strings.Join(s.header, ","))
	switch {
	case s.has("operation") && s.isArray:
		return "write one object a line, without a list around them"
	case s.has("operation"):
		return "an object has the fields operation and seconds (in seconds)"
	case strings.Contains(head, "operation") && strings.Contains(head, "seconds"):
		return "columns are called operation and seconds, in small letters, with commas between them"
	}
	return ""
}

func columns(names ...string) func(shape) bool {
	return func(s shape) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(s.header, n) })
	}
}

func shapeOf(head []byte) shape {
	text := bytes.TrimSpace(head)
	s := shape{text: spaces.ReplaceAllString(string(text), ":")}
	if len(text) == 0 {
		return s
	}
	switch text[0] {
	case '{':
		s.keys = firstKeys(text)
	case '[':
		s.isArray = true
		s.keys = firstKeys(bytes.TrimLeft(text, "[ \n\t"))
	case '<':
		s.xml = true
	default:
		first, _, _ := bytes.Cut(text, []byte("\n"))
		for _, name := range strings.Split(string(first), ",") {
			s.header = append(s.header, strings.Trim(strings.TrimSpace(name), `"`))
		}
		s.yaml = true
	}
	return s
}

// firstKeys are the keys of a JSON object that may be cut off.
func firstKeys(text []byte) (keys []string) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if t, err := decoder.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	for {
		t, err := decoder.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return keys
		}
		keys = append(keys, key)
		var skipped json.RawMessage
		if decoder.Decode(&skipped) != nil {
			return keys
		}
	}
}
