package detect

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers what few requests showed at earlier moments.

// FewReach is how far back few requests are counted.
const FewReach = time.Hour

// FewBefore judges the few requests of the hour before each of some ascending moments. Its verdict stays until the next
// of its windows has ended.
type FewBefore struct {
	Windows  []baseline.Window // ascending, of at least five minutes
	Record   baseline.Record
	Settings Settings

	ended int // of the windows, when they were last judged
	last  *Breach
}

// At is the breach that they show at a moment; nil where there is none.
func (f *FewBefore) At(t time.Time) *Breach {
	ended := f.ended
	for ended < len(f.Windows) && !f.Windows[ended].End.After(t) {
		ended++
	}
	if ended == f.ended {
		return f.last
	}
	f.ended = ended
	var newestFirst []baseline.Window
	for i := ended - 1; i >= 0 && t.Sub(f.Windows[i].End) < FewReach; i-- {
		newestFirst = append(newestFirst, f.Windows[i])
	}
	f.last = JudgeFew(newestFirst, f.Record, f.Settings)
	return f.last
}
