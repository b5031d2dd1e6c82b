/**
 * Which operations were slower than normal that day, by how much and for how long? Those with a
 * violation, and those that were in breach over the day as a whole.
 */
import { secondsWithin } from './moments';
import { type Operation, type Report, type Tier, type Violation } from './numbers';

/** How many things a reader is told of each kind. */
const TOLD = 3;

export interface Slower {
  set: string;
  operation: string;
  /** Over the whole day; absent where only its violations are known. */
  day: Operation | undefined;
  /** Seconds in violation within the day; 0 for a single window, null without a violation. */
  violated: number | null;
  /** The largest ratio of any moment, else that of the day. */
  peak: number | null;
  tier: Tier;
}

const order: Tier[] = ['normal', 'info', 'warning', 'critical'];
const worseOf = (a: Tier, b: Tier): Tier => (order.indexOf(a) > order.indexOf(b) ? a : b);

/** All operations in breach at some time of the day, furthest first. */
export function slowerOf(report: Report): Slower[] {
  const breached = report.operations.filter((o) => order.indexOf(o.tier) >= order.indexOf('warning'));
  return distinct([...report.violations, ...breached])
    .map((o) => slower(report, o))
    .sort(furthestFirst);
}

/** The three that got worse: breaches first, then what was certainly slower, though within its tier. */
export function worstOf(report: Report): Slower[] {
  const breached = slowerOf(report);
  const mild = report.worse.filter((o) => !breached.some((b) => same(b, o))).map((o) => slower(report, o));
  return [...breached, ...mild.sort(furthestFirst)].slice(0, TOLD);
}

function slower(report: Report, o: Operation | Violation): Slower {
  const day = report.operations.find((other) => same(other, o)) ?? report.worse.find((other) => same(other, o));
  const violations = report.violations.filter((v) => same(v, o));
  const peaks = [...violations.map((v) => v.peak), day?.ratio ?? null].filter((p) => p !== null);
  return {
    set: o.set,
    operation: o.operation,
    day,
    violated: violations.length === 0 ? null : violatedSeconds(report, violations),
    peak: peaks.length > 0 ? Math.max(...peaks) : null,
    tier: violations.reduce((tier, v) => worseOf(tier, v.tier), day?.tier ?? 'normal'),
  };
}

const violatedSeconds = (report: Report, violations: Violation[]): number =>
  violations.reduce((sum, v) => sum + secondsWithin(v.start, v.end, report.from, report.to), 0);

const furthestFirst = (a: Slower, b: Slower): number => (b.peak ?? 0) - (a.peak ?? 0);

interface Named {
  set: string;
  operation: string;
}

export const same = (a: Named, b: Named): boolean => a.set === b.set && a.operation === b.operation;

const distinct = <T extends Named>(all: T[]): T[] =>
  all.filter((o, i) => all.findIndex((other) => same(other, o)) === i);
