package catalog

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFileOfOwnOperationsIsRead(t *testing.T) {
	own, err := ParseOwn([]byte(`
system: shop
operations:
  - metric: shop_request_duration_seconds
    kind: histogram
    selector: 'job="shop"'
    by: [route, http.method]
    errors: 'code=~"5.."'
    minRequests: 30
  - metric: shop_batch_seconds
    kind: gauge
    count: shop_batches_total
`))
	require.NoError(t, err)
	known := (&Catalog{Systems: []System{{Name: "kgas"}}}).With(own)
	require.Equal(t, []string{"kgas", "shop"}, known.Names())
	shop, found := known.System("shop")
	require.True(t, found)
	require.Equal(t, "UTC", shop.TimeZone)
	require.Equal(t, OperationSet{
		ID: `shop_request_duration_seconds{job="shop"}`, Title: "shop_request_duration_seconds", Metric: "shop_request_duration_seconds", Kind: "histogram",
		Unit: "s", Selector: `job="shop"`, By: []string{"route", "http.method"}, Direction: "less", Errors: `code=~"5.."`, MinRequests: 30,
		Described: `by=["http.method" "route"] errors="code=~\"5..\"" count=""`,
	}, shop.Operations[0])
	require.Equal(t, &Runs{Count: "shop_batches_total"}, shop.Operations[1].Runs)
}

func TestALineThatEndsTheDocumentIsNoSecondOne(t *testing.T) {
	for _, end := range []string{"---\n", "...\n", "--- # nothing more\n"} {
		_, err := ParseOwn([]byte("---\nsystem: shop\noperations:\n  - metric: a\n" + end))
		require.NoError(t, err, end)
	}
}

func TestAFileThatIsWrongIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct{ name, document, want string }{
		{"field that does not exist", "system: shop\noperations:\n  - metrics: a\n", "line 3: field metrics not found; known here are title, metric, kind, unit, selector, by, name, direction, errors, across, count, ended, minRequests"},
		{"field of a system that does not exist", "system: shop\nzone: UTC\n", "line 2: field zone not found; known here are system, title, selector, timeZone, start, build, version, operations"},
		{"a time zone", "system: shop\ntimeZone: Europe/Berlni\n", `line 2: timeZone "Europe/Berlni" is not known: give an IANA name such as Europe/Berlin`},
		{"not YAML", "system: shop\noperations: [\n", "line 2"},
		{"wrong type", "system: shop\noperations: 5\n", "line 2: cannot unmarshal !!int `5` here"},
		{"a label that is no list", "system: shop\noperations:\n  - metric: a\n    by: route\n", "line 4: `route` is no list: put brackets around it, as in by: [method, route]"},
		{"a list that is no text", "system: shop\noperations:\n  - metric: a\n    selector: [job]\n", "line 4: a list does not fit here: give one text, in quotes where it has some of its own"},
		{"a word that is no number", "system: shop\noperations:\n  - metric: a\n    minRequests: many\n", "line 4: `many` is no whole number"},
		{"no name", "operations:\n  - metric: a\n", `line 1: system "": a system's name is lower-case letters, digits and hyphens`},
		{"name", "\n\nsystem: My Shop\n", `line 3: system "My Shop"`},
		{"nothing in it", "system: shop\n", "line 1: system shop has no operations"},
		{"an expression", "system: shop\noperations:\n  - metric: a\n  - metric: rate(b[5m])\n", `line 4: operation 2 of system shop: metric "rate(b[5m])" is not a metric name`},
		{"buckets", "system: shop\noperations:\n  - metric: a_bucket\n", `line 3: operation 1 of system shop: metric "a_bucket": give the base name, a`},
		{"kind", "system: shop\noperations:\n  - metric: a\n    kind: timer\n", `line 4: operation 1 of system shop: kind "timer": one of histogram, summary, gauge`},
		{"label", "system: shop\noperations:\n  - metric: a\n    by: ['route=\"x\"']\n", "line 4: operation 1 of system shop: by:"},
		{"buckets apart", "system: shop\noperations:\n  - metric: a\n    by: [route, le]\n", "line 4: operation 1 of system shop: by: le is a bucket of each operation, not an operation of its own; leave it out"},
		{"quantiles apart", "system: shop\noperations:\n  - metric: a\n    kind: summary\n    by: [quantile]\n", "line 5: operation 1 of system shop: by: quantile is a quantile of each operation"},
		{"twice", "system: shop\noperations:\n  - metric: a\n  - metric: a\n", `line 4: operation 2 of system shop: metric a with selector "" is there twice`},
		{"empty", "", "line 1: there is nothing in it"},
		{"two systems", "system: shop\noperations:\n  - metric: a\n---\nsystem: store\noperations:\n  - metric: b\n", "line 5: a second document begins: give each system a file of its own"},
		{"what follows is not YAML", "system: shop\noperations:\n  - metric: a\n---\nsystem: [\n", "line 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseOwn([]byte(c.document))
			require.ErrorContains(t, err, c.want)
		})
	}
}

