/**
 * Under which names does an LLM proxy tell what OpenTelemetry has names for?
 *
 * For Dagster there is nothing to map: the canonical names of runs and assets are those of its exporter.
 */
import type { z } from 'zod';

import type { Profile } from '../profile';

type Spec = z.input<typeof Profile>;

type Kind = 'input' | 'output';
const ofKind = (metric: string, kind: Kind) =>
  `label_replace(label_replace(${metric}{$host}, "gen_ai_request_model", "$1", "model", "(.*)"), "gen_ai_token_type", "${kind}", "", "")`;
const tokens = (kind: Kind) => ofKind(`litellm_${kind}_tokens_metric_total`, kind);
/** An answered call is counted once, where its tokens of both kinds are. */
const calls = (kind: Kind) => ofKind('litellm_requests_metric_total', kind);

/** A proxy before every provider. Its latency is that of answered calls: failures are counted apart. */
export const litellm: Spec = {
  emitter: 'litellm',
  title: 'LiteLLM proxy',
  needs: 'Add "prometheus" to the callbacks of the LiteLLM proxy and scrape /metrics.',
  source: 'S21',
  metrics: {
    gen_ai_client_operation_duration_seconds: {
      metric: 'litellm_llm_api_latency_metric',
      labels: { gen_ai_request_model: 'model' },
      set: { gen_ai_provider_name: 'litellm', gen_ai_operation_name: 'chat' },
    },
    gen_ai_client_token_usage_sum: { expr: `${tokens('input')} or ${tokens('output')}` },
    gen_ai_client_token_usage_count: { expr: `${calls('input')} or ${calls('output')}` },
  },
};
