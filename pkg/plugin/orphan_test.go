//go:build unix

package plugin

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// closing is a store that leaves a file behind when it is closed.
type closing struct {
	memory
	path string
}

func (c *closing) Close() error { return os.WriteFile(c.path, []byte("closed"), 0o600) }

// TestOrphanedBackEnd is no test of its own: it is the back end that the next one starts.
func TestOrphanedBackEnd(t *testing.T) {
	path := os.Getenv("YARDSTICK_TEST_ORPHAN")
	if path == "" {
		t.Skip("started by TestTheBackEndStopsWhenGrafanaIsKilled only")
	}
	p := newProcess(still{}, func() (store.Store, error) { return &closing{path: path}, nil }, documentedSystems)
	_, err := p.Store(context.Background())
	require.NoError(t, err)
	grafana := os.Getppid()
	_, _ = os.Stdout.WriteString("ready\n")
	p.stopWithout(grafana, 10*time.Millisecond, os.Exit)
}

func TestTheBackEndStopsWhenGrafanaIsKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "closed")
	// A shell in Grafana's place: it starts the back end and waits for it.
	grafana := exec.Command("/bin/sh", "-c", `"$0" -test.run='^TestOrphanedBackEnd$' & wait`, os.Args[0])
	grafana.Env = append(os.Environ(), "YARDSTICK_TEST_ORPHAN="+path)
	out, err := grafana.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, grafana.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	require.Equal(t, "ready", lines.Text())
	require.NoFileExists(t, path, "while Grafana lives it goes on")

	require.NoError(t, grafana.Process.Kill())
	require.Eventually(t, func() bool { _, err := os.Stat(path); return err == nil }, 10*time.Second, 10*time.Millisecond)
	for lines.Scan() { // until the back end, the last one to hold the pipe, has ended
	}
	_ = grafana.Wait()
}
