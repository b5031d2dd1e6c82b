package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// The environment of a child process: what it is to do, and the store's address.
const (
	roleVariable    = "YARDSTICK_STORETEST_ROLE"
	addressVariable = "YARDSTICK_STORETEST_ADDRESS"
)

// Main is the TestMain of a package that calls Run: in a child process of the suite it plays the child's role.
//
//	func TestMain(m *testing.M) { storetest.Main(m, subject) }
func Main(m interface{ Run() int }, s Subject) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	roles := map[string]func(store.Store) error{"learn": learnUntilDone, "write": writeForEver}
	opened, err := s.Open(context.Background(), os.Getenv(addressVariable))
	if err == nil {
		err = roles[role](opened)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// child starts this test binary again in a role.
func child(t testing.TB, role, address string) (*exec.Cmd, io.Reader) {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(binary)
	cmd.Env = append(os.Environ(), roleVariable+"="+role, addressVariable+"="+address)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return cmd, out
}

const (
	// hoursToLearn are shared out between the processes that contend.
	hoursToLearn = 40
	// leaseTime is short, so that leases change hands often.
	leaseTime = 60 * time.Millisecond
	// opsOfHour make an hour large enough to be killed in the middle of.
	opsOfHour = 300
)

func hourAt(i int) time.Time { return noon.Add(time.Duration(i) * time.Hour) }

// learnUntilDone plays a learner: while it holds the lease it learns the next hour that is not learned, and says so.
func learnUntilDone(s store.Store) error {
	ctx := context.Background()
	owner := fmt.Sprint("process ", os.Getpid())
	for {
		l, ok, err := s.Acquire(ctx, source, owner, leaseTime, time.Now())
		if err != nil {
			return err
		}
		if !ok {
			time.Sleep(3 * time.Millisecond)
			continue
		}
		done, err := s.LearnedHours(ctx, source, system, set)
		if err != nil {
			return err
		}
		if len(done) == hoursToLearn {
			return s.Release(ctx, l)
		}
		next := 0
		for slices.ContainsFunc(done, hourAt(next).Equal) {
			next++
		}
		if rand.IntN(4) == 0 {
			time.Sleep(2 * leaseTime) // a process that was stopped and does not know that its lease is gone
		}
		hour := hourAt(next)
		err = s.PutHour(ctx, l, system, set, hour, hours(byName{"op": windows(hour, float64(os.Getpid()))}))
		if errors.Is(err, store.ErrLeaseLost) {
			fmt.Println("lost", next)
			continue
		}
		if err != nil {
			return err
		}
		fmt.Println("learned", next, l.Fence)
	}
}

// testProcesses: two processes on one store learn every hour exactly once between them.
func testProcesses(t *testing.T, subject Subject) {
	address := subject.Address(t)
	type line struct {
		text string
		who  int
	}
	lines := make(chan line)
	finished := make(chan error)
	const processes = 2
	for who := range processes {
		cmd, out := child(t, "learn", address)
		go func() {
			for said := bufio.NewScanner(out); said.Scan(); {
				lines <- line{said.Text(), who}
			}
			finished <- cmd.Wait()
		}()
	}
	by, lost := map[int][]int{}, 0
	for running := processes; running > 0; {
		select {
		case l := <-lines:
			var hour, fence int
			if n, _ := fmt.Sscanf(l.text, "learned %d %d", &hour, &fence); n == 2 {
				by[hour] = append(by[hour], l.who)
			} else {
				lost++
			}
		case err := <-finished:
			require.NoError(t, err)
			running--
		}
	}
	require.Len(t, by, hoursToLearn)
	shares := [processes]int{}
	for hour, who := range by {
		require.Len(t, who, 1, "hour %d was learned by %v", hour, who)
		shares[who[0]]++
	}
	t.Logf("hours by process: %v, refused after a lost lease: %d", shares, lost)
	s := subject.at(t, address)
	require.Len(t, learned(t, s, "op"), hoursToLearn*12)
}

// writeForEver stores hour after hour of many operations, until it is killed.
func writeForEver(s store.Store) error {
	ctx := context.Background()
	// The lease ends at once, so that the next child need not wait for it; nobody else asks for it.
	l, ok, err := s.Acquire(ctx, source, fmt.Sprint("process ", os.Getpid()), time.Nanosecond, time.Now())
	if err != nil || !ok {
		return fmt.Errorf("no lease: %v %w", ok, err)
	}
	done, err := s.LearnedHours(ctx, source, system, set)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for i := len(done); ; i++ {
		if err := s.PutHour(ctx, l, system, set, hourAt(i), hours(manyOperations(i))); err != nil {
			return err
		}
	}
}

func manyOperations(hour int) byName {
	ops := byName{}
	for op := range opsOfHour {
		ops[fmt.Sprintf("op%03d", op)] = windows(hourAt(hour), float64(op))
	}
	return ops
}

// testKilled: a process that is killed at any moment leaves whole hours only, each with its mark.
func testKilled(t *testing.T, subject Subject) {
	address := subject.Address(t)
	const kills = 8
	for range kills {
		cmd, out := child(t, "write", address)
		said := bufio.NewScanner(out)
		require.True(t, said.Scan(), "the child did not begin")
		time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
		requireWholeHours(t, subject, address)
	}
}

func requireWholeHours(t *testing.T, subject Subject, address string) {
	t.Helper()
	ctx := context.Background()
	s, err := subject.Open(ctx, address)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	done, err := s.LearnedHours(ctx, source, system, set)
	require.NoError(t, err)
	ops, err := s.Operations(ctx, source, system)
	require.NoError(t, err)
	if len(done) == 0 {
		require.Empty(t, ops)
		return
	}
	require.Len(t, ops, opsOfHour)
	for op, o := range ops { // by name
		var want []baseline.Window
		for i := range done {
			want = append(want, windows(hourAt(i), float64(op))...)
		}
		got, err := s.Windows(ctx, source, o.ID, time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Len(t, got, len(want), "%s has other hours than are marked", o.Name)
		for i := range got {
			require.True(t, got[i].End.Equal(want[i].End) && slices.Equal(got[i].Counts, want[i].Counts), "window %d of %s", i, o.Name)
		}
	}
}
