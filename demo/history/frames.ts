/** Which frames make the history of one unit of work: a stream, a job's other metrics, conversions, breakers? */
import { CONVERSION_SECONDS } from '../../instrument';
import { ConversionRuns, type Run } from '../scenario/conversion-runs';
import type { Moment, PlainMetric } from '../scenario/plain';
import { Noise } from '../scenario/noise';
import { Timeline, type Past } from '../scenario/occurrences';
import { hash, Random } from '../scenario/random';
import { outcomes, Sampler, type Labels, type Stream } from '../scenario/stream';
import { answers, jobs, namedFaults, type Job } from '../systems/jobs';
import { conversions, type Conversion } from '../systems/kgas/conversions';
import { breakerFrames } from './breaker-frames';
import { STEP_SECONDS, timeOf, type Axis } from './axis';
import type { Frame } from './frame';
import { streamColumns, type StreamColumns } from './stream-columns';
import { ERROR_TYPES } from '../systems/omninode/operations';

export interface Plan {
  seed: number;
  axis: Axis;
  past: Past;
}

/** One piece of work for a worker, by its place in `units()`. */
export type Unit =
  | { kind: 'stream'; job: Job; stream: Stream }
  | { kind: 'plain'; job: Job }
  | { kind: 'conversion'; job: Job; conversion: Conversion }
  | { kind: 'conversions-in-flight'; job: Job }
  | { kind: 'breakers'; job: Job }
  | { kind: 'up' };

/** Everything there is to do; busy streams first, so that no worker is left with one at the end. */
export function units(): Unit[] {
  const streams = jobs.flatMap((job) => job.streams.map((stream) => ({ kind: 'stream' as const, job, stream })));
  streams.sort((a, b) => b.stream.rate - a.stream.rate);
  const kgas = jobs.filter(({ name }) => name === 'kgas');
  return [
    ...streams,
    ...jobs.map((job) => ({ kind: 'plain' as const, job })),
    ...kgas.flatMap((job) => conversions.map((conversion) => ({ kind: 'conversion' as const, job, conversion }))),
    ...kgas.map((job) => ({ kind: 'conversions-in-flight' as const, job })),
    ...jobs.filter(({ name }) => name === 'omninode').map((job) => ({ kind: 'breakers' as const, job })),
    { kind: 'up' },
  ];
}

export class FrameMaker {
  readonly timeline: Timeline;
  private readonly sampler: Sampler;
  private readonly noise: Noise;
  private readonly absences = new Map<Job, Array<[number, number]>>();

  constructor(private readonly plan: Plan) {
    this.timeline = new Timeline(plan.past.occurrences, namedFaults);
    this.sampler = new Sampler(plan.seed);
    this.noise = new Noise(plan.seed);
  }

  frames(unit: Unit): Frame[] {
    switch (unit.kind) {
      case 'stream':
        return this.stream(unit.job, unit.stream);
      case 'plain':
        return [...unit.job.instrumented, ...unit.job.others].flatMap((metric) => this.plain(unit.job, metric));
      case 'conversion':
        return this.conversion(unit.job, unit.conversion);
      case 'conversions-in-flight':
        return this.inFlight(unit.job);
      case 'breakers':
        return breakerFrames(this.plan, this.noise, (name, labels, column) =>
          this.values(unit.job, name, labels, column)
        );
      case 'up':
        return jobs.flatMap((job) => this.up(job));
    }
  }

  // Streams

  private stream(job: Job, stream: Stream): Frame[] {
    const columns = outcomes(stream).map((outcome) =>
      streamColumns(this.sampler, stream, outcome, this.plan.axis, this.timeline)
    );
    const frames = outcomes(stream).map((outcome, i) =>
      this.histogram(
        job,
        stream.metric,
        { ...stream.labels, ...stream[outcome] },
        stream.bounds,
        columns[i] as StreamColumns
      )
    );
    if (stream.kind === 'operation') {
      frames.push(...this.lastRuns(job, stream, columns));
    }
    if (stream.kind === 'request') {
      frames.push(...this.requestCounters(job, stream, columns));
    }
    return frames;
  }

  /** D4's counters beside its histogram. */
  private requestCounters(job: Job, stream: Stream, columns: StreamColumns[]): Frame[] {
    const accumulated = (increments: Uint32Array) => {
      let total = 0;
      return Float64Array.from(increments, (n) => (total += n));
    };
    const frames = outcomes(stream).map((outcome, i) =>
      this.values(
        job,
        'omninode_requests_total',
        { ...stream.labels, ...stream[outcome] },
        accumulated(columns[i]?.totals ?? new Uint32Array())
      )
    );
    if (this.ownsErrorType(job, stream)) {
      frames.push(
        this.values(job, 'omninode_errors_total', this.errorLabels(stream), accumulated(this.failures(job, stream)))
      );
    }
    return frames;
  }

