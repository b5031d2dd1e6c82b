package baseline

// This file answers where the windows of one operation after another are put, when none is needed any longer.

// Room is memory for the windows of one operation. What it holds is overwritten by those of the next: reading a month of
// thousands of operations, one after the other, makes gigabytes of garbage otherwise.
type Room struct {
	Windows []Window
	slabs   [][]float64
	used    int // of the slabs
	rest    []float64
}

// slabSize numbers are allocated at once: a day of windows has a few thousand.
const slabSize = 1024

// Empty makes room for the next operation.
func (r *Room) Empty() { r.Windows, r.used, r.rest = r.Windows[:0], 0, nil }

// Numbers is a list of any content, which is the caller's until the room is emptied.
func (r *Room) Numbers(n int) []float64 {
	for n > len(r.rest) {
		if r.used == len(r.slabs) {
			r.slabs = append(r.slabs, make([]float64, max(n, slabSize)))
		}
		r.rest = r.slabs[r.used]
		r.used++
	}
	own := r.rest[:n:n]
	r.rest = r.rest[n:]
	return own
}
