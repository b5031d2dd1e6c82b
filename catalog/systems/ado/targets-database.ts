/** Which limits does D3 set for PostgreSQL (l.38-41, l.133)? */
import type { z } from 'zod';

import type { Target } from '../../model';
import { exprOf } from './quantities';

export const database: Array<z.input<typeof Target>> = [
  {
    id: 'D3-T19',
    title: 'Query response time P95',
    quantity: 'D3-Q17',
    expr: exprOf('D3-Q17'),
    bound: 'ado_db_query_duration_seconds',
    op: '<',
    limit: 0.1,
    unit: 's',
    anchor: 'D3 l.38',
  },
  {
    id: 'D3-T20',
    title: 'Connection pool utilization',
    quantity: 'D3-Q18',
    expr: exprOf('D3-Q18'),
    op: '<',
    limit: 0.8,
    unit: 'percentunit',
    anchor: 'D3 l.39 (D-9)',
  },
  {
    id: 'D3-T21',
    title: 'Lock wait, average',
    quantity: 'D3-Q19',
    expr: exprOf('D3-Q19'),
    op: '<',
    limit: 0.01,
    unit: 's',
    anchor: 'D3 l.40 (D-11)',
  },
  {
    id: 'D3-T22',
    title: 'Deadlocks per transaction',
    quantity: 'D3-Q20',
    expr: exprOf('D3-Q20'),
    op: '<',
    limit: 0.0001,
    unit: 'percentunit',
    anchor: 'D3 l.41',
  },
  {
    // What counts as slow is the setting of the same id; that there is none is the check (B8).
    id: 'D3-T23',
    title: 'No slow statement',
    quantity: 'D3-Q23',
    expr: exprOf('D3-Q23'),
    op: '<=',
    limit: 0,
    unit: 'short',
    anchor: 'D3 l.133 (D-10)',
  },
];
