package live

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what an operation is judged by.

// normalFor is the record that judges an operation: the learned one once it is
// active, until then the documented range where there is one (D-15).
func normalFor(baselines map[string]baseline.Record, set catalog.OperationSet, op *operation) baseline.Record {
	record, learned := baselines[set.ID+op.key]
	if !learned {
		record = baseline.Record{State: baseline.Learning, Reason: "nothing has been learned yet", Source: "learned"}
	}
	if i := set.RangeOf(op.labels); i >= 0 {
		documented := set.Ranges[i]
		return record.WithRange(documented.Low, documented.High, documented.Anchor)
	}
	return record
}

// UnitOf is the unit of the numbers of a set's operations; empty for durations, in seconds.
func UnitOf(set catalog.OperationSet) string { return baseline.KeptIn(set.Unit, set.IsLevel()) }

// SettingsOf are the documented factors of a system, or the engine's own, and the least evidence by which a set is judged.
func SettingsOf(sys *catalog.System, set catalog.OperationSet) detect.Settings {
	return detect.Settings{
		Info: sys.Tiers.Info, Warning: sys.Tiers.Warning, Critical: sys.Tiers.Critical,
		MinRequests: float64(set.MinRequests),
	}.Toward(set.Direction).Filled()
}

func enoughFor(signal detect.Signal, normal baseline.Record, s detect.Settings) func(baseline.Window) bool {
	if signal == detect.Rate {
		return func(w baseline.Window) bool { return detect.Due(s.MinRequests, normal.ExpectedRateIn(w))(w) }
	}
	return detect.Requests(s.MinRequests)
}

// Smallest is the smallest lasting slowdown of an operation, as a ratio to normal, that is found within a time; NaN where
// nothing is judged. Of a set that is unknown by now the engine's own settings hold.
func Smallest(sys *catalog.System, set string, r baseline.Record, within time.Duration) float64 {
	by := detect.Defaults()
	if sys != nil {
		if of, known := sys.Set(set); known {
			by = SettingsOf(sys, of)
		}
	}
	return detect.Smallest(r, within, by)
}
