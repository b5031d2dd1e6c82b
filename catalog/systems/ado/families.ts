/** Which metrics does ADO have to emit itself, and which come from somebody else's exporter? */
import { ADO_HTTP_SECONDS, ADO_QUERY_SECONDS, AGENT_SECONDS, WSJF_SCORES } from '../../../instrument/ado-buckets';
import { LLM_SECONDS, LLM_TOKENS, LOCK_SECONDS } from '../../../instrument/buckets';
import { defineEmission, type EmissionSpec } from '../../family';

type Families = EmissionSpec['families'];

const status = { name: 'status', values: ['success', 'error'] };
const agent = { name: 'agent_type' };
const table = { name: 'db_collection_name' };
const benchmark = { name: 'benchmark' };
const model = [
  { name: 'gen_ai_operation_name', values: ['chat', 'embeddings'] },
  { name: 'gen_ai_provider_name' },
  { name: 'gen_ai_request_model' },
];

const tasks: Families = [
  {
    name: 'ado_tasks_total',
    kind: 'counter',
    help: 'Tasks by how they ended.',
    labels: [{ name: 'status', values: ['completed', 'failed'] }],
    unit: 'one',
    tier: 1,
    anchor: 'D3 l.19, l.102',
  },
  {
    name: 'ado_queue_size',
    kind: 'gauge',
    help: 'Tasks that wait.',
    unit: 'one',
    tier: 1,
    // Every process sees the same queue.
    across: 'livemax',
    anchor: 'D3 l.104, l.270',
  },
  {
    name: 'ado_wsjf_score',
    kind: 'histogram',
    help: 'WSJF scores of tasks.',
    unit: 'score',
    buckets: WSJF_SCORES,
    tier: 1,
    anchor: 'D3 l.105 (C-15)',
  },
];

const agents: Families = [
  {
    name: 'ado_agent_duration_seconds',
    kind: 'histogram',
    help: 'Duration of agent executions.',
    labels: [agent, status],
    unit: 'seconds',
    buckets: AGENT_SECONDS,
    tier: 1,
    anchor: 'D3 l.15, l.103 (C-15)',
  },
  {
    name: 'ado_agent_last_duration_seconds',
    kind: 'gauge',
    help: 'Duration of the last run.',
    labels: [agent],
    unit: 'seconds',
    tier: 4,
    across: 'mostrecent',
    anchor: 'D3 l.15 (E-10)',
  },
  {
    name: 'ado_agent_last_run_timestamp_seconds',
    kind: 'gauge',
    help: 'When the last run ended, in seconds since 1970.',
    labels: [agent],
    unit: 'seconds',
    tier: 4,
    across: 'mostrecent',
    anchor: 'D3 l.15 (E-10)',
  },
  {
    name: 'ado_agent_in_progress_start_timestamp_seconds',
    kind: 'gauge',
    help: 'Start of the oldest run in progress, in seconds since 1970; 0 when idle.',
    labels: [agent],
    unit: 'seconds',
    tier: 4,
    across: 'liveall',
    anchor: 'D3 l.194 (E-11)',
  },
  {
    name: 'ado_active_agents',
    kind: 'gauge',
    help: 'Executions that are running.',
    labels: [agent],
    unit: 'one',
    tier: 4,
    across: 'livesum',
    anchor: 'D3 l.21',
  },
  {
    name: 'ado_agent_timeouts_total',
    kind: 'counter',
    help: 'Executions that took too long.',
    labels: [agent],
    unit: 'one',
    tier: 4,
    anchor: 'D3 l.193-194',
  },
];

const api: Families = [
  {
    name: 'http_server_request_duration_seconds',
    kind: 'histogram',
    help: 'Duration of HTTP requests.',
    labels: [{ name: 'http_request_method' }, { name: 'http_route' }, { name: 'http_response_status_code' }],
    unit: 'seconds',
    buckets: ADO_HTTP_SECONDS,
    tier: 3,
    anchor: 'D3 l.11-14',
  },
  {
    name: 'ado_active_users',
    kind: 'gauge',
    help: 'Sessions that are alive.',
    unit: 'one',
    tier: 4,
    // The session store is everybody's.
    across: 'livemax',
    anchor: 'D3 l.20',
  },
  {
    name: 'ado_operations_total',
    kind: 'counter',
    help: 'Operations of every kind.',
    labels: [{ name: 'operation' }],
    unit: 'one',
    tier: 4,
    anchor: 'D3 l.26 (D-34)',
  },
  {
    name: 'ado_operation_timeouts_total',
    kind: 'counter',
    help: 'Operations that timed out.',
    labels: [{ name: 'operation' }],
    unit: 'one',
    tier: 4,
    anchor: 'D3 l.26 (D-34)',
  },
  {
    name: 'ado_retries_total',
    kind: 'counter',
    help: 'Operations tried again, by how that ended.',
    labels: [{ name: 'operation' }, { name: 'result', values: ['success', 'failure'] }],
    unit: 'one',
    tier: 4,
    anchor: 'D3 l.27',
  },
  {
    name: 'ado_cache_requests_total',
    kind: 'counter',
    help: 'Look-ups in caches of the process.',
    labels: [{ name: 'cache' }, { name: 'result', values: ['hit', 'miss'] }],
    unit: 'one',
    tier: 4,
    anchor: 'D3 l.162-172, l.199',
  },
  {
    name: 'ado_user_satisfaction_score',
    kind: 'gauge',
    help: 'Mean of the last survey.',
    unit: 'score',
    tier: 4,
    across: 'mostrecent',
    anchor: 'D3 l.338',
  },
  {
    name: 'target_info',
    kind: 'gauge',
    help: 'What is running: always 1.',
    labels: [{ name: 'service_version' }],
    unit: 'one',
    tier: 3,
    across: 'livemax',
    anchor: 'D3 l.352',
  },
];

