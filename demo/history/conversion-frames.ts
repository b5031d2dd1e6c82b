/** Which series come from the runs of a conversion? */
import { CONVERSION_SECONDS } from '../../instrument';
import { ConversionRuns, type Run } from '../scenario/conversion-runs';
import type { Labels } from '../scenario/stream';
import type { Job } from '../systems/jobs';
import { conversions, type Conversion } from '../systems/kgas/conversions';
import { STEP_SECONDS, timeOf } from './axis';
import type { Desk } from './desk';
import type { Frame } from './frame';

function runsOf({ axis, past, seed, timeline }: Desk, conversion: Conversion): Run[] {
  const forced = past.conversions.filter(({ fault }) => fault === conversion.slug).map(({ run }) => run);
  const [begin, end] = [timeOf(axis, -1), timeOf(axis, axis.steps - 1)];
  return new ConversionRuns(seed, conversion).between(begin, end, forced, (t) => timeline.at(t));
}

export function conversionFrames(desk: Desk, job: Job, conversion: Conversion): Frame[] {
  const labels = { source: conversion.source, target: conversion.target, dataset_size: conversion.size };
  const runs = runsOf(desk, conversion);
  return [
    ...gauges(desk, job, labels, runs),
    ...(['success', 'error'] as const).map((status) => histogram(desk, job, { ...labels, status }, runs, status)),
  ];
}

function gauges(desk: Desk, job: Job, labels: Labels, runs: readonly Run[]): Frame[] {
  const { axis } = desk;
  const column = () => new Float64Array(axis.steps).fill(NaN);
  const [last, at, since, memory] = [column(), column(), column(), column()];
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
    desk.values(job, 'kgas_conversion_last_duration_seconds', labels, last),
    desk.values(job, 'kgas_conversion_last_run_timestamp_seconds', labels, at),
    desk.values(job, 'kgas_conversion_in_progress_start_timestamp_seconds', labels, since),
    desk.values(job, 'kgas_conversion_peak_memory_bytes', labels, memory),
  ];
}

/** The step in whose sample a moment is counted first. */
const stepOf = (desk: Desk, t: number) => Math.ceil(t / STEP_SECONDS) - desk.axis.firstMinute;

function histogram(desk: Desk, job: Job, labels: Labels, runs: readonly Run[], status: Run['status']): Frame {
  const { steps } = desk.axis;
  const counts = Array.from({ length: CONVERSION_SECONDS.length + 1 }, () => new Uint16Array(steps));
  const sums = new Float64Array(steps);
  for (const run of runs) {
    const step = stepOf(desk, run.end);
    if (run.status === status && step < steps) {
      const seconds = run.end - run.start;
      // -1, longer than every bound, is the last column.
      const column = counts.at(CONVERSION_SECONDS.findIndex((bound) => seconds <= bound)) as Uint16Array;
      column[step] = (column[step] ?? 0) + 1;
      sums[step] = (sums[step] ?? 0) + seconds;
    }
  }
  return desk.histogram(job, 'kgas_conversion_duration_seconds', labels, CONVERSION_SECONDS, { counts, sums });
}

/** How many run at a time, by source and target. */
export function inFlightFrames(desk: Desk, job: Job): Frame[] {
  const { steps } = desk.axis;
  const pairs = new Map<string, Float64Array>();
  for (const conversion of conversions) {
    const key = `${conversion.source} ${conversion.target}`;
    const column = pairs.get(key) ?? new Float64Array(steps);
    pairs.set(key, column);
    for (const run of runsOf(desk, conversion)) {
      const last = Math.min(steps, stepOf(desk, run.end));
      for (let step = Math.max(0, stepOf(desk, run.start)); step < last; step++) {
        column[step] = (column[step] ?? 0) + 1;
      }
    }
  }
  return [...pairs].map(([key, column]) => {
    const [source = '', target = ''] = key.split(' ');
    return desk.values(job, 'kgas_conversions_in_flight', { source, target }, column);
  });
}
