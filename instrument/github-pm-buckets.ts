/** Where do the histograms of github-pm end their buckets? In seconds. */

/** Every figure of benchmarks.yml (D5 l.156-169) is a bound, so that "within its target" is counted exactly. */
export const COMMAND_SECONDS = [
  0.05, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 0.75, 1, 1.25, 1.5, 1.8, 2, 2.5, 3, 4, 5, 7, 10, 15, 30, 60,
];

/** A phase is a part of a command: finer below, the same above. */
export const PHASE_SECONDS = [0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 3, 5, 10, 30];

/** One request to the API. */
export const API_SECONDS = [0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 5, 10, 30];
