/** Which requests, agents, queries and LLM calls does the demo's ADO execute, how long do they take and how often? */
import {
  ADO_HTTP_SECONDS,
  ADO_QUERY_SECONDS,
  AGENT_SECONDS,
  LLM_SECONDS,
  LLM_TOKENS,
  LOCK_SECONDS,
  WSJF_SCORES,
} from '../../../instrument';
import { stream, type Stream } from '../../scenario/stream';

const base = { system: 'ado' } as const;

type Route = [method: string, route: string, median: number, logSd: number, perSecond: number, failure: string];

/** D3 l.12-14: half within 500 ms, 95 of a hundred within 2 s. A quarter of what one instance can take (l.316). */
const ROUTES: Route[] = [
  ['GET', '/api/backlog/status', 0.045, 0.5, 7.5, '500'],
  ['GET', '/api/tasks/:id', 0.03, 0.4, 6, '500'],
  ['POST', '/api/tasks', 0.12, 0.5, 3.5, '503'],
  ['GET', '/api/agents', 0.05, 0.4, 4, '500'],
  ['POST', '/api/agents/:id/run', 0.3, 0.5, 1.5, '504'],
  ['GET', '/api/reports/wsjf', 0.42, 0.5, 1.5, '500'],
];

const routes = ROUTES.map(([method, route, median, logSd, rate, failure]) =>
  stream({
    ...base,
    kind: 'ado-api',
    name: `${method} ${route}`,
    metric: 'http_server_request_duration_seconds',
    labels: { http_request_method: method, http_route: route },
    ok: { http_response_status_code: '200' },
    failed: { http_response_status_code: failure },
    bounds: ADO_HTTP_SECONDS,
    median,
    logSd,
    rate,
    errors: 0.0002,
  })
);

/** About 150 executions an hour, of which 95 in a hundred end within 300 s (D3 l.15, l.19). */
export const AGENTS: Array<[type: string, median: number, logSd: number, perSecond: number]> = [
  ['planner', 34, 0.3, 0.012],
  ['coder', 105, 0.35, 0.014],
  ['reviewer', 48, 0.35, 0.009],
  ['tester', 72, 0.35, 0.008],
];
export const AGENT_TYPES = AGENTS.map(([type]) => type);

const agents = AGENTS.map(([agent_type, median, logSd, rate]) =>
  stream({
    ...base,
    kind: 'ado-agent',
    name: `agent ${agent_type}`,
    metric: 'ado_agent_duration_seconds',
    labels: { agent_type },
    ok: { status: 'success' },
    failed: { status: 'error' },
    bounds: AGENT_SECONDS,
    median,
    logSd,
    rate,
    errors: 0.015,
    runs: {},
  })
);

const QUERIES: Array<[operation: string, table: string, median: number, logSd: number, perSecond: number]> = [
  ['SELECT', 'tasks', 0.006, 0.5, 8],
  ['UPDATE', 'tasks', 0.009, 0.5, 4],
  ['SELECT', 'agents', 0.003, 0.4, 5],
  ['INSERT', 'events', 0.004, 0.4, 6],
  ['SELECT', 'reports', 0.04, 0.4, 0.6],
];

const queries = QUERIES.map(([operation, table, median, logSd, rate]) =>
  stream({
    ...base,
    kind: 'ado-query',
    name: `${operation} ${table}`,
    metric: 'ado_db_query_duration_seconds',
    labels: { db_operation_name: operation, db_collection_name: table },
    bounds: ADO_QUERY_SECONDS,
    median,
    logSd,
    rate,
  })
);

const locks = ['tasks', 'agents'].map((table) =>
  stream({
    ...base,
    kind: 'ado-lock',
    name: `${table} lock wait`,
    metric: 'ado_db_lock_wait_seconds',
    labels: { db_collection_name: table },
    bounds: LOCK_SECONDS,
    median: 0.0018,
    logSd: 0.6,
    rate: 0.6,
  })
);

export const LLM_MODELS = [
  { operation: 'chat', provider: 'openai', model: 'gpt-4o', median: 1.9, rate: 0.5, costUsd: 0.011 },
  { operation: 'chat', provider: 'anthropic', model: 'claude-sonnet-4', median: 2.3, rate: 0.4, costUsd: 0.014 },
] as const;

const llm = LLM_MODELS.flatMap(({ operation, provider, model, median, rate }) => {
  const labels = { gen_ai_operation_name: operation, gen_ai_provider_name: provider, gen_ai_request_model: model };
  const tokens = (type: string, size: number) =>
    stream({
      ...base,
      kind: 'ado-tokens',
      name: `${model} ${type} tokens`,
      metric: 'gen_ai_client_token_usage',
      labels: { ...labels, gen_ai_token_type: type },
      bounds: LLM_TOKENS,
      median: size,
      logSd: 0.6,
      rate,
      duration: false,
    });
  const calls = stream({
    ...base,
    kind: 'ado-llm',
    name: `${provider} ${model}`,
    metric: 'gen_ai_client_operation_duration_seconds',
    labels,
    ok: {},
    failed: { error_type: 'timeout' },
    bounds: LLM_SECONDS,
    median,
    logSd: 0.4,
    rate,
    errors: 0.004,
  });
  return [calls, tokens('input', 1400), tokens('output', 320)];
});

const scores = stream({
  ...base,
  kind: 'ado-wsjf',
  name: 'WSJF scores',
  metric: 'ado_wsjf_score',
  labels: {},
  bounds: WSJF_SCORES,
  median: 11,
  logSd: 0.8,
  rate: 0.05,
  duration: false,
});

export const adoStreams: Stream[] = [...routes, ...agents, ...queries, ...locks, ...llm, scores];
