package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// violated is the number of one violation of `embed` in the store.
func (c caller) violated() int64 {
	c.t.Helper()
	c.wasSlow("embed", noon.Add(-time.Hour), 10*time.Minute)
	all, err := c.s.Violations(context.Background(), "1/yardstick", "kgas", time.Time{}, time.Time{})
	require.NoError(c.t, err)
	return all[0].ID
}

// wasSlow keeps a violation of an operation.
func (c caller) wasSlow(operation string, start time.Time, lasted time.Duration) {
	c.t.Helper()
	ctx := context.Background()
	lease, _, err := c.s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(c.t, err)
	require.NoError(c.t, c.s.PutViolations(ctx, lease, []store.Violation{{
		Operation: kgasOperation(operation), Tier: 2, Start: start, End: start.Add(lasted), Onset: start, Peak: 2.5,
	}}))
}

func (c caller) verdict() string {
	c.t.Helper()
	all, err := c.s.Violations(context.Background(), "1/yardstick", "kgas", time.Time{}, time.Time{})
	require.NoError(c.t, err)
	return all[0].Verdict
}

func TestAViolationIsTakenJudgedAndOpenedAgain(t *testing.T) {
	c := newCaller(t)
	address := fmt.Sprintf("violations/%d/state", c.violated())
	move := func(login, body string) movedView {
		t.Helper()
		var view movedView
		require.NoError(t, json.Unmarshal([]byte(c.post(login, address, body)), &view))
		return view
	}
	taken := move("ada", `{"state":"taken","reason":"I look","revision":0}`)
	require.Equal(t, []any{"taken", "ada", 1}, []any{taken.State, taken.Author, taken.Revision})
	require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, address, `{"state":"taken","reason":"me too","revision":0}`),
		"ada marked as taken embed, 10 March 11:00 UTC on 2026-03-10T12:00:00Z (I look); look at it again, then decide")
	done := move("ada", `{"state":"done","verdict":"true","reason":"disk full","revision":1}`)
	require.Equal(t, "true", c.verdict())
	c.decided("bob", "Editor", "baselines/undo", undoing(done.Acts...))
	require.Empty(t, c.verdict())
	move("ada", `{"state":"rejected","reason":"a test","revision":3}`)
	require.Equal(t, "false", c.verdict())
	move("ada", `{"state":"open","reason":"look again","revision":4}`)
	require.Empty(t, c.verdict())
	var feedback struct {
		Weeks []precisionView `json:"weeks"`
	}
	c.get("feedback?system=kgas", &feedback)
	require.Equal(t, 1, feedback.Weeks[0].Unjudged)
}

// unlisted is a store that tells of violations one by one.
type unlisted struct{ store.Store }

func (unlisted) Violations(context.Context, string, string, time.Time, time.Time) ([]store.Violation, error) {
	return nil, errors.New("all violations were read")
}

// A year has many violations; who decides on one has its number.
func TestAViolationIsDecidedOnWithoutReadingAllOthers(t *testing.T) {
	s := kept(t)
	id := newCallerOn(t, s).violated()
	c := newCallerOn(t, unlisted{s})
	c.post("ada", fmt.Sprintf("violations/%d/state", id), `{"state":"taken","reason":"I look","revision":0}`)
	c.post("ada", fmt.Sprintf("violations/%d/verdict", id), `{"verdict":"true","reason":"disk full"}`)
	require.Equal(t, "true", newCallerOn(t, s).verdict())
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "violations/99/verdict", `{"verdict":"true"}`), "there is no violation 99")
}

// Whoever looks at a bad night does not decide on each of its violations apart.
func TestSeveralViolationsAreMovedTogetherOrNone(t *testing.T) {
	c := newCaller(t)
	first := c.violated()
	c.wasSlow("ingest", noon.Add(-3*time.Hour), time.Minute)
	verdicts := func() (all []string) {
		violations, err := c.s.Violations(context.Background(), "1/yardstick", "kgas", time.Time{}, time.Time{})
		require.NoError(t, err)
		for _, v := range violations {
			all = append(all, v.Verdict)
		}
		return all
	}
	seen := func(revisions ...int) string {
		return fmt.Sprintf(`{"state":"done","verdict":"expected","reason":"the weekly import","violations":[{"id":%d,"revision":%d},{"id":%d,"revision":%d}]}`,
			first, revisions[0], first+1, revisions[1])
	}
	require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, "violations/state", seen(0, 1)), "look at it again, then decide")
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "violations/state",
		fmt.Sprintf(`{"state":"taken","reason":"I look","violations":[{"id":%d},{"id":99}]}`, first)), "there is no violation 99")
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, "violations/state", `{"state":"taken","reason":"I look","violations":[]}`),
		"the field violations has 0 entries: give 1 to 1000")
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, "violations/state",
		fmt.Sprintf(`{"state":"taken","reason":"I look","violations":[{"id":%[1]d},{"id":%[1]d}]}`, first)), "is there twice")
	require.Equal(t, []string{"", ""}, verdicts())

	var answer struct {
		Acts []int64 `json:"acts"`
	}
	require.NoError(t, json.Unmarshal([]byte(c.post("ada", "violations/state", seen(0, 0))), &answer))
	require.Equal(t, []string{"expected", "expected"}, verdicts())
	asked, err := c.s.Proposals(context.Background(), "1/yardstick", "kgas", store.Open)
	require.NoError(t, err)
	require.Len(t, asked, 2, "of each it is asked whether that is the new normal")
	c.decided("bob", "Editor", "baselines/undo", undoing(answer.Acts...))
	require.Equal(t, []string{"", ""}, verdicts())
	asked, err = c.s.Proposals(context.Background(), "1/yardstick", "kgas", store.Open)
	require.NoError(t, err)
	require.Empty(t, asked, "what was not expected after all is not asked about")
}

