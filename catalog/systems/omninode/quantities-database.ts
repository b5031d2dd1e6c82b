/** What does D4 want to see of PostgreSQL and its pool (l.17-91, l.340, l.384, l.404-420)? */
import type { z } from 'zod';

import { loadPercent, serverSessions } from '../../host';
import type { Quantity } from '../../model';
import { pools } from '../../pool';
import { requestsOnly, slowStatementsShown, slowStatementSeconds } from './figures';

const databaseRequests = `$app,component="database",${requestsOnly}`;
/** The left side lacks nothing and names its service: the document divides every service by every maximum (C-4). */
export const pool = pools(
  'omninode_active_connections{$app,service="postgresql"}',
  'omninode_max_connections{$app,service="postgresql"}'
);
export const poolPercent = `100 * ${pool.ratio}`;
export const fullestPoolPercent = `100 * ${pool.fullest.ratio}`;
const monitor = "Keep the application's performance monitor on: it declares this metric.";
const statements = 'Run postgres_exporter with --collector.stat_statements under a job named omninode-<something>.';

/** Mean execution time of each statement over the window, from statements that ran in it. */
export const statementSeconds = (window: string) =>
  `sum by (queryid) (rate(pg_stat_statements_seconds_total{$host}[${window}])) / (sum by (queryid) (rate(pg_stat_statements_calls_total{$host}[${window}])) > 0)`;
const slowest = `topk(${slowStatementsShown}, ${statementSeconds('15m')})`;
/** None where none is slow; where nobody measures statements, nothing. */
export const slowStatements = (window: string) =>
  `count(${statementSeconds(window)} > ${slowStatementSeconds}) or 0 * count(pg_stat_statements_calls_total{$host})`;
export const hostLoad = '100 * (1 - avg(rate(node_cpu_seconds_total{$host,mode="idle"}[5m])))';

export const database: Array<z.input<typeof Quantity>> = [
  {
    id: 'D4-Q01',
    title: 'PostgreSQL connections',
    unit: 'short',
    metrics: ['omninode_active_connections'],
    expr: `sum(${pool.used})`,
    legend: 'Active Connections',
    anchor: 'D4 l.33-35, l.288-295 (C-9)',
    emit: `${monitor} Set it to size minus idle, not to the size of the pool.`,
  },
  {
    id: 'D4-Q02',
    title: 'Database operation duration',
    unit: 's',
    metrics: ['omninode_request_duration_seconds_bucket'],
    expr: `histogram_quantile(0.95, sum by (operation, le) (rate(omninode_request_duration_seconds_bucket{${databaseRequests}}[5m])))`,
    legend: '{{operation}}',
    anchor: 'D4 l.38-43 (C-9)',
    emit: `${monitor} Measure the health check; 100 ms is a placeholder.`,
  },
  {
    id: 'D4-Q03',
    title: 'Slow statements',
    unit: 's',
    metrics: ['pg_stat_statements_seconds_total', 'pg_stat_statements_calls_total'],
    expr: `topk(${slowStatementsShown}, ${statementSeconds('15m')} > ${slowStatementSeconds})`,
    legend: 'statement {{queryid}}',
    // The document lists query, calls, mean and total of each: the same statements in all views.
    also: [
      { expr: slowest, legend: 'mean' },
      {
        expr: `sum by (queryid) (increase(pg_stat_statements_calls_total{$host}[15m])) and on (queryid) ${slowest}`,
        legend: 'calls',
        unit: 'short',
      },
      {
        expr: `sum by (queryid) (increase(pg_stat_statements_seconds_total{$host}[15m])) and on (queryid) ${slowest}`,
        legend: 'total',
      },
    ],
    anchor: 'D4 l.46-52 (C-8)',
    emit: statements,
  },
  {
    id: 'D4-Q04',
    title: 'Slow queries observed again',
    unit: 'short',
    metrics: ['omninode_request_duration_seconds_count'],
    expr: 'sum(increase(omninode_request_duration_seconds_count{$app,component="database",operation="query",status="slow"}[15m])) or vector(0)',
    legend: 'observations',
    anchor: 'D4 l.54-59 (C-8)',
    emit: 'Nothing: the document observes the same statement at every poll. Use the statistics of postgres_exporter instead.',
  },
  {
    id: 'D4-Q05',
    title: 'Connection pool utilization',
    unit: 'percent',
    metrics: ['omninode_active_connections', 'omninode_max_connections'],
    expr: poolPercent,
    legend: 'utilization {{instance}}',
    also: [
      {
        expr: `100 * ${serverSessions}`,
        legend: 'server {{instance}}',
      },
    ],
    anchor: 'D4 l.70-77, l.384 (C-4)',
    emit: 'New: gauge omninode_max_connections{service} beside omninode_active_connections{service}.',
  },
  {
    id: 'D4-Q06',
    title: 'Number of slow statements',
    unit: 'short',
    metrics: ['pg_stat_statements_seconds_total', 'pg_stat_statements_calls_total'],
    expr: slowStatements('15m'),
    legend: 'slow statements',
    anchor: 'D4 l.82-89',
    emit: statements,
  },
  {
    id: 'D4-Q20',
    title: 'Query time of a day',
    unit: 's',
    metrics: ['omninode_request_duration_seconds_sum', 'omninode_request_duration_seconds_count'],
    expr: `sum(rate(omninode_request_duration_seconds_sum{${databaseRequests}}[1d])) / sum(rate(omninode_request_duration_seconds_count{${databaseRequests}}[1d]))`,
    legend: 'mean query time',
    anchor: 'D4 l.340',
    emit: monitor,
  },
  {
    id: 'D4-Q22',
    title: 'Largest number of connections',
    unit: 'short',
    metrics: ['omninode_max_connections'],
    expr: `sum(${pool.most})`,
    legend: 'Max Connections',
    anchor: 'D4 l.384 (C-4)',
    emit: 'New: gauge omninode_max_connections{service}, set to the maximum size of the pool.',
  },
  {
    id: 'D4-Q24',
    title: 'System load',
    unit: 'percent',
    metrics: ['node_cpu_seconds_total'],
    expr: hostLoad,
    legend: 'CPU of all hosts',
    also: [
      {
        expr: loadPercent,
        legend: 'load {{instance}}',
      },
    ],
    anchor: 'D4 l.409',
    emit: 'Run node_exporter on the hosts of OmniNode Bridge under a job named omninode-<something>.',
  },
];
