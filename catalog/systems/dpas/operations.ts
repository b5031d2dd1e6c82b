/**
 * Which operations of DPAS have a duration?
 *
 * Requests and queries are histograms. What a short-lived program does (dbt, the
 * web-builder, Evidence, the command line) is told by gauges of its last run,
 * each with its time (G-9, E-10).
 */
import type { z } from 'zod';

import type { OperationSet } from '../../model';

type Spec = z.input<typeof OperationSet>;

const requests: Spec[] = [
  {
    id: 'api',
    title: 'API requests',
    metric: 'http_server_request_duration_seconds',
    kind: 'histogram',
    by: ['http_request_method', 'http_route'],
    errors: 'http_response_status_code=~"5.."',
    anchor: 'D1 l.250',
  },
  {
    id: 'query',
    title: 'DuckDB queries',
    metric: 'duckdb_query_duration_seconds',
    kind: 'histogram',
    by: ['query_type'],
    name: '{{query_type}} query',
    errors: 'status="error"',
    runs: { runningSince: 'duckdb_query_in_progress_start_timestamp_seconds' },
    anchor: 'D1 l.73, l.136-170',
  },
  {
    id: 'security',
    title: 'Security operations',
    metric: 'dpas_security_operation_duration_seconds',
    kind: 'histogram',
    by: ['operation'],
    anchor: 'D1 l.99-106',
  },
];

const ingestion: Spec[] = [
  {
    id: 'ingest',
    title: 'Ingestion runs',
    metric: 'dpas_ingest_duration_seconds',
    kind: 'histogram',
    by: ['connector'],
    name: '{{connector}} ingestion',
    errors: 'status="error"',
    runs: {
      last: 'dpas_ingest_last_duration_seconds',
      timestamp: 'dpas_ingest_last_run_timestamp_seconds',
      runningSince: 'dpas_ingest_in_progress_start_timestamp_seconds',
    },
    anchor: 'D1 l.112-132',
  },
  {
    id: 'ingest-stream',
    title: 'Streams of an ingestion',
    metric: 'dpas_ingest_stream_duration_seconds',
    kind: 'histogram',
    by: ['connector', 'stream'],
    anchor: 'D1 l.68',
  },
];

/** A companion of dbt's gauge has all its labels, so that the two are known to belong together. */
const dbt = (id: string, title: string, resource: string, anchor: string): Spec => ({
  id,
  title,
  metric: 'dbt_node_execution_time_seconds',
  kind: 'gauge',
  selector: `resource_type="${resource}"`,
  by: ['node', 'full_refresh'],
  name: '{{node}}, full refresh {{full_refresh}}',
  runs: { timestamp: 'dbt_node_last_run_timestamp_seconds' },
  anchor,
});

const orchestration: Spec[] = [
  dbt('dbt-model', 'dbt models', 'model', 'D1 l.80, l.253'),
  dbt('dbt-test', 'dbt tests', 'test', 'D1 l.81'),
  {
    id: 'dbt-invocation',
    title: 'dbt invocations',
    metric: 'dbt_invocation_elapsed_seconds',
    kind: 'gauge',
    by: ['command'],
    name: 'dbt {{command}}',
    runs: { timestamp: 'dbt_invocation_last_run_timestamp_seconds' },
    anchor: 'D1 l.83',
  },
  {
    id: 'pipeline',
    title: 'Dagster pipelines',
    metric: 'dagster_last_run_duration_seconds',
    kind: 'gauge',
    // A run that fails ends early or late for reasons of its own.
    selector: 'status="success"',
    by: ['job_name'],
    runs: { count: 'dagster_completed_runs_total' },
    anchor: 'D1 l.87',
  },
  {
    id: 'asset',
    title: 'Dagster asset materializations',
    metric: 'dagster_asset_materialization_duration_seconds',
    kind: 'gauge',
    by: ['asset_key'],
    runs: { timestamp: 'dagster_asset_materialization_last_run_timestamp_seconds' },
    anchor: 'D1 l.88',
  },
];

const builds: Spec[] = [
  {
    id: 'command',
    title: 'CLI commands',
    metric: 'dpas_cli_command_last_duration_seconds',
    kind: 'gauge',
    by: ['command'],
    runs: { timestamp: 'dpas_cli_command_last_run_timestamp_seconds' },
    anchor: 'D1 l.204-221',
  },
  {
    id: 'build',
    title: 'Web-builder builds',
    metric: 'dpas_build_duration_seconds',
    kind: 'gauge',
    by: ['builder'],
    name: '{{builder}} build',
    runs: { timestamp: 'dpas_build_last_run_timestamp_seconds' },
    anchor: 'D1 l.230, l.241',
  },
  {
    id: 'build-step',
    title: 'Steps of the web-builder',
    metric: 'dpas_build_step_duration_seconds',
    kind: 'gauge',
    by: ['builder', 'step'],
    runs: { timestamp: 'dpas_build_step_last_run_timestamp_seconds' },
    anchor: 'D1 l.231, l.234-239',
  },
  {
    id: 'site',
    title: 'Evidence builds',
    metric: 'evidence_build_duration_seconds',
    kind: 'gauge',
    by: ['site', 'scope'],
    name: '{{site}} {{scope}} build',
    runs: { timestamp: 'evidence_build_last_run_timestamp_seconds' },
    anchor: 'D1 l.254',
  },
];

export const operations: Spec[] = [...requests, ...ingestion, ...orchestration, ...builds];
