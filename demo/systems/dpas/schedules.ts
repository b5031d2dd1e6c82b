/**
 * When does what runs by the clock run, and how long does it take? Every run
 * has a number and a length of its own that follow from the clock alone, so
 * that history and live tell of the same runs.
 */
import type { Moment } from '../../scenario/plain';
import { hash, Random } from '../../scenario/random';

export interface Schedule {
  name: string;
  /** Seconds between two starts, and after which second of that time one starts. */
  every: number;
  offset: number;
  median: number;
  logSd: number;
  /** The fault that makes it slow, and how slow. */
  slow?: { fault: string; factor: number };
  /** The fault under which none is started. */
  stopped?: string;
}

export interface Run {
  index: number;
  start: number;
  end: number;
  seconds: number;
}

const SEED = 1;
/** A run ends before the next one starts. */
const LONGEST = 0.9;

/** The last value of each name: moments follow each other, and a run lasts for many of them. */
const drawn = new Map<string, { index: number; normal: number }>();

/** A length around 1, the same for a name and a number at any time. */
export function variation(name: string, index: number, logSd: number): number {
  let last = drawn.get(name);
  if (last?.index !== index) {
    last = { index, normal: new Random(SEED, hash(`dpas ${name}`), index).normal() };
    drawn.set(name, last);
  }
  return Math.exp(logSd * last.normal);
}

/** By how much a fault slows a run: only those that began under it. */
export function slowdown(now: Moment, start: number, slow: Schedule['slow']): number {
  const fault = slow && now.conditions.find('dpas', slow.fault);
  return fault && start >= fault.since ? slow.factor : 1;
}

function runOf(schedule: Schedule, index: number, now: Moment): Run {
  const { name, every, offset, median, logSd, slow } = schedule;
  const start = index * every + offset;
  const seconds = Math.min(LONGEST * every, median * variation(name, index, logSd) * slowdown(now, start, slow));
  return { index, start, end: start + seconds, seconds };
}

/** The number of the last run that has begun. */
function begun({ every, offset, stopped }: Schedule, { t, conditions }: Moment): number {
  const fault = stopped && conditions.find('dpas', stopped);
  const last = Math.floor((t - offset) / every);
  // One that would start at the moment at which the fault begins is started under it.
  return fault ? Math.min(last, Math.ceil((fault.since - offset) / every) - 1) : last;
}

/** The last run that has ended. */
export function lastRun(schedule: Schedule, now: Moment): Run {
  const index = begun(schedule, now);
  const newest = runOf(schedule, index, now);
  return newest.end <= now.t ? newest : runOf(schedule, index - 1, now);
}

/** The run that goes on. */
export function currentRun(schedule: Schedule, now: Moment): Run | undefined {
  const newest = runOf(schedule, begun(schedule, now), now);
  return newest.end > now.t ? newest : undefined;
}

/** The run that ended since the moment before; there is at most one where runs are further apart than moments. */
export function justEnded(schedule: Schedule, now: Moment): Run | undefined {
  const run = lastRun(schedule, now);
  return run.end > now.t - now.step ? run : undefined;
}
