/** What does the ADO process say besides durations? */
import { family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { processMetrics } from '../host';
import { AGENT_TYPES, AGENTS, LLM_MODELS } from './operations';
import { releasedAt, VERSIONS, versionAt } from './releases';

const MIB = 1024 ** 2;
const on = (now: Moment, fault: string) => now.conditions.on('ado', fault);

export const POOL = 'main';
export const POOL_SIZE = 40;
export function poolUsed(now: Moment): number {
  const share = on(now, 'pool') ? 0.92 : 0.42 * loadSeason(now.t) * wandering(now, 'ado pool', 0.07);
  return Math.round(POOL_SIZE * share);
}
/** SQLAlchemy's pool is filled from the start. */
export const poolIdle = (now: Moment) => POOL_SIZE - poolUsed(now);
export const connectionTimeouts = (now: Moment) => (on(now, 'connection-timeouts') ? 0.2 : 0);

const executions = AGENTS.reduce((sum, [, , , rate]) => sum + rate, 0);
export const STATUSES = ['completed', 'failed'] as const;
export function taskRate(status: (typeof STATUSES)[number], now: Moment): number {
  const failed = on(now, 'agent-failures') ? 0.2 : 0.015;
  return executions * loadSeason(now.t) * (status === 'failed' ? failed : 1 - failed);
}
export const queueSize = (now: Moment) =>
  Math.round(on(now, 'backlog') ? 1400 + 30 * now.noise('ado queue') : 14 * wandering(now, 'ado queue', 0.35) + 2);
/** Executions that run: arrivals times duration. */
const running = ([type, median, , rate]: (typeof AGENTS)[number], now: Moment) =>
  Math.round(rate * median * 1.06 * loadSeason(now.t) + 0.6 * Math.abs(now.noise(`ado ${type} running`)));
export const agentTimeouts = (type: string, now: Moment) => (on(now, 'stuck-agents') && type === 'coder' ? 0.004 : 0);
export const users = (now: Moment) => Math.round(38 * loadSeason(now.t) * wandering(now, 'ado users', 0.08));
export const satisfaction = (now: Moment) => 0.86 + 0.01 * now.noise('ado satisfaction');

/** Operations per second, and the share of them that times out. */
export const OPERATIONS: Array<[kind: string, perSecond: number]> = [
  ['api', 24],
  ['database', 24],
  ['llm', 0.9],
  ['agent', executions],
];
export const operationRate = (perSecond: number, now: Moment) => perSecond * loadSeason(now.t);
export const timeoutRate = (perSecond: number, now: Moment) =>
  operationRate(perSecond, now) * (on(now, 'timeouts') ? 0.03 : 0.0004);

export const RETRIED: Array<[operation: string, perSecond: number]> = [
  ['api', 0.05],
  ['llm', 0.02],
];
export const RESULTS = ['success', 'failure'] as const;
export function retryRate(perSecond: number, result: (typeof RESULTS)[number], now: Moment): number {
  const succeed = on(now, 'retries') ? 0.7 : 0.985;
  return perSecond * loadSeason(now.t) * (result === 'success' ? succeed : 1 - succeed);
}
export const llmRetries = (rate: number, now: Moment) =>
  rate * loadSeason(now.t) * (on(now, 'llm-retries') ? 0.12 : 0.015);

/** D3 l.163, l.169: the two caches of the process. */
export const CACHES: Array<[cache: string, perSecond: number, hits: number]> = [
  ['wsjf_score', 5, 0.88],
  ['user_preferences', 9, 0.82],
];
export const LOOKUPS = ['hit', 'miss'] as const;
export function lookupRate([cache, rate, hits]: (typeof CACHES)[number], result: string, now: Moment): number {
  const share = on(now, 'cache') ? 0.35 : hits + 0.01 * now.noise(`ado ${cache}`);
  return rate * loadSeason(now.t) * (result === 'hit' ? share : 1 - share);
}

const both = <A, B>(as: readonly A[], bs: readonly B[]) => as.flatMap((a) => bs.map((b) => ({ a, b })));

/** What `instrument/` emits in the live part; the history writes the same series from these functions. */
export const instrumented: PlainMetric[] = [
  family('counter', 'ado_tasks_total', 'Tasks.', STATUSES, (status) => ({ status }), taskRate),
  gauge('ado_queue_size', 'Tasks that wait.', queueSize),
  family('gauge', 'ado_active_agents', 'Executions.', AGENTS, ([agent_type]) => ({ agent_type }), running),
  family(
    'counter',
    'ado_agent_timeouts_total',
    'Executions that took too long.',
    AGENT_TYPES,
    (agent_type) => ({ agent_type }),
    agentTimeouts
  ),
  gauge('ado_active_users', 'Sessions that are alive.', users),
  gauge('ado_user_satisfaction_score', 'Mean of the last survey.', satisfaction),
  family(
    'counter',
    'ado_operations_total',
    'Operations.',
    OPERATIONS,
    ([operation]) => ({ operation }),
    ([, rate], now) => operationRate(rate, now)
  ),
  family(
    'counter',
    'ado_operation_timeouts_total',
    'Operations that timed out.',
    OPERATIONS,
    ([operation]) => ({ operation }),
    ([, rate], now) => timeoutRate(rate, now)
  ),
  family(
    'counter',
    'ado_retries_total',
    'Operations tried again.',
    both(RETRIED, RESULTS),
    ({ a: [operation], b: result }) => ({ operation, result }),
    ({ a: [, rate], b: result }, now) => retryRate(rate, result, now)
  ),
  family(
    'counter',
    'ado_llm_retries_total',
    'LLM calls tried again.',
    LLM_MODELS,
    ({ model }) => ({ model }),
    ({ rate }, now) => llmRetries(rate, now)
  ),
  family(
    'counter',
    'ado_cache_requests_total',
    'Look-ups.',
    both(CACHES, LOOKUPS),
    ({ a: [cache], b: result }) => ({ cache, result }),
    ({ a, b }, now) => lookupRate(a, b, now)
  ),
  family(
    'gauge',
    'db_client_connections_usage',
    'Connections of the pool by state.',
    ['used', 'idle'],
    (state) => ({ pool_name: POOL, state }),
    (state, now) => (state === 'used' ? poolUsed(now) : poolIdle(now))
  ),
  family(
    'counter',
    'db_client_connection_timeouts_total',
    'Connections that were not had in time.',
    [POOL],
    (pool_name) => ({ pool_name }),
    (_, now) => connectionTimeouts(now)
  ),
  family(
    'gauge',
    'target_info',
    'What is running: always 1.',
    VERSIONS,
    (service_version) => ({ service_version }),
    (version, now) => (versionAt(now.t) === version ? 1 : NaN)
  ),
];

/** Every release starts the process anew. */
export const others: PlainMetric[] = processMetrics('ado', { cores: 0.7, memory: 900 * MIB, files: 140 }).map(
  (metric) =>
    metric.name === 'process_start_time_seconds' ? gauge(metric.name, metric.help, (now) => releasedAt(now.t)) : metric
);
