/**
 * What does D2 want to see of KGAS, and which series carry it?
 *
 * Nothing emits kgas_* by itself: the application does, with its decorators
 * (D2 l.153-184) or with `instrument/`. Windows of 5 minutes become
 * $__rate_interval in panels (G-1); longer ones mean what they say.
 */
import type { z } from 'zod';

import { ofLastRun } from '../../last-run';
import type { Quantity } from '../../model';
import { databases } from './quantities-databases';
import { llm } from './quantities-llm';
import { operationsSeen } from './quantities-operations';
import { resources } from './quantities-resources';

const conversionQuantile = (source: string, target: string) =>
  `histogram_quantile(0.95, sum by (dataset_size, le) (
    increase(kgas_conversion_duration_seconds_bucket{$app,source="${source}",target="${target}"}[1d])))`;
const lastConversion = (source: string, target: string) =>
  ofLastRun(
    `kgas_conversion_last_duration_seconds{$app,source="${source}",target="${target}"}`,
    `kgas_conversion_last_run_timestamp_seconds{$app,source="${source}",target="${target}"}`,
    'dataset_size'
  );

const conversion = (id: string, title: string, source: string, target: string, anchor: string) => ({
  id,
  title,
  unit: 's',
  metrics: ['kgas_conversion_last_duration_seconds', 'kgas_conversion_last_run_timestamp_seconds'],
  // Runs are long and rare: the last run, not a rate over minutes.
  expr: lastConversion(source, target),
  legend: `${source} to ${target} {{dataset_size}}`,
  also: [{ expr: conversionQuantile(source, target), legend: `${source} to ${target} {{dataset_size}} p95 of a day` }],
  anchor,
  emit:
    'Time every conversion: histogram kgas_conversion_duration_seconds{source,target,dataset_size,status} and the gauges ' +
    'kgas_conversion_last_duration_seconds, kgas_conversion_last_run_timestamp_seconds and kgas_conversion_in_progress_start_timestamp_seconds.',
});

const conversions: Array<z.input<typeof Quantity>> = [
  conversion('D2-Q01', 'Graph to table conversion time', 'graph', 'table', 'D2 l.25, l.346'),
  conversion('D2-Q02', 'Table to vector embedding time', 'table', 'vector', 'D2 l.26, l.349'),
  conversion('D2-Q03', 'Vector to graph similarity calculation time', 'vector', 'graph', 'D2 l.27, l.352'),
  {
    id: 'D2-Q04',
    title: 'Memory during conversions',
    unit: 'bytes',
    metrics: ['kgas_conversion_peak_memory_bytes', 'process_resident_memory_bytes'],
    expr: 'max by (source, target, dataset_size) (kgas_conversion_peak_memory_bytes{$app})',
    legend: '{{source}} to {{target}} {{dataset_size}}',
    also: [{ expr: 'max by (instance) (process_resident_memory_bytes{$app})', legend: 'process {{instance}}' }],
    anchor: 'D2 l.28',
    emit: 'Set the gauge kgas_conversion_peak_memory_bytes{source,target,dataset_size} to the peak resident memory of the last run.',
  },
  {
    id: 'D2-Q05',
    title: 'CPU during conversions',
    unit: 'suffix:cores',
    metrics: ['process_cpu_seconds_total', 'kgas_conversions_in_flight'],
    expr: 'max by (instance) (rate(process_cpu_seconds_total{$app}[5m]))',
    legend: '{{instance}}',
    also: [
      {
        expr: 'sum by (source, target) (kgas_conversions_in_flight{$app})',
        legend: '{{source}} to {{target}} in flight',
        unit: 'short',
      },
    ],
    anchor: 'D2 l.29',
    emit: 'Use the process collector of the Prometheus client, and the gauge kgas_conversions_in_flight{source,target}.',
  },
];

const tools: Array<z.input<typeof Quantity>> = [
  {
    id: 'D2-Q06',
    title: 'Tool initialization time',
    unit: 's',
    metrics: ['kgas_tool_init_duration_seconds_bucket'],
    expr: 'histogram_quantile(0.95, sum by (tool, le) (rate(kgas_tool_init_duration_seconds_bucket{$app}[1h])))',
    legend: '{{tool}}',
    anchor: 'D2 l.53',
    emit: 'Time the construction of every tool: histogram kgas_tool_init_duration_seconds{tool} with a bound at 0.1.',
  },
  {
    id: 'D2-Q07',
    title: 'Tool execution time by kind of operation',
    unit: 's',
    metrics: ['kgas_tool_execution_duration_seconds_bucket'],
    expr: `histogram_quantile(0.95, sum by (complexity, le) (rate(kgas_tool_execution_duration_seconds_bucket{$app}[15m])))`,
    legend: '{{complexity}}',
    also: [
      {
        expr: `histogram_quantile(0.95, sum by (tool, complexity, le) (rate(kgas_tool_execution_duration_seconds_bucket{$app}[15m])))`,
        legend: '{{tool}} {{complexity}}',
      },
    ],
    anchor: 'D2 l.54',
    emit: 'Time every tool run: histogram kgas_tool_execution_duration_seconds{tool,complexity,status} with bounds at 1 and 30; complexity is simple or complex.',
  },
  {
    id: 'D2-Q08',
    title: 'Memory footprint per tool',
    unit: 'bytes',
    metrics: ['kgas_tool_memory_bytes'],
    expr: 'max by (tool) (kgas_tool_memory_bytes{$app})',
    legend: '{{tool}}',
    anchor: 'D2 l.55',
    emit: 'Set the gauge kgas_tool_memory_bytes{tool} to the peak memory of the last run.',
  },
  {
    id: 'D2-Q09',
    title: 'Concurrent tools',
    unit: 'short',
    metrics: ['kgas_tools_active'],
    expr: 'sum(kgas_tools_active{$app})',
    legend: 'running now',
    also: [{ expr: 'max_over_time(sum(kgas_tools_active{$app})[1d:1m])', legend: 'most within a day' }],
    anchor: 'D2 l.56',
    emit: 'Keep the gauge kgas_tools_active at the number of tools that run.',
  },
  {
    id: 'D2-Q10',
    title: 'Resource clean-up time of tools',
    unit: 's',
    metrics: ['kgas_tool_cleanup_duration_seconds_bucket'],
    expr: 'histogram_quantile(0.95, sum by (tool, le) (rate(kgas_tool_cleanup_duration_seconds_bucket{$app}[1h])))',
    legend: '{{tool}}',
    anchor: 'D2 l.57',
    emit: 'Time the release of a tool: histogram kgas_tool_cleanup_duration_seconds{tool}.',
  },
];

export const quantities: Array<z.input<typeof Quantity>> = [
  ...conversions,
  ...tools,
  ...llm,
  ...databases,
  ...resources,
  ...operationsSeen,
].sort((a, b) => a.id.localeCompare(b.id));

/** The main expression of a quantity, where something else is about the same. */
export function exprOf(id: string): string {
  const quantity = quantities.find((candidate) => candidate.id === id);
  if (!quantity) {
    throw new Error(`reading the specification of kgas: there is no quantity ${id}`);
  }
  return quantity.expr;
}
