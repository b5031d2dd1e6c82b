package plugin

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A Prometheus-compatible end point is rarely a bare server: it lies behind a path, wants to know the tenant, a user, or
// a certificate. Each of these is asked for by a gate before a real Prometheus, on every request.

// certified is an authority, and who it vouches for.
type certified struct {
	authority        string // PEM
	server           tls.Certificate
	clientCert       string
	clientKey        string
	pool             *x509.CertPool
	otherCert, other string // of an authority that nobody knows
}

func certificates(t *testing.T) certified {
	t.Helper()
	var c certified
	authority, sign := newAuthority(t)
	c.authority = pemOf("CERTIFICATE", authority.Raw)
	c.pool = x509.NewCertPool()
	c.pool.AddCert(authority)
	cert, key := issue(t, authority, sign)
	var err error
	c.server, err = tls.X509KeyPair([]byte(cert), []byte(key))
	require.NoError(t, err)
	c.clientCert, c.clientKey = issue(t, authority, sign)
	stranger, theirs := newAuthority(t)
	c.otherCert, c.other = issue(t, stranger, theirs)
	return c
}

func pemOf(kind string, raw []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}))
}

func newAuthority(t *testing.T) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "an authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	authority, err := x509.ParseCertificate(raw)
	require.NoError(t, err)
	return authority, key
}

// issue makes a certificate for either side of a connection to this machine.
func issue(t *testing.T, authority *x509.Certificate, sign *ecdsa.PrivateKey) (cert, key string) {
	t.Helper()
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "this machine"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, authority, &own.PublicKey, sign)
	require.NoError(t, err)
	der, err := x509.MarshalECPrivateKey(own)
	require.NoError(t, err)
	return pemOf("CERTIFICATE", raw), pemOf("EC PRIVATE KEY", der)
}

// gate lets through only what every one of its demands is met by.
type gate struct {
	prefix, tenant, user, password string
	parameters                     url.Values // of the address
	refused, passed                atomic.Int64
}

func (g *gate) before(t *testing.T, prometheus string) http.Handler {
	t.Helper()
	target, err := url.Parse(prometheus)
	require.NoError(t, err)
	behind := http.StripPrefix(g.prefix, httputil.NewSingleHostReverseProxy(target))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		switch {
		case !strings.HasPrefix(r.URL.Path, g.prefix+"/api/v1/"):
			http.NotFound(w, r)
		case g.tenant != r.Header.Get("X-Scope-OrgID"), g.user != user, g.password != password, !g.asked(r.URL.Query()):
			g.refused.Add(1)
			http.Error(w, "who are you", http.StatusUnauthorized)
		default:
			g.passed.Add(1)
			// Read here: a ReverseProxy that still looks for the end of a request's body when the answer has begun closes the
			// connection that it comes by.
			form, err := io.ReadAll(r.Body)
			if err != nil {
				panic(http.ErrAbortHandler)
			}
			r.Body = io.NopCloser(bytes.NewReader(form))
			behind.ServeHTTP(w, r)
		}
	})
}

// asked tells whether the parameters are there, beside those of the question.
func (g *gate) asked(parameters url.Values) bool {
	for name, values := range g.parameters {
		if !slices.Equal(values, parameters[name]) {
			return false
		}
	}
	return true
}

// connected makes an instance with the settings and secrets that Grafana would hand over.
func connected(t *testing.T, settings backend.DataSourceInstanceSettings) (*Datasource, backend.PluginContext) {
	t.Helper()
	settings.UID, settings.Type = "yardstick", "yardstick-baselines-datasource"
	process := newProcess(still{}, func() (store.Store, error) { return filled(), nil }, documentedSystems)
	t.Cleanup(process.Close)
	instance, err := process.NewInstance(context.Background(), settings)
	require.NoError(t, err)
	return instance.(*Datasource), backend.PluginContext{
		OrgID: 1, PluginID: settings.Type, DataSourceInstanceSettings: &settings, User: &backend.User{Login: "ada", Role: "Admin"},
	}
}

func settingsWith(url, jsonData string, secrets map[string]string) backend.DataSourceInstanceSettings {
	return backend.DataSourceInstanceSettings{URL: url, JSONData: json.RawMessage(jsonData), DecryptedSecureJSONData: secrets}
}

