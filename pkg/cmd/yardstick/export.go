package main

// `yardstick export`: baselines and runs for other monitoring systems (D5 l.343-364).

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/export"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// service is where a format is sent to, the environment variable that has the key (a command line is seen by all), how many
// bytes of one request it takes, and how old a number may be.
type service struct {
	url, header, key string
	most             int
	oldest           time.Duration
}

// services take what their documentation says of their limits. A collector takes 20 MiB, what stands behind one often less;
// Prometheus behind one takes an hour.
var services = map[string]service{
	"datadog":  {"https://api.datadoghq.com/api/v2/series", "DD-API-KEY", "DD_API_KEY", 500_000, time.Hour},
	"newrelic": {"https://metric-api.newrelic.com/metric/v1", "Api-Key", "NR_LICENSE_KEY", 1_000_000, 48 * time.Hour},
	"otlp":     {"http://localhost:4318/v1/metrics", "", "", 1_000_000, time.Hour},
}

type exportFlags struct {
	format, output, to string
	send               bool
}

func exportCommand() *cobra.Command {
	var f flags
	var e exportFlags
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Writes baselines, the latest runs and, with --prometheus, deviations for Prometheus, OpenTelemetry, Datadog or New Relic.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return exportAll(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, &e)
		},
	}
	f.addStore(cmd)
	f.addOptionalPrometheus(cmd)
	f.addAt(cmd)
	cmd.Flags().StringVar(&e.format, "format", "prometheus", strings.Join(export.Formats(), ", "))
	cmd.Flags().StringVar(&e.output, "output", "", "file to write (default: standard output)")
	cmd.Flags().BoolVar(&e.send, "send", false, "send it, in requests of a size that is taken: to Datadog with the key in DD_API_KEY, to New Relic with NR_LICENSE_KEY, to an OTLP collector")
	cmd.Flags().StringVar(&e.to, "to", "", "where to send it (default: the service's own address)")
	return cmd
}

func exportAll(ctx context.Context, out, remarks io.Writer, f *flags, e *exportFlags) error {
	if !slices.Contains(export.Formats(), e.format) {
		return fmt.Errorf("--format %q: choose from %s", e.format, strings.Join(export.Formats(), ", "))
	}
	if e.to != "" && !e.send {
		return errors.New("--to is where it is sent: give --send as well")
	}
	if e.output != "" && e.send {
		return errors.New("--output and --send: give one of them")
	}
	at, err := f.moment()
	if err != nil {
		return err
	}
	s, err := f.openHeld(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := f.heldOrRun(ctx, s); err != nil {
		return err
	}
	gauges, err := f.gauges(ctx, s, at)
	if err != nil {
		return err
	}
	if f.prometheus != "" {
		deviations, err := deviationsNow(ctx, remarks, f)
		if err != nil {
			return err
		}
		gauges = append(gauges, deviations...)
	}
	if len(gauges) == 0 {
		f.tellNothingHeld(remarks, "baseline and no run")
	}
	if f.at == "" {
		e.ofNow(gauges, at)
	}
	if e.send {
		return e.sendAll(ctx, out, gauges)
	}
	var text bytes.Buffer
	if err := export.Write(&text, e.format, gauges); err != nil {
		return err
	}
	switch {
	case e.output != "":
		if err := replace(e.output, text.Bytes()); err != nil {
			return fmt.Errorf("--output: %w", err)
		}
		return nil
	}
	_, err = out.Write(text.Bytes())
	return err
}

// ofNow gives what a service would drop for its age the time of the export: a latest run is the latest now as well. Some time
// is left until it is there.
func (e *exportFlags) ofNow(gauges []export.Gauge, now time.Time) {
	to, isService := services[e.format]
	for i := range gauges {
		if isService && now.Sub(gauges[i].At) > to.oldest-5*time.Minute {
			gauges[i].At = now
		}
	}
}

// replace gives a file its new text in one step: whoever reads it meanwhile, as node_exporter does, has the one or the
// other. What is no ordinary file, such as a pipe, is written to.
func replace(path string, text []byte) error {
	mode := os.FileMode(0o644)
	if found, err := filepath.EvalSymlinks(path); err == nil {
		path = found
	}
	switch known, err := os.Stat(path); {
	case err == nil && !known.Mode().IsRegular():
		return os.WriteFile(path, text, mode)
	case err == nil:
		mode = known.Mode().Perm()
	}
	// Not named *.prom, which node_exporter would read.
	aside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return os.WriteFile(path, text, mode) // a file in a folder that takes no other
	}
	_, err = aside.Write(text)
	if err = errors.Join(err, aside.Chmod(mode), aside.Sync(), aside.Close()); err == nil { // else the name may last, and not the text
		err = os.Rename(aside.Name(), path)
	}
	if err != nil {
		_ = os.Remove(aside.Name()) // the first error says what is wrong
	}
	return err
}

