package main

// `yardstick evaluate forecast`: how often the bands of a forecast hold what
// comes, by simulation and on weeks of real series that are held back.

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/capacity"
)

func evaluateForecastCommand() *cobra.Command {
	var f flags
	var trials int
	var seed uint64
	var folder string
	cmd := &cobra.Command{
		Use:   "forecast",
		Short: "Bands and trends over simulated series, and over held-back weeks of the series below --data.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			asJSON, err := f.json()
			if err != nil {
				return err
			}
			if trials < 1 {
				return fmt.Errorf("--trials %d: give at least 1", trials)
			}
			answer := forecastsJudged{Trials: trials, Trendless: trendless(trials, seed), Simulated: simulatedForecasts(trials, seed)}
			if folder != "" {
				if answer.HeldBack, err = heldBack(folder); err != nil {
					return err
				}
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), answer)
			}
			return answer.print(cmd.OutOrStdout())
		},
	}
	cmd.Flags().IntVar(&trials, "trials", 1000, "series of each kind")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "of the random numbers")
	cmd.Flags().StringVar(&folder, "data", "", "folder with series (timestamp,value) whose weeks are held back")
	f.addFormat(cmd)
	return cmd
}

// forecastsJudged is the JSON of `evaluate forecast`.
type forecastsJudged struct {
	Trials    int            `json:"trials"`
	Trendless []claimedTrend `json:"trendless"`
	Simulated bandsHeld      `json:"simulated"`
	HeldBack  []heldBackOf   `json:"heldBack,omitempty"`
}

// claimedTrend is how often a trend was claimed on series without one.
type claimedTrend struct {
	Days        int     `json:"days"`
	Correlation float64 `json:"correlation"` // of neighbouring days
	Claimed     float64 `json:"claimed"`     // share
}

// bandsHeld is which share of days lay in the bands.
type bandsHeld struct {
	Days   int     `json:"days"`
	Held80 float64 `json:"held80"`
	Held95 float64 `json:"held95"`
}

func (b *bandsHeld) add(p capacity.Point, v float64) {
	n := float64(b.Days)
	in := func(low, high float64) float64 {
		if low <= v && v <= high {
			return 1
		}
		return 0
	}
	b.Held80 = (b.Held80*n + in(p.Low80, p.High80)) / (n + 1)
	b.Held95 = (b.Held95*n + in(p.Low95, p.High95)) / (n + 1)
	b.Days++
}

// dailySeries is a simulated load: growth by day, a week of a strength, and a level that wanders.
func dailySeries(random *rand.Rand, n int, growth, week, correlation float64) []float64 {
	const sd = 0.1
	out := make([]float64, n)
	level := sd * random.NormFloat64()
	for i := range out {
		out[i] = math.Exp(5 + growth*float64(i) + week*math.Sin(2*math.Pi*float64(i)/7) + level)
		level = correlation*level + sd*math.Sqrt(1-correlation*correlation)*random.NormFloat64()
	}
	return out
}

func trendless(trials int, seed uint64) (all []claimedTrend) {
	for _, c := range []claimedTrend{{28, 0, 0}, {28, 0.3, 0}, {28, 0.6, 0}, {90, 0, 0}, {90, 0.3, 0}, {90, 0.6, 0}} {
		random := rand.New(rand.NewPCG(seed, uint64(len(all))))
		for range trials {
			if capacity.TrendOf(dailySeries(random, c.Days, 0, 0.2, c.Correlation)).Shown {
				c.Claimed += 1 / float64(trials)
			}
		}
		all = append(all, c)
	}
	return all
}

// simulatedForecasts looks from 90 days at the 28 that follow: half of the series grow, by up to 1 % a day.
func simulatedForecasts(trials int, seed uint64) (held bandsHeld) {
	const past, ahead = 90, 28
	random := rand.New(rand.NewPCG(seed, 100))
	for range trials {
		growth := 0.01 * random.Float64() * float64(random.IntN(2))
		series := dailySeries(random, past+ahead, growth, 0.2*random.Float64(), 0.6*random.Float64())
		for i, p := range capacity.Ahead(series[:past], ahead).Points {
			held.add(p, series[past+i])
		}
	}
	return held
}

func (a forecastsJudged) print(out io.Writer) error {
	w := newTable(out)
	fmt.Fprintf(w, "WITHOUT A TREND: DAYS\tCORRELATION\tA TREND IS CLAIMED\n")
	for _, c := range a.Trendless {
		fmt.Fprintf(w, "%d\t%.1f\t%.1f %%\n", c.Days, c.Correlation, 100*c.Claimed)
	}
	fmt.Fprintln(w)
	fmt.Fprintf(w, "SERIES\tDAYS\tIN 80 %%\tIN 95 %%\tPINBALL\tWEEK BEFORE\tWEEK BEFORE WITH BANDS\n")
	fmt.Fprintf(w, "simulated\t%d\t%.1f %%\t%.1f %%\t\t\t\n", a.Simulated.Days, 100*a.Simulated.Held80, 100*a.Simulated.Held95)
	for _, h := range a.HeldBack {
		fmt.Fprintf(w, "%s\t%d\t%.1f %%\t%.1f %%\t%.3f\t%.3f\t%.3f\n", h.Series, h.Days, 100*h.Held80, 100*h.Held95, h.Loss, h.NaiveLoss, h.NaiveBandLoss)
	}
	return w.Flush()
}
