/** What do D2's reports contain (l.444-462)? */
import type { z } from 'zod';

import type { ReportItem } from '../../model';
import { cpuPercent, diskBytes, memoryPercent, networkBits, openFiles } from './quantities-resources';

type Item = z.input<typeof ReportItem>;

const day = (matchers = '') =>
  `sum by (operation_type) (increase(kgas_operation_duration_seconds_count{$app${matchers}}[1d]))`;
const over = (fn: 'avg' | 'max', expr: string) => `${fn}_over_time((${expr})[1d:5m])`;

const counts: Item[] = [
  {
    id: 'D2-R01',
    period: 'daily',
    section: 'Operation counts and types',
    title: 'Operations',
    expr: day(),
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.447',
  },
  {
    id: 'D2-R01',
    period: 'daily',
    section: 'Operation counts and types',
    title: 'Conversions',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.447',
    expr: 'sum by (source, target, dataset_size) (increase(kgas_conversion_duration_seconds_count{$app}[1d]))',
  },
];

const averages: Item[] = [
  {
    id: 'D2-R02',
    period: 'daily',
    section: 'Average performance by operation',
    title: 'Average duration',
    unit: 's',
    kind: 'list',
    anchor: 'D2 l.448',
    expr: `sum by (operation_type) (increase(kgas_operation_duration_seconds_sum{$app}[1d])) / ${day()}`,
  },
  {
    id: 'D2-R02',
    period: 'daily',
    section: 'Average performance by operation',
    title: 'Average duration of conversions',
    unit: 's',
    kind: 'list',
    anchor: 'D2 l.448',
    expr: `sum by (source, target, dataset_size) (increase(kgas_conversion_duration_seconds_sum{$app}[1d]))
      / (sum by (source, target, dataset_size) (increase(kgas_conversion_duration_seconds_count{$app}[1d])) > 0)`,
  },
];

/** Q23-Q27: average and largest value of the day (B10). */
const trends: Item[] = [
  { title: 'CPU', expr: cpuPercent('5m'), unit: 'percent' },
  { title: 'Memory', expr: memoryPercent, unit: 'percent' },
  { title: 'Disk I/O', expr: diskBytes('5m'), unit: 'Bps' },
  { title: 'Network', expr: networkBits('5m'), unit: 'bps' },
  { title: 'File handles', expr: openFiles, unit: 'short' },
].flatMap(({ title, expr, unit }): Item[] =>
  (['avg', 'max'] as const).map((fn) => ({
    id: 'D2-R03',
    period: 'daily',
    section: 'Resource usage trends',
    title: `${title}, ${fn === 'avg' ? 'average' : 'highest'}`,
    expr: over(fn, expr),
    unit,
    kind: 'list',
    anchor: 'D2 l.449',
  }))
);

const errors: Item[] = [
  {
    id: 'D2-R04',
    period: 'daily',
    section: 'Error rates and types',
    title: 'Error rate by operation',
    unit: 'percentunit',
    kind: 'list',
    anchor: 'D2 l.450',
    expr: `(${day(',status="error"')} or 0 * ${day()}) / ${day()}`,
  },
  {
    id: 'D2-R04',
    period: 'daily',
    section: 'Error rates and types',
    title: 'LLM errors by provider and type',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.450',
    expr: 'sum by (gen_ai_provider_name, error_type) (increase(gen_ai_client_operation_duration_seconds_count{$app,error_type!=""}[1d]))',
  },
];

/** Weekly and monthly reports are the engine's own numbers, or are computed over their period from the quantities named. */
const later: Item[] = [
  {
    id: 'D2-R05',
    period: 'weekly',
    section: 'Performance trends',
    title: 'Duration against the week before (D2-Q30)',
    unit: 's',
    kind: 'list',
    anchor: 'D2 l.453',
  },
  {
    id: 'D2-R06',
    period: 'weekly',
    section: 'Baseline violations',
    title: 'Violations of the week (D2-Q38)',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.454',
  },
  {
    id: 'D2-R07',
    period: 'weekly',
    section: 'Optimization opportunities',
    title: 'Recommendations (D2-O03)',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.455',
  },
  {
    id: 'D2-R08',
    period: 'weekly',
    section: 'Capacity planning data',
    title: 'Growth and forecast (D2-Q44, D2-Q25)',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.456',
  },
  {
    id: 'D2-R09',
    period: 'monthly',
    section: 'System growth metrics',
    title: 'Growth of the month (D2-Q44)',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.459',
  },
  {
    id: 'D2-R10',
    period: 'monthly',
    section: 'Cost analysis (LLM usage)',
    title: 'Cost and tokens by model (D2-Q16, D2-Q12)',
    unit: 'currencyUSD',
    kind: 'list',
    anchor: 'D2 l.460',
  },
  {
    id: 'D2-R11',
    period: 'monthly',
    section: 'Performance improvements',
    title: 'Faster than before (D2-Q43)',
    unit: 'percentunit',
    kind: 'list',
    anchor: 'D2 l.461',
  },
  {
    id: 'D2-R12',
    period: 'monthly',
    section: 'Incident analysis',
    title: 'Violations and alerts of the month',
    unit: 'short',
    kind: 'list',
    anchor: 'D2 l.462',
  },
];

export const report: Item[] = [...counts, ...averages, ...trends, ...errors, ...later];