// sendAll sends what a service takes at a time; where it refuses a later part, what it has is told.
func (e *exportFlags) sendAll(ctx context.Context, out io.Writer, gauges []export.Gauge) error {
	to, known := services[e.format]
	if !known {
		return fmt.Errorf("--send: %s is scraped or read from a file, not sent: use --output", e.format)
	}
	if e.to != "" {
		to.url = e.to
	}
	if u, err := url.Parse(to.url); err != nil || u.Host == "" {
		return fmt.Errorf("--to %q is not a URL", withoutUser(to.url))
	}
	key := os.Getenv(to.key)
	if to.header != "" && key == "" {
		return fmt.Errorf("--send: put the key into the environment variable %s", to.key)
	}
	parts, err := export.Parts(e.format, gauges, to.most)
	if err != nil {
		return err
	}
	sent := 0
	for _, part := range parts {
		if err := to.post(ctx, key, part); err != nil {
			if len(parts) > 1 {
				err = fmt.Errorf("%w; %d of %d numbers were accepted before that", err, sent, len(gauges))
			}
			return err
		}
		sent += part.Gauges
	}
	in := ""
	if len(parts) > 1 {
		in = fmt.Sprintf(" in %d requests", len(parts))
	}
	_, err = fmt.Fprintf(out, "sent %d numbers to %s%s\n", sent, withoutUser(to.url), in)
	return err
}

func (s service) post(ctx context.Context, key string, part export.Part) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(part.Body))
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if s.header != "" {
		request.Header.Set(s.header, key)
	}
	// The key is for this address alone, and a page that a POST is sent on to has not taken its numbers.
	stays := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := (&http.Client{Timeout: requestTimeout, CheckRedirect: stays}).Do(request)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // without the address, which may hold a password
		}
		return fmt.Errorf("sending to %s: %w", withoutUser(s.url), err)
	}
	defer answer.Body.Close()
	if to, err := answer.Location(); err == nil && answer.StatusCode/100 == 3 {
		return fmt.Errorf("%s redirects to %s (status %d), and the key is not sent on: if that is the service, give its address with --to",
			withoutUser(s.url), (&url.URL{Scheme: to.Scheme, Host: to.Host, Path: to.Path}).String(), answer.StatusCode)
	}
	if answer.StatusCode/100 != 2 {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 500))
		return fmt.Errorf("%s refused it with status %d: %s", withoutUser(s.url), answer.StatusCode, bytes.TrimSpace(said))
	}
	if left := leftOut(answer.Body, part.Gauges); left != "" {
		return fmt.Errorf("%s did not take %s", withoutUser(s.url), left)
	}
	return nil
}

// leftOut is what a service that says yes did not take all the same: a collector counts it, Datadog lists what is wrong.
func leftOut(body io.Reader, gauges int) string {
	var said struct {
		Partial struct {
			Rejected json.Number `json:"rejectedDataPoints"`
			Message  string      `json:"errorMessage"`
		} `json:"partialSuccess"`
		Errors []string `json:"errors"`
	}
	if json.NewDecoder(io.LimitReader(body, 64<<10)).Decode(&said) != nil {
		return "" // other services say something else, or nothing
	}
	left, why := "", said.Partial.Message
	if n, err := said.Partial.Rejected.Int64(); err == nil && n > 0 {
		left = fmt.Sprintf("%d of %d numbers", n, gauges)
	}
	if len(said.Errors) > 0 {
		left, why = fmt.Sprintf("all of %d numbers", gauges), strings.Join(said.Errors, "; ")
	}
	if left != "" && why != "" {
		left += ": " + why
	}
	return left
}

