package backtest

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

var begin = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// hourly are values over so many days, and the file that holds them.
func hourly(days int, value func(hour int) float64) string {
	var b strings.Builder
	b.WriteString("timestamp,value,label\n")
	for h := range days * 24 {
		fmt.Fprintf(&b, "%s,%g,1\n", begin.Add(time.Duration(h)*time.Hour).Format(time.RFC3339), value(h))
	}
	return b.String()
}

func restless(hour int) float64 { return 100 * math.Exp(0.05*math.Sin(float64(hour*hour))) }

func answered(t *testing.T, file string, o Options) (Series, []Answer) {
	t.Helper()
	s, err := Read(strings.NewReader(file))
	require.NoError(t, err)
	return s, Run(s, o)
}

func TestASlowHourIsFoundAndNothingElse(t *testing.T) {
	_, answers := answered(t, hourly(30, func(h int) float64 {
		if h == 500 {
			return 2.5 * restless(h)
		}
		return restless(h)
	}), Options{})
	for i, a := range answers {
		require.Equal(t, i == 500, a.Tier >= detect.Warning, "hour %d: %s, z %.1f", i, a.Tier, a.Score)
	}
	require.True(t, math.IsNaN(answers[50].Expected), "the first part is learned from and not judged")
}

func TestTheFutureIsNotLookedAt(t *testing.T) {
	whole := hourly(30, restless)
	lines := strings.SplitAfter(whole, "\n")
	changed := strings.Join(lines[:401], "") + strings.ReplaceAll(strings.Join(lines[401:], ""), "00:00Z,", "00:00Z,9")
	_, a := answered(t, whole, Options{LearnFraction: 0.2})
	_, b := answered(t, changed, Options{LearnFraction: 0.2})
	require.Equal(t, a[200:400], b[200:400])
}

func TestGapsAndRepeatedMomentsAreBorne(t *testing.T) {
	file := "timestamp,value\n2026-03-02 00:00:00,\n2026-03-02 00:00:00,5\n2026-03-02 00:00:00,nan\n1772409600,7\n"
	s, answers := answered(t, file, Options{})
	require.Len(t, s.Rows, 4)
	var out bytes.Buffer
	require.NoError(t, Write(&out, s, answers))
	require.Equal(t, 5, strings.Count(out.String(), "\n"), "one line for every row, and a header")
}

func TestASeriesOfASpreadsheetIsRead(t *testing.T) {
	s, err := Read(strings.NewReader("\ufeff\"timestamp\",value\r\n2026-03-02 00:00:00,5\r\n"))
	require.NoError(t, err)
	require.Len(t, s.Rows, 1)
	require.InDelta(t, 5, s.Rows[0].Value, 0)
}

func TestWhatIsNoSeriesIsNamed(t *testing.T) {
	_, err := Read(strings.NewReader("time,count\n1,2\n"))
	require.ErrorIs(t, err, ErrColumns)
	_, err = Read(strings.NewReader("timestamp,value\nyesterday,2\n"))
	require.ErrorContains(t, err, `line 2: the timestamp "yesterday"`)
}

// windows are minutes with requests and quantiles, slowed by a factor in an hour of the last day.
func windows(days int, factor float64) string {
	var b strings.Builder
	b.WriteString("timestamp,requests,p50,p95,p99\n")
	for m := range days * 1440 {
		p50 := 0.1 * math.Exp(0.03*math.Sin(float64(m*m)))
		if from := (days-1)*1440 + 600; m >= from && m < from+60 {
			p50 *= factor
		}
		fmt.Fprintf(&b, "%d,300,%g,%g,%g\n", begin.Add(time.Duration(m)*time.Minute).Unix(), p50, 2.3*p50, 3.2*p50)
	}
	return b.String()
}

func TestWindowsAreJudgedAsLive(t *testing.T) {
	_, answers := answered(t, windows(5, 2.6), Options{LearnFraction: 0.5})
	slow := 4*1440 + 600
	require.Equal(t, detect.Warning, answers[slow+1].Tier, "2.6 times as slow is seen in the next minute")
	require.InDelta(t, 0.23, answers[slow].Expected, 0.02)
	for i, a := range answers[:slow] {
		require.Equal(t, detect.Normal, a.Tier, "minute %d", i)
	}
}
