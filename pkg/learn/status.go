package learn

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// This file answers how far a learner is.

// Phase is what a learner does.
type Phase string

// The phases of a learner.
const (
	Waiting  Phase = "waiting" // another process learns this source
	Learning Phase = "learning"
	Checking Phase = "checking" // derives violations of the past
	UpToDate Phase = "up to date"
	Stopped  Phase = "stopped"
)

// Status is how far a learner is.
type Status struct {
	Phase Phase `json:"phase"`
	// Done and Total are hours of sets of the pass under way.
	Done     int           `json:"done"`
	Total    int           `json:"total"`
	TimeLeft time.Duration `json:"timeLeft"`         // by the speed so far; 0 where nothing is to be done
	Error    string        `json:"error"`            // what went wrong last, until it goes well again
	Remark   string        `json:"remark,omitempty"` // what is to be mended though it is learned
}

// Status is how far the learner is now.
func (l *Learner) Status() Status {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.status
	if s.Done > 0 && s.Done < s.Total {
		spent := l.clock.Now().Sub(l.started)
		s.TimeLeft = (spent / time.Duration(s.Done) * time.Duration(s.Total-s.Done)).Round(time.Second)
	}
	s.Error, s.Remark = l.trouble(), l.remark()
	return s
}

// trouble is the first of what goes wrong now.
func (l *Learner) trouble() string {
	if len(l.failing) == 0 {
		return ""
	}
	first := l.failing[slices.Min(slices.Collect(maps.Keys(l.failing)))]
	if more := len(l.failing) - 1; more > 0 {
		return fmt.Sprintf("%s (and %d more)", first, more)
	}
	return first
}

func (l *Learner) set(change func(*Status)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.status)
}

func (l *Learner) begin(phase Phase, hours int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.started = l.clock.Now()
	l.status = Status{Phase: phase, Total: hours}
}

func (l *Learner) progressed(hours int) { l.set(func(s *Status) { s.Done += hours }) }
