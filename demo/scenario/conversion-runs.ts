/** Which runs of a conversion are there? One begins in each period, unless the one before is still at it. */
import type { Conversion } from '../systems/kgas/conversions';
import type { Conditions } from './faults';
import { hash, Random } from './random';
import { latencySeason } from './season';

export interface Run {
  /** Seconds since 1970. */
  start: number;
  end: number;
  status: 'success' | 'error';
  peakMemoryBytes: number;
}

/** A run that the scenario prescribes: a slow one or one that hangs. */
export type ForcedRun = Pick<Run, 'start' | 'end' | 'status'>;

/** After a prescribed run nothing happens for a while, so that its verdict can be seen. */
const PAUSE = 240;

export class ConversionRuns {
  constructor(
    private readonly seed: number,
    private readonly conversion: Conversion
  ) {}

  /** The duration and start of the run that period k would have. */
  private draw(k: number, conditions: Conditions): Run {
    const { period, median, logSd, slug, entities } = this.conversion;
    const random = new Random(this.seed, hash(`conversion ${slug}`), k);
    const start = k * period + random.uniform() * 0.1 * period;
    const fault = conditions.find('kgas', slug);
    const seconds =
      Math.min(0.85 * period, median * latencySeason(start) * Math.exp(logSd * random.normal())) * (fault?.factor ?? 1);
    const status = random.uniform() < 0.004 ? 'error' : 'success';
    const peakMemoryBytes = (1.2e9 + 7e4 * entities) * Math.exp(0.1 * random.normal());
    return { start, end: start + seconds, status, peakMemoryBytes };
  }

  /** All runs that end after `from` and begin before `to`, in order. */
  between(from: number, to: number, forced: readonly ForcedRun[], conditionsAt: (t: number) => Conditions): Run[] {
    const { period } = this.conversion;
    const runs: Run[] = [];
    // A run may be much longer than its period where one is prescribed; those are known anyway.
    for (let k = Math.floor(from / period) - 3; k * period < to; k++) {
      const run = this.draw(k, conditionsAt(k * period));
      const collides = forced.some(({ start, end }) => run.start < end + PAUSE && run.end > start);
      const previous = runs.at(-1);
      if (!collides && (!previous || previous.end < run.start)) {
        runs.push(run);
      }
    }
    const prescribed = forced.map((run) => ({ ...run, peakMemoryBytes: 2e9 }));
    return [...runs, ...prescribed].filter((run) => run.end > from && run.start < to).sort((a, b) => a.start - b.start);
  }
}
