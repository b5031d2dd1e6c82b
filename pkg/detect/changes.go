package detect

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// This file answers when the level of an operation changed for good, looking back.
//
// Half hours are compared, by the median of their windows, so that a spike of a
// minute is nothing. The best split of a stretch is found by ranks, and is a
// change where so good a split is rare among the same half hours in another
// order: shuffled in blocks, so that hours which are alike because the level
// wanders do not pass for a change. Each side is then split again.

// Point is the level of one window: its p95 with the shape of the hour taken out.
type Point struct {
	At  time.Time // end of the window
	Log float64   // ln of seconds
}

// Change is one lasting change of level.
type Change struct {
	At               time.Time // best estimate of the onset
	Earliest, Latest time.Time // 95 % interval of it
	Before, After    float64   // seconds
	Ratio            float64   // After to Before (Hodges-Lehmann), with its 95 % interval
	RatioLow         float64
	RatioHigh        float64
	P                float64 // of a split as good as this by chance, anywhere in its stretch
}

const (
	// spellLength is how long the spells are that are compared.
	spellLength = 30 * time.Minute
	// leastSegment is how many spells a level must last: two hours.
	leastSegment = 4
	// shuffles and changeLevel: of so many orders and the true one, one in a hundred may split as well. That many included, a
	// level without a change has one once in a hundred times.
	shuffles    = 499
	changeLevel = 0.01
	// leastChange is the size from which a change is told.
	leastChange = 0.05
	// leastDominance is Cliff's delta: how much more often a spell after is above one before than below it.
	leastDominance = 0.33
)

// Changes are the lasting changes among ascending points, oldest first. It is a pure function of them: the shuffling is
// the same every time.
func Changes(points []Point) []Change {
	spells := spellsOf(points)
	if len(spells) < 2*leastSegment {
		return nil
	}
	var splits []split
	segment(spells, 0, len(spells), rand.New(rand.NewPCG(1, uint64(len(spells)))), &splits)
	slices.SortFunc(splits, func(a, b split) int { return a.at - b.at })
	return changesAt(points, spells, splits)
}

// spell is half an hour.
type spell struct {
	end time.Time
	log float64 // median
}

func spellsOf(points []Point) []spell {
	var spells []spell
	var logs []float64
	var end time.Time
	flush := func() {
		if len(logs) > 0 {
			spells = append(spells, spell{end, medianOf(logs)})
		}
		logs = logs[:0]
	}
	for _, p := range points {
		if math.IsNaN(p.Log) || math.IsInf(p.Log, 0) {
			continue
		}
		// A window that ends on the half hour belongs to the half hour before.
		if e := p.At.Add(-1).Truncate(spellLength).Add(spellLength); !e.Equal(end) {
			flush()
			end = e
		}
		logs = append(logs, p.Log)
	}
	flush()
	return spells
}

type split struct {
	at int // first spell of the new level
	p  float64
}

// segment splits spells [from, to) as long as a split is no chance.
func segment(spells []spell, from, to int, r *rand.Rand, found *[]split) {
	n := to - from
	if n < 2*leastSegment {
		return
	}
	ranks := ranksOf(spells[from:to])
	k, best := bestSplit(ranks)
	if k == 0 {
		return
	}
	p := chanceOfSplit(ranks, best, blockLength(spells[from:to]), r)
	if p > changeLevel {
		return
	}
	*found = append(*found, split{from + k, p})
	segment(spells, from, from+k, r, found)
	segment(spells, from+k, to, r, found)
}

// ranksOf are centred ranks; equal values share theirs.
func ranksOf(spells []spell) []float64 {
	order := make([]int, len(spells))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(spells[a].log, spells[b].log) })
	ranks := make([]float64, len(spells))
	middle := float64(len(spells)-1) / 2
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && spells[order[j]].log == spells[order[i]].log {
			j++
		}
		for _, k := range order[i:j] {
			ranks[k] = float64(i+j-1)/2 - middle
		}
		i = j
	}
	return ranks
}

// bestSplit is where the sums of ranks on both sides differ most, for their lengths; 0 where nothing differs.
func bestSplit(ranks []float64) (at int, best float64) {
	n := float64(len(ranks))
	var sum float64
	for k := 1; k <= len(ranks)-leastSegment; k++ {
		sum += ranks[k-1]
		if k < leastSegment {
			continue
		}
		if s := math.Abs(sum) / math.Sqrt(float64(k)*(n-float64(k))/n); s > best {
			at, best = k, s
		}
	}
	return at, best
}

// chanceOfSplit is the share of orders that split as well: the ring of spells is cut into blocks, which are shuffled.
func chanceOfSplit(ranks []float64, best float64, block int, r *rand.Rand) float64 {
	n := len(ranks)
	blocks := n / block
	if blocks < 2 {
		return 1
	}
	order := make([]int, blocks)
	shuffled := make([]float64, n)
	var better float64
	for range shuffles {
		offset := r.IntN(n)
		for i := range order {
			order[i] = i
		}
		r.Shuffle(blocks, func(i, j int) { order[i], order[j] = order[j], order[i] })
		at := 0
		for _, b := range order {
			from, to := b*block, (b+1)*block
			if b == blocks-1 {
				to = n
			}
			for k := from; k < to; k++ {
				shuffled[at] = ranks[(offset+k)%n]
				at++
			}
		}
		if _, s := bestSplit(shuffled); s >= best {
			better++
			if better > changeLevel*(shuffles+1) {
				break // no chance left to be a change
			}
		}
	}
	return (better + 1) / (shuffles + 1)
}

// blockLength is how many spells are shuffled as one: several times as long as a level lasts, at least two hours. How
// long that is shows only once what may be changes is taken out: the best split, and the best of each side.
func blockLength(spells []spell) int {
	residuals := logsOf(spells)
	flatten(spells, residuals, 2)
	const times = 8
	block := int(math.Ceil(times * memoryOf(residuals)))
	return min(max(block, leastSegment), max(leastSegment, len(spells)/leastBlocks))
}

// leastBlocks is the number of blocks from which orders differ enough for one in a hundred to mean something.
const leastBlocks = 8

// flatten takes the levels on both sides of the best split out of the residuals, and so on for each side.
func flatten(spells []spell, residuals []float64, deeper int) {
	const day = 48
	k := 0
	if len(spells) >= 2*day {
		k, _ = bestSplit(ranksOf(spells))
	}
	if deeper > 0 && k > 0 {
		flatten(spells[:k], residuals[:k], deeper-1)
		flatten(spells[k:], residuals[k:], deeper-1)
		return
	}
	m := medianOf(slices.Clone(residuals))
	for i := range residuals {
		residuals[i] -= m
	}
}

// memoryOf is the integrated autocorrelation of residuals, in points: how many of them count as one.
func memoryOf(residuals []float64) float64 {
	n := len(residuals)
	var zero float64
	for _, v := range residuals {
		zero += v * v
	}
	if !(zero > 0) {
		return 1
	}
	memory := 1.0
	for lag := 1; lag < n/4; lag++ {
		var c float64
		for i := lag; i < n; i++ {
			c += residuals[i] * residuals[i-lag]
		}
		c /= zero
		if c <= 2/math.Sqrt(float64(n)) {
			break
		}
		memory += 2 * c
	}
	return memory
}

func logsOf(spells []spell) []float64 {
	logs := make([]float64, len(spells))
	for i, p := range spells {
		logs[i] = p.log
	}
	return logs
}

// medianOf sorts its argument.
func medianOf(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	if n%2 == 1 {
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}
