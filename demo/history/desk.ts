/** What does every maker of frames need: the plan, chance, the conditions of each step, and the form of a frame? */
import { Noise } from '../scenario/noise';
import type { Past } from '../scenario/occurrences';
import { Sampler, type Labels } from '../scenario/stream';
import { Timeline } from '../scenario/timeline';
import { namedFaults, silencedBy, type Job } from '../systems/jobs';
import { STEP_SECONDS, type Axis } from './axis';
import type { Frame } from './frame';

export interface Plan {
  seed: number;
  axis: Axis;
  past: Past;
}

export class Desk {
  readonly seed: number;
  readonly axis: Axis;
  readonly past: Past;
  readonly timeline: Timeline;
  readonly sampler: Sampler;
  readonly noise: Noise;
  private readonly absences = new Map<Job, Array<[number, number]>>();

  constructor({ seed, axis, past }: Plan) {
    this.seed = seed;
    this.axis = axis;
    this.past = past;
    this.timeline = new Timeline(past.occurrences, namedFaults);
    this.sampler = new Sampler(seed);
    this.noise = new Noise(seed);
  }

  /** One series; NaN where there is no sample. */
  values(job: Job, name: string, labels: Labels, column: Float64Array, absent = this.absent(job)): Frame {
    return {
      header: { kind: 'values', name, labels: this.labels(job, labels), absent },
      payload: [column.buffer as ArrayBuffer],
    };
  }

  /** All series of a histogram, from the values of each step. */
  histogram(
    job: Job,
    name: string,
    labels: Labels,
    bounds: readonly number[],
    { counts, sums }: { counts: Uint16Array[]; sums: Float64Array }
  ): Frame {
    return {
      header: { kind: 'histogram', name, labels: this.labels(job, labels), bounds, absent: this.absent(job) },
      payload: [...counts.map(({ buffer }) => buffer as ArrayBuffer), sums.buffer as ArrayBuffer],
    };
  }

  /** The steps in which a job's target does not answer. */
  absent(job: Job): Array<[number, number]> {
    let ranges = this.absences.get(job);
    if (!ranges) {
      const { firstMinute, steps } = this.axis;
      const step = (t: number) => Math.min(steps, Math.max(0, Math.floor(t / STEP_SECONDS) + 1 - firstMinute));
      ranges = this.past.occurrences
        .filter(({ fault, system }) => system === job.system && silencedBy(job).includes(fault))
        .map(({ from, to }): [number, number] => [step(from), step(to)])
        .filter(([from, to]) => from < to);
      this.absences.set(job, ranges);
    }
    return ranges;
  }

  private labels(job: Job, labels: Labels): Labels {
    return { ...labels, job: job.name, instance: job.instance };
  }
}
