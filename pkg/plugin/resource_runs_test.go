package plugin

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

func latencies(seed uint64, n int, mu float64) string {
	random := rand.New(rand.NewPCG(seed, 1))
	var text strings.Builder
	text.WriteString("system,operation,seconds,status\n")
	for range n {
		fmt.Fprintf(&text, "shop,pay,%.6f,success\n", 0.1*math.Exp(mu+0.2*random.NormFloat64()))
	}
	return text.String()
}

// imported imports a file by API and gives the id of the run.
func imported(t *testing.T, d *Datasource, context backend.PluginContext, name, text string) string {
	t.Helper()
	status, answer := call(t, d, context, http.MethodPost, "runs?name="+name+"&label.version=1.2", text)
	require.Equal(t, http.StatusOK, status, answer)
	var view runView
	require.NoError(t, json.Unmarshal([]byte(answer), &view))
	require.Equal(t, "1.2", view.Context["version"])
	return view.ID
}

func TestRunsComeInAreComparedAndGoAgain(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	base, slow := imported(t, d, context, "base.csv", latencies(1, 2000, 0)), imported(t, d, context, "slow.csv", latencies(2, 2000, 0.4))
	require.Equal(t, base, imported(t, d, context, "again.csv", latencies(1, 2000, 0)), "the same content is the same run")

	status, answer := call(t, d, context, http.MethodGet, "runs?system=shop", "")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, 2, strings.Count(answer, `"format":"yardstick"`))
	status, answer = call(t, d, context, http.MethodGet, "runs/"+base, "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, answer, `"name":"base.csv"`)

	status, answer = call(t, d, context, http.MethodGet, "runs/compare?baseline="+base+"&current="+slow, "")
	require.Equal(t, http.StatusOK, status, answer)
	var compared runs.ComparisonView
	require.NoError(t, json.Unmarshal([]byte(answer), &compared))
	require.Equal(t, "slower", compared.Operations[0].Verdict)

	for _, address := range []string{"runs/compare?system=shop&baseline=baseline&current=baseline", "gate?system=shop&against=2026-03-10&candidate=2026-03-10"} {
		status, answer = call(t, d, context, http.MethodGet, address, "")
		require.Equal(t, http.StatusBadRequest, status, address)
		require.Contains(t, answer, "passes every gate", address)
	}

	status, _ = call(t, d, context, http.MethodDelete, "runs/"+slow, "")
	require.Equal(t, http.StatusOK, status)
	status, answer = call(t, d, context, http.MethodGet, "runs/"+slow, "")
	require.Equal(t, http.StatusNotFound, status, answer)
}

func TestABeginningOfSeveralRunsIsTheAskersToMakeLonger(t *testing.T) {
	require.Equal(t, http.StatusBadRequest, httpStatus(ofSide(fmt.Errorf("%q %w", "abcdef", runs.ErrSeveral))))
}

func TestAFileInParts(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	text := latencies(1, 300, 0)
	half := len(text) / 2 // in the middle of a line
	part := func(number int, content string) {
		t.Helper()
		status, answer := call(t, d, context, http.MethodPost, fmt.Sprintf("runs/uploads/upload-1/parts/%d", number), content)
		require.Equal(t, http.StatusOK, status, answer)
	}
	part(2, text[half:])
	status, answer := call(t, d, context, http.MethodPost, "runs/uploads/upload-1/commit?parts=2&name=a.csv", "")
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, answer, "part 1 of 2 is missing")
	part(1, "something else")
	part(1, text[:half])
	status, answer = call(t, d, context, http.MethodPost, "runs/uploads/upload-1/commit?parts=2&name=a.csv", "")
	require.Equal(t, http.StatusOK, status, answer)
	require.Contains(t, answer, `"samples":300`)
	status, _ = call(t, d, context, http.MethodPost, "runs/uploads/upload-1/commit?parts=2", "")
	require.Equal(t, http.StatusNotFound, status, "it is over")
}

