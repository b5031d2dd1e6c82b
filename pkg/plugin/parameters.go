package plugin

import (
	"net/http"
	"net/url"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

// What goes with every request to Prometheus beside the question? A proxy that narrows an answer to a tenant knows it by a
// parameter of the address, and Grafana's own data source has a setting for that.

// with is the middleware that adds parameters to the address of every request, also of one by POST: a proxy looks there.
func with(parameters url.Values) httpclient.Middleware {
	return httpclient.NamedMiddlewareFunc("yardstick-parameters", func(_ httpclient.Options, next http.RoundTripper) http.RoundTripper {
		if len(parameters) == 0 {
			return next
		}
		return httpclient.RoundTripperFunc(func(r *http.Request) (*http.Response, error) {
			asked := r.URL.Query()
			for name, values := range parameters {
				asked[name] = append(asked[name], values...)
			}
			r = r.Clone(r.Context()) // what a message says of the address is the question alone
			r.URL.RawQuery = asked.Encode()
			return next.RoundTrip(r)
		})
	})
}
