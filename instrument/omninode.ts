/** Everything OmniNode Bridge has to emit from one process, ready to use (D4). */
import { Counter, Gauge, Registry } from 'prom-client';

import { BreakerMetrics } from './breaker-metrics';
import { WorkflowCache } from './cache-lookups';
import { KafkaProducer } from './kafka-producer';
import type { Clock } from './operation-timer';
import { omninodePools, type Pools } from './pool-gauges';
import { RequestTrace } from './request-trace';

export interface OmninodeOptions {
  registry?: Registry;
  clock?: Clock;
  pools?: Pools;
  topics?: readonly string[];
}

export type Omninode = ReturnType<typeof instrumentOmninode>;

/** D4 l.261-275: 0 critical, 1 degraded, 2 healthy. */
export type Health = 0 | 1 | 2;

/**
 * The rule of OmniNode's own PerformanceMonitor: critical above 5 % errors or an average response
 * of 5 s over five minutes, degraded at half of either (catalogue D4-Q19).
 */
export function health(errorRatio: number, averageSeconds: number): Health {
  if (errorRatio > 0.05 || averageSeconds > 5) {
    return 0;
  }
  return errorRatio > 0.025 || averageSeconds > 2.5 ? 1 : 2;
}

export function instrumentOmninode({
  registry = new Registry(),
  clock,
  pools = {},
  topics = [],
}: OmninodeOptions = {}) {
  const registers = [registry];
  const trace = new RequestTrace({ registry, clock });
  omninodePools(registry, pools);
  return {
    registry,
    trace,
    kafka: new KafkaProducer(registry, trace, topics),
    cache: new WorkflowCache(registry, trace),
    breakers: new BreakerMetrics({ registry, clock }),
    health: new Gauge({
      name: 'omninode_system_health_status',
      help: '0 critical, 1 degraded, 2 healthy.',
      registers,
    }),
    memory: new Gauge({ name: 'omninode_memory_usage_bytes', help: 'Memory of the process.', registers }),
    timeouts: new Counter({
      name: 'omninode_timeout_failures_total',
      help: 'Calls that timed out.',
      labelNames: ['component'],
      registers,
    }),
    retries: new Counter({
      name: 'omninode_retry_attempts_total',
      help: 'Calls that were tried again.',
      labelNames: ['component'],
      registers,
    }),
  };
}
