package report

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// What happened in January and February 2026, as scrapes of the systems would have left it behind.

var (
	january  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	february = january.AddDate(0, 1, 0)
	march    = february.AddDate(0, 1, 0)
	changed  = time.Date(2026, 2, 16, 0, 0, 0, 0, time.UTC) // a Monday
)

const scrape = 20 * time.Minute

type years struct{ promtest.History }

// counter grows by so much a second, as it was until each moment.
func (y *years) counter(metric string, rate func(time.Time) float64, pairs ...string) {
	total := 0.0
	y.gauge(metric, func(at time.Time) float64 {
		if at.After(y.From) {
			total += rate(at) * scrape.Seconds()
		}
		return total
	}, pairs...)
}

func (y *years) gauge(metric string, value func(time.Time) float64, pairs ...string) {
	labels := map[string]string{"instance": "a"}
	for i := 0; i < len(pairs); i += 2 {
		labels[pairs[i]] = pairs[i+1]
	}
	values := make([]float64, y.Scrapes())
	for i := range values {
		values[i] = value(y.From.Add(time.Duration(i) * scrape))
	}
	y.Series(metric, labels, values)
}

func always(v float64) func(time.Time) float64 { return func(time.Time) float64 { return v } }

// before gives one value up to a moment, another after it.
func before(moment time.Time, was, is float64) func(time.Time) float64 {
	return func(at time.Time) float64 {
		if at.After(moment) {
			return is
		}
		return was
	}
}

// requests are as many a second in each bucket as said, cumulative by the bounds.
func (y *years) requests(metric string, bounds []string, perSecond []func(time.Time) float64, pairs ...string) {
	for i, le := range bounds {
		y.counter(metric+"_bucket", perSecond[i], append([]string{"le", le}, pairs...)...)
	}
	y.counter(metric+"_count", perSecond[len(bounds)-1], pairs...)
	y.counter(metric+"_sum", always(0.1), pairs...)
}

