package plugin

import (
	"context"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/config"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/concurrent"
)

// How does a request with several queries become answers? Each query is
// answered on its own: one that fails leaves the others alone.

// asked is one query with what its answer depends on besides its own fields.
type asked struct {
	source string
	window backend.TimeRange
	query  backend.DataQuery
}

// answerer answers one type of query.
type answerer func(d *Datasource, ctx context.Context, a asked) (data.Frames, error)

var answerers = map[string]answerer{
	"series":      typed((*Datasource).series),
	"deviation":   typed((*Datasource).deviation),
	"baseline":    typed((*Datasource).baseline),
	"targets":     typed((*Datasource).targets),
	"conversions": typed((*Datasource).conversions),
	"breakers":    typed((*Datasource).breakers),
	"table":       typed((*Datasource).table),
	"annotations": typed((*Datasource).annotations),
}

// queryTypes are the words for queryType, in the order of the editor.
var queryTypes = []string{"series", "deviation", "baseline", "targets", "conversions", "breakers", "table", "annotations"}

// checked is what every query type offers: the words in which variables may stand.
type checked interface{ words() []string }

// typed reads a query into its struct before it is answered.
func typed[Q checked](answer func(d *Datasource, ctx context.Context, a asked, q Q) (data.Frames, error)) answerer {
	return func(d *Datasource, ctx context.Context, a asked) (data.Frames, error) {
		q, err := decode[Q](a.query.JSON)
		if err != nil {
			return nil, err
		}
		if err := replaced(q.words(), fromAlert(ctx)); err != nil {
			return nil, err
		}
		return answer(d, ctx, a, q)
	}
}

// QueryData answers the queries of a panel, of Explore or of an alert rule.
func (d *Datasource) QueryData(ctx context.Context, r *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	ctx = context.WithValue(ctx, alertKey{}, r.Headers[backend.FromAlertHeaderName] == "true")
	return concurrent.QueryData(ctx, r, d.answer, queriesAt(ctx))
}

func queriesAt(ctx context.Context) int {
	n, err := config.GrafanaConfigFromContext(ctx).ConcurrentQueryCount()
	if err != nil || n <= 0 || n > queriesAtOnce {
		return queriesAtOnce
	}
	return n
}

func (d *Datasource) answer(ctx context.Context, q concurrent.Query) backend.DataResponse {
	start := time.Now()
	kind, frames, err := d.framesOf(ctx, q)
	querySeconds.WithLabelValues(kind).Observe(time.Since(start).Seconds())
	if err != nil {
		queries.WithLabelValues(kind, outcomeOf(err)).Inc()
		return failure(err)
	}
	queries.WithLabelValues(kind, "ok").Inc()
	for _, frame := range frames {
		frame.RefID = q.DataQuery.RefID
	}
	return backend.DataResponse{Frames: frames, Status: backend.StatusOK}
}

// outcomeOf tells a question that cannot be answered, or that nobody waits for any more, from an answer that could not be
// had: only the latter is for whoever runs this.
func outcomeOf(err error) string {
	switch status, _ := blame(err); status {
	case backend.StatusBadRequest, backend.StatusNotFound, backend.Status(statusClientClosed):
		return "mistake"
	}
	return "error"
}

func (d *Datasource) framesOf(ctx context.Context, q concurrent.Query) (kind string, frames data.Frames, err error) {
	source, err := sourceOf(q.PluginContext)
	if err != nil {
		return "none", nil, err
	}
	if err := d.wake(ctx, q.PluginContext); err != nil {
		return "none", nil, err
	}
	if err := tooLarge(len(q.DataQuery.JSON)); err != nil {
		return "none", nil, badInput{err}
	}
	kind, err = queryType(q.DataQuery)
	if err != nil {
		return "unknown", nil, err
	}
	answer, known := answerers[kind]
	if !known {
		return "unknown", nil, badInputf("the query type %q is unknown: choose one of %s", kind, strings.Join(queryTypes, ", "))
	}
	frames, err = answer(d, ctx, asked{source: source, window: untilNow(q.DataQuery.TimeRange, d.process.now()), query: q.DataQuery})
	return kind, frames, err
}

// untilNow is the part of a range that is over. "Today" and "This week" end in the future, at which nothing was measured yet:
// what is asked of their end is asked of now.
func untilNow(r backend.TimeRange, now time.Time) backend.TimeRange {
	if r.To.After(now) {
		r.To = now
	}
	if r.From.After(r.To) {
		r.From = r.To
	}
	return r
}

// queryType is the type named in the query itself: an alert rule made by hand
// may lack the field that Grafana's front end sets beside it.
func queryType(q backend.DataQuery) (string, error) {
	if q.QueryType != "" {
		return q.QueryType, nil
	}
	named, err := decode[struct {
		QueryType string `json:"queryType"`
	}](q.JSON)
	return named.QueryType, err
}

type alertKey struct{}

// fromAlert says whether an alert rule asks; nothing has replaced template variables then.
func fromAlert(ctx context.Context) bool {
	from, _ := ctx.Value(alertKey{}).(bool)
	return from
}
