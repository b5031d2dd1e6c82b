package runs

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// This file answers how long the nodes of a dbt project took
// (target/run_results.json).

func readDbt(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var file struct {
		Metadata struct {
			Version   string `json:"dbt_version"`
			Generated string `json:"generated_at"`
		} `json:"metadata"`
		Args struct {
			Which string `json:"which"`
		} `json:"args"`
		Results []dbtResult `json:"results"`
	}
	if err := in.decode(doc, &file); err != nil {
		return err
	}
	to.note("dbt", file.Metadata.Version)
	to.note("command", file.Args.Which)
	for i, r := range file.Results {
		if err := r.add(to); err != nil {
			return in.faultf(lineOf(doc, "results", i), "%w", err)
		}
	}
	if to.started.IsZero() {
		if err := dated(to, file.Metadata.Generated); err != nil {
			return in.faultf(lineOf(doc, "metadata", "generated_at"), "%w", err)
		}
	}
	return nil
}

type dbtResult struct {
	Node    string  `json:"unique_id"`
	Status  string  `json:"status"`
	Seconds float64 `json:"execution_time"`
	Timing  []struct {
		Started string `json:"started_at"`
	} `json:"timing"`
}

func (r dbtResult) add(to *collector) error {
	switch r.Status {
	case "skipped", "no-op", "reused":
		return nil // it did not run
	case "success", "pass", "warn", "error", "fail", "runtime error", "partial success":
	default:
		return fmt.Errorf("the status %q of %s is unknown", r.Status, r.Node)
	}
	for _, t := range r.Timing {
		if err := dated(to, t.Started); err != nil {
			return err
		}
	}
	kind, _, _ := strings.Cut(r.Node, ".")
	// Of a partial success some batches failed, and dbt itself ends as after an error.
	failed := r.Status == "error" || r.Status == "fail" || r.Status == "runtime error" || r.Status == "partial success"
	return to.observe(observation{operation: r.Node, labels: map[string]string{"resource": kind}, value: r.Seconds, failed: failed})
}

func sortedKeys[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }
