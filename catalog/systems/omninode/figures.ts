/** Which figures of D4 are used in more than one place? Everything used once stands where it is used. */

/** D4 l.49: a statement whose mean execution time is above 1000 ms is slow. */
export const slowStatementSeconds = 1;
/** D4 l.51: LIMIT 10. */
export const slowStatementsShown = 10;
/** D4 l.354-355: ?limit=5. */
export const slowestShown = 5;

/** D4 l.411, l.416: percent of the pool and of the host. */
export const poolScaling = { upAbove: 80, upWhileLoadBelow: 70, downBelow: 30, downWhileLoadAbove: 80 };

/** D4 l.430-441. */
export const breakerTuning = {
  stableErrorPercent: 1,
  unstableErrorPercent: 5,
  thresholdStep: 1,
  thresholdMin: 2,
  thresholdMax: 10,
  fastRecovery: 30,
  slowRecovery: 120,
  fastStep: 5,
  slowStep: 10,
  timeoutMin: 10,
  timeoutMax: 300,
};

/** D4 l.271-273; as in the application's own code (D-27). */
export const healthStates = [
  { value: '0', text: 'Critical', color: 'red' },
  { value: '1', text: 'Degraded', color: 'yellow' },
  { value: '2', text: 'Healthy', color: 'green' },
];

/**
 * Not in the document: of one failed request within five minutes nobody is told, whatever its share. With twenty requests it
 * is not above 5 % anyway; a component with fewer would tell of each. A second one is no chance any more, and a least number
 * of requests would hide a quiet component of which all fail.
 */
export const leastFailures = 2;

/**
 * The document writes batch sizes (l.121-127) and means of slow statements
 * (l.54-59) into the histogram of request durations; neither is a request
 * (C-8, C-13).
 */
export const requestsOnly = 'operation!="batch",status!="slow"';
/** Document and code name it differently (D-33). */
export const kafka = 'component=~"kafka(_client)?"';
export const publishing = `${kafka},operation=~"publish(_event)?"`;
export const cacheLookups = 'component="workflow_cache",operation=~"hit|miss"';
export const cacheHits = 'component="workflow_cache",operation="hit"';
