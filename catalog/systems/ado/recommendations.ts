/**
 * Which advice of D3 follows from a measurement (B11)? What has no trigger is
 * in practices.ts. Yardstick recommends; the change is made by people or by the application.
 */
import type { z } from 'zod';

import { cpuPercent } from '../../host';
import type { Recommendation } from '../../model';
import { limitsOf } from '../../model';
import { advice, slowStatementSeconds } from './figures';
import { indexUse, pool, queryP95, slowStatements, statementSeconds } from './quantities-database';
import { apiQuantile } from './quantities-api';
import { regression, restarts } from './quantities-delivery';
import { agentAdvice } from './recommendations-agents';
import { capacityAdvice } from './recommendations-capacity';
import { targets } from './targets';

type Spec = z.input<typeof Recommendation>;

const limit = limitsOf(targets);
const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;
const busiestHost = `max(${cpuPercent('5m')})`;
const slowQueries = { expr: queryP95, op: '>=', limit: limit('D3-T19'), unit: 's' } as const;

const code: Spec[] = [
  {
    id: 'D3-O03',
    group: 'database',
    anchor: 'D3 l.156',
    title: 'Optimize queries and indexes',
    text: `{{value}} statements take more than ${slowStatementSeconds} s on average. Start with the one that takes the most time in all, not with the slowest single one.`,
    when: [{ expr: slowStatements, op: '>', limit: limit('D3-T23'), unit: 'short' }],
  },
  {
    id: 'D3-O07',
    group: 'database',
    anchor: 'D3 l.145-146',
    title: 'Look at the plan of a slow statement',
    text: 'Statement {{queryid}} takes {{value}} on average. Run it with EXPLAIN (ANALYZE, BUFFERS), on a copy if it writes, and look for scans of whole tables and for estimates that are far off.',
    when: [
      { title: 'Mean time of a statement', expr: statementSeconds, op: '>', limit: slowStatementSeconds, unit: 's' },
    ],
  },
  {
    id: 'D3-O06',
    group: 'database',
    anchor: 'D3 l.141-142',
    title: 'Give pending tasks an index of their own',
    text: `Only {{value}} of the scans of tasks use an index. Create a partial index on status and priority for pending tasks, concurrently, so that writers are not blocked.`,
    when: [
      {
        title: 'Scans of tasks that use an index',
        expr: indexUse.replaceAll('{$host}', '{$host,relname="tasks"}'),
        op: '<',
        limit: advice.indexScans,
        unit: 'percentunit',
      },
    ],
  },
  {
    id: 'D3-O05',
    group: 'pool',
    anchor: 'D3 l.158',
    title: 'A connection pool is nearly used up',
    text: `The pool {{pool_name}} is used to {{value}}, the target is below ${percent(limit('D3-T20'))}. Return connections earlier, or enlarge the pool if the server has room.`,
    when: [
      { title: 'The fullest pool', expr: pool.fullest.ratio, op: '>=', limit: limit('D3-T20'), unit: 'percentunit' },
    ],
  },
  {
    id: 'D3-O04',
    group: 'api',
    anchor: 'D3 l.157',
    title: 'Wait without blocking',
    text: `The P95 of the API is {{value}} while the busiest host has CPU to spare: requests wait. Make the calls to database, model and network asynchronous.`,
    when: [
      { expr: apiQuantile(0.95), op: '>=', limit: limit('D3-T02'), unit: 's' },
      { title: 'CPU of the busiest host', expr: busiestHost, op: '<', limit: limit('D3-T13'), unit: 'percent' },
    ],
  },
];

const databaseScale: Spec[] = [
  {
    id: 'D3-O30',
    group: 'database',
    anchor: 'D3 l.331',
    title: 'Read replicas, or a larger database host',
    text: 'Queries take {{value1}} at the P95 and the busiest host is at {{value2}} CPU. If it is the host of the database: read replicas where reads are most of the work, a larger host where writes are.',
    when: [
      slowQueries,
      { title: 'CPU of the busiest host', expr: busiestHost, op: '>', limit: limit('D3-T13'), unit: 'percent' },
    ],
  },
  {
    id: 'D3-O10',
    group: 'database',
    anchor: 'D3 l.180',
    title: 'Divide the database',
    text: 'Queries take {{value1}} at the P95 and the busiest host is at {{value2}} CPU. If it is the host of the database and no larger one is to be had, divide the data by tenant or by age.',
    when: [
      slowQueries,
      { title: 'CPU of the busiest host', expr: busiestHost, op: '>', limit: limit('D3-T14'), unit: 'percent' },
    ],
  },
];

const regressed = { expr: regression, op: '>', limit: limit('D3-T25'), unit: 'percentunit' } as const;

const releases: Spec[] = [
  {
    id: 'D3-O32',
    group: 'deployment',
    anchor: 'D3 l.371',
    title: 'Let a gate decide on the next release',
    text: 'The API is {{value}} slower than a week ago. Run the gate of Yardstick in the pipeline, so that the next release is held when it makes that worse.',
    when: [regressed],
  },
  {
    id: 'D3-O35',
    group: 'deployment',
    anchor: 'D3 l.374',
    title: 'Consider a rollback',
    text: 'The API is {{value}} slower than a week ago, and instances of it began within a day. If that was a release, and it came before the slowdown, roll it back.',
    when: [regressed, { title: 'Restarts within a day', expr: restarts(24 * 60), op: '>', limit: 0, unit: 'short' }],
  },
];

export const recommendations: Spec[] = [...code, ...databaseScale, ...agentAdvice, ...capacityAdvice, ...releases];
