package main

// `yardstick evaluate gate`: how often the gate is wrong, by simulation. Hidden:
// it is for the evaluation of the project, not for its users.

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/compare"
)

func evaluateCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "evaluate", Hidden: true, Short: "Measures how often a verdict is wrong."}
	var f flags
	var trials int
	var seed uint64
	gate := &cobra.Command{
		Use:   "gate",
		Short: "False failures on equal versions and power on slower ones, over simulated log-normal latencies.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			asJSON, err := f.json()
			if err != nil {
				return err
			}
			if trials < 1 {
				return fmt.Errorf("--trials %d: give at least 1", trials)
			}
			results := simulateGates(trials, seed)
			if asJSON {
				return printJSON(cmd.OutOrStdout(), map[string]any{"trials": trials, "level": compare.Defaults().Level, "cases": results})
			}
			return printSimulated(cmd.OutOrStdout(), trials, results)
		},
	}
	gate.Flags().IntVar(&trials, "trials", 1000, "gates of each kind")
	gate.Flags().Uint64Var(&seed, "seed", 1, "of the random numbers")
	f.addFormat(gate)
	return oneOf(cmd, gate, evaluateForecastCommand())
}

// simulated is one kind of gate in the JSON of `evaluate gate`.
type simulated struct {
	Slowdown     float64 `json:"slowdown"` // true ratio
	Executions   int     `json:"executions"`
	Operations   int     `json:"operations"`
	LogSD        float64 `json:"logSd"`
	NaN          bool    `json:"nan,omitempty"` // the candidate's values are no numbers
	Pass         float64 `json:"pass"`          // shares of the trials
	Fail         float64 `json:"fail"`
	Inconclusive float64 `json:"inconclusive"`
}

// simulateGates covers equal versions, one at the edge of the median's margin, and slower ones.
func simulateGates(trials int, seed uint64) (all []simulated) {
	for _, c := range []simulated{
		{Slowdown: 1, Executions: 100, Operations: 1, LogSD: 0.3}, {Slowdown: 1, Executions: 1000, Operations: 1, LogSD: 0.3},
		{Slowdown: 1, Executions: 5000, Operations: 1, LogSD: 0.3}, {Slowdown: 1, Executions: 1000, Operations: 20, LogSD: 0.3},
		{Slowdown: 1, Executions: 1000, Operations: 1, LogSD: 1},
		{Slowdown: 1.05, Executions: 1000, Operations: 1, LogSD: 0.3}, {Slowdown: 1.05, Executions: 1000, Operations: 20, LogSD: 0.3},
		{Slowdown: 1.1, Executions: 500, Operations: 1, LogSD: 0.3}, {Slowdown: 1.1, Executions: 1000, Operations: 1, LogSD: 0.3},
		{Slowdown: 1.1, Executions: 2000, Operations: 1, LogSD: 0.3}, {Slowdown: 1.1, Executions: 5000, Operations: 1, LogSD: 0.3},
		{Slowdown: 1.2, Executions: 100, Operations: 1, LogSD: 0.3}, {Slowdown: 1.2, Executions: 500, Operations: 1, LogSD: 0.3},
		{Slowdown: 1, Executions: 3, Operations: 1, LogSD: 0.3}, {Slowdown: 1.5, Executions: 20, Operations: 1, LogSD: 0.3},
		{Slowdown: 1, Executions: 0, Operations: 1, LogSD: 0.3}, {Slowdown: 1, Executions: 1000, Operations: 1, LogSD: 0.3, NaN: true},
	} {
		random := rand.New(rand.NewPCG(seed, uint64(len(all))))
		for range trials {
			switch simulateGate(random, c) {
			case compare.Pass:
				c.Pass += 1 / float64(trials)
			case compare.Fail:
				c.Fail += 1 / float64(trials)
			default:
				c.Inconclusive += 1 / float64(trials)
			}
		}
		all = append(all, c)
	}
	return all
}

func simulateGate(random *rand.Rand, c simulated) compare.Verdict {
	slowdown := c.Slowdown
	if c.NaN {
		slowdown = math.NaN()
	}
	latencies := func(ratio float64) compare.Side {
		values := make([]float64, c.Executions)
		for i := range values {
			values[i] = ratio * math.Exp(c.LogSD*random.NormFloat64())
		}
		return compare.Of(values, float64(len(values)), 0)
	}
	operations := make([]compare.Operation, c.Operations)
	for i := range operations {
		operations[i] = compare.Operation{Name: fmt.Sprint(i), Quantity: "duration", Base: latencies(1), Candidate: latencies(slowdown)}
	}
	return compare.Gate(operations, compare.Defaults()).Verdict
}

func printSimulated(out io.Writer, trials int, all []simulated) error {
	fmt.Fprintf(out, "%d gates of each kind, level %v\n\n", trials, compare.Defaults().Level)
	w := newTable(out)
	fmt.Fprintln(w, "TRUE RATIO\tEXECUTIONS EACH\tOPERATIONS\tLOG-SD\tPASS\tFAIL\tINCONCLUSIVE")
	for _, c := range all {
		slowdown := fmt.Sprintf("%.2f", c.Slowdown)
		if c.NaN {
			slowdown = "no numbers"
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%.1f\t%.1f %%\t%.1f %%\t%.1f %%\n", slowdown, c.Executions, c.Operations, c.LogSD, 100*c.Pass, 100*c.Fail, 100*c.Inconclusive)
	}
	return w.Flush()
}
