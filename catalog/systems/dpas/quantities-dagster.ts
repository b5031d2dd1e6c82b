/**
 * What does D1 want to see of Dagster (l.86-91, l.187, l.199)?
 *
 * Dagster has no metrics endpoint; dagster-prometheus-exporter asks its GraphQL.
 * A duration there is from creation to end, the time in the queue included.
 */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { leastRunsOfAnHour } from './figures';

const exporter = 'Run dagster-prometheus-exporter (0.4 or newer) under a job named dpas-<something>.';

const runs = (matchers = '') => `dagster_completed_runs_total{$host${matchers}}`;
/** A job that fails for the first time has no counter of failures before. */
const completed = (window: string, matchers = '', by = '') =>
  `sum${by}(${increaseFromBirth(runs(matchers), window, 'host')})`;
const failedPercent = (window: string) =>
  `100 * (${completed(window, ',status="failure"')} or vector(0)) / (${completed(window)} > 0)`;

export const failuresOfDay = completed('1d', ',status="failure"', ' by (job_name) ');

/** D1 l.199: of the last hour where it has enough runs, else of the day, so that a nightly pipeline counts too (E-4). */
export const failureRate = `${failedPercent('1h')} and ${completed('1h')} >= ${leastRunsOfAnHour} or ${failedPercent('1d')}`;

export const dagster: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q30',
    title: 'Pipeline duration and status',
    unit: 's',
    metrics: [
      'dagster_last_run_duration_seconds',
      'dagster_last_run_info',
      'dagster_active_runs',
      'dagster_active_run_duration_seconds',
    ],
    expr: 'max by (job_name) (dagster_last_run_duration_seconds{$host})',
    legend: '{{job_name}}',
    also: [
      {
        expr: 'max by (job_name, status) (dagster_last_run_duration_seconds{$host})',
        legend: '{{job_name}} {{status}}',
      },
      { expr: 'sum by (status) (dagster_active_runs{$host})', legend: '{{status}}', unit: 'short' },
      {
        expr: 'max by (job_name, status) (dagster_active_run_duration_seconds{$host} > 0)',
        legend: '{{job_name}} {{status}} since',
      },
      {
        expr: 'max by (job_name, status) (dagster_last_run_info{$host})',
        legend: '{{job_name}} {{status}}',
        unit: 'short',
      },
    ],
    anchor: 'D1 l.87, l.187',
    emit: exporter,
  },
  {
    id: 'D1-Q31',
    title: 'Asset materialization',
    unit: 's',
    metrics: [
      'dagster_asset_last_materialization_timestamp_seconds',
      'dagster_asset_last_materialization_status',
      'dagster_asset_materialization_duration_seconds',
    ],
    expr: 'max by (asset_key) (dagster_asset_materialization_duration_seconds{$app})',
    legend: '{{asset_key}}',
    also: [
      {
        expr: 'time() - max by (asset_key) (dagster_asset_last_materialization_timestamp_seconds{$host})',
        legend: '{{asset_key}}',
      },
      {
        expr: 'max by (asset_key, status) (dagster_asset_last_materialization_status{$host})',
        legend: '{{asset_key}} {{status}}',
        unit: 'short',
      },
    ],
    anchor: 'D1 l.88',
    emit: `${exporter} It knows no duration: let the asset push dagster_asset_materialization_duration_seconds{asset_key} and dagster_asset_materialization_last_run_timestamp_seconds{asset_key}.`,
  },
  {
    id: 'D1-Q32',
    title: 'Dagster queue depth',
    unit: 'short',
    metrics: ['dagster_active_runs', 'dagster_run_queue_concurrency_key_backlog'],
    expr: 'sum(dagster_active_runs{$host,status="queued"})',
    legend: 'queued runs',
    also: [
      {
        expr: 'sum by (concurrency_key) (dagster_run_queue_concurrency_key_backlog{$host})',
        legend: 'waiting for {{concurrency_key}}',
      },
    ],
    anchor: 'D1 l.89',
    emit: exporter,
  },
  {
    id: 'D1-Q33',
    title: 'Dagster processing rate',
    unit: 'suffix:runs/h',
    metrics: ['dagster_completed_runs_total'],
    expr: '3600 * sum(rate(dagster_completed_runs_total{$host}[15m]))',
    legend: 'all',
    also: [
      {
        expr: '3600 * sum by (job_name) (rate(dagster_completed_runs_total{$host}[15m]))',
        legend: '{{job_name}}',
      },
    ],
    anchor: 'D1 l.89',
    emit: exporter,
  },
  {
    id: 'D1-Q34',
    title: 'Pipeline failure rate',
    unit: 'percent',
    metrics: ['dagster_completed_runs_total'],
    expr: failureRate,
    legend: 'failed runs',
    also: [
      {
        expr: failuresOfDay,
        legend: '{{job_name}}',
        unit: 'short',
      },
    ],
    anchor: 'D1 l.90, l.199 (E-4)',
    emit: exporter,
  },
  {
    id: 'D1-Q35',
    title: 'Pipeline retry rate',
    unit: 'percentunit',
    metrics: ['dagster_run_retries_total', 'dagster_completed_runs_total'],
    expr: `(sum(${increaseFromBirth('dagster_run_retries_total{$app}', '1h', 'app')}) or vector(0)) / (${completed('1h')} > 0)`,
    legend: 'retries per run',
    anchor: 'D1 l.90',
    emit: `${exporter} It knows no retries: count runs with the tag dagster/retry_number and steps up for retry in dagster_run_retries_total{job_name}.`,
  },
  {
    id: 'D1-Q36',
    title: 'Dagster resource allocation',
    unit: 'percentunit',
    metrics: ['dagster_op_pool_concurrency_active_slots', 'dagster_op_pool_concurrency_limit'],
    expr: `sum by (pool) (dagster_op_pool_concurrency_active_slots{$host})
      / (sum by (pool) (dagster_op_pool_concurrency_limit{$host}) > 0)`,
    legend: '{{pool}}',
    also: [
      {
        expr: 'sum by (pool) (dagster_op_pool_concurrency_pending_steps{$host})',
        legend: '{{pool}} steps waiting',
        unit: 'short',
      },
    ],
    anchor: 'D1 l.91',
    emit: `${exporter} Slots are counted only with concurrency.pools.granularity: op in dagster.yaml.`,
  },
];
