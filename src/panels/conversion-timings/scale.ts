// Where on a cell's axis is a duration? Logarithmic, from half the lower bound to the critical multiple of the baseline.
import { type Factors } from '../../components/tiers';
import { type Judged } from './judgement';

export interface Scale {
  /** Position 0..1 of a duration; outside values sit on the edge. */
  at(value: number): number;
  /** Whether a duration lies beyond the right edge. */
  beyond(value: number): boolean;
  /** Ticks at the warning and critical multiple of the baseline. */
  ticks: Array<{ at: number; factor: number }>;
}

/** Undefined where the data gives nothing to measure against. */
export function scaleOf(c: Judged, factors: Factors): Scale | undefined {
  const baseline = c.baseline ?? c.rangeHigh ?? c.p95;
  const lower = c.rangeLow ?? c.p50 ?? (baseline === undefined ? undefined : baseline / 4);
  if (baseline === undefined || lower === undefined) {
    return undefined;
  }
  const from = Math.log(Math.min(lower, baseline) / 2);
  const span = Math.log(baseline * factors.critical) - from;
  const at = (value: number) => Math.min(1, Math.max(0, (Math.log(value) - from) / span));
  return {
    at,
    beyond: (value) => value > baseline * factors.critical * 1.0001,
    ticks: [factors.warning, factors.critical].map((factor) => ({ factor, at: at(baseline * factor) })),
  };
}
