package main

// `yardstick support`: one archive for whoever is asked why it does not work.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
	"github.com/yardstick-baselines/yardstick/pkg/support"
)

// supportFlags are those of `yardstick support`.
type supportFlags struct {
	flags
	output, datasource, metrics string
	names                       bool
}

func supportCommand() *cobra.Command {
	var f supportFlags
	cmd := &cobra.Command{
		Use:   "support",
		Short: "Writes one archive with what a maintainer needs to find a fault: no secret, and names only if asked.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return supportBundle(cmd.Context(), cmd.OutOrStdout(), &f) },
	}
	set := cmd.Flags()
	set.StringVar(&f.store, "store", defaultStore, "what to tell about: sqlite:PATH, which is only read, or "+postgresAddress)
	set.StringVar(&f.output, "output", "", "archive to write (default: yardstick-support-<time>.zip)")
	set.StringVar(&f.datasource, "datasource", "", "JSON file with the data source, as Grafana's /api/datasources/uid/<uid> gives it")
	set.StringVar(&f.metrics, "metrics", "", "URL of the back end's metrics: http://<grafana>/metrics/plugins/yardstick-baselines-datasource")
	set.StringVar(&f.prometheus, "prometheus", "", "URL of the Prometheus, to tell whether it answers")
	f.as.add(cmd)
	set.BoolVar(&f.names, "names", false, "tell names of operations, label values and hosts as they are")
	return cmd
}

func supportBundle(ctx context.Context, out io.Writer, f *supportFlags) error {
	known, err := catalog.Builtin()
	if err != nil {
		return err
	}
	now := time.Now()
	hide := support.Hiding{Names: f.names, Public: map[string]bool{}}
	for _, name := range known.Names() {
		hide.Public[name] = true
	}
	bundle := support.Bundle{Made: now, Build: support.ThisBuild(known.Version)}
	if err := f.aboutStore(ctx, &hide, &bundle); err != nil {
		return err
	}
	if f.datasource != "" {
		text, err := os.ReadFile(f.datasource)
		if err == nil {
			bundle.Settings, err = hide.Settings(text)
		}
		if err != nil {
			return fmt.Errorf("--datasource %s: %w", f.datasource, err)
		}
	}
	if f.prometheus != "" {
		client, err := f.client()
		if err != nil {
			return err
		}
		server, err := client.Server(ctx)
		bundle.Findings = append(bundle.Findings, hide.Found("prometheus", strings.ReplaceAll(server.String(), ".", " ")+" answers", err))
	}
	if f.metrics != "" {
		text, err := readMetrics(ctx, f.metrics)
		if err == nil {
			bundle.Metrics, err = hide.Metrics(text)
		}
		bundle.Findings = append(bundle.Findings, hide.Found("metrics", "", err))
	}
	return f.write(out, bundle)
}

// aboutStore tells about a store that cannot be opened too: that may be why somebody asks.
func (f *supportFlags) aboutStore(ctx context.Context, hide *support.Hiding, bundle *support.Bundle) error {
	s, kind, err := f.readStore(ctx)
	if errors.As(err, new(*usageError)) {
		return err
	}
	if err == nil {
		defer s.Close()
		if hide.Key, err = support.Key(ctx, s); err == nil {
			bundle.Store, err = hide.Store(ctx, s)
		}
	}
	found := hide.Found("store", "", err)
	bundle.Findings = append(bundle.Findings, found)
	bundle.Store.Kind, bundle.Store.Error = kind, found.Detail
	return nil
}

// usageError is a flag that says nothing that could be read.
type usageError struct{ error }

// readStore opens a file for reading only: what is wrong with it stays as it is.
func (f *supportFlags) readStore(ctx context.Context) (s store.Store, kind string, err error) {
	if path, is := strings.CutPrefix(f.store, "sqlite:"); is && path != "" {
		if _, err := os.Stat(path); err != nil {
			return nil, "sqlite", &usageError{fmt.Errorf("--store %s: there is no such file", f.store)}
		}
		s, err = sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
		return s, "sqlite", err
	}
	if !strings.HasPrefix(f.store, "postgres") {
		_, err = f.openStore(ctx)
		return nil, "", &usageError{err}
	}
	s, err = f.openHeld(ctx)
	return s, "postgres", err
}

const (
	// mostMetrics bounds what is read of an address that may be a wrong one.
	mostMetrics   = 32 << 20
	metricsWithin = 30 * time.Second
)

func readMetrics(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, metricsWithin)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("the address is malformed") // without it: it may hold a password
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, mostMetrics))
}

func (f *supportFlags) write(out io.Writer, bundle support.Bundle) error {
	path := f.output
	if path == "" {
		path = "yardstick-support-" + bundle.Made.UTC().Format("20060102-150405") + ".zip"
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("--output %s: that file is there already", path)
	}
	if err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	if err := errors.Join(bundle.Write(file), file.Close()); err != nil {
		_ = os.Remove(path) // a half one would be in the way of the next try
		return fmt.Errorf("--output %s: %w", path, err)
	}
	_, err = fmt.Fprintf(out, "Written to %s. Look through it before you pass it on.\n", path)
	return err
}
