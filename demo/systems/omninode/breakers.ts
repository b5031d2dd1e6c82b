/**
 * In which state is a breaker, as a function of time? While its fault is on it
 * opens, tries again after its recovery time-out and fails again; the first try after the
 * fault's end succeeds.
 */
import type { BreakerState } from '../../../instrument';

export interface Breaker {
  /** D4 l.178-188: one breaker per criticality. */
  component: string;
  failureThreshold: number;
  recoveryTimeoutSeconds: number;
  /** Calls per second. */
  calls: number;
  /** Share of failing calls when closed. */
  errors: number;
}

export const BREAKERS: Breaker[] = [
  { component: 'critical', failureThreshold: 5, recoveryTimeoutSeconds: 60, calls: 14, errors: 0.003 },
  { component: 'high', failureThreshold: 5, recoveryTimeoutSeconds: 60, calls: 9, errors: 0.02 },
  { component: 'medium', failureThreshold: 4, recoveryTimeoutSeconds: 30, calls: 6, errors: 0.008 },
  { component: 'low', failureThreshold: 3, recoveryTimeoutSeconds: 30, calls: 3, errors: 0.06 },
];

/** How long a breaker stays half-open before it decides. */
const HALF_OPEN_SECONDS = 10;

export interface BreakerMoment {
  state: BreakerState;
  /** Openings since the fault began. */
  trips: number;
  /** When it closed after the fault, and how long that took. */
  recovered?: { at: number; seconds: number };
}

/** The breaker at t under a fault that began at `from` and ended at `to` (Infinity: still on). */
export function breakerAt(breaker: Breaker, from: number, to: number, t: number): BreakerMoment {
  const cycle = breaker.recoveryTimeoutSeconds + HALF_OPEN_SECONDS;
  if (t < from) {
    return { state: 'closed', trips: 0 };
  }
  const lastCycle = Number.isFinite(to) ? Math.floor(Math.max(0, to - from) / cycle) : Infinity;
  const closedAt = from + (lastCycle + 1) * cycle;
  if (t >= closedAt) {
    return { state: 'closed', trips: lastCycle + 1, recovered: { at: closedAt, seconds: closedAt - from } };
  }
  const current = Math.floor((t - from) / cycle);
  const within = t - from - current * cycle;
  return { state: within < breaker.recoveryTimeoutSeconds ? 'open' : 'half_open', trips: current + 1 };
}
