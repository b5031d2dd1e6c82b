// Package promtest runs a real Prometheus for tests: on a free loopback port,
// with data of its own, stopped when the test ends.
package promtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// readyWithin is generous: a shared machine replays and starts slowly.
const readyWithin = 60 * time.Second

// Target is something to scrape.
type Target struct {
	Job      string
	Address  string        // host:port
	Interval time.Duration // default 1 s
}

// Options say what a Prometheus scrapes and knows from the start.
type Options struct {
	Targets []Target
	// Native scrapes native histograms where a target has them, beside the classic ones.
	Native bool
	// History is OpenMetrics text with timestamps, loaded as blocks before the start; "# EOF" is added.
	History string
	// Scraped is sent after the start; there is no History before it then.
	Scraped *Scraped
	// Flags are further command line flags.
	Flags []string
}

// Server is a running Prometheus, or a VictoriaMetrics.
type Server struct {
	URL   string
	what  string // its name
	ready string // the path that tells when it is
	cmd   *exec.Cmd
	t     testing.TB
}

// Start runs a Prometheus until the test ends. Without the binary the test is skipped.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	binary := Tool(t, "prometheus")
	dir := t.TempDir()
	config := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(config, []byte(configuration(o)), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	if o.History != "" {
		load(t, dir, data, o.History)
	}
	args := append([]string{
		"--config.file=" + config, "--storage.tsdb.path=" + data, "--storage.tsdb.retention.time=100y",
		"--web.listen-address=127.0.0.1:0",
	}, o.Flags...)
	if o.Scraped != nil {
		args = append(args, "--web.enable-remote-write-receiver")
	}
	s := &Server{t: t, what: "Prometheus", ready: "/-/ready", cmd: exec.Command(binary, args...)}
	log, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("starting %s: %v", binary, err)
	}
	t.Cleanup(s.Stop)
	s.URL = "http://" + s.listening(log)
	s.waitReady()
	if o.Scraped != nil {
		o.Scraped.sendTo(t, s.URL)
	}
	return s
}

// Stop ends the server; its port is closed afterwards.
func (s *Server) Stop() {
	if s.cmd.ProcessState != nil {
		return
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// Tool finds a Prometheus tool in the repository's .cache/bin or on PATH; without it the test is skipped.
func Tool(t testing.TB, name string) string {
	t.Helper()
	if dir, err := os.Getwd(); err == nil {
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			candidate := filepath.Join(dir, ".cache", "bin", name)
			if info, err := os.Stat(candidate); err == nil && !info.IsDir() {
				return candidate
			}
		}
	}
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	t.Skipf("%s is neither in .cache/bin nor on PATH; npm test builds it", name)
	return ""
}

func configuration(o Options) string {
	var b strings.Builder
	b.WriteString("global:\n  scrape_interval: 1s\n")
	if o.Native {
		b.WriteString("  scrape_native_histograms: true\n  always_scrape_classic_histograms: true\n")
	}
	b.WriteString("scrape_configs:\n")
	for _, t := range o.Targets {
		if t.Interval == 0 {
			t.Interval = time.Second
		}
		fmt.Fprintf(&b, "- job_name: %q\n  scrape_interval: %dms\n  scrape_timeout: %dms\n  static_configs:\n  - targets: [%q]\n",
			t.Job, t.Interval.Milliseconds(), t.Interval.Milliseconds(), t.Address)
	}
	return b.String()
}

func load(t testing.TB, dir, data, history string) {
	t.Helper()
	file := filepath.Join(dir, "history.om")
	if !strings.HasSuffix(history, "# EOF\n") {
		history += "# EOF\n"
	}
	if err := os.WriteFile(file, []byte(history), 0o600); err != nil {
		t.Fatal(err)
	}
	// promtool reads the file once per block: months in blocks of two hours would take minutes.
	out, err := exec.Command(Tool(t, "promtool"), "tsdb", "create-blocks-from", "--max-block-duration="+longestBlock, "openmetrics", file, data).CombinedOutput()
	if err != nil {
		t.Fatalf("loading history: %v\n%s", err, out)
	}
}

// longestBlock is that of a loaded history: Prometheus merges its own to about as much.
const longestBlock = "21d"

var listeningPattern = regexp.MustCompile(`msg="Listening on".* address=(\S+)`)

// listening reads the log until it names the port that was given.
func (s *Server) listening(log io.Reader) string {
	found := make(chan string, 1)
	var said strings.Builder
	go func() {
		defer close(found)
		lines := bufio.NewScanner(log)
		for lines.Scan() {
			if m := listeningPattern.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
				_, _ = io.Copy(io.Discard, log)
				return
			}
			said.WriteString(lines.Text() + "\n")
		}
	}()
	select {
	case address, ok := <-found:
		if ok {
			return address
		}
		s.t.Fatalf("Prometheus did not start:\n%s", said.String())
	case <-time.After(readyWithin):
		s.t.Fatalf("Prometheus names no address within %s", readyWithin)
	}
	return ""
}

func (s *Server) waitReady() {
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	for {
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+s.ready, nil)
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			s.t.Fatalf("%s at %s is not ready within %s", s.what, s.URL, readyWithin)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
