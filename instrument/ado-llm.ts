/**
 * What do ADO's calls to language models take: time, tokens, repetitions (D3 l.197-201)?
 * Durations and tokens carry OpenTelemetry's GenAI names; retries have no convention.
 */
import { Counter, Histogram, type Registry } from 'prom-client';

import { LLM_SECONDS, LLM_TOKENS } from './buckets';
import { firstTime } from './first-time';
import type { LlmTarget } from './llm-calls';
import { systemClock, type Clock } from './operation-timer';

const labelsOf = ({ operation, provider, model }: LlmTarget) => ({
  gen_ai_operation_name: operation,
  gen_ai_provider_name: provider,
  gen_ai_request_model: model,
});
const TARGET = ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'];

export class AdoLlm {
  private readonly duration: Histogram;
  private readonly usage: Histogram;
  private readonly retries: Counter;

  constructor(
    registry: Registry,
    private readonly clock: Clock = systemClock
  ) {
    const registers = [registry];
    this.duration = new Histogram({
      name: 'gen_ai_client_operation_duration_seconds',
      help: 'Duration of LLM calls; error_type only on failed ones.',
      labelNames: [...TARGET, 'error_type'],
      buckets: LLM_SECONDS,
      registers,
    });
    this.usage = new Histogram({
      name: 'gen_ai_client_token_usage',
      help: 'Tokens of LLM calls.',
      labelNames: [...TARGET, 'gen_ai_token_type'],
      buckets: LLM_TOKENS,
      registers,
    });
    this.retries = new Counter({
      name: 'ado_llm_retries_total',
      help: 'LLM calls that were tried again.',
      labelNames: ['model'],
      registers,
    });
  }

  /** Makes a target's series exist at 0. */
  announce(target: LlmTarget, errorTypes: readonly string[] = []): void {
    this.duration.zero(labelsOf(target));
    errorTypes.forEach((error_type) => this.duration.zero({ ...labelsOf(target), error_type }));
    this.retries.inc({ model: target.model }, 0);
  }

  start(target: LlmTarget) {
    const startedAt = this.clock();
    const seconds = () => Math.max(0, this.clock() - startedAt);
    const first = firstTime();
    const ended = (labels: Record<string, string>) => {
      if (first()) {
        this.duration.observe(labels, seconds());
      }
    };
    return {
      end: () => ended(labelsOf(target)),
      fail: (error_type: string) => ended({ ...labelsOf(target), error_type }),
    };
  }

  used(target: LlmTarget, type: 'input' | 'output', tokens: number): void {
    this.usage.observe({ ...labelsOf(target), gen_ai_token_type: type }, tokens);
  }

  triedAgain(model: string, times = 1): void {
    this.retries.inc({ model }, times);
  }
}