func TestPrometheusBehindAPathATenantAndAUser(t *testing.T) {
	prometheus := promtest.Start(t, promtest.Options{History: history().String()}).URL
	const tenant = `{"systems":["kgas"],"httpHeaderName1":"X-Scope-OrgID"`
	as := func(user string, s backend.DataSourceInstanceSettings) backend.DataSourceInstanceSettings {
		s.BasicAuthEnabled, s.BasicAuthUser = user != "", user
		return s
	}
	for _, c := range []struct {
		name    string
		gate    *gate
		from    func(url string) backend.DataSourceInstanceSettings
		without func(url string) backend.DataSourceInstanceSettings
		says    string
	}{
		{
			name: "a path", gate: &gate{prefix: "/mimir/prometheus"},
			from: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url+"/mimir/prometheus/", `{"systems":["kgas"]}`, nil)
			},
			without: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url, `{"systems":["kgas"]}`, nil)
			},
			says: "Check the URL and its path",
		},
		{
			name: "a tenant", gate: &gate{tenant: "team-a"},
			from: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url, tenant+`}`, map[string]string{"httpHeaderValue1": "team-a"})
			},
			without: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url, tenant+`}`, map[string]string{"httpHeaderValue1": "team-b"})
			},
			says: "wants other credentials (401)",
		},
		{
			name: "a user", gate: &gate{user: "grafana", password: "hunter2"},
			from: func(url string) backend.DataSourceInstanceSettings {
				return as("grafana", settingsWith(url, `{"systems":["kgas"]}`, map[string]string{"basicAuthPassword": "hunter2"}))
			},
			without: func(url string) backend.DataSourceInstanceSettings {
				return as("grafana", settingsWith(url, `{"systems":["kgas"]}`, map[string]string{"basicAuthPassword": "wrong"}))
			},
			says: "wants other credentials (401)",
		},
		{
			name: "parameters", gate: &gate{parameters: url.Values{"namespace": {"team a"}, "extra_filters[]": {`{env="x"}`, `{env="y"}`}}},
			from: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url, `{"systems":["kgas"],"customQueryParameters":"namespace=team%20a&extra_filters[]={env=%22x%22}&extra_filters[]={env=%22y%22}"}`, nil)
			},
			without: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url, `{"systems":["kgas"],"customQueryParameters":"namespace=team-b"}`, nil)
			},
			says: "wants other credentials (401)",
		},
		{
			name: "parameters, by GET", gate: &gate{parameters: url.Values{"namespace": {"team-a"}}},
			from: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url, `{"systems":["kgas"],"httpMethod":"GET","customQueryParameters":"namespace=team-a"}`, nil)
			},
			without: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url, `{"systems":["kgas"],"httpMethod":"GET"}`, nil)
			},
			says: "wants other credentials (401)",
		},
		{
			name: "all of them, by GET", gate: &gate{prefix: "/api/prom", tenant: "team-a", user: "grafana", password: "hunter2"},
			from: func(url string) backend.DataSourceInstanceSettings {
				return as("grafana", settingsWith(url+"/api/prom", tenant+`,"httpMethod":"GET"}`, map[string]string{"httpHeaderValue1": "team-a", "basicAuthPassword": "hunter2"}))
			},
			without: func(url string) backend.DataSourceInstanceSettings {
				return settingsWith(url+"/api/prom", `{"systems":["kgas"]}`, nil)
			},
			says: "wants other credentials (401)",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(c.gate.before(t, prometheus))
			t.Cleanup(server.Close)
			answersThrough(t, c.from(server.URL))
			require.Zero(t, c.gate.refused.Load(), "every request says who asks")
			require.Positive(t, c.gate.passed.Load())
			d, pluginContext := connected(t, c.without(server.URL))
			require.Contains(t, health(t, d, pluginContext).Message, c.says)
		})
	}
}

func TestPrometheusThatWantsACertificate(t *testing.T) {
	prometheus := promtest.Start(t, promtest.Options{History: history().String()}).URL
	c := certificates(t)
	open := gate{}
	server := httptest.NewUnstartedServer(open.before(t, prometheus))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{c.server}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: c.pool, MinVersion: tls.VersionTLS12}
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes fail on purpose
	server.StartTLS()
	t.Cleanup(server.Close)
	const both = `{"systems":["kgas"],"tlsAuth":true,"tlsAuthWithCACert":true}`
	secrets := func(authority, cert, key string) map[string]string {
		return map[string]string{"tlsCACert": authority, "tlsClientCert": cert, "tlsClientKey": key}
	}
	answersThrough(t, settingsWith(server.URL, both, secrets(c.authority, c.clientCert, c.clientKey)))
	for name, s := range map[string]backend.DataSourceInstanceSettings{
		"without one":                      settingsWith(server.URL, `{"systems":["kgas"],"tlsAuthWithCACert":true}`, secrets(c.authority, "", "")),
		"one of another authority":         settingsWith(server.URL, both, secrets(c.authority, c.otherCert, c.other)),
		"a server that nobody vouches for": settingsWith(server.URL, `{"systems":["kgas"],"tlsAuth":true}`, secrets("", c.clientCert, c.clientKey)),
	} {
		t.Run(name, func(t *testing.T) {
			d, pluginContext := connected(t, s)
			result := health(t, d, pluginContext)
			require.Equal(t, backend.HealthStatusError, result.Status)
			require.Contains(t, result.Message, server.URL)
			require.NotContains(t, result.Message, "PRIVATE KEY")
		})
	}
}

// answersThrough asks by all ways: the health check, a query of a panel, and the learner.
func answersThrough(t *testing.T, settings backend.DataSourceInstanceSettings) {
	t.Helper()
	d, pluginContext := connected(t, settings)
	result := health(t, d, pluginContext)
	require.Equal(t, backend.HealthStatusOk, result.Status, result.Message)
	answer := ask(t, d, pluginContext, deviationOfKGAS, nil)
	require.NoError(t, answer.Error)
	require.Positive(t, answer.Frames[0].Rows())
	scrape, err := learnersPrometheus{d.client}.ScrapeInterval(t.Context(), "kgas_operation_duration_seconds", `job="kgas"`, noon)
	require.NoError(t, err)
	require.Equal(t, 15*time.Second, scrape)
}
