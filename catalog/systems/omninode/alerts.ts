/** When does D4 want somebody to know (l.64-91, l.161-168, l.362-400)? Limits stand in targets.ts. */
import type { z } from 'zod';

import type { Alert } from '../../alert';
import { limitsOf } from '../../model';
import { cacheLookups, leastFailures } from './figures';
import { durationByComponent, errorsPerSecond, hitRatio, repeatedErrorPercent } from './quantities';
import { recentTrips } from './quantities-breakers';
import { poolPercent, slowStatements } from './quantities-database';
import { targets } from './targets';

const limit = limitsOf(targets);
/** Below this many look-ups a hit rate is chance. */
const leastLookups = 20;

export const alerts: Array<z.input<typeof Alert>> = [
  {
    id: 'D4-A01+A06',
    documentIds: ['D4-A01', 'D4-A06'],
    name: 'OmninodePoolExhaustion',
    severity: 'critical',
    group: 'fast',
    for: '1m',
    condition: { kind: 'promql', expr: poolPercent, op: '>', threshold: 100 * limit('D4-T03+T08'), clear: 85 },
    unit: '%',
    panel: 3,
    anchor: 'D4 l.72-78, l.383-390 (E-16)',
    summary: 'Database connection pool of {{instance}} nearly exhausted',
    meaning:
      'Almost every connection of the PostgreSQL pool of an instance is in use; its next requests wait for one or fail, whatever the pools of others have left.',
    why: "The document's code and its rule say the same thing, once in percent and once as a ratio; this is both. Its rule divides by a metric that nothing emits, and without naming the service. Each instance is looked at by itself: it has a pool of its own.",
    look: [
      'Open "Database Connection Pool" on the dashboard: did utilization climb slowly (a leak) or at once (load, or slow queries)?',
      'See slow statements beside it: a connection is held as long as its query takes.',
    ],
    act: [
      'Look for connections that are idle in a transaction, and end them.',
      'Enlarge the pool if the hosts have room (recommendation D4-O01), otherwise make the slow statement faster.',
    ],
  },
  {
    id: 'D4-A02',
    documentIds: ['D4-A02'],
    name: 'OmninodeSlowQueries',
    severity: 'warning',
    group: 'normal',
    for: '5m',
    condition: { kind: 'promql', expr: slowStatements('5m'), op: '>', threshold: limit('D4-T04') },
    unit: 'slow statements',
    panel: 41,
    anchor: 'D4 l.84-90 (E-2)',
    summary: 'Many slow database statements',
    meaning:
      'More than a handful of different statements have a mean execution time above one second in the last minutes.',
    why: 'The document counts statements with a mean above 1000 ms and warns above five of them. It looks at the mean since the statistics were reset; here it is the mean of the last five minutes.',
    look: [
      'Open "Slow statements" on the dashboard and take the query ids.',
      'Look them up in pg_stat_statements; see locks and the plan.',
    ],
    act: [
      'Add the missing index or refresh statistics (ANALYZE).',
      'Many at once point to the server: disk, locks, or a running maintenance task.',
    ],
  },
  {
    id: 'D4-A03',
    documentIds: ['D4-A03'],
    name: 'OmninodeLowCacheHitRate',
    severity: 'warning',
    group: 'normal',
    for: '5m',
    condition: {
      kind: 'promql',
      op: '<',
      threshold: 100 * limit('D4-T05'),
      clear: 75,
      expr: `100 * ${hitRatio} and sum(increase(omninode_requests_total{$app,${cacheLookups}}[15m])) > ${leastLookups}`,
    },
    unit: '%',
    panel: 31,
    anchor: 'D4 l.162-168 (E-8)',
    summary: 'Low hit rate of the workflow cache',
    meaning: 'The workflow cache answers fewer look-ups than expected over 15 minutes, so that work is done again.',
    why: 'The document warns below 70 %. With fewer than twenty look-ups the rate is chance, and it stays silent.',
    look: [
      'Open the row of the cache: did misses rise, or look-ups?',
      'See whether it began with a restart (a cold cache) or with a change of workflow keys.',
    ],
    act: ['Wait for a cold cache to fill.', 'Enlarge the cache, or keep entries longer, if memory allows.'],
  },
  {
    id: 'D4-A04a',
    documentIds: ['D4-A04'],
    name: 'OmninodeErrorsPerSecond',
    severity: 'warning',
    group: 'normal',
    for: '2m',
    condition: { kind: 'promql', expr: errorsPerSecond, op: '>', threshold: limit('D4-T06'), clear: 0.08 },
    unit: 'errors/s',
    panel: 50,
    anchor: 'D4 l.365-372 (C-3)',
    summary: 'High error rate of {{component}}',
    meaning: 'A component has had more than one error in ten seconds for two minutes.',
    why: "The document's rule looks at every error type by itself, so that ten types just below the limit never fire; here they are summed by component.",
    look: [
      'Open "Errors by type" on the dashboard: which error type rose?',
      'Follow the request id of one of them in the log.',
    ],
    act: ['If a breaker of the component opened too, the cause is behind it; otherwise look at the last deployment.'],
  },
  {
    id: 'D4-A04b',
    documentIds: ['D4-A04'],
    name: 'OmninodeErrorRatio',
    severity: 'warning',
    group: 'normal',
    for: '2m',
    // Not in the document: the default of the application's own performance monitor (D-8).
    condition: { kind: 'promql', expr: repeatedErrorPercent, op: '>', threshold: 5, clear: 4 },
    unit: '%',
    panel: 51,
    anchor: 'D4 l.365-372 (C-3)',
    summary: 'Many requests of {{component}} fail',
    meaning: `More than one request in twenty of a component has ended with an error for two minutes, and at least ${leastFailures} in five minutes.`,
    why: "The document's rule is called an error rate but counts errors per second; this is the ratio that its name promises, at the default of the application's own monitor. A cache miss is no error. That a single failed request is not told was chosen: of a component with few requests it would be a large share.",
    look: [
      'Open "Error ratio by component" on the dashboard.',
      'See whether the component has little traffic: then a few errors are a large ratio.',
    ],
    act: ['If a breaker of the component opened too, the cause is behind it; otherwise look at the last deployment.'],
  },
  {
    id: 'D4-A05',
    documentIds: ['D4-A05'],
    name: 'OmninodeSlowResponse',
    severity: 'critical',
    group: 'normal',
    for: '5m',
    condition: { kind: 'promql', expr: durationByComponent, op: '>', threshold: limit('D4-T07'), clear: 4.5 },
    unit: 's',
    panel: 2,
    anchor: 'D4 l.374-381 (C-2)',
    summary: 'Slow response times of {{component}}',
    meaning: 'For five minutes one request in twenty of a component has taken longer than five seconds.',
    why: "The document's expression has no buckets to read and never fires. Batch sizes and re-observed query means are left out, because they are no requests.",
    look: [
      'Open "Request Duration P95" and the row of slowest operations: one operation, or all of a component?',
      'Compare with database, Kafka and breakers at the same time.',
    ],
    act: ['Follow the slowest operation into what it waits for; roll back if it began with a deployment.'],
  },
  {
    id: 'D4-A07',
    documentIds: ['D4-A07'],
    name: 'OmninodeCircuitBreakerTripped',
    severity: 'warning',
    group: 'fast',
    for: '0s',
    keepFiringFor: '2m',
    condition: { kind: 'promql', expr: recentTrips, op: '>', threshold: limit('D4-T09') },
    unit: 'trips in 5 min',
    panel: 61,
    anchor: 'D4 l.392-399 (E-6)',
    summary: 'Circuit breaker for {{component}} has tripped',
    meaning: 'A circuit breaker opened within the last five minutes: calls behind it are refused until it recovers.',
    why: "The document's expression misses the first trip of a component, because its counter does not exist before; here a series that is new counts too, but not after a gap in scraping.",
    look: [
      'Open the breakers panel: state, time in state, how often it tripped, and what is recommended.',
      'See errors and durations of the same component in the minutes before.',
    ],
    act: [
      'Repair what is behind the breaker; it closes by itself.',
      'If it trips often for nothing, follow the recommended failure threshold and recovery time-out.',
    ],
  },
];
