package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
	"github.com/yardstick-baselines/yardstick/pkg/support"
)

// planted are secrets and words of people, one for every place that holds such.
var planted = []string{
	"hunter2", "Bearer-abc.def", "ada.lovelace@example.org", "Lovelace", "prod-db-7.internal.example", "checkout", "acme-tenant", "10.1.2.3",
	"payroll", "opensesame", "grafana-admin", "s3cr3t-header",
}

// plantedStore holds them in every text that a store has.
func plantedStore(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "yardstick.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	require.NoError(t, err)
	const source = "1/acme-tenant"
	l, ok, err := s.Acquire(t.Context(), source, "grafana-admin", time.Minute, noon)
	require.NoError(t, err)
	require.True(t, ok)
	put := func(system, name string) {
		t.Helper()
		require.NoError(t, s.PutBaselines(t.Context(), l, []store.Baseline{{
			Operation: store.Operation{System: system, Set: "operation", Name: name, Labels: map[string]string{"user": "ada.lovelace@example.org", "op": name}},
			Record:    baseline.Record{State: baseline.Active, Quantiles: baseline.Quantiles{P95: 0.25}, Requests: 1000, Reason: "opensesame"},
			ValidFrom: noon, Author: "Lovelace", Reason: "opensesame",
		}}))
	}
	put("kgas", "checkout")
	put("payroll", "checkout")
	message := `asking http://ada:hunter2@prod-db-7.internal.example:9090/api failed: dial tcp 10.1.2.3:9090: connection refused ` +
		`(Authorization: Bearer-abc.def) "checkout" password=opensesame opensesame: 503`
	require.NoError(t, s.SetWanted(t.Context(), source, "kgas", "operation", 672))
	require.NoError(t, s.NoteError(t.Context(), l, "kgas", "operation", message, noon))
	require.NoError(t, s.NoteError(t.Context(), l, "payroll", "checkout", message, noon))
	require.NoError(t, s.PutDeployment(t.Context(), source, store.Deployment{System: "kgas", At: noon, Version: "hunter2", Description: "opensesame", Author: "Lovelace"}))
	_, _, err = s.PutOwn(t.Context(), source, store.OwnOperations{
		System: "payroll", Title: "payroll", Definition: json.RawMessage(`{"selector":"tenant=\"acme-tenant\""}`), Author: "Lovelace", At: noon,
	}, "opensesame", nil)
	require.NoError(t, err)
	require.NoError(t, s.Release(t.Context(), l))
	require.NoError(t, s.Close())
	return path
}

const plantedDatasource = `{
  "id": 3, "uid": "acme-tenant", "name": "Lovelace", "type": "yardstick-baselines-datasource", "access": "proxy", "basicAuth": true, "basicAuthUser": "grafana-admin",
  "url": "https://ada:hunter2@prod-db-7.internal.example:9090/acme-tenant/prometheus", "password": "opensesame", "hunter2": "opensesame",
  "jsonData": {"systems": ["kgas", "payroll"], "learnDays": 28, "lagSeconds": 5, "httpMethod": "POST", "publish": true, "httpHeaderName1": "s3cr3t-header",
    "customQueryParameters": "tenant=acme-tenant&token=hunter2",
    "selectors": {"payroll": {"selector": "tenant=\"acme-tenant\""}}, "holidays": ["Lovelace"], "mapping": {"checkout": {"hunter2": {}}},
    "operations": [{"system": "payroll", "operations": [{"metric": "checkout_seconds"}]}], "token": "Bearer-abc.def"},
  "secureJsonFields": {"basicAuthPassword": true, "httpHeaderValue1": true, "opensesame": true},
  "secureJsonData": {"basicAuthPassword": "hunter2", "httpHeaderValue1": "s3cr3t-header"}
}`

const plantedMetrics = `# HELP yardstick_queries_total hunter2
# TYPE yardstick_queries_total counter
yardstick_queries_total{type="deviation",outcome="ok"} 12
# TYPE yardstick_learner_lag_seconds gauge
yardstick_learner_lag_seconds{org="1",datasource="acme-tenant",system="payroll",set="checkout"} 3600
# TYPE yardstick_baseline_seconds gauge
yardstick_baseline_seconds{user="ada.lovelace@example.org",stat="p95"} 1
# TYPE payroll_checkout_seconds gauge
payroll_checkout_seconds{password="hunter2"} 1
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 1e+08
`

// bundle runs the command and gives the files of the archive.
func bundle(t *testing.T, more ...string) map[string]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bundle.zip")
	out, code, err := yardstick(t, append([]string{"support", "--output", path}, more...)...)
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.Contains(t, out, path)
	archive, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer archive.Close()
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		files[f.Name] = string(text)
	}
	return files
}

// everything gives the flags that let the bundle hold all that it can.
func everything(t *testing.T) []string {
	t.Helper()
	metrics := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, plantedMetrics) }))
	t.Cleanup(metrics.Close)
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, strings.Join(planted, " "))
	}))
	t.Cleanup(refusing.Close)
	return []string{
		"--store", "sqlite:" + plantedStore(t), "--datasource", file(t, "datasource.json", plantedDatasource),
		"--metrics", strings.Replace(metrics.URL, "http://", "http://ada:hunter2@", 1), "--prometheus", refusing.URL, "--user", "grafana-admin",
	}
}

