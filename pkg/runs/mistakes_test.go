package runs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return string(text)
}

// refused says that a file is refused, with its name and what is wrong, and that nothing of it is kept.
func refused(t *testing.T, name, text string, says ...string) {
	t.Helper()
	s := opened(t)
	_, added, err := Import(t.Context(), s, Request{Source: "cli", Name: name, Content: strings.NewReader(text), System: "shop", Now: noon})
	require.Error(t, err)
	require.False(t, added)
	var fault *Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, name, fault.File)
	for _, part := range says {
		require.ErrorContains(t, err, part)
	}
	all, err := s.ListRuns(t.Context(), "cli", "")
	require.NoError(t, err)
	require.Empty(t, all)
}

const goodLine = `{"system":"shop","operation":"pay","seconds":0.2}` + "\n"

// Whoever gives a wrong file is told the file, the line, and what to change.
func TestMistakesNameFileAndLine(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		text string
		says []string
	}{
		"an empty file":                    {"a.json", " \n", []string{"a.json: the file is empty"}},
		"no result at all":                 {"a.txt", "hello\n", []string{"github-pm", "k6", "jmeter"}},
		"a line that is cut off":           {"a.jsonl", goodLine + `{"system":"shop","operation":"pay","seco`, []string{"a.jsonl, line 2", "cut off"}},
		"an object on several lines":       {"a.json", "{\n \"operation\": \"pay\",\n \"seconds\": 0.2\n}\n", []string{"line 1", "one object a line"}},
		"a list of our objects":            {"a.json", `[{"operation": "pay", "seconds": 0.2}]`, []string{"Yardstick's own format", "without a list"}},
		"our object in milliseconds":       {"a.jsonl", `{"operation": "pay", "ms": 200}`, []string{"Yardstick's own format", "seconds"}},
		"columns of a German spreadsheet":  {"a.csv", "operation;seconds\npay;0,2\n", []string{"Yardstick's own format", "commas"}},
		"columns in capitals":              {"a.csv", "Operation,Seconds\npay,0.2\n", []string{"Yardstick's own format", "small letters"}},
		"a brace too many":                 {"a.jsonl", goodLine + `{"system":"shop","operation":"pay","seconds":1}}`, []string{"line 2", "one object a line"}},
		"a negative duration":              {"a.jsonl", goodLine + goodLine + `{"operation":"pay","system":"shop","seconds":-1}`, []string{"line 3", "negative"}},
		"1e308":                            {"a.jsonl", `{"system":"shop","operation":"pay","seconds":1e308}`, []string{"line 1", "longer than a year", "unit"}},
		"1e999":                            {"a.jsonl", `{"system":"shop","operation":"pay","seconds":1e999}`, []string{"line 1"}},
		"another unit":                     {"a.csv", "system,operation,seconds,duration_ms\nshop,pay,1,1\n", []string{"a.csv, line 1", "in seconds"}},
		"an unknown field":                 {"a.jsonl", `{"operation":"pay","seconds":1,"colour":"red"}`, []string{"line 1", `"colour"`, "labels"}},
		"a column twice":                   {"a.csv", "operation,seconds,seconds\npay,1,2\n", []string{"line 1", `"seconds"`, "twice"}},
		"a formula":                        {"a.csv", "operation,seconds\npay,0.1\npay,=1+1\n", []string{"a.csv, line 3", `seconds "=1+1" is not a number`}},
		"a row that is too short":          {"a.csv", "operation,status,seconds\npay,ok,0.1\npay,0.1\n", []string{"line 3", "2 columns"}},
		"an open quote":                    {"a.csv", "operation,seconds\n\"pay,0.1\n", []string{"a.csv, line 2"}},
		"two systems":                      {"a.jsonl", goodLine + `{"system":"other","operation":"pay","seconds":1}`, []string{"line 2", "a run is of one system"}},
		"a status":                         {"a.jsonl", `{"operation":"pay","seconds":1,"status":"meh"}`, []string{"line 1", `"meh"`, "success"}},
		"a start":                          {"a.jsonl", `{"operation":"pay","seconds":1,"start":"noon"}`, []string{"line 1", `"noon"`}},
		"success without a duration":       {"a.jsonl", `{"operation":"pay","status":"ok","seconds":null}`, []string{"line 1", "seconds is missing"}},
		"no name":                          {"a.jsonl", `{"operation":"","seconds":1}`, []string{"line 1", "no name"}},
		"labels":                           {"a.csv", "operation,labels,seconds\npay,small,1\n", []string{"line 2", "name=value"}},
		"NaN in a table":                   {"a.csv", "operation,seconds\npay,NaN\n", []string{"line 2", "not a number"}},
		"no line at all":                   {"a.csv", "operation,seconds\n", []string{"nothing was measured"}},
		"a command twice":                  {"r.json", benchmarkOf(`{"command":"status","average_ms":1}`, `{"command":"status","average_ms":1}`), []string{"r.json, line 5", "twice"}},
		"a mean outside of its range":      {"r.json", benchmarkOf(`{"command":"status","average_ms":0.235,"min_ms":198,"max_ms":312}`), []string{"line 4", "mean"}},
		"a minimum above the maximum":      {"r.json", benchmarkOf(`{"command":"status","average_ms":5,"min_ms":9,"max_ms":3}`), []string{"line 4", "contradict"}},
		"text for a number":                {"r.json", benchmarkOf(`{"command":"status","average_ms":"235"}`), []string{"line 4", "string"}},
		"a result that is cut off":         {"r.json", benchmarkOf(`{"command":"status","average_ms":235}`)[:110], []string{"r.json, line 4", "cut off"}},
		"a benchmark without a baseline":   {"b.yml", "benchmarks:\n  commands:\n    status:\n      baseline_ms: 250\n    batch:\n      target_ms: 1\n", []string{"b.yml, line 5", "baseline_ms of batch"}},
		"a formula for a baseline":         {"b.yml", "benchmarks:\n  commands:\n    status:\n      target_ms: 1\n      baseline_ms: =A1\n", []string{"b.yml, line 5: reading status", `"=A1" is not a number`}},
		"a benchmark twice":                {"b.yml", "benchmarks:\n  commands:\n    status: { baseline_ms: 2 }\n    status: { baseline_ms: 3 }\n", []string{"b.yml, line 4", "twice"}},
		"a maximum that is no number":      {"b.yml", "benchmarks:\n  commands:\n    status: { baseline_ms: 2, max_acceptable_ms: .nan }\n", []string{"b.yml, line 3", "max_acceptable_ms", "not a number"}},
		"a target without end":             {"b.yml", "benchmarks:\n  commands:\n    status: { baseline_ms: 2, target_ms: .inf }\n", []string{"b.yml, line 3", "target_ms", "not a number"}},
		"a target above the maximum":       {"b.yml", "benchmarks:\n  commands:\n    status: { baseline_ms: 2, target_ms: 3, max_acceptable_ms: 1 }\n", []string{"line 3", "max_acceptable_ms"}},
		"a request that took a word":       {"j.jtl", "timeStamp,elapsed,label,success\n1,5,get,true\n1,fast,get,true\n", []string{"j.jtl, line 3", `"fast"`}},
		"an outcome that is none":          {"j.jtl", "timeStamp,elapsed,label,success\n1,5,get,maybe\n", []string{"line 2", `"maybe"`}},
		"XML that is cut off":              {"j.xml", "<testResults>\n<httpSample t=\"5\" ts=\"1\" lb=\"get\" s=\"true\"/>\n<http", []string{"j.xml, line 3", "cut off"}},
		"a log that is cut off":            {"g.log", "RUN\tshop.Visit\tvisit\t1\t \t3.11.5\nREQUEST\t\thome\t1000\t1066\tOK\t \nGROUP\tfind\t1000\t10", []string{"g.log, line 3", "cut off"}},
		"a stress test that is cut off":    {"s.json", "[\n {\"operation\":\"a\",\"status\":\"success\",\"duration\":1},\n {\"oper", []string{"s.json, line 3", "entry 2", "cut off"}},
		"a stress test that took less":     {"s.json", "[\n {\"operation\":\"a\",\"status\":\"success\",\"duration\":-1}]", []string{"line 2", "negative"}},
		"a load test of an odd conversion": {"l.json", "{\n\"100\": {\n \"graph_to_table\": 1,\n \"nothing\": 2}}", []string{"l.json, line 4", "SOURCE_to_TARGET"}},
		"milliseconds of a benchmark":      {"p.json", `{"machine_info":{},"benchmarks":[{"fullname":"a","stats":{"mean":1e9}}]}`, []string{"line 1", "unit"}},
		"a format that it is not":          {"k.json", `{"type":"Point","metric":"m","data":{}}` + "\n{", []string{"k.json, line 2", "cut off"}},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.file, c.text, c.says...) })
	}
}

