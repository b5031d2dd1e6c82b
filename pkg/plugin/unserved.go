package plugin

import (
	"fmt"
	"net/http"
)

// What is said to a call of the resource API that nothing there answers?

// respondUnserved says in the API's own way what Go's router says in plain text: that there is no such page, or not by that
// method.
func respondUnserved(w http.ResponseWriter, r *http.Request, by http.Handler) {
	said := unsent{header: http.Header{}}
	by.ServeHTTP(&said, r)
	if allowed := said.header.Get("Allow"); said.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", allowed)
		respond(w, nil, wrongMethod{fmt.Errorf("%s is asked by %s, not by %s", r.URL.Path, allowed, r.Method)})
		return
	}
	respond(w, nil, absent{fmt.Errorf("there is nothing at %s: docs/openapi.yaml lists what there is", r.URL.Path)})
}

// unsent is an answer of which only the head is wanted.
type unsent struct {
	header http.Header
	status int
}

func (u *unsent) Header() http.Header         { return u.header }
func (u *unsent) Write(b []byte) (int, error) { return len(b), nil }
func (u *unsent) WriteHeader(status int)      { u.status = status }
