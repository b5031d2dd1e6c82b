/**
 * In which state is a circuit breaker, and what has it been through?
 *
 * Any breaker can feed it by four calls (`opened`, `halfOpened`, `closed`,
 * `call`); one that emits opossum's events is attached with `watch`:
 *
 *     const metrics = new BreakerMetrics({ registry });
 *     metrics.component('critical', { failureThreshold: 5, recoveryTimeoutSeconds: 60 }).watch(breaker);
 *
 * The state is one-hot as in resilience4j. Every series of a component exists
 * at 0 from the start: a trip counter that is born with the first trip hides
 * it (C-5).
 */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { RECOVERY_SECONDS } from './buckets';
import { systemClock, type Clock } from './operation-timer';

export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];
export type CallResult = 'success' | 'failure' | 'rejected';

export interface BreakerSettings {
  failureThreshold: number;
  recoveryTimeoutSeconds: number;
}

/** What opossum and its like emit. */
export interface BreakerEvents {
  on(
    event: 'open' | 'halfOpen' | 'close' | 'success' | 'failure' | 'timeout' | 'reject',
    listener: () => void
  ): unknown;
}

/** One breaker. */
export interface BreakerProbe {
  readonly state: BreakerState;
  opened(): void;
  halfOpened(): void;
  closed(): void;
  call(result: CallResult, count?: number): void;
  /** New settings, e.g. after a recommendation was followed. */
  configure(settings: BreakerSettings): void;
  watch(breaker: BreakerEvents): BreakerProbe;
}

export class BreakerMetrics {
  private readonly clock: Clock;
  private readonly state: Gauge;
  private readonly trips: Counter;
  private readonly calls: Counter;
  private readonly recovery: Histogram;
  private readonly failureThreshold: Gauge;
  private readonly recoveryTimeout: Gauge;
  private readonly scores = new Map<string, () => number>();

  constructor({ registry, clock, prefix = 'omninode' }: { registry: Registry; clock?: Clock; prefix?: string }) {
    this.clock = clock ?? systemClock;
    const registers = [registry];
    const name = (suffix: string) => `${prefix}_circuit_breaker_${suffix}`;
    const by = (...labelNames: string[]) => ({ labelNames: ['component', ...labelNames], registers });
    this.state = new Gauge({ name: name('state'), help: 'State, one-hot.', ...by('state') });
    this.trips = new Counter({ name: name('trips_total'), help: 'How often it opened.', ...by() });
    this.calls = new Counter({ name: name('calls_total'), help: 'Calls through it.', ...by('result') });
    this.recovery = new Histogram({
      name: name('recovery_seconds'),
      help: 'From the first opening to the next closing.',
      buckets: RECOVERY_SECONDS,
      ...by(),
    });
    this.failureThreshold = new Gauge({ name: name('failure_threshold'), help: 'Failures that open it.', ...by() });
    this.recoveryTimeout = new Gauge({
      name: name('recovery_timeout_seconds'),
      help: 'Time before it tries again.',
      ...by(),
    });
    const { scores } = this;
    new Gauge({
      name: name('health_score'),
      help: '2 closed; 1 half-open, or closed for less than its recovery time-out; 0 open.',
      ...by(),
      collect() {
        scores.forEach((score, component) => this.set({ component }, score()));
      },
    });
  }

  /** Registers a component; it begins closed. */
  component(component: string, initial: BreakerSettings): BreakerProbe {
    let settings = initial;
    let state: BreakerState = 'closed';
    let failingSince: number | undefined;
    let closedAt = -Infinity;
    const enter = (next: BreakerState) => {
      state = next;
      BREAKER_STATES.forEach((s) => this.state.set({ component, state: s }, s === next ? 1 : 0));
    };
    const probe: BreakerProbe = {
      get state() {
        return state;
      },
      opened: () => {
        if (state !== 'open') {
          this.trips.inc({ component });
          failingSince ??= this.clock();
        }
        enter('open');
      },
      halfOpened: () => enter('half_open'),
      closed: () => {
        if (failingSince !== undefined) {
          this.recovery.observe({ component }, this.clock() - failingSince);
          failingSince = undefined;
          closedAt = this.clock();
        }
        enter('closed');
      },
      call: (result, count = 1) => this.calls.inc({ component, result }, count),
      configure: (next) => {
        settings = next;
        this.failureThreshold.set({ component }, next.failureThreshold);
        this.recoveryTimeout.set({ component }, next.recoveryTimeoutSeconds);
      },
      watch: (breaker) => watch(probe, breaker),
    };
    this.scores.set(component, () => {
      const settled = this.clock() - closedAt >= settings.recoveryTimeoutSeconds;
      return state === 'open' ? 0 : state === 'closed' && settled ? 2 : 1;
    });
    this.announce(component);
    probe.configure(initial);
    enter('closed');
    return probe;
  }

  private announce(component: string): void {
    this.trips.inc({ component }, 0);
    this.recovery.zero({ component });
    (['success', 'failure', 'rejected'] as const).forEach((result) => this.calls.inc({ component, result }, 0));
  }
}

function watch(probe: BreakerProbe, breaker: BreakerEvents): BreakerProbe {
  breaker.on('open', () => probe.opened());
  breaker.on('halfOpen', () => probe.halfOpened());
  breaker.on('close', () => probe.closed());
  breaker.on('success', () => probe.call('success'));
  breaker.on('failure', () => probe.call('failure'));
  // opossum reports a time-out as a failure as well; counting both would double it.
  breaker.on('reject', () => probe.call('rejected'));
  return probe;
}
