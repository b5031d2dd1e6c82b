/** Which series come from a stream: its histogram, and what is counted and set beside it? */
import { hash, Random } from '../scenario/random';
import { outcomes, type Labels, type Stream } from '../scenario/stream';
import type { Job } from '../systems/jobs';
import { ERROR_TYPES } from '../systems/omninode/operations';
import { STEP_SECONDS, timeOf } from './axis';
import { violationFrames } from './command-frames';
import type { Desk } from './desk';
import type { Frame } from './frame';
import { streamColumns, type StreamColumns } from './stream-columns';

export function streamFrames(desk: Desk, job: Job, stream: Stream): Frame[] {
  const kinds = outcomes(stream);
  const columns = kinds.map((outcome) => streamColumns(desk.sampler, stream, outcome, desk.axis, desk.timeline));
  const frames = kinds.map((outcome, i) =>
    desk.histogram(
      job,
      stream.metric,
      { ...stream.labels, ...stream[outcome] },
      stream.bounds,
      columns[i] as StreamColumns
    )
  );
  if (stream.kind === 'operation' || stream.runs) {
    frames.push(...lastRuns(desk, job, stream, columns));
  }
  if (stream.kind === 'github-pm-command') {
    frames.push(...violationFrames(desk, job, stream, columns[0] as StreamColumns));
  }
  if (stream.kind === 'request') {
    frames.push(...requestCounters(desk, job, stream, columns));
  }
  return frames;
}

function accumulated(increments: Uint32Array): Float64Array {
  let total = 0;
  return Float64Array.from(increments, (n) => (total += n));
}

/** D4's counters beside its histogram. */
function requestCounters(desk: Desk, job: Job, stream: Stream, columns: StreamColumns[]): Frame[] {
  const frames = outcomes(stream).map((outcome, i) => {
    const labels = { ...stream.labels, ...stream[outcome] };
    return desk.values(job, 'omninode_requests_total', labels, accumulated((columns[i] as StreamColumns).totals));
  });
  // Operations of one component that fail with the same type share a series; the first of them writes it.
  const sharing = job.streams.filter(
    ({ kind, name }) => kind === 'request' && errorKey(name) === errorKey(stream.name)
  );
  if (sharing[0] === stream) {
    const labels = errorLabels(stream.name);
    frames.push(desk.values(job, 'omninode_errors_total', labels, accumulated(failures(desk, sharing))));
  }
  return frames;
}

function errorLabels(name: string): Labels {
  const [component = ''] = name.split(' ');
  return { component, error_type: ERROR_TYPES.get(name) ?? '' };
}

const errorKey = (name: string) => Object.values(errorLabels(name)).join(' ');

function failures({ axis, timeline, sampler }: Desk, streams: readonly Stream[]): Uint32Array {
  return Uint32Array.from({ length: axis.steps }, (_, step) => {
    const conditions = timeline.at(timeOf(axis, step));
    const failed = (s: Stream) => sampler.minute(s, 'failed', axis.firstMinute + step, conditions).n;
    return streams.reduce((sum, s) => sum + failed(s), 0);
  });
}

/** The gauges of the last run and of the oldest running one (E-10, E-11). */
function lastRuns(desk: Desk, job: Job, stream: Stream, columns: StreamColumns[]): Frame[] {
  const { axis, seed } = desk;
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
    since[step] = runningSince(desk, stream, t, random);
  }
  const base = stream.metric.replace(/_duration_seconds$/, '');
  return [
    desk.values(job, `${base}_last_duration_seconds`, stream.labels, last),
    desk.values(job, `${base}_last_run_timestamp_seconds`, stream.labels, at),
    // A command leaves its file when it ends: nothing tells of a running one.
    ...(stream.kind === 'github-pm-command'
      ? []
      : [desk.values(job, `${base}_in_progress_start_timestamp_seconds`, stream.labels, since)]),
    ...Object.entries(stream.runs ?? {}).map(([name, of]) => desk.values(job, name, stream.labels, last.map(of))),
  ];
}

/** Start of the oldest running one: by the share of time in which there is one, 0 when idle. */
function runningSince({ timeline }: Desk, stream: Stream, t: number, random: Random): number {
  const conditions = timeline.at(t);
  const hanging = conditions.find(stream.system, stream.slug);
  if (hanging?.hang) {
    return hanging.since + 1;
  }
  const seconds = stream.median * conditions.effect(stream).factor;
  const busy = 1 - Math.exp(-stream.rate * seconds);
  return random.uniform() < busy ? t - random.uniform() * seconds : 0;
}
