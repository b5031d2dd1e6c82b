package baseline

import (
	"math"
	"slices"
	"sync"
)

// This file answers how lists of numbers are sorted, and how one of them is found: learning is little else.

const (
	// longList is from where on counting digits beats comparing (BenchmarkAscending).
	longList = 1 << 11
	// shortList is up to where sorting all is as fast as looking for one.
	shortList = 12
	// The first three digits are sign, exponent and 21 bits of the number: few of a list have all of them in common.
	digitBits = 11
	digits    = 3
	restBits  = 64 - digits*digitBits
)

// ascending sorts numbers, none of which is NaN, as slices.Sort does. A long list is sorted by its first digits, from
// the last of them to the first, each pass keeping the order of the one before; those that have them in common are
// sorted among themselves.
func ascending(values []float64) {
	if len(values) < longList {
		slices.Sort(values)
		return
	}
	k := keyRooms.Get().(*keys)
	defer keyRooms.Put(k)
	k.from, k.to = sized(k.from, len(values)), sized(k.to, len(values))
	from, to := k.from, k.to
	var counts [digits][1 << digitBits]uint32
	for i, v := range values {
		key := keyOf(v)
		from[i] = key
		for d := range counts {
			counts[d][digitOf(key, d)]++
		}
	}
	for d := range counts {
		next := &counts[d]
		if next[digitOf(from[0], d)] == uint32(len(values)) {
			continue // all have this digit in common
		}
		var before uint32
		for digit, n := range next {
			next[digit] = before
			before += n
		}
		for _, key := range from {
			digit := digitOf(key, d)
			to[next[digit]] = key
			next[digit]++
		}
		from, to = to, from
	}
	sortRest(from)
	for i, key := range from {
		values[i] = valueOf(key)
	}
}

// keys is the room for two copies of a list; the next list has it again.
type keys struct{ from, to []uint64 }

var keyRooms = sync.Pool{New: func() any { return new(keys) }}

// sortRest sorts the keys whose first digits are the same; they lie side by side.
func sortRest(keys []uint64) {
	first := 0
	for i := 1; i <= len(keys); i++ {
		if i < len(keys) && keys[i]>>restBits == keys[first]>>restBits {
			continue
		}
		if i-first > 1 {
			slices.Sort(keys[first:i])
		}
		first = i
	}
}

func digitOf(key uint64, d int) uint64 { return key >> (restBits + d*digitBits) & (1<<digitBits - 1) }

// keyOf are the bits of a number so that they order as numbers do: of a negative one all are turned, of others the sign.
func keyOf(v float64) uint64 {
	bits := math.Float64bits(v)
	if bits>>63 != 0 {
		return ^bits
	}
	return bits | 1<<63
}

func valueOf(key uint64) float64 {
	if key>>63 != 0 {
		return math.Float64frombits(key &^ (1 << 63))
	}
	return math.Float64frombits(^key)
}

// nth is the number with k smaller ones (or equal ones) before it, of numbers none of which is NaN. Afterwards they lie
// on their sides of it. This is Hoare's selection: each turn keeps the side of a pivot that holds the answer.
func nth(values []float64, k int) float64 {
	low, high := 0, len(values)-1
	for high-low >= shortList {
		pivot := middleOf(values[low], values[low+(high-low)/2], values[high])
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for pivot < values[j] {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return values[k]
		}
	}
	slices.Sort(values[low : high+1])
	return values[k]
}

func middleOf(a, b, c float64) float64 { return max(min(a, b), min(max(a, b), c)) }
