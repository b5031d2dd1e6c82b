package plugin

import (
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/learn"
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

// BoundMemory gives back what nobody asks for any more, and makes Go collect garbage before its memory grows beyond 170 to
// 210 MiB. By itself Go lets a heap grow to twice of what lived when it was collected last, and answers to many readers at once
// live shortly. Where more lives, the bound follows it with room to spare, so that collecting never becomes the main work. An
// operator's own GOMEMLIMIT stays.
func (p *Process) BoundMemory() {
	own := os.Getenv("GOMEMLIMIT") != ""
	go func() {
		for {
			p.forgetIdle()
			if !own {
				debug.SetMemoryLimit(memoryLimit(liveBytes()))
			}
			time.Sleep(memoryEvery)
		}
	}()
}

// forgetIdle gives back what sources hold that nobody asks for any more: each that was deleted would keep its memory for as
// long as Grafana runs.
func (p *Process) forgetIdle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, s := range p.sources {
		if p.now().Sub(s.touched) >= learn.Idle {
			s.by.forget()
			delete(p.sources, name)
		}
	}
}

// liveBytes is what lived when garbage was collected last.
func liveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
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
