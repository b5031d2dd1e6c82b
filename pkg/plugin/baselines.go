package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Which baselines are valid at a moment? Reading 10,000 of them takes longer
// than judging them, and every rule and panel asks for the same ones.

// learned are the baselines of one system at one moment.
type learned struct {
	all     []store.BaselineAt
	records map[string]baseline.Record // by live.Key
	later   int                        // how many became valid only after the moment
}

const (
	// baselineAge is how long a reading serves. A new version is due once an hour; a rule sees it this much later.
	baselineAge = 15 * time.Second
	// baselineRows bounds the memory of readings, whoever asks for the past: 10,000 baselines are about 15 MB.
	baselineRows = 40_000
)

// baselineReader keeps the last readings of one data source.
type baselineReader struct {
	*recent[learned]
	open func(context.Context) (store.Store, error)
}

func newBaselineReader(open func(context.Context) (store.Store, error), now func() time.Time) *baselineReader {
	return &baselineReader{open: open, recent: newRecent(now, baselineAge, baselineRows, func(l learned) int { return len(l.all) })}
}

// at reads the baselines of a system that were valid at a moment.
func (b *baselineReader) at(ctx context.Context, source, system string, at time.Time) (learned, error) {
	at = at.Truncate(time.Minute).Add(time.Minute) // everything of the minute asked for, and one reading for all who ask in it
	if now := b.now(); at.After(now.Add(-2 * time.Minute)) {
		at = time.Time{} // now: the newest
	}
	key := fmt.Sprintf("%s\x00%s\x00%d", source, system, at.Unix())
	l, _, err := b.of(ctx, key, func(ctx context.Context) (learned, error) { return b.read(ctx, source, system, at) })
	return l, err
}

func (b *baselineReader) read(ctx context.Context, source, system string, at time.Time) (learned, error) {
	s, err := b.open(ctx)
	if err != nil {
		return learned{}, err
	}
	all, err := s.Baselines(ctx, source, system, at)
	if err != nil {
		return learned{}, fromStore("reading baselines", err)
	}
	l := learned{all: all, records: make(map[string]baseline.Record, len(all))}
	for _, v := range all {
		l.records[live.Key(v.Operation.Set, v.Operation.Labels)] = v.Record
		if v.Later {
			l.later++
		}
	}
	return l, nil
}

// remark says that today's baselines answer for the past; empty where they do not have to.
func (l learned) remark() string {
	if l.later == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d operations had no baseline at that time yet: theirs of a later date answers", l.later, len(l.all))
}
