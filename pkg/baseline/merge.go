package baseline

import "math"

// This file answers what two histograms show together.

// sameBound is the relative distance below which two bounds are one: they come
// from decimal text, so equal bounds differ by rounding at most.
const sameBound = 1e-12

// Add pools the requests of o into h. Counts of equal layouts add exactly. Of
// different ones (somebody changed the buckets, or two resolutions of a native
// histogram) every bound is kept that lies inside no filled bucket of the other
// side, so that nothing is ever split by guess; those are at least the common
// bounds. Exponential buckets are cut at classic bounds, with which they never
// have one in common: they are narrow. Only exponential layouts of arbitrary bounds (the quantiles of a
// summary, which change with every window) are laid out on a fine common grid.
// Requests of a window of which a summary told no quantile are taken to be as
// the others. o is left as it is; h may share its bounds, which nobody changes.
func (h *Histogram) Add(o Histogram) {
	if len(o.Counts) == 0 {
		return
	}
	if len(h.Counts) == 0 {
		h.Bounds = o.Bounds
		h.Counts = append(h.Counts[:0], o.Counts...)
		h.Sum, h.Native = o.Sum, o.Native
		return
	}
	if h.Native && o.Native && (len(h.Bounds) == 0) != (len(o.Bounds) == 0) && h.shareOut(o) {
		return
	}
	if !sameLayout(h.Bounds, o.Bounds) {
		switch {
		case h.Native && o.Native:
			*h, o = inPowers(*h), inPowers(o)
		case h.Native:
			*h = h.cutAt(o.Bounds)
		case o.Native:
			o = o.cutAt(h.Bounds)
		}
		bounds := jointBounds(*h, o)
		h.Counts, o.Counts = onto(bounds, *h), onto(bounds, o)
		h.Bounds = bounds
	}
	for i, c := range o.Counts {
		h.Counts[i] += c
	}
	h.Sum += o.Sum
	h.Native = h.Native && o.Native
}

// shareOut adds requests up where the durations are known on one side only, as summaries of applications that forget them
// sooner than Prometheus does: those of the other have the same. Else nothing would be known of both. False where none is known.
func (h *Histogram) shareOut(o Histogram) bool {
	known, more := o, h.Count()
	if len(o.Bounds) == 0 {
		known, more = *h, o.Count()
	}
	n := known.Count()
	if !(n > 0) {
		return false
	}
	counts := make([]float64, len(known.Counts))
	for i, c := range known.Counts {
		counts[i] = c * (n + more) / n
	}
	h.Bounds, h.Counts, h.Sum = known.Bounds, counts, h.Sum+o.Sum
	return true
}

// widestCut is the ratio of the bounds of the widest exponential bucket that is cut. What is wider is no finer than classic ones.
const widestCut = 2 * (1 + sameBound)

// cutAt is an exponential histogram with further bounds; of the requests of a bucket there are as many on either side of one
// as interpolation has it.
func (h Histogram) cutAt(further []float64) Histogram {
	own := Histogram{
		Native: true, Sum: h.Sum, Bounds: make([]float64, 0, len(h.Bounds)+len(further)), Counts: make([]float64, 0, len(h.Counts)+len(further)),
	}
	for i, c := range h.Counts {
		low, high := h.edges(i)
		narrow := low > 0 && high <= low*widestCut
		for ; len(further) > 0 && further[0] < high; further = further[1:] {
			bound := further[0]
			if !narrow || bound < low || equalBound(bound, low) || equalBound(bound, high) {
				continue
			}
			part := c * math.Log(bound/low) / math.Log(high/low)
			own.Bounds, own.Counts = append(own.Bounds, bound), append(own.Counts, part)
			c, low = c-part, bound
		}
		if i < len(h.Bounds) {
			own.Bounds = append(own.Bounds, high)
		}
		own.Counts = append(own.Counts, c)
	}
	return own
}

func sameLayout(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	if len(a) == 0 || &a[0] == &b[0] {
		return true
	}
	for i, v := range a {
		if v != b[i] && !equalBound(v, b[i]) {
			return false
		}
	}
	return true
}

func equalBound(a, b float64) bool {
	return math.Abs(a-b) <= sameBound*math.Max(math.Abs(a), math.Abs(b))
}

// jointBounds are the ascending bounds of either side that split no filled
// bucket of the other.
func jointBounds(a, b Histogram) []float64 {
	bounds := make([]float64, 0, len(a.Bounds)+len(b.Bounds))
	i, j := 0, 0
	for i < len(a.Bounds) || j < len(b.Bounds) {
		switch {
		case i < len(a.Bounds) && j < len(b.Bounds) && equalBound(a.Bounds[i], b.Bounds[j]):
			bounds = append(bounds, a.Bounds[i])
			i, j = i+1, j+1
		case j == len(b.Bounds) || i < len(a.Bounds) && a.Bounds[i] < b.Bounds[j]:
			if b.Counts[j] == 0 { // bucket j of b holds this bound
				bounds = append(bounds, a.Bounds[i])
			}
			i++
		default:
			if a.Counts[i] == 0 {
				bounds = append(bounds, b.Bounds[j])
			}
			j++
		}
	}
	return bounds
}

// onto gives the counts of h on bounds none of which lies inside a filled bucket of h.
func onto(bounds []float64, h Histogram) []float64 {
	counts := make([]float64, len(bounds)+1)
	k := 0
	for i, c := range h.Counts {
		if i == len(h.Bounds) {
			counts[len(bounds)] += c
			break
		}
		for k < len(bounds) && bounds[k] < h.Bounds[i] && !equalBound(bounds[k], h.Bounds[i]) {
			k++
		}
		counts[k] += c
	}
	return counts
}
