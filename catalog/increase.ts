/** How much did counters grow that are not there before the first of what they count? */
import type { Scope } from './promql';

/**
 * The first one creates the series, so that increase() sees nothing of it: a series that is new counts with its value, but
 * only where its target was already up, otherwise what is old would count again after a gap between scrapes (C-5, E-6).
 */
export const increaseFromBirth = (counter: string, window: string, of: keyof Scope) =>
  `(${counter} unless ${counter} offset ${window}) and on (job, instance) (up{$${of}} offset ${window} == 1)
  or increase(${counter}[${window}])`;
