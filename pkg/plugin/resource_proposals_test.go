package plugin

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// asked are the questions as they are listed, by operation and kind.
func (c caller) asked(state string) map[string]proposalView {
	c.t.Helper()
	var listed struct {
		Proposals []proposalView `json:"proposals"`
	}
	c.get("proposals?state="+state, &listed)
	all := map[string]proposalView{}
	for _, p := range listed.Proposals {
		all[p.Operation+" "+p.Kind] = p
	}
	return all
}

// ask puts questions about both operations: the level of embed moved at six, ingest drifts.
func (c caller) ask() {
	c.t.Helper()
	require.NoError(c.t, c.s.Propose(context.Background(), "1/yardstick", []store.Proposal{
		{
			Operation: store.Operation{ID: c.baseline("embed").ID}, Kind: store.ProposesLevel, Raised: noon,
			Shift: store.Shift{At: levelChanged, Before: 0.195, After: 0.273, Ratio: 1.4},
		},
		{
			Operation: store.Operation{ID: c.baseline("ingest").ID}, Kind: store.ProposesDrift, Raised: noon,
			Shift: store.Shift{At: noon, Earliest: levelChanged, Before: 0.2, After: 0.23, Ratio: 1.15},
		},
	}))
}

func (c caller) accepting(of ...proposalView) string {
	c.t.Helper()
	body := ""
	for _, p := range of {
		body += fmt.Sprintf(`,{"id":%d,"version":%d}`, p.ID, c.baseline(p.Operation).Version)
	}
	return `{"reason":"new disks","proposals":[` + body[1:] + `]}`
}

// meanwhile is a store in which somebody else does something the first time that violations are read: while a level that is
// being accepted is learned.
type meanwhile struct {
	store.Store
	once sync.Once
	do   func()
}

func (m *meanwhile) Violations(ctx context.Context, source, system string, from, to time.Time) ([]store.Violation, error) {
	m.once.Do(m.do)
	return m.Store.Violations(ctx, source, system, from, to)
}

func TestWhoAcceptsALevelIsToldOfWhoDismissedItMeanwhile(t *testing.T) {
	for name, accept := range map[string]func(c caller, p proposalView) (address, body string){
		"one": func(c caller, p proposalView) (string, string) {
			return "baselines/accept", on(c.baseline("embed"), fmt.Sprintf(`,"since":"2026-03-10T06:00:00Z","proposal":%d`, p.ID))
		},
		"several": func(c caller, p proposalView) (string, string) { return "proposals/accept", c.accepting(p) },
	} {
		t.Run(name, func(t *testing.T) {
			s := &meanwhile{Store: kept(t)}
			c := newCallerOn(t, s)
			c.ask()
			asked, before := c.asked(store.Open)["embed level"], c.baseline("embed").Version
			address, body := accept(c, asked)
			s.do = func() {
				_, found, err := s.Decide(context.Background(), "1/yardstick", []int64{asked.ID}, store.Dismissed, "ada", "a load test", noon)
				require.NoError(t, err)
				require.True(t, found)
			}
			require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, address, body), "ada dismissed the proposal on embed")
			require.Equal(t, before, c.baseline("embed").Version)
			require.Empty(t, c.asked(store.Accepted))
		})
	}
}

func TestSeveralLevelsAreAcceptedEachFromItsOwnMoment(t *testing.T) {
	c := newCaller(t)
	c.ask()
	c.wasSlow("embed", levelChanged, time.Hour)
	c.wasSlow("ingest", levelChanged, time.Hour)
	asked := c.asked(store.Open)
	acts := c.decided("ada", "Editor", "proposals/accept", c.accepting(asked["embed level"], asked["ingest drift"]))

	embed, ingest := c.baseline("embed"), c.baseline("ingest")
	require.False(t, embed.From.Before(levelChanged), "of embed only what came after the change teaches")
	require.True(t, ingest.From.Before(levelChanged), "of ingest all that was learned is taken over")
	require.Equal(t, []string{"ada", "ada"}, []string{embed.Author, ingest.Author})
	require.Empty(t, c.asked(store.Open))
	require.Len(t, c.asked(store.Accepted), 2)
	verdicts := map[string]string{}
	violations, err := c.s.Violations(context.Background(), "1/yardstick", "kgas", time.Time{}, time.Time{})
	require.NoError(t, err)
	for _, v := range violations {
		verdicts[v.Operation.Name] = v.Verdict
	}
	require.Equal(t, map[string]string{"embed": store.Expected, "ingest": ""}, verdicts, "a drift has no beginning since which it was expected")

	c.decided("bob", "Editor", "baselines/undo", undoing(acts...))
	require.Len(t, c.asked(store.Open), 2)
	require.True(t, c.baseline("embed").From.Before(levelChanged))
}

