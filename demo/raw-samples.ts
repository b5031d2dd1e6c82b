/**
 * Which durations are behind the history's buckets? Made again from the seed:
 * the very ones that were counted, for any operation and time.
 */
import { STEP_SECONDS } from './history/axis';
import type { PastFaults } from './lab';
import { slug, type SystemName } from './scenario/faults';
import { Timeline } from './scenario/timeline';
import { Sampler, type Stream } from './scenario/stream';
import { namedFaults, operations } from './systems/jobs';

/** The stream of an operation by its name in the catalogue. */
export function operationStream(system: SystemName, name: string): Stream {
  const found = operations.find((stream) => stream.system === system && stream.slug === slug(name));
  if (!found) {
    throw new Error(`the demo's ${system} has no operation "${name}"`);
  }
  return found;
}

export class RawSamples {
  private readonly sampler: Sampler;
  private readonly timeline: Timeline;

  constructor(past: Pick<PastFaults, 'seed' | 'faults'>) {
    this.sampler = new Sampler(past.seed);
    const ofStreams = past.faults.filter((fault) => !('run' in fault));
    this.timeline = new Timeline(ofStreams, namedFaults);
  }

  /**
   * Seconds, unsorted, of the executions in (from, to], successful or not. Both
   * ends are seconds since 1970 on a full minute, as the history's samples are.
   */
  between(stream: Stream, from: number, to: number): Float64Array {
    const parts: Float64Array[] = [];
    for (let minute = Math.floor(from / STEP_SECONDS) + 1; minute <= Math.floor(to / STEP_SECONDS); minute++) {
      parts.push(this.sampler.sample(stream, minute, this.timeline.at(minute * STEP_SECONDS)));
    }
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((offset, part) => (all.set(part, offset), offset + part.length), 0);
    return all;
  }
}
