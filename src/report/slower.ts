/**
 * Which operations left normal that day, by how much and for how long? Slower were those with a
 * violation, and those that were in breach over the day as a whole. What is no duration is called
 * off normal, and so are all where one of them is none.
 */
import { isDuration } from '../components/unit';
import { secondsWithin, unfinished } from './moments';
import { type Failed, type Operation, type Report, type Tier, type Violation } from './numbers';

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
  return distinct([...slowdowns(report), ...breached])
    .map((o) => slower(report, o))
    .sort(furthestFirst);
}

/** The violations without those in which more requests failed than usual, or none came. */
export const slowdowns = ({ violations }: Report): Violation[] =>
  violations.filter(({ signal }) => signal === 'latency');

/** Those that completed nothing for a while, and for how many seconds of the period, the longest first. */
export function stoppedOf(report: Report): Array<Named & { seconds: number }> {
  const stops = report.violations.filter(({ signal }) => signal === 'rate');
  return distinct(stops)
    .map((o) => ({
      ...o,
      seconds: violatedSeconds(
        report,
        stops.filter((v) => same(v, o))
      ),
    }))
    .sort((a, b) => b.seconds - a.seconds);
}

/** Those of which more requests failed than usual, the largest share of any part of the period first. */
export function failedOf(report: Report): Array<Operation & { failed: Failed }> {
  const failing = (o: Operation): o is Operation & { failed: Failed } => o.failed !== null;
  return report.operations.filter(failing).sort((a, b) => b.failed.share - a.failed.share);
}

/**
 * Whether all of these are durations, which alone are slow or fast. The set says it: a violation has
 * no unit, and its operation may not have been measured.
 */
export const areDurations = (report: Report, these: Named[]): boolean =>
  these.every(({ set }) => isDuration(report.operations.find((o) => o.set === set)?.unit));

/**
 * Whether small differences of the period mean something. The baseline is that of whole days: a
 * quiet night alone is faster than that, a busy noon slower, on every day.
 */
export const isWhole = ({ period, day, from, to }: Report): boolean => !unfinished(period, day, from, to);

/** The three that got worse: breaches first, then small deviations of the whole day. */
export function worstOf(report: Report): Slower[] {
  const breached = slowerOf(report);
  const small = isWhole(report) ? report.operations.filter((o) => o.tier === 'info') : [];
  const mild = small.filter((o) => !breached.some((b) => same(b, o)));
  return [...breached, ...mild.map((o) => slower(report, o)).sort(furthestFirst)].slice(0, TOLD);
}

/** From where on somebody would notice: as far below normal as "slightly above" is above it (D-14). */
const NOTICEABLE = 1 / 1.1;

/**
 * The three that got better, with certainty. Below the upper end of a documented range is where
 * an operation belongs: only a learned baseline can be beaten.
 */
export function bestOf(report: Report): Operation[] {
  if (!isWhole(report)) {
    return [];
  }
  const ratio = (o: Operation): number => o.ratio ?? 1;
  return report.operations
    .filter((o) => o.state !== 'documented' && o.state !== 'learning')
    .filter((o) => ratio(o) <= NOTICEABLE && o.ratioHigh !== null && o.ratioHigh < 1)
    .sort((a, b) => ratio(a) - ratio(b))
    .slice(0, TOLD);
}

function slower(report: Report, o: Operation | Violation): Slower {
  const day = report.operations.find((other) => same(other, o));
  const violations = slowdowns(report).filter((v) => same(v, o));
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
