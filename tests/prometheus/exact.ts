/**
 * What were the requests of the history exactly? Made again from the seed, over the windows that
 * the command learned, with the numbers that it should have found.
 */
import { SEED } from '../../demo/lab';
import type { RawSamples } from '../../demo/raw-samples';
import { ConversionRuns } from '../../demo/scenario/conversion-runs';
import { Timeline } from '../../demo/scenario/timeline';
import type { Stream } from '../../demo/scenario/stream';
import { namedFaults } from '../../demo/systems/jobs';
import type { Conversion } from '../../demo/systems/kgas/conversions';
import type { Occurrence } from '../lab';

export const MINUTE = 60;
const WINDOW = 5 * MINUTE;
export const DAYS = 2;

interface Requests {
  /** Ascending seconds of the minutes that increase() sees. */
  seen: Float64Array;
  wholeMean: number;
  whole: number;
  /** Windows in which something was seen. */
  windows: number;
}

export function requestsOf(raw: RawSamples, stream: Stream, end: number): Requests {
  const parts: Float64Array[] = [];
  const missed = { n: 0, sum: 0 };
  for (let at = end - DAYS * 86_400 + WINDOW; at <= end; at += WINDOW) {
    parts.push(raw.between(stream, at - 4 * MINUTE, at));
    const fifth = raw.between(stream, at - WINDOW, at - 4 * MINUTE);
    missed.n += fifth.length;
    missed.sum += sumOf(fifth);
  }
  const seen = new Float64Array(parts.reduce((n, part) => n + part.length, 0));
  parts.reduce((offset, part) => (seen.set(part, offset), offset + part.length), 0);
  seen.sort();
  const whole = seen.length + missed.n;
  return {
    seen,
    whole,
    wholeMean: (sumOf(seen) + missed.sum) / whole,
    windows: parts.filter(({ length }) => length > 0).length,
  };
}

const sumOf = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0);
export const meanOf = (values: Float64Array): number => sumOf(values) / values.length;

export function sdOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
}

/** The value below which the share q lies, as a rank: no interpolation. */
export const exactQuantile = (sorted: Float64Array, q: number): number =>
  sorted[Math.min(Math.max(Math.ceil(q * sorted.length) - 1, 0), sorted.length - 1)] as number;

/** The bounds of the bucket that holds a value. */
export function bucketOf(bounds: readonly number[], value: number): [low: number, high: number] {
  const i = bounds.findIndex((bound) => value <= bound);
  return i < 0 ? [bounds.at(-1) as number, bounds.at(-1) as number] : [bounds[i - 1] ?? 0, bounds[i] as number];
}

/** Histogram.SDBound: every request at the far end of its bucket from the bucket's middle. */
export function sdBound(bounds: readonly number[], values: Float64Array): number {
  const squares = values.reduce((sum, v) => {
    const [low, high] = bucketOf(bounds, v);
    return sum + (v > (bounds.at(-1) as number) ? Infinity : ((high - low) / 2) ** 2);
  }, 0);
  return Math.sqrt(squares / values.length);
}

/** Seconds, ascending, of the runs that ended in the learned time. */
export function runsOf(conversion: Conversion, faults: readonly Occurrence[], end: number): Float64Array {
  const from = end - DAYS * 86_400;
  const timeline = new Timeline(
    faults.filter((fault) => !('run' in fault)),
    namedFaults
  );
  const forced = faults.flatMap((fault) => (fault.fault === conversion.slug && 'run' in fault ? [fault.run] : []));
  const runs = new ConversionRuns(SEED, conversion).between(from - 86_400, end, forced, (t) => timeline.at(t));
  return Float64Array.from(
    runs.filter((run) => run.end > from && run.end <= end).map((run) => run.end - run.start)
  ).sort();
}
