package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dustin/go-humanize/english"
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Is everything well, and if not, whose turn is it to do what? Grafana shows
// the message under the settings when a person presses "Save & test".

// finding is one thing that is wrong.
type finding struct {
	kind    string // for programs: settings, unreachable, refused, not-prometheus, error, no-metrics, store
	message string // for a person: what is wrong and what to do
}

// CheckHealth looks at the parts in the order in which they rest on each other.
func (d *Datasource) CheckHealth(ctx context.Context, r *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	source, err := sourceOf(r.PluginContext)
	if err != nil {
		return nil, err
	}
	if wrong := d.wrongSettings(); wrong != nil {
		return wrong.result(), nil
	}
	who, wrong := d.prometheusFinding(ctx)
	if wrong != nil {
		return wrong.result(), nil
	}
	where, learner, wrong := d.storeFinding(ctx, source, roleOf(r.PluginContext.User))
	if wrong != nil {
		return wrong.result(), nil
	}
	systems, doubt, wrong := d.metricsFinding(ctx)
	if wrong != nil {
		return wrong.result(), nil
	}
	if wrong := d.wakeFinding(ctx, r.PluginContext); wrong != nil {
		return wrong.result(), nil
	}
	message := fmt.Sprintf("%s answers. Found: %s.%s Learner: %s", who, systems, where, learner)
	if systems == "" {
		message = fmt.Sprintf("%s answers. %s%s", who, nothingFound(), where)
	}
	if doubt != "" {
		message += " " + sentence(doubt)
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: message}, nil
}

// wakeFinding sets the learner to work, as every request does.
func (d *Datasource) wakeFinding(ctx context.Context, context backend.PluginContext) *finding {
	if err := d.wake(ctx, context); err != nil {
		return &finding{"store", sentence(err.Error())}
	}
	return nil
}

func (f finding) result() *backend.CheckHealthResult {
	details, _ := json.Marshal(map[string]string{"kind": f.kind}) // a map of strings can always be written
	return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: f.message, JSONDetails: details}
}

func (d *Datasource) wrongSettings() *finding {
	if d.fault == nil {
		return nil
	}
	return &finding{"settings", sentence(d.fault.Error())}
}

// prometheusFinding asks Prometheus who it is; the answer is what the message says. An error says itself what is to be done
// about it: what is added here is only what a form of settings can say besides.
func (d *Datasource) prometheusFinding(ctx context.Context) (who string, wrong *finding) {
	server, err := d.client.Server(ctx)
	if err == nil {
		return server.String(), nil
	}
	said := sentence(err.Error())
	switch {
	case errors.Is(err, prometheus.ErrRefused):
		return "", &finding{"refused", said}
	case errors.Is(err, prometheus.ErrNotPrometheus):
		return "", &finding{"not-prometheus", said + " Yardstick adds /api/v1/… to the URL."}
	case errors.Is(err, prometheus.ErrUnreachable), errors.Is(err, prometheus.ErrSlow), errors.Is(err, context.DeadlineExceeded):
		return "", &finding{"unreachable", said + " It is the Grafana server that asks: in a container localhost is the container itself."}
	}
	return "", &finding{"error", sentence(fmt.Sprintf("Asking %s failed: %s", d.client.URL(), err))}
}

// metricsFinding names the systems that this Prometheus has metrics of, and says whether its answer may be half of one. That
// there are none is wrong only where some were chosen.
func (d *Datasource) metricsFinding(ctx context.Context) (names, doubt string, wrong *finding) {
	systems, err := Common{}.systems(d.catalogue())
	if err != nil {
		return "", "", &finding{"settings", sentence(err.Error())}
	}
	var titles, found []string
	for _, system := range systems {
		titles = append(titles, system.Title)
	}
	present, err := d.live.FoundSystems(ctx, systems, d.process.now())
	if err != nil && len(present) == 0 { // what was found is there, whatever else may be missing
		return "", "", &finding{"error", sentence(fmt.Sprintf("Looking for metrics in %s failed: %s", d.client.URL(), err))}
	}
	for _, system := range present {
		found = append(found, system.Title)
	}
	if len(found) == 0 && len(d.settings.Systems) > 0 {
		return "", "", &finding{"no-metrics", fmt.Sprintf(
			"Prometheus answers, but has no metric of %s within the last hour. The app's first page says what to emit; "+
				"if the metrics have another job label, set the system's selector here.", english.OxfordWordSeries(titles, "or"))}
	}
	doubt, err = shown(err)
	if err != nil {
		return "", "", &finding{"error", sentence(err.Error())}
	}
	return strings.Join(found, ", "), doubt, nil
}

