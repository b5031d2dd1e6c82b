package compare

import (
	"math"
	"sort"
)

// This file answers how probable each U is when both samples are of the same
// kind, by counting all orders; equal values included.

// orders counts, for every sum of doubled ranks of the candidate, the ways to come to it.
type orders struct {
	ways  []float64
	total float64
	m     int // size of the candidate
	n     int // size of the base
}

// countOrders gives equal values the middle of their ranks.
func countOrders(b, c []float64) orders {
	all := append(append([]float64{}, b...), c...)
	sort.Float64s(all)
	ranks := make([]int, len(all)) // doubled, so that they are whole
	for i := 0; i < len(all); {
		k := i
		for k < len(all) && all[k] == all[i] {
			k++
		}
		for j := i; j < k; j++ {
			ranks[j] = i + 1 + k
		}
		i = k
	}
	return waysOf(ranks, len(b), len(c))
}

// distinctOrders are those without ties.
func distinctOrders(n, m int) orders {
	ranks := make([]int, n+m)
	for i := range ranks {
		ranks[i] = 2 * (i + 1)
	}
	return waysOf(ranks, n, m)
}

func waysOf(ranks []int, n, m int) orders {
	sum := 0
	for _, r := range ranks {
		sum += r
	}
	// ways[k][s]: choices of k values with doubled ranks s
	ways := make([][]float64, m+1)
	for k := range ways {
		ways[k] = make([]float64, sum+1)
	}
	ways[0][0] = 1
	for _, r := range ranks {
		for k := m; k > 0; k-- {
			for s := sum; s >= r; s-- {
				ways[k][s] += ways[k-1][s-r]
			}
		}
	}
	o := orders{ways: ways[m], n: n, m: m}
	for _, w := range o.ways {
		o.total += w
	}
	return o
}

// doubledSum is the doubled rank sum that belongs to a U.
func (o orders) doubledSum(u float64) int {
	return int(math.Round(2 * (u + float64(o.m*(o.m+1))/2)))
}

// twoSided is the probability of a U as far from its middle as this one, or further.
func (o orders) twoSided(u float64) float64 {
	middle := float64(o.n*o.m) / 2
	far := math.Abs(u - middle)
	low, high := o.doubledSum(middle-far), o.doubledSum(middle+far)
	var p float64
	for s, w := range o.ways {
		if s <= low || s >= high {
			p += w
		}
	}
	return math.Min(1, p/o.total)
}

// reach is how many differences lie outside of an interval at each end, at most with the probability given: the largest
// k with P(U <= k-1) <= tail. 0 where so few values bound nothing.
func (o orders) reach(tail float64) float64 {
	var p float64
	for u := 0; u <= o.n*o.m; u++ {
		p += o.ways[o.doubledSum(float64(u))] / o.total
		if p > tail {
			return float64(u)
		}
	}
	return 0
}
