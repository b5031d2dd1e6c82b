/** What does LiteLLM's proxy say? A stand-in with its exact names (catalogue B0). */
import type { Moment, PlainMetric, PlainSeries } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { fallbackShare, llmCallRate, llmHitShare } from './application';
import { LLM_TARGETS } from './operations';

type Target = (typeof LLM_TARGETS)[number];

const errors = (now: Moment) => (now.conditions.on('kgas', 'llm-errors') ? 0.12 : 0.004);
const rate = (target: Target, now: Moment) => target.rate * loadSeason(now.t);

function counter(name: string, help: string, series: PlainSeries[]): PlainMetric {
  return { name, help, type: 'counter', series };
}

function byModel(name: string, help: string, perCall: (target: Target, now: Moment) => number): PlainMetric {
  const series = LLM_TARGETS.map((target) => ({
    labels: { model: target.model },
    value: (now: Moment) => rate(target, now) * perCall(target, now),
  }));
  return counter(name, help, series);
}

function byDeployment(name: string, help: string, perCall: (now: Moment) => number): PlainMetric {
  const series = LLM_TARGETS.map((target) => ({
    labels: { api_provider: target.provider, litellm_model_name: target.model },
    value: (now: Moment) => rate(target, now) * perCall(now),
  }));
  return counter(name, help, series);
}

const fallback = { requested_model: 'gpt-4o', fallback_model: 'claude-sonnet-4', exception_class: 'RateLimitError' };

export const litellm: PlainMetric[] = [
  byModel('litellm_requests_metric_total', 'LLM calls.', () => 1),
  byModel('litellm_spend_metric_total', 'Spend in US dollars.', ({ costUsd }) => costUsd),
  byModel('litellm_input_tokens_metric_total', 'Input tokens.', () => 1077),
  byModel('litellm_output_tokens_metric_total', 'Output tokens.', ({ operation }) => (operation === 'chat' ? 263 : 0)),
  byModel('litellm_cache_hits_metric_total', 'Cache hits.', (_, now) => llmHitShare(now)),
  byModel('litellm_cache_misses_metric_total', 'Cache misses.', (_, now) => 1 - llmHitShare(now)),
  counter('litellm_proxy_total_requests_metric_total', 'Requests to the proxy.', [
    { labels: { status_code: '200' }, value: (now) => llmCallRate(now) * (1 - errors(now)) },
    { labels: { status_code: '504' }, value: (now) => llmCallRate(now) * errors(now) },
  ]),
  counter('litellm_proxy_failed_requests_metric_total', 'Failed requests.', [
    { labels: { exception_status: '504', exception_class: 'Timeout' }, value: (now) => llmCallRate(now) * errors(now) },
  ]),
  byDeployment('litellm_deployment_total_requests_total', 'Calls of a deployment.', () => 1),
  byDeployment(
    'litellm_deployment_success_responses_total',
    'Successful calls of a deployment.',
    (now) => 1 - errors(now)
  ),
  byDeployment('litellm_deployment_failure_responses_total', 'Failed calls of a deployment.', errors),
  counter('litellm_deployment_successful_fallbacks_total', 'Fallbacks that worked.', [
    { labels: fallback, value: (now) => 0.95 * fallbackShare(now) * llmCallRate(now) },
  ]),
  counter('litellm_deployment_failed_fallbacks_total', 'Fallbacks that failed.', [
    { labels: fallback, value: (now) => 0.05 * fallbackShare(now) * llmCallRate(now) },
  ]),
];
