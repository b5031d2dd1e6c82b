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
		{"crc-old.txt", "crc-new.txt", "crcIgnore.stdout", 36, 20},
		{"old.txt", "new.txt", "csvOldNew.stdout", 2, 1},
	} {
		before, after := goBenchmarks(t, of.old), goBenchmarks(t, of.new)
		table := publishedIn(t, of.table)
		require.Len(t, table, of.rows)
		shown, slight := 0, 0
		for _, row := range table {
			old, new := before[row.name], after[row.name]
			c := Compare(Operation{Name: row.name, Base: Of(old, float64(len(old)), 0), Candidate: Of(new, float64(len(new)), 0)})
			require.InDelta(t, row.p, Rank(c.Base.Samples, c.Candidate.Samples, 0.95).P, 0.0006, "p of %s", row.name)
			want := NoChange
			switch {
			case row.shown && row.change > 0:
				want = Slower
			case row.shown:
				want = Faster
			}
			require.Equal(t, want, c.Change, "%s: %+v, ratio %+v", row.name, row, c.Ratio)
			require.Equal(t, want != NoChange && c.Ratio.Value < 1+material && c.Ratio.Value > 1/(1+material), c.Slight, row.name)
			if want != NoChange {
				shown++
			}
			if c.Slight {
				slight++
			}
		}
		t.Logf("%s: %d rows, %d with a change, %d of them by less than 2 %%", of.table, len(table), shown, slight)
		require.Equal(t, of.shown, shown)
	}
}

// A middle that is certainly but slightly slower does not keep a tail that is faster by much from being told.
func TestASlightChangeOfTheMiddleHidesNoneOfTheTail(t *testing.T) {
	slower := Ratio{1.01, 1.005, 1.015}
	of := func(middle, tail Ratio) Compared {
		side := Of([]float64{1, 1, 1, 1, 1}, 5, 0)
		c := Compared{Operation: Operation{Base: side, Candidate: side}, Ratio: middle, P95: tail, P: 0.001}
		c.settle()
		return c
	}
	c := of(slower, Ratio{0.7, 0.6, 0.8})
	require.Equal(t, []any{Faster, "tail", false}, []any{c.Change, c.Where, c.Slight})
	c = of(slower, Ratio{1, 0.8, 1.2})
	require.Equal(t, []any{Slower, "middle", true}, []any{c.Change, c.Where, c.Slight})
	require.Contains(t, c.Reason, "less than 2 %")
	c = of(Ratio{1.01, 0.99, 1.03}, Ratio{1, 0.8, 1.2})
	require.Equal(t, []any{NoChange, "", false}, []any{c.Change, c.Where, c.Slight})
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