  private errorLabels(stream: Stream): Labels {
    return { component: stream.labels.component ?? '', error_type: ERROR_TYPES.get(stream.name) ?? '' };
  }

  /** Operations of one component that fail with the same type share a series; the first of them writes it. */
  private sharing(job: Job, stream: Stream): Stream[] {
    const same = JSON.stringify(this.errorLabels(stream));
    return job.streams.filter((other) => other.kind === 'request' && JSON.stringify(this.errorLabels(other)) === same);
  }

  private ownsErrorType(job: Job, stream: Stream): boolean {
    return this.sharing(job, stream)[0] === stream;
  }

  private failures(job: Job, stream: Stream): Uint32Array {
    const { axis } = this.plan;
    const streams = this.sharing(job, stream);
    return Uint32Array.from({ length: axis.steps }, (_, step) => {
      const conditions = this.timeline.at(timeOf(axis, step));
      return streams.reduce(
        (sum, s) => sum + this.sampler.minute(s, 'failed', axis.firstMinute + step, conditions).n,
        0
      );
    });
  }

  /** The gauges of the last run and of the oldest running one (E-10, E-11). */
  private lastRuns(job: Job, stream: Stream, columns: StreamColumns[]): Frame[] {
    const { axis, seed } = this.plan;
    const last = new Float64Array(axis.steps);
    const at = new Float64Array(axis.steps);
    const since = new Float64Array(axis.steps);
    let seconds = NaN;
    let ended = NaN;
    for (let step = 0; step < axis.steps; step++) {
      const t = timeOf(axis, step);
      const column = columns.find(({ totals }) => (totals[step] ?? 0) > 0);
      const random = new Random(seed, hash(`run ${stream.slug}`), axis.firstMinute + step);
      if (column) {
        seconds = column.last[step] ?? NaN;
        ended = t - random.uniform() * Math.min(STEP_SECONDS, 1 / stream.rate);
      }
      last[step] = seconds;
      at[step] = ended;
      since[step] = this.runningSince(stream, t, random);
    }
    const labels = stream.labels;
    const base = stream.metric.replace(/_duration_seconds$/, '');
    return [
      this.values(job, `${base}_last_duration_seconds`, labels, last),
      this.values(job, `${base}_last_run_timestamp_seconds`, labels, at),
      this.values(job, `${base}_in_progress_start_timestamp_seconds`, labels, since),
    ];
  }

  /** Start of the oldest running one: by the share of time in which there is one, 0 when idle. */
  private runningSince(stream: Stream, t: number, random: Random): number {
    const conditions = this.timeline.at(t);
    const hanging = conditions.active.find(
      (fault) => fault.system === stream.system && fault.name === stream.slug && fault.hang
    );
    if (hanging) {
      return hanging.since + 1;
    }
    const seconds = stream.median * conditions.effect(stream).factor;
    const busy = 1 - Math.exp(-stream.rate * seconds);
    return random.uniform() < busy ? t - random.uniform() * seconds : 0;
  }

  // Everything that is no duration

  private plain(job: Job, metric: PlainMetric): Frame[] {
    const { axis } = this.plan;
    const noise = (key: string) => this.noise.at(key, minute);
    let minute = axis.firstMinute;
    return metric.series.map(({ labels, value }) => {
      let total = 0;
      const column = new Float64Array(axis.steps);
      for (let step = 0; step < axis.steps; step++) {
        minute = axis.firstMinute + step;
        const t = timeOf(axis, step);
        const now: Moment = { t, step: STEP_SECONDS, conditions: this.timeline.at(t), noise };
        const read = value(now);
        total += read * STEP_SECONDS;
        column[step] = metric.type === 'counter' ? total : read;
      }
      return this.values(job, metric.name, labels, column);
    });
  }

  // Conversions

  private runs(conversion: Conversion): Run[] {
    const { axis, past, seed } = this.plan;
    const forced = past.conversions.filter(({ fault }) => fault === conversion.slug).map(({ run }) => run);
    const begin = timeOf(axis, -1);
    return new ConversionRuns(seed, conversion).between(begin, timeOf(axis, axis.steps - 1), forced, (t) =>
      this.timeline.at(t)
    );
  }

