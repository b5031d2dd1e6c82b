package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// caller sends requests as a person with a role to a data source on a real store.
type caller struct {
	t    *testing.T
	send func(login, role, method, address, body string) (int, string)
	s    store.Store
}

func newCaller(t *testing.T) caller {
	t.Helper()
	return newCallerOn(t, kept(t))
}

func newCallerOn(t *testing.T, s store.Store) caller {
	t.Helper()
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"]}`)
	return caller{t, func(login, role, method, address, body string) (int, string) {
		context := as(context, role)
		context.User.Login = login
		return call(t, d, context, method, address, body)
	}, s}
}

func (c caller) get(address string, into any) {
	c.t.Helper()
	status, answer := c.send("vic", "Viewer", http.MethodGet, address, "")
	require.Equal(c.t, http.StatusOK, status, answer)
	require.NoError(c.t, json.Unmarshal([]byte(answer), into), answer)
}

func (c caller) post(login, address, body string) string {
	c.t.Helper()
	status, answer := c.send(login, "Editor", http.MethodPost, address, body)
	require.Equal(c.t, http.StatusOK, status, answer)
	return answer
}

// refused is the message of a call that fails with a status.
func (c caller) refused(want int, method, address, body string) string {
	c.t.Helper()
	status, answer := c.send("bob", "Editor", method, address, body)
	require.Equal(c.t, want, status, answer)
	var message struct {
		Error string `json:"error"`
	}
	require.NoError(c.t, json.Unmarshal([]byte(answer), &message))
	return message.Error
}

func (c caller) baseline(name string) (b baselineView) {
	c.t.Helper()
	var answer struct {
		Baselines []baselineView `json:"baselines"`
	}
	c.get("baselines?system=kgas", &answer)
	for _, b := range answer.Baselines {
		if b.Operation == name {
			return b
		}
	}
	c.t.Fatalf("no baseline of %s", name)
	return b
}

// on is a decision on one operation as it is now, with more fields.
func on(b baselineView, more string) string {
	return fmt.Sprintf(`{"operations":[{"id":%d,"version":%d}],"reason":"because"%s}`, b.ID, b.Version, more)
}

func TestAnApprovalIsAVersionWithAuthorAndReason(t *testing.T) {
	c := newCaller(t)
	before := c.baseline("ingest")
	c.post("ada", "baselines/approve", on(before, ""))
	after := c.baseline("ingest")
	require.Equal(t, []any{"approved", "active", "ada", before.Version + 1}, []any{after.State, after.Evidence, after.Author, after.Version})
	require.Equal(t, before.P95, after.P95)
	require.Equal(t, *after.P95, after.Anchor.P95)
	var listed struct {
		Versions []versionView `json:"versions"`
	}
	c.get(fmt.Sprintf("baselines/versions?operation=%d", before.ID), &listed)
	require.Len(t, listed.Versions, 2)
	require.Equal(t, []string{"approved", "superseded"}, []string{listed.Versions[0].State, listed.Versions[1].State})
	require.Equal(t, "because", listed.Versions[0].Why)
	var diff diffView
	c.get(fmt.Sprintf("baselines/diff?operation=%d&from=1&to=2", before.ID), &diff)
	require.Equal(t, []differenceView{{Field: "state", Title: "state", Before: "active", After: "approved"}}, diff.Differences)
	var audit struct {
		Acts []actView `json:"acts"`
	}
	c.get("baselines/audit?system=kgas", &audit)
	require.Equal(t, []actView{{
		ID: 1, Time: noon, Author: "ada", Action: "approve", System: "kgas", Set: "operation", Operation: "ingest", OperationID: before.ID, Version: 2, Reason: "because",
	}}, audit.Acts)
}

// Grafana's settings may give people a role who do not sign in, and anybody may be called learner: what the learner made by
// itself is removed after a while, and no mark tells of it.
func TestADecisionHasAPersonForItsAuthorWhoeverMakesIt(t *testing.T) {
	for login, want := range map[string]string{"": "anonymous", "learner": "learner (a person)", "ada": "ada"} {
		c := newCaller(t)
		c.post(login, "baselines/approve", on(c.baseline("ingest"), ""))
		require.Equal(t, want, c.baseline("ingest").Author)
	}
}

