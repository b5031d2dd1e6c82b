// What did the scenario do to a system of the made history, and at which moments
// nothing at all?
import { SEED } from '../demo/lab';
import { Conditions, slug } from '../demo/scenario/faults';
import { Sampler } from '../demo/scenario/stream';
import { namedFaults, operations } from '../demo/systems/jobs';
import { conversions } from '../demo/systems/kgas/conversions';
import type { Occurrence } from './lab';

/** Long enough that no window or pending period of a rule reaches from a fault to a quiet moment. */
const MARGIN = 90 * 60;

const chance = new Sampler(SEED);
const of = (system: string) => operations.filter((one) => one.system === system);

/** Whether a fault of a system was on at a moment (seconds since 1970), or shortly before or after. */
function faulty(faults: Occurrence[], system: string, at: number): boolean {
  return faults.some((fault) => fault.system === system && at >= fault.from - MARGIN && at <= fault.to + MARGIN);
}

/** What is judged is the last hour (design 4.3). */
const JUDGED = 60 * 60;

/** Whether a fault does anything to the durations of an operation, or to how many there are. */
function touches({ system, fault, mode, factor, from }: Occurrence, operation: string): boolean {
  if (fault === slug(operation)) {
    return true;
  }
  const stream = of(system).find(({ name }) => name === operation);
  if (!stream) {
    // Runs that a named fault makes slow in its own way, as those of dbt; none does so to conversions.
    return mode === 'on' && !conversions.some(({ name }) => name === operation);
  }
  const only = new Conditions([{ system, name: fault, factor, hang: mode === 'hang', since: from }], namedFaults);
  const effect = only.effect(stream);
  return effect.factor !== 1 || effect.hang || effect.load !== 1 || effect.extra > 0 || effect.errors !== undefined;
}

/** Whether a fault did something to an operation at a moment, or in the hour before it. */
export function faultOf(faults: Occurrence[], system: string, operation: string, at: number): boolean {
  return faults.some(
    (fault) => fault.system === system && at > fault.from && at <= fault.to + JUDGED && touches(fault, operation)
  );
}

/** Above this a window of the minute, or one beside it, can be a deviation. */
const NOTICED = 1.1;

/** The operations of a system that the scenario made slow for a minute, as it does now and then, with nothing else wrong. */
export function slowByChance(system: string, from: number, to: number): string[] {
  const minutes = Array.from({ length: Math.ceil((to - from) / 60) + 1 }, (_, i) => Math.floor(from / 60) + i);
  return of(system)
    .filter((one) => minutes.some((minute) => chance.outlier(one, minute) > NOTICED))
    .map(({ name }) => name);
}

/** Windows of an operation with few requests reach that far back, and as far again where two of them must agree. */
const REACH = 10 * 60;

/** The operations of a system that a slow minute can make deviate at a moment. */
export const slowLately = (system: string, at: number) => slowByChance(system, at - REACH, at);

/** Whether something was wrong with a system at a moment, or shortly before or after. */
export function troubled(faults: Occurrence[], system: string, at: number): boolean {
  return faulty(faults, system, at) || slowLately(system, at).length > 0;
}

/** Stretches over which the last hour is judged, in minutes; what strays further than this over one of them is told. */
const STRETCHES = [10, 20, 45];
const STRAYED = 1.05;

/** The operations whose level the scenario let stray so far, and so long, that to say so is true. */
export function strayed(system: string, at: number): string[] {
  const minute = Math.floor(at / 60);
  return of(system)
    .filter((one) => {
      const back = Array.from({ length: Math.max(...STRETCHES) }, (_, i) => chance.wander(one, minute - i));
      return STRETCHES.some((n) => back.slice(0, n).reduce((sum, level) => sum + level, 0) / n > STRAYED);
    })
    .map(({ name }) => name);
}

/** The newest moment before a system's newest fault at which nothing was wrong with it, and every level was where it is as a rule. */
export function quietMoment(faults: Occurrence[], system: string): number {
  const newest = Math.max(...faults.filter((fault) => fault.system === system).map(({ to }) => to));
  for (let at = newest - 600; at > newest - 30 * 86_400; at -= 600) {
    if (!troubled(faults, system, at) && strayed(system, at).length === 0) {
      return at;
    }
  }
  throw new Error(`the history of ${system} has no quiet moment`);
}
