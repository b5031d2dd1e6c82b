package runs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const ownLines = `{"system":"shop","operation":"pay","labels":{"size":"small","mode":"fast"},"seconds":0.25,"status":"200","start":"2026-03-10T11:00:00Z","memory_bytes":1000,"cpu_seconds":0.1}
{"system":"shop","operation":"pay","labels":{"mode":"fast","size":"small"},"seconds":0.75,"status":"503"}
{"system":"shop","operation":"pay","labels":{"mode":"fast","size":"small"},"status":"timeout"}
`

const ownTable = "system,operation,labels,seconds,status,start,memory_bytes,cpu_seconds\n" +
	"shop,pay,size=small;mode=fast,0.25,200,2026-03-10T11:00:00Z,1000,0.1\n" +
	"shop,pay,mode=fast;size=small,0.75,503,,,\n" +
	"shop,pay,mode=fast;size=small,,timeout,,,\n"

// JSON lines and CSV say the same, whatever the line ends are and in whatever order labels stand.
func TestOurOwnFormat(t *testing.T) {
	for name, text := range map[string]string{
		"a.jsonl": ownLines, "a.csv": ownTable,
		"windows.csv": strings.ReplaceAll(ownTable, "\n", "\r\n"), "mac.csv": strings.ReplaceAll(ownTable, "\n", "\r"),
		"mixed.csv": strings.Replace(strings.Replace(ownTable, "\n", "\r\n", 1), "503,,,\n", "503,,,\r", 1), "bom.csv": "\xef\xbb\xbf" + ownTable,
	} {
		run := loadedText(t, name, text)
		require.Equal(t, []string{"yardstick", "shop"}, []string{run.Format, run.System}, name)
		pay := of(t, run, "pay", store.Duration)
		require.Equal(t, map[string]string{"size": "small", "mode": "fast"}, pay.Labels)
		require.Equal(t, []float64{3, 2, 2, 0.5}, []float64{pay.Count, pay.Failed, float64(pay.Samples), pay.Stats["mean"]}, name)
		require.InDelta(t, 1000, of(t, run, "pay", store.Memory).Stats["mean"], 0)
		require.InDelta(t, 0.1, of(t, run, "pay", store.CPU).Stats["mean"], 0)
		require.Equal(t, "2026-03-10T11:00:00Z", run.Started.Format("2006-01-02T15:04:05Z07:00"))
	}
}

// A run that began after it was imported was dated by a clock that is ahead.
func TestAClockThatIsAheadMakesNoRunTheLatestForever(t *testing.T) {
	s := opened(t)
	keep := func(name, start string, now time.Time) {
		t.Helper()
		line := fmt.Sprintf(`{"system": "shop", "operation": "pay", "seconds": 0.2, "start": %q}`, start)
		_, added, err := Import(t.Context(), s, Request{Source: "cli", Name: name, Content: strings.NewReader(line), Now: now})
		require.NoError(t, err)
		require.True(t, added)
	}
	keep("ahead", "2036-03-10T11:00:00Z", noon)
	keep("next day", "2026-03-11T11:00:00Z", noon.Add(24*time.Hour))
	all, err := s.ListRuns(t.Context(), "cli", "shop")
	require.NoError(t, err)
	require.Equal(t, []string{"next day", "ahead"}, []string{all[0].Name, all[1].Name})
	require.Equal(t, noon, all[1].At(), "when it was imported is what is known")
}

func TestTheSameFileTwiceIsOneRun(t *testing.T) {
	s := opened(t)
	var first store.Run
	for i := range 3 {
		run, added, err := Import(t.Context(), s, Request{Source: "cli", Name: fmt.Sprint("copy", i), Content: strings.NewReader(ownLines), Now: noon, Context: map[string]string{"commit": "abc"}})
		require.NoError(t, err)
		require.Equal(t, i == 0, added)
		if i == 0 {
			first = run
		}
		require.Equal(t, first, run)
	}
	all, err := s.ListRuns(t.Context(), "cli", "")
	require.NoError(t, err)
	require.Equal(t, []store.Run{first}, all)
	require.Equal(t, "abc", first.Context["commit"])
	t.Run("with other labels it has these from then on", func(t *testing.T) {
		run, added, err := Import(t.Context(), s, Request{Source: "cli", Name: "copy", Content: strings.NewReader(ownLines), Now: noon, Context: map[string]string{"commit": "def", "version": "1.3"}})
		require.NoError(t, err)
		require.False(t, added)
		first.Context = map[string]string{"commit": "def", "version": "1.3"}
		require.Equal(t, first, run)
		all, err := s.ListRuns(t.Context(), "cli", "")
		require.NoError(t, err)
		require.Equal(t, []store.Run{first}, all)
	})
	t.Run("and is found by its id or the beginning of it", func(t *testing.T) {
		for _, id := range []string{first.ID, first.ID[:8]} {
			found, err := Find(t.Context(), s, "cli", id)
			require.NoError(t, err)
			samples, err := found.Samples(t.Context(), 0)
			require.NoError(t, err)
			require.Equal(t, []float64{0.25, 0.75}, samples)
		}
		_, err := Find(t.Context(), s, "cli", first.ID[:3])
		require.ErrorIs(t, err, store.ErrNoRun)
	})
}

