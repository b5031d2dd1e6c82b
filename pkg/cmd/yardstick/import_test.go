package main

import (
	"bytes"
	"compress/gzip"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const payments = `{"system":"shop","operation":"pay","seconds":0.25,"status":"200"}` + "\n"

// A file that is wrong keeps no other one from being imported, nor from being told.
func TestEveryFileIsTriedAndTold(t *testing.T) {
	good, bad, late := file(t, "good.jsonl", payments), file(t, "bad.jsonl", "hello\n"), file(t, "late.jsonl", payments+payments)
	gone := filepath.Join(t.TempDir(), "gone.jsonl")
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	out, code, err := yardstick(t, "import", good, bad, gone, late, "--store", db)
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, bad+": this is no result that Yardstick knows")
	require.ErrorContains(t, err, gone)
	require.Regexp(t, `(?m)good\.jsonl, yardstick, 1 measured quantities: imported$`, out)
	require.Regexp(t, `(?m)late\.jsonl, yardstick, 1 measured quantities: imported$`, out)
	require.NotContains(t, out, "bad.jsonl")

	out, code, err = yardstick(t, "import", bad, good, "--store", db, "--json")
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, bad)
	require.Len(t, rows(t, out, "runs"), 1, "what is printed is JSON all the same")
	require.Equal(t, false, rows(t, out, "runs")[0]["added"])

	_, _, err = yardstick(t, "import", good, late, "--store", db, "--format", "xml")
	require.EqualError(t, err, `--format: the format "xml" is unknown: choose auto or one of `+
		"yardstick, github-pm, kgas, pytest-benchmark, k6, jmeter, locust, artillery, gatling, dbt, pyairbyte", "told once, not for each file")
}

// A file of somebody else's writes a row, and nothing to the terminal that it is listed on.
func TestNamesDoNotWriteToTheTerminal(t *testing.T) {
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	results := file(t, "a.jsonl", `{"system":"shop","operation":"größe ☃\n\u001b[2J\u009b31mpay","seconds":0.25}`+"\n")
	_, _, err := yardstick(t, "import", results, "--store", db)
	require.NoError(t, err)
	for _, args := range [][]string{{"import", "--list"}, {"analyze"}} {
		out, _, err := yardstick(t, append(args, "--store", db)...)
		require.NoError(t, err)
		require.Equal(t, 2, strings.Count(out, "\n"), out)
		require.Contains(t, out, `größe ☃\n\x1b[2J\u009b31mpay`)
	}
}

// Whoever forgot a label, or gave a wrong one, gives it with the same file again.
func TestTheSameFileWithOtherLabels(t *testing.T) {
	results := file(t, "results.jsonl", payments)
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	_, _, err := yardstick(t, "import", results, "--store", db, "--label", "version=1.2", "--label", "commit=abc")
	require.NoError(t, err)
	out, code, err := yardstick(t, "import", results, "--store", db, "--label", "version=1.3")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.Contains(t, out, "was there already, and has version=1.3 now\n")
	out, _, err = yardstick(t, "import", "--list", "--store", db, "--json")
	require.NoError(t, err)
	require.Equal(t, map[string]any{"version": "1.3", "commit": "abc"}, rows(t, out, "runs")[0]["context"])

	out, _, err = yardstick(t, "import", results, "--store", db, "--system", "bakery")
	require.NoError(t, err)
	require.Contains(t, out, "was there already, as a run of shop\n", "a file is a run of one system")
}

// Results that a pipeline packed, or that PowerShell wrote, are imported, compared and judged as they are.
func TestPackedResults(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(payments))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	var wide strings.Builder
	for _, letter := range "\ufeff" + payments {
		wide.Write([]byte{byte(letter), byte(letter >> 8)})
	}
	plain, gz, utf16 := file(t, "a.jsonl", payments), file(t, "a.jsonl.gz", packed.String()), file(t, "b.jsonl", wide.String())
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	out, _, err := yardstick(t, "import", plain, gz, utf16, "--store", db, "--json")
	require.NoError(t, err)
	all := rows(t, out, "runs")
	require.Len(t, all, 3)
	for _, r := range all[1:] {
		require.Equal(t, all[0]["id"], r["id"], "one run, however it is packed")
	}
	_, code, err := yardstick(t, "gate", "--candidate", gz, "--against", utf16, "--measures", "errors")
	require.ErrorIs(t, err, errInconclusive, "of one execution")
	require.Equal(t, exitInconclusive, code)
	_, _, err = yardstick(t, "compare", "--current", gz, "--baseline", utf16)
	require.NoError(t, err)
	_, _, err = yardstick(t, "compare", "--current", file(t, "a.zip", "PK\x03\x04\x14"), "--baseline", plain)
	require.ErrorContains(t, err, "a.zip: this is a zip archive: unpack it first")
}
