package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// decided is a person's decision, with the acts that came of it.
func (c caller) decided(login, role, address, body string) []int64 {
	c.t.Helper()
	status, answer := c.send(login, role, http.MethodPost, address, body)
	require.Equal(c.t, http.StatusOK, status, answer)
	var view struct {
		Acts []int64 `json:"acts"`
	}
	require.NoError(c.t, json.Unmarshal([]byte(answer), &view))
	return view.Acts
}

func undoing(acts ...int64) string {
	text, _ := json.Marshal(map[string]any{"acts": acts, "reason": "a mistake"})
	return string(text)
}

func (c caller) audit(address string) []actView {
	c.t.Helper()
	var answer struct {
		Acts []actView `json:"acts"`
	}
	c.get(address, &answer)
	return answer.Acts
}

func TestEachDecisionIsTakenBackByItsAct(t *testing.T) {
	for action, more := range map[string]string{
		"approve": "", "freeze": "", "factors": `,"factors":{"info":1.2,"warning":1.5,"critical":3}`,
		"exclude": `,"kind":"incident","from":"2026-03-10T06:00:00Z","to":"2026-03-10T12:00:00Z"`, "reset": "", "accept": `,"since":"2026-03-10T06:00:00Z"`,
	} {
		t.Run(action, func(t *testing.T) {
			c := newCaller(t)
			of := map[bool]string{true: "embed", false: "ingest"}[action == "exclude" || action == "accept"]
			before := c.baseline(of)
			acts := c.decided("ada", "Admin", "baselines/"+action, on(before, more))
			require.Len(t, acts, 1)
			changed := c.baseline(of)
			require.Equal(t, before.Version+1, changed.Version)
			c.decided("bob", "Editor", "baselines/undo", undoing(acts...))
			after := c.baseline(of)
			require.Equal(t, []any{before.State, before.P95, before.Factors, before.Windows}, []any{after.State, after.P95, after.Factors, after.Windows})
			require.Equal(t, []any{"bob", before.Version + 2}, []any{after.Author, after.Version})
			var excluded struct {
				Exclusions []exclusionView `json:"exclusions"`
			}
			c.get("exclusions", &excluded)
			for _, e := range excluded.Exclusions {
				require.Equal(t, "bob", e.WithdrawnBy)
			}
			acted := c.audit(fmt.Sprintf("baselines/audit?operation=%d", before.ID))
			require.Len(t, acted, 2)
			require.Equal(t, []any{"undo " + action, acts[0], "bob"}, []any{acted[0].Action, acted[0].Undoes, acted[0].Author})
			require.Equal(t, &undoneView{noon, "bob", "a mistake"}, acted[1].Undone)
			require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, "baselines/undo", undoing(acts...)), "bob took back")
			require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, "baselines/undo", undoing(acted[0].ID)), "it took something back itself")
		})
	}
}

func TestAResetOperationBeginsAnewAndTheOthersGoOn(t *testing.T) {
	c := newCaller(t)
	before := c.baseline("ingest")
	c.post("ada", "baselines/freeze", on(before, ""))
	frozen := c.baseline("ingest")
	status, answer := c.send("bob", "Editor", http.MethodPost, "baselines/reset", on(frozen, ""))
	require.Equal(t, http.StatusForbidden, status)
	require.Contains(t, answer, "this needs the role Admin in the organisation, you have Editor")
	acts := c.decided("root", "Admin", "baselines/reset", on(frozen, ""))
	anew := c.baseline("ingest")
	require.Equal(t, []any{"learning", 0, 0.0}, []any{anew.State, anew.Windows, anew.Requests})
	require.NotZero(t, c.baseline("embed").Windows)
	c.decided("root", "Admin", "baselines/undo", undoing(acts...))
	require.Equal(t, []any{"frozen", before.P95}, []any{c.baseline("ingest").State, c.baseline("ingest").P95})
}

func TestManyAreDecidedAndTakenBackAtOnceOrNotAtAll(t *testing.T) {
	c := newCaller(t)
	one, two := c.baseline("ingest"), c.baseline("embed")
	both := fmt.Sprintf(`{"operations":[{"id":%d,"version":%d},{"id":%d,"version":%d}],"reason":"release week","factors":{"info":1.2,"warning":1.5,"critical":3}}`, one.ID, one.Version, two.ID, two.Version)
	acts := c.decided("ada", "Editor", "baselines/factors", both)
	require.Len(t, acts, 2)
	c.post("bob", "baselines/factors", on(c.baseline("embed"), ""))
	refusal := c.refused(http.StatusConflict, http.MethodPost, "baselines/undo", undoing(acts...))
	require.Contains(t, refusal, "bob did “factors” to the baseline of embed after that, so take that back first")
	require.NotNil(t, c.baseline("ingest").Factors, "none of them")
	later := c.audit(fmt.Sprintf("baselines/audit?operation=%d", two.ID))[0]
	c.decided("ada", "Editor", "baselines/undo", undoing(later.ID))
	c.decided("ada", "Editor", "baselines/undo", undoing(acts...))
	require.Nil(t, c.baseline("ingest").Factors)
	require.Nil(t, c.baseline("embed").Factors)
}

func TestWhatTheLearnerLearnedSinceStaysWhenADecisionIsTakenBack(t *testing.T) {
	c := newCaller(t)
	ctx := context.Background()
	acts := c.decided("ada", "Editor", "baselines/factors", on(c.baseline("ingest"), `,"factors":{"info":1.2,"warning":1.5,"critical":3}`))
	lease, _, err := c.s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	all, err := c.s.Versions(ctx, "1/yardstick", c.baseline("ingest").ID)
	require.NoError(t, err)
	next := all[len(all)-1]
	next.Follows, next.Author, next.Record.Requests = next.Version, store.Learner, next.Record.Requests+1
	require.NoError(t, c.s.PutBaselines(ctx, lease, []store.Baseline{next}))
	c.decided("bob", "Editor", "baselines/undo", undoing(acts...))
	after := c.baseline("ingest")
	require.Equal(t, 4, after.Version)
	require.Nil(t, after.Factors)
}

