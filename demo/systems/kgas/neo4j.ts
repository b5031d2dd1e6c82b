/** What does Neo4j Enterprise's Prometheus endpoint say? A stand-in with its exact names (catalogue B0). */
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { poolUsed, transactionRate } from './application';

/** Milliseconds by quantile, as a summary; all of one server's queries together. */
const LATENCY: Record<string, number> = { '0.5': 11, '0.75': 24, '0.95': 145, '0.98': 210, '0.99': 260, '0.999': 480 };

const slower = (now: Moment) => (now.conditions.on('kgas', 'slow-queries') ? 8 : 1) * wandering(now, 'neo4j latency');
const queries = (now: Moment) => 30.5 * loadSeason(now.t);

export const neo4j: PlainMetric[] = [
  family(
    'gauge',
    'neo4j_database_neo4j_db_query_execution_latency_millis',
    'Query latency in milliseconds.',
    Object.keys(LATENCY),
    (quantile) => ({ quantile }),
    (quantile, now) => (LATENCY[quantile] ?? 0) * slower(now)
  ),
  counter(
    'neo4j_database_neo4j_db_query_execution_success_total',
    'Successful queries.',
    (now) => 0.999 * queries(now)
  ),
  counter('neo4j_database_neo4j_db_query_execution_failure_total', 'Failed queries.', (now) => 0.001 * queries(now)),
  counter('neo4j_database_neo4j_transaction_started_total', 'Transactions begun.', (now) =>
    transactionRate('neo4j', now)
  ),
  counter(
    'neo4j_database_neo4j_transaction_committed_total',
    'Transactions committed.',
    (now) => 0.995 * transactionRate('neo4j', now)
  ),
  counter(
    'neo4j_database_neo4j_transaction_rollbacks_total',
    'Transactions rolled back.',
    (now) => 0.005 * transactionRate('neo4j', now)
  ),
  counter('neo4j_database_neo4j_transaction_rollbacks_deadlocked_total', 'Rolled back for a deadlock.', (now) =>
    now.conditions.on('kgas', 'locks') ? 0.2 : 0.001
  ),
  gauge('neo4j_database_neo4j_transaction_active', 'Transactions in progress.', (now) => poolUsed('neo4j', now)),
  counter('neo4j_database_neo4j_index_range_queried_total', 'Look-ups in range indexes.', (now) => 0.92 * queries(now)),
  counter(
    'neo4j_database_neo4j_index_fulltext_queried_total',
    'Look-ups in full-text indexes.',
    (now) => 0.05 * queries(now)
  ),
  counter(
    'neo4j_database_neo4j_index_vector_queried_total',
    'Look-ups in vector indexes.',
    (now) => 0.21 * queries(now)
  ),
  gauge('neo4j_database_neo4j_neo4j_count_node', 'Nodes.', (now) => Math.round(1.2e6 + (now.t - 1.75e9) * 0.08)),
  gauge('neo4j_dbms_page_cache_hit_ratio', 'Page cache hits.', (now) =>
    Math.min(1, 0.987 + 0.002 * now.noise('page cache'))
  ),
  gauge('neo4j_dbms_page_cache_usage_ratio', 'Page cache usage.', () => 0.81),
  gauge('neo4j_dbms_vm_heap_used', 'Heap in bytes.', (now) => 2.2e9 * wandering(now, 'neo4j heap', 0.1)),
  gauge('neo4j_dbms_bolt_connections_running', 'Bolt connections at work.', (now) => poolUsed('neo4j', now)),
  gauge('neo4j_dbms_bolt_connections_idle', 'Idle bolt connections.', (now) =>
    Math.max(0, 50 - poolUsed('neo4j', now))
  ),
  counter('neo4j_dbms_bolt_connections_opened_total', 'Bolt connections opened.', () => 0.02),
  counter('neo4j_dbms_bolt_connections_closed_total', 'Bolt connections closed.', () => 0.02),
];