// A file that fails behind its millionth line leaves nothing, and neither does one whose reader goes away.
func TestNothingIsHalfImported(t *testing.T) {
	t.Run("a late mistake", func(t *testing.T) {
		s := opened(t)
		lines := &repeated{line: "pay,0.1\n", left: mostHeld + 5}
		content := io.MultiReader(strings.NewReader("operation,seconds\n"), lines, strings.NewReader("pay,-1\n"))
		_, _, err := Import(t.Context(), s, Request{Source: "cli", Name: "big.csv", Content: content, System: "shop", Now: noon})
		require.ErrorContains(t, err, fmt.Sprintf("big.csv, line %d: the duration -1 is negative", mostHeld+7))
		all, err := s.ListRuns(t.Context(), "cli", "")
		require.NoError(t, err)
		require.Empty(t, all)
		// The same content without the mistake is a run of its own, complete.
		lines.left = mostHeld + 5
		run, added, err := Import(t.Context(), s, Request{Source: "cli", Name: "big.csv", Content: io.MultiReader(strings.NewReader("operation,seconds\n"), lines), System: "shop", Now: noon})
		require.NoError(t, err)
		require.True(t, added)
		samples, err := s.RunSamples(t.Context(), "cli", run.ID, 0)
		require.NoError(t, err)
		require.Len(t, samples, mostHeld+5)
		require.InEpsilon(t, 0.1, run.Measured[0].Stats["p99"], sketchWidth)
	})
	t.Run("nobody waits any more", func(t *testing.T) {
		s := opened(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := Import(ctx, s, Request{Source: "cli", Name: "a.csv", Content: strings.NewReader(ownTable), Now: noon})
		require.ErrorIs(t, err, context.Canceled)
	})
	t.Run("the disk breaks", func(t *testing.T) {
		s := opened(t)
		broken := errors.New("input/output error")
		_, _, err := Import(t.Context(), s, Request{Source: "cli", Name: "a.csv", Now: noon, Content: io.MultiReader(strings.NewReader(ownTable), failing{broken})})
		require.ErrorIs(t, err, broken)
		all, err := s.ListRuns(t.Context(), "cli", "")
		require.NoError(t, err)
		require.Empty(t, all)
	})
}

func TestAFileThatDoesNotSayItsSystemNeedsOne(t *testing.T) {
	s := opened(t)
	_, _, err := Import(t.Context(), s, Request{Source: "cli", Name: "a.csv", Content: strings.NewReader("operation,seconds\npay,1\n"), Now: noon})
	require.ErrorIs(t, err, ErrUnsaid)
	require.ErrorContains(t, err, "does not say which system")
}

// Names with ids in them would be one operation per request.
func TestNamesMustNotContainIDs(t *testing.T) {
	var text strings.Builder
	text.WriteString("operation,seconds\n")
	for i := range mostOperations + 1 {
		fmt.Fprintf(&text, "/order/%d,1\n", i)
	}
	_, err := Load(t.Context(), Request{Name: "ids.csv", Content: strings.NewReader(text.String()), Now: noon})
	require.ErrorContains(t, err, "line 20002: more than 20000 different operations")
}

type repeated struct {
	line string
	left int
	rest string
}

func (r *repeated) Read(to []byte) (n int, err error) {
	for n < len(to) {
		if r.rest == "" {
			if r.left == 0 {
				break
			}
			r.rest, r.left = r.line, r.left-1
		}
		k := copy(to[n:], r.rest)
		n, r.rest = n+k, r.rest[k:]
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// A load test whose first request ran into a timeout is a load test as any other.
func TestOurOwnFormatMayBeginWithAFailure(t *testing.T) {
	run := loadedText(t, "a.jsonl", `{"system":"shop","operation":"pay","status":"timeout"}`+"\n"+goodLine)
	m := of(t, run, "pay", store.Duration)
	require.InDelta(t, 2, m.Count, 0)
	require.InDelta(t, 1, m.Failed, 0)
	require.Equal(t, 1, m.Samples)
}

// A summary that says no mean has no mean of 0.
func TestASummaryWithoutAMeanHasNone(t *testing.T) {
	run := loadedText(t, "p.json", `{"machine_info":{},"benchmarks":[{"fullname":"a","stats":{"min":1,"max":3,"median":2,"rounds":9}}]}`)
	set, err := SetOf(t.Context(), run)
	require.NoError(t, err)
	view := CompareSets(set, set)
	require.Nil(t, view.Operations[0].Baseline)
	require.Nil(t, view.Operations[0].Current)
}
