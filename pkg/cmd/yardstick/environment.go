package main

// This file answers what the flags that all commands share mean.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// requestTimeout ends a request to Prometheus that hangs.
const requestTimeout = 2 * time.Minute

// flags are those that more than one command has.
type flags struct {
	prometheus string
	as         credentials
	systems    []string
	operations string
	own        catalog.OwnSystem // what stands in the file of --operations, once catalogue has read it
	store      string
	source     string
	at         string
	format     string
	asJSON     bool // where --format says something else
}

// systemsOrAll are the systems that were named; where none was, the name of none, which the store takes for all.
func (f *flags) systemsOrAll() []string {
	if len(f.systems) == 0 {
		return []string{""}
	}
	return f.systems
}

func (f *flags) addPrometheus(cmd *cobra.Command) {
	f.addOptionalPrometheus(cmd)
	_ = cmd.MarkFlagRequired("prometheus")
}

func (f *flags) addOptionalPrometheus(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&f.prometheus, "prometheus", "", "URL of the Prometheus, for example http://localhost:9090")
	f.as.add(cmd)
	set.Var((*named)(&f.systems), "system", "system to look at; repeat for more (default: every system that this Prometheus has)")
	f.addOperations(cmd)
}

// ofAllSystems says that the command looks at systems of which this Prometheus has nothing, too.
func ofAllSystems(cmd *cobra.Command) {
	cmd.Flags().Lookup("system").Usage = "system to look at; repeat for more (default: all)"
}

func (f *flags) addOperations(cmd *cobra.Command) {
	cmd.Flags().Var((*once)(&f.operations), "operations", "YAML file with operations of your own")
}

// defaultStore lies where the command is started.
const defaultStore = "sqlite:yardstick.db"

func (f *flags) addStore(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.store, "store", defaultStore, "where baselines are kept: sqlite:PATH, or "+postgresAddress)
	f.source = "cli"
	cmd.Flags().Var((*given)(&f.source), "source", "whose baselines: cli, or <organisation>/<data source uid> of a Grafana")
}

// named is a flag that names something each time that it is given; the same name twice is one.
type named []string

func (n *named) String() string { return strings.Join(*n, ", ") }

// Type is as of any list, for the help.
func (n *named) Type() string { return "stringArray" }

func (n *named) Set(name string) error {
	if name == "" {
		return errors.New("it is empty")
	}
	if !slices.Contains(*n, name) {
		*n = append(*n, name)
	}
	return nil
}

// given is a flag that must not be empty.
type given string

func (g *given) String() string { return string(*g) }

// Type is as of any text, for the help.
func (g *given) Type() string { return "string" }

func (g *given) Set(text string) error {
	if text == "" {
		return errors.New("it is empty")
	}
	*g = given(text)
	return nil
}

// once is a flag with one file: of two the first would be ignored, and nobody told.
type once string

func (o *once) String() string { return string(*o) }

// Type is as of any text, for the help.
func (o *once) Type() string { return "string" }

func (o *once) Set(path string) error {
	if *o != "" && string(*o) != path {
		return fmt.Errorf("%s is named already: one system at a time, by a command of its own", *o)
	}
	*o = once(path)
	return nil
}

func (f *flags) addFormat(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.format, "format", "text", "text or json")
}

func (f *flags) addAt(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.at, "at", "", "moment to look at, RFC 3339 (default: now)")
}

func (f *flags) json() (bool, error) {
	switch f.format {
	case "text":
		return false, nil
	case "json":
		return true, nil
	}
	return false, fmt.Errorf("--format %q: choose text or json", f.format)
}

func (f *flags) moment() (time.Time, error) {
	if f.at == "" {
		return time.Now(), nil
	}
	t, err := time.Parse(time.RFC3339, f.at)
	if err != nil {
		return t, fmt.Errorf("--at %q: give a time as 2006-01-02T15:04:05Z", f.at)
	}
	return t, nil
}

// remedies are those of a command, which has no data source. Go reads SSL_CERT_FILE on Linux; elsewhere the system's own
// certificates count.
var remedies = prometheus.Remedies{
	TLS:         "Check https or http in the URL; a certificate of an authority of your own must be trusted by this machine, or stand in the file that SSL_CERT_FILE names (Linux)",
	Credentials: "Check user, password or token: give --user NAME, and the password in YARDSTICK_PASSWORD; or a bearer token in YARDSTICK_TOKEN or --token-file FILE; where it has tenants, --header 'X-Scope-OrgID: NAME'",
	TimeOut:     fmt.Sprintf("A command waits for %s; ask for fewer days or systems, or relieve Prometheus", requestTimeout),
}

