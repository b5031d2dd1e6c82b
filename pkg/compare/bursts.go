package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers how many independent attempts a share of failures rests on: a back end that is away for a minute fails
// hundreds of requests, and one thing went wrong.

const (
	// mostBatches bounds the memory of a series of any length.
	mostBatches = 128
	// fewestBatches is how many are compared at least: of fewer the spread says next to nothing.
	fewestBatches = 8
)

// batch is what failed of neighbouring attempts.
type batch struct{ attempts, failed float64 }

func (b batch) and(o batch) batch { return batch{b.attempts + o.attempts, b.failed + o.failed} }

// Bursts see how failures come: one by one, or many at once. Nothing was added to the zero value.
type Bursts struct {
	batches []batch
	each    int // how many additions make one batch
	last    int // how many are in the last one
}

// Add goes on with the next attempts.
func (b *Bursts) Add(attempts, failed float64) {
	b.each = max(b.each, 1)
	if len(b.batches) == 0 || b.last == b.each {
		if len(b.batches) == mostBatches {
			b.batches, b.each = joined(b.batches), 2*b.each
		}
		b.batches, b.last = append(b.batches, batch{}), 0
	}
	last := &b.batches[len(b.batches)-1]
	*last = last.and(batch{attempts, failed})
	b.last++
}

// joined makes one batch of each two neighbours.
func joined(all []batch) []batch {
	half := make([]batch, 0, mostBatches)
	for i, one := range all {
		if i%2 == 0 {
			half = append(half, one)
		} else {
			half[i/2] = half[i/2].and(one)
		}
	}
	return half
}

// Together is by how many times more the share of failures varies than that of independent attempts would: the most of
// batches of all lengths, as a burst may last for any time. It is 1 where chance explains what there is.
func (b *Bursts) Together() float64 {
	together := 1.
	for all := b.batches; len(all) >= fewestBatches; all = joined(all) {
		together = math.Max(together, varies(all))
	}
	return together
}

func varies(all []batch) float64 {
	var sum batch
	for _, b := range all {
		sum = sum.and(b)
	}
	share := sum.failed / sum.attempts
	if !(share > 0) || share >= 1 {
		return 1
	}
	var squares, unrest float64
	for _, b := range all {
		if b.attempts > 0 {
			more := b.failed - share*b.attempts
			squares += more * more
			unrest += more * more / (b.attempts * share * (1 - share))
		}
	}
	free := float64(len(all) - 1)
	if (distuv.ChiSquared{K: free}).Survival(unrest) > batchesLevel {
		return 1
	}
	return squares / (sum.attempts * share * (1 - share)) * (free + 1) / free
}
