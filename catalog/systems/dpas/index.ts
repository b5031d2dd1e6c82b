/** What is DPAS? Everything its document (D1) says, in one value. */
import { defineSystem } from '../../system';
import { alerts } from './alerts';
import { dashboard } from './dashboard';
import { features } from './features';
import { tiers } from './figures';
import { operations } from './operations';
import { quantities } from './quantities';
import { report } from './report';
import { targets } from './targets';

export const dpas = defineSystem({
  name: 'dpas',
  title: 'DPAS',
  folder: 'Yardstick DPAS',
  document: 'D1',
  selector: 'job=~"dpas(-.*)?"',
  hostSelector: 'job=~"dpas-.*"',
  timeZone: 'UTC',
  tiers,
  heartbeat: 'duckdb_query_duration_seconds_count',
  core: [
    'duckdb_query_duration_seconds_count',
    'dpas_ingest_records_total',
    'dpas_security_operation_duration_seconds_count',
    'http_server_request_duration_seconds_count',
    'nodejs_eventloop_lag_p99_seconds',
    'dbt_nodes',
    'dagster_completed_runs_total',
    'namedprocess_namegroup_num_procs',
    'node_cpu_seconds_total',
  ],
  operations,
  quantities,
  targets,
  // Every limit of the document is checked; it has no figure that is a parameter only.
  settings: [],
  alerts,
  // The document recommends nothing.
  recommendations: [],
  report,
  dashboards: [dashboard],
  features,
});
