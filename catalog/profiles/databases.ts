/** Under which names do databases tell it themselves? */
import type { z } from 'zod';

import type { Profile } from '../profile';

type Spec = z.input<typeof Profile>;

const constant = (expr: string, label: string, value: string) =>
  `label_replace(${expr}, "${label}", "${value}", "", "")`;
const bolt = (metric: string, state: string) =>
  constant(
    constant(`sum by (job, instance) (neo4j_dbms_bolt_connections_${metric}{$host})`, 'state', state),
    'db_system',
    'neo4j'
  );

/** The server's own view; the Python driver has no metrics. */
export const neo4j: Spec = {
  emitter: 'neo4j',
  title: 'Neo4j Enterprise, its own endpoint',
  needs: 'Set server.metrics.prometheus.enabled=true and scrape port 2004 (Enterprise only).',
  source: 'S8',
  metrics: {
    kgas_db_transactions_total: {
      metric: 'neo4j_database_neo4j_transaction_committed_total',
      set: { db_system: 'neo4j', outcome: 'committed' },
    },
    kgas_db_pool_connections: { expr: `${bolt('running', 'used')} or ${bolt('idle', 'idle')}` },
  },
};

/** Connections as the server counts them: all services together are one, "postgresql". */
export const postgresExporter: Spec = {
  emitter: 'postgres-exporter',
  title: 'postgres_exporter 0.20',
  needs: 'Run postgres_exporter with its default collectors beside the database.',
  source: 'S5',
  metrics: {
    omninode_active_connections: { metric: 'pg_stat_activity_count', set: { service: 'postgresql' } },
    omninode_max_connections: { metric: 'pg_settings_max_connections', set: { service: 'postgresql' } },
  },
};

/** pg_stat_statements came from a file queries.yaml before the exporter had a collector for it. */
export const postgresExporterQueries: Spec = {
  emitter: 'postgres-exporter-queries',
  title: 'postgres_exporter with queries.yaml',
  needs: 'Nothing; better use --collector.stat_statements, whose names are the canonical ones.',
  source: 'S5',
  metrics: {
    pg_stat_statements_seconds_total: { metric: 'pg_stat_statements_total_time_seconds' },
    pg_stat_statements_calls_total: { metric: 'pg_stat_statements_calls' },
    pg_stat_statements_rows_total: { metric: 'pg_stat_statements_rows' },
  },
};