const database: Families = [
  {
    name: 'ado_db_query_duration_seconds',
    kind: 'histogram',
    help: 'Duration of database queries, seen by the client.',
    labels: [{ name: 'db_operation_name' }, table],
    unit: 'seconds',
    buckets: ADO_QUERY_SECONDS,
    tier: 4,
    anchor: 'D3 l.38, l.133',
  },
  {
    name: 'ado_db_lock_wait_seconds',
    kind: 'histogram',
    help: 'Time spent waiting for locks.',
    labels: [table],
    unit: 'seconds',
    buckets: LOCK_SECONDS,
    tier: 4,
    anchor: 'D3 l.40',
  },
  {
    name: 'db_client_connections_usage',
    kind: 'gauge',
    help: 'Connections of the pool by state.',
    labels: [{ name: 'pool_name' }, { name: 'state', values: ['used', 'idle'] }],
    unit: 'one',
    tier: 3,
    across: 'livesum',
    anchor: 'D3 l.39',
  },
  {
    name: 'db_client_connection_timeouts_total',
    kind: 'counter',
    help: 'Connections that were not had in time.',
    labels: [{ name: 'pool_name' }],
    unit: 'one',
    tier: 3,
    anchor: 'D3 l.263',
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
    anchor: 'D3 l.197-201',
  },
  {
    name: 'gen_ai_client_token_usage',
    kind: 'histogram',
    help: 'Tokens of LLM calls.',
    labels: [...model, { name: 'gen_ai_token_type', values: ['input', 'output'] }],
    unit: 'tokens',
    buckets: LLM_TOKENS,
    tier: 3,
    anchor: 'D3 l.197-201',
  },
  {
    name: 'ado_llm_retries_total',
    kind: 'counter',
    help: 'LLM calls that were tried again.',
    labels: [{ name: 'model' }],
    unit: 'one',
    tier: 4,
    anchor: 'D3 l.201',
  },
];

/** Results of pytest-benchmark, which ends before a scrape would find it (G-9). */
const benchmarks: Families = [
  {
    name: 'ado_benchmark_duration_seconds',
    kind: 'gauge',
    help: 'Duration of a benchmark in its last run.',
    labels: [benchmark, { name: 'stat', values: ['min', 'max', 'mean', 'stddev', 'median'] }],
    unit: 'seconds',
    tier: 4,
    by: 'run',
    across: 'mostrecent',
    anchor: 'D3 l.242-253',
  },
  {
    name: 'ado_benchmark_last_duration_seconds',
    kind: 'gauge',
    help: 'Mean of the rounds of the last run of a benchmark.',
    labels: [benchmark],
    unit: 'seconds',
    tier: 4,
    by: 'run',
    across: 'mostrecent',
    anchor: 'D3 l.242-253 (E-10)',
  },
  {
    name: 'ado_benchmark_last_run_timestamp_seconds',
    kind: 'gauge',
    help: 'When a benchmark ended last, in seconds since 1970.',
    labels: [benchmark],
    unit: 'seconds',
    tier: 4,
    by: 'run',
    across: 'mostrecent',
    anchor: 'D3 l.242-253 (E-10)',
  },
  {
    name: 'ado_benchmark_in_progress_start_timestamp_seconds',
    kind: 'gauge',
    help: 'Start of the round of a benchmark in progress, in seconds since 1970; 0 when idle.',
    labels: [benchmark],
    unit: 'seconds',
    tier: 4,
    by: 'run',
    across: 'liveall',
    anchor: 'D3 l.242-253 (E-11)',
  },
];

const job = (name: string) => `Scrape it under the job ${name}.`;

export const emission = defineEmission('ado', {
  families: [...tasks, ...agents, ...api, ...database, ...llm, ...benchmarks],
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
    { name: 'node_exporter', how: job('ado-host'), metrics: ['node_.*'] },
    {
      name: 'postgres_exporter',
      how: 'Scrape it under the job ado-postgres, with --collector.stat_statements.',
      metrics: ['pg_.*'],
    },
    { name: 'redis_exporter', how: job('ado-redis'), metrics: ['redis_.*'] },
    {
      name: 'blackbox_exporter',
      how: 'Probe the API under the job ado-probe, with a time-out above 30 s.',
      metrics: ['probe_.*'],
    },
    { name: 'LiteLLM proxy', how: job('ado-litellm'), metrics: ['litellm_.*'] },
    { name: 'locust_exporter', how: job('ado-locust'), metrics: ['locust_.*'] },
    { name: 'cAdvisor and kube-state-metrics', how: job('ado-kubernetes'), metrics: ['container_.*', 'kube_.*'] },
    { name: 'OpenCost', how: job('ado-opencost'), metrics: ['node_total_hourly_cost'] },
  ],
});
