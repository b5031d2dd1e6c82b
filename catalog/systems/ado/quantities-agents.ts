/** What does D3 want to see of tasks, agents, their queue, caches and LLM calls (l.15-25, l.102-105, l.160-201)? */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { liteLlmCacheHits, shareOf } from '../../share';

const failed = 'failed|failure|error';
const tasks = (window: string, matchers = '', by = '') =>
  `sum${by} (${increaseFromBirth(`ado_tasks_total{$app${matchers}}`, window, 'app')})`;
const genai = 'gen_ai_client_operation_duration_seconds';
const perModel = (metric: string, window: string, matchers = '') =>
  `sum by (gen_ai_request_model) (rate(${metric}{$app${matchers}}[${window}]))`;

export const agentP95 = 'histogram_quantile(0.95, sum by (le) (rate(ado_agent_duration_seconds_bucket{$app}[1h])))';
export const queueSize = 'max(ado_queue_size{$app})';
export const activeAgents = 'sum(ado_active_agents{$app})';
const cacheLookups = (matchers = '') => `sum by (cache) (rate(ado_cache_requests_total{$app${matchers}}[15m]))`;
export const cacheHits = shareOf(cacheLookups(',result="hit"'), cacheLookups());
export const llmCacheHits = liteLlmCacheHits;
export const callsByModel = (window: string) => perModel(`${genai}_count`, window);
export const promptTokens = `${perModel('gen_ai_client_token_usage_sum', '15m', ',gen_ai_token_type="input"')}
  / ${perModel('gen_ai_client_token_usage_count', '15m', ',gen_ai_token_type="input"')}`;
export const llmRetries = `sum(rate(ado_llm_retries_total{$app}[15m])) / sum(rate(${genai}_count{$app}[15m]))`;
export const containerMemory = 'sum by (pod) (container_memory_working_set_bytes{$host,container!=""})';
export const containerLimit = 'sum by (pod) (kube_pod_container_resource_limits{$host,resource="memory"})';
export const agentTimeouts = `sum by (agent_type) (${increaseFromBirth('ado_agent_timeouts_total{$app}', '1h', 'app')})`;
const started = 'ado_agent_in_progress_start_timestamp_seconds{$app}';
/** Age at the last scrape; what is idle has no start. */
export const runningFor = `max by (agent_type) (timestamp(${started}) - (${started} > 0))`;