// gauges are the baselines of the chosen systems that hold at a moment and, of every kind of run, the latest until then.
func (f *flags) gauges(ctx context.Context, s store.Store, at time.Time) (all []export.Gauge, err error) {
	for _, system := range f.systemsOrAll() {
		known, err := s.Baselines(ctx, f.source, system, at)
		if err != nil {
			return nil, fmt.Errorf("reading the baselines: %w", err)
		}
		for _, b := range known {
			all = append(all, baselineGauges(b.Baseline, at)...)
		}
		imported, err := s.ListRuns(ctx, f.source, system)
		if err != nil {
			return nil, fmt.Errorf("reading the runs: %w", err)
		}
		if f.at != "" {
			imported = slices.DeleteFunc(imported, func(r store.Run) bool { return r.At().After(at) })
		}
		all = append(all, runGauges(imported)...)
	}
	return all, nil
}

// baselineGauges have the names of the plugin's own metrics (design 4.5).
func baselineGauges(b store.Baseline, at time.Time) (all []export.Gauge) {
	r := b.Record
	of := export.BaselineOf(r.Unit)
	labels := func(stat string) map[string]string {
		return labelled(b.Operation.Labels, map[string]string{"system": b.Operation.System, "set": b.Operation.Set, "stat": stat, "unit": r.Unit})
	}
	for _, stat := range []struct {
		name  string
		value float64
	}{{"p50", r.P50}, {"p95", r.P95}, {"p99", r.P99}, {"mean", r.Mean}, {"sd", r.SD}, {"expected", r.ExpectedLately(at)}} {
		all = append(all, export.Gauge{Name: of.Name, Help: of.Help, Labels: labels(stat.name), Value: stat.value, At: at})
	}
	return append(all,
		export.Gauge{Name: export.Confidence.Name, Help: export.Confidence.Help, Labels: labels(""), Value: r.Confidence, At: at},
		export.Gauge{Name: export.Samples.Name, Help: export.Samples.Help, Labels: labels(""), Value: r.Requests, At: at})
}

// labelled adds the labels of an operation to ours, as the plugin's own metrics do. What is empty is no label.
func labelled(own, ours map[string]string) map[string]string {
	labels := make(map[string]string, len(own)+len(ours))
	maps.Copy(labels, ours)
	export.AddLabels(labels, own, slices.Collect(maps.Keys(ours)))
	maps.DeleteFunc(labels, func(_, value string) bool { return value == "" })
	return labels
}

// unitNames are the ends of metric names by quantity.
var unitNames = map[string]string{store.Duration: "duration_seconds", store.Memory: "memory_bytes", store.CPU: "cpu_seconds", store.Requests: "api_requests", store.RateLimit: "api_rate_limit"}

// runGauges are what the latest run of every operation measured; lists come newest first.
func runGauges(imported []store.Run) (all []export.Gauge) {
	seen := map[string]bool{}
	for _, r := range imported {
		at := r.At()
		for _, m := range r.Measured {
			key := fmt.Sprintf("%q %q %q %v", r.System, m.Quantity, m.Operation, m.Labels)
			if seen[key] {
				continue
			}
			seen[key] = true
			for _, stat := range slices.Sorted(maps.Keys(m.Stats)) {
				labels := labelled(m.Labels, map[string]string{"system": r.System, "operation": m.Operation, "stat": stat, "version": r.Context["version"]})
				all = append(all, export.Gauge{Name: "yardstick_run_" + unitNames[m.Quantity], Help: "Of the latest imported run.", Labels: labels, Value: m.Stats[stat], At: at})
			}
		}
	}
	return all
}
