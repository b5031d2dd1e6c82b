package plugin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"
)

// Which pages of the resource API exist, and who may call them? docs/openapi.yaml describes the same list; a test
// compares the two.

// route is one address of the resource API.
type route struct {
	pattern string
	need    role
	answer  func(d *Datasource, r *request) (any, error)
}

// request is a call of the resource API, with what Grafana says about the caller.
type request struct {
	*http.Request
	source string // "<org>/<data source uid>": whose data it is about
	login  string
}

func routes() []route {
	return []route{
		{"GET /systems", viewer, (*Datasource).listSystems},
		{"GET /operations", viewer, (*Datasource).listOperations},
		{"GET /baselines", viewer, (*Datasource).listBaselines},
		{"GET /learner", viewer, (*Datasource).showLearner},
		{"GET /violations", viewer, (*Datasource).listViolations},
		{"GET /backtest", viewer, (*Datasource).showBacktest},
		{"POST /backtests", viewer, (*Datasource).startBacktest},
		{"GET /backtests/{id}", viewer, (*Datasource).followBacktest},
		{"GET /why", viewer, (*Datasource).showWhy},
		{"GET /probe", viewer, (*Datasource).showProbe},
		{"GET /mapping", viewer, (*Datasource).showMapping},
		{"POST /mapping/check", viewer, (*Datasource).checkMapping},
		{"POST /mapping/rewrite", viewer, (*Datasource).rewriteExpressions},
		{"GET /own", viewer, (*Datasource).listOwn},
		{"GET /own/metrics", viewer, (*Datasource).listMetrics},
		{"POST /own", editor, (*Datasource).defineOwn},
		{"POST /own/check", viewer, (*Datasource).checkOwn},
		{"POST /own/preview", editor, (*Datasource).previewOwn},
		{"POST /own/{id}", editor, (*Datasource).changeOwn},
		{"DELETE /own/{id}", editor, (*Datasource).deleteOwn},
		{"POST /own/{id}/restore", editor, (*Datasource).restoreOwn},
		{"GET /recommendations", viewer, (*Datasource).listRecommendations},
		{"GET /reports", viewer, (*Datasource).listReports},
		{"GET /reports/{period}", viewer, (*Datasource).periodReport},
		{"GET /variables", viewer, (*Datasource).listVariables},
		{"GET /overview", viewer, (*Datasource).showOverview},
		{"GET /deployments", viewer, (*Datasource).listDeployments},
		{"POST /deployments", editor, (*Datasource).reportDeployment},
		{"GET /runs", viewer, (*Datasource).listRuns},
		{"GET /runs/compare", viewer, (*Datasource).compareRuns},
		{"GET /runs/{id}", viewer, (*Datasource).showRun},
		{"POST /runs", editor, (*Datasource).importRun},
		{"POST /runs/uploads/{upload}/parts/{number}", editor, (*Datasource).uploadPart},
		{"POST /runs/uploads/{upload}/commit", editor, (*Datasource).commitUpload},
		{"DELETE /runs/{id}", admin, (*Datasource).deleteRun},
		{"GET /capacity", viewer, (*Datasource).showCapacity},
		{"GET /gate", viewer, (*Datasource).askGate},
		{"POST /gate", viewer, (*Datasource).postGate},
		{"POST /gate/flagger", viewer, (*Datasource).flaggerGate},
		{"POST /violations/{id}/verdict", editor, (*Datasource).judgeViolation},
		{"POST /violations/{id}/state", editor, (*Datasource).moveViolation},
		{"POST /violations/state", editor, (*Datasource).moveViolations},
		{"POST /recommendations/{key}/state", editor, (*Datasource).moveRecommendation},
		{"POST /baselines/reset", admin, (*Datasource).resetBaselines},
		{"GET /baselines/versions", viewer, (*Datasource).listVersions},
		{"GET /baselines/diff", viewer, (*Datasource).diffBaselines},
		{"GET /baselines/audit", viewer, (*Datasource).auditBaselines},
		{"POST /baselines/undo", editor, (*Datasource).undoActs},
		{"POST /baselines/approve", editor, (*Datasource).approveBaselines},
		{"POST /baselines/freeze", editor, (*Datasource).freezeBaselines},
		{"POST /baselines/unfreeze", editor, (*Datasource).unfreezeBaselines},
		{"POST /baselines/rollback", editor, (*Datasource).rollbackBaselines},
		{"POST /baselines/factors", editor, (*Datasource).setFactors},
		{"POST /baselines/exclude", editor, (*Datasource).excludeTime},
		{"POST /baselines/accept", editor, (*Datasource).acceptLevel},
		{"GET /exclusions", viewer, (*Datasource).listExclusions},
		{"DELETE /exclusions/{id}", editor, (*Datasource).withdrawExclusion},
		{"GET /changes", viewer, (*Datasource).listChanges},
		{"GET /feedback", viewer, (*Datasource).showFeedback},
		{"GET /proposals", viewer, (*Datasource).listProposals},
		{"POST /proposals/accept", editor, (*Datasource).acceptProposals},
		{"POST /proposals/dismiss", editor, (*Datasource).dismissProposals},
		{"POST /proposals/{id}/dismiss", editor, (*Datasource).dismissProposal},
	}
}

