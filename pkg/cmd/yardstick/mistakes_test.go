package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// empty is a Prometheus without a single series.
func empty(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		kind, result := "vector", []any{}
		switch {
		case strings.Contains(r.URL.Path, "query_range"):
			kind = "matrix"
		case r.FormValue("query") == "time()":
			now := float64(time.Now().UnixMilli()) / 1000
			kind, result = "scalar", []any{now, fmt.Sprint(now)}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"status": "success", "data": map[string]any{"resultType": kind, "result": result}})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// Whoever makes a mistake is told in which flag, and what to give instead.
func TestMistakesNameTheFlag(t *testing.T) {
	url := empty(t)
	_, db := holding(t)
	nowhere := "sqlite:" + filepath.Join(t.TempDir(), "mistyped.db")
	foreign := file(t, "notes.db", "my notes, not a database\n")
	const readings = "timestamp,value\n2026-03-02 00:00:00,5\n"
	series := file(t, "series.csv", readings)
	for name, c := range map[string]struct {
		args []string
		says []string
	}{
		"no URL":                      {[]string{"check"}, []string{"prometheus"}},
		"not a URL":                   {[]string{"check", "--prometheus", "localhost:9090"}, []string{`--prometheus "localhost:9090"`, "http://localhost:9090"}},
		"another protocol":            {[]string{"learn", "--prometheus", "ftp://here"}, []string{"--prometheus", "http://"}},
		"nobody there":                {[]string{"check", "--prometheus", "http://127.0.0.1:1", "--system", "kgas", "--store", db}, []string{"127.0.0.1:1"}},
		"kept and measured anew":      {[]string{"report", "daily", "--prometheus", url, "--keep", "--again"}, []string{"--again measures anew", "give it without --keep"}},
		"two files of operations":     {[]string{"learn", "--prometheus", url, "--operations", "shop.yaml", "--operations", "store.yaml"}, []string{"--operations", "shop.yaml", "one system at a time"}},
		"and of a backtest":           {[]string{"backtest", "--store", db, "--operations", "shop.yaml", "--operations", "store.yaml"}, []string{"--operations", "shop.yaml", "one system at a time"}},
		"no days":                     {[]string{"learn", "--prometheus", url, "--days", "0"}, []string{"--days 0", "1 to 365"}},
		"too many days":               {[]string{"learn", "--prometheus", url, "--days", "366"}, []string{"--days 366", "1 to 365"}},
		"days in words":               {[]string{"learn", "--prometheus", url, "--days", "two"}, []string{"--days", `"two"`}},
		"a moment":                    {[]string{"check", "--prometheus", url, "--at", "yesterday"}, []string{`--at "yesterday"`, "2006-01-02T15:04:05Z"}},
		"a format":                    {[]string{"check", "--prometheus", url, "--format", "xml"}, []string{`--format "xml"`, "text or json"}},
		"a format of learn":           {[]string{"learn", "--prometheus", url, "--format", "xml"}, []string{`--format "xml"`}},
		"a store":                     {[]string{"baselines", "--store", "mysql://here"}, []string{`--store "mysql://here"`, "sqlite:PATH", "postgres://"}},
		"a store with a password":     {[]string{"baselines", "--store", "mysql://ada:hunter2@here/x"}, []string{`--store "mysql://…@here/x"`}},
		"a store without a database":  {[]string{"baselines", "--store", "postgres://here"}, []string{"--store", "names no database"}},
		"a store that is away":        {[]string{"baselines", "--store", "postgres://here:secret@127.0.0.1:1/x"}, []string{"--store", "127.0.0.1:1", "does not answer"}},
		"a store's path":              {[]string{"baselines", "--store", "sqlite:"}, []string{"--store", "sqlite:PATH"}},
		"a word for a run":            {[]string{"compare", "--baseline", "abcdefgh", "--current", "ijklmnop", "--store", nowhere}, []string{`--current "ijklmnop" is no file`, nowhere, "no such file"}},
		"another file":                {[]string{"baselines", "--store", "sqlite:" + foreign}, []string{"--store", foreign}},
		"an unknown system":           {[]string{"check", "--prometheus", url, "--system", "nobody"}, []string{`--system "nobody"`, "kgas", "omninode", "--operations"}},
		"baselines of nobody":         {[]string{"baselines", "--system", "nobody", "--store", db}, []string{`--system "nobody"`, "kgas", "omninode", "--source cli"}},
		"a period":                    {[]string{"report", "yearly", "--prometheus", url}, []string{`"yearly"`}},
		"an unknown flag":             {[]string{"check", "--prometheus", url, "--colour"}, []string{"--colour"}},
		"an unknown command":          {[]string{"guess"}, []string{`"guess"`}},
		"an unknown command of store": {[]string{"store", "copi"}, []string{`"copi"`, "choose from copy"}},
		"one with its flags":          {[]string{"store", "copi", "--from", "a", "--to", "b"}, []string{`"copi"`, "store --help"}},
		"one of baselines":            {[]string{"baselines", "version", "--operation", "cart"}, []string{`"version"`, "baselines --help"}},
		"an unknown evaluation":       {[]string{"evaluate", "gaet"}, []string{`"gaet"`, "gate, forecast"}},
		"no such operations":          {[]string{"check", "--prometheus", url, "--operations", "/nowhere.yaml"}, []string{"--operations", "/nowhere.yaml"}},
		"a day":                       {[]string{"report", "daily", "--prometheus", url, "--system", "kgas", "--store", db, "--day", "Monday"}, []string{`--day "Monday"`, "2006-01-02"}},
		"a day yet to come":           {[]string{"report", "daily", "--prometheus", url, "--system", "kgas", "--store", db, "--day", "2999-01-01"}, []string{"--day 2999-01-01", "not begun"}},
		"nothing of one's own":        {[]string{"learn", "--prometheus", url, "--store", db, "--operations", file(t, "shop.yaml", shopFile)}, []string{"shop_request_duration_seconds", "shop.yaml"}},
		"nothing documented":          {[]string{"check", "--prometheus", url, "--store", db}, []string{"none of the documented metrics", "yardstick probe", "--operations FILE"}},
		"a context of no run":         {[]string{"compare", "--baseline", "a", "--current", "b", "--label", "version=2"}, []string{"--label"}},
		"a system of the model":       {[]string{"capacity", "--rate", "10", "--per-instance", "5", "--system", "nonsense"}, []string{"--system", "--rate"}},
		"none to list":                {[]string{"analyze", "--store", db, "--limit", "0"}, []string{"--limit 0", "at least 1"}},
		"a list and files":            {[]string{"import", "--list", "results.json", "--store", db}, []string{"--list", "results.json"}},
		"no share":                    {[]string{"backtest", "--input", t.TempDir(), "--output", t.TempDir(), "--learn-fraction", "NaN"}, []string{"--learn-fraction is NaN"}},
		"no series in a folder":       {[]string{"backtest", "--input", filepath.Dir(file(t, "a.csv", "when,what\n1,2\n")), "--output", t.TempDir()}, []string{"no CSV file", "is a series"}},
		"no source":                   {[]string{"learn", "--prometheus", url, "--store", db, "--source", ""}, []string{"--source", "it is empty"}},
		"a system without a name":     {[]string{"baselines", "--store", db, "--system", ""}, []string{"--system", "it is empty"}},
		"a replay of a folder":        {[]string{"backtest", "--input", t.TempDir(), "--output", t.TempDir(), "--fine"}, []string{"--fine", "--store"}},
		"answers over the series":     {[]string{"backtest", "--input", filepath.Dir(series), "--output", filepath.Dir(series) + "/."}, []string{"--output", "is --input"}},
		"a direction of a store":      {[]string{"backtest", "--store", db, "--system", "kgas", "--direction", "both"}, []string{"--direction", "--input"}},
		"a place and not sent":        {[]string{"export", "--store", db, "--to", "http://127.0.0.1:1"}, []string{"--to", "--send"}},
		"sent and to a file":          {[]string{"export", "--store", db, "--format", "otlp", "--send", "--output", "a.json"}, []string{"--output and --send"}},
		"no operations to export":     {[]string{"export", "--store", db, "--operations", "/nowhere.yaml"}, []string{"--operations", "/nowhere.yaml"}},
		"no operations to rank":       {[]string{"analyze", "--store", db, "--operations", "/nowhere.yaml"}, []string{"--operations", "/nowhere.yaml"}},
		"no operations to forecast":   {[]string{"capacity", "--store", db, "--system", "shop", "--operations", "/nowhere.yaml"}, []string{"--operations", "/nowhere.yaml"}},
		"operations of the model":     {[]string{"capacity", "--rate", "10", "--per-instance", "5", "--operations", "shop.yaml"}, []string{"--operations", "--rate"}},
		"a user of no server":         {[]string{"export", "--store", db, "--user", "ada"}, []string{"--user", "--prometheus"}},
		"a server without minutes":    {[]string{"backtest", "--store", db, "--system", "kgas", "--prometheus", url}, []string{"--prometheus", "--fine"}},
		"a token of no server":        {[]string{"export", "--store", db, "--token-file", series}, []string{"--token-file", "--prometheus"}},
		"a tenant of no server":       {[]string{"export", "--store", db, "--header", "X-Scope-OrgID: a"}, []string{"--header", "--prometheus"}},
		"a token without minutes":     {[]string{"backtest", "--store", db, "--system", "kgas", "--token-file", series}, []string{"--token-file", "--fine"}},
		"a user without minutes":      {[]string{"backtest", "--store", db, "--system", "kgas", "--user", "ada"}, []string{"--user", "--fine"}},
		"a context of a list":         {[]string{"import", "--list", "--store", db, "--label", "version=2"}, []string{"--list", "--label"}},
		"a format of a list":          {[]string{"import", "--list", "--store", db, "--format", "k6"}, []string{"--list", "--format"}},
		"help with no command":        {[]string{"help", "lern"}, []string{`"lern"`, "yardstick --help"}},
		"more than a command":         {[]string{"check", "--prometheus", url, "now"}, []string{`"now"`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, code, err := yardstick(t, c.args...)
			require.Equal(t, exitError, code)
			for _, part := range c.says {
				require.ErrorContains(t, err, part)
			}
		})
	}
	t.Run("the series stay as they were", func(t *testing.T) {
		text, err := os.ReadFile(series)
		require.NoError(t, err)
		require.Equal(t, readings, string(text))
	})
	t.Run("the file stays as it was", func(t *testing.T) {
		_, _, err := yardstick(t, "baselines", "--store", "sqlite:"+foreign)
		require.ErrorIs(t, err, store.ErrNotOurs)
		text, err := os.ReadFile(foreign)
		require.NoError(t, err)
		require.Equal(t, "my notes, not a database\n", string(text))
	})
}

