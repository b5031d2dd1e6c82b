/** Which figures of D5 are used in more than one place, and which of its words had to be given one? */

import { tiers as everywhere } from '../kgas/figures';

/** D5 l.316-317: a run is a violation above so many times its baseline, and so many in a row are an alert. */
export const degradation = { factor: 1.5, runs: 3 };

/** D5 has one factor; the others are those of D2 (E-1). */
export const tiers = { ...everywhere, warning: degradation.factor };

/** Seconds by command (D5 l.156-169); the project's own benchmarks.yml stands above them where it is exported. */
export const benchmarks = {
  status: { baseline: 0.25, target: 0.2, max_acceptable: 0.5 },
  'setup-complete': { baseline: 3, target: 2.5, max_acceptable: 5 },
  batch: { baseline: 1.8, target: 1.5, max_acceptable: 3 },
} as const;
export type Command = keyof typeof benchmarks;
export type Kind = keyof (typeof benchmarks)[Command];

/** Ratings as numbers, so that they can be compared (D5 l.124, l.171-182, D-32). */
export const ratings = { poor: 0, acceptable: 1, good: 2, excellent: 3 } as const;
export const ratingWords = [
  { value: '0', text: 'poor', color: 'red' },
  { value: '1', text: 'acceptable', color: 'orange' },
  { value: '2', text: 'good', color: 'green' },
  { value: '3', text: 'excellent', color: 'green' },
];

/** D5 l.322 (D-24): the heap of a command, in bytes. */
export const heapLimit = 100 * 1024 ** 2;
/** Shares of a limit below which its use is excellent, good and acceptable (the sample, 45 of 100 MB, is called good). */
export const efficiency = { excellent: 0.4, good: 0.8, acceptable: 1 } as const;

/** A verdict on the last run stands until the next, at most this long in seconds (E-10). */
export const longestHold = 1800;

/** Below this many look-ups in a day a hit rate is chance. */
export const leastLookups = 20;

/** Within this share of the week before, the average neither improves nor degrades (D5 l.128 gives the word only). */
export const steadyTrend = 0.05;
export const trendWords = [
  { value: '0', text: 'improving', color: 'green' },
  { value: '1', text: 'steady', color: 'text' },
  { value: '2', text: 'degrading', color: 'orange' },
];

/** D5 l.213 calls a change of -15.2 % improved, and gives no bound: that of the trend. */
export const changeWords = [
  { value: '0', text: 'improved' },
  { value: '1', text: 'unchanged' },
  { value: '2', text: 'degraded' },
];

/** D5-O05: in the document's sample fetching and processing take three quarters of a command, one request after the other. */
export const parallelShare = 0.7;