func TestWhoComesSecondIsToldWhoCameFirstAndWhatTheyDid(t *testing.T) {
	c := newCaller(t)
	seen, other := c.baseline("ingest"), c.baseline("embed")
	c.post("ada", "baselines/freeze", on(seen, ""))
	both := fmt.Sprintf(`{"operations":[{"id":%d,"version":%d},{"id":%d,"version":%d}],"reason":"tidy"}`, other.ID, other.Version, seen.ID, seen.Version)
	message := c.refused(http.StatusConflict, http.MethodPost, "baselines/approve", both)
	require.Equal(t, "the baseline of ingest is at version 2, not 1: ada changed it on 2026-03-10T12:00:00Z (because); look at it again, then decide", message)
	require.Equal(t, 1, c.baseline("embed").Version, "all of a decision or none of it")
}

func TestAFrozenBaselineCanBeUnfrozenAndARollBackFreezes(t *testing.T) {
	c := newCaller(t)
	c.post("ada", "baselines/freeze", on(c.baseline("ingest"), ""))
	require.Equal(t, "frozen", c.baseline("ingest").State)
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, "baselines/unfreeze", on(c.baseline("embed"), "")), ", not frozen")
	c.post("ada", "baselines/unfreeze", on(c.baseline("ingest"), ""))
	require.Equal(t, "active", c.baseline("ingest").State)
	c.post("ada", "baselines/factors", on(c.baseline("ingest"), `,"factors":{"info":1.2,"warning":1.5,"critical":3}`))
	require.Equal(t, &baseline.Factors{Info: 1.2, Warning: 1.5, Critical: 3}, c.baseline("ingest").Factors)
	c.post("ada", "baselines/rollback", on(c.baseline("ingest"), `,"to":1`))
	back := c.baseline("ingest")
	require.Equal(t, []any{"frozen", 5}, []any{back.State, back.Version})
	require.Nil(t, back.Factors, "version 1 had none")
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "baselines/rollback", on(back, `,"to":9`)), "has no version 9, only 1 to 5")
}

func TestTimeThatIsExcludedIsNoLongerLearnedUntilItIsWithdrawn(t *testing.T) {
	c := newCaller(t)
	before := c.baseline("embed")
	c.post("ada", "baselines/exclude", on(before, `,"kind":"incident","from":"2026-03-10T06:00:00Z","to":"2026-03-10T12:00:00Z"`))
	without := c.baseline("embed")
	require.Equal(t, before.Windows-72, without.Windows)
	require.InDelta(t, *c.baseline("ingest").P95, *without.P95, 0.001)
	var listed struct {
		Exclusions []exclusionView `json:"exclusions"`
	}
	c.get("exclusions?system=kgas", &listed)
	require.Len(t, listed.Exclusions, 1)
	require.Equal(t, []any{before.ID, "incident", "ada", "because"}, []any{listed.Exclusions[0].Operation, listed.Exclusions[0].Kind, listed.Exclusions[0].Author, listed.Exclusions[0].Reason})

	gone := fmt.Sprintf("exclusions/%d", listed.Exclusions[0].ID)
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodDelete, gone, ""), "the field reason is missing")
	status, answer := c.send("bob", "Editor", http.MethodDelete, gone+"?reason=it+was+normal", "")
	require.Equal(t, http.StatusOK, status, answer)
	require.Equal(t, before.P95, c.baseline("embed").P95)
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodDelete, gone+"?reason=again", ""), "no exclusion")
	c.get("exclusions", &listed)
	require.Equal(t, "bob", listed.Exclusions[0].WithdrawnBy)
}

func TestAMaintenanceOfAWholeSystemIsExcludedAtOnce(t *testing.T) {
	c := newCaller(t)
	before := c.baseline("embed")
	answer := c.post("ada", "baselines/exclude", `{"system":"kgas","kind":"maintenance","from":"2026-03-10T06:00:00Z","to":"2026-03-10T12:00:00Z","reason":"new disks"}`)
	var view relearnedView
	require.NoError(t, json.Unmarshal([]byte(answer), &view))
	require.Zero(t, view.Later)
	require.True(t, slices.ContainsFunc(view.Changed, func(b baselineView) bool { return b.Operation == "embed" }))
	require.Equal(t, before.Windows-72, c.baseline("embed").Windows)
	require.Equal(t, "ada", c.baseline("embed").Author)
}

