/** What does D2 want to see of the calls to language models (l.68-81)? */
import type { z } from 'zod';

import type { Quantity } from '../../model';
import { liteLlmCacheHits, shareOf } from '../../share';

const calls = (matchers: string, by: string) =>
  `sum by (${by}) (rate(gen_ai_client_operation_duration_seconds_count{$app${matchers}}[5m]))`;

const ownLookups = (matchers = '') => `sum(rate(kgas_llm_cache_requests_total{$app${matchers}}[15m]))`;

export const llm: Array<z.input<typeof Quantity>> = [
  {
    id: 'D2-Q11',
    title: 'LLM call latency, average',
    unit: 's',
    metrics: ['gen_ai_client_operation_duration_seconds_sum', 'gen_ai_client_operation_duration_seconds_count'],
    expr: `sum by (gen_ai_provider_name) (rate(gen_ai_client_operation_duration_seconds_sum{$app}[5m]))
      / ${calls('', 'gen_ai_provider_name')}`,
    legend: '{{gen_ai_provider_name}}',
    also: [
      {
        expr: `histogram_quantile(0.95, sum by (gen_ai_provider_name, le) (
          rate(gen_ai_client_operation_duration_seconds_bucket{$app}[5m])))`,
        legend: '{{gen_ai_provider_name}} p95',
      },
    ],
    anchor: 'D2 l.70',
    emit: "Instrument the LLM client with OpenTelemetry's GenAI conventions (gen_ai.client.operation.duration), or run a LiteLLM proxy.",
  },
  {
    id: 'D2-Q12',
    title: 'Token consumption',
    unit: 'suffix:tokens/s',
    metrics: ['gen_ai_client_token_usage_sum'],
    expr: 'sum by (gen_ai_token_type, gen_ai_request_model) (rate(gen_ai_client_token_usage_sum{$app}[5m]))',
    legend: '{{gen_ai_request_model}} {{gen_ai_token_type}}',
    anchor: 'D2 l.71',
    emit: "Record OpenTelemetry's gen_ai.client.token.usage histogram with the token type and the model.",
  },
  {
    id: 'D2-Q13',
    title: 'LLM cache hit rate',
    unit: 'percentunit',
    metrics: ['litellm_cache_hits_metric_total', 'litellm_cache_misses_metric_total'],
    expr: `(${liteLlmCacheHits}) or (${shareOf(ownLookups(',result="hit"'), ownLookups())})`,
    legend: 'hit rate',
    anchor: 'D2 l.72',
    emit: 'Scrape the LiteLLM proxy, or count kgas_llm_cache_requests_total{result="hit|miss"} in the application.',
  },
  {
    id: 'D2-Q14',
    title: 'LLM fallback rate',
    unit: 'percentunit',
    metrics: ['litellm_proxy_total_requests_metric_total', 'litellm_deployment_successful_fallbacks_total'],
    expr: `(((sum(increase(litellm_deployment_successful_fallbacks_total{$host}[1h])) or vector(0))
          + (sum(increase(litellm_deployment_failed_fallbacks_total{$host}[1h])) or vector(0)))
        / sum(increase(litellm_proxy_total_requests_metric_total{$host}[1h])))
      or (sum(increase(kgas_llm_fallbacks_total{$app}[1h]))
        / sum(increase(gen_ai_client_operation_duration_seconds_count{$app}[1h])))`,
    legend: 'fallback rate',
    anchor: 'D2 l.73',
    emit: 'Scrape the LiteLLM proxy, or count kgas_llm_fallbacks_total{provider} in the application.',
  },
  {
    id: 'D2-Q15',
    title: 'LLM error rate by provider',
    unit: 'percentunit',
    metrics: ['gen_ai_client_operation_duration_seconds_count'],
    expr: shareOf(calls(',error_type!=""', 'gen_ai_provider_name'), calls('', 'gen_ai_provider_name')),
    legend: '{{gen_ai_provider_name}}',
    anchor: 'D2 l.74',
    emit: "Set OpenTelemetry's error.type on failed calls only; it becomes the label error_type.",
  },
  {
    id: 'D2-Q16',
    title: 'LLM cost per call',
    unit: 'currencyUSD',
    metrics: ['litellm_spend_metric_total', 'litellm_requests_metric_total'],
    expr: 'sum(increase(litellm_spend_metric_total{$host}[1d])) / sum(increase(litellm_requests_metric_total{$host}[1d]))',
    legend: 'per call, a day',
    also: [
      {
        expr: `sum by (operation_type) (increase(kgas_llm_cost_usd_total{$app}[1d]))
          / sum by (operation_type) (increase(kgas_operation_duration_seconds_count{$app}[1d]))`,
        legend: 'per {{operation_type}}, a day',
      },
      { expr: 'sum by (model) (increase(litellm_spend_metric_total{$host}[1d]))', legend: '{{model}}, a day' },
    ],
    anchor: 'D2 l.81, l.460',
    emit: 'Scrape the LiteLLM proxy, or count kgas_llm_cost_usd_total{provider,model,operation_type} in the application.',
  },
];