func (f *flags) client() (*prometheus.Client, error) {
	address, err := url.Parse(f.prometheus)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return nil, fmt.Errorf("--prometheus %q is not a URL: give one such as http://localhost:9090", f.prometheus)
	}
	transport, err := f.as.signed(http.DefaultTransport)
	if err != nil {
		return nil, err
	}
	client, err := prometheus.New(&http.Client{Transport: transport, Timeout: requestTimeout}, f.prometheus, prometheus.Options{Remedies: remedies})
	if err != nil {
		return nil, fmt.Errorf("--prometheus: %w", err)
	}
	return client, nil
}

// postgresAddress says how a store in PostgreSQL is named; the driver finds its password as psql does.
const postgresAddress = "postgres://USER@HOST/DATABASE (its password from PGPASSWORD or ~/.pgpass)"

// withoutUser leaves out of an address all that may be a password.
func withoutUser(address string) string {
	scheme, rest, found := strings.Cut(address, "://")
	at := strings.LastIndex(rest, "@")
	if !found || at < 0 {
		return address
	}
	return scheme + "://…" + rest[at:]
}

func (f *flags) openStore(ctx context.Context) (store.Store, error) {
	return openStore(ctx, "store", f.store)
}

// openStore opens the store that a flag names, and makes it where there is none.
func openStore(ctx context.Context, flag, address string) (store.Store, error) {
	return open(ctx, flag, address, postgres.Options{})
}

func open(ctx context.Context, flag, address string, o postgres.Options) (store.Store, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		s, err := postgres.Open(ctx, address, o)
		if err != nil {
			return nil, fmt.Errorf("--%s: %w", flag, err) // without the address, which may hold a password
		}
		return s, nil
	}
	path, ok := strings.CutPrefix(address, "sqlite:")
	if !ok || path == "" {
		return nil, fmt.Errorf("--%s %q: give sqlite:PATH, or %s", flag, withoutUser(address), postgresAddress)
	}
	// Whoever only reads can do so in a folder that takes no writes, such as a backup's or another user's.
	s, err := sqlite.Open(ctx, path, sqlite.Options{OrReadOnly: o.Held})
	if err != nil {
		return nil, fmt.Errorf("--%s %s: %w", flag, address, err)
	}
	return s, nil
}

// session is what a command that compares live with baselines works with.
type session struct {
	known   *catalog.Catalog
	client  *prometheus.Client
	reader  *live.Reader
	store   store.Store
	systems []*catalog.System
	at      time.Time
	doubt   error // why Prometheus calls answers incomplete, for tell
}

// open makes a session with a store that is opened in one of the ways of these flags.
func (f *flags) open(ctx context.Context, openStore func(context.Context) (store.Store, error)) (*session, error) {
	at, err := f.moment()
	if err != nil {
		return nil, err
	}
	known, err := f.catalogue()
	if err != nil {
		return nil, err
	}
	client, err := f.client()
	if err != nil {
		return nil, err
	}
	s := &session{known: known, client: client, reader: live.New(client, live.Options{}), at: at}
	if s.systems, err = f.chosen(ctx, known, s.reader, at); err != nil {
		return nil, err
	}
	s.store, err = openStore(ctx)
	return s, err
}

// usable keeps in mind why Prometheus calls an answer incomplete; what makes an answer unusable stays an error.
func (s *session) usable(err error) error {
	_, worse := prometheus.Shown(err)
	if worse == nil {
		s.doubt = errors.Join(s.doubt, err)
	}
	return worse
}

// tell says why what was printed may be incomplete, beside it: scripts read what is printed.
func (s *session) tell(remarks io.Writer) {
	if remark, _ := prometheus.Shown(s.doubt); remark != "" {
		fmt.Fprintf(remarks, "yardstick: %s\n", remark)
	}
}

// baselines are those valid at a moment, as pkg/live wants them.
func (s *session) baselines(ctx context.Context, source, system string, at time.Time) (map[string]baseline.Record, error) {
	stored, err := s.store.Baselines(ctx, source, system, at)
	if err != nil {
		return nil, fmt.Errorf("reading the baselines: %w", err)
	}
	records := make(map[string]baseline.Record, len(stored))
	for _, b := range stored {
		records[live.Key(b.Operation.Set, b.Operation.Labels)] = b.Record
	}
	return records, nil
}
