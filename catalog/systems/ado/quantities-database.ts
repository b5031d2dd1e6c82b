/** What does D3 want to see of PostgreSQL and its pool (l.37-41, l.130-136, l.263)? */
import type { z } from 'zod';

import { serverSessions } from '../../host';
import type { Quantity } from '../../model';
import { pools } from '../../pool';
import { slowStatementSeconds } from './figures';
import { databaseFailures } from './quantities-api';

const exporter = 'Run postgres_exporter under a job named ado-<something>.';
const statementsOn = 'Run postgres_exporter with --collector.stat_statements under a job named ado-<something>.';
const transactions = (fn: 'rate' | 'increase', window: string) =>
  `(sum(${fn}(pg_stat_database_xact_commit{$host}[${window}])) + sum(${fn}(pg_stat_database_xact_rollback{$host}[${window}])))`;
const time = (window: string) => `sum by (queryid) (rate(pg_stat_statements_seconds_total{$host}[${window}]))`;
const calls = (window: string) => `(sum by (queryid) (rate(pg_stat_statements_calls_total{$host}[${window}])) > 0)`;
const scans = (kind: 'idx' | 'seq') => `sum by (relname) (rate(pg_stat_user_tables_${kind}_scan{$host}[1h]))`;

const busiest = `topk(10, ${time('15m')})`;
/** Mean execution time of each statement that ran within the window. */
export const statementSeconds = `${time('15m')} / ${calls('15m')}`;
export const slowStatements = `count(${statementSeconds} > ${slowStatementSeconds}) or 0 * count(${statementSeconds})`;
export const indexUse = `${scans('idx')} / ((${scans('idx')} + ${scans('seq')}) > 0)`;
export const pool = pools(
  'db_client_connections_usage{$app,state="used"}',
  'db_client_connections_usage{$app}',
  'pool_name'
);
export const queryP95 = 'histogram_quantile(0.95, sum by (le) (rate(ado_db_query_duration_seconds_bucket{$app}[5m])))';
/** Sessions that wait, on average, by transactions per second: the mean wait of a transaction (Little's law). */
const lockWait = `avg_over_time((sum(pg_stat_activity_count{$host,wait_event_type="Lock"}) or vector(0))[5m:15s])
  / ${transactions('rate', '5m')}`;

export const database: Array<z.input<typeof Quantity>> = [
  {
    id: 'D3-Q17',
    title: 'Query response time P95',
    unit: 's',
    metrics: ['ado_db_query_duration_seconds_bucket'],
    expr: queryP95,
    legend: 'all queries',
    also: [
      {
        expr: `histogram_quantile(0.95, sum by (db_operation_name, db_collection_name, le) (rate(ado_db_query_duration_seconds_bucket{$app}[5m])))`,
        legend: '{{db_operation_name}} {{db_collection_name}}',
      },
      {
        expr: 'sum(rate(pg_stat_statements_seconds_total{$host}[5m])) / sum(rate(pg_stat_statements_calls_total{$host}[5m]))',
        legend: 'mean inside the server',
      },
    ],
    anchor: 'D3 l.38',
    emit: "New: histogram ado_db_query_duration_seconds{db_operation_name,db_collection_name} with a bound at 0.1, because OpenTelemetry's Python instrumentations emit no db.client.operation.duration.",
  },
  {
    id: 'D3-Q18',
    title: 'Connection pool utilization',
    unit: 'percentunit',
    metrics: ['db_client_connections_usage'],
    expr: pool.ratio,
    legend: '{{pool_name}} {{instance}}',
    also: [
      {
        expr: serverSessions,
        legend: 'server {{instance}}',
      },
    ],
    anchor: 'D3 l.39 (D-9)',
    emit: "Use OpenTelemetry's instrumentation of SQLAlchemy: db.client.connections.usage by pool and state. A pool that fills only when needed reads high.",
  },
  {
    id: 'D3-Q19',
    title: 'Lock wait time, average',
    unit: 's',
    metrics: ['pg_stat_activity_count', 'pg_stat_database_xact_commit'],
    // PostgreSQL has no timer of lock waits.
    expr: lockWait,
    legend: 'per transaction',
    also: [
      {
        expr: 'sum(rate(ado_db_lock_wait_seconds_sum{$app}[5m])) / sum(rate(ado_db_lock_wait_seconds_count{$app}[5m]))',
        legend: 'per wait, seen by the application',
      },
    ],
    anchor: 'D3 l.40 (D-11)',
    emit: `${exporter} Where the application can time its waits: histogram ado_db_lock_wait_seconds{db_collection_name}.`,
  },
  {
    id: 'D3-Q20',
    title: 'Deadlock rate',
    unit: 'percentunit',
    metrics: ['pg_stat_database_deadlocks', 'pg_stat_database_xact_commit'],
    expr: `sum(increase(pg_stat_database_deadlocks{$host}[1h])) / ${transactions('increase', '1h')}`,
    legend: 'of transactions',
    anchor: 'D3 l.41',
    emit: exporter,
  },
  {
    id: 'D3-Q23',
    title: 'Slow statements',
    unit: 'short',
    metrics: ['pg_stat_statements_seconds_total', 'pg_stat_statements_calls_total'],
    expr: slowStatements,
    legend: `mean above ${slowStatementSeconds} s`,
    anchor: 'D3 l.133',
    emit: statementsOn,
  },
  {
    id: 'D3-Q24',
    title: 'Statements',
    unit: 's',
    metrics: ['pg_stat_statements_seconds_total', 'pg_stat_statements_calls_total'],
    expr: busiest,
    legend: 'seconds a second',
    // The same statements in all views: others would stand in the table without the time that they take.
    also: [
      { expr: `${statementSeconds} and on (queryid) ${busiest}`, legend: 'mean' },
      {
        expr: `sum by (queryid) (rate(pg_stat_statements_calls_total{$host}[15m])) and on (queryid) ${busiest}`,
        legend: 'calls',
        unit: 'suffix:calls/s',
      },
      {
        expr: `sum by (queryid) (rate(pg_stat_statements_rows_total{$host}[15m])) and on (queryid) ${busiest}`,
        legend: 'rows',
        unit: 'suffix:rows/s',
      },
    ],
    anchor: 'D3 l.134',
    emit: statementsOn,
  },
  {
    id: 'D3-Q25',
    title: 'Index usage',
    unit: 'percentunit',
    metrics: ['pg_stat_user_tables_idx_scan', 'pg_stat_user_tables_seq_scan'],
    expr: indexUse,
    legend: '{{relname}}',
    anchor: 'D3 l.135',
    emit: `${exporter} It has scans per table; scans per index need a query of your own.`,
  },
  {
    id: 'D3-Q26',
    title: 'Connections by state',
    unit: 'short',
    metrics: ['pg_stat_activity_count', 'pg_stat_activity_max_tx_duration'],
    expr: 'sum by (state) (pg_stat_activity_count{$host})',
    legend: '{{state}}',
    also: [
      {
        expr: 'max(pg_stat_activity_max_tx_duration{$host,state=~"active|idle in transaction"})',
        legend: 'longest transaction',
        unit: 's',
      },
    ],
    anchor: 'D3 l.136',
    emit: exporter,
  },
  {
    id: 'D3-Q27',
    title: 'Database connection failures',
    unit: 'short',
    metrics: ['pg_up', 'db_client_connection_timeouts_total'],
    expr: databaseFailures,
    legend: '{{cause}} {{instance}}',
    anchor: 'D3 l.263 (E-8)',
    emit: `${exporter} Count db_client_connection_timeouts_total{pool_name} where the pool gives up.`,
  },
];