// full takes nothing, as a file on a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// Who keeps what is printed in a file is told when it could not be written.
func TestWhatCannotBePrintedIsAnError(t *testing.T) {
	_, db := holding(t)
	for _, args := range [][]string{
		{"baselines", "--store", db}, {"import", file(t, "good.jsonl", payments), "--store", db}, {"import", "--list", "--store", db},
		{"capacity", "--rate", "100", "--per-instance", "100"}, {"capacity", "--rate", "100", "--per-instance", "100", "--limit", "50"},
		{"compare", "--baseline", file(t, "a.jsonl", payments), "--current", file(t, "b.jsonl", payments)},
	} {
		cmd := root()
		cmd.SetArgs(args)
		cmd.SetOut(full{})
		cmd.SetErr(io.Discard)
		err := cmd.ExecuteContext(t.Context())
		require.ErrorContains(t, err, "no space left", "%v", args)
		require.Equal(t, exitError, exitCode(err))
	}
}

// What only reads makes no store: one that holds nothing would answer as if there was nothing to say.
func TestAStoreThatIsReadMustBeThere(t *testing.T) {
	url := empty(t)
	path := filepath.Join(t.TempDir(), "mistyped.db")
	for _, args := range [][]string{
		{"baselines"}, {"baselines", "versions", "--operation", "cart"}, {"baselines", "diff", "--operation", "cart"},
		{"backtest", "--system", "kgas"}, {"capacity", "--system", "kgas"}, {"analyze"}, {"analyze", "--focus", "scaling"},
		{"import", "--list"}, {"export"}, {"export", "--prometheus", url, "--system", "kgas"},
		{"check", "--prometheus", url, "--system", "kgas"}, {"recommend", "--prometheus", url, "--system", "kgas"},
		{"report", "daily", "--prometheus", url, "--system", "kgas"}, {"watch", "--prometheus", url, "--system", "kgas", "--duration", "100ms"},
	} {
		out, code, err := yardstick(t, append(args, "--store", "sqlite:"+path)...)
		require.Equal(t, exitError, code, args)
		require.ErrorContains(t, err, "--store sqlite:"+path+": there is no such file; give the path", "%v", args)
		require.Empty(t, out, args)
		require.NoFileExists(t, path, args)
	}
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	_, code, err := yardstick(t, "baselines", "--store", "sqlite:"+path)
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "the file is empty")

	t.Run("but where none is named, live is compared with what is documented", func(t *testing.T) {
		t.Chdir(t.TempDir())
		once, _, _ := yardstick(t, "check", "--prometheus", url, "--system", "kgas")
		twice, _, _ := yardstick(t, "check", "--prometheus", url, "--system", "kgas", "--system", "kgas")
		require.Equal(t, once, twice, "a system that is named twice is judged once")
		for _, args := range [][]string{{"check"}, {"recommend"}, {"report", "daily"}, {"watch", "--duration", "100ms"}} {
			_, code, _ := yardstick(t, append(args, "--prometheus", url, "--system", "kgas")...)
			require.NotEqual(t, exitError, code, args)
			require.NoFileExists(t, "yardstick.db", args)
		}
	})
}

