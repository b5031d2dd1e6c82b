package compare

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// published is one row of a table that benchstat's own tests hold.
type published struct {
	name   string
	change float64 // in per cent; 0 where the table says that none is shown
	shown  bool
	p      float64
}

// The verdicts on real benchmarks of others are those that were published with them: testdata/benchstat/README.md.
func TestTheVerdictsOnGoBenchmarksArePublishedOnes(t *testing.T) {
	for _, of := range []struct {
		old, new, table string
		rows, shown     int
	}{
		{"crc-old.txt", "crc-new.txt", "crcIgnore.stdout", 36, 17},
		{"old.txt", "new.txt", "csvOldNew.stdout", 2, 1},
	} {
		before, after := goBenchmarks(t, of.old), goBenchmarks(t, of.new)
		table := publishedIn(t, of.table)
		require.Len(t, table, of.rows)
		shown, small := 0, 0
		for _, row := range table {
			old, new := before[row.name], after[row.name]
			c := Compare(Operation{Name: row.name, Base: Of(old, float64(len(old)), 0), Candidate: Of(new, float64(len(new)), 0)})
			require.InDelta(t, row.p, Rank(c.Base.Samples, c.Candidate.Samples, 0.95).P, 0.0006, "p of %s", row.name)
			want := NoChange
			switch {
			case row.shown && c.Ratio.Value < 1+material && c.Ratio.Value > 1/(1+material):
				small++ // by less than what is told: published, and of no interest here
			case row.shown && row.change > 0:
				want = Slower
			case row.shown:
				want = Faster
			}
			require.Equal(t, want, c.Change, "%s: %+v, ratio %+v", row.name, row, c.Ratio)
			if want != NoChange {
				shown++
			}
		}
		t.Logf("%s: %d rows, %d with a change, %d with one below 2 %%", of.table, len(table), shown, small)
		require.Equal(t, of.shown, shown)
	}
}

// goBenchmarks are seconds per operation by name, in the order in which they were measured.
func goBenchmarks(t *testing.T, name string) map[string][]float64 {
	t.Helper()
	all := map[string][]float64{}
	for _, line := range linesOf(t, name) {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") || fields[3] != "ns/op" {
			continue
		}
		ns, err := strconv.ParseFloat(fields[2], 64)
		require.NoError(t, err)
		name := strings.TrimPrefix(fields[0], "Benchmark")
		all[name] = append(all[name], ns*1e-9)
	}
	return all
}

var publishedRow = regexp.MustCompile(`^(\S+?-\d+)[\s,].*?(~|[+-]\d+\.\d+%)[ ,(]+p=(\d\.\d+) n=10`)

// publishedIn reads the rows of seconds; those of bytes per second follow under another header.
func publishedIn(t *testing.T, name string) (rows []published) {
	t.Helper()
	for _, line := range linesOf(t, name) {
		if strings.Contains(line, "B/s") {
			break
		}
		found := publishedRow.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		row := published{name: found[1], shown: found[2] != "~"}
		var err error
		row.p, err = strconv.ParseFloat(found[3], 64)
		require.NoError(t, err)
		if row.shown {
			row.change, err = strconv.ParseFloat(strings.TrimSuffix(found[2], "%"), 64)
			require.NoError(t, err)
		}
		rows = append(rows, row)
	}
	return rows
}

func linesOf(t *testing.T, name string) (lines []string) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "benchstat", name))
	require.NoError(t, err)
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	require.NoError(t, scanner.Err())
	return lines
}