// One question of an operation is open at once; in which order a browser names its violations says nothing.
func TestOfSeveralExpectedViolationsOfAnOperationTheNewestIsAskedAbout(t *testing.T) {
	for _, order := range [][]int64{{0, 1}, {1, 0}} {
		c := newCaller(t)
		first := c.violated()
		start := noon.Add(-30 * time.Minute)
		c.wasSlow("embed", start, time.Minute)
		c.post("ada", "violations/state", fmt.Sprintf(`{"state":"done","verdict":"expected","reason":"the import","violations":[{"id":%d},{"id":%d}]}`,
			first+order[0], first+order[1]))
		asked, err := c.s.Proposals(context.Background(), "1/yardstick", "kgas", store.Open)
		require.NoError(t, err)
		require.Len(t, asked, 1)
		require.Equal(t, start.UTC(), asked[0].At.UTC())
	}
}

func TestAStateSaysWhatItLacks(t *testing.T) {
	c := newCaller(t)
	address := fmt.Sprintf("violations/%d/state", c.violated())
	for body, want := range map[string]string{
		`{"state":"gone","reason":"x"}`:                  "choose one of open, taken, done, rejected",
		`{"state":"taken"}`:                              "the field reason is missing",
		`{"state":"done","reason":"x"}`:                  "does not say what it was",
		`{"state":"done","verdict":"false","reason":""}`: "the field reason is missing",
	} {
		require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, address, body), want, body)
	}
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "violations/99/state", `{"state":"taken","reason":"x"}`), "there is no violation 99")
	status, _ := c.send("vic", "Viewer", http.MethodPost, address, `{"state":"taken","reason":"x"}`)
	require.Equal(t, http.StatusForbidden, status)
}

func TestAnExpectedViolationThatIsAcceptedIsDone(t *testing.T) {
	c := newCaller(t)
	c.violated()
	c.post("ada", "baselines/accept", on(c.baseline("embed"), `,"since":"2026-03-10T06:00:00Z"`))
	require.Equal(t, "expected", c.verdict())
	items, err := c.s.Work(context.Background(), "1/yardstick", "kgas", store.WorkViolation)
	require.NoError(t, err)
	require.Equal(t, []string{"done", "ada", "because"}, []string{items[0].State, items[0].Author, items[0].Reason})
}

// piecemeal is a store whose process dies after the first change of an acceptance.
type piecemeal struct{ store.Store }

var errDied = errors.New("the process died")

func (piecemeal) Decide(context.Context, string, []int64, string, string, string, time.Time) ([]int64, bool, error) {
	return nil, false, errDied
}

func (piecemeal) SetWork(context.Context, string, []store.Proposal, ...store.WorkItem) ([]int64, bool, error) {
	return nil, false, errDied
}

// Between a level that is normal and the question whether it is, and the violations that it explains, nothing can go wrong.
func TestAnAcceptedLevelIsKeptTogetherWithWhatItSettles(t *testing.T) {
	s := kept(t)
	c := newCallerOn(t, piecemeal{s})
	c.violated()
	before := c.baseline("embed")
	require.NoError(t, s.Propose(context.Background(), "1/yardstick", []store.Proposal{{
		Operation: store.Operation{ID: before.ID}, Kind: store.ProposesLevel, Raised: noon, Shift: store.Shift{At: levelChanged, Before: 0.2, After: 0.28, Ratio: 1.4},
	}}))
	c.post("ada", "baselines/accept", on(before, `,"since":"2026-03-10T06:00:00Z"`))
	require.Equal(t, before.Version+1, c.baseline("embed").Version)
	require.Equal(t, "expected", c.verdict())
	open, err := s.Proposals(context.Background(), "1/yardstick", "kgas", store.Open)
	require.NoError(t, err)
	require.Empty(t, open)
}

func TestTheKeyOfARecommendationIsThatOfWhatItSpeaksOf(t *testing.T) {
	trips := adviceView{System: "omninode", ID: "D4-O05", Labels: map[string]string{"component": "critical", "job": "a"}, Component: "critical", Setting: "failure_threshold"}
	same := trips
	five := 5.0
	same.Labels, same.Current, same.Text = map[string]string{"job": "a", "component": "critical"}, &five, "another text"
	require.Equal(t, adviceKey(trips), adviceKey(same))
	other := trips
	other.Labels = map[string]string{"component": "high", "job": "a"}
	require.NotEqual(t, adviceKey(trips), adviceKey(other))
	slow := adviceView{System: "kgas", ID: "D2-O01", Operations: []string{"embed"}, Labels: map[string]string{"operation_type": "embed"}}
	slower := adviceView{System: "kgas", ID: "D2-O01", Operations: []string{"ingest", "embed"}, Labels: map[string]string{"operation_type": "ingest"}}
	require.Equal(t, adviceKey(slow), adviceKey(slower), "it is about whatever is slow")
}

