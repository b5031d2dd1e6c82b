/** Which metrics does KGAS have to emit itself, and which come from somebody else's exporter? */
import {
  ARGUMENT_BYTES,
  CONVERSION_SECONDS,
  LLM_SECONDS,
  LLM_TOKENS,
  LOCK_SECONDS,
  OPERATION_SECONDS,
  QUERY_SECONDS,
  TOOL_LIFECYCLE_SECONDS,
  TOOL_SECONDS,
} from '../../../instrument/buckets';
import { defineEmission, type EmissionSpec } from '../../family';
import { slowQuerySeconds } from './figures';

type Families = EmissionSpec['families'];

const status = { name: 'status', values: ['success', 'error'] };
const operation = { name: 'operation_type' };
const tool = { name: 'tool' };
const database = { name: 'db_system', values: ['neo4j', 'sqlite'] };
const target = [
  { name: 'source', values: ['graph', 'table', 'vector'] },
  { name: 'target', values: ['graph', 'table', 'vector'] },
];
const size = { name: 'dataset_size', values: ['tiny', 'small', 'medium', 'large'] };
const model = [
  { name: 'gen_ai_operation_name', values: ['chat', 'embeddings'] },
  { name: 'gen_ai_provider_name' },
  { name: 'gen_ai_request_model' },
];

/** What shows rare and long work: the last run, and since when one is running (E-10, E-11). */
const runs = (base: string, labels: Families[number]['labels'], anchor: string): Families => [
  {
    name: `${base}_last_duration_seconds`,
    kind: 'gauge',
    help: 'Duration of the last run.',
    labels,
    unit: 'seconds',
    tier: 4,
    across: 'mostrecent',
    anchor: `${anchor} (E-10)`,
  },
  {
    name: `${base}_last_run_timestamp_seconds`,
    kind: 'gauge',
    help: 'When the last run ended, in seconds since 1970.',
    labels,
    unit: 'seconds',
    tier: 4,
    across: 'mostrecent',
    anchor: `${anchor} (E-10)`,
  },
  {
    name: `${base}_in_progress_start_timestamp_seconds`,
    kind: 'gauge',
    help: 'Start of the oldest run in progress, in seconds since 1970; 0 when idle.',
    labels,
    unit: 'seconds',
    tier: 4,
    across: 'liveall',
    anchor: `${anchor} (E-11)`,
  },
];

const operations: Families = [
  {
    name: 'kgas_operation_duration_seconds',
    kind: 'histogram',
    help: 'Duration of operations.',
    labels: [operation, status],
    unit: 'seconds',
    buckets: OPERATION_SECONDS,
    tier: 4,
    anchor: 'D2 l.130-147, l.168-175',
  },
  ...runs('kgas_operation', [operation], 'D2 l.130-147'),
  {
    name: 'kgas_operation_last_memory_delta_bytes',
    kind: 'gauge',
    help: 'Memory that the last run took or gave back.',
    labels: [operation],
    unit: 'bytes',
    tier: 4,
    across: 'mostrecent',
    anchor: 'D2 l.169, l.176 (C-22)',
  },
  {
    name: 'kgas_operation_args_size_bytes',
    kind: 'histogram',
    help: 'Size of the payload of operations.',
    labels: [operation],
    unit: 'bytes',
    buckets: ARGUMENT_BYTES,
    tier: 4,
    anchor: 'D2 l.177 (C-22)',
  },
];

const conversions: Families = [
  {
    name: 'kgas_conversion_duration_seconds',
    kind: 'histogram',
    help: 'Duration of cross-modal conversions.',
    labels: [...target, size, status],
    unit: 'seconds',
    buckets: CONVERSION_SECONDS,
    tier: 4,
    anchor: 'D2 l.25-46',
  },
  ...runs('kgas_conversion', [...target, size], 'D2 l.25-46'),
  {
    name: 'kgas_conversion_peak_memory_bytes',
    kind: 'gauge',
    help: 'Largest resident memory during the last run.',
    labels: [...target, size],
    unit: 'bytes',
    tier: 4,
    across: 'mostrecent',
    anchor: 'D2 l.28',
  },
  {
    name: 'kgas_conversions_in_flight',
    kind: 'gauge',
    help: 'Conversions that are running.',
    labels: target,
    unit: 'one',
    tier: 4,
    across: 'livesum',
    anchor: 'D2 l.29',
  },
];

