/** Which limits does D2 set for databases (l.93-98, l.320)? */
import type { z } from 'zod';

import type { Target } from '../../model';
import { slowQuerySeconds } from './figures';
import { exprOf } from './quantities';

const queryTime = (matchers: string, quantile = 0.95) =>
  `histogram_quantile(${quantile}, sum by (db_system, le) (rate(kgas_db_query_duration_seconds_bucket{$app${matchers}}[5m])))`;

export const databases: Array<z.input<typeof Target>> = [
  {
    id: 'D2-T20',
    title: 'Simple database queries',
    quantity: 'D2-Q17',
    expr: queryTime(',query_class="simple"'),
    bound: 'kgas_db_query_duration_seconds',
    op: '<',
    limit: 0.05,
    unit: 's',
    anchor: 'D2 l.94',
  },
  {
    id: 'D2-T21',
    title: 'Complex database queries',
    quantity: 'D2-Q17',
    expr: queryTime(',query_class="complex"'),
    bound: 'kgas_db_query_duration_seconds',
    op: '<',
    limit: 0.5,
    unit: 's',
    anchor: 'D2 l.95',
  },
  {
    id: 'D2-T22',
    title: 'Transaction rate under load',
    quantity: 'D2-Q19',
    expr: `sum(rate(kgas_db_transactions_total{$app}[5m])) or sum(rate(neo4j_database_neo4j_transaction_committed_total{$host}[5m]))`,
    // More is better: it only counts while there is work (D-17).
    load: '(sum(kgas_tools_active{$app}) or vector(0)) + (sum(kgas_conversions_in_flight{$app}) or vector(0))',
    op: '>',
    limit: 100,
    unit: 'suffix:tx/s',
    anchor: 'D2 l.96 (D-17)',
  },
  {
    id: 'D2-T23',
    title: 'Connection pool',
    quantity: 'D2-Q18',
    expr: exprOf('D2-Q18'),
    op: '<',
    limit: 0.8,
    unit: 'percentunit',
    anchor: 'D2 l.97',
  },
  {
    id: 'D2-T24',
    title: 'Lock wait time',
    quantity: 'D2-Q21',
    expr: exprOf('D2-Q21'),
    bound: 'kgas_db_lock_wait_seconds',
    op: '<',
    limit: 0.1,
    unit: 's',
    anchor: 'D2 l.98 (D-11)',
  },
  {
    // The document logs every query above it; as a target it holds for 99 of 100 (E-12).
    id: 'D2-T33',
    title: 'Queries below the slow-query threshold',
    quantity: 'D2-Q22',
    expr: queryTime('', 0.99),
    bound: 'kgas_db_query_duration_seconds',
    op: '<=',
    limit: slowQuerySeconds,
    unit: 's',
    anchor: 'D2 l.320 (E-12)',
  },
];
