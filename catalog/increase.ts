/** How much did counters grow that are not there before the first of what they count? */
import type { Scope } from './promql';

/**
 * The first one creates the series, so that increase() sees nothing of it. A series that is new counts with its value, but
 * only where its target answered without it before, otherwise what is old would count again after a gap between scrapes
 * (C-5, E-6). A target younger than the window is no reason to wait: it is enough that it answered twice. Once is not,
 * since samples that are sent on by remote write need not arrive together. So much earlier than the window's end it is let go.
 */
export const increaseFromBirth = (counter: string, window: string, of: keyof Scope) =>
  `(${counter} unless ${counter} offset ${window}) and count_over_time(${counter}[${window}]) + 1
    < on (job, instance) group_left () max by (job, instance) (sum_over_time(up{$${of}}[${window}]))
  or increase(${counter}[${window}])`;
