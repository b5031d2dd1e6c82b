// Command yardstick learns baselines and compares live with them, without a
// Grafana: the same engine as the data source.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit codes of every command (design 5.3).
const (
	exitQuiet  = 0
	exitBreach = 1
	exitError  = 3
)

// errBreach ends `check` with status 1; it is an answer, not a fault, so nothing is printed for it.
var errBreach = errors.New("at least one operation is at warning or worse")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := exitCode(root().ExecuteContext(ctx))
	stop()
	os.Exit(code)
}

func exitCode(err error) int {
	switch {
	case err == nil:
		return exitQuiet
	case errors.Is(err, errBreach):
		return exitBreach
	}
	fmt.Fprintf(os.Stderr, "yardstick: %v\n", err)
	return exitError
}

func root() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "yardstick",
		Short:         "Learns how fast every operation normally is, and says what is slower than that.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	cmd.AddCommand(learnCommand(), baselinesCommand(), checkCommand(), probeCommand(), reportCommand())
	return cmd
}