// The page tells of every field, and of none that there is not.
func TestEveryFieldOfAFileIsDescribed(t *testing.T) {
	page, err := os.ReadFile("../../docs/own-operations.md")
	require.NoError(t, err)
	var described []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)`").FindAllSubmatch(page, -1) {
		described = append(described, string(row[1]))
	}
	fields := append(fieldsOf(reflect.TypeFor[OwnSystem]()), fieldsOf(reflect.TypeFor[OwnOperation]())...)
	require.Equal(t, fields, described)
}

func TestOwnOperationsJoinADocumentedSystemWithoutChangingTheCatalogue(t *testing.T) {
	builtin := &Catalog{Systems: []System{{Name: "kgas", Operations: make([]OperationSet, 1, 4)}}}
	known := builtin.With(OwnSystem{System: "kgas", Operations: []OwnOperation{{Metric: "a"}}})
	require.Len(t, known.Systems[0].Operations, 2)
	require.Len(t, builtin.Systems[0].Operations, 1)
	again := builtin.With(OwnSystem{System: "kgas", Operations: []OwnOperation{{Metric: "b"}}})
	require.Equal(t, "a", known.Systems[0].Operations[1].Metric)
	require.Equal(t, "b", again.Systems[0].Operations[1].Metric)
}

func TestAnotherSelectorReachesEveryExpression(t *testing.T) {
	s := System{
		Name: "kgas", Selector: `job=~"kgas(-.*)?"`, HostSelector: `job=~"kgas-.*"`,
		Quantities: []Quantity{{Expr: `rate(a{job=~"kgas(-.*)?"}[5m]) / on () b{job=~"kgas-.*"}`}},
		Targets:    []Target{{Expr: `a{job=~"kgas(-.*)?",x="1"}`, Load: `b{job=~"kgas(-.*)?"}`}},
		Report:     []ReportItem{{Expr: `b{job=~"kgas-.*"}`}},
		Recommendations: []Recommendation{{
			When:   []Clause{{Expr: `c{job=~"kgas(-.*)?"}`}},
			Change: &Change{Current: `d{job=~"kgas(-.*)?"}`, Proposed: `1 + d{job=~"kgas(-.*)?"}`},
		}},
	}
	scoped := s.Scoped(Scope{Selector: `namespace="kgas"`, HostSelector: `job=~"node|kgas(-.*)?"`})
	require.Equal(t, `rate(a{namespace="kgas"}[5m]) / on () b{job=~"node|kgas(-.*)?"}`, scoped.Quantities[0].Expr)
	require.Equal(t, `a{namespace="kgas",x="1"}`, scoped.Targets[0].Expr)
	require.Equal(t, `b{namespace="kgas"}`, scoped.Targets[0].Load)
	require.Equal(t, `b{job=~"node|kgas(-.*)?"}`, scoped.Report[0].Expr)
	require.Equal(t, `c{namespace="kgas"}`, scoped.Recommendations[0].When[0].Expr)
	require.Equal(t, Change{Current: `d{namespace="kgas"}`, Proposed: `1 + d{namespace="kgas"}`}, *scoped.Recommendations[0].Change)
	require.Equal(t, `d{job=~"kgas(-.*)?"}`, s.Recommendations[0].Change.Current, "the documented change stays as it is")
	require.Equal(t, `namespace="kgas"`, scoped.Selector)
	require.Equal(t, `c{job=~"kgas(-.*)?"}`, s.Recommendations[0].When[0].Expr, "the documented system stays as it is")
	require.Equal(t, s, s.Scoped(Scope{}))
}

func TestEveryExpressionOfTheBuiltInCatalogueCarriesItsSystemsSelector(t *testing.T) {
	builtin, err := Builtin()
	require.NoError(t, err)
	const app, host = `own="app"`, `own="host"`
	for _, s := range builtin.Systems {
		scoped := s.Scoped(Scope{Selector: app, HostSelector: host})
		for i, q := range s.Quantities {
			require.NotContains(t, scoped.Quantities[i].Expr, s.Selector, q.ID)
			require.NotContains(t, scoped.Quantities[i].Expr, s.HostSelector, q.ID)
		}
	}
}

func TestASystemOfOnesOwnMarksItsDeployments(t *testing.T) {
	own := func(document string) Deployments {
		t.Helper()
		parsed, err := ParseOwn([]byte(document + "operations:\n  - metric: shop_request_duration_seconds\n"))
		require.NoError(t, err)
		system, found := (&Catalog{}).With(parsed).System("shop")
		require.True(t, found)
		return system.Deployments
	}
	require.Equal(t, Deployments{Start: "process_start_time_seconds", Version: "version"}, own("system: shop\n"))
	require.Equal(t, Deployments{Start: "boot_seconds", Build: "shop_build_info", Version: "revision"},
		own("system: shop\nstart: boot_seconds\nbuild: shop_build_info\nversion: revision\n"))
}

func TestWhatIsMeasuredOtherwiseIsLearnedApart(t *testing.T) {
	op := OwnOperation{Title: "Requests", Metric: "shop_seconds", By: []string{"route", "code"}}
	for name, other := range map[string]OwnOperation{
		"selector": {Metric: "shop_seconds", By: op.By, Selector: `job="shop"`},
		"by":       {Metric: "shop_seconds", By: []string{"route"}},
		"kind":     {Metric: "shop_seconds", By: op.By, Kind: "summary"},
		"unit":     {Metric: "shop_seconds", By: op.By, Unit: "ms"},
		"errors":   {Metric: "shop_seconds", By: op.By, Errors: `code="500"`},
		"across":   {Metric: "shop_seconds", By: op.By, Across: "max"},
	} {
		require.NotEqual(t, op.Learned(), other.Learned(), name)
	}
	same := OwnOperation{Title: "Calls", Metric: "shop_seconds", By: []string{"code", "route"}, Kind: "histogram", Unit: "s", Name: "{{route}}", MinRequests: 50, Across: "avg"}
	require.Equal(t, op.Learned(), same.Learned(), "names and thresholds change nothing that was learned")
}

func TestAGaugeWithoutCompanionIsItsOwn(t *testing.T) {
	require.Equal(t, &Runs{Count: "queue_wait_seconds"}, OwnOperation{Metric: "queue_wait_seconds", Kind: "gauge"}.Set().Runs)
}

func TestAGaugeMaySayWhenItsLastRunEnded(t *testing.T) {
	own := OwnOperation{Metric: "backup_seconds", Kind: "gauge", Ended: "backup_timestamp_seconds"}
	require.NoError(t, OwnSystem{System: "shop", Operations: []OwnOperation{own}}.Check())
	require.Equal(t, &Runs{Timestamp: "backup_timestamp_seconds"}, own.Set().Runs)
	require.True(t, own.Set().TellsEnds())
	plain := OwnOperation{Metric: "backup_seconds", Kind: "gauge"}
	require.False(t, plain.Set().TellsEnds())
	require.NotEqual(t, plain.Learned(), own.Learned(), "runs are told apart otherwise")
	require.NotEqual(t, plain.Set().Described, own.Set().Described)
}

func TestTheOneOperationWithoutLabelsHasTheNameThatPeopleGave(t *testing.T) {
	require.Equal(t, "Checkout", OwnOperation{Title: "Checkout", Metric: "checkout_seconds"}.Set().Name)
	require.Empty(t, OwnOperation{Title: "Checkout", Metric: "checkout_seconds", By: []string{"route"}}.Set().Name)
}

func TestTheNameOfWhatWasLearnedBeforeStays(t *testing.T) {
	// A change would let all that was learned of it go.
	require.Equal(t, "queue_depth-70f970a9", OwnOperation{Metric: "queue_depth", Kind: "level", Unit: "short", By: []string{"queue"}}.Learned())
}

// The store looks things up by the names of systems and sets, and PostgreSQL's indexes hold less than a list of two hundred pods.
func TestTheNameOfASetIsNoLongerThanAStoreCanLookUp(t *testing.T) {
	pods := strings.Repeat("checkout-7d9f8b6c5d-x2x7k|", 200)
	one := OwnOperation{Metric: "shop_seconds", Selector: `pod=~"` + pods + `a"`}
	other := OwnOperation{Metric: "shop_seconds", Selector: `pod=~"` + pods + `b"`}
	require.Less(t, len(one.Set().ID), 1100)
	require.NotEqual(t, one.Set().ID, other.Set().ID)
	require.NoError(t, OwnSystem{System: "shop", Operations: []OwnOperation{one, other}}.Check())
	require.ErrorContains(t, OwnSystem{System: "shop", Operations: []OwnOperation{one, one}}.Check(), "is there twice")
	require.ErrorContains(t, OwnSystem{System: strings.Repeat("s", 101), Operations: []OwnOperation{one}}.Check(), "at most 100 characters")
	require.NoError(t, OwnSystem{System: strings.Repeat("s", 100), Operations: []OwnOperation{one}}.Check())
}

func TestWhatAKindHasNoUseForIsRefused(t *testing.T) {
	for _, c := range []struct {
		own         OwnOperation
		field, want string
	}{
		{OwnOperation{Metric: "sent_total", Kind: "counter", Errors: `code="500"`}, "errors", "with selector"},
		{OwnOperation{Metric: "sent_total", Kind: "counter", MinRequests: 20}, "minRequests", "a counter has no requests"},
		{OwnOperation{Metric: "sent_total", Kind: "counter", Count: "runs_total"}, "count", "of a last run"},
		{OwnOperation{Metric: "shop_seconds", Ended: "shop_timestamp_seconds"}, "ended", "of a last run"},
		{OwnOperation{Metric: "backup_seconds", Kind: "gauge", Ended: "time() - a"}, "ended", "is not a metric name"},
		{OwnOperation{Metric: "backup_seconds", Kind: "gauge", Ended: "a", Count: "b"}, "count", "leave count or ended empty"},
		{OwnOperation{Metric: "sent_total", Kind: "counter", Across: "max"}, "across", "of a level"},
		{OwnOperation{Metric: "shop_seconds", Across: "sum"}, "across", "of a level"},
		{OwnOperation{Metric: "shop_seconds", Direction: "neither"}, "direction", "a level or a counter"},
		{OwnOperation{Metric: "shop_seconds", Direction: "up"}, "direction", "one of less, more, neither"},
		{OwnOperation{Metric: "queue_depth", Kind: "level", Across: "median"}, "across", "one of avg, sum, max, min"},
		{OwnOperation{Metric: "shop_seconds_bucket", Kind: "counter"}, "metric", "give the base name, shop_seconds"},
	} {
		field, err := OwnSystem{System: "shop", Operations: []OwnOperation{c.own}}.Wrong()
		require.Equal(t, c.field, field, c.want)
		require.ErrorContains(t, err, c.want)
	}
	for _, own := range []OwnOperation{
		{Metric: "shop_seconds_sum", Kind: "counter", Unit: "short"}, {Metric: "queue_depth", Kind: "level", Across: "max"},
		{Metric: "sent_total", Kind: "counter", Direction: "neither"},
	} {
		require.NoError(t, OwnSystem{System: "shop", Operations: []OwnOperation{own}}.Check())
	}
}

func TestARateIsInTheUnitThatTheNameOfItsCounterSays(t *testing.T) {
	for metric, want := range map[string]string{
		"http_requests_total": "reqps", "node_network_receive_bytes_total": "binBps", "process_cpu_seconds_total": "short", "jobs_total": "cps",
	} {
		require.Equal(t, want, OwnOperation{Metric: metric, Kind: "counter"}.Set().Unit, metric)
	}
}

func TestALevelIsNamedWithItsTitle(t *testing.T) {
	by := []string{"queue", "http.route"}
	for _, c := range []struct {
		name string
		own  OwnOperation
		want string
	}{
		{"a level", OwnOperation{Metric: "queue_depth", Title: "Queue", Kind: "level", By: by}, "Queue {{queue}} {{http.route}}"},
		{"without a title", OwnOperation{Metric: "queue_depth", Kind: "level", By: by}, "queue_depth {{queue}} {{http.route}}"},
		{"with a template", OwnOperation{Metric: "queue_depth", Kind: "level", By: by, Name: "{{queue}}"}, "{{queue}}"},
		{"a counter", OwnOperation{Metric: "sent_total", Title: "Sent", Kind: "counter", By: by}, "Sent {{queue}} {{http.route}}"},
		{"without labels", OwnOperation{Metric: "queue_depth", Title: "Queue", Kind: "level"}, "Queue"},
		{"with braces of its own", OwnOperation{Metric: "queue_depth", Title: "a {{ b", Kind: "level", By: by}, ""},
		{"requests", OwnOperation{Metric: "shop_seconds", Title: "Shop", By: by}, ""},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, c.own.Set().Name) })
	}
}

func TestWhatWasLearnedInAnotherUnitOrAsAnotherKindIsNotGoneOnWith(t *testing.T) {
	kept := map[string]OwnOperation{}
	for _, o := range []OwnOperation{
		{Metric: "a"}, {Metric: "a", Unit: "ms"}, {Metric: "a", Unit: "bytes"}, {Metric: "a", Kind: LevelKind}, {Metric: "a", Kind: LevelKind, Unit: "ms"},
		{Metric: "a", Kind: LevelKind, Unit: "bytes"}, {Metric: "a", Kind: LevelKind, Unit: "percent"}, {Metric: "a", Kind: LevelKind, Unit: "percent", Selector: `x="y"`},
	} {
		id := o.Set().ID
		require.NotContains(t, kept, id, "%+v", o)
		kept[id] = o
	}
	require.Equal(t, "a", OwnOperation{Metric: "a"}.Set().ID, "what was learned by earlier versions stays")
	require.Equal(t, OwnOperation{Metric: "a", Kind: LevelKind, Unit: "short"}.Set().ID, OwnOperation{Metric: "a", Kind: LevelKind}.Set().ID)
	_, err := ParseOwn([]byte("system: shop\noperations:\n  - metric: a\n    kind: level\n  - metric: a\n    kind: level\n    unit: bytes\n"))
	require.ErrorContains(t, err, "is there twice")
}

func TestALevelWithoutAUnitIsInThatOfItsName(t *testing.T) {
	for metric, want := range map[string]string{
		"shop_queue_depth": "short", "shop_lag_seconds": "s", "shop_memory_bytes": "bytes", "shop_hit_ratio": "percentunit", "room_celsius": "celsius",
	} {
		require.Equal(t, want, OwnOperation{Metric: metric, Kind: LevelKind}.Set().Unit, metric)
		require.Equal(t, "ms", OwnOperation{Metric: metric, Kind: LevelKind, Unit: "ms"}.Set().Unit)
		require.Equal(t, "s", OwnOperation{Metric: metric, Kind: "gauge"}.Set().Unit)
	}
}

func TestADurationWhoseNameSaysMillisecondsIsNotLearnedInSeconds(t *testing.T) {
	for metric, want := range map[string]string{
		"istio_request_duration_milliseconds": "ms", "http_server_duration_ms": "ms", "rpc_latency_us": "µs", "shop_request_duration_seconds": "s",
		"http_response_size_bytes": "bytes", "shop_latency": "s",
	} {
		for _, kind := range []string{"", "histogram", "summary"} {
			require.Equal(t, want, OwnOperation{Metric: metric, Kind: kind}.Set().Unit, "%s %s", kind, metric)
		}
		require.Equal(t, "s", OwnOperation{Metric: metric, Unit: "s"}.Set().Unit, "what is written holds")
	}
	require.Equal(t, "ms", OwnOperation{Metric: "last_run_ms", Kind: "gauge"}.Set().Unit)
	require.Equal(t, "s", OwnOperation{Metric: "heap_bytes", Kind: "gauge"}.Set().Unit, "a run takes time")
}

func TestAMomentHasNoUsualSize(t *testing.T) {
	_, err := ParseOwn([]byte("system: shop\noperations:\n  - metric: last_backup\n    kind: level\n    unit: dateTimeAsIso\n"))
	require.EqualError(t, err, `line 5: operation 1 of system shop: unit "dateTimeAsIso": a moment is no size that could be larger than usual; record its age, time() - last_backup, and learn that in s`)
}

// The form of the app guesses by a list of its own, which is held to the same examples (src/pages/own/units.test.ts).
func TestTheUnitOfALevelOrRateIsThatOfItsName(t *testing.T) {
	text, err := os.ReadFile("testdata/units.json")
	require.NoError(t, err)
	var examples []struct{ Metric, Kind, Unit string }
	require.NoError(t, json.Unmarshal(text, &examples))
	require.NotEmpty(t, examples)
	for _, e := range examples {
		require.Equal(t, e.Unit, OwnOperation{Metric: e.Metric, Kind: e.Kind}.Set().Unit, "%s of kind %s", e.Metric, e.Kind)
	}
}

// What the page says of common programs can be copied into a file as it stands.
func TestTheOperationsOfCommonProgramsAreRead(t *testing.T) {
	page, err := os.ReadFile("../../docs/own-operations.md")
	require.NoError(t, err)
	rows := regexp.MustCompile("(?m)^\\| [^|]+\\| (`metric: [^|]+) +\\|").FindAllSubmatch(page, -1)
	require.Greater(t, len(rows), 5)
	for _, row := range rows {
		document := "system: shop\noperations:\n  - title: Requests\n"
		for _, field := range regexp.MustCompile("`([^`]+)`").FindAllSubmatch(row[1], -1) {
			document += "    " + string(field[1]) + "\n"
		}
		_, err := ParseOwn([]byte(document))
		require.NoError(t, err, document)
	}
}
