package plugin

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How do results of benchmarks and tests come in, and what is there?

// runHead is one run, as GET /runs lists it.
type runHead struct {
	ID         string            `json:"id"`
	System     string            `json:"system"`
	Format     string            `json:"format"`
	Name       string            `json:"name"`
	Started    *time.Time        `json:"started"`
	Imported   time.Time         `json:"imported"`
	Author     string            `json:"author"`
	Context    map[string]string `json:"context"`
	Quantities int               `json:"quantities"`
}

func runHeadOf(r store.RunHead) runHead {
	return runHead{r.ID, r.System, r.Format, r.Name, known(r.Started), r.Imported, r.Author, r.Context, r.Quantities}
}

// runView is one with all that it measured.
type runView struct {
	runHead
	Measured []store.Measured `json:"measured"`
	// Added is false where an import found the same content there already.
	Added *bool `json:"added,omitempty"`
}

func runViewOf(r store.Run) runView {
	return runView{runHeadOf(store.RunHead{Run: r, Quantities: len(r.Measured)}), orEmpty(r.Measured), nil}
}

// bodyLimit is how much a resource reads of a request.
func bodyLimit(pattern string) int64 {
	switch pattern {
	case "POST /runs":
		return maxRunBytes
	case "POST /runs/uploads/{upload}/parts/{number}":
		return maxPartBytes
	}
	return maxBodyBytes
}

func (d *Datasource) listRuns(r *request) (any, error) {
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	all, err := s.RunHeads(r.Context(), r.source, r.common().System)
	if err != nil {
		return nil, fromStore("reading the runs", err)
	}
	heads := []runHead{}
	for _, run := range all {
		heads = append(heads, runHeadOf(run))
	}
	return map[string]any{"runs": heads}, nil
}

func (d *Datasource) showRun(r *request) (any, error) {
	run, err := d.run(r, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return runViewOf(run.Run), nil
}

// run finds a run of this data source.
func (d *Datasource) run(r *request, id string) (runs.Loaded, error) {
	s, err := d.process.Store(r.Context())
	if err != nil {
		return runs.Loaded{}, err
	}
	run, err := runs.Find(r.Context(), s, r.source, id)
	switch {
	case errors.Is(err, store.ErrNoRun):
		return run, absent{err}
	case errors.Is(err, runs.ErrSeveral):
		return run, badInput{err}
	}
	return run, fromStore("reading a run", err)
}

// importRun imports the body of the request: a file as the tool wrote it.
func (d *Datasource) importRun(r *request) (any, error) {
	return d.importFrom(r, r.Body)
}

func (d *Datasource) importFrom(r *request, content io.Reader) (any, error) {
	ask := r.URL.Query()
	about := map[string]string{}
	for name, values := range ask {
		if label, ok := strings.CutPrefix(name, "label."); ok && label != "" {
			about[label] = values[0]
		}
	}
	name := ask.Get("name")
	if name == "" {
		name = "the upload"
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	run, added, err := runs.Import(r.Context(), s, runs.Request{
		Source: r.source, Name: name, Content: content, Format: ask.Get("format"), System: ask.Get("system"), Context: about,
		Author: r.login, Now: d.process.now(),
	})
	if err != nil {
		return nil, ofImport(err)
	}
	log.DefaultLogger.Info("A run was imported", "source", r.source, "run", run.ID, "format", run.Format, "added", added, "by", r.login)
	view := runViewOf(run)
	view.Added = &added
	return view, nil
}

// ofImport says whose fault it is: a file that cannot be read is the person's, all else the store's.
func ofImport(err error) error {
	var long *http.MaxBytesError
	var fault *runs.Fault
	switch {
	case errors.As(err, &long):
		return badInputf("the file is longer than %d MB: send it in parts of %d MB (runs/uploads/NAME/parts/1, …), or use yardstick import, which takes any length",
			maxRunBytes>>20, maxPartBytes>>20)
	case errors.As(err, &fault):
		return badInput{err}
	case errors.Is(err, runs.ErrUnsaid), errors.Is(err, runs.ErrNoFormat):
		return badInputf("%w (parameters system=NAME and format=NAME)", err)
	}
	return fromStore("importing a run", err)
}

func (d *Datasource) deleteRun(r *request) (any, error) {
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	id := r.PathValue("id")
	err = s.DeleteRun(r.Context(), r.source, id)
	if errors.Is(err, store.ErrNoRun) {
		return nil, absent{err}
	}
	if err != nil {
		return nil, fromStore("deleting a run", err)
	}
	log.DefaultLogger.Info("A run was deleted", "source", r.source, "run", id, "by", r.login)
	return map[string]string{"deleted": id}, nil
}