func benchmarkOf(results ...string) string {
	return "{\n\"benchmark_results\": {\"test_date\": \"2024-12-06T10:30:00Z\",\n\"command_results\": [\n" + strings.Join(results, ",\n") + "]}}"
}

// A word or an HTTP status says how an execution ended.
func TestHowAnExecutionEnded(t *testing.T) {
	for status, failed := range map[string]bool{"": false, "OK": false, "100": false, "200": false, "399": false, "400": true, "503": true, "599": true, "Timeout": true, "false": true} {
		got, err := outcome(status)
		require.NoError(t, err, status)
		require.Equal(t, failed, got, status)
	}
	for _, status := range []string{"99", "600", "-1", "perhaps"} {
		_, err := outcome(status)
		require.ErrorContains(t, err, "is unknown", status)
	}
}

// D5 rates a benchmark by its baseline and its maximum; what is not known is not rated.
func TestHowABenchmarkIsRated(t *testing.T) {
	for _, c := range []struct {
		mean, baseline, limit float64
		want                  string
	}{
		{0.9, 1, 2, "excellent"}, {1, 1, 2, "excellent"}, {1.01, 1, 2, "good"}, {1.5, 1, 2, "good"}, {1.51, 1, 2, "acceptable"}, {2, 1, 2, "acceptable"}, {2.01, 1, 2, "poor"},
		{0, 1, 2, ""}, {1, 0, 2, ""}, {1, 1, 0, ""}, {nan, 1, 2, ""},
	} {
		require.Equal(t, c.want, ratingOf(c.mean, c.baseline, c.limit), "%v", c)
	}
}
