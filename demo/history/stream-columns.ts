/**
 * How many of a stream's values fall into which bucket, minute by minute? This
 * is the hot loop of the history: hundreds of millions of values are drawn
 * one by one, so that the raw ones can be had again (`Sampler.sample`).
 */
import type { Timeline } from '../scenario/timeline';
import { spread, type Outcome, type Sampler, type Stream } from '../scenario/stream';
import { timeOf, type Axis } from './axis';

export interface StreamColumns {
  /** One column per bucket, +Inf included: values of each step. */
  counts: Uint16Array[];
  sums: Float64Array;
  /** Values of each step, all buckets. */
  totals: Uint32Array;
  /** The last value of each step; NaN where there was none. */
  last: Float64Array;
}

/** From so many values on, turning the bounds into indices once is cheaper than comparing each value. */
const MANY = 40;

export function streamColumns(
  sampler: Sampler,
  stream: Stream,
  outcome: Outcome,
  axis: Axis,
  timeline: Timeline
): StreamColumns {
  const { steps } = axis;
  const columns: StreamColumns = {
    counts: Array.from({ length: stream.bounds.length + 1 }, () => new Uint16Array(steps)),
    sums: new Float64Array(steps),
    totals: new Uint32Array(steps),
    last: new Float64Array(steps).fill(NaN),
  };
  const table = spread(stream.logSd);
  const buckets = new Buckets(stream.bounds, table);
  for (let step = 0; step < steps; step++) {
    const minute = axis.firstMinute + step;
    const { n, scale } = sampler.minute(stream, outcome, minute, timeline.at(timeOf(axis, step)));
    if (n === 0) {
      continue;
    }
    const indices = sampler.draw(stream, outcome, minute, n);
    const found = buckets.count(indices, n, scale);
    for (let b = buckets.lowest; b <= buckets.highest; b++) {
      (columns.counts[b] as Uint16Array)[step] = found[b] ?? 0;
    }
    columns.sums[step] = total(indices, n, table) * scale;
    columns.totals[step] = n;
    columns.last[step] = scale * (table[indices[n - 1] ?? 0] ?? 0);
  }
  return columns;
}

function total(indices: Uint16Array, n: number, table: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += table[indices[i] as number] as number;
  }
  return sum;
}

/** Sorts indices of one scale into buckets. */
class Buckets {
  /** The buckets that can be hit at the current scale. */
  lowest = 0;
  highest = 0;
  private readonly found: Uint32Array;
  /** Per bucket: how many of the table's values do not exceed its bound. */
  private readonly limits: Uint32Array;

  constructor(
    private readonly bounds: readonly number[],
    private readonly table: Float64Array
  ) {
    this.found = new Uint32Array(bounds.length + 1);
    this.limits = new Uint32Array(bounds.length + 1).fill(table.length);
  }

  count(indices: Uint16Array, n: number, scale: number): Uint32Array {
    this.reach(scale);
    this.found.fill(0);
    return n < MANY ? this.few(indices, n, scale) : this.many(indices, n, scale);
  }

  private reach(scale: number): void {
    const { bounds, table } = this;
    const smallest = scale * (table[0] as number);
    const largest = scale * (table[table.length - 1] as number);
    this.lowest = 0;
    while (this.lowest < bounds.length && (bounds[this.lowest] as number) < smallest) {
      this.lowest++;
    }
    this.highest = this.lowest;
    while (this.highest < bounds.length && (bounds[this.highest] as number) < largest) {
      this.highest++;
    }
  }

  private few(indices: Uint16Array, n: number, scale: number): Uint32Array {
    const { bounds, table, found, lowest, highest } = this;
    for (let i = 0; i < n; i++) {
      const value = scale * (table[indices[i] as number] as number);
      let b = lowest;
      while (b < highest && value > (bounds[b] as number)) {
        b++;
      }
      found[b] = (found[b] as number) + 1;
    }
    return found;
  }

  private many(indices: Uint16Array, n: number, scale: number): Uint32Array {
    const { bounds, found, limits, lowest, highest } = this;
    for (let b = lowest; b < highest; b++) {
      limits[b] = this.notAbove(bounds[b] as number, scale);
    }
    for (let i = 0; i < n; i++) {
      const index = indices[i] as number;
      let b = lowest;
      while (b < highest && index >= (limits[b] as number)) {
        b++;
      }
      found[b] = (found[b] as number) + 1;
    }
    return found;
  }

  /** How many values of the table, at this scale, do not exceed a bound. */
  private notAbove(bound: number, scale: number): number {
    const { table } = this;
    let low = 0;
    let high = table.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scale * (table[middle] as number) <= bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
