/**
 * What do calls to language models take: time, tokens, money? Durations and
 * tokens carry OpenTelemetry's GenAI names; cost and fallbacks have no
 * convention and are KGAS's own (D2-Q11 to Q16).
 *
 *     const call = llm.start({ operation: 'chat', provider: 'openai', model: 'gpt-4o' });
 *     call.end({ inputTokens, outputTokens, costUsd, forOperation: 'entity_extraction' });
 *     call.fail('timeout');
 */
import { Counter, Histogram, type Registry } from 'prom-client';

import { LLM_SECONDS, LLM_TOKENS } from './buckets';
import { firstTime } from './first-time';
import { systemClock, type Clock } from './operation-timer';

export interface LlmTarget {
  operation: 'chat' | 'embeddings';
  provider: string;
  model: string;
}

export interface LlmUse {
  inputTokens: number;
  outputTokens?: number;
  costUsd?: number;
  /** The KGAS operation that paid for it. */
  forOperation?: string;
}

const labelsOf = ({ operation, provider, model }: LlmTarget) => ({
  gen_ai_operation_name: operation,
  gen_ai_provider_name: provider,
  gen_ai_request_model: model,
});

export class LlmCalls {
  private readonly duration: Histogram;
  private readonly tokens: Histogram;
  private readonly cost: Counter;
  private readonly fallbacks: Counter;
  private readonly clock: Clock;

  constructor({ registry, clock }: { registry: Registry; clock?: Clock }) {
    const registers = [registry];
    const target = ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'];
    this.clock = clock ?? systemClock;
    this.duration = new Histogram({
      name: 'gen_ai_client_operation_duration_seconds',
      help: 'Duration of LLM calls; error_type only on failed ones.',
      labelNames: [...target, 'error_type'],
      buckets: LLM_SECONDS,
      registers,
    });
    this.tokens = new Histogram({
      name: 'gen_ai_client_token_usage',
      help: 'Tokens of LLM calls.',
      labelNames: [...target, 'gen_ai_token_type'],
      buckets: LLM_TOKENS,
      registers,
    });
    this.cost = new Counter({
      name: 'kgas_llm_cost_usd_total',
      help: 'Cost of LLM calls in US dollars.',
      labelNames: ['provider', 'model', 'operation_type'],
      registers,
    });
    this.fallbacks = new Counter({
      name: 'kgas_llm_fallbacks_total',
      help: 'Calls that went to another model than the one asked for.',
      labelNames: ['provider'],
      registers,
    });
  }

  /** Makes a target's series exist at 0. */
  announce(target: LlmTarget, errorTypes: readonly string[] = []): void {
    this.duration.zero(labelsOf(target));
    errorTypes.forEach((error_type) => this.duration.zero({ ...labelsOf(target), error_type }));
    this.fallbacks.inc({ provider: target.provider }, 0);
  }

  start(target: LlmTarget) {
    const startedAt = this.clock();
    const labels = labelsOf(target);
    const seconds = () => Math.max(0, this.clock() - startedAt);
    const first = firstTime();
    return {
      end: (use: LlmUse): void => {
        if (first()) {
          this.duration.observe(labels, seconds());
          this.count(target, use);
        }
      },
      fail: (errorType: string): void => {
        if (first()) {
          this.duration.observe({ ...labels, error_type: errorType }, seconds());
        }
      },
    };
  }

  fellBack(provider: string, calls = 1): void {
    this.fallbacks.inc({ provider }, calls);
  }

  private count(target: LlmTarget, use: LlmUse): void {
    const labels = labelsOf(target);
    this.tokens.observe({ ...labels, gen_ai_token_type: 'input' }, use.inputTokens);
    if (use.outputTokens !== undefined) {
      this.tokens.observe({ ...labels, gen_ai_token_type: 'output' }, use.outputTokens);
    }
    if (use.costUsd !== undefined) {
      const { provider, model } = target;
      this.cost.inc({ provider, model, operation_type: use.forOperation ?? 'unknown' }, use.costUsd);
    }
  }
}
