package plugin

import (
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How much memory may the process take? What lives is bounded where it is kept; what is garbage until somebody collects
// it is bounded here.

const (
	// leastMemory is enough for 10,000 operations, of which 90 MB live; program and connections come on top of it.
	leastMemory = 170 << 20
	// usualMemory is for what more of them takes: answers to some readers, and an hour that is learned meanwhile.
	usualMemory = 210 << 20
	// memoryEvery is how often the bound follows what lives.
	memoryEvery = 5 * time.Second
)

// BoundMemory makes Go collect garbage before its memory grows beyond 170 to 210 MiB. By itself Go lets a heap grow to
// twice of what lived when it was collected last, and answers to many readers at once live shortly. Where more lives, the
// bound follows it with room to spare, so that collecting never becomes the main work. An operator's own GOMEMLIMIT stays.
func (p *Process) BoundMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	go func() {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		for {
			metrics.Read(sample)
			debug.SetMemoryLimit(memoryLimit(sample[0].Value.Uint64()))
			time.Sleep(memoryEvery)
		}
	}()
}

// memoryLimit is the bound for a heap of which so much lives.
func memoryLimit(live uint64) int64 {
	const (
		plenty = 1.7 // of what lives, while that is little
		spare  = 1.4 // collected two and a half times as often as Go would by itself
	)
	limit := math.Min(math.Max(plenty*float64(live), leastMemory), usualMemory)
	return int64(math.Max(limit, spare*float64(live)))
}
