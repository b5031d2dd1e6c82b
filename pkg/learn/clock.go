package learn

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers what time it is. Hours are learned where the samples are: a machine whose clock is ahead would mark
// hours as learned that have not been yet, and expire what is still needed.

// clockTolerance is how far two clocks may be apart: a slow answer looks like a minute.
const clockTolerance = 2 * time.Minute

// now is the time by the clock of Prometheus, where that differs from the machine's.
func (l *Learner) now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.clock.Now().Add(-l.ahead)
}

// setClock looks how far this machine's clock is ahead, and tells whether it is known what time it is. Where Prometheus does not
// tell, what is asked next tells why.
func (l *Learner) setClock(ctx context.Context) (known bool) {
	if l.settings.Clock == nil {
		return true
	}
	theirs, err := l.settings.Clock(ctx)
	if err != nil {
		return false
	}
	ahead := l.clock.Now().Sub(theirs)
	if ahead.Abs() < clockTolerance {
		ahead = 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ahead = ahead
	return true
}

// remark says that the clocks differ; empty where they do not. The learner's lock is held.
func (l *Learner) remark() string {
	word := "ahead of"
	if l.ahead < 0 {
		word = "behind"
	}
	if l.ahead == 0 {
		return ""
	}
	return fmt.Sprintf("the clock of this machine is %s %s that of Prometheus, which is the one that counts; set it right", l.ahead.Abs().Round(time.Second), word)
}

// retract takes back what was noted while a clock was ahead.
func (l *Learner) retract(ctx context.Context) error {
	if err := l.store.Retract(ctx, l.held(), l.now()); err != nil {
		return fmt.Errorf("taking back what has not been yet: %w", err)
	}
	return nil
}

// wantedPause is how long Prometheus wants to be left alone.
func wantedPause(err error) time.Duration {
	var said *prometheus.Error
	if errors.As(err, &said) {
		return said.After
	}
	return 0
}