func TestAMaintenanceOfAWholeSystemIsTakenBack(t *testing.T) {
	c := newCaller(t)
	before := c.baseline("embed")
	c.post("ada", "baselines/exclude", `{"system":"kgas","kind":"maintenance","from":"2026-03-10T06:00:00Z","to":"2026-03-10T12:00:00Z","reason":"new disks"}`)
	require.NotEqual(t, before.Windows, c.baseline("embed").Windows)
	for _, a := range c.audit("baselines/audit") {
		if a.OperationID != 0 {
			require.Contains(t, a.Permanent, "it follows from an exclusion")
			continue
		}
		c.decided("bob", "Editor", "baselines/undo", undoing(a.ID))
	}
	require.Equal(t, before.Windows, c.baseline("embed").Windows)
}

func TestADismissedProposalIsAskedAgainWhenThatIsTakenBack(t *testing.T) {
	c := newCaller(t)
	require.NoError(t, c.s.Propose(context.Background(), "1/yardstick", []store.Proposal{{
		Operation: store.Operation{ID: c.baseline("embed").ID}, Kind: store.ProposesLevel, Raised: noon, Shift: store.Shift{At: levelChanged, Before: 0.2, After: 0.28, Ratio: 1.4},
	}}))
	var listed struct {
		Proposals []proposalView `json:"proposals"`
	}
	c.get("proposals", &listed)
	acts := c.decided("ada", "Editor", fmt.Sprintf("proposals/%d/dismiss", listed.Proposals[0].ID), `{"reason":"a load test"}`)
	c.decided("bob", "Editor", "baselines/undo", undoing(acts...))
	c.get("proposals", &listed)
	require.Len(t, listed.Proposals, 1)
}

func TestAnAcceptedProposalIsAskedAgainWhenThatIsTakenBack(t *testing.T) {
	s := kept(t)
	ctx := context.Background()
	d, pluginContext := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	clock := noon
	d.process.now = func() time.Time { clock = clock.Add(time.Millisecond); return clock } // as time goes
	c := caller{t, func(login, role, method, address, body string) (int, string) {
		context := as(pluginContext, role)
		context.User.Login = login
		return call(t, d, context, method, address, body)
	}, s}
	c.violated()
	require.NoError(t, s.Propose(ctx, "1/yardstick", []store.Proposal{{
		Operation: store.Operation{ID: c.baseline("embed").ID}, Kind: store.ProposesLevel, Raised: noon, Shift: store.Shift{At: levelChanged, Before: 0.2, After: 0.28, Ratio: 1.4},
	}}))
	acts := c.decided("ada", "Editor", "baselines/accept", on(c.baseline("embed"), `,"since":"2026-03-10T06:00:00Z"`))
	require.Equal(t, "expected", c.verdict())
	c.decided("bob", "Editor", "baselines/undo", undoing(acts...))
	require.Empty(t, c.verdict())
	open, err := s.Proposals(ctx, "1/yardstick", "kgas", store.Open)
	require.NoError(t, err)
	require.Len(t, open, 1)
}

func TestAnUndoSaysWhatItLacks(t *testing.T) {
	c := newCaller(t)
	for body, want := range map[string]string{
		`{}`:                             "the field acts has 0 numbers",
		`{"acts":[1]}`:                   "the field reason is missing",
		`{"acts":["x"],"reason":"oops"}`: "reading the request's body",
	} {
		require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, "baselines/undo", body), want)
	}
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "baselines/undo", undoing(99)), "there is no act 99")
	status, answer := c.send("vic", "Viewer", http.MethodPost, "baselines/undo", undoing(1))
	require.Equal(t, http.StatusForbidden, status)
	require.Contains(t, answer, "needs the role Editor")
}

func TestDecisionsOnAStoreThatIsReadOnlySaySo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yardstick.db")
	whole := keptAt(t, path)
	b, err := whole.Baselines(context.Background(), "1/yardstick", "kgas", time.Time{})
	require.NoError(t, err)
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	status, answer := call(t, d, as(context, "Editor"), http.MethodPost, "baselines/factors", fmt.Sprintf(`{"operations":[{"id":%d,"version":1}],"reason":"x"}`, b[0].Operation.ID))
	require.Equal(t, http.StatusInternalServerError, status)
	require.Contains(t, answer, "changing baselines: ")
	require.Contains(t, answer, "read-only")
}

func TestNamesOfAnyKindAreDecidedAbout(t *testing.T) {
	c := newCaller(t)
	ctx := context.Background()
	lease, _, err := c.s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	name := `"quoted" ’ 🚀 ` + strings.Repeat("long ", 40)
	all, err := c.s.Baselines(ctx, "1/yardstick", "kgas", time.Time{})
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(b store.BaselineAt) bool { return b.Operation.Name == "ingest" })
	require.NoError(t, c.s.PutBaselines(ctx, lease, []store.Baseline{{Operation: kgasOperation(name), Record: all[i].Record, ValidFrom: noon, Author: store.Learner}}))
	acts := c.decided("ada", "Editor", "baselines/freeze", on(c.baseline(name), ""))
	require.Equal(t, "frozen", c.baseline(name).State)
	require.Equal(t, name, c.audit("baselines/audit")[0].Operation)
	c.decided("ada", "Editor", "baselines/undo", undoing(acts...))
	require.Equal(t, "active", c.baseline(name).State)
}
