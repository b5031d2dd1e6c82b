/** What do the other exporters around ADO say? Stand-ins with their exact names and labels (catalogue B0). */
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { LLM_MODELS } from './operations';

const GIB = 1024 ** 3;
const on = (now: Moment, fault: string) => now.conditions.on('ado', fault);

const probeFails = (now: Moment) => on(now, 'probe-fails');
/** blackbox_exporter, with a time-out of 40 s: a failing probe gives up after ten. */
export const probe: PlainMetric[] = [
  gauge('probe_success', 'Whether the probe succeeded.', (now) => (probeFails(now) ? 0 : 1)),
  gauge('probe_duration_seconds', 'How long the probe took.', (now) =>
    probeFails(now) ? 10 : (on(now, 'probe-slow') ? 34 : 0.09) * wandering(now, 'ado probe', 0.05)
  ),
  gauge('probe_http_status_code', 'Status of the answer.', (now) => (probeFails(now) ? 0 : 200)),
];

const hits = (now: Moment) => (on(now, 'cache') ? 0.5 : 0.93 + 0.005 * now.noise('ado redis'));
/** redis_exporter. */
export const redis: PlainMetric[] = [
  gauge('redis_up', 'Whether the server answered.', () => 1),
  counter('redis_keyspace_hits_total', 'Keys found.', (now) => 40 * loadSeason(now.t) * hits(now)),
  counter('redis_keyspace_misses_total', 'Keys not found.', (now) => 40 * loadSeason(now.t) * (1 - hits(now))),
  gauge('redis_memory_used_bytes', 'Memory.', (now) => 0.3 * GIB * wandering(now, 'ado redis memory')),
  gauge('redis_connected_clients', 'Clients.', (now) => Math.round(18 * wandering(now, 'ado redis clients', 0.1))),
];

type Model = (typeof LLM_MODELS)[number];
const answered = (now: Moment) => (on(now, 'llm-cache') ? 0.1 : 0.46 + 0.01 * now.noise('ado llm cache'));
const perModel = (name: string, help: string, perCall: (model: Model, now: Moment) => number) =>
  family(
    'counter',
    name,
    help,
    LLM_MODELS,
    ({ model }) => ({ model }),
    (model, now) => model.rate * loadSeason(now.t) * perCall(model, now)
  );
/** The LiteLLM proxy. */
export const litellm: PlainMetric[] = [
  perModel('litellm_requests_metric_total', 'LLM calls.', () => 1),
  perModel('litellm_spend_metric_total', 'Spend in US dollars.', ({ costUsd }, now) => costUsd * (1 - answered(now))),
  perModel('litellm_cache_hits_metric_total', 'Cache hits.', (_, now) => answered(now)),
  perModel('litellm_cache_misses_metric_total', 'Cache misses.', (_, now) => 1 - answered(now)),
];

const NODES: Array<[node: string, usdPerHour: number]> = [
  ['ado-1', 0.42],
  ['ado-2', 0.31],
];
/** OpenCost. */
export const opencost: PlainMetric[] = [
  family(
    'gauge',
    'node_total_hourly_cost',
    'Cost of a node.',
    NODES,
    ([node]) => ({ node }),
    ([, usd]) => usd
  ),
];

const PODS: Array<[pod: string, share: number]> = [
  ['planner-0', 0.44],
  ['coder-0', 0.62],
  ['reviewer-0', 0.5],
  ['tester-0', 0.55],
];
const LIMIT = 2 * GIB;
/** cAdvisor. */
export const cadvisor: PlainMetric[] = [
  family(
    'gauge',
    'container_memory_working_set_bytes',
    'Memory of a container.',
    PODS,
    ([pod]) => ({ namespace: 'ado', pod, container: 'agent' }),
    ([pod, share], now) =>
      (pod === 'coder-0' && on(now, 'agent-memory') ? 0.95 : share * wandering(now, `ado ${pod}`, 0.06)) * LIMIT
  ),
];
/** kube-state-metrics. */
export const kubeState: PlainMetric[] = [
  family(
    'gauge',
    'kube_pod_container_resource_limits',
    'Limit of a container.',
    PODS,
    ([pod]) => ({ namespace: 'ado', pod, container: 'agent', resource: 'memory', unit: 'byte' }),
    // Without a limit there is no such series.
    ([pod], now) => (pod === 'tester-0' && on(now, 'unlimited-agent') ? NaN : LIMIT)
  ),
];

const REQUESTS: Array<[method: string, name: string, perSecond: number]> = [
  ['GET', '/api/backlog/status', 30],
  ['POST', '/api/tasks', 10],
];
/** Every night at three, for twenty minutes (D3 l.225-234: three of the one, one of the other). */
const testing = (now: Moment) => now.t % 86_400 >= 10_800 && now.t % 86_400 < 12_000;
const requestLabels = ([method, name]: (typeof REQUESTS)[number]) => ({ method, name });
/** locust_exporter: the row "Aggregated" is the sum of the others. */
export const locust: PlainMetric[] = [
  gauge('locust_up', 'Whether Locust answers.', () => 1),
  gauge('locust_users', 'Users.', (now) => (testing(now) ? 80 : 0)),
  gauge('locust_requests_fail_ratio', 'Share that failed.', (now) => (testing(now) ? 0.0004 : 0)),
  family(
    'gauge',
    'locust_requests_current_rps',
    'Requests per second.',
    [...REQUESTS, ['', 'Aggregated', 40] satisfies (typeof REQUESTS)[number]],
    requestLabels,
    ([, , rate], now) => (testing(now) ? rate * wandering(now, 'ado locust', 0.05) : 0)
  ),
  family(
    'gauge',
    'locust_requests_current_response_time_percentile_95',
    'P95 in milliseconds.',
    REQUESTS,
    requestLabels,
    ([method], now) => (testing(now) ? (method === 'GET' ? 180 : 420) * wandering(now, 'ado locust p95', 0.08) : 0)
  ),
];
