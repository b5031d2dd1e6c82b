/** Which absolute limits does D4 set? Ratios are 0 to 1 here; alerts repeat them in percent (D-9). */
import type { z } from 'zod';

import type { Target } from '../../model';
import { durationByComponent, errorsPerSecond, hitRatio } from './quantities';
import { recentTrips } from './quantities-breakers';
import { pool, slowStatements, statementSeconds } from './quantities-database';
import { slowStatementSeconds } from './figures';

export const targets: Array<z.input<typeof Target>> = [
  {
    id: 'D4-T01',
    title: 'Slowest statement, mean',
    quantity: 'D4-Q03',
    expr: `max(${statementSeconds('15m')})`,
    op: '<',
    limit: slowStatementSeconds,
    unit: 's',
    anchor: 'D4 l.49',
  },
  {
    id: 'D4-T03+T08',
    title: 'Connection pool utilization',
    quantity: 'D4-Q05',
    expr: pool.ratio,
    op: '<=',
    limit: 0.9,
    unit: 'percentunit',
    anchor: 'D4 l.71, l.384 (D-9)',
  },
  {
    id: 'D4-T04',
    title: 'Number of slow statements',
    quantity: 'D4-Q06',
    expr: slowStatements('5m'),
    // Without statement statistics there is nothing to count.
    load: 'count(pg_stat_statements_calls_total{$host})',
    op: '<=',
    limit: 5,
    unit: 'short',
    anchor: 'D4 l.83',
  },
  {
    id: 'D4-T05',
    title: 'Workflow cache hit rate',
    quantity: 'D4-Q12',
    expr: hitRatio,
    op: '>=',
    limit: 0.7,
    unit: 'percentunit',
    anchor: 'D4 l.161',
  },
  {
    id: 'D4-T06',
    title: 'Errors per second',
    quantity: 'D4-Q18',
    expr: errorsPerSecond,
    op: '<=',
    limit: 0.1,
    unit: 'suffix:errors/s',
    anchor: 'D4 l.366-367 (C-3)',
  },
  {
    id: 'D4-T07',
    title: 'Response time p95',
    quantity: 'D4-Q17',
    expr: durationByComponent,
    bound: 'omninode_request_duration_seconds',
    op: '<=',
    limit: 5,
    unit: 's',
    anchor: 'D4 l.375-376 (C-2)',
  },
  {
    id: 'D4-T09',
    title: 'Circuit breaker trips in five minutes',
    quantity: 'D4-Q15',
    expr: recentTrips,
    op: '==',
    limit: 0,
    unit: 'short',
    anchor: 'D4 l.393-394 (C-5)',
  },
];
