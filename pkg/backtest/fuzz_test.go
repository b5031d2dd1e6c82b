package backtest

// What holds of every file that a backtest is given?

import (
	"bytes"
	"encoding/csv"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// rowsAtMost keeps a target fast: what a file says is said by its first rows.
const rowsAtMost = 300

// A file is refused, or every row of it gets one answer that is written behind its own time stamp.
func FuzzSeries(f *testing.F) {
	f.Add(hourly(3, restless), uint8(20))
	f.Add("timestamp,value\n2026-03-02 00:00:00,\n2026-03-02 00:00:00,5\n2026-03-02 00:00:00,nan\n1772409600,7\n", uint8(0))
	f.Add("timestamp,requests,p50,p95,p99\n0,100,0.1,0.2,0.3\n60,120,0.1,0.21,0.3\n120,90,0.5,0.9,2\n180,1e308,1e-300,1e300,1e300\n", uint8(40))
	f.Add("Timestamp , value,label\n-99999999999,-1e308\n99999999999,1e308\n\"1\",0x1p-3\n", uint8(50))
	f.Add("timestamp,value\n=1+1,5\n", uint8(0))
	f.Add("value\n1\n", uint8(0))
	f.Fuzz(func(t *testing.T, file string, learn uint8) {
		s, err := Read(strings.NewReader(file))
		if err != nil {
			require.Empty(t, s.Rows)
			return
		}
		require.LessOrEqual(t, len(s.Rows), strings.Count(file, "\n")+strings.Count(file, "\r")+1)
		for _, row := range s.Rows {
			require.Equal(t, time.UTC, row.At.Location())
			for _, v := range []float64{row.Value, row.Requests, row.P50, row.P95, row.P99} {
				require.False(t, math.IsInf(v, 0), "%+v", row)
			}
			require.False(t, strings.HasPrefix(row.Stamp, "=") || strings.HasPrefix(row.Stamp, "@"), "a time stamp is no formula: %q", row.Stamp)
		}
		if len(s.Rows) > rowsAtMost {
			s.Rows = s.Rows[:rowsAtMost]
		}
		answers := Run(s, Options{Both: learn&1 == 1, LearnFraction: float64(learn%64) / 100})
		require.Len(t, answers, len(s.Rows))
		for i, a := range answers {
			require.True(t, a.Tier >= detect.Normal && a.Tier <= detect.Critical, "row %d: %v", i, a.Tier)
			if a.Lower == a.Lower && a.Upper == a.Upper { // both are known
				require.LessOrEqual(t, a.Lower, a.Upper, "row %d: %+v", i, a)
			}
		}
		var out bytes.Buffer
		require.NoError(t, Write(&out, s, answers))
		reader := csv.NewReader(&out)
		_, err = reader.Read()
		require.NoError(t, err)
		for i := range s.Rows {
			record, err := reader.Read()
			require.NoError(t, err)
			require.Len(t, record, 8)
			require.Equal(t, s.Rows[i].Stamp, record[0])
		}
		_, err = reader.Read()
		require.ErrorIs(t, err, io.EOF)
	})
}
