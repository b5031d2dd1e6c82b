package main

// `yardstick recommend`: what the documents advise, and holds now (D5 l.114).

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// recommended is one piece of advice in the JSON of `recommend`.
type recommended struct {
	System     string            `json:"system"`
	ID         string            `json:"id"`
	Group      string            `json:"group"`
	Title      string            `json:"title"`
	Text       string            `json:"text"`
	Labels     map[string]string `json:"labels"`
	Evidence   []string          `json:"evidence"`
	Operations []string          `json:"operations"`
	Since      *time.Time        `json:"since"`
	Anchor     string            `json:"anchor"`
	Values     []*float64        `json:"values"`
}

func recommendCommand() *cobra.Command {
	var f flags
	var cache, api bool
	cmd := &cobra.Command{
		Use:   "recommend",
		Short: "Lists the documents' recommendations that apply now, with what they rest on.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var groups []string
			if cache {
				groups = append(groups, "cache")
			}
			if api {
				groups = append(groups, "api")
			}
			return recommend(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, groups)
		},
	}
	f.addPrometheus(cmd)
	f.addStore(cmd)
	f.addAt(cmd)
	f.addFormat(cmd)
	cmd.Flags().BoolVar(&cache, "cache", false, "only those on caches")
	cmd.Flags().BoolVar(&api, "api", false, "only those on the use of APIs")
	return cmd
}

func recommend(ctx context.Context, out, remarks io.Writer, f *flags, groups []string) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	s, err := f.open(ctx, f.openIfHeld)
	if err != nil {
		return err
	}
	defer s.store.Close()
	all := []recommended{}
	for _, system := range s.systems {
		records, err := s.baselines(ctx, f.source, system.Name, s.at)
		if err != nil {
			return err
		}
		verdicts, err := s.reader.Verdicts(ctx, live.Request{System: system, Baselines: records, At: s.at})
		if err := s.usable(err); err != nil {
			return fmt.Errorf("judging %s: %w", system.Title, err)
		}
		breaches := slices.DeleteFunc(verdicts, func(v live.OperationVerdict) bool { return !v.Breach() })
		advice, err := s.reader.Recommendations(ctx, live.AdviceRequest{System: system, At: s.at, Breaches: breaches})
		if err := s.usable(err); err != nil {
			return fmt.Errorf("the recommendations of %s: %w", system.Title, err)
		}
		for _, a := range advice {
			if len(groups) == 0 || slices.Contains(groups, a.Group) {
				all = append(all, recommendedOf(a))
			}
		}
	}
	s.tell(remarks)
	if asJSON {
		return printJSON(out, map[string]any{"recommendations": all})
	}
	return printRecommended(out, all)
}

func recommendedOf(a live.Advice) recommended {
	r := recommended{
		System: a.System, ID: a.ID, Group: a.Group, Title: a.Title, Text: a.Text, Labels: labelsOf(a.Labels),
		Evidence: []string{}, Operations: append([]string{}, a.Operations...), Anchor: a.Anchor, Values: []*float64{},
	}
	if !a.Since.IsZero() {
		r.Since = &a.Since
	}
	for _, fact := range a.Because {
		r.Evidence = append(r.Evidence, fact.Text)
		r.Values = append(r.Values, figure.Known(fact.Value))
	}
	return r
}

func printRecommended(out io.Writer, all []recommended) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(out, "Nothing that the documents advise applies now.")
		return err
	}
	w := newTable(out)
	fmt.Fprintln(w, "SYSTEM\tID\tGROUP\tADVICE\tBECAUSE")
	for _, r := range all {
		because := ""
		for i, fact := range r.Evidence {
			if i > 0 {
				because += "; "
			}
			because += fact
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.System, r.ID, r.Group, r.Text, because)
	}
	return w.Flush()
}
