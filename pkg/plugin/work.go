package plugin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How far are people with a violation or a recommendation?

// workView is how an item stands: who moved it there, when and why. Author is empty and time null where nobody has.
type workView struct {
	State    string     `json:"state"`
	Revision int        `json:"revision"` // to be sent back with the next change
	Author   string     `json:"author"`
	Reason   string     `json:"reason"`
	Time     *time.Time `json:"time"`
}

var workStates = []string{store.Open, store.Taken, store.Done, store.Rejected}

// workOf are the items of a kind that somebody has touched, by key.
func workOf(r *request, s store.Store, system, kind string) (map[string]store.WorkItem, error) {
	all, err := s.Work(r.Context(), r.source, system, kind)
	if err != nil {
		return nil, fromStore("reading who looks after what", err)
	}
	byKey := map[string]store.WorkItem{}
	for _, w := range all {
		byKey[w.Key] = w
	}
	return byKey, nil
}

func workViewOf(w store.WorkItem) workView {
	if w.State == "" {
		w.State = store.Open
	}
	return workView{w.State, w.Revision, w.Author, w.Reason, known(w.At)}
}

// violationItem is a violation as a work item that nobody has touched.
func violationItem(v store.Violation) store.WorkItem {
	return store.WorkItem{
		Kind: store.WorkViolation, Key: strconv.FormatInt(v.ID, 10), System: v.Operation.System,
		Title: fmt.Sprintf("%s%s, %s UTC", v.Operation.Name, failing(v), v.Start.UTC().Format("2 January 15:04")),
	}
}

// stateOf is the state of a violation: what a person said, else what the verdict means.
func stateOf(verdict string, w store.WorkItem) workView {
	view := workViewOf(w)
	switch verdict {
	case "true", store.Expected:
		view.State = store.Done
	case "false":
		view.State = store.Rejected
	}
	return view
}

// verdictFor is what a state says of a violation. Done needs a word: it was real, or expected.
func verdictFor(state, verdict string) (string, error) {
	switch {
	case state == store.Done && verdict != "true" && verdict != store.Expected:
		return "", badInputf("the verdict %q does not say what it was: true for a real slowdown, or expected", verdict)
	case state == store.Done:
		return verdict, nil
	case state == store.Rejected:
		return "false", nil
	}
	return "", nil
}

// moved is a person's wish to move an item on.
type moved struct {
	State    string `json:"state"`
	Reason   string `json:"reason"`
	Revision int    `json:"revision"` // that was looked at
}

func (m moved) check() error {
	if !slices.Contains(workStates, m.State) {
		return badInputf("the state %q is unknown: choose one of %s", m.State, strings.Join(workStates, ", "))
	}
	return checkReason(m.Reason)
}

// move puts an item into another state.
func (d *Datasource) move(r *request, s store.Store, item store.WorkItem, to moved, asked ...store.Proposal) (any, error) {
	item.Revision = to.Revision
	items := []store.WorkItem{item}
	acts, err := d.moveAll(r, s, items, to, asked)
	if err != nil {
		return nil, err
	}
	return movedView{workViewOf(items[0]), acts}, nil
}

// moveAll puts items into another state, all or none, with what is asked because of them; they are what they became then.
func (d *Datasource) moveAll(r *request, s store.Store, items []store.WorkItem, to moved, asked []store.Proposal) (acts []int64, err error) {
	keys := make([]string, len(items))
	for i := range items {
		items[i].State, items[i].Reason, items[i].Author, items[i].At = to.State, to.Reason, r.login, d.process.now().UTC()
		keys[i] = items[i].Key
	}
	acts, found, err := s.SetWork(r.Context(), r.source, asked, items...)
	switch {
	case err != nil:
		return nil, fromStore("keeping who looks after what", err)
	case !found:
		return nil, absent{fmt.Errorf("there is no %s %s", items[0].Kind, strings.Join(keys, ", "))}
	}
	log.DefaultLogger.Info("A person moved work items on", "source", r.source, "kind", items[0].Kind, "items", keys, "state", to.State, "by", r.login)
	for i := range items {
		items[i].Revision++
	}
	return acts, nil
}

// movedView is the answer to a change of a state.
type movedView struct {
	workView
	Acts []int64 `json:"acts"`
}
