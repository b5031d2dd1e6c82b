package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

const generated = "../../../"

// emitted are Prometheis of one real emitter each: what the probe proposes for a system, some panels that then show
// data, and some that say what to emit.
var emitted = []struct {
	name, system, job, recording string
	proposal                     map[string]any
	shows, empty                 []string
}{
	{
		"resilience4j only", "omninode", "omninode-java", "resilience4j",
		map[string]any{
			"omninode_circuit_breaker_state":       "resilience4j",
			"omninode_circuit_breaker_trips_total": "resilience4j",
			"omninode_circuit_breaker_calls_total": "resilience4j",
		},
		[]string{"Trips in five minutes", "Trips of an hour", "Failed calls by breaker"},
		[]string{"Database Connection Pool", "Slow statements, number", "Hit rate"},
	},
	{
		"opossum only", "omninode", "omninode-node", "opossum",
		map[string]any{"omninode_circuit_breaker_trips_total": "opossum", "omninode_circuit_breaker_calls_total": "opossum"},
		[]string{"Trips in five minutes", "Failed calls by breaker"}, []string{"Settings"},
	},
	{
		"OpenTelemetry JS only, an API", "ado", "ado-api", "opentelemetry-js",
		map[string]any{
			"http_server_request_duration_seconds": "opentelemetry-js",
			"ado_db_query_duration_seconds":        "opentelemetry-js",
			"db_client_connections_usage":          "opentelemetry-js",
		},
		[]string{"Response times of the API", "Error rate of the API", "Requests per second", "P95 by route", "Query time P95", "Connection pool"},
		[]string{"Agent execution time P95", "Pending tasks", "CPU"},
	},
	{
		"OpenTelemetry JS only, a platform", "dpas", "dpas-api", "opentelemetry-js",
		map[string]any{"http_server_request_duration_seconds": "opentelemetry-js", "nodejs_eventloop_lag_p99_seconds": "opentelemetry-js"},
		[]string{"Event loop lag", "API response time p95", "Authentication request rates"}, []string{"Ingestion throughput"},
	},
	{
		"OpenTelemetry Python by its old convention, milliseconds", "ado", "ado-api", "opentelemetry-python-old",
		map[string]any{"http_server_request_duration_seconds": "opentelemetry-python-old", "db_client_connections_usage": "opentelemetry-python-old"},
		[]string{"Response times of the API", "Error rate of the API", "Connection pool"}, []string{"Query time P95"},
	},
	{
		"OpenTelemetry Python by the stable convention", "ado", "ado-api", "opentelemetry-python", map[string]any{},
		[]string{"Response times of the API", "Error rate of the API"}, []string{"Query time P95"},
	},
	{
		"node_exporter only", "kgas", "kgas-node", "node-exporter", map[string]any{},
		[]string{"CPU of the hosts", "Memory of the hosts", "Disk I/O", "Network", "Open connections", "Disk used"},
		[]string{"Operations per second", "Threads", "Transactions"},
	},
	{
		"the ten metrics of D4", "omninode", "omninode", "omninode-documented", map[string]any{},
		[]string{"System Health", "Request Duration P95", "Hit rate", "Dead letter messages", "Trips of an hour", "Errors by type"},
		[]string{"Pool as the server sees it", "Messages per batch", "Recovery time of a day"},
	},
	{
		"the four metrics of D3, default buckets", "ado", "ado", "ado-documented", map[string]any{},
		[]string{"Agent execution time P95", "Tasks of an hour", "Pending tasks", "WSJF scores"},
		[]string{"Response times of the API", "Lock wait, average"},
	},
	{
		"the three metrics of D5", "github-pm", "github-pm", "github-pm-documented", map[string]any{},
		[]string{"Average command duration", "Commands per minute", "Heap of the last run", "Requests of an hour by endpoint"},
		[]string{"Phases of a command", "Points left", "Hit rate of a day", "Change against the baseline"},
	},
}