// resourceHandler serves the routes of one data source.
func (d *Datasource) resourceHandler() backend.CallResourceHandler {
	mux := http.NewServeMux()
	for _, rt := range routes() {
		mux.HandleFunc(rt.pattern, func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, rt) })
	}
	return httpadapter.New(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if unserved, pattern := mux.Handler(r); pattern == "" {
			respondUnserved(w, r, unserved)
			return
		}
		mux.ServeHTTP(w, r)
	}))
}

func (d *Datasource) serve(w http.ResponseWriter, r *http.Request, rt route) {
	context := backend.PluginConfigFromContext(r.Context())
	answer, err := func() (any, error) {
		if err := allow(context.User, rt.need); err != nil {
			return nil, err
		}
		source, err := sourceOf(context)
		if err != nil {
			return nil, err
		}
		if err := d.wake(r.Context(), context); err != nil {
			return nil, err
		}
		if r.Body == nil { // the SDK makes such requests of calls without a body
			r.Body = http.NoBody
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(rt.pattern))
		return rt.answer(d, &request{Request: r, source: source, login: authorOf(context.User)})
	}()
	respond(w, answer, err)
}

// respond writes an answer or an error as JSON; the status goes first, or Go would send 200.
func respond(w http.ResponseWriter, answer any, err error) {
	if with, is := answer.(remarked); is {
		answer = with.answer
		if remarks := inHeader(with.remarks); remarks != "" {
			w.Header().Set(remarksHeader, remarks)
		}
	}
	status := http.StatusOK
	if err != nil {
		logPanic(err)
		status, answer = httpStatus(err), map[string]string{"error": err.Error()}
	}
	body, encoding := json.Marshal(answer)
	if encoding != nil {
		status, body = http.StatusInternalServerError, []byte(`{"error":"the answer cannot be written as JSON"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller has gone: nobody is left to tell
}

// read decodes a request's body.
func (r *request) read(into any) error {
	_, err := r.decode(into)
	return err
}

// readKnown refuses fields besides that do not exist.
func (r *request) readKnown(into any) error {
	body, err := r.decode(into)
	if err != nil {
		return err
	}
	strict := json.NewDecoder(bytes.NewReader(body))
	strict.DisallowUnknownFields()
	if err := strict.Decode(into); err != nil {
		return badInputf("reading the request's body: %w", err)
	}
	return nil
}

func (r *request) decode(into any) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return nil, badInputf("the request's body is longer than %d kB: send less at once; a file with runs goes to runs, or in parts to runs/uploads", long.Limit>>10)
	case err != nil:
		return nil, badInputf("reading the request's body: %w", err)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return nil, badInputf("reading the request's body: %w", plainJSON(err))
	}
	return body, nil
}
