/**
 * What does D1 want to see of dbt (l.79-84, l.186)?
 *
 * dbt writes run_results.json and ends (G-9): a step after it turns that file
 * into gauges of the last run, by a textfile or a push.
 */
import type { z } from 'zod';

import { ofLastRun } from '../../last-run';
import type { Quantity } from '../../model';

const after = 'After each invocation read run_results.json and write, for the textfile collector or the Pushgateway,';
const nodeTime = 'dbt_node_execution_time_seconds';

/** A model has a gauge for each way in which it was ever run; the one counts that ended last. */
const lastRunOf = (type: string) =>
  ofLastRun(
    `${nodeTime}{$app,resource_type="${type}"}`,
    `dbt_node_last_run_timestamp_seconds{$app,resource_type="${type}"}`,
    'node'
  );
export const modelTime = lastRunOf('model');
/** How many are shown where there may be hundreds. */
const most = 10;

export const dbt: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q24',
    title: 'dbt model run times',
    unit: 's',
    metrics: [nodeTime, 'dbt_node_last_run_timestamp_seconds'],
    expr: modelTime,
    legend: '{{node}}',
    also: [{ expr: `topk(${most}, ${modelTime})`, legend: '{{node}}' }],
    anchor: 'D1 l.80, l.253',
    emit: `${after} the gauges dbt_node_execution_time_seconds and dbt_node_last_run_timestamp_seconds, both with {resource_type,node,materialization,full_refresh}.`,
  },
  {
    id: 'D1-Q25',
    title: 'dbt test durations',
    unit: 's',
    metrics: [nodeTime],
    expr: `topk(${most}, ${lastRunOf('test')})`,
    legend: '{{node}}',
    anchor: 'D1 l.81',
    emit: `${after} the gauge dbt_node_execution_time_seconds with resource_type="test".`,
  },
  {
    id: 'D1-Q26',
    title: 'dbt incremental against full refresh',
    unit: 's',
    metrics: [nodeTime],
    expr: `max by (node) (${nodeTime}{$app,resource_type="model",materialization="incremental",full_refresh="false"})`,
    legend: 'incremental',
    also: [
      {
        expr: `max by (node) (${nodeTime}{$app,resource_type="model",materialization="incremental",full_refresh="true"})`,
        legend: 'full refresh',
      },
      {
        expr: `max by (node) (${nodeTime}{$app,resource_type="model",materialization="incremental",full_refresh="true"})
          / max by (node) (${nodeTime}{$app,resource_type="model",materialization="incremental",full_refresh="false"})`,
        legend: 'full refresh takes',
        unit: 'suffix:times as long',
      },
    ],
    anchor: 'D1 l.82',
    emit: `${after} dbt_node_execution_time_seconds with materialization from manifest.json and full_refresh from the arguments; keep the last of each.`,
  },
  {
    id: 'D1-Q27',
    title: 'dbt dependency chain',
    unit: 's',
    metrics: ['dbt_invocation_elapsed_seconds', 'dbt_critical_path_seconds'],
    expr: 'max by (command) (dbt_invocation_elapsed_seconds{$app})',
    legend: 'dbt {{command}}',
    also: [{ expr: 'max(dbt_critical_path_seconds{$app})', legend: 'longest chain of models' }],
    anchor: 'D1 l.83',
    emit: `${after} the gauges dbt_invocation_elapsed_seconds{command} (with dbt_invocation_last_run_timestamp_seconds) and dbt_critical_path_seconds, the longest chain of depends_on in manifest.json.`,
  },
  {
    id: 'D1-Q28',
    title: 'dbt resource usage by model',
    unit: 'bytes',
    metrics: ['dbt_node_peak_memory_bytes', 'dbt_node_cpu_seconds'],
    expr: `topk(${most}, max by (node) (dbt_node_peak_memory_bytes{$app}))`,
    legend: '{{node}}',
    also: [{ expr: `topk(${most}, max by (node) (dbt_node_cpu_seconds{$app}))`, legend: '{{node}}', unit: 's' }],
    anchor: 'D1 l.84',
    emit: "Not in run_results.json. With dbt-duckdb take them out of DuckDB's profile of each model: gauges dbt_node_peak_memory_bytes{node} and dbt_node_cpu_seconds{node}.",
  },
  {
    id: 'D1-Q29',
    title: 'Transformation success rate',
    unit: 'percentunit',
    metrics: ['dbt_nodes'],
    expr: `(sum(dbt_nodes{$app,resource_type="model",status="success"}) or 0 * sum(dbt_nodes{$app,resource_type="model"}))
      / (sum(dbt_nodes{$app,resource_type="model"}) > 0)`,
    legend: 'models of the last run',
    also: [
      {
        expr: 'sum by (resource_type, status) (dbt_nodes{$app})',
        legend: '{{resource_type}} {{status}}',
        unit: 'short',
      },
    ],
    anchor: 'D1 l.186',
    emit: `${after} the gauge dbt_nodes{resource_type,status} with the number of nodes by their status.`,
  },
];
