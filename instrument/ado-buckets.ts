/** Where do the buckets of ADO's histograms end? Every limit of D3 is a bound; in seconds unless said otherwise. */

/** OpenTelemetry's advice for HTTP servers, with the 2 s of D3 l.13, which it lacks. */
export const ADO_HTTP_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.35, 0.5, 0.75, 1, 1.5, 2, 2.5, 5, 7.5, 10,
];

/** From a second to half an hour: the 300 s of D3 l.15 is a bound; the default of the client ends at 10 s (C-15). */
export const AGENT_SECONDS = [1, 2.5, 5, 10, 15, 20, 30, 45, 60, 80, 100, 120, 150, 180, 240, 300, 450, 600, 900, 1800];

/** The 100 ms of D3 l.38 and the second of l.133 are bounds. */
export const ADO_QUERY_SECONDS = [
  0.001, 0.0015, 0.0025, 0.004, 0.006, 0.01, 0.015, 0.025, 0.04, 0.06, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Scores, not seconds: the default of the client ends at 10 (C-15). */
export const WSJF_SCORES = [0, 1, 2, 5, 10, 20, 50, 100];
