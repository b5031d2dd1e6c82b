/** What does D4 want to see of circuit breakers (l.171-193, l.392-399, l.422-442)? */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { fullestPoolPercent } from './quantities-database';

const trips = 'omninode_circuit_breaker_trips_total{$app}';
const monitor = "Keep the application's performance monitor on: it declares this metric.";

/** Trips of five minutes; none of them where the breaker has been seen only once. */
export const recentTrips = `sum by (component) (${increaseFromBirth(trips, '5m', 'app')})
  or 0 * sum by (component) (${trips})`;

/**
 * Percent of the calls that a breaker let through and that failed; requests by
 * database or Kafka cannot tell the criticality (E-18). What an open breaker
 * rejects was never tried: counted as a call it would make a service that is
 * down look very stable.
 *
 * "Based on historical performance" (l.425): of a day, as the recovery time. A
 * quarter of an hour would lower a threshold in every incident, and raise it
 * again after.
 */
const calls = (results: string) =>
  `sum by (component) (rate(omninode_circuit_breaker_calls_total{$app,${results}}[1d]))`;
const tried = calls('result=~"success|failure"');
export const breakerErrorPercent = `100 * (${calls('result="failure"')} or 0 * ${tried}) / (${tried} > 0)`;
/** Recoveries are rare: a component's first one, after each start of the application, is often the only one of a day. */
const recovered = (part: 'sum' | 'count') =>
  `sum by (component) (${increaseFromBirth(`omninode_circuit_breaker_recovery_seconds_${part}{$app}`, '1d', 'app')})`;
export const recoverySeconds = `${recovered('sum')} / (${recovered('count')} > 0)`;
export const failureThreshold = 'max by (component) (omninode_circuit_breaker_failure_threshold{$app})';
export const recoveryTimeout = 'max by (component) (omninode_circuit_breaker_recovery_timeout_seconds{$app})';

export const breakers: Array<z.input<typeof Quantity>> = [
  {
    id: 'D4-Q15',
    title: 'Circuit breaker trips',
    unit: 'short',
    metrics: ['omninode_circuit_breaker_trips_total'],
    expr: `sort_desc(sum by (component) (${increaseFromBirth(trips, '1h', 'app')}))`,
    legend: '{{component}}, an hour',
    also: [
      {
        expr: 'max by (component, state) (omninode_circuit_breaker_state{$app}) == 1',
        legend: '{{component}} {{state}}',
      },
    ],
    anchor: 'D4 l.185-188, l.308-315, l.393 (C-7)',
    emit: `${monitor} Create the label of every component with 0 at start. New, for the state: one-hot gauge omninode_circuit_breaker_state{component,state="closed|open|half_open"}.`,
  },
  {
    id: 'D4-Q16',
    title: 'Circuit breaker health score',
    unit: 'short',
    metrics: ['omninode_circuit_breaker_state'],
    // Without the application's own score Yardstick computes it from the state (E-13).
    expr: 'min by (component) (omninode_circuit_breaker_health_score{$app})',
    legend: '{{component}}',
    anchor: 'D4 l.191-192 (C-11)',
    emit: 'New: gauge omninode_circuit_breaker_state{component,state}; Yardstick computes the score from it.',
  },
  {
    id: 'D4-Q23',
    title: 'What tuning looks at',
    unit: 'percent',
    metrics: ['omninode_active_connections', 'omninode_max_connections', 'omninode_circuit_breaker_calls_total'],
    expr: fullestPoolPercent,
    legend: 'pool utilization',
    also: [{ expr: breakerErrorPercent, legend: '{{component}} errors' }],
    anchor: 'D4 l.408, l.427 (E-18)',
    emit: 'New: counter omninode_circuit_breaker_calls_total{component,result="success|failure|rejected"} and gauge omninode_max_connections{service}.',
  },
  {
    id: 'D4-Q25',
    title: 'Average recovery time',
    unit: 's',
    metrics: ['omninode_circuit_breaker_recovery_seconds_sum', 'omninode_circuit_breaker_recovery_seconds_count'],
    expr: recoverySeconds,
    legend: '{{component}}',
    anchor: 'D4 l.428',
    emit: 'New: histogram omninode_circuit_breaker_recovery_seconds{component} from opening to closing, with bounds at 30 and 120.',
  },
  {
    id: 'D4-Q26',
    title: 'Breaker settings',
    unit: 'short',
    metrics: ['omninode_circuit_breaker_failure_threshold', 'omninode_circuit_breaker_recovery_timeout_seconds'],
    expr: failureThreshold,
    legend: '{{component}} threshold',
    also: [{ expr: recoveryTimeout, legend: '{{component}} time-out', unit: 's' }],
    anchor: 'D4 l.430-441',
    emit: 'New: gauges omninode_circuit_breaker_failure_threshold{component} and omninode_circuit_breaker_recovery_timeout_seconds{component}.',
  },
];
