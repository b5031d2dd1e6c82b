/** What does the KGAS process say besides durations? */
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { processMetrics } from '../host';
import { LLM_TARGETS, OPERATION_TYPES, TOOL_NAMES } from './operations';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

export const POOL_SIZE = 50;
const DATABASES = ['neo4j', 'sqlite'] as const;
type Database = (typeof DATABASES)[number];

/** Connections in use. */
export function poolUsed(db: Database, now: Moment): number {
  const { conditions } = now;
  if (db === 'neo4j' && conditions.on('kgas', 'db-pool')) {
    return Math.round(0.98 * POOL_SIZE);
  }
  if (db === 'neo4j' && conditions.on('kgas', 'db-pool-high')) {
    return Math.round(0.88 * POOL_SIZE);
  }
  const normal = db === 'neo4j' ? 21 : 9;
  return Math.min(POOL_SIZE, Math.round(normal * loadSeason(now.t) * wandering(now, `${db} pool`, 0.08)));
}

/** Transactions per second. */
export function transactionRate(db: Database, now: Moment): number {
  const normal = (db === 'neo4j' ? 130 : 90) * loadSeason(now.t) * wandering(now, `${db} transactions`);
  return now.conditions.on('kgas', 'low-transactions') ? normal / 10 : normal;
}

/** Queries over half a second, per second. */
export function slowQueryRate(db: Database, now: Moment): number {
  return now.conditions.on('kgas', 'slow-queries') ? (db === 'neo4j' ? 5 : 3) : 0;
}

/** Share of LLM answers that the cache has. */
export function llmHitShare(now: Moment): number {
  return now.conditions.on('kgas', 'llm-cache') ? 0.2 : 0.74 + 0.01 * now.noise('llm cache');
}

export function llmCallRate(now: Moment): number {
  return LLM_TARGETS.reduce((sum, { rate }) => sum + rate, 0) * loadSeason(now.t);
}

export function fallbackShare(now: Moment): number {
  return now.conditions.on('kgas', 'llm-fallbacks') ? 0.17 : 0.012;
}

/** What `instrument/` emits in the live part; the history writes the same series from these functions. */
export const instrumented: PlainMetric[] = [
  {
    name: 'kgas_db_pool_connections',
    help: 'Connections of the pool by state.',
    type: 'gauge',
    series: DATABASES.flatMap((db) => [
      { labels: { db_system: db, state: 'used' }, value: (now: Moment) => poolUsed(db, now) },
      { labels: { db_system: db, state: 'idle' }, value: (now: Moment) => Math.max(0, 30 - poolUsed(db, now)) },
    ]),
  },
  family(
    'gauge',
    'kgas_db_pool_max_connections',
    'Pool size.',
    DATABASES,
    (db_system) => ({ db_system }),
    () => POOL_SIZE
  ),
  {
    name: 'kgas_db_transactions_total',
    help: 'Transactions by outcome.',
    type: 'counter',
    series: DATABASES.flatMap((db) => [
      { labels: { db_system: db, outcome: 'committed' }, value: (now: Moment) => 0.995 * transactionRate(db, now) },
      { labels: { db_system: db, outcome: 'rolled_back' }, value: (now: Moment) => 0.005 * transactionRate(db, now) },
    ]),
  },
  family(
    'counter',
    'kgas_db_slow_queries_total',
    'Slow queries.',
    DATABASES,
    (db_system) => ({ db_system }),
    slowQueryRate
  ),
  counter('kgas_sqlite_full_scans_total', 'Full scans.', (now) => 0.4 * loadSeason(now.t)),
  family(
    'counter',
    'kgas_llm_cache_requests_total',
    'Cache look-ups.',
    ['hit', 'miss'],
    (result) => ({ result }),
    (result, now) => llmCallRate(now) * (result === 'hit' ? llmHitShare(now) : 1 - llmHitShare(now))
  ),
  family(
    'counter',
    'kgas_llm_fallbacks_total',
    'Fallbacks.',
    ['openai', 'anthropic'],
    (provider) => ({ provider }),
    (provider, now) =>
      LLM_TARGETS.reduce((sum, target) => sum + (target.provider === provider ? target.rate : 0), 0) *
      loadSeason(now.t) *
      fallbackShare(now)
  ),
  {
    name: 'kgas_llm_cost_usd_total',
    help: 'Cost of LLM calls.',
    type: 'counter',
    series: LLM_TARGETS.map(({ provider, model, rate, costUsd, operation }) => ({
      labels: { provider, model, operation_type: operation === 'chat' ? 'entity_extraction' : 'embedding_lookup' },
      value: (now: Moment) => rate * costUsd * loadSeason(now.t),
    })),
  },
  family(
    'gauge',
    'kgas_tool_memory_bytes',
    'Peak memory of tools.',
    TOOL_NAMES,
    (tool) => ({ tool }),
    (tool, now) => (120 + 40 * TOOL_NAMES.indexOf(tool)) * MIB * wandering(now, `${tool} memory`)
  ),
  gauge('kgas_tools_active', 'Tools that are running.', (now) => toolsActive(now)),
  family(
    'gauge',
    'kgas_operation_last_memory_delta_bytes',
    'Memory that the last run took or gave back.',
    OPERATION_TYPES,
    (operation_type) => ({ operation_type }),
    (type, now) => (4 + OPERATION_TYPES.indexOf(type)) * MIB * now.noise(`${type} memory delta`)
  ),
];

/** Now and then a batch of documents brings a dozen tools to work at once. */
export function toolsActive(now: Moment): number {
  const batch = Math.floor(now.t / 600) % 9 === 4 ? 8 : 0;
  return Math.max(0, Math.round(4 * loadSeason(now.t) + now.noise('tools active')) + batch);
}

/** Results of the last load test and the last stress test (D2 l.336-391), pushed by those programs. */
const LOAD_TEST = {
  'graph table': [9.8, 61, 840],
  'table vector': [19, 205, 1260],
  'vector graph': [31, 620, 4700],
} as const;
const ENTITIES = ['500', '5000', '50000'] as const;

const tests: PlainMetric[] = [
  {
    name: 'kgas_loadtest_conversion_duration_seconds',
    help: 'Conversion time in the last load test.',
    type: 'gauge',
    series: Object.entries(LOAD_TEST).flatMap(([pair, seconds]) => {
      const [source = '', target = ''] = pair.split(' ');
      return seconds.map((value, i) => ({
        labels: { source, target, entities: ENTITIES[i] ?? '' },
        value: () => value,
      }));
    }),
  },
  {
    name: 'kgas_stresstest_operations',
    help: 'Operations of the last stress test by outcome.',
    type: 'gauge',
    series: ['graph_query', 'vector_search'].flatMap((operation) => [
      { labels: { operation, status: 'success' }, value: () => 2480 },
      { labels: { operation, status: 'error' }, value: () => 20 },
    ]),
  },
  {
    name: 'kgas_stresstest_duration_seconds',
    help: 'Durations in the last stress test.',
    type: 'gauge',
    series: ['graph_query', 'vector_search'].flatMap((operation) => [
      { labels: { operation, stat: 'p50' }, value: () => 0.11 },
      { labels: { operation, stat: 'p95' }, value: () => 0.34 },
    ]),
  },
];

/** What the live part emits without `instrument/`: the process itself, and what other programs push. */
export const others: PlainMetric[] = [
  ...processMetrics('kgas', { cores: 0.9, memory: 3.1 * GIB, files: 210 }),
  ...tests,
];