func TestASupportBundleHoldsNoSecretAndNothingOfAPerson(t *testing.T) {
	t.Setenv("YARDSTICK_PASSWORD", "opensesame")
	files := bundle(t, everything(t)...)
	require.Len(t, files, 6)
	for name, text := range files {
		for _, secret := range planted {
			require.NotContains(t, strings.ToLower(text), strings.ToLower(secret), "%s\n%s", name, text)
		}
	}
}

func TestNamesAreToldOnlyIfAskedAndSecretsNever(t *testing.T) {
	files := bundle(t, append(everything(t), "--names")...)
	all := strings.Join([]string{files["store.json"], files["settings.json"], files["metrics.txt"], files["findings.json"]}, "\n")
	for _, name := range []string{"payroll", "1/acme-tenant", "prod-db-7.internal.example"} {
		require.Contains(t, all, name)
	}
	for _, secret := range []string{"hunter2", "Bearer-abc", "opensesame", "s3cr3t-header", "ada.lovelace"} {
		require.NotContains(t, all, secret)
	}
}

func TestASupportBundleTellsWhatAMaintainerNeeds(t *testing.T) {
	files := bundle(t, everything(t)...)
	var told struct {
		Kind    string
		Schema  int
		Tables  []store.TableSize
		Sources []struct {
			Systems []struct {
				System     string
				Operations int
				Baselines  map[string]int
			}
			Sets []struct {
				System, Set, LastError string
				Learned, Wanted        int
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(files["store.json"]), &told))
	require.Equal(t, "sqlite", told.Kind)
	require.Positive(t, told.Schema)
	require.NotEmpty(t, told.Tables)
	require.Equal(t, "kgas", told.Sources[0].Systems[0].System, "the documented systems are everybody's")
	require.Equal(t, 1, told.Sources[0].Systems[0].Operations)
	require.Equal(t, map[string]int{"active": 1}, told.Sources[0].Systems[0].Baselines)
	set := told.Sources[0].Sets[0]
	require.Equal(t, []any{"kgas", "operation", 672}, []any{set.System, set.Set, set.Wanted})
	for _, words := range []string{"failed: dial tcp", "connection refused", "503"} {
		require.Contains(t, set.LastError, words)
	}
	settings := object(t, files["settings.json"])
	data := settings["jsonData"].(map[string]any)
	require.Equal(t, []any{28.0, "POST", true, 1.0, 1.0}, []any{data["learnDays"], data["httpMethod"], data["publish"], data["operations"], data["selectors"]})
	require.InDelta(t, 2, data["customQueryParameters"], 0, "that there are some, not which")
	require.Equal(t, []any{"basicAuthPassword", "httpHeaderValue1"}, settings["secureJsonFields"])
	require.Contains(t, files["metrics.txt"], `yardstick_queries_total{type="deviation",outcome="ok"} 12`)
	require.Contains(t, files["metrics.txt"], "process_resident_memory_bytes")
	require.NotContains(t, files["metrics.txt"], "yardstick_baseline_seconds")
	require.Contains(t, files["findings.json"], "other credentials (401). Check user, password or token")
	require.Contains(t, files["build.json"], "go1")
}

// A store is to be looked at with the version of the command that the plugin has.
func TestTheCommandTellsItsVersion(t *testing.T) {
	out, code, err := yardstick(t, "--version")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	known, err := catalog.Builtin()
	require.NoError(t, err)
	require.Contains(t, out, "yardstick version "+known.Version+", revision ")
}

func TestHashesAreTheSameInTwoBundlesOfOneStoreAndOthersInAnother(t *testing.T) {
	one := "sqlite:" + plantedStore(t)
	first, second := bundle(t, "--store", one)["store.json"], bundle(t, "--store", one)["store.json"]
	require.Equal(t, first, second)
}

func TestABundleIsMadeOfAStoreThatCannotBeOpened(t *testing.T) {
	foreign := file(t, "hunter2.db", "my notes about checkout, not a database\n")
	files := bundle(t, "--store", "sqlite:"+foreign)
	require.Contains(t, files["findings.json"], "not a Yardstick store")
	require.NotContains(t, files["store.json"]+files["findings.json"], "hunter2")
}

func TestABundleThatCannotBeWrittenLeavesNoHalfOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bundle.zip")
	f := supportFlags{output: path}
	require.ErrorContains(t, f.write(io.Discard, support.Bundle{Settings: map[string]any{"unwritable": math.NaN()}}), "--output "+path)
	require.NoFileExists(t, path)
}

func TestASupportBundleIsNotWrittenOverAnotherFile(t *testing.T) {
	there := file(t, "there.zip", "mine")
	db := "sqlite:" + plantedStore(t)
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"a file that is there": {[]string{"--store", db, "--output", there}, "--output"},
		"no such store":        {[]string{"--store", db + ".old"}, "--store"},
		"no kind of store":     {[]string{"--store", "mysql://ada:hunter2@x"}, "--store"},
		"no such data source":  {[]string{"--store", db, "--datasource", there + ".old"}, "--datasource"},
		"no data source":       {[]string{"--store", db, "--datasource", there}, "--datasource"},
	} {
		t.Run(name, func(t *testing.T) {
			_, code, err := yardstick(t, append([]string{"support"}, c.args...)...)
			require.Equal(t, exitError, code)
			require.ErrorContains(t, err, c.says)
		})
	}
}
