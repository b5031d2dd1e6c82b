//go:build unix

package postgres

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// The environment of a child process that holds a lease, or the lock of a source's writers too.
const (
	holdVariable   = "YARDSTICK_POSTGRES_HOLD"
	holdLease      = "lease"
	holdLock       = "lock"
	holdTime       = 5 * time.Second
	addressOfChild = "YARDSTICK_POSTGRES_ADDRESS"
)

// TestHoldingChild is not a test: it is what the child process does. It takes the lease for a short time and says so; its
// parent stops or kills it. Awake again, it writes with what it has.
func TestHoldingChild(t *testing.T) {
	what := os.Getenv(holdVariable)
	if what == "" {
		t.Skip("it runs as a child of the tests of this file")
	}
	ctx := context.Background()
	s := opened(t, os.Getenv(addressOfChild), Options{}).(*Store)
	l, ok, err := s.Acquire(ctx, source, "child", holdTime, time.Now())
	require.NoError(t, err)
	require.True(t, ok)
	if what == holdLock {
		tx, err := s.database.Begin(ctx, source, true)
		require.NoError(t, err)
		_, err = tx.Exec(`DELETE FROM learned_hours`)
		require.NoError(t, err)
		defer func() { _ = tx.Rollback() }()
	}
	fmt.Println("holding")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Println("\nwrote:", s.PutHour(ctx, l, "kgas", "operation", noon, hour(noon)))
}

type child struct {
	*exec.Cmd
	said *bufio.Scanner
	tell interface{ Write([]byte) (int, error) }
}

func holding(t *testing.T, what, address string) child {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	c := exec.Command(binary, "-test.run", "^TestHoldingChild$")
	c.Env = append(os.Environ(), holdVariable+"="+what, addressOfChild+"="+address)
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	in, err := c.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	held := child{c, bufio.NewScanner(out), in}
	held.waitFor(t, "holding")
	return held
}

func (c child) waitFor(t *testing.T, begins string) string {
	t.Helper()
	for c.said.Scan() {
		if line := c.said.Text(); len(line) >= len(begins) && line[:len(begins)] == begins {
			return line
		}
	}
	t.Fatalf("the child never said %q", begins)
	return ""
}

// A process that is stopped (SIGSTOP) keeps its connections: its lease runs out all the same, also where it was stopped
// in the middle of a transaction, and when it goes on it writes nothing any more.
func TestAnotherProcessTakesOverAfterAStopAsAfterAKill(t *testing.T) {
	for name, c := range map[string]struct {
		what   string
		signal syscall.Signal
	}{
		"stopped":                                {holdLease, syscall.SIGSTOP},
		"stopped in the middle of a transaction": {holdLock, syscall.SIGSTOP},
		"killed":                                 {holdLease, syscall.SIGKILL},
		"killed in the middle of a transaction":  {holdLock, syscall.SIGKILL},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			address := server(t).Empty()
			s := opened(t, address, Options{})
			other := holding(t, c.what, address)
			_, ok, err := s.Acquire(ctx, source, "parent", time.Hour, time.Now())
			require.NoError(t, err)
			require.False(t, ok, "while it works nobody else does")
			require.NoError(t, other.Process.Signal(c.signal))
			var l store.Lease
			for !ok {
				l, ok, err = s.Acquire(ctx, source, "parent", time.Hour, time.Now())
				require.NoError(t, err)
				time.Sleep(100 * time.Millisecond)
			}
			require.EqualValues(t, 2, l.Fence)
			require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", noon.Add(time.Hour), hour(noon.Add(time.Hour))))
			if c.signal == syscall.SIGSTOP {
				require.NoError(t, other.Process.Signal(syscall.SIGCONT))
				_, err := other.tell.Write([]byte("go on\n"))
				require.NoError(t, err)
				require.Contains(t, other.waitFor(t, "wrote:"), store.ErrLeaseLost.Error())
			}
			learned, err := s.LearnedHours(ctx, source, "kgas", "operation")
			require.NoError(t, err)
			require.Equal(t, []time.Time{noon.Add(time.Hour)}, learned)
		})
	}
}

// The clocks of replicas differ; leases run out by the server's.
func TestLeasesRunOutByTheServersClock(t *testing.T) {
	ctx := context.Background()
	address := server(t).Empty()
	right, fast := opened(t, address, Options{}), opened(t, address, Options{})
	const ttl = time.Second
	mine, ok, err := right.Acquire(ctx, source, "right", ttl, time.Now())
	require.NoError(t, err)
	require.True(t, ok)
	_, ok, err = fast.Acquire(ctx, source, "fast", ttl, time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.False(t, ok, "a clock that is an hour ahead takes nothing over")
	time.Sleep(ttl)
	taken, ok, err := fast.Acquire(ctx, source, "fast", ttl, time.Now().Add(-time.Hour))
	require.NoError(t, err)
	require.True(t, ok, "and one that is an hour behind does not wait for an hour")
	require.Greater(t, taken.Fence, mine.Fence)
}

// The owner of a lease renews it while its own long transaction runs.
func TestALeaseIsRenewedBesideALongTransaction(t *testing.T) {
	ctx := context.Background()
	s := opened(t, server(t).Empty(), Options{}).(*Store)
	l := held(t, s, "a")
	tx, err := s.database.Begin(ctx, source, true)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	again := held(t, s, "a")
	require.Equal(t, l, again)
	_, ok, err := s.Acquire(ctx, source, "b", time.Hour, noon)
	require.NoError(t, err)
	require.False(t, ok, "and others need not wait to see that it is held")
}