// What a definition that was deleted had learned stays for a while: nobody learns it any more, and the rest of its system is
// decided about as if it were not there.
func TestASystemIsExcludedThoughNobodyLearnsSomeOfItAnyMore(t *testing.T) {
	c := newCaller(t)
	lease, ok, err := c.s.Acquire(context.Background(), "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	gone := store.Operation{Source: "1/yardstick", System: "kgas", Set: "deleted", Name: "a", Labels: map[string]string{"route": "a"}}
	require.NoError(t, c.s.PutBaselines(context.Background(), lease, []store.Baseline{{Operation: gone, Record: normal(0.1), ValidFrom: noon.Add(-time.Hour), Author: store.Learner}}))
	before := c.baseline("embed")

	answer := c.post("ada", "baselines/exclude", `{"system":"kgas","kind":"maintenance","from":"2026-03-10T06:00:00Z","to":"2026-03-10T12:00:00Z","reason":"new disks"}`)
	var view relearnedView
	require.NoError(t, json.Unmarshal([]byte(answer), &view))
	require.Zero(t, view.Later)
	require.Equal(t, before.Windows-72, c.baseline("embed").Windows)

	status, answer := c.send("bob", "Editor", http.MethodDelete, fmt.Sprintf("exclusions/%d?reason=no", view.ID), "")
	require.Equal(t, http.StatusOK, status, answer)
	require.Equal(t, before.Windows, c.baseline("embed").Windows)
	acts := c.audit("baselines/audit")
	withdrawn := slices.IndexFunc(acts, func(a actView) bool { return a.Action == "withdraw" && a.OperationID == 0 })
	c.decided("ada", "Editor", "baselines/undo", undoing(acts[withdrawn].ID))
	require.Equal(t, before.Windows-72, c.baseline("embed").Windows)
}

func TestAnAcceptedLevelIsNormalFromThenOnAndClosesItsQuestion(t *testing.T) {
	c := newCaller(t)
	before := c.baseline("embed")
	require.NoError(t, c.s.Propose(context.Background(), "1/yardstick", []store.Proposal{{
		Operation: store.Operation{ID: before.ID}, Kind: store.ProposesLevel, Raised: noon,
		Shift: store.Shift{At: levelChanged, Before: 0.195, After: 0.273, Ratio: 1.4, Deployment: "1.3", DeployedAt: levelChanged.Add(-4 * time.Minute)},
	}}))
	var listed struct {
		Proposals []proposalView `json:"proposals"`
	}
	c.get("proposals?system=kgas", &listed)
	require.Len(t, listed.Proposals, 1)
	require.Equal(t, "The p95 of embed moved from 195 ms to 273 ms (+40 %) on Tuesday 10 March 06:00 UTC, after the deployment of 1.3: accept it as normal?", listed.Proposals[0].Text)

	c.post("ada", "baselines/accept", on(before, `,"since":"2026-03-10T06:00:00Z"`))
	after := c.baseline("embed")
	require.InDelta(t, 1.4, *after.P95 / *c.baseline("ingest").P95, 0.01)
	require.False(t, after.From.Before(levelChanged))
	require.Equal(t, "ada", after.Author)
	c.get("proposals?system=kgas", &listed)
	require.Empty(t, listed.Proposals)
	c.get("proposals?state=accepted", &listed)
	require.Equal(t, "ada", listed.Proposals[0].By)
}

func TestADismissedProposalLeavesTheBaselineWhereItIs(t *testing.T) {
	c := newCaller(t)
	before := c.baseline("embed")
	require.NoError(t, c.s.Propose(context.Background(), "1/yardstick", []store.Proposal{{
		Operation: store.Operation{ID: before.ID}, Kind: store.ProposesDrift, Raised: noon, Shift: store.Shift{At: noon, Earliest: levelChanged, Before: 0.2, After: 0.23, Ratio: 1.15},
	}}))
	var listed struct {
		Proposals []proposalView `json:"proposals"`
	}
	c.get("proposals", &listed)
	asked := listed.Proposals[0].ID
	address := fmt.Sprintf("proposals/%d/dismiss", asked)
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, address, `{}`), "reason is missing")
	c.post("ada", address, `{"reason":"a load test"}`)
	c.get("proposals", &listed)
	require.Empty(t, listed.Proposals)
	require.Equal(t, before.Version, c.baseline("embed").Version)
	require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, address, `{"reason":"again"}`), "ada dismissed the proposal on embed on 2026-03-10T12:00:00Z (a load test)")
	require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, "baselines/accept", on(before, fmt.Sprintf(`,"proposal":%d`, asked))), "ada dismissed the proposal")
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "proposals/99/dismiss", `{"reason":"again"}`), "no open proposal")
}