// The library of flags takes what stands in back quotes for the name of the value.
func TestTheValueOfAFlagHasOneWord(t *testing.T) {
	var look func(cmd *cobra.Command)
	look = func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.Flags().FlagUsages()) {
			require.Regexp(t, `^ +(-\w, )?--\S+( \S+)?  `, line, cmd.CommandPath())
		}
		for _, sub := range cmd.Commands() {
			look(sub)
		}
	}
	look(root())
}

// While Prometheus is away every question fails for the same reason: it is told once, with the URL.
func TestAnAbsentPrometheusIsToldInOneLine(t *testing.T) {
	_, db := holding(t)
	for _, args := range [][]string{{"check"}, {"report", "daily"}, {"learn", "--days", "1"}, {"probe"}} {
		if args[0] != "probe" {
			args = append(args, "--store", db)
		}
		_, code, err := yardstick(t, append(args, "--prometheus", "http://127.0.0.1:1", "--system", "kgas")...)
		require.Equal(t, exitError, code)
		said := brief(err).Error()
		require.Contains(t, said, "Prometheus at http://127.0.0.1:1 does not answer: connection refused", args[0])
		require.NotContains(t, said, "\n")
		require.Less(t, len(said), 200)
	}
	other := errors.New("one\nand another")
	require.Equal(t, other, brief(other), "different reasons are all told")
}