const tools: Families = [
  {
    name: 'kgas_tool_init_duration_seconds',
    kind: 'histogram',
    help: 'Initialization of tools.',
    labels: [tool],
    unit: 'seconds',
    buckets: TOOL_LIFECYCLE_SECONDS,
    tier: 4,
    anchor: 'D2 l.53',
  },
  {
    name: 'kgas_tool_execution_duration_seconds',
    kind: 'histogram',
    help: 'Execution of tools.',
    labels: [tool, { name: 'complexity', values: ['simple', 'complex'] }, status],
    unit: 'seconds',
    buckets: TOOL_SECONDS,
    tier: 4,
    anchor: 'D2 l.54',
  },
  {
    name: 'kgas_tool_cleanup_duration_seconds',
    kind: 'histogram',
    help: 'Clean-up after tools.',
    labels: [tool],
    unit: 'seconds',
    buckets: TOOL_LIFECYCLE_SECONDS,
    tier: 4,
    anchor: 'D2 l.57',
  },
  {
    name: 'kgas_tool_memory_bytes',
    kind: 'gauge',
    help: 'Largest memory of the last run of a tool.',
    labels: [tool],
    unit: 'bytes',
    tier: 4,
    across: 'mostrecent',
    anchor: 'D2 l.55',
  },
  {
    name: 'kgas_tools_active',
    kind: 'gauge',
    help: 'Tools that are running.',
    unit: 'one',
    tier: 4,
    across: 'livesum',
    anchor: 'D2 l.56',
  },
];

const llm: Families = [
  {
    name: 'gen_ai_client_operation_duration_seconds',
    kind: 'histogram',
    help: 'Duration of LLM calls; error_type only on failed ones.',
    labels: [...model, { name: 'error_type' }],
    unit: 'seconds',
    buckets: LLM_SECONDS,
    tier: 3,
    anchor: 'D2 l.70',
  },
  {
    name: 'gen_ai_client_token_usage',
    kind: 'histogram',
    help: 'Tokens of LLM calls.',
    labels: [...model, { name: 'gen_ai_token_type', values: ['input', 'output'] }],
    unit: 'tokens',
    buckets: LLM_TOKENS,
    tier: 3,
    anchor: 'D2 l.71',
  },
  {
    name: 'kgas_llm_cost_usd_total',
    kind: 'counter',
    help: 'Cost of LLM calls in US dollars.',
    labels: [{ name: 'provider' }, { name: 'model' }, operation],
    unit: 'usd',
    tier: 4,
    anchor: 'D2 l.81, l.460',
  },
  {
    name: 'kgas_llm_fallbacks_total',
    kind: 'counter',
    help: 'Calls that went to another model than the one asked for.',
    labels: [{ name: 'provider' }],
    unit: 'one',
    tier: 4,
    anchor: 'D2 l.73',
  },
  {
    name: 'kgas_llm_cache_requests_total',
    kind: 'counter',
    help: 'Lookups in the cache of LLM answers.',
    labels: [{ name: 'result', values: ['hit', 'miss'] }],
    unit: 'one',
    tier: 4,
    anchor: 'D2 l.72',
  },
];