func TestWhatSomebodyDecidedOnARecommendationOutlivesItAndCounts(t *testing.T) {
	c := newCaller(t)
	kept := adviceView{Key: "abc", System: "kgas", ID: "D2-O01", Title: "Look at the slow ones", Because: "embed: 2.5x its baseline", Evidence: []evidenceView{}, Operations: []string{"embed"}}
	detail, err := json.Marshal(kept)
	require.NoError(t, err)
	for key, state := range map[string]string{"abc": store.Done, "def": store.Rejected, "ghi": store.Taken} {
		item := store.WorkItem{Kind: store.WorkRecommendation, Key: key, System: "kgas", Title: kept.Title, State: state, Author: "ada", Reason: "it helped", At: noon.Add(-time.Hour), Detail: string(detail)}
		_, _, err = c.s.SetWork(context.Background(), "1/yardstick", nil, item)
		require.NoError(t, err)
	}
	c.post("ada", "recommendations/abc/state", `{"state":"open","reason":"again","revision":1}`)
	c.post("ada", "recommendations/abc/state", `{"state":"done","reason":"the cache is larger","revision":2}`)
	var feedback struct {
		Rules []rulePrecisionView `json:"rules"`
	}
	c.get("feedback?system=kgas", &feedback)
	require.Len(t, feedback.Rules, 1)
	rule := feedback.Rules[0]
	require.Equal(t, []any{"D2-O01", 1, 1, 1, 0.5}, []any{rule.Rule, rule.Done, rule.Rejected, rule.Pending, *rule.Precision})
	past, err := keptAdvice(store.WorkItem{Key: "abc", State: store.Done, Author: "ada", Detail: string(detail)})
	require.NoError(t, err)
	require.Equal(t, []any{false, "embed: 2.5x its baseline", "done"}, []any{past.Applies, past.Because, past.Work.State})
}

// While Prometheus is away nobody knows what is slow now; what was slow is in the store.
func TestThePastIsReadWhilePrometheusIsAway(t *testing.T) {
	s := kept(t)
	c := newCallerOn(t, s)
	c.violated()
	lease, _, err := s.Acquire(context.Background(), "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	start := noon.Add(-30 * time.Minute)
	require.NoError(t, s.PutViolations(context.Background(), lease, []store.Violation{{
		Operation: kgasOperation("query"), Tier: 1, Start: start, Onset: start, Peak: 1.5,
	}}))
	var all []violationView
	c.get("violations?system=kgas&from=2026-03-10T06:00:00Z", &all)
	require.Len(t, all, 2)
	require.Equal(t, "query", all[0].Operation)
	require.Contains(t, all[0].Reason, "whether it goes on is not known: Prometheus at http://127.0.0.1:1 ")
	require.Empty(t, all[1].Reason, "it is over")

	d, pluginContext := datasource(t, "http://127.0.0.1:1", s, `{}`)
	require.NoError(t, d.CallResource(context.Background(), &backend.CallResourceRequest{
		PluginContext: pluginContext, Method: http.MethodGet, Path: "violations", URL: "violations",
	}, backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
		remarks, err := url.PathUnescape(strings.Join(r.Headers["X-Yardstick-Remarks"], ""))
		require.NoError(t, err)
		require.Contains(t, remarks, "What is in violation now is not known", "a list without any reads as if all were well")
		return nil
	})))
	answer := ask(t, d, pluginContext, `{"queryType":"table","table":"violations"}`, nil)
	require.NoError(t, answer.Error)
	require.Equal(t, 2, answer.Frames[0].Rows(), "of every system")
	require.Len(t, answer.Frames[0].Meta.Notices, 2)
	require.Contains(t, answer.Frames[0].Meta.Notices[0].Text, "the learner has not looked through the last week of KGAS yet")
	require.Contains(t, answer.Frames[0].Meta.Notices[1].Text, "What is in violation now is not known")
	for hour := noon.Add(-24 * time.Hour); hour.Before(noon); hour = hour.Add(time.Hour) {
		require.NoError(t, s.PutHour(context.Background(), lease, "kgas", store.MarkViolations+"operation", hour, nil))
	}
	answer = ask(t, d, pluginContext, `{"queryType":"table","table":"violations"}`, nil)
	require.Len(t, answer.Frames[0].Meta.Notices, 1, "it has")

	answer = ask(t, d, pluginContext, `{"queryType":"table","table":"violations"}`, map[string]string{backend.FromAlertHeaderName: "true"})
	require.Equal(t, backend.StatusBadGateway, answer.Status, "an alert rule keeps the state that it had")
}