const atNoon = "2026-03-10T12:00:00Z"

func TestDashboardsFollowTheEmitter(t *testing.T) {
	for _, c := range emitted {
		t.Run(c.name, func(t *testing.T) {
			url := replayed(t, map[string]string{c.job: c.recording})
			text, _, err := yardstick(t, "probe", "--prometheus", url, "--system", c.system, "--at", atNoon, "--format", "json")
			require.NoError(t, err)
			require.Equal(t, c.proposal, rows(t, text, "systems")[0]["proposal"])

			output := t.TempDir()
			_, _, err = yardstick(t, "map", "--mapping", file(t, "probe.json", text), "--prometheus", url, "--system", c.system, "--at", atNoon,
				"--input", generated+"dashboards", "--output", output)
			require.NoError(t, err)
			data, silent := panelsWithData(t, url, output)
			require.Subset(t, data, c.shows)
			require.Subset(t, silent, c.empty)
			for _, title := range silent {
				require.NotContains(t, data, title, "a panel that says what to emit must not show a constant instead")
			}
		})
	}
}

func TestRulesWithoutTheirMetricsAreLeftOut(t *testing.T) {
	url := replayed(t, map[string]string{"omninode-java": "resilience4j"})
	for _, folder := range []string{"rules", "alerting"} {
		output := t.TempDir()
		text, _, err := yardstick(t, "map", "--prometheus", url, "--system", "omninode", "--at", atNoon,
			"--input", generated+"provisioning/"+folder, "--output", output, "--format", "json")
		require.NoError(t, err)
		var kept, out []string
		for _, row := range rows(t, text, "files") {
			for _, line := range row["leftOut"].([]any) {
				name, why, _ := strings.Cut(line.(string), ": ")
				require.Contains(t, why, "Not measured: ", name)
				out = append(out, name)
			}
		}
		written, err := os.ReadFile(filepath.Join(output, "omninode.yaml"))
		require.NoError(t, err)
		for _, title := range regexp.MustCompile(`(?m)^ +(?:- )?(?:title|alert): (\w+)$`).FindAllStringSubmatch(string(written), -1) {
			kept = append(kept, title[1])
		}
		require.Contains(t, kept, "OmninodeCircuitBreakerTripped")
		require.Contains(t, string(written), `resilience4j_circuitbreaker_state{`)
		require.Contains(t, out, "OmninodePoolExhaustion")
		require.Contains(t, out, "OmninodeSlowQueries")
		for _, name := range out {
			require.NotContains(t, kept, name)
		}
	}
}

// panelsWithData evaluates every query of the rewritten dashboards; silent are the panels that say what to emit.
func panelsWithData(t *testing.T, url, folder string) (data, silent []string) {
	t.Helper()
	client, err := prometheus.New(http.DefaultClient, url, prometheus.Options{})
	require.NoError(t, err)
	fill := strings.NewReplacer("$__rate_interval", "5m", "$__range", "1h", "$__interval", "1m")
	for _, file := range glob(t, folder, "*.json") {
		document := readNode(t, file)
		constants := constantsOf(document)
		for _, panel := range panelsOf(document) {
			title := scalar(panel, "title")
			if strings.HasPrefix(scalar(value(value(panel, "fieldConfig"), "defaults"), "noValue"), "Not measured: ") {
				silent = append(silent, title)
			}
			for _, target := range elements(panel, "targets") {
				expr := constants.Replace(fill.Replace(scalar(target, "expr")))
				if expr == "" {
					continue
				}
				answer, err := client.Instant(t.Context(), expr, noon)
				require.NoError(t, err, "%s: %s", title, expr)
				if len(answer.Value) > 0 {
					data = append(data, title)
				}
			}
		}
	}
	return data, silent
}

func glob(t *testing.T, folder, pattern string) (files []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		if matched, _ := filepath.Match(pattern, filepath.Base(path)); matched {
			files = append(files, path)
		}
		return err
	}))
	return files
}

