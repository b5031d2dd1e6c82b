/** What does D2 want to see of Neo4j and SQLite (l.83-98, l.300-330)? */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { pools } from '../../pool';

export const pool = pools(
  'kgas_db_pool_connections{$app,state="used"}',
  'kgas_db_pool_max_connections{$app}',
  'db_system'
);

export const databases: Array<z.input<typeof Quantity>> = [
  {
    id: 'D2-Q17',
    title: 'Database query time',
    unit: 's',
    metrics: ['kgas_db_query_duration_seconds_bucket'],
    expr: `histogram_quantile(0.95, sum by (db_system, query_class, le) (rate(kgas_db_query_duration_seconds_bucket{$app}[5m])))`,
    legend: '{{db_system}} {{query_class}}',
    also: [
      {
        // A summary inside Neo4j: shown per instance, it cannot be aggregated (G-7). The database is part of the name.
        expr: `label_replace({__name__=~"neo4j_database_.+_db_query_execution_latency_millis",$host,quantile="0.95"},
          "database", "$1", "__name__", "neo4j_database_(.+)_db_query_execution_latency_millis")`,
        legend: '{{instance}}, database {{database}}',
        unit: 'ms',
      },
    ],
    anchor: 'D2 l.87, l.94-95, l.315-317',
    emit: 'Time every query in the client: histogram kgas_db_query_duration_seconds{db_system,query_class,status} with bounds at 0.05 and 0.5.',
  },
  {
    id: 'D2-Q18',
    title: 'Connection pool utilization',
    unit: 'percentunit',
    metrics: ['kgas_db_pool_connections', 'kgas_db_pool_max_connections'],
    expr: pool.ratio,
    legend: '{{db_system}} {{instance}}',
    also: [
      { expr: 'sum(neo4j_dbms_bolt_connections_running{$host})', legend: 'bolt connections at work', unit: 'short' },
    ],
    anchor: 'D2 l.88, l.97',
    emit: 'Set the gauges kgas_db_pool_connections{db_system,state="used|idle"} and kgas_db_pool_max_connections{db_system}.',
  },
  {
    id: 'D2-Q19',
    title: 'Transaction throughput',
    unit: 'suffix:tx/s',
    metrics: ['kgas_db_transactions_total', 'neo4j_database_neo4j_transaction_committed_total'],
    expr: 'sum by (db_system) (rate(kgas_db_transactions_total{$app}[5m]))',
    legend: '{{db_system}}',
    // One name, not a pattern: rate() over two databases' counters fails on equal labels (G-12).
    also: [
      { expr: 'sum(rate(neo4j_database_neo4j_transaction_committed_total{$host}[5m]))', legend: 'committed by Neo4j' },
    ],
    anchor: 'D2 l.89, l.96',
    emit: "Count kgas_db_transactions_total{db_system,outcome}, and switch Neo4j's Prometheus endpoint on (Enterprise).",
  },
  {
    id: 'D2-Q20',
    title: 'Index effectiveness',
    unit: 'percentunit',
    metrics: ['neo4j_dbms_page_cache_hit_ratio', 'neo4j_database_neo4j_index_range_queried_total'],
    expr: 'min(neo4j_dbms_page_cache_hit_ratio{$host})',
    legend: 'page cache hit ratio',
    also: [
      {
        expr: `sum(rate(neo4j_database_neo4j_index_range_queried_total{$host}[5m]))
          / sum(rate(neo4j_database_neo4j_db_query_execution_success_total{$host}[5m]))`,
        legend: 'range index look-ups per query',
      },
      {
        expr: 'sum(rate(kgas_sqlite_full_scans_total{$app}[5m]))',
        legend: 'SQLite full scans per second',
        unit: 'short',
      },
    ],
    anchor: 'D2 l.90',
    emit: "Add the index counters to Neo4j's server.metrics.filter; count kgas_sqlite_full_scans_total from SQLITE_STMTSTATUS_FULLSCAN_STEP.",
  },
  {
    id: 'D2-Q21',
    title: 'Lock wait time',
    unit: 's',
    metrics: ['kgas_db_lock_wait_seconds_bucket'],
    expr: 'histogram_quantile(0.95, sum by (db_system, le) (rate(kgas_db_lock_wait_seconds_bucket{$app}[5m])))',
    legend: '{{db_system}} p95',
    also: [
      {
        expr: `sum by (db_system) (rate(kgas_db_lock_wait_seconds_sum{$app}[5m]))
          / sum by (db_system) (rate(kgas_db_lock_wait_seconds_count{$app}[5m]))`,
        legend: '{{db_system}} average',
      },
    ],
    anchor: 'D2 l.91, l.98',
    emit: 'Time the wait for locks: histogram kgas_db_lock_wait_seconds{db_system} with bounds at 0.01 and 0.1 (for SQLite the time inside the busy handler).',
  },
  {
    id: 'D2-Q22',
    title: 'Slow queries',
    unit: 'short',
    metrics: ['kgas_db_slow_queries_total'],
    expr: `sum by (db_system) (${increaseFromBirth('kgas_db_slow_queries_total{$app}', '1h', 'app')})`,
    legend: '{{db_system}}, an hour',
    anchor: 'D2 l.320-321',
    emit: 'Count kgas_db_slow_queries_total{db_system} where log_slow_query is called, from 0 at start; query text and parameters stay in the log.',
  },
];
