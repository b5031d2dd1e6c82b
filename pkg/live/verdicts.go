package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how the operations of a system do against their baselines.

// Request asks for verdicts on a system's operations at one moment.
type Request struct {
	System *catalog.System
	// Sets are the ids of the operation sets; empty means all.
	Sets []string
	// Baselines are those valid at the moment, by Key(set, labels).
	Baselines map[string]baseline.Record
	// At is the query's `to`; it is evaluated on the grid, Lag earlier.
	At  time.Time
	Lag time.Duration
	// Signal is what is judged; empty means latency.
	Signal detect.Signal
	// Operations and Matchers choose from the verdicts, which are made over the whole system first,
	// because whatever is judged over many operations must not depend on who asks.
	Operations []string
	Matchers   []*labels.Matcher
}

// OperationVerdict is the verdict on one operation.
type OperationVerdict struct {
	System, Set, Operation string
	Labels                 map[string]string
	detect.Verdict
	// Baseline is the record judged by, with the documented range where that answers.
	Baseline baseline.Record
	// Rate and ErrorRatio are live, over the verdict's own evidence; NaN where unknown.
	Rate, ErrorRatio float64
	// Last and LastAt tell of the run that ended last, for operations measured run by run.
	Last   time.Duration
	LastAt time.Time
	// Slow is above 1 where two of the last three runs took longer than 1.1 x the p99 that is normal
	// (E-9), with two thirds of the requests for "two of three" where runs are not known one by one; NaN where unknown.
	Slow float64
	// Repeated is above 1 where each of the last runs took longer than the system's documented factor times
	// normal (D5 l.316-317); NaN where the system has no such rule or no run is known.
	Repeated float64
	// Window is the narrowest evidence that the metric's scrapes allow: a deviation is seen within it and a tick.
	Window time.Duration
	// degraded is the duration in seconds from which a run counts for Repeated; NaN without such a rule.
	degraded float64
	// requests are those of the widest evidence looked at.
	requests float64
}

// Breach says that the operation is at warning or worse.
func (v OperationVerdict) Breach() bool { return v.Measured && v.Tier >= detect.Warning }

// Compared says that there was something to compare and something normal to compare it with: only then a quiet tier says
// that all is well.
func (v OperationVerdict) Compared() bool {
	return v.Comparable() && v.State != baseline.Learning && v.State != ""
}

// Key names the operation as in Request.Baselines.
func (v OperationVerdict) Key() string { return Key(v.Set, v.Labels) }

// Verdicts judges every operation of the system and returns those asked for,
// by set in the catalogue's order and by name. With an error the verdicts of
// the sets that could be judged are there too; an error of kind
// prometheus.ErrPartial means that Prometheus itself doubts its answer.
func (r *Reader) Verdicts(ctx context.Context, req Request) ([]OperationVerdict, error) {
	sets, err := chosenSets(req.System, req.Sets)
	if err != nil {
		return nil, err
	}
	t := Grid(req.At, req.Lag)
	bySet := make([][]OperationVerdict, len(sets))
	failures := make([]error, len(sets))
	var group errgroup.Group
	for i, set := range sets {
		group.Go(prometheus.Guarded(func() error {
			bySet[i], failures[i] = r.judgeSet(ctx, req, set, t)
			return nil
		}))
	}
	failures = append(failures, group.Wait())
	all := inOneList(bySet)
	discover(all)
	return choose(req, all), errors.Join(failures...)
}

// inOneList has the verdicts of all sets; those of a single one as they are, because verdicts are large to copy.
func inOneList(bySet [][]OperationVerdict) []OperationVerdict {
	if len(bySet) == 1 {
		return bySet[0]
	}
	return slices.Concat(bySet...)
}

// discover takes back small deviations that so many operations show by chance.
func discover(all []OperationVerdict) {
	verdicts := make([]*detect.Verdict, len(all))
	for i := range all {
		verdicts[i] = &all[i].Verdict
	}
	detect.Discoveries(verdicts)
}

func chosenSets(sys *catalog.System, ids []string) ([]catalog.OperationSet, error) {
	if len(ids) == 0 {
		return sys.Operations, nil
	}
	var sets []catalog.OperationSet
	for _, id := range ids {
		set, known := sys.Set(id)
		if !known {
			return nil, fmt.Errorf("system %s has no operation set %q; it has %s", sys.Name, id, strings.Join(setIDs(sys), ", "))
		}
		sets = append(sets, set)
	}
	return sets, nil
}

func setIDs(sys *catalog.System) []string {
	ids := make([]string, len(sys.Operations))
	for i, set := range sys.Operations {
		ids[i] = set.ID
	}
	return ids
}

func choose(req Request, verdicts []OperationVerdict) []OperationVerdict {
	if len(req.Operations) == 0 && len(req.Matchers) == 0 {
		return verdicts
	}
	return slices.DeleteFunc(verdicts, func(v OperationVerdict) bool {
		return !req.wants(v.Operation, v.Labels)
	})
}

// wants says whether an operation is among those named and its labels match; nothing named means all.
func (req Request) wants(name string, of map[string]string) bool {
	if len(req.Operations) > 0 && !slices.Contains(req.Operations, name) {
		return false
	}
	// A label that is not there is empty, as in Prometheus.
	return !slices.ContainsFunc(req.Matchers, func(m *labels.Matcher) bool { return !m.Matches(of[m.Name]) })
}
