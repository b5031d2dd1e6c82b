/** Which programs run in the demo, and how does each begin an execution of one of its streams? */
import type { Registry } from 'prom-client';

import type { Moment } from '../scenario/plain';
import type { Stream } from '../scenario/stream';
import { adoBenchmarksProgram, adoProgram } from './ado';
import { dpasProgram, dpasRunsProgram } from './dpas';
import { githubPmProgram } from './github-pm';
import { kgasProgram } from './kgas';
import { omninodeProgram } from './omninode';
import type { Begin } from './requests';
import type { Scheduler } from './scheduler';
import type { Switchboard } from './switchboard';

/** One program, instrumented with `instrument/`. */
export interface LiveProgram {
  /** The job whose target shows its metrics. */
  job: string;
  registry: Registry;
  /** What is no duration: counted and set once a second. */
  second(now: Moment): void;
  begin(stream: Stream): Begin;
}

export interface Surroundings {
  scheduler: Scheduler;
  switchboard: Switchboard;
  seed: number;
  now: (step?: number) => Moment;
}

export const programs = (around: Surroundings): LiveProgram[] => [
  dpasProgram(around),
  dpasRunsProgram(around),
  kgasProgram(around),
  omninodeProgram(around),
  adoProgram(around),
  adoBenchmarksProgram(around),
  githubPmProgram(around),
];