func TestSeveralLevelsAreAcceptedTogetherOrNone(t *testing.T) {
	c := newCaller(t)
	c.ask()
	asked := c.asked(store.Open)
	both := c.accepting(asked["embed level"], asked["ingest drift"])
	before := c.baseline("embed")

	c.post("ada", "baselines/approve", on(c.baseline("ingest"), ""))
	require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, "proposals/accept", both), "ada", "ingest was changed since it was looked at")
	require.Equal(t, before.Version, c.baseline("embed").Version)
	require.Len(t, c.asked(store.Open), 2)

	c.post("ada", fmt.Sprintf("proposals/%d/dismiss", asked["ingest drift"].ID), `{"reason":"a load test"}`)
	both = c.accepting(asked["embed level"], asked["ingest drift"])
	require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, "proposals/accept", both), "ada dismissed the proposal on ingest")
	require.Equal(t, before.Version, c.baseline("embed").Version)

	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, "proposals/accept", `{"reason":"x"}`), "the field proposals has 0 entries: give 1 to 200")
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "proposals/accept", `{"reason":"x","proposals":[{"id":99,"version":1}]}`), "no open proposal 99")
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, "proposals/accept", `{"proposals":[`+fmt.Sprintf(`{"id":%d,"version":%d}`, asked["embed level"].ID, before.Version)+`]}`), "reason is missing")
}

// A person called a violation expected, and the learner found the same level a little later.
func TestTwoQuestionsAboutOneOperationAreOneAnswer(t *testing.T) {
	c := newCaller(t)
	c.ask()
	require.NoError(t, c.s.Propose(context.Background(), "1/yardstick", []store.Proposal{{
		Operation: store.Operation{ID: c.baseline("embed").ID}, Kind: store.ProposesExpected, Raised: noon,
		Shift: store.Shift{At: levelChanged.Add(-time.Hour), Before: 0.195, After: 0.273, Ratio: 1.4},
	}}))
	before, asked := c.baseline("embed"), c.asked(store.Open)
	c.post("ada", "proposals/accept", c.accepting(asked["embed level"], asked["embed expected"]))
	after := c.baseline("embed")
	require.Equal(t, before.Version+1, after.Version)
	require.False(t, after.From.Before(levelChanged), "the later moment counts: the hour before it was of the old level")
	require.Len(t, c.asked(store.Accepted), 2)
}

func TestSeveralProposalsAreDismissedTogetherOrNone(t *testing.T) {
	c := newCaller(t)
	c.ask()
	asked := c.asked(store.Open)
	embed, ingest := asked["embed level"].ID, asked["ingest drift"].ID
	body := func(ids ...int64) string {
		text := ""
		for _, id := range ids {
			text += fmt.Sprintf(",%d", id)
		}
		return `{"reason":"a load test","proposals":[` + text[1:] + `]}`
	}
	require.Contains(t, c.refused(http.StatusNotFound, http.MethodPost, "proposals/dismiss", body(embed, 99)), "no open proposal 99")
	require.Len(t, c.asked(store.Open), 2)
	require.Contains(t, c.refused(http.StatusBadRequest, http.MethodPost, "proposals/dismiss", `{"reason":"x","proposals":[]}`), "0 entries")
	before := c.baseline("embed").Version
	acts := c.decided("ada", "Editor", "proposals/dismiss", body(embed, ingest, embed))
	require.Len(t, acts, 2)
	require.Empty(t, c.asked(store.Open))
	require.Equal(t, before, c.baseline("embed").Version)
	require.Contains(t, c.refused(http.StatusConflict, http.MethodPost, "proposals/dismiss", body(ingest)), "ada dismissed the proposal on ingest")
	c.decided("bob", "Editor", "baselines/undo", undoing(acts...))
	require.Len(t, c.asked(store.Open), 2)
}

func TestWhichViolationsALevelExplains(t *testing.T) {
	minutes := func(n time.Duration) time.Time { return levelChanged.Add(n * time.Minute) }
	for name, c := range map[string]struct {
		start, end time.Time
		want       bool
	}{
		"one that began with it":                  {minutes(1), minutes(60), true},
		"one that goes on":                        {minutes(1), time.Time{}, true},
		"one that was seen a little before it":    {minutes(-10), minutes(60), true},
		"one that was over before it":             {minutes(-10), minutes(-5), false},
		"one that had begun long before it":       {minutes(-60), minutes(60), false},
		"one of later, which is of its level too": {minutes(120), minutes(130), true},
	} {
		t.Run(name, func(t *testing.T) {
			v := store.Violation{Start: c.start, End: c.end}
			require.Equal(t, c.want, explains(levelChanged, v))
			require.False(t, explains(time.Time{}, v), "what drifted has no beginning")
		})
	}
}
