/** What does the OmniNode process say besides durations? */
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { health } from '../../../instrument';
import { processMetrics } from '../host';
import { BREAKERS } from './breakers';
import { COMPONENTS, TOPICS } from './operations';

const MIB = 1024 ** 2;

export const POOLS = { postgresql: 20, redis: 12 } as const;
export type Service = keyof typeof POOLS;
const SERVICES: Service[] = ['postgresql', 'redis'];

export function poolUsed(service: Service, now: Moment): number {
  const { conditions } = now;
  const share: Array<[string, number]> = [
    ['pool', 0.95],
    ['pool-high', 0.85],
    ['pool-idle', 0.15],
  ];
  const fault = share.find(([name]) => service === 'postgresql' && conditions.on('omninode', name));
  const normal = (service === 'postgresql' ? 0.52 : 0.3) * loadSeason(now.t) * wandering(now, `${service} pool`, 0.06);
  return Math.round(POOLS[service] * (fault ? fault[1] : normal));
}

export const lookups = (now: Moment) => 11 * loadSeason(now.t);

export function cacheHitShare(now: Moment): number {
  return now.conditions.on('omninode', 'cache') ? 0.45 : 0.86 + 0.01 * now.noise('workflow cache');
}

export function cacheMemory(now: Moment): number {
  return 190 * MIB * wandering(now, 'workflow cache memory', 0.04);
}

export function deadLetterRate(now: Moment): number {
  return now.conditions.on('omninode', 'kafka') ? 0.8 : 0.0004;
}

/** By the rule of OmniNode's own monitor, from what the faults do to errors and durations. */
export function healthStatus(now: Moment): 0 | 1 | 2 {
  const { conditions } = now;
  const errors = conditions.on('omninode', 'errors') ? 0.12 : conditions.on('omninode', 'kafka') ? 0.03 : 0.001;
  return health(errors, conditions.on('omninode', 'slow-response') ? 0.8 : 0.06);
}

export const timeoutRate = (now: Moment) => (now.conditions.on('omninode', 'slow-response') ? 0.4 : 0.0008);
export const retryRate = (now: Moment) => (now.conditions.on('omninode', 'errors') ? 0.6 : 0.004) * loadSeason(now.t);
export const processMemory = (now: Moment) => 640 * MIB * wandering(now, 'omninode memory');

/** What `instrument/` emits in the live part, state of breakers apart; the history writes the same series from these functions. */
export const instrumented: PlainMetric[] = [
  family('gauge', 'omninode_active_connections', 'Connections in use.', SERVICES, (service) => ({ service }), poolUsed),
  family(
    'gauge',
    'omninode_max_connections',
    'Pool size.',
    SERVICES,
    (service) => ({ service }),
    (service) => POOLS[service]
  ),
  family(
    'counter',
    'omninode_requests_total',
    'Requests by outcome.',
    ['hit', 'miss'],
    (operation) => ({ component: 'workflow_cache', operation, status: operation === 'hit' ? 'success' : 'failure' }),
    (operation, now) => lookups(now) * (operation === 'hit' ? cacheHitShare(now) : 1 - cacheHitShare(now))
  ),
  gauge('omninode_workflow_cache_memory_bytes', 'Memory of the workflow cache.', cacheMemory),
  family(
    'counter',
    'omninode_dead_letter_messages_total',
    'Dead letters.',
    TOPICS,
    (topic) => ({ topic }),
    (topic, now) => (topic === TOPICS[0] ? deadLetterRate(now) : 0)
  ),
  gauge('omninode_system_health_status', '0 critical, 1 degraded, 2 healthy.', healthStatus),
  gauge('omninode_memory_usage_bytes', 'Memory of the process.', processMemory),
  family(
    'counter',
    'omninode_timeout_failures_total',
    'Time-outs.',
    COMPONENTS,
    (component) => ({ component }),
    (_, now) => timeoutRate(now)
  ),
  family(
    'counter',
    'omninode_retry_attempts_total',
    'Retries.',
    COMPONENTS,
    (component) => ({ component }),
    (_, now) => retryRate(now)
  ),
  family(
    'gauge',
    'omninode_circuit_breaker_failure_threshold',
    'Failures that open it.',
    BREAKERS,
    ({ component }) => ({ component }),
    (breaker) => breaker.failureThreshold
  ),
  family(
    'gauge',
    'omninode_circuit_breaker_recovery_timeout_seconds',
    'Time before it tries again.',
    BREAKERS,
    ({ component }) => ({ component }),
    (breaker) => breaker.recoveryTimeoutSeconds
  ),
];

export const others: PlainMetric[] = processMetrics('omninode', { cores: 0.6, memory: 640 * MIB, files: 150 }).concat(
  counter('python_gc_collections_total', 'Garbage collections.', () => 0.2, { generation: '0' })
);