func TestADecisionSaysWhatItLacks(t *testing.T) {
	c := newCaller(t)
	b := c.baseline("ingest")
	for address, bodies := range map[string]map[string]string{
		"baselines/approve": {
			`{"reason":"x"}`: "the field operations is empty", `{"operations":[{"id":1,"version":1}]}`: "the field reason is missing",
		},
		"baselines/factors":  {on(b, `,"factors":{"info":2,"warning":1.5,"critical":5}`): "must be above that of info"},
		"baselines/rollback": {`{"operations":[{"id":1,"version":1},{"id":2,"version":1}],"reason":"x","to":1}`: "one by one"},
		"baselines/exclude": {
			on(b, `,"kind":"mood"`):                                                               "choose one of incident, maintenance, warm-up",
			on(b, `,"kind":"incident"`):                                                           "the field from is missing",
			on(b, `,"kind":"incident","from":"2026-03-10T13:00:00Z"`):                             "is empty",
			`{"kind":"incident","from":"2026-03-10T06:00:00Z","reason":"x"}`:                      "neither operations nor a system",
			`{"kind":"incident","from":"2026-03-10T06:00:00Z","system":"x","reason":"x"}`:         `the system "x" is unknown`,
			`{"kind":"incident","from":"yesterday","system":"kgas","reason":"x"}`:                 `from "yesterday" is not a time`,
			on(b, `,"kind":"incident","from":"0202-03-10T06:00:00Z"`):                             "of the years 2000 to 2199",
			on(b, `,"kind":"incident","from":"2026-03-10T06:00:00Z","to":"9999-01-01T00:00:00Z"`): "of the years 2000 to 2199",
			`{"kind":"incident","from":"2026-03-10T06:00:00Z","system":"kgas","reason":""}`:       "the field reason is missing",
		},
		"baselines/accept": {
			on(b, `,"since":"2026-03-10T13:00:00Z"`): "lies in the future",
			on(b, `,"since":"1002-03-10T06:00:00Z"`): "of the years 2000 to 2199", // the store kept the year 2171, and the operation learned nothing more
		},
	} {
		for body, want := range bodies {
			require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, address, body), want, body)
		}
	}
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "baselines/approve", `{"operations":[{"id":99,"version":1}],"reason":"x"}`), "no baseline of an operation 99")
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodGet, "baselines/versions", ""), "is not the id of an operation")
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodGet, fmt.Sprintf("baselines/diff?operation=%d&from=1&to=x", b.ID), ""), "not the number of a version")
}

func TestAResetRemembersWhoDidIt(t *testing.T) {
	c := newCaller(t)
	status, answer := c.send("root", "Admin", http.MethodPost, "baselines/reset", `{"confirm":"reset","reason":"moved"}`)
	require.Equal(t, http.StatusOK, status, answer)
	var audit struct {
		Acts []actView `json:"acts"`
	}
	c.get("baselines/audit?system=kgas", &audit)
	require.Len(t, audit.Acts, 1)
	require.Equal(t, []string{"root", "reset", "moved", "nothing of what was before is kept"}, []string{audit.Acts[0].Author, audit.Acts[0].Action, audit.Acts[0].Reason, audit.Acts[0].Permanent})
}