func readNode(t *testing.T, path string) *yaml.Node {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var document yaml.Node
	require.NoError(t, yaml.Unmarshal(text, &document))
	return document.Content[0]
}

// constantsOf puts the values of a dashboard's constants where its expressions name them; other variables match anything.
func constantsOf(document *yaml.Node) *strings.Replacer {
	var pairs []string
	for _, variable := range elements(value(document, "templating"), "list") {
		if scalar(variable, "type") == "constant" {
			pairs = append(pairs, "$"+scalar(variable, "name"), strings.ReplaceAll(scalar(variable, "query"), `\`, `\\`))
		}
	}
	return strings.NewReplacer(pairs...)
}

func TestWithoutAMappingFilesStayAsTheyWere(t *testing.T) {
	output := t.TempDir()
	mapping := file(t, "mapping.json", `{"mapping": {}}`)
	for _, folder := range []string{"dashboards", "provisioning/rules", "provisioning/alerting"} {
		_, _, err := yardstick(t, "map", "--mapping", mapping, "--input", generated+folder, "--output", output)
		require.NoError(t, err)
		for _, written := range slices.Concat(glob(t, output, "*.json"), glob(t, output, "*.yaml")) {
			relative, err := filepath.Rel(output, written)
			require.NoError(t, err)
			before, err := os.ReadFile(filepath.Join(generated+folder, relative))
			if err != nil {
				continue // of another folder
			}
			after, err := os.ReadFile(written)
			require.NoError(t, err)
			require.Equal(t, string(before), string(after))
		}
	}
}

// Grafana reads dashboards, and Prometheus rules, while the folder is written anew: each has a file as it was or as it is.
func TestFilesAreReplacedAsAWhole(t *testing.T) {
	output := t.TempDir()
	args := []string{"map", "--mapping", file(t, "mapping.json", `{"mapping": {}}`), "--input", generated + "provisioning/rules", "--output", output}
	_, _, err := yardstick(t, args...)
	require.NoError(t, err)
	path := glob(t, output, "*.yaml")[0]
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte("groups: [] # of before\n"), 0o644))
	reader, err := os.Open(path)
	require.NoError(t, err)
	defer reader.Close()

	_, _, err = yardstick(t, args...)
	require.NoError(t, err)
	seen, err := io.ReadAll(reader)
	require.NoError(t, err)
	require.Equal(t, "groups: [] # of before\n", string(seen))
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
}

func TestMistakesInAMappingAreTold(t *testing.T) {
	for why, text := range map[string]string{
		"line 2: invalid character":                    "{\n\"mapping\": {,}}",
		`it has neither "mapping" nor "systems"`:       `{"omninode": {}}`,
		`the system "shop" is not known`:               `{"mapping": {"shop": {}}}`,
		`the emitter "hystrix" is unknown`:             `{"mapping": {"omninode": {"omninode_circuit_breaker_state": "hystrix"}}}`,
		"the expression sum( is not PromQL":            `{"mapping": {"omninode": {"omninode_active_connections": {"expr": "sum("}}}}`,
		"the catalogue has no such metric":             `{"mapping": {"omninode": {"omninode_trips": {"metric": "x"}}}}`,
		"neither the name of an emitter nor an altern": `{"mapping": {"omninode": {"omninode_requests_total": 5}}}`,
	} {
		_, code, err := yardstick(t, "map", "--mapping", file(t, "mapping.json", text), "--input", generated+"dashboards", "--output", t.TempDir())
		require.ErrorContains(t, err, why)
		require.Equal(t, exitError, code)
	}
	_, _, err := yardstick(t, "map", "--input", generated+"dashboards", "--output", t.TempDir())
	require.ErrorContains(t, err, "[mapping prometheus]")
	_, _, err = yardstick(t, "map", "--mapping", file(t, "m.json", `{"mapping": {}}`), "--input", t.TempDir(), "--output", t.TempDir())
	require.ErrorContains(t, err, "there are no dashboards")
}
