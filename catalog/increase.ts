/** How much did counters grow that are not there before the first of what they count? */
import type { Scope } from './promql';

const isNew = (counter: string, window: string) => `${counter} unless ${counter} offset ${window}`;

/**
 * The first one creates the series, so that increase() sees nothing of it: a series that is new counts with its value, but
 * only where its target was already up, otherwise what is old would count again after a gap between scrapes (C-5, E-6).
 */
export const increaseFromBirth = (counter: string, window: string, of: keyof Scope) =>
  `(${isNew(counter, window)}) and on (job, instance) (up{$${of}} offset ${window} == 1)
  or increase(${counter}[${window}])`;

/**
 * The same for hours, where the target itself is often younger than the window: a series is new where its target answered
 * without it before. Twice at least: samples that are sent on by remote write need not arrive together, and after a gap
 * what is old would be new for a moment. At the window's end it is let go as much earlier, which hours do not show.
 */
export const increaseFromBirthOfHours = (counter: string, window: string, of: keyof Scope) =>
  `(${isNew(counter, window)}) and count_over_time(${counter}[${window}]) + 1
    < on (job, instance) group_left () max by (job, instance) (sum_over_time(up{$${of}}[${window}]))
  or increase(${counter}[${window}])`;