const databases: Families = [
  {
    name: 'kgas_db_query_duration_seconds',
    kind: 'histogram',
    help: 'Duration of queries, seen by the client.',
    labels: [database, { name: 'query_class', values: ['simple', 'complex'] }, status],
    unit: 'seconds',
    buckets: QUERY_SECONDS,
    tier: 4,
    anchor: 'D2 l.87, l.315-317',
  },
  {
    name: 'kgas_db_slow_queries_total',
    kind: 'counter',
    help: `Queries that took longer than ${slowQuerySeconds} s.`,
    labels: [database],
    unit: 'one',
    tier: 4,
    anchor: 'D2 l.320-321',
  },
  {
    name: 'kgas_db_transactions_total',
    kind: 'counter',
    help: 'Transactions by outcome.',
    labels: [database, { name: 'outcome', values: ['committed', 'rolled_back'] }],
    unit: 'one',
    tier: 4,
    anchor: 'D2 l.89',
  },
  {
    name: 'kgas_db_lock_wait_seconds',
    kind: 'histogram',
    help: 'Time spent waiting for locks.',
    labels: [database],
    unit: 'seconds',
    buckets: LOCK_SECONDS,
    tier: 4,
    anchor: 'D2 l.91',
  },
  {
    name: 'kgas_db_pool_connections',
    kind: 'gauge',
    help: 'Connections of the pool by state.',
    labels: [database, { name: 'state', values: ['used', 'idle'] }],
    unit: 'one',
    tier: 4,
    across: 'livesum',
    anchor: 'D2 l.88',
  },
  {
    name: 'kgas_db_pool_max_connections',
    kind: 'gauge',
    help: 'Most connections that the pool may open.',
    labels: [database],
    unit: 'one',
    tier: 4,
    across: 'livesum',
    anchor: 'D2 l.88',
  },
  {
    name: 'kgas_sqlite_full_scans_total',
    kind: 'counter',
    help: 'Steps of full table scans (SQLITE_STMTSTATUS_FULLSCAN_STEP).',
    unit: 'one',
    tier: 4,
    anchor: 'D2 l.90',
  },
];

/** Results of the load and stress test, which end before a scrape would find them (G-9). */
const tests: Families = [
  {
    name: 'kgas_loadtest_conversion_duration_seconds',
    kind: 'gauge',
    help: 'Duration of a conversion in the last load test, by number of entities.',
    labels: [...target, { name: 'entities' }],
    unit: 'seconds',
    tier: 4,
    by: 'run',
    across: 'mostrecent',
    anchor: 'D2 l.336-355',
  },
  {
    name: 'kgas_stresstest_operations',
    kind: 'gauge',
    help: 'Operations of the last stress test by outcome.',
    labels: [{ name: 'operation' }, status],
    unit: 'one',
    tier: 4,
    by: 'run',
    across: 'mostrecent',
    anchor: 'D2 l.364-391',
  },
  {
    name: 'kgas_stresstest_duration_seconds',
    kind: 'gauge',
    help: 'Duration of operations in the last stress test.',
    labels: [{ name: 'operation' }, { name: 'stat', values: ['p50', 'p95'] }],
    unit: 'seconds',
    tier: 4,
    by: 'run',
    across: 'mostrecent',
    anchor: 'D2 l.364-391',
  },
];

export const emission = defineEmission('kgas', {
  families: [...operations, ...conversions, ...tools, ...llm, ...databases, ...tests],
  exporters: [
    {
      name: 'prometheus_client itself',
      how: 'Its default registry has them on Linux; not in multiprocess mode.',
      metrics: ['process_.*'],
    },
    {
      name: 'Prometheus',
      how: 'up exists for every target that is scraped, ALERTS where it evaluates rules.',
      metrics: ['up', 'ALERTS'],
    },
    {
      name: 'Grafana',
      how: 'Let it write the state history of its alerts to Prometheus.',
      metrics: ['GRAFANA_ALERTS'],
    },
    {
      name: 'node_exporter',
      how: 'Scrape it under a job named kgas-<something>, such as kgas-host.',
      metrics: ['node_.*'],
    },
    { name: 'process-exporter', how: 'Scrape it under a job named kgas-<something>.', metrics: ['namedprocess_.*'] },
    { name: 'Neo4j Enterprise', how: 'Turn its Prometheus endpoint on; job kgas-neo4j.', metrics: ['neo4j_.*'] },
    { name: 'LiteLLM proxy', how: 'Turn its Prometheus callback on; job kgas-litellm.', metrics: ['litellm_.*'] },
    {
      name: 'Yardstick',
      how: 'Switch publishing on in the data source, and scrape its endpoint.',
      metrics: ['yardstick_.*'],
    },
  ],
});
