/** What does D4's daily review contain (l.324-357)? Its script reads endpoints that do not exist; here it is PromQL (D-37). */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { ReportItem } from '../../model';
import { healthStates, kafka, publishing } from './figures';
import { exprOf } from './quantities';
import { fullestPoolPercent } from './quantities-database';

const daily = { period: 'daily' as const };

export const report: Array<z.input<typeof ReportItem>> = [
  {
    ...daily,
    id: 'D4-R01',
    section: '1. System Health Status',
    title: 'System health',
    expr: exprOf('D4-Q19'),
    unit: 'short',
    kind: 'value',
    mapping: Object.fromEntries(healthStates.map(({ value, text }) => [value, text])),
    anchor: 'D4 l.334-335',
  },
  {
    ...daily,
    id: 'D4-R02',
    section: '2. Database Performance',
    title: 'Connection pool utilization',
    expr: fullestPoolPercent,
    unit: 'percent',
    kind: 'value',
    anchor: 'D4 l.339-340',
  },
  {
    ...daily,
    id: 'D4-R02',
    section: '2. Database Performance',
    title: 'Query time, mean of the day',
    expr: exprOf('D4-Q20'),
    unit: 's',
    kind: 'value',
    anchor: 'D4 l.339-340',
  },
  {
    ...daily,
    id: 'D4-R03',
    section: '3. Kafka Performance',
    title: 'Throughput, mean of the day',
    unit: 'suffix:msg/s',
    kind: 'list',
    anchor: 'D4 l.344-345',
    expr: `sum by (status) (rate(omninode_requests_total{$app,${publishing}}[1d]))`,
  },
  {
    ...daily,
    id: 'D4-R03',
    section: '3. Kafka Performance',
    title: 'Errors',
    unit: 'short',
    kind: 'list',
    anchor: 'D4 l.344-345',
    expr: `sum by (error_type) (${increaseFromBirth(`omninode_errors_total{$app,${kafka}}`, '1d', 'app')})`,
  },
  {
    ...daily,
    id: 'D4-R04',
    section: '4. Cache Performance',
    title: 'Hit rate of the day',
    unit: 'percentunit',
    kind: 'value',
    anchor: 'D4 l.349-350',
    expr: exprOf('D4-Q12').replaceAll('[15m]', '[1d]'),
  },
  {
    ...daily,
    id: 'D4-R04',
    section: '4. Cache Performance',
    title: 'Memory',
    expr: exprOf('D4-Q11'),
    unit: 'bytes',
    kind: 'value',
    anchor: 'D4 l.349-350',
  },
  {
    ...daily,
    id: 'D4-R05',
    section: '5. Slowest Operations (last 24h)',
    title: 'Mean duration',
    expr: exprOf('D4-Q21'),
    unit: 's',
    kind: 'list',
    anchor: 'D4 l.354-355',
  },
];