export const agents: Array<z.input<typeof Quantity>> = [
  {
    id: 'D3-Q04',
    title: 'Agent execution time P95',
    unit: 's',
    metrics: ['ado_agent_duration_seconds_bucket'],
    // A hundred tasks an hour need a window of an hour.
    expr: agentP95,
    legend: 'all agents',
    also: [
      {
        expr: 'histogram_quantile(0.95, sum by (agent_type, le) (rate(ado_agent_duration_seconds_bucket{$app}[1h])))',
        legend: '{{agent_type}}',
      },
      { expr: runningFor, legend: '{{agent_type}} running' },
    ],
    anchor: 'D3 l.15, l.103 (C-15)',
    emit: 'Give ado_agent_duration_seconds buckets up to 1800 s (the default ends at 10 s), the label agent_type, and the gauge ado_agent_in_progress_start_timestamp_seconds{agent_type}.',
  },
  {
    id: 'D3-Q06',
    title: 'Tasks per hour',
    unit: 'short',
    metrics: ['ado_tasks_total'],
    expr: tasks('1h'),
    legend: 'tasks of an hour',
    also: [{ expr: tasks('1h', '', ' by (status)'), legend: '{{status}}' }],
    anchor: 'D3 l.19, l.102',
    emit: 'Count ado_tasks_total{status} when a task ends, with every status set to 0 at the start.',
  },
  {
    id: 'D3-Q08',
    title: 'Concurrent agent executions',
    unit: 'short',
    metrics: ['ado_active_agents'],
    expr: activeAgents,
    legend: 'running now',
    also: [{ expr: `max_over_time(${activeAgents}[1d:1m])`, legend: 'most within a day' }],
    anchor: 'D3 l.21',
    emit: 'New: gauge ado_active_agents{agent_type}, the executions that run.',
  },
  {
    id: 'D3-Q10',
    title: 'Agent failure rate',
    unit: 'percentunit',
    metrics: ['ado_tasks_total'],
    expr: `(${tasks('1h', `,status=~"${failed}"`)} or vector(0)) / ${tasks('1h')}`,
    legend: 'failed',
    anchor: 'D3 l.25',
    emit: 'Count ado_tasks_total{status} when a task ends; failed, failure and error are the statuses of a failure.',
  },
  {
    id: 'D3-Q21',
    title: 'Pending tasks',
    unit: 'short',
    metrics: ['ado_queue_size'],
    // Every replica reports the same queue: the largest, not the sum.
    expr: queueSize,
    legend: 'pending',
    anchor: 'D3 l.104, l.270',
    emit: 'Set the gauge ado_queue_size to the number of pending tasks.',
  },
  {
    id: 'D3-Q22',
    title: 'WSJF scores',
    unit: 'short',
    metrics: ['ado_wsjf_score_bucket'],
    expr: 'histogram_quantile(0.5, sum by (le) (increase(ado_wsjf_score_bucket{$app}[1d])))',
    legend: 'median of a day',
    also: [
      {
        expr: 'sum(increase(ado_wsjf_score_sum{$app}[1d])) / sum(increase(ado_wsjf_score_count{$app}[1d]))',
        legend: 'mean of a day',
      },
      { expr: 'sum by (le) (increase(ado_wsjf_score_bucket{$app}[1h]))', legend: '{{le}}' },
    ],
    anchor: 'D3 l.105 (C-15)',
    emit: 'Give ado_wsjf_score bounds in scores (0, 1, 2, 5, 10, 20, 50, 100): the default ends at 10.',
  },
  {
    id: 'D3-Q30',
    title: 'Cache effectiveness',
    unit: 'percentunit',
    metrics: ['ado_cache_requests_total', 'redis_keyspace_hits_total', 'redis_keyspace_misses_total'],
    expr: cacheHits,
    legend: '{{cache}}',
    also: [
      {
        expr: `sum(rate(redis_keyspace_hits_total{$host}[5m]))
          / (sum(rate(redis_keyspace_hits_total{$host}[5m])) + sum(rate(redis_keyspace_misses_total{$host}[5m])))`,
        legend: 'Redis',
      },
    ],
    anchor: 'D3 l.162-172, l.199',
    emit: 'New: counter ado_cache_requests_total{cache,result="hit|miss"} from cache_info() of the caches in the process, by difference; Redis by redis_exporter under a job named ado-<something>.',
  },
  {
    id: 'D3-Q31',
    title: 'LLM calls',
    unit: 'suffix:calls/s',
    metrics: [`${genai}_count`, 'litellm_cache_hits_metric_total', 'ado_llm_retries_total'],
    expr: callsByModel('5m'),
    legend: '{{gen_ai_request_model}}',
    also: [
      { expr: llmCacheHits, legend: 'answered by the cache', unit: 'percentunit' },
      { expr: llmRetries, legend: 'tried again, per call', unit: 'percentunit' },
      { expr: promptTokens, legend: '{{gen_ai_request_model}} input tokens per call', unit: 'short' },
      {
        expr: `histogram_quantile(0.95, sum by (gen_ai_request_model, le) (rate(${genai}_bucket{$app}[5m])))`,
        legend: '{{gen_ai_request_model}}',
        unit: 's',
      },
    ],
    anchor: 'D3 l.197-201',
    emit: "Instrument the LLM client with OpenTelemetry's GenAI conventions, scrape a LiteLLM proxy under a job named ado-<something>, and count ado_llm_retries_total{model}.",
  },
  {
    id: 'D3-Q32',
    title: 'Agent limits and stuck agents',
    unit: 'percentunit',
    metrics: ['container_memory_working_set_bytes', 'kube_pod_container_resource_limits', 'ado_agent_timeouts_total'],
    expr: `${containerMemory} / ${containerLimit}`,
    legend: '{{pod}}',
    also: [{ expr: agentTimeouts, legend: '{{agent_type}}', unit: 'short' }],
    anchor: 'D3 l.193-194',
    emit: 'Scrape cAdvisor and kube-state-metrics under jobs named ado-<something>, and count ado_agent_timeouts_total{agent_type} in the application.',
  },
  {
    id: 'D3-Q38',
    title: 'Tasks completed',
    unit: 'short',
    metrics: ['ado_tasks_total'],
    expr: tasks('1d', ',status=~"completed|success"'),
    legend: 'completed within a day',
    anchor: 'D3 l.338',
    emit: 'Count ado_tasks_total{status} when a task ends; completed and success are the statuses of success.',
  },
];