// What was sent for minutes is not sent again because a parameter was missing; a file that cannot be read is gone.
func TestAFileInPartsWaitsUntilItIsSaidWhatIsMissing(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	sent := func(want int, address, content string) string {
		t.Helper()
		status, answer := call(t, d, context, http.MethodPost, "runs/uploads/"+address, content)
		require.Equal(t, want, status, answer)
		return answer
	}
	sent(http.StatusOK, "upload-1/parts/1", "operation,seconds\npay,1\n")
	require.Contains(t, sent(http.StatusBadRequest, "upload-1/commit?parts=1", ""), "system=NAME")
	require.Contains(t, sent(http.StatusBadRequest, "upload-1/commit?parts=1&system=shop&format=xml", ""), "choose auto")
	sent(http.StatusOK, "upload-1/commit?parts=1&system=shop", "")
	sent(http.StatusNotFound, "upload-1/commit?parts=1&system=shop", "")

	sent(http.StatusOK, "upload-2/parts/1", "system,operation,seconds\nshop,pay,-1\n")
	require.Contains(t, sent(http.StatusBadRequest, "upload-2/commit?parts=1", ""), "line 2")
	sent(http.StatusNotFound, "upload-2/commit?parts=1", "")

	for i := range maxUploads + 1 { // those that wait keep nobody from sending others
		name := fmt.Sprintf("waiting-%d", i)
		sent(http.StatusOK, name+"/parts/1", "operation,seconds\npay,1\n")
		sent(http.StatusBadRequest, name+"/commit?parts=1", "")
	}
	require.Len(t, d.process.uploads.all, maxUploads)
}

func TestUploadsThatAProcessLeftAreRemoved(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	left, err := os.MkdirTemp("", uploadFolder)
	require.NoError(t, err)
	going, err := os.MkdirTemp("", uploadFolder)
	require.NoError(t, err)
	long := d.process.now().Add(-2 * uploadExpires)
	require.NoError(t, os.Chtimes(left, long, long))
	require.NoError(t, os.Chtimes(going, d.process.now(), d.process.now()))
	status, answer := call(t, d, context, http.MethodPost, "runs/uploads/upload-1/parts/1", "x")
	require.Equal(t, http.StatusOK, status, answer)
	require.NoDirExists(t, left)
	require.DirExists(t, going, "another process may go on with it")
}

func TestUploadsHaveLimits(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	for address, c := range map[string][2]string{
		"runs?name=big.csv":                  {"operation,seconds\n" + strings.Repeat("pay,1\n", maxRunBytes/6), "in parts of 8 MB"},
		"runs/uploads/upload-1/parts/1":      {strings.Repeat("x", maxPartBytes+1), "a part is at most 8 MB"},
		"runs/uploads/upload-1/parts/0":      {"x", "numbered from 1"},
		"runs/uploads/upload-1/parts/513":    {"x", "at most 512 parts"},
		"runs/uploads/..%2f..%2fetc/parts/1": {"x", "no proper name"},
		"runs/uploads/upload-1/commit":       {"", "parameter parts is missing"},
		"runs?name=bad.csv":                  {"system,operation,seconds\nshop,pay,-1\n", "bad.csv, line 2"},
		"runs?name=odd.csv&format=xml":       {"system,operation,seconds\nshop,pay,1\n", "choose auto"},
		"runs?name=nobody.csv":               {"operation,seconds\npay,1\n", "system=NAME"},
	} {
		status, answer := call(t, d, context, http.MethodPost, address, c[0])
		require.Equal(t, http.StatusBadRequest, status, address)
		require.Contains(t, answer, c[1], address)
	}
	for i := range maxUploads {
		status, _ := call(t, d, context, http.MethodPost, fmt.Sprintf("runs/uploads/upload-%02d/parts/1", i), "x")
		require.Equal(t, http.StatusOK, status)
	}
	status, answer := call(t, d, context, http.MethodPost, "runs/uploads/upload-99/parts/1", "x")
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, answer, "uploads are under way")
}

