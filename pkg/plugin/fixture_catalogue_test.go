package plugin

import "github.com/yardstick-baselines/yardstick/pkg/catalog"

// documentedSystems is a catalogue with one of everything, so that golden files do not change with the real one.
func documentedSystems() (*catalog.Catalog, error) {
	sized := func(source, target, size string, low, high float64) catalog.Range {
		return catalog.Range{
			Labels: map[string]string{"source": source, "target": target, "dataset_size": size}, Low: low, High: high, ID: "D2-T01", Anchor: "D2 l.34",
		}
	}
	kgas := catalog.System{
		Name: "kgas", Title: "KGAS", Document: "D2", Selector: `job=~"kgas(-.*)?"`, HostSelector: `job=~"kgas-.*"`, Dashboard: "yardstick-kgas",
		Tiers: catalog.Tiers{Info: 1.1, Warning: 2, Critical: 5},
		Operations: []catalog.OperationSet{
			{ID: "operation", Title: "Operations", Metric: "kgas_operation_duration_seconds", Kind: "histogram", By: []string{"operation_type"}, Errors: `status="error"`},
			{
				ID: "conversion", Title: "Conversions", Metric: "kgas_conversion_last_duration_seconds", Kind: "gauge", By: []string{"source", "target", "dataset_size"},
				Name: "{{source}}-to-{{target}} {{dataset_size}}",
				Runs: &catalog.Runs{
					Timestamp: "kgas_conversion_last_run_timestamp_seconds", RunningSince: "kgas_conversion_in_progress_start_timestamp_seconds",
				},
				Ranges: []catalog.Range{sized("graph", "table", "small", 5, 15), sized("table", "vector", "small", 10, 30)},
			},
		},
		Quantities: []catalog.Quantity{
			{ID: "D2-Q01", Title: "Conversions", Unit: "s", Metrics: []string{"kgas_conversion_last_duration_seconds"}, Emit: "Emit the gauge."},
			{ID: "D2-Q16", Title: "Cost of LLM calls", Unit: "currencyUSD", Metrics: []string{"kgas_llm_cost_dollars_total"}, Emit: "Count the dollars."},
		},
		Targets: []catalog.Target{
			{ID: "D2-T01", Title: "Graph to table, small", Quantity: "D2-Q01", Op: "<=", Limit: 15, Unit: "s", Anchor: "D2 l.34",
				Expr: `max by (source, target) (kgas_conversion_last_duration_seconds{job=~"kgas(-.*)?"})`},
			{ID: "D2-T16", Title: "Cost", Quantity: "D2-Q16", Op: "<", Limit: 1, Unit: "currencyUSD", Anchor: "D2 l.99",
				Expr: `sum(kgas_llm_cost_dollars_total{job=~"kgas(-.*)?"})`},
			{ID: "D2-T39", Title: "All operations have a baseline", Quantity: "D2-Q01", Op: ">=", Limit: 1, Unit: "percentunit", Engine: "coverage", Anchor: "D2 l.422"},
			{ID: "D2-T40", Title: "Regression detected", Quantity: "D2-Q01", Op: "<=", Limit: 60, Unit: "s", Engine: "delay", Anchor: "D2 l.423"},
		},
		Recommendations: []catalog.Recommendation{
			{ID: "D2-O01", Group: "operation", Title: "An operation is slow", Text: "{{operation}} is slow: profile it.", Anchor: "D2 l.425"},
		},
		Report: []catalog.ReportItem{
			{ID: "D2-R01", Section: "Operation counts", Title: "Operations", Unit: "short", Kind: "list", Anchor: "D2 l.447",
				Expr: `sum by (operation_type) (increase(kgas_operation_duration_seconds_count{job=~"kgas(-.*)?"}[1d]))`},
			{ID: "D2-R06", Period: "weekly", Section: "Violations", Title: "Violations", Unit: "short", Kind: "list", Engine: "violations"},
			{ID: "D2-R07", Period: "weekly", Section: "Advice", Title: "Advice", Unit: "short", Kind: "list", Engine: "recommendations"},
			{ID: "D2-R08", Period: "weekly", Section: "Capacity", Title: "Load", Unit: "suffix:req/s", Kind: "list", Engine: "load"},
			{ID: "D2-R05", Period: "weekly", Section: "Trends", Title: "Levels", Unit: "suffix:x", Kind: "list", Engine: "shifts"},
			{ID: "D2-R12", Period: "weekly", Section: "Releases", Title: "Releases", Unit: "suffix:x", Kind: "list", Engine: "releases"},
			{ID: "D2-R12", Period: "weekly", Section: "Decisions", Title: "Decisions", Unit: "short", Kind: "list", Engine: "acts"},
		},
	}
	omninode := catalog.System{
		Name: "omninode", Title: "OmniNode Bridge", Document: "D4", Selector: `job=~"omninode(-.*)?"`, Dashboard: "yardstick-omninode",
		Operations: []catalog.OperationSet{{
			ID: "request", Title: "Requests", Metric: "omninode_request_duration_seconds", Kind: "histogram", By: []string{"component", "operation"},
		}},
		Deployments: catalog.Deployments{Start: "process_start_time_seconds", Heartbeat: "omninode_circuit_breaker_trips_total"},
		Recommendations: []catalog.Recommendation{{
			ID: "D4-O04", Group: "breaker", Title: "Lower the failure threshold", Text: "{{component}} tripped {{value}} times.", Anchor: "D4 l.435-436",
			When: []catalog.Clause{{Title: "Trips", Expr: `max by (component) (omninode_circuit_breaker_trips_total{job=~"omninode(-.*)?"})`, Op: ">", Limit: 1, Unit: "short"}},
			Change: &catalog.Change{
				Component: "{{component}}", Setting: "failure_threshold", Unit: "short",
				Current:  `max by (component) (omninode_circuit_breaker_trips_total{job=~"omninode(-.*)?"}) + 1`,
				Proposed: `max by (component) (omninode_circuit_breaker_trips_total{job=~"omninode(-.*)?"})`,
			},
		}},
		Breakers: &catalog.Breakers{Components: []string{"database", "kafka"}, Anchor: "D4 l.430", Tuning: catalog.BreakerTuning{
			StableErrorPercent: 1, UnstableErrorPercent: 5, ThresholdStep: 1, ThresholdMin: 2, ThresholdMax: 10,
			FastRecovery: 30, SlowRecovery: 120, FastStep: 5, SlowStep: 10, TimeoutMin: 10, TimeoutMax: 300,
		}},
	}
	return &catalog.Catalog{Version: "test", Systems: []catalog.System{kgas, omninode}}, nil
}
