/**
 * What does D1 want to see of DuckDB queries (l.72-77, l.134-170)?
 *
 * There is no exporter of DuckDB. Memory and spilling are what DuckDB itself
 * says (duckdb_memory(), its profile of a query), not the JavaScript heap, in
 * which it allocates nothing (C-17). Text and id of a query are never labels (G-11).
 */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { shareOf } from '../../share';
import { slowQuerySeconds } from './figures';

export const queryQuantile = (q: number, window: string) =>
  `histogram_quantile(${q}, sum by (le) (rate(duckdb_query_duration_seconds_bucket{$app}[${window}])))`;

/** By instance: one whose histogram lacks the bound says nothing, and would beside others pass for slow only. */
const ofInstance = (series: string) =>
  `sum by (job, instance, query_type) (${increaseFromBirth(`duckdb_query_duration_seconds_${series}`, '5m', 'app')})`;
const ended = ofInstance('count{$app}');
const fast = ofInstance(`bucket{$app,le=~"${slowQuerySeconds}(\\\\.0)?"}`);
const lookups = (matchers = '') => `sum by (cache) (rate(duckdb_cache_requests_total{$app${matchers}}[15m]))`;
const started = 'duckdb_query_in_progress_start_timestamp_seconds{$app}';
const part = (expr: string, name: string) => `label_replace(${expr}, "part", "${name}", "", "")`;

/**
 * D1 l.198: queries that ended above 30 s within five minutes, and those that
 * have been running for longer (E-8, E-11). What runs is known as of the last
 * scrape, so that its age is that at the scrape. Rounded, because increases
 * are extrapolated.
 */
export const slowQueries = `sum by (query_type) (
    ${part(`round(sum by (query_type) (${ended} - on (job, instance, query_type) ${fast}))`, 'ended')}
    or ${part(`sum by (query_type) (timestamp(${started}) - (${started} > 0) > bool ${slowQuerySeconds})`, 'running')})`;

const emitQuery =
  'Time every query in a way that also ends when it fails: histogram duckdb_query_duration_seconds{query_type,status} with bounds at 1 and 30, ' +
  'and the gauge duckdb_query_in_progress_start_timestamp_seconds{query_type}.';

/** Queries of a type that fail for the first time have no counter of failures before. */
export const errorRatio = (by: string, window: string) => {
  const count = (matchers: string) =>
    `sum${by} (${increaseFromBirth(`duckdb_query_duration_seconds_count{$app${matchers}}`, window, 'app')})`;
  return `(${count(',status="error"')} or 0 * ${count('')}) / (${count('')} > 0)`;
};

export const duckdb: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q17',
    title: 'DuckDB query time',
    unit: 's',
    metrics: ['duckdb_query_duration_seconds_bucket'],
    expr: queryQuantile(0.95, '5m'),
    legend: 'p95',
    also: [
      { expr: queryQuantile(0.5, '5m'), legend: 'p50' },
      { expr: queryQuantile(0.99, '5m'), legend: 'p99' },
      {
        expr: 'histogram_quantile(0.95, sum by (query_type, le) (rate(duckdb_query_duration_seconds_bucket{$app}[5m])))',
        legend: '{{query_type}}',
      },
      {
        expr: 'sum by (le) (rate(duckdb_query_duration_seconds_bucket{$app}[5m]))',
        legend: '{{le}}',
      },
    ],
    anchor: 'D1 l.73, l.153, l.185',
    emit: emitQuery,
  },
  {
    id: 'D1-Q18',
    title: 'Memory of DuckDB queries',
    unit: 'bytes',
    metrics: ['duckdb_query_peak_memory_bytes_bucket', 'duckdb_memory_usage_bytes'],
    expr: 'histogram_quantile(0.95, sum by (query_type, le) (rate(duckdb_query_peak_memory_bytes_bucket{$app}[15m])))',
    legend: '{{query_type}}',
    also: [{ expr: 'sum by (tag) (duckdb_memory_usage_bytes{$app})', legend: '{{tag}}' }],
    anchor: 'D1 l.74, l.154 (C-17)',
    emit: 'Observe the peak memory of each query out of its profile: histogram duckdb_query_peak_memory_bytes{query_type}; set the gauge duckdb_memory_usage_bytes{tag} from duckdb_memory().',
  },
  {
    id: 'D1-Q19',
    title: 'DuckDB spills to disk',
    unit: 'short',
    metrics: ['duckdb_query_spills_total', 'duckdb_temporary_storage_bytes'],
    expr: `sum(${increaseFromBirth('duckdb_query_spills_total{$app}', '1h', 'app')})`,
    legend: 'spills of an hour',
    also: [{ expr: 'sum(duckdb_temporary_storage_bytes{$app})', legend: 'temporary files', unit: 'bytes' }],
    anchor: 'D1 l.75',
    emit: 'Count the queries that used temporary storage: counter duckdb_query_spills_total; set the gauge duckdb_temporary_storage_bytes from duckdb_temporary_files().',
  },
  {
    id: 'D1-Q20',
    title: 'Concurrent DuckDB queries',
    unit: 'short',
    metrics: ['duckdb_queries_in_flight'],
    expr: 'sum(duckdb_queries_in_flight{$app})',
    legend: 'running now',
    anchor: 'D1 l.76',
    emit: 'Keep the gauge duckdb_queries_in_flight at the number of queries that run.',
  },
  {
    id: 'D1-Q21',
    title: 'DuckDB cache efficiency',
    unit: 'percentunit',
    metrics: ['duckdb_cache_requests_total'],
    expr: shareOf(lookups(',result="hit"'), `(${lookups()} > 0)`),
    legend: '{{cache}}',
    anchor: 'D1 l.77',
    emit: 'Count the look-ups in the result cache: counter duckdb_cache_requests_total{cache,result}; result is hit or miss. DuckDB itself counts none.',
  },
  {
    id: 'D1-Q22',
    title: 'Rows per query',
    unit: 'short',
    metrics: ['duckdb_query_rows_sum', 'duckdb_query_rows_count'],
    expr: `sum by (query_type) (rate(duckdb_query_rows_sum{$app}[5m]))
      / (sum by (query_type) (rate(duckdb_query_rows_count{$app}[5m])) > 0)`,
    legend: '{{query_type}}',
    anchor: 'D1 l.155',
    emit: 'Observe the rows of each result: histogram duckdb_query_rows{query_type}.',
  },
  {
    id: 'D1-Q23',
    title: 'DuckDB query errors',
    unit: 'percentunit',
    metrics: ['duckdb_query_duration_seconds_count'],
    expr: errorRatio(' by (query_type)', '5m'),
    legend: '{{query_type}}',
    anchor: 'D1 l.156, l.163-167 (C-19)',
    emit: `${emitQuery} The error's text belongs into the log, never into a label.`,
  },
];