func TestTheGateAnswersPipelines(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	base, equal := imported(t, d, context, "base.csv", latencies(1, 3000, 0)), imported(t, d, context, "equal.csv", latencies(3, 3000, 0))
	slow, three := imported(t, d, context, "slow.csv", latencies(2, 3000, 0.4)), imported(t, d, context, "three.csv", latencies(4, 3, 0))
	for candidate, want := range map[string]string{equal: "pass", slow: "fail", three: "inconclusive"} {
		for _, answer := range []string{
			gateAnswer(t, d, context, http.MethodPost, "gate", fmt.Sprintf(`{"candidate":%q,"against":%q,"critical":["pay"]}`, candidate, base)),
			gateAnswer(t, d, context, http.MethodGet, "gate?critical=pay&margin.p50=0.05&candidate="+candidate+"&against="+base, ""),
		} {
			var view map[string]any
			require.NoError(t, json.Unmarshal([]byte(answer), &view))
			require.Equal(t, want, view["verdict"], answer)
			require.Subset(t, view["operations"].([]any)[0], map[string]any{"operation": "pay", "verdict": want, "critical": true})
		}
	}
	t.Run("a critical operation that nobody measured", func(t *testing.T) {
		answer := gateAnswer(t, d, context, http.MethodGet, "gate?critical=buy&candidate="+equal+"&against="+base, "")
		require.Contains(t, answer, `"verdict":"inconclusive"`)
	})
	t.Run("mistakes", func(t *testing.T) {
		for address, says := range map[string]string{
			"gate": "the candidate is missing",
			"gate?candidate=" + base + "&margin.p42=1":    "choose from p50",
			"gate?candidate=" + base + "&margin.p50=-1":   "above 0",
			"gate?candidate=" + base + "&margin.errors=1": "everything may fail",
			"gate?candidate=" + base + "&level=1":         "between 0 and 0.5",
			"gate?candidate=" + base + "&tolerate=x":      "not a number",
			"gate?candidate=" + base + "&critcal=pay":     `\"critcal\" is unknown: choose from`,
			"gate?candidate=" + base + "&measures=p1":     "unknown",
			"gate?system=kgas&candidateSelector=a%3D":     "the selector",
			"gate?candidateSelector=a%3D%22b%22":          "parameter system is missing",
		} {
			status, answer := call(t, d, context, http.MethodGet, address, "")
			require.Equal(t, http.StatusBadRequest, status, answer)
			require.Contains(t, answer, says, address)
		}
		_, answer := call(t, d, context, http.MethodGet, "gate?orgId=1&candidate="+base+"&against="+base, "")
		require.NotContains(t, answer, "unknown", "what is for Grafana")
		status, answer := call(t, d, context, http.MethodPost, "gate", fmt.Sprintf(`{"candidate":%q,"critcal":["pay"]}`, base))
		require.Equal(t, http.StatusBadRequest, status, answer)
		require.Contains(t, answer, "critcal")
		status, answer = call(t, d, context, http.MethodPost, "gate/flagger", fmt.Sprintf(`{"name":"shop","metadata":{"candidate":%q,"critcal":"pay"}}`, base))
		require.Equal(t, http.StatusBadRequest, status, answer)
		require.Contains(t, answer, "critcal")
	})
}

func gateAnswer(t *testing.T, d *Datasource, context backend.PluginContext, method, address, body string) string {
	t.Helper()
	status, answer := call(t, d, as(context, "Viewer"), method, address, body)
	require.Equal(t, http.StatusOK, status, answer)
	return answer
}

// Flagger posts its payload and reads the status alone; the example file is what it is given.
func TestFlaggersWebhook(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	base, equal := imported(t, d, context, "base.csv", latencies(1, 3000, 0)), imported(t, d, context, "equal.csv", latencies(3, 3000, 0))
	slow, three := imported(t, d, context, "slow.csv", latencies(2, 3000, 0.4)), imported(t, d, context, "three.csv", latencies(4, 3, 0))
	hook := func(candidate, more string) int {
		t.Helper()
		status, _ := call(t, d, as(context, "Viewer"), http.MethodPost, "gate/flagger", fmt.Sprintf(
			`{"name":"shop","namespace":"prod","phase":"Progressing","checksum":"85d557f47b","metadata":{"candidate":%q,"against":%q%s}}`, candidate, base, more))
		return status
	}
	require.Equal(t, http.StatusOK, hook(equal, ""))
	require.Equal(t, http.StatusConflict, hook(slow, ""))
	require.Equal(t, http.StatusConflict, hook(three, ""), "undecided does not pass")
	require.Equal(t, http.StatusOK, hook(three, `,"inconclusive":"continue"`), "unless one says to go on measuring")
	require.Equal(t, http.StatusConflict, hook(slow, `,"inconclusive":"continue"`))
}

