package runs

import (
	"io"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkImport imports so many samples of a hundred operations into a store; -benchtime 1x -bench Import/10M.
func BenchmarkImport(b *testing.B) {
	for name, n := range map[string]int{"100k": 100_000, "10M": 10_000_000} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s := openedFor(b)
				rows := &samples{random: rand.New(rand.NewPCG(1, 2)), left: n}
				_, added, err := Import(b.Context(), s, Request{Source: "cli", Name: "big.csv", Content: rows, System: "shop", Now: noon})
				require.NoError(b, err)
				require.True(b, added)
				b.ReportMetric(float64(rows.bytes)/1e6, "MB-file")
				b.ReportMetric(float64(rows.peak)/1e6, "MB-heap-peak")
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "samples/s")
		})
	}
}

// samples is a CSV file that is made while it is read, and watches the heap meanwhile.
type samples struct {
	random *rand.Rand
	left   int
	bytes  int
	begun  bool
	calls  int
	peak   uint64
	rest   []byte
}

func (s *samples) Read(to []byte) (int, error) {
	if !s.begun {
		s.rest, s.begun = []byte("operation,seconds,status,start\n"), true
	}
	for len(s.rest) < len(to) && s.left > 0 {
		s.left--
		s.rest = append(s.rest, "operation-"...)
		s.rest = strconv.AppendInt(s.rest, int64(s.random.IntN(100)), 10)
		s.rest = append(s.rest, ',')
		s.rest = strconv.AppendFloat(s.rest, 0.1+0.05*s.random.ExpFloat64(), 'f', 6, 64)
		s.rest = append(s.rest, ",200,2026-03-10T11:00:00Z\n"...)
	}
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	if s.calls++; s.calls%20 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		s.peak = max(s.peak, m.HeapInuse)
	}
	n := copy(to, s.rest)
	s.rest = append(s.rest[:0], s.rest[n:]...)
	s.bytes += n
	return n, nil
}
