/** Which figures of D1 are used in more than one place, and which words of it had to be given one? */

/** D1 has no tiers of its own: 1.1, 2 and 5 times normal, as everywhere (E-1). */
export const tiers = { info: 1.1, warning: 2, critical: 5 };

/** D1 l.198: a query above this many seconds is an alert; a bound of the histogram. */
export const slowQuerySeconds = 30;

/** D1 l.200: a "spike" is so many times the hour before, and more failures in five minutes than this (D-19). */
export const spike = { factor: 3, leastFailures: 10 };

/** D1 l.199: below this many runs in an hour the day is asked instead (E-4). */
export const leastRunsOfAnHour = 5;

/** D1 l.190-191: which routes authenticate. */
export const authRoutes = 'http_route=~".*(login|auth|token).*"';

/** What a failed authentication answers. */
export const refused = 'http_response_status_code=~"401|403"';

/** D1 l.43-62: the groups of Python subprocesses, as process-exporter is told to name them. */
export const pythonGroups = 'groupname=~"python.*"';
