/**
 * Which absolute limits does D2 set, independent of any baseline?
 *
 * A latency limit without a statistic is checked at the p95, an "average" at
 * the mean, a "sustained" one over 15 minutes (D-5). Megabytes of memory are
 * binary (D-24), those of disk and network decimal (D-23).
 */
import type { z } from 'zod';

import { ofLastRun } from '../../last-run';
import type { Target } from '../../model';
import { operations } from './operations';
import { exprOf } from './quantities';
import { baselines } from './targets-baselines';
import { databases } from './targets-databases';
import { resources } from './targets-resources';

const MB = 1024 ** 2;

const quantityOf: Record<string, string> = {
  'graph-table': 'D2-Q01',
  'table-vector': 'D2-Q02',
  'vector-graph': 'D2-Q03',
};

/** D2 l.34-46: the last run lies within the documented range; the numbers stand with the operations. */
const conversions: Array<z.input<typeof Target>> = (
  operations.find((set) => set.id === 'conversion')?.ranges ?? []
).map((range) => {
  const { source, target, dataset_size: size } = range.labels;
  const labels = `source="${source}",target="${target}",dataset_size="${size}"`;
  return {
    id: range.id,
    title: `${source} to ${target}, ${size}: at most the upper end of the range`,
    quantity: quantityOf[`${source}-${target}`] ?? '',
    expr: ofLastRun(
      `kgas_conversion_last_duration_seconds{$app,${labels}}`,
      `kgas_conversion_last_run_timestamp_seconds{$app,${labels}}`,
      'source, target, dataset_size'
    ),
    op: '<=',
    limit: range.high,
    unit: 's',
    anchor: range.anchor,
  };
});

const toolsAndLlm: Array<z.input<typeof Target>> = [
  {
    id: 'D2-T10',
    title: 'Tool initialization',
    quantity: 'D2-Q06',
    expr: exprOf('D2-Q06'),
    bound: 'kgas_tool_init_duration_seconds',
    op: '<',
    limit: 0.1,
    unit: 's',
    anchor: 'D2 l.60',
  },
  {
    id: 'D2-T11',
    title: 'Simple tool operations',
    quantity: 'D2-Q07',
    expr: 'histogram_quantile(0.95, sum by (tool, le) (rate(kgas_tool_execution_duration_seconds_bucket{$app,complexity="simple"}[15m])))',
    bound: 'kgas_tool_execution_duration_seconds',
    op: '<',
    limit: 1,
    unit: 's',
    anchor: 'D2 l.61',
  },
  {
    id: 'D2-T12',
    title: 'Complex tool operations',
    quantity: 'D2-Q07',
    expr: 'histogram_quantile(0.95, sum by (tool, le) (rate(kgas_tool_execution_duration_seconds_bucket{$app,complexity="complex"}[15m])))',
    bound: 'kgas_tool_execution_duration_seconds',
    op: '<',
    limit: 30,
    unit: 's',
    anchor: 'D2 l.62',
  },
  {
    id: 'D2-T13',
    title: 'Memory per tool',
    quantity: 'D2-Q08',
    expr: exprOf('D2-Q08'),
    op: '<',
    limit: 500 * MB,
    unit: 'bytes',
    anchor: 'D2 l.63 (D-24)',
  },
  {
    id: 'D2-T14',
    title: 'Tools at the same time',
    quantity: 'D2-Q09',
    expr: 'max_over_time(sum(kgas_tools_active{$app})[1d:1m])',
    // A capacity: it is shown by a day that needed it, and untested without one (E-12).
    load: 'max_over_time(sum(kgas_tools_active{$app})[1d:1m]) >= bool 10',
    op: '>=',
    limit: 10,
    unit: 'short',
    anchor: 'D2 l.64 (E-12)',
  },
  {
    id: 'D2-T15',
    title: 'LLM call latency, average',
    quantity: 'D2-Q11',
    expr: exprOf('D2-Q11'),
    op: '<',
    limit: 2,
    unit: 's',
    anchor: 'D2 l.77',
  },
  {
    id: 'D2-T16',
    title: 'LLM cache hit rate',
    quantity: 'D2-Q13',
    expr: exprOf('D2-Q13'),
    op: '>',
    limit: 0.6,
    unit: 'percentunit',
    anchor: 'D2 l.78',
  },
  {
    id: 'D2-T17',
    title: 'LLM fallback rate',
    quantity: 'D2-Q14',
    expr: exprOf('D2-Q14'),
    op: '<',
    limit: 0.05,
    unit: 'percentunit',
    anchor: 'D2 l.79',
  },
  {
    id: 'D2-T18',
    title: 'LLM error rate',
    quantity: 'D2-Q15',
    expr: exprOf('D2-Q15'),
    op: '<',
    limit: 0.01,
    unit: 'percentunit',
    anchor: 'D2 l.80',
  },
];

export const targets: Array<z.input<typeof Target>> = [
  ...conversions,
  ...toolsAndLlm,
  ...databases,
  ...resources,
  ...baselines,
];