func twoMonths() string {
	y := &years{promtest.History{From: january, To: march, Step: scrape}}
	operation := func(name string) []string {
		return []string{"job", "kgas", "operation_type", name, "status", "success"}
	}
	bounds := []string{"0.1", "0.2", "0.4", "+Inf"}
	// In January one request a second, all between 0.1 and 0.2 s; in February one and a half, all below 0.1 s.
	more := before(february, 1, 1.5)
	y.requests("kgas_operation_duration_seconds", bounds, []func(time.Time) float64{before(february, 0, 1.5), more, more, more}, operation("graph_query")...)
	// From 16 February on between 0.2 and 0.4 s.
	y.requests("kgas_operation_duration_seconds", bounds, []func(time.Time) float64{always(0), before(changed, 1, 0), always(1), always(1)}, operation("graph_build")...)

	host := []string{"job", "kgas-node"}
	y.gauge("node_filesystem_avail_bytes", func(at time.Time) float64 { return 100e9 - at.Sub(january).Hours()/24*1e9 }, append(host, "fstype", "ext4", "mountpoint", "/")...)
	y.gauge("node_filesystem_avail_bytes", always(1e9), append(host, "fstype", "tmpfs", "mountpoint", "/run")...)
	busy := changed.Add(60 * time.Hour) // one hour of Wednesday
	y.counter("node_cpu_seconds_total", func(at time.Time) float64 {
		if at.After(busy) && !at.After(busy.Add(time.Hour)) {
			return 0.1
		}
		return 0.75
	}, append(host, "mode", "idle", "cpu", "0")...)

	y.gauge("node_memory_MemTotal_bytes", always(100), host...)
	y.gauge("node_memory_MemAvailable_bytes", before(changed, 40, 25), host...)
	for _, way := range []string{"read", "written"} {
		y.counter("node_disk_"+way+"_bytes_total", always(1e6), append(host, "device", "sda")...)
		y.counter("node_disk_"+way+"_bytes_total", always(1e6), append(host, "device", "dm-0")...) // the same bytes again
	}
	for _, way := range []string{"receive", "transmit"} {
		y.counter("node_network_"+way+"_bytes_total", always(2e6), append(host, "device", "eth0")...)
		y.counter("node_network_"+way+"_bytes_total", always(7e6), append(host, "device", "lo")...)
	}
	conversion := []string{"job", "kgas", "source", "graph", "target", "table", "dataset_size", "small"}
	y.requests("kgas_conversion_duration_seconds", []string{"5", "10", "+Inf"}, []func(time.Time) float64{before(changed, 0.01, 0), always(0.01), always(0.01)}, conversion...)

	proxy := []string{"job", "kgas-litellm"}
	y.counter("litellm_spend_metric_total", always(0.01), append(proxy, "model", "large")...)
	y.counter("litellm_spend_metric_total", always(0.002), append(proxy, "model", "small")...)
	y.counter("litellm_requests_metric_total", always(0.1), proxy...)
	y.counter("kgas_llm_cost_usd_total", always(0.003), "job", "kgas", "operation_type", "extraction")
	y.counter("gen_ai_client_token_usage_sum", always(5), "job", "kgas", "gen_ai_request_model", "large", "gen_ai_token_type", "input")

	away := func(at time.Time) float64 { // for 50 of the 504 probes of the week
		if at.After(changed) && !at.After(changed.Add(50*scrape)) {
			return 0
		}
		return 1
	}
	y.gauge("probe_success", away, "job", "ado-probe")
	y.gauge("up", away, "job", "ado")
	api := []string{"job", "ado", "http_request_method", "GET", "http_route", "/tasks", "http_response_status_code"}
	y.requests("http_server_request_duration_seconds", []string{"2", "5", "+Inf"}, []func(time.Time) float64{always(4), always(5), always(5)}, append(api, "200")...)
	y.requests("http_server_request_duration_seconds", []string{"2", "5", "+Inf"}, []func(time.Time) float64{always(0), always(0.25), always(0.25)}, append(api, "500")...)
	y.counter("ado_tasks_total", always(0.01), "job", "ado", "status", "completed")
	y.counter("litellm_spend_metric_total", always(0.001), "job", "ado-litellm")
	y.requests("ado_agent_duration_seconds", []string{"5", "10", "+Inf"}, []func(time.Time) float64{always(0), always(1), always(1)}, "job", "ado", "agent_type", "planner", "status", "success")
	y.requests("ado_db_query_duration_seconds", []string{"0.1", "0.2", "+Inf"}, []func(time.Time) float64{always(0), always(1), always(1)}, "job", "ado", "db_operation_name", "SELECT", "db_collection_name", "tasks")
	y.gauge("ado_queue_size", func(at time.Time) float64 {
		if at.Equal(busy) {
			return 42
		}
		return 3
	}, "job", "ado")

	node := []string{"job", "ado-host"}
	y.counter("node_cpu_seconds_total", always(0.6), append(node, "mode", "idle", "cpu", "0")...)
	y.gauge("node_memory_MemTotal_bytes", always(100), node...)
	y.gauge("node_memory_MemAvailable_bytes", always(25), node...)
	y.counter("node_disk_io_time_seconds_total", always(0.2), append(node, "device", "sda")...)
	y.counter("node_network_receive_bytes_total", always(1e6), append(node, "device", "eth0")...)
	y.gauge("node_network_speed_bytes", always(1e7), append(node, "device", "eth0")...)
	y.gauge("node_total_hourly_cost", always(0.5), "job", "ado-opencost")
	y.counter("pg_stat_statements_seconds_total", always(0.02), "job", "ado-postgres", "queryid", "4711")
	y.gauge("ado_benchmark_duration_seconds", always(1.5), "job", "ado", "benchmark", "plan", "stat", "mean")

	for result, rate := range map[string]float64{"hit": 0.8, "miss": 0.2} {
		y.counter("github_pm_cache_requests_total", always(rate), "job", "github-pm", "result", result)
	}
	y.counter("github_pm_api_requests_total", always(0.2), "job", "github-pm", "endpoint", "graphql")
	y.counter("github_pm_api_request_duration_seconds_sum", always(0.05), "job", "github-pm", "operation", "project_item_fetch")
	y.gauge("github_rate_limit_graphql_used", always(1200), "job", "github-pm-limits")
	y.gauge("github_rate_limit_graphql_limit", always(5000), "job", "github-pm-limits")
	return y.String() + alerts()
}

// alerts fire for three hours of the Tuesday, one of them twice at once.
func alerts() string {
	from := changed.Add(34 * time.Hour)
	h := promtest.History{From: from, To: from.Add(3*time.Hour - time.Minute), Step: time.Minute}
	ones := make([]float64, h.Scrapes())
	for i := range ones {
		ones[i] = 1
	}
	for _, labels := range []map[string]string{
		{"system": "ado", "alertname": "ADOErrors", "route": "/a"}, {"system": "ado", "alertname": "ADOErrors", "route": "/b"}, {"system": "kgas", "alertname": "KGASSlow"},
	} {
		labels["severity"], labels["alertstate"] = "warning", "firing"
		h.Series("ALERTS", labels, ones)
	}
	return h.String()
}
