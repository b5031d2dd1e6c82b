package main

// This file answers as whom, and for which tenant, a command asks Prometheus. A command line is seen by everybody on the
// machine: what is secret comes from the environment or from a file.

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

const (
	passwordVariable = "YARDSTICK_PASSWORD"
	tokenVariable    = "YARDSTICK_TOKEN"
)

// credentials are what the flags and the environment say.
type credentials struct {
	user, tokenFile string
	headers         []string
}

// credentialFlags have an effect beside --prometheus only.
var credentialFlags = []string{"user", "token-file", "header"}

func (c *credentials) add(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&c.user, "user", "", "user name for basic authentication at the Prometheus; the password is read from "+passwordVariable)
	set.StringVar(&c.tokenFile, "token-file", "", "file with the bearer token for the Prometheus, read with every request (default: the token in "+tokenVariable+")")
	set.StringArrayVar(&c.headers, "header", nil, "header of every request to the Prometheus, for example 'X-Scope-OrgID: team-a', or @FILE with one in each line; repeat for more")
}

// signed adds them to every request that next sends.
func (c *credentials) signed(next http.RoundTripper) (http.RoundTripper, error) {
	s := signing{user: c.user, password: os.Getenv(passwordVariable), next: next}
	var err error
	if s.headers, err = headersOf(c.headers); err != nil {
		return nil, err
	}
	var given []string
	if c.user != "" {
		given = append(given, "--user")
	}
	if c.tokenFile != "" {
		given, s.token = append(given, "--token-file"), inFile(c.tokenFile)
	} else if os.Getenv(tokenVariable) != "" {
		given, s.token = append(given, tokenVariable), inVariable
	}
	if s.headers.Get("Authorization") != "" {
		given = append(given, "the header Authorization")
	}
	if len(given) > 1 {
		return nil, fmt.Errorf("%s all say who asks the Prometheus: keep one of them", strings.Join(given, " and "))
	}
	if s.token != nil {
		if _, err := s.token(); err != nil { // before anything is asked
			return nil, err
		}
	}
	return s, nil
}

// signing sends requests with credentials and headers.
type signing struct {
	user, password string
	token          func() (string, error) // nil where there is none
	headers        http.Header
	next           http.RoundTripper
}

func (s signing) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	for name, values := range s.headers {
		r.Header[name] = values
	}
	if s.user != "" {
		r.SetBasicAuth(s.user, s.password)
	}
	if s.token != nil {
		token, err := s.token()
		if err != nil {
			return nil, err
		}
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return s.next.RoundTrip(r)
}

func inVariable() (string, error) { return tokenOf(tokenVariable, os.Getenv(tokenVariable)) }

// inFile reads a token anew each time: those of a Kubernetes service account are replaced while a watch goes on.
func inFile(path string) func() (string, error) {
	return func() (string, error) {
		text, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("--token-file: %w", err)
		}
		return tokenOf("--token-file "+path, string(text))
	}
}

// tokenOf never quotes the text: it is secret, whatever is wrong with it.
func tokenOf(where, text string) (string, error) {
	token := strings.TrimSpace(text)
	switch {
	case token == "":
		return "", fmt.Errorf("%s is empty: put the bearer token there", where)
	case !tokenPattern.MatchString(token):
		return "", fmt.Errorf("%s holds more than a bearer token: put the token alone there, without Bearer before it", where)
	}
	return token, nil
}

var (
	// tokenPattern is what a token may be made of, a little wider than RFC 6750 (2.1) has it.
	tokenPattern  = regexp.MustCompile(`^[\x21-\x7e]+$`)
	headerPattern = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$") // RFC 9110, 5.6.2
	// inValue is what a header's value may be: printable, with spaces and tabs in it.
	inValue = regexp.MustCompile(`^[^\x00-\x08\x0a-\x1f\x7f]*$`)
)

var (
	// oursHeaders are those that the request itself decides.
	oursHeaders = []string{"Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Type", "Content-Length", "Content-Encoding", "Accept-Encoding"}
	// secretHeaders are refused where everybody on the machine would see them.
	secretHeaders = []string{"Authorization", "Proxy-Authorization", "Cookie"}
)

// headersOf reads headers as curl takes them: "Name: value", or @FILE.
func headersOf(given []string) (http.Header, error) {
	headers := http.Header{}
	for _, text := range given {
		path, isFile := strings.CutPrefix(text, "@")
		if !isFile {
			if err := addHeader(headers, text, false); err != nil {
				return nil, fmt.Errorf("--header: %w", err)
			}
			continue
		}
		lines, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("--header: %w", err)
		}
		for i, line := range strings.Split(string(lines), "\n") {
			if strings.TrimSpace(line) == "" {
				continue
			}
			if err := addHeader(headers, line, true); err != nil {
				return nil, fmt.Errorf("--header %s:%d: %w", text, i+1, err)
			}
		}
	}
	return headers, nil
}

// addHeader quotes no value: it may be secret.
func addHeader(headers http.Header, text string, fromFile bool) error {
	name, value, found := strings.Cut(text, ":")
	name, value = http.CanonicalHeaderKey(strings.TrimSpace(name)), strings.TrimSpace(value)
	switch {
	case !found || !headerPattern.MatchString(name):
		return errors.New("give it as 'NAME: VALUE', for example 'X-Scope-OrgID: team-a', or as @FILE")
	case value == "":
		return fmt.Errorf("%s has no value", name)
	case !inValue.MatchString(value):
		return fmt.Errorf("the value of %s has characters that a header cannot have", name)
	case slices.Contains(oursHeaders, name):
		return fmt.Errorf("%s follows from the request, and cannot be given", name)
	case !fromFile && slices.Contains(secretHeaders, name):
		return fmt.Errorf("%s is seen by everybody on this machine here: put the line into a file, and give --header @FILE", name)
	case headers.Get(name) != "":
		return fmt.Errorf("%s is given twice", name)
	}
	headers.Set(name, value)
	return nil
}
