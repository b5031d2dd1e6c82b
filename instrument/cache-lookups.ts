/**
 * How often is the answer already there? Two forms of the same thing: OmniNode
 * counts lookups among its requests (D4 l.148-158, the miss with status
 * "failure", which is not an error: C-14), KGAS has a counter of its own.
 */
import { Counter, Gauge, type Registry } from 'prom-client';

import type { RequestTrace } from './request-trace';

/** OmniNode's workflow cache. */
export class WorkflowCache {
  private readonly memory: Gauge;

  constructor(
    registry: Registry,
    private readonly trace: RequestTrace
  ) {
    this.memory = new Gauge({
      name: 'omninode_workflow_cache_memory_bytes',
      help: 'Memory of the workflow cache; not of the process (C-10).',
      registers: [registry],
    });
    this.count('hit', 0);
    this.count('miss', 0);
  }

  /** Counts lookups one by one, or those since the last poll; never a running total (C-8). */
  count(outcome: 'hit' | 'miss', lookups = 1): void {
    this.trace.count('workflow_cache', outcome, outcome === 'hit' ? 'success' : 'failure', lookups);
  }

  setMemory(bytes: number): void {
    this.memory.set(bytes);
  }
}

/** The cache in front of KGAS's language models, where no LiteLLM proxy counts it. */
export class LlmCache {
  private readonly requests: Counter;

  constructor(registry: Registry) {
    this.requests = new Counter({
      name: 'kgas_llm_cache_requests_total',
      help: 'Lookups in the cache of LLM answers.',
      labelNames: ['result'],
      registers: [registry],
    });
    this.count('hit', 0);
    this.count('miss', 0);
  }

  count(result: 'hit' | 'miss', lookups = 1): void {
    this.requests.inc({ result }, lookups);
  }
}
