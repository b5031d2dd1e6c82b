package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// Who else wants the same verdicts? A deviation rule asks for tier, ratio, live
// and expected value at one moment, and several rules ask for the same moment:
// all operations of the system are judged once for all of them.

const (
	// judgedAge is how long verdicts serve: the queries of one evaluation come within it, and it is no longer than
	// the time for which a reading of the baselines serves.
	judgedAge = 10 * time.Second
	// judgedRows bounds the memory, with room for the largest system at two moments: 10,000 verdicts are about 10 MB.
	judgedRows = 40_000
)

// verdictMemory holds the latest verdicts on whole systems. They are shared: nobody changes them.
type verdictMemory struct{ *recent[judged] }

type judged struct {
	verdicts []live.OperationVerdict
	remark   string
	doubt    error // that the answer may be half of one; no rule may act on it
}

func newVerdictMemory(now func() time.Time) *verdictMemory {
	return &verdictMemory{recent: newRecent(now, judgedAge, judgedRows, func(j judged) int { return len(j.verdicts) })}
}

// of gives the verdicts on a system, judged by the function where nobody has just done so.
func (m *verdictMemory) of(ctx context.Context, source string, system *catalog.System, signal detect.Signal, at time.Time,
	judge func(context.Context) (judged, error)) (judged, error) {
	key := fmt.Sprintf("%s\x00%s\x00%s\x00%d", source, system.Name, signal, at.UnixMilli())
	j, kept, err := m.recent.of(ctx, key, func(ctx context.Context) (judged, error) {
		judgedAnew.Inc()
		return judge(ctx)
	})
	if kept {
		remembered.Inc()
	}
	return j, err
}