// nothingFound says to whoever has none of the documented systems what comes next.
func nothingFound() string {
	return "It has no metric of a documented system within the last hour: define what is to be learned on the app's page Your own operations, " +
		"or by Learn a baseline in the menu of a panel. The app's first page says what documented systems emit; if their metrics have another job label, " +
		"set the system's selector here."
}

// storeFinding writes to the store and reads it back, and says how far the learner is; where the store is, only to whom it is
// of use. Everybody who may query a data source may ask how it is.
func (d *Datasource) storeFinding(ctx context.Context, source string, asks role) (where, learner string, wrong *finding) {
	s, err := d.process.Store(ctx)
	if err == nil {
		err = s.Check(ctx)
	}
	if err != nil {
		return "", "", &finding{"store", "The store of baselines cannot be used: " + sentence(err.Error()) + " " + storeRemedy(err)}
	}
	// What was defined in the app is among what is looked for, also where this is the first question after a restart.
	if err := d.refresh(ctx, source, s); err != nil {
		return "", "", &finding{"store", sentence(err.Error())}
	}
	progress, err := s.Progress(ctx, source)
	if err != nil {
		return "", "", &finding{"store", "The store of baselines cannot be read: " + sentence(err.Error())}
	}
	learner = learnerSentence(ofSets(progress))
	if asks < admin {
		return "", learner, nil
	}
	where = fmt.Sprintf(" Store: %s.", s.Location())
	for _, remark := range []string{ephemeral(s.Location()), asideRemark(s)} {
		if remark != "" {
			where += " " + remark
		}
	}
	return where, learner, nil
}

// storeRemedy is what an administrator does about a store that cannot be used.
func storeRemedy(err error) string {
	const section = "in the section [plugin.yardstick-baselines-datasource] of Grafana's configuration"
	const setting = "store_path " + section
	address, _, _ := sharedStore() // that both are set is in the error
	switch {
	case errors.Is(err, store.ErrAway):
		return "It is tried again by itself; until then nothing is learned or judged, and nothing is lost. Check that the server runs and can be reached from the Grafana server."
	case address != "":
		return "Its address is store_url, its password store_password " + section + "."
	case errors.Is(err, store.ErrDamaged):
		return "It is set aside with the next request, and everything is learned again."
	case errors.Is(err, store.ErrNotOurs):
		return "Set " + setting + " to a file of its own."
	case errors.Is(err, store.ErrFull):
		return "Free space on that disk, or set " + setting + " to another one."
	case errors.Is(err, store.ErrReadOnly):
		return "Make the folder writable for the user that runs Grafana, or set " + setting + " to one that is."
	}
	return "Set " + setting + " to a file in a folder that the user that runs Grafana can write to."
}

// learnerSentence says how far the learner is over all of its sets.
func learnerSentence(progress []store.Progress) string {
	learned, wanted, failing := 0, 0, ""
	for _, p := range progress {
		learned, wanted = learned+min(p.Learned, p.Wanted), wanted+p.Wanted
		if p.LastError != "" && failing == "" {
			failing = fmt.Sprintf(" Last error (%s): %s", p.System, p.LastError)
		}
	}
	switch {
	case wanted == 0:
		return "begins now." + failing
	case learned >= wanted:
		return fmt.Sprintf("up to date, %s over %s.%s", english.Plural(len(progress), "set of operations", "sets of operations"),
			english.Plural(wanted/len(progress), "hour", ""), failing)
	}
	return fmt.Sprintf("%d %% of the wanted hours.%s", 100*learned/wanted, failing)
}

// sentence makes an error read as one.
func sentence(text string) string {
	if text == "" {
		return text
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}