// A mistake in a description of operations is found by file and line.
func TestMistakesInOperationsNameFileAndLine(t *testing.T) {
	url := empty(t)
	for name, c := range map[string]struct{ document, line, says string }{
		"a misspelt field": {"system: shop\noperations:\n  - metric: a_seconds\n    knd: gauge\n", "line 4", "knd"},
		"not YAML":         {"system: shop\noperations: [\n", "line ", ""},
		"a kind":           {"system: shop\noperations:\n  - metric: a_seconds\n    kind: timer\n", "line 4", "histogram, summary, gauge"},
		"a system's name":  {"# ours\nsystem: The Shop\noperations:\n  - metric: a_seconds\n", "line 2", "The Shop"},
		"a bucket":         {"system: shop\noperations:\n  - metric: a_seconds_bucket\n", "line 3", "a_seconds"},
		"a selector":       {"system: shop\noperations:\n  - metric: a_seconds\n    selector: 'job=shop'\n", "line 4", "job=shop"},
		"failed ones":      {"system: shop\noperations:\n  - metric: a_seconds\n    errors: 'status=~\"(\"'\n", "line 4", "status"},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "shop.yaml", c.document)
			_, code, err := yardstick(t, "learn", "--prometheus", url, "--operations", path)
			require.Equal(t, exitError, code)
			for _, part := range []string{"--operations " + path, c.line, c.says} {
				require.ErrorContains(t, err, part)
			}
		})
	}
}

// The password comes from the environment: a command line is seen by everybody on the machine.
func TestCredentials(t *testing.T) {
	t.Setenv("YARDSTICK_PASSWORD", "a secret")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "me" || password != "a secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[]}}`)
	}))
	t.Cleanup(server.Close)
	_, code, err := yardstick(t, "probe", "--prometheus", server.URL, "--system", "kgas", "--user", "me")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)

	_, code, err = yardstick(t, "probe", "--prometheus", server.URL, "--system", "kgas", "--user", "somebody")
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "401")
	require.NotContains(t, err.Error(), "a secret")
}

// A statement of SQL as a label would move every other column out of sight.
func TestALongNameDoesNotWidenItsTable(t *testing.T) {
	var out bytes.Buffer
	w := newTable(&out)
	long := "SELECT " + strings.Repeat("größe, ", 300) + "FROM shop"
	fmt.Fprint(w, "SYSTEM\tOPERATION\tP95\n")
	fmt.Fprintf(w, "shop\t%s\t1 s\n", long)
	fmt.Fprintf(w, "shop\tcart\t2 s; %s\n", long)
	require.NoError(t, w.Flush())
	rows := strings.Split(out.String(), "\n")
	require.Regexp(t, `^shop +SELECT größe, .*….* FROM shop  1 s$`, rows[1], "both ends tell it from others")
	require.Less(t, strings.Index(rows[0], "P95"), 130)
	require.True(t, strings.HasSuffix(rows[2], "2 s; "+long), "what ends a row widens nothing, and is whole")
}

// A command has no data source whose settings could be mended.
func TestARefusalSaysWhatToGiveACommand(t *testing.T) {
	refusing := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	plain := httptest.NewServer(refusing)
	t.Cleanup(plain.Close)
	untrusted := httptest.NewUnstartedServer(refusing)
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	_, db := holding(t)
	for url, want := range map[string]string{plain.URL: "--user NAME, and the password in YARDSTICK_PASSWORD", untrusted.URL: "SSL_CERT_FILE"} {
		_, code, err := yardstick(t, "check", "--prometheus", url, "--system", "kgas", "--store", db)
		require.Equal(t, exitError, code)
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "data source")
	}
}
