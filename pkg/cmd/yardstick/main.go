// Command yardstick learns baselines and compares live with them, without a
// Grafana: the same engine as the data source.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/support"
)

// Exit codes of every command (design 5.3).
const (
	exitQuiet        = 0
	exitBreach       = 1
	exitInconclusive = 2
	exitError        = 3
)

// Answers of `check` that are no faults; what is to be said of them is said beside the list.
var (
	errBreach          = errors.New("at least one operation is at warning or worse")
	errNothingCompared = errors.New("nothing was compared")
)

func main() {
	ctx, stop := untilInterrupted()
	code := exitCode(root().ExecuteContext(ctx))
	stop()
	os.Exit(code)
}

// untilInterrupted ends with the first signal, so that a command can put its things away: a lease is given back, a half
// import removed. The next one ends the process as it is, whatever it is in the middle of, such as reading a terminal.
func untilInterrupted() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

func exitCode(err error) int {
	switch {
	case err == nil:
		return exitQuiet
	case errors.Is(err, errBreach), errors.Is(err, errGateFails):
		return exitBreach
	case errors.Is(err, errInconclusive), errors.Is(err, errNothingCompared):
		return exitInconclusive
	}
	fmt.Fprintf(os.Stderr, "yardstick: %v\n", brief(err))
	return exitError
}

// toldError is one of which a person needs all that it says.
type toldError struct{ error }

func (e toldError) Unwrap() error { return e.error }

// brief is what a person needs of an error: while Prometheus is away every question fails for the same reason, and
// that one sentence, which names the URL, says all.
func brief(err error) error {
	var failed *prometheus.Error
	if !errors.As(err, new(toldError)) && errors.As(err, &failed) {
		for _, kind := range []error{prometheus.ErrUnreachable, prometheus.ErrRefused, prometheus.ErrNotPrometheus} {
			if errors.Is(failed.Kind, kind) {
				return failed
			}
		}
	}
	return err
}

// oneOf makes a command that only holds others refuse a word that is none of them: help alone would end with 0, as if
// something had been done.
func oneOf(cmd *cobra.Command, commands ...*cobra.Command) *cobra.Command {
	names := make([]string, 0, len(commands))
	for _, c := range commands {
		names = append(names, c.Name())
	}
	cmd.AddCommand(commands...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return fmt.Errorf("unknown command %q for %q: choose from %s", args[0], cmd.CommandPath(), strings.Join(names, ", "))
	}
	return cmd
}

// misspeltFirst names the word that is no command before the flags behind it, which that command would know.
func misspeltFirst(cmd *cobra.Command, err error) error {
	if words := cmd.Flags().Args(); len(words) > 0 && cmd.HasAvailableSubCommands() {
		return fmt.Errorf("unknown command %q for %q: %s --help lists them", words[0], cmd.CommandPath(), cmd.CommandPath())
	}
	return err
}

func root() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "yardstick",
		Short:         "Learns how fast every operation normally is, and says what is slower than that.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	if known, err := catalog.Builtin(); err == nil { // else every command says what is wrong with it
		build := support.ThisBuild(known.Version)
		cmd.Version = fmt.Sprintf("%s, revision %s, %s, %s", build.Version, build.Revision, build.Go, build.Platform)
	}
	cmd.SetFlagErrorFunc(misspeltFirst)
	cmd.AddCommand(learnCommand(), baselinesCommand(), checkCommand(), probeCommand(), mapCommand(), reportCommand(),
		importCommand(), compareCommand(), gateCommand(), evaluateCommand(), backtestCommand(),
		analyzeCommand(), recommendCommand(), watchCommand(), exportCommand(), capacityCommand(), storeCommand(), supportCommand())
	cmd.InitDefaultHelpCmd()
	if help, _, err := cmd.Find([]string{"help"}); err == nil {
		help.Args = ofACommand
	}
	return cmd
}

// ofACommand refuses to help with a word that is no command, which otherwise ends with 0.
func ofACommand(help *cobra.Command, words []string) error {
	if _, _, err := help.Root().Find(words); err != nil {
		return fmt.Errorf("unknown command %q: %s --help lists them", words[0], help.Root().Name())
	}
	return nil
}