func TestChangesOfLevelAreListedAndMarked(t *testing.T) {
	c := newCaller(t)
	ctx := context.Background()
	lease, ok, err := c.s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	shift := store.Shift{
		At: levelChanged, Earliest: levelChanged.Add(-5 * time.Minute), Latest: levelChanged.Add(10 * time.Minute), Before: 0.195, After: 0.273,
		Ratio: 1.4, RatioLow: 1.38, RatioHigh: 1.42, P: 0.002, Deployment: "1.3", DeployedAt: levelChanged.Add(-4 * time.Minute),
	}
	require.NoError(t, c.s.PutShifts(ctx, lease, kgasOperation("embed"), levelChanged, noon, []store.Shift{shift}))
	var listed struct {
		Changes []changeView `json:"changes"`
	}
	c.get("changes?system=kgas", &listed)
	require.Len(t, listed.Changes, 1)
	require.Equal(t, []any{"embed", "1.3", 1.4}, []any{listed.Changes[0].Operation, listed.Changes[0].Deployment, *listed.Changes[0].Ratio})
	c.get("changes?system=kgas&from=2026-03-10T07:00:00Z", &listed)
	require.Empty(t, listed.Changes)

	d, context := datasource(t, "http://127.0.0.1:1", c.s, `{"systems":["kgas"]}`)
	answer := askOver(t, d, context, `{"queryType":"annotations","system":"kgas","kind":"change"}`, nil, backend.TimeRange{From: noon.Add(-12 * time.Hour), To: noon})
	require.NoError(t, answer.Error)
	title, _ := answer.Frames[0].FieldByName("title")
	text, _ := answer.Frames[0].FieldByName("text")
	require.Equal(t, 1, title.Len())
	require.Equal(t, "embed: level +40 %", title.At(0))
	require.Equal(t, "p95 from 195 ms to 273 ms, 1.38 to 1.42 times, near the deployment of 1.3 at 05:56 UTC", text.At(0))
}

// Programs say "all of it" by the first and the last moment that their language can write.
func TestARangeMayBeginAndEndWhereverATimeCanBeWritten(t *testing.T) {
	c := newCaller(t)
	ctx := context.Background()
	lease, ok, err := c.s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	long := noon.AddDate(0, -6, 0)
	embed := kgasOperation("embed")
	require.NoError(t, c.s.PutViolations(ctx, lease, []store.Violation{{Operation: embed, Tier: 2, Start: long, End: long.Add(time.Hour), Onset: long, Peak: 2}}))
	require.NoError(t, c.s.PutShifts(ctx, lease, embed, long, long, []store.Shift{{At: long, Before: 1, After: 2, Ratio: 2}}))
	require.NoError(t, c.s.PutDeployment(ctx, "1/yardstick", store.Deployment{System: "kgas", At: long, Version: "1.3"}))
	require.NoError(t, c.s.Note(ctx, "1/yardstick", store.Act{At: long, Author: "ada", Action: "reset", System: "kgas"}))
	for _, address := range []string{"violations", "deployments", "changes", "feedback", "baselines/audit"} {
		of := func(from, to string) string {
			status, answer := c.send("vic", "Viewer", http.MethodGet, fmt.Sprintf("%s?system=kgas&from=%s&to=%s", address, from, to), "")
			require.Equal(t, http.StatusOK, status, answer)
			return answer
		}
		all := of("2025-01-01T00:00:00Z", "2026-12-31T00:00:00Z")
		require.Contains(t, all, "2025-09")
		for _, from := range []string{"0001-01-01T00:00:00Z", "0001-01-01T00:00:01Z", "1600-01-01T00:00:00Z"} {
			for _, to := range []string{"2026-12-31T00:00:00Z", "9999-12-31T23:59:59Z"} {
				require.Equal(t, all, of(from, to), "%s from %s to %s", address, from, to)
			}
		}
	}
}

func TestVerdictsAddUpToAPrecisionAndExpectedAsksWhetherItIsNormal(t *testing.T) {
	c := newCaller(t)
	ctx := context.Background()
	lease, _, err := c.s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	var violations []store.Violation
	for i := range 4 {
		start := noon.Add(-time.Duration(i+1) * time.Hour)
		violations = append(violations, store.Violation{Operation: kgasOperation("embed"), Tier: 2, Start: start, End: start.Add(10 * time.Minute), Onset: start, Peak: 2.5})
	}
	require.NoError(t, c.s.PutViolations(ctx, lease, violations))
	stored, err := c.s.Violations(ctx, "1/yardstick", "kgas", time.Time{}, time.Time{})
	require.NoError(t, err)
	require.Len(t, stored, 4)
	for i, verdict := range []string{"true", "true", "false", "expected"} {
		c.post("ada", fmt.Sprintf("violations/%d/verdict", stored[i].ID), fmt.Sprintf(`{"verdict":%q}`, verdict))
	}
	var feedback struct {
		Weeks []precisionView `json:"weeks"`
	}
	c.get("feedback?system=kgas", &feedback)
	require.Len(t, feedback.Weeks, 1)
	week := feedback.Weeks[0]
	require.Equal(t, []any{"embed", "warning", 2, 1, 1, 0}, []any{week.Operation, week.Tier, week.True, week.False, week.Expected, week.Unjudged})
	require.Equal(t, time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC), week.Week)
	require.InDelta(t, 2.0/3, *week.Precision, 1e-9)
	require.True(t, *week.Low < 0.3 && *week.High > 0.9, "three verdicts say little: %v to %v", *week.Low, *week.High)
	var asked struct {
		Proposals []proposalView `json:"proposals"`
	}
	c.get("proposals", &asked)
	require.Len(t, asked.Proposals, 1)
	require.Equal(t, "expected", asked.Proposals[0].Kind)
	require.Equal(t, stored[3].Start, asked.Proposals[0].At)
}

