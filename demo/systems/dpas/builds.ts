/** Which commands and builds does the demo's DPAS run by the clock? */
import type { Schedule } from './schedules';

const MINUTE = 60;
const HOUR = 3600;
const MIB = 1024 ** 2;

/** A command: its schedule, the share of its time that it computes, its memory. */
export interface Command extends Schedule {
  cpuShare: number;
  bytes: number;
}

const stopped = 'cron';

export const COMMANDS: Command[] = [
  {
    name: 'data-ingest',
    every: 30 * MINUTE,
    offset: 2 * MINUTE,
    median: 46,
    logSd: 0.12,
    cpuShare: 0.35,
    bytes: 210 * MIB,
    stopped,
  },
  { name: 'query', every: 10 * MINUTE, offset: 40, median: 2.4, logSd: 0.2, cpuShare: 0.7, bytes: 160 * MIB, stopped },
  { name: 'build', every: HOUR, offset: 20 * MINUTE, median: 21, logSd: 0.1, cpuShare: 0.9, bytes: 320 * MIB, stopped },
];

/** Steps of the web-builder with their share of a build. */
export const STEPS: Array<[step: string, share: number]> = [
  ['resolve', 0.08],
  ['bundle', 0.46],
  ['render', 0.34],
  ['write', 0.12],
];
export const WEB_BUILD: Schedule = { name: 'web', every: HOUR, offset: 20 * MINUTE, median: 18, logSd: 0.1 };

/** D1 l.254: the full site takes less than two minutes. */
export const SITE_BUILDS: Array<Schedule & { scope: 'full' | 'partial' }> = [
  {
    name: 'analytics',
    scope: 'full',
    every: 2 * HOUR,
    offset: 25 * MINUTE,
    median: 74,
    logSd: 0.08,
    slow: { fault: 'slow-site', factor: 2.4 },
  },
  { name: 'analytics', scope: 'partial', every: 20 * MINUTE, offset: 3 * MINUTE, median: 14, logSd: 0.1 },
];
