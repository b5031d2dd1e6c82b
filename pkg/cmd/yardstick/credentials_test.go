package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// gateway stands before a Prometheus, as a gateway of several tenants does: it lets through what has these headers, and only that.
func gateway(t *testing.T, behind string, want map[string]string) (address string, refused *atomic.Int64) {
	t.Helper()
	to, err := url.Parse(behind)
	require.NoError(t, err)
	through := httputil.NewSingleHostReverseProxy(to)
	refused = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range want {
			if got := r.Header.Values(name); len(got) != 1 || got[0] != value {
				refused.Add(1)
				http.Error(w, "no org id", http.StatusUnauthorized)
				return
			}
		}
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, refused
}

// Every request has them: those of learning, of judging, and the first that asks which server it is.
func TestATokenAndATenantGoWithEveryRequest(t *testing.T) {
	const token = "eyJhbGciOi.J9~a-b_c/d+e=="
	address, refused := gateway(t, shop(t), map[string]string{"Authorization": "Bearer " + token, "X-Scope-OrgID": "team-a|team-b"})
	operations, db := file(t, "shop.yaml", shopFile), "sqlite:"+filepath.Join(t.TempDir(), "a.db")
	path := file(t, "token", token+"\n")
	all := []string{"--prometheus", address, "--operations", operations, "--store", db, "--header", "X-Scope-OrgID: team-a|team-b", "--at", "2026-03-10T12:00:00Z"}

	_, code, err := yardstick(t, append([]string{"learn", "--days", "2", "--token-file", path}, all...)...)
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)

	t.Setenv("YARDSTICK_TOKEN", token)
	out, code, err := yardstick(t, append([]string{"check"}, all...)...)
	require.ErrorIs(t, err, errBreach)
	require.Equal(t, exitBreach, code, out)
	require.Zero(t, refused.Load())

	// The file wins over what the environment happens to have.
	_, code, err = yardstick(t, append([]string{"check", "--token-file", file(t, "other", "another")}, all...)...)
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "401")
	require.NotZero(t, refused.Load())
}

// A token that is replaced while a command goes on is the new one with the next request.
func TestATokenInAFileIsReadWithEveryRequest(t *testing.T) {
	var seen []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = append(seen, r.Header.Get("Authorization")) }))
	t.Cleanup(server.Close)
	path := file(t, "token", "first")
	transport, err := (&credentials{tokenFile: path}).signed(http.DefaultTransport)
	require.NoError(t, err)
	ask := func() error {
		answer, err := (&http.Client{Transport: transport}).Get(server.URL)
		if err == nil {
			_ = answer.Body.Close()
		}
		return err
	}
	require.NoError(t, ask())
	require.NoError(t, os.WriteFile(path, []byte("second\r\n"), 0o600))
	require.NoError(t, ask())
	require.Equal(t, []string{"Bearer first", "Bearer second"}, seen)
	require.NoError(t, os.Remove(path))
	require.ErrorContains(t, ask(), "--token-file")
	require.Len(t, seen, 2)
}

// Secret headers come from a file, as curl reads it.
func TestHeadersComeFromAFile(t *testing.T) {
	address, refused := gateway(t, empty(t), map[string]string{"Authorization": "GenericScheme s3cr3t", "Cf-Access-Client-Secret": "a: b", "X-Scope-Orgid": "team-a"})
	headers := file(t, "headers", "Authorization: GenericScheme s3cr3t\r\n\ncf-access-client-secret:a: b\n")
	_, code, err := yardstick(t, "probe", "--prometheus", address, "--system", "kgas", "--header", "@"+headers, "--header", "x-scope-orgid: team-a")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.Zero(t, refused.Load())
}

func TestCredentialsThatCannotBeSent(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	const secret = "s3cr3t"
	for name, c := range map[string]struct {
		args     []string
		variable string
		says     []string
	}{
		"no file":                  {args: []string{"--token-file", nowhere}, says: []string{"--token-file", nowhere}},
		"an empty file":            {args: []string{"--token-file", file(t, "token", " \n")}, says: []string{"--token-file", "is empty"}},
		"a word before the token":  {args: []string{"--token-file", file(t, "token", "Bearer "+secret)}, says: []string{"--token-file", "without Bearer"}},
		"a header in the variable": {variable: secret + "\r\nX-Evil: 1", says: []string{"YARDSTICK_TOKEN"}},
		"two that sign in":         {args: []string{"--user", "ada"}, variable: secret, says: []string{"--user", "YARDSTICK_TOKEN", "keep one"}},
		"two in files":             {args: []string{"--header", "@" + file(t, "h", "Authorization: Basic "+secret)}, variable: secret, says: []string{"YARDSTICK_TOKEN", "the header Authorization"}},
		"a token for all to see":   {args: []string{"--header", "Authorization: Bearer " + secret}, says: []string{"--header", "Authorization", "@FILE"}},
		"a cookie for all to see":  {args: []string{"--header", "cookie: " + secret}, says: []string{"--header", "Cookie", "@FILE"}},
		"no value":                 {args: []string{"--header", "X-Scope-OrgID:"}, says: []string{"X-Scope-Orgid has no value"}},
		"no name":                  {args: []string{"--header", secret}, says: []string{"--header", "NAME: VALUE"}},
		"a name of two words":      {args: []string{"--header", "X Scope: " + secret}, says: []string{"--header", "NAME: VALUE"}},
		"a second line":            {args: []string{"--header", "X-Scope-OrgID: a\r\nX-Evil: " + secret}, says: []string{"X-Scope-Orgid", "cannot have"}},
		"twice":                    {args: []string{"--header", "X-Scope-OrgID: a", "--header", "x-scope-orgid: b"}, says: []string{"given twice"}},
		"of the request":           {args: []string{"--header", "Host: inner.example"}, says: []string{"Host follows from the request"}},
		"a line of a file":         {args: []string{"--header", "@" + file(t, "h", "A: b\n"+secret+"\n")}, says: []string{"h:2:", "NAME: VALUE"}},
		"no file of headers":       {args: []string{"--header", "@" + nowhere}, says: []string{"--header", nowhere}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("YARDSTICK_TOKEN", c.variable)
			asked := false
			server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
			t.Cleanup(server.Close)
			_, code, err := yardstick(t, append([]string{"probe", "--prometheus", server.URL, "--system", "kgas"}, c.args...)...)
			require.Equal(t, exitError, code)
			for _, part := range c.says {
				require.ErrorContains(t, err, part)
			}
			require.NotContains(t, err.Error(), secret)
			require.False(t, asked)
		})
	}
}

// A redirect to another server gets neither.
func TestCredentialsAreForOneServer(t *testing.T) {
	t.Setenv("YARDSTICK_TOKEN", "s3cr3t")
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(server.Close)
	_, code, err := yardstick(t, "probe", "--prometheus", server.URL, "--system", "kgas", "--header", "X-Scope-OrgID: team-a")
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, strings.TrimPrefix(other.URL, "http://"))
	require.Zero(t, elsewhere.Load())
}
