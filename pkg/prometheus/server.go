package prometheus

// What answers at the URL: Prometheus, or what stands in for it.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"

	jsoniter "github.com/json-iterator/go"
	"github.com/prometheus/client_golang/api"
)

// Server is the program that answers, by its own word.
type Server struct {
	// Name is Prometheus where the server does not say another one.
	Name string
	// Version is that of the program; empty where it does not tell.
	Version string
}

// String is name and version.
func (s Server) String() string { return strings.TrimSpace(s.Name + " " + s.Version) }

// namePattern is what a name may look like that is shown to a person.
var namePattern = regexp.MustCompile(`^[\pL\d][\pL\d ._-]{0,39}$`)

// Server asks who answers; it is the cheapest proof that a URL is a Prometheus.
func (c *Client) Server(ctx context.Context) (Server, error) {
	var got answered
	info, err := c.api.Buildinfo(context.WithValue(ctx, answeredKey{}, &got))
	switch {
	case errors.Is(err, errNoSuchPath) && c.answers(ctx):
		return Server{Name: "Prometheus"}, nil
	case err != nil:
		return Server{}, c.answerError("the version", err)
	}
	s := Server{Name: "Prometheus", Version: info.Version}
	var own struct {
		Data struct {
			Application string `json:"application"` // Mimir and Cortex say so
		} `json:"data"`
	}
	switch {
	case got.header.Get(victoriaHeader) != "":
		s = Server{Name: "VictoriaMetrics"} // the version that it gives is that of a Prometheus it claims to be
	case json.Unmarshal(got.body, &own) == nil && namePattern.MatchString(own.Data.Application):
		s.Name = own.Data.Application
	case strings.HasPrefix(s.Version, "0."):
		s.Name = "Thanos" // it says no name; a Prometheus that tells its version has one of 2.14 or later
	}
	if s.Version == "unknown" {
		s.Version = ""
	}
	return s, nil
}

// answers tells of a server that hides its version whether it is a Prometheus all the same: proxies that keep tenants
// apart let only questions pass (prom-label-proxy).
func (c *Client) answers(ctx context.Context) bool {
	_, err := c.Clock(ctx)
	return err == nil
}

// answered is an answer as it came: the library keeps what it knows of it.
type answered struct {
	header http.Header
	body   []byte
}

type answeredKey struct{}

// isPartial is the warning of a cluster of VictoriaMetrics, which gives a field in its place.
const isPartial = "a storage node of VictoriaMetrics did not answer"

// warned is an answer with that warning where it has that field: the library knows of none.
func warned(body []byte) []byte {
	partial := false
	jsoniter.ParseBytes(jsoniter.ConfigDefault, body).ReadObjectCB(func(it *jsoniter.Iterator, key string) bool {
		switch key {
		case "status": // it stands right after it
			it.Skip()
			return true
		case "isPartial":
			partial = it.ReadBool()
		}
		return false
	})
	if !partial {
		return body
	}
	rest := bytes.TrimLeft(body, " \t\r\n")[1:]
	return append([]byte(`{"warnings":["`+isPartial+`"],`), rest...)
}

// keeping notes the answer for those who ask for it.
type keeping struct{ api.Client }

func (k keeping) Do(ctx context.Context, req *http.Request) (*http.Response, []byte, error) {
	resp, body, err := k.Client.Do(ctx, req)
	body = warned(body)
	if to, wanted := ctx.Value(answeredKey{}).(*answered); wanted && resp != nil {
		to.header, to.body = resp.Header, body
	}
	return resp, body, err
}