func TestTheQuestionAboutALevelNamesItsValueInItsUnit(t *testing.T) {
	p := store.Proposal{Kind: store.ProposesDrift, Operation: store.Operation{Name: "Memory"}, Shift: store.Shift{Earliest: noon, Before: 1 << 30, After: 3 << 29, Ratio: 1.5}}
	require.Equal(t, "The value of Memory moved from 1.0 GiB to 1.5 GiB (+50 %) little by little since 10 March 12:00 UTC: accept it as normal?",
		proposalText(p, catalog.OperationSet{Kind: "level", Unit: "bytes"}))
	p.Kind, p.At = store.ProposesExpected, noon
	require.Equal(t, "The value of Memory moved from 1.0 GiB to 1.5 GiB (+50 %) on Tuesday 10 March 12:00 UTC, which was called expected: accept it as normal from then on?",
		proposalText(p, catalog.OperationSet{Kind: "level", Unit: "bytes"}))
	p = store.Proposal{Kind: store.ProposesLevel, Operation: store.Operation{Name: "Queue"}, Shift: store.Shift{At: noon, After: 50, Ratio: 800, RatioLow: 790, RatioHigh: 810}}
	require.Equal(t, "The value of Queue moved from 0 to 50 on Tuesday 10 March 12:00 UTC: accept it as normal?",
		proposalText(p, catalog.OperationSet{Kind: "level", Unit: "short"}), "of nothing there is no multiple")
	require.Nil(t, shiftViewOf(p.Shift).Ratio)
	p.Shift = store.Shift{At: noon, Before: 50}
	require.Equal(t, "The value of Queue moved from 50 to 0 (-100 %) on Tuesday 10 March 12:00 UTC: accept it as normal?",
		proposalText(p, catalog.OperationSet{Kind: "level", Unit: "short"}))
}

// What failed is judged apart from what was slow; that it was expected says nothing of a level.
func TestFailedRequestsAreViolationsOfTheirOwn(t *testing.T) {
	c := newCaller(t)
	ctx := context.Background()
	lease, _, err := c.s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	start := noon.Add(-time.Hour)
	slow := store.Violation{Operation: kgasOperation("embed"), Tier: 2, Start: start, End: start.Add(10 * time.Minute), Onset: start, Delay: 20 * time.Second, Peak: 2.5}
	failed := slow
	failed.Signal, failed.Delay, failed.Peak = store.OfErrors, 10*time.Minute, 12
	require.NoError(t, c.s.PutViolations(ctx, lease, []store.Violation{slow, failed}))

	stored, err := c.s.Violations(ctx, "1/yardstick", "kgas", time.Time{}, time.Time{})
	require.NoError(t, err)
	require.Equal(t, store.OfErrors, stored[1].Signal)
	c.post("ada", fmt.Sprintf("violations/%d/verdict", stored[1].ID), `{"verdict":"expected"}`)
	var asked struct {
		Proposals []proposalView `json:"proposals"`
	}
	c.get("proposals", &asked)
	require.Empty(t, asked.Proposals)

	var feedback struct {
		Weeks []precisionView `json:"weeks"`
	}
	c.get("feedback?system=kgas", &feedback)
	require.Len(t, feedback.Weeks, 2)
	require.Equal(t, []any{detect.Latency, 0, detect.Errors, 1},
		[]any{feedback.Weeks[0].Signal, feedback.Weeks[0].Expected, feedback.Weeks[1].Signal, feedback.Weeks[1].Expected})
}