// The example files are YAML that names addresses and fields which exist.
func TestTheExamplesForArgoAndFlaggerFit(t *testing.T) {
	read := func(name string, into any) {
		t.Helper()
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", "examples", name))
		require.NoError(t, err)
		require.NoError(t, yaml.Unmarshal(text, into))
	}
	var argo struct {
		Spec struct {
			Metrics []struct {
				Success  string `yaml:"successCondition"`
				Failure  string `yaml:"failureCondition"`
				Provider struct {
					Web struct {
						URL      string `yaml:"url"`
						JSONPath string `yaml:"jsonPath"`
					} `yaml:"web"`
				} `yaml:"provider"`
			} `yaml:"metrics"`
		} `yaml:"spec"`
	}
	read("argo-rollouts.yaml", &argo)
	require.Len(t, argo.Spec.Metrics, 1)
	metric := argo.Spec.Metrics[0]
	require.Equal(t, []string{`result == "pass"`, `result == "fail"`, "{$.verdict}"}, []string{metric.Success, metric.Failure, metric.Provider.Web.JSONPath})
	_, address, found := strings.Cut(metric.Provider.Web.URL, "/resources/")
	require.True(t, found)

	// The request of the example, its arguments filled in, reaches the question to Prometheus.
	var mu sync.Mutex // both sides are asked at once
	var asked []string
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		mu.Lock()
		asked = append(asked, r.Form.Get("query"))
		mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"matrix","result":[]}}`))
	})
	d, context := datasource(t, url, filled(), `{"systems":["kgas"]}`)
	address = strings.NewReplacer("{{args.system}}", "kgas", "{{args.canary}}", "abc", "{{args.stable}}", "def").Replace(address)
	status, answer := call(t, d, as(context, "Viewer"), http.MethodGet, address, "")
	require.Equal(t, http.StatusOK, status, answer)
	require.Contains(t, answer, `"verdict":"inconclusive"`, "no data is no pass")
	mu.Lock()
	questions := strings.Join(asked, "\n")
	mu.Unlock()
	require.Contains(t, questions, "abc")
	require.Contains(t, questions, "def")

	var flagger struct {
		Spec struct {
			Analysis struct {
				Webhooks []struct {
					Type     string            `yaml:"type"`
					URL      string            `yaml:"url"`
					Metadata map[string]string `yaml:"metadata"`
				} `yaml:"webhooks"`
			} `yaml:"analysis"`
		} `yaml:"spec"`
	}
	read("flagger.yaml", &flagger)
	for _, hook := range flagger.Spec.Analysis.Webhooks {
		require.Contains(t, hook.URL, "/resources/gate/flagger")
		metadata, err := json.Marshal(hook.Metadata)
		require.NoError(t, err)
		status, answer := call(t, d, as(context, "Viewer"), http.MethodPost, "gate/flagger", fmt.Sprintf(`{"name":"shop","namespace":"prod","phase":"Progressing","checksum":"1","metadata":%s}`, metadata))
		want := http.StatusConflict
		if hook.Metadata["inconclusive"] == "continue" {
			want = http.StatusOK
		}
		require.Equal(t, want, status, answer)
	}
	require.NotEmpty(t, flagger.Spec.Analysis.Webhooks)
}

func TestAPartThatTheDiskDidNotTakeIsMissing(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no disk here that is always full")
	}
	d, context := datasource(t, "http://127.0.0.1:1", emptyStore(t), `{"systems":["kgas"]}`)
	const part = "runs/uploads/upload-1/parts/1"
	status, answer := call(t, d, context, http.MethodPost, part, "system,operation,seconds\nshop,pay,1\nshop,pay,2\n")
	require.Equal(t, http.StatusOK, status, answer)
	for _, u := range d.process.uploads.all {
		require.NoError(t, os.Remove(u.path(1)))
		require.NoError(t, os.Symlink("/dev/full", u.path(1)))
	}
	status, _ = call(t, d, context, http.MethodPost, part, "system,operation,seconds\nshop,pay,1\nshop,pay,2\n")
	require.Equal(t, http.StatusInternalServerError, status)
	status, answer = call(t, d, context, http.MethodPost, "runs/uploads/upload-1/commit?parts=1", "")
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, answer, "part 1 of 1 is missing")
}
