package compare

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	dayOfWindows = 288 // of five minutes
	inAWindow    = 100
)

// failing is a day of windows, one attempt after the other at some share, and in bursts of some windows, as many as come.
func failing(r *rand.Rand, share, bursts float64, long int) Side {
	var s Side
	var seen Bursts
	down := 0
	for range dayOfWindows {
		if r.Float64() < bursts/dayOfWindows {
			down = long
		}
		failed := 0.
		for range inAWindow {
			if down > 0 || r.Float64() < share {
				failed++
			}
		}
		down--
		s.Attempts, s.Failed = s.Attempts+inAWindow, s.Failed+failed
		seen.Add(inAWindow, failed)
	}
	s.Together = seen.Together()
	return s
}

// failed is how often the gate fails of so many pairs.
func failed(pairs int, pair func() (base, candidate Side)) (n int) {
	s := Defaults()
	s.Measures = []Measure{Errors}
	for range pairs {
		base, candidate := pair()
		if Gate([]Operation{{Name: "pay", Base: base, Candidate: candidate}}, s).Verdict == Fail {
			n++
		}
	}
	return n
}

// Outages come to either of two equal versions. Taken for attempts that fail one by one, each is a proof.
func TestOutagesThatComeToEitherVersionFailNoneMoreOftenThanTheLevelSays(t *testing.T) {
	const pairs = 1000
	for _, c := range []struct {
		bursts float64
		long   int
	}{{1, 4}, {1, 12}, {1, 24}, {3, 4}, {3, 12}, {8, 2}, {8, 6}, {20, 3}} {
		r := rand.New(rand.NewPCG(uint64(10*c.bursts), uint64(c.long)))
		blind := 0
		aware := failed(pairs, func() (a, b Side) {
			a, b = failing(r, 0.001, c.bursts, c.long), failing(r, 0.001, c.bursts, c.long)
			one, other := a, b
			one.Together, other.Together = 0, 0
			blind += failed(1, func() (Side, Side) { return one, other })
			return a, b
		})
		t.Logf("%v bursts of %d windows a day: %d of %d fail, of attempts taken for independent %d", c.bursts, c.long, aware, pairs, blind)
		require.LessOrEqual(t, aware, pairs/20, "%+v", c)
		require.Greater(t, blind, pairs/10, "%+v", c)
	}
}

func TestWhatFailsMoreIsStillFound(t *testing.T) {
	const pairs = 200
	r := rand.New(rand.NewPCG(1, 1))
	steady := failed(pairs, func() (Side, Side) { return failing(r, 0.001, 0, 0), failing(r, 0.015, 0, 0) })
	require.Equal(t, pairs, steady, "all the time")
	later := failed(pairs, func() (Side, Side) { return failing(r, 0.001, 1, 4), failing(r, 0.1, 1, 4) })
	require.Greater(t, later, pairs*9/10, "outages beside it hide nothing of what fails all the time")
	often := failed(pairs, func() (Side, Side) { return failing(r, 0.001, 3, 4), failing(r, 0.001, 30, 4) })
	require.Greater(t, often, pairs*3/4, "ten times as many outages")
}

// Of two equal versions the one with an outage is not said to fail more, whichever side it is, nor the other one less.
func TestOutagesOfEitherVersionAreNoDifference(t *testing.T) {
	const pairs = 500
	r := rand.New(rand.NewPCG(2, 2))
	told := 0
	for range pairs {
		c := Compare(Operation{Name: "pay", Base: failing(r, 0.001, 2, 6), Candidate: failing(r, 0.001, 2, 6)})
		if strings.Contains(c.Reason, "failed, of the base") {
			told++
		}
	}
	require.LessOrEqual(t, told, pairs/20)
}

func TestAttemptsThatFailOneByOneAreIndependent(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, share := range []float64{0.001, 0.02, 0.5, 1} {
		for _, n := range []int{20, 1000, 100_000} {
			grouped := 0
			for range 50 {
				var b Bursts
				for range n {
					b.Add(1, as(r.Float64() < share))
				}
				if b.Together() > 2 {
					grouped++
				}
				require.LessOrEqual(t, len(b.batches), mostBatches)
			}
			require.LessOrEqual(t, grouped, 1, "%v of %d", share, n)
		}
	}
}

// All that fail in a row are worth one, or two where they lie in two batches, wherever in the series they begin.
func TestABurstIsOneFailure(t *testing.T) {
	for _, n := range []int{1000, 10_000, 1_000_000} {
		for from := 100; from < 800; from += 100 {
			var b Bursts
			for i := range n {
				b.Add(1, as(i >= from*n/1000 && i < from*n/1000+n/20))
			}
			worth := float64(n/20) / b.Together()
			require.Greater(t, worth, 0.5, "of %d, from %d", n, from)
			require.Less(t, worth, 2.2, "of %d, from %d", n, from)
		}
	}
}
