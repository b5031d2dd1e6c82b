package runs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which side of a comparison a word names: the baseline, a
// day, a stretch of time, the time before or after a deployment, or a run.

// Words that name a side.
const (
	wordBaseline = "baseline"
	wordBefore   = "before:"
	wordAfter    = "after:"
	// WordsOfSides are all of them, for messages.
	WordsOfSides = "the id of a run, a day such as 2006-01-02, a stretch such as 2006-01-02T15:04:05Z/2006-01-02T18:04:05Z, before:VERSION or after:VERSION of a deployment, or the word baseline"
)

// Errors that the caller decides on.
var (
	ErrNoSystem     = errors.New("say of which system")
	ErrNoDeployment = errors.New("no such deployment")
	ErrBadStretch   = errors.New("no stretch of time")
)

// Library finds sides of comparisons among what a source keeps.
type Library struct {
	Keep   store.Store
	Source string
	Now    time.Time
	// Deployments are those of a system, by time; nil: the reported ones.
	Deployments func(ctx context.Context, system string) ([]store.Deployment, error)
	// Compared is the time of the other side, which is no part of the baseline that it is compared with.
	Compared Stretch
}

// NeedsSystem tells whether a word names something of every system, so that it does not say of which.
func NeedsSystem(word string) bool {
	_, day := dayOf(word)
	return word == wordBaseline || day || strings.Contains(word, "/") || strings.HasPrefix(word, wordBefore) || strings.HasPrefix(word, wordAfter)
}

// Distinct is an error where two words name the same time, or both of them the baseline.
func Distinct(base, current string) error {
	if base == current && NeedsSystem(base) {
		return fmt.Errorf("both sides are the same, which differs in nothing and passes every gate: %s; name another one", base)
	}
	return nil
}

// OtherFirst tells whether what a word names depends on the other side, so that this is to be found first: the baseline is
// without the time that is compared with it, on whichever side it stands.
func OtherFirst(word string) bool { return word == wordBaseline }

// Both finds two sides, each given the other one where that was found before it.
func Both(baseFirst bool, base, current func(other Set) (Set, error)) (a, b Set, err error) {
	if baseFirst {
		if a, err = base(Set{}); err == nil {
			b, err = current(a)
		}
		return a, b, err
	}
	if b, err = current(Set{}); err == nil {
		a, err = base(b)
	}
	return a, b, err
}

// Find is the set that a word names.
func (l Library) Find(ctx context.Context, word, system string) (Set, error) {
	if !NeedsSystem(word) {
		run, err := Find(ctx, l.Keep, l.Source, word)
		if err != nil {
			return Set{}, err
		}
		return SetOf(ctx, run)
	}
	if strings.Contains(word, "/") && !strings.HasPrefix(word, wordBefore) && !strings.HasPrefix(word, wordAfter) {
		if _, err := stretchOf(word); err != nil { // such as the path of a file that is not there: no system makes it a stretch
			return Set{}, err
		}
	}
	if system == "" {
		return Set{}, fmt.Errorf("%w: %s is of none by itself", ErrNoSystem, word)
	}
	if word == wordBaseline {
		return ofBaseline(ctx, l.Keep, l.Source, system, l.Compared)
	}
	s, err := l.stretch(ctx, word, system)
	if err != nil {
		return Set{System: system}, err
	}
	return OfTime(ctx, l.Keep, l.Source, system, s)
}

func (l Library) stretch(ctx context.Context, word, system string) (Stretch, error) {
	if day, ok := dayOf(word); ok {
		return Stretch{day.Format(time.DateOnly), day, day.AddDate(0, 0, 1)}, nil
	}
	version, after := strings.CutPrefix(word, wordAfter)
	if !after {
		var before bool
		if version, before = strings.CutPrefix(word, wordBefore); !before {
			return stretchOf(word)
		}
	}
	all, err := l.deployments(ctx, system)
	if err != nil {
		return Stretch{}, err
	}
	i := len(all) - 1
	for i >= 0 && all[i].Version != version {
		i--
	}
	if i < 0 {
		return Stretch{}, fmt.Errorf("%w: version %q of %s; known are %s", ErrNoDeployment, version, system, versionsOf(all))
	}
	b, a := around(all, i, l.Now)
	if after {
		return a, nil
	}
	return b, nil
}

func (l Library) deployments(ctx context.Context, system string) ([]store.Deployment, error) {
	if l.Deployments != nil {
		return l.Deployments(ctx, system)
	}
	all, err := l.Keep.Deployments(ctx, l.Source, system, time.Time{}, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("reading the deployments: %w", err)
	}
	return all, nil
}

// versionsOf are the newest few, the newest first.
func versionsOf(all []store.Deployment) string {
	const shown = 5
	var names []string
	for _, d := range slices.Backward(all) {
		if d.Version != "" && !slices.Contains(names, d.Version) && len(names) < shown {
			names = append(names, d.Version)
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func dayOf(word string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, word)
	return day, err == nil
}

func stretchOf(word string) (Stretch, error) {
	first, last, _ := strings.Cut(word, "/")
	from, err1 := time.Parse(time.RFC3339, first)
	to, err2 := time.Parse(time.RFC3339, last)
	if err1 != nil || err2 != nil || !to.After(from) {
		return Stretch{}, fmt.Errorf("%w: %q: give two times such as 2006-01-02T15:04:05Z/2006-01-02T18:04:05Z", ErrBadStretch, word)
	}
	return Between(from, to), nil
}
