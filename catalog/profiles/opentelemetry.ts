/** How do the three paths from OpenTelemetry to Prometheus spell the same metrics (G-3)? */
import type { z } from 'zod';

import type { Profile } from '../profile';

type Spec = z.input<typeof Profile>;

const database = { db_system: 'db_system_name', query_class: 'db_operation_name' };
const pool = { pool_name: 'db_client_connection_pool_name', state: 'db_client_connection_state' };

/** User and system are series of their own. Before semantic conventions 1.27 the label was process_cpu_state or state; Python's is type. */
const modes = 'cpu_mode, process_cpu_state, state, type';

/** By OTLP, the Collector or a Python exporter: dots become underscores, units are appended. */
export const opentelemetry: Spec = {
  emitter: 'opentelemetry',
  title: 'OpenTelemetry by OTLP or the Collector',
  needs: 'Send OTLP to Prometheus or through the Collector, with unit suffixes (the default).',
  source: 'G-3, S13, S14, S15',
  metrics: {
    kgas_db_query_duration_seconds: { metric: 'db_client_operation_duration_seconds', labels: database },
    ado_db_query_duration_seconds: { metric: 'db_client_operation_duration_seconds' },
    db_client_connections_usage: { metric: 'db_client_connection_count', labels: pool },
    nodejs_eventloop_lag_seconds: { metric: 'nodejs_eventloop_delay_mean_seconds' },
    nodejs_eventloop_lag_p99_seconds: { metric: 'nodejs_eventloop_delay_p99_seconds' },
    nodejs_heap_size_used_bytes: {
      expr: 'sum without (v8js_heap_space_name) (v8js_memory_heap_used_bytes{$app})',
    },
    process_cpu_seconds_total: { expr: `sum without (${modes}) (process_cpu_time_seconds_total{$app})` },
    process_resident_memory_bytes: { metric: 'process_memory_usage_bytes' },
    process_open_fds: { metric: 'process_open_file_descriptor_count' },
    node_netstat_Tcp_CurrEstab: {
      expr: 'sum by (job, instance) (system_network_connections{$host,state="ESTABLISHED"})',
    },
  },
};

/** @opentelemetry/exporter-prometheus adds _total and never a unit. */
export const opentelemetryJs: Spec = {
  emitter: 'opentelemetry-js',
  title: 'OpenTelemetry JS, scraped from exporter-prometheus',
  needs: 'Start @opentelemetry/exporter-prometheus in the program and scrape it.',
  source: 'G-3, S15, S16',
  metrics: {
    http_server_request_duration_seconds: { metric: 'http_server_request_duration' },
    gen_ai_client_operation_duration_seconds: { metric: 'gen_ai_client_operation_duration' },
    kgas_db_query_duration_seconds: { metric: 'db_client_operation_duration', labels: database },
    ado_db_query_duration_seconds: { metric: 'db_client_operation_duration' },
    db_client_connections_usage: { metric: 'db_client_connection_count', labels: pool },
    nodejs_eventloop_lag_seconds: { metric: 'nodejs_eventloop_delay_mean' },
    nodejs_eventloop_lag_p99_seconds: { metric: 'nodejs_eventloop_delay_p99' },
    nodejs_heap_size_used_bytes: { expr: 'sum without (v8js_heap_space_name) (v8js_memory_heap_used{$app})' },
  },
};

/** Python instrumentations speak the convention before 1.20 unless OTEL_SEMCONV_STABILITY_OPT_IN=http is set. */
export const opentelemetryPython: Spec = {
  emitter: 'opentelemetry-python-old',
  title: 'OpenTelemetry Python, the HTTP convention before 1.20',
  needs: 'Nothing; better set OTEL_SEMCONV_STABILITY_OPT_IN=http, after which the names are the canonical ones.',
  source: 'G-3, S14',
  metrics: {
    http_server_request_duration_seconds: {
      metric: 'http_server_duration_milliseconds',
      labels: {
        http_request_method: 'http_method',
        http_response_status_code: 'http_status_code',
        http_route: 'http_target',
      },
      scale: 0.001,
    },
    db_client_connections_usage: { metric: 'db_client_connections_usage_connections' },
  },
};
