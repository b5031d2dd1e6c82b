/**
 * Which automatic actions does D4 describe (l.404-442)?
 *
 * Yardstick recommends; the change is made in the application. A change that
 * is already at its documented limit is not recommended.
 */
import type { z } from 'zod';

import type { Recommendation } from '../../model';
import { breakerTuning as tuning, poolScaling } from './figures';
import { breakerErrorPercent, failureThreshold, recoverySeconds, recoveryTimeout } from './quantities-breakers';
import { fullestPoolPercent, hostLoad, pool } from './quantities-database';

/**
 * The document enlarges and shrinks the pool without saying by how much. The
 * size proposed brings what is in use now back to the limit that was crossed.
 */
const poolSize = (rounded: (size: string) => string, percent: number) => ({
  component: 'postgresql',
  setting: 'max_connections',
  current: pool.fullest.most,
  proposed: rounded(`100 * ${pool.fullest.used} / ${percent}`),
  unit: 'short',
});

const threshold = (proposed: string) => ({
  component: '{{component}}',
  setting: 'failure_threshold',
  current: failureThreshold,
  proposed,
  unit: 'short',
});

const timeout = (proposed: string) => ({
  component: '{{component}}',
  setting: 'recovery_timeout_seconds',
  current: recoveryTimeout,
  proposed,
  unit: 's',
});

const failing = "Share of a day's calls that failed";

export const recommendations: Array<z.input<typeof Recommendation>> = [
  {
    id: 'D4-O01',
    group: 'pool',
    anchor: 'D4 l.411-414',
    title: 'Enlarge the database connection pool',
    text: 'The pool is used to {{value}} while the hosts have room: enlarge it.',
    when: [
      { expr: fullestPoolPercent, op: '>', limit: poolScaling.upAbove, unit: 'percent' },
      { expr: hostLoad, op: '<', limit: poolScaling.upWhileLoadBelow, unit: 'percent' },
    ],
    change: poolSize((size) => `ceil(${size})`, poolScaling.upAbove),
  },
  {
    id: 'D4-O02',
    group: 'pool',
    anchor: 'D4 l.416-419',
    title: 'Shrink the database connection pool',
    text: 'The pool is used to {{value}} only while the hosts are loaded: shrink it to reduce load.',
    when: [
      { expr: fullestPoolPercent, op: '<', limit: poolScaling.downBelow, unit: 'percent' },
      { expr: hostLoad, op: '>', limit: poolScaling.downWhileLoadAbove, unit: 'percent' },
    ],
    change: poolSize((size) => `clamp_min(floor(${size}), 1)`, poolScaling.downBelow),
  },
  {
    id: 'D4-O03',
    group: 'breaker',
    anchor: 'D4 l.433-434',
    title: 'Raise the failure threshold',
    text: `{{component}} is very stable ({{value}} of a day's calls failed): raise its failure threshold by ${tuning.thresholdStep}, to ${tuning.thresholdMax} at most.`,
    when: [
      { title: failing, expr: breakerErrorPercent, op: '<', limit: tuning.stableErrorPercent, unit: 'percent' },
      { title: 'Failure threshold', expr: failureThreshold, op: '<', limit: tuning.thresholdMax, unit: 'short' },
    ],
    change: threshold(`clamp_max(${failureThreshold} + ${tuning.thresholdStep}, ${tuning.thresholdMax})`),
  },
  {
    id: 'D4-O04',
    group: 'breaker',
    anchor: 'D4 l.435-436',
    title: 'Lower the failure threshold',
    text: `{{component}} is unstable ({{value}} of a day's calls failed): lower its failure threshold by ${tuning.thresholdStep}, to ${tuning.thresholdMin} at least.`,
    when: [
      { title: failing, expr: breakerErrorPercent, op: '>', limit: tuning.unstableErrorPercent, unit: 'percent' },
      { title: 'Failure threshold', expr: failureThreshold, op: '>', limit: tuning.thresholdMin, unit: 'short' },
    ],
    change: threshold(`clamp_min(${failureThreshold} - ${tuning.thresholdStep}, ${tuning.thresholdMin})`),
  },
  {
    id: 'D4-O05',
    group: 'breaker',
    anchor: 'D4 l.438-439',
    title: 'Shorten the recovery time-out',
    text: `{{component}} recovers in {{value}}: shorten its recovery time-out by ${tuning.fastStep} s, to ${tuning.timeoutMin} s at least.`,
    when: [
      { expr: recoverySeconds, op: '<', limit: tuning.fastRecovery, unit: 's' },
      { title: 'Recovery time-out', expr: recoveryTimeout, op: '>', limit: tuning.timeoutMin, unit: 's' },
    ],
    change: timeout(`clamp_min(${recoveryTimeout} - ${tuning.fastStep}, ${tuning.timeoutMin})`),
  },
  {
    id: 'D4-O06',
    group: 'breaker',
    anchor: 'D4 l.440-441',
    title: 'Lengthen the recovery time-out',
    text: `{{component}} needs {{value}} to recover: lengthen its recovery time-out by ${tuning.slowStep} s, to ${tuning.timeoutMax} s at most.`,
    when: [
      { expr: recoverySeconds, op: '>', limit: tuning.slowRecovery, unit: 's' },
      { title: 'Recovery time-out', expr: recoveryTimeout, op: '<', limit: tuning.timeoutMax, unit: 's' },
    ],
    change: timeout(`clamp_max(${recoveryTimeout} + ${tuning.slowStep}, ${tuning.timeoutMax})`),
  },
];