  private conversion(job: Job, conversion: Conversion): Frame[] {
    const { axis } = this.plan;
    const labels = { source: conversion.source, target: conversion.target, dataset_size: conversion.size };
    const runs = this.runs(conversion);
    const gauges = [
      'last_duration_seconds',
      'last_run_timestamp_seconds',
      'in_progress_start_timestamp_seconds',
      'peak_memory_bytes',
    ];
    const [last, at, since, memory] = gauges.map(() => new Float64Array(axis.steps).fill(NaN)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let next = 0;
    let ended: Run | undefined;
    for (let step = 0; step < axis.steps; step++) {
      const t = timeOf(axis, step);
      for (let run = runs[next]; run && run.end <= t; run = runs[++next]) {
        ended = run;
      }
      const running = runs[next];
      since[step] = running && running.start <= t ? running.start : 0;
      if (ended) {
        last[step] = ended.end - ended.start;
        at[step] = ended.end;
        memory[step] = ended.peakMemoryBytes;
      }
    }
    return [
      ...gauges.map((suffix, i) =>
        this.values(job, `kgas_conversion_${suffix}`, labels, [last, at, since, memory][i] as Float64Array)
      ),
      ...(['success', 'error'] as const).map((status) =>
        this.conversionHistogram(job, { ...labels, status }, runs, status)
      ),
    ];
  }

  private conversionHistogram(job: Job, labels: Labels, runs: readonly Run[], status: Run['status']): Frame {
    const { axis } = this.plan;
    const counts = Array.from({ length: CONVERSION_SECONDS.length + 1 }, () => new Uint16Array(axis.steps));
    const sums = new Float64Array(axis.steps);
    for (const run of runs.filter((r) => r.status === status && r.end <= timeOf(axis, axis.steps - 1))) {
      const step = Math.ceil(run.end / STEP_SECONDS) - axis.firstMinute;
      const seconds = run.end - run.start;
      const bucket = CONVERSION_SECONDS.findIndex((bound) => seconds <= bound);
      const column = counts.at(bucket) as Uint16Array;
      column[step] = (column[step] ?? 0) + 1;
      sums[step] = (sums[step] ?? 0) + seconds;
    }
    return this.histogram(job, 'kgas_conversion_duration_seconds', labels, CONVERSION_SECONDS, { counts, sums });
  }

  private inFlight(job: Job): Frame[] {
    const { axis } = this.plan;
    const pairs = new Map<string, Float64Array>();
    for (const conversion of conversions) {
      const key = `${conversion.source} ${conversion.target}`;
      const column = pairs.get(key) ?? new Float64Array(axis.steps);
      pairs.set(key, column);
      for (const run of this.runs(conversion)) {
        const first = Math.max(0, Math.ceil(run.start / STEP_SECONDS) - axis.firstMinute);
        const last = Math.min(axis.steps, Math.ceil(run.end / STEP_SECONDS) - axis.firstMinute);
        for (let step = first; step < last; step++) {
          column[step] = (column[step] ?? 0) + 1;
        }
      }
    }
    return [...pairs].map(([key, column]) => {
      const [source = '', target = ''] = key.split(' ');
      return this.values(job, 'kgas_conversions_in_flight', { source, target }, column);
    });
  }

  // The scrape itself

  private up(job: Job): Frame[] {
    const { axis } = this.plan;
    const up = new Float64Array(axis.steps).fill(1);
    for (const [from, to] of this.absent(job)) {
      up.fill(0, from, to);
    }
    const labels = { job: job.name, instance: job.instance };
    const seconds = new Float64Array(axis.steps).fill(0.004);
    return [
      { header: { kind: 'values', name: 'up', labels, absent: [] }, payload: [up.buffer] },
      { header: { kind: 'values', name: 'scrape_duration_seconds', labels, absent: [] }, payload: [seconds.buffer] },
    ];
  }

  /** The steps in which a job's target does not answer. */
  private absent(job: Job): Array<[number, number]> {
    let ranges = this.absences.get(job);
    if (!ranges) {
      const { axis, past } = this.plan;
      const step = (t: number) =>
        Math.min(axis.steps, Math.max(0, Math.floor(t / STEP_SECONDS) + 1 - axis.firstMinute));
      ranges = past.occurrences
        .filter(({ fault, system }) => fault === 'down' && !answers(job, (s) => s === system))
        .map(({ from, to }): [number, number] => [step(from), step(to)])
        .filter(([from, to]) => from < to);
      this.absences.set(job, ranges);
    }
    return ranges;
  }

  // Frames

  private labels(job: Job, labels: Labels): Labels {
    return { ...labels, job: job.name, instance: job.instance };
  }

  private histogram(
    job: Job,
    name: string,
    labels: Labels,
    bounds: readonly number[],
    { counts, sums }: Pick<StreamColumns, 'counts' | 'sums'>
  ): Frame {
    return {
      header: { kind: 'histogram', name, labels: this.labels(job, labels), bounds, absent: this.absent(job) },
      payload: [...counts.map(({ buffer }) => buffer as ArrayBuffer), sums.buffer as ArrayBuffer],
    };
  }

  private values(job: Job, name: string, labels: Labels, column: Float64Array): Frame {
    return {
      header: { kind: 'values', name, labels: this.labels(job, labels), absent: this.absent(job) },
      payload: [column.buffer as ArrayBuffer],
    };
  }
}
