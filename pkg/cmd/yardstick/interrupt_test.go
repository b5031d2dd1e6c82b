//go:build unix

package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// deafVariable is set in the child process of TestASecondInterruptEndsWhateverACommandDoes.
const deafVariable = "YARDSTICK_DEAF"

// TestDeafChild is not a test: it is a command that does not look whether it is interrupted, as one that reads a terminal.
func TestDeafChild(t *testing.T) {
	if os.Getenv(deafVariable) == "" {
		t.Skip("it runs as a child of the test below")
	}
	ctx, stop := untilInterrupted()
	defer stop()
	fmt.Println("began")
	<-ctx.Done()
	fmt.Println("told")
	select {}
}

func TestASecondInterruptEndsWhateverACommandDoes(t *testing.T) {
	binary, err := os.Executable()
	require.NoError(t, err)
	child := exec.Command(binary, "-test.run", "^TestDeafChild$")
	child.Env = append(os.Environ(), deafVariable+"=1")
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	t.Cleanup(func() { _ = child.Process.Kill() })
	said := bufio.NewScanner(out)
	until := func(word string) {
		for said.Scan() {
			if said.Text() == word {
				return
			}
		}
		require.Fail(t, "the child never said "+word)
	}
	until("began")
	require.NoError(t, child.Process.Signal(os.Interrupt))
	until("told")
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	for { // the first may still be being handled
		_ = child.Process.Signal(os.Interrupt)
		select {
		case <-ended:
			require.Equal(t, syscall.SIGINT, child.ProcessState.Sys().(syscall.WaitStatus).Signal())
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestABacktestOfAFolderEndsWhenItIsInterrupted(t *testing.T) {
	input, output := t.TempDir(), filepath.Join(t.TempDir(), "answers")
	series := "timestamp,value\n1,2\n"
	for i := range 20 {
		require.NoError(t, os.WriteFile(filepath.Join(input, fmt.Sprint(i, ".csv")), []byte(series), 0o600))
	}
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	cmd := root()
	cmd.SetArgs([]string{"backtest", "--input", input, "--output", output})
	require.ErrorIs(t, cmd.ExecuteContext(ctx), context.Canceled)
	require.NoDirExists(t, output)
}
