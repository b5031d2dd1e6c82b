/**
 * Which absolute limits does D3 set, independent of any baseline?
 *
 * What the system has to be able to carry is tested only while that load is
 * there (E-12); what more is better for is a limit from below.
 */
import type { z } from 'zod';

import type { Target } from '../../model';
import { activeAgents, agentP95 } from './quantities-agents';
import { apiQuantile, http, requestRate, retries } from './quantities-api';
import { regression } from './quantities-delivery';
import { exprOf } from './quantities';
import { database } from './targets-database';
import { resources } from './targets-resources';

const responseTime = (
  id: string,
  q: number,
  quantity: string,
  limit: number,
  line: number
): z.input<typeof Target> => ({
  id,
  title: `API response time P${q * 100}`,
  quantity,
  expr: apiQuantile(q),
  bound: http,
  op: '<',
  limit,
  unit: 's',
  anchor: `D3 l.${line}`,
});

/** A load that has to be carried: reached, or not tested. */
const carried = (expr: string, limit: number) => ({
  expr,
  load: `(${expr}) >= bool ${limit}`,
  op: '>=' as const,
  limit,
});

const throughput: Array<z.input<typeof Target>> = [
  {
    id: 'D3-T05',
    title: 'Requests per second',
    quantity: 'D3-Q05',
    ...carried(requestRate('5m'), 1000),
    unit: 'suffix:req/s',
    anchor: 'D3 l.18 (E-12, D-25)',
  },
  {
    id: 'D3-T06',
    title: 'Tasks per hour, while there is work',
    quantity: 'D3-Q06',
    expr: exprOf('D3-Q06'),
    // Fewer tasks are no fault of a system whose queue was empty (D-38).
    load: 'max(min_over_time(ado_queue_size{$app}[1h])) > bool 0',
    op: '>=',
    limit: 100,
    unit: 'short',
    anchor: 'D3 l.19 (D-38)',
  },
  {
    id: 'D3-T07',
    title: 'Users at the same time',
    quantity: 'D3-Q07',
    ...carried('max_over_time(max(ado_active_users{$app})[1d:1m])', 100),
    unit: 'short',
    anchor: 'D3 l.20 (E-12)',
  },
  {
    id: 'D3-T08',
    title: 'Agents at the same time',
    quantity: 'D3-Q08',
    ...carried(`max_over_time(${activeAgents}[1d:1m])`, 10),
    unit: 'short',
    anchor: 'D3 l.21 (E-12)',
  },
];

const failures: Array<z.input<typeof Target>> = [
  {
    id: 'D3-T09',
    title: 'API error rate',
    quantity: 'D3-Q09',
    expr: exprOf('D3-Q09'),
    op: '<',
    limit: 0.1,
    unit: 'percent',
    anchor: 'D3 l.24 (D-8)',
  },
  {
    id: 'D3-T10',
    title: 'Agent failure rate',
    quantity: 'D3-Q10',
    expr: exprOf('D3-Q10'),
    op: '<',
    limit: 0.05,
    unit: 'percentunit',
    anchor: 'D3 l.25',
  },
  {
    id: 'D3-T11',
    title: 'Timeout rate of all operations',
    quantity: 'D3-Q11',
    expr: exprOf('D3-Q11'),
    op: '<',
    limit: 0.01,
    unit: 'percentunit',
    anchor: 'D3 l.26 (D-34)',
  },
  {
    id: 'D3-T12',
    title: 'Retries that succeed',
    quantity: 'D3-Q12',
    expr: exprOf('D3-Q12'),
    load: `sum(${retries()})`,
    op: '>',
    limit: 0.95,
    unit: 'percentunit',
    anchor: 'D3 l.27',
  },
];

const tests: Array<z.input<typeof Target>> = [
  {
    id: 'D3-T24',
    title: 'Planner agent benchmark',
    quantity: 'D3-Q35',
    expr: exprOf('D3-Q35'),
    op: '<',
    limit: 60,
    unit: 's',
    anchor: 'D3 l.253',
  },
  {
    id: 'D3-T25',
    title: 'API against the week before',
    quantity: 'D3-Q44',
    expr: regression,
    op: '<=',
    limit: 0.2,
    unit: 'percentunit',
    anchor: 'D3 l.360 (D-13)',
  },
];

export const targets: Array<z.input<typeof Target>> = [
  responseTime('D3-T01', 0.5, 'D3-Q01', 0.5, 12),
  responseTime('D3-T02', 0.95, 'D3-Q02', 2, 13),
  responseTime('D3-T03', 0.99, 'D3-Q03', 5, 14),
  {
    id: 'D3-T04',
    title: 'Agent execution time P95',
    quantity: 'D3-Q04',
    expr: agentP95,
    // With the default buckets nobody can tell: they end at 10 s (C-15).
    bound: 'ado_agent_duration_seconds',
    op: '<',
    limit: 300,
    unit: 's',
    anchor: 'D3 l.15 (C-15)',
  },
  ...throughput,
  ...failures,
  ...resources,
  ...database,
  ...tests,
];
