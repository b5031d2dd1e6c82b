package plugin

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// What do people say of a recommendation?

// adviceKey names what a recommendation is about: the rule, the series that it speaks of and the setting to change, but
// none of its numbers. What follows from whatever is slow just now is one thing per rule.
func adviceKey(v adviceView) string {
	about := []any{v.System, v.ID}
	if len(v.Operations) == 0 {
		about = append(about, v.Labels, v.Component, v.Setting)
	}
	text, _ := json.Marshal(about) // of strings, with the keys of labels in order
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// moveRecommendation takes a recommendation, says that it is done, rejects it, or opens it again. What it rested on is
// kept with it: it may not apply any more when somebody asks why.
func (d *Datasource) moveRecommendation(r *request) (any, error) {
	var body moved
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	item, err := d.recommendationItem(r, s, r.PathValue("key"))
	if err != nil {
		return nil, err
	}
	return d.move(r, s, item, body)
}

// recommendationItem is the work item of a key: what applies now, else what was kept when somebody touched it.
func (d *Datasource) recommendationItem(r *request, s store.Store, key string) (store.WorkItem, error) {
	touched, err := workOf(r, s, "", store.WorkRecommendation)
	if err != nil {
		return store.WorkItem{}, err
	}
	if kept, known := touched[key]; known {
		return kept, nil
	}
	views, err := d.adviceNow(r)
	if err != nil {
		return store.WorkItem{}, err
	}
	i := slices.IndexFunc(views, func(v adviceView) bool { return v.Key == key })
	if i < 0 {
		return store.WorkItem{}, absent{fmt.Errorf("there is no recommendation %q: it does not apply any more", key)}
	}
	detail, err := json.Marshal(views[i])
	if err != nil {
		return store.WorkItem{}, fmt.Errorf("keeping what the recommendation rests on: %w", err)
	}
	return store.WorkItem{Kind: store.WorkRecommendation, Key: key, System: views[i].System, Title: views[i].Title, Detail: string(detail)}, nil
}

// keptAdvice is a recommendation as it was when somebody touched it.
func keptAdvice(w store.WorkItem) (view adviceView, err error) {
	if err := json.Unmarshal([]byte(w.Detail), &view); err != nil {
		return view, fmt.Errorf("reading what the recommendation %q rested on: %w", w.Title, err)
	}
	view.Key, view.Applies, view.Work = w.Key, false, workViewOf(w)
	return view, nil
}

// ruleOf is the documented rule that a recommendation came from.
func ruleOf(w store.WorkItem) string {
	view, err := keptAdvice(w)
	if err != nil {
		return w.Title
	}
	return view.ID
}
