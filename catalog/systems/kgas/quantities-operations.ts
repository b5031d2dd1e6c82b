/** What does D2 want to see of operations, their baselines and their tests (l.118-248, l.332-426)? */
import type { z } from 'zod';

import { ofDevice } from '../../host';
import { increaseFromBirth } from '../../increase';
import { ofLastRun } from '../../last-run';
import type { Quantity } from '../../model';
import { shareOf } from '../../share';
import { pseudoFileSystems } from './figures';

const count = (window: string, matchers = '') => `kgas_operation_duration_seconds_count{$app${matchers}}[${window}]`;
const p95 = (window: string, offset = '') =>
  `histogram_quantile(0.95, sum by (operation_type, le) (rate(kgas_operation_duration_seconds_bucket{$app}[${window}]${offset})))`;
const ratePerType = `sum by (operation_type) (rate(${count('5m')}))`;
/** The first failure of an operation creates its series. */
const endedPerType = (matchers = '') =>
  `sum by (operation_type) (${increaseFromBirth(`kgas_operation_duration_seconds_count{$app${matchers}}`, '5m', 'app')})`;
const timer =
  'Time every operation: histogram kgas_operation_duration_seconds{operation_type,status} with status success or error.';
const learned = `${timer} Yardstick learns the baselines; switch publishing on to have them as yardstick_* metrics too.`;

export const lastOperation = ofLastRun(
  'kgas_operation_last_duration_seconds{$app}',
  'kgas_operation_last_run_timestamp_seconds{$app}',
  'operation_type'
);

const fasterThanBefore = `1 - ${p95('1d')} / ${p95('1d', ' offset 28d')}`;

export const operationsSeen: Array<z.input<typeof Quantity>> = [
  {
    id: 'D2-Q30',
    title: 'Operation duration',
    unit: 's',
    metrics: ['kgas_operation_duration_seconds_bucket'],
    expr: p95('5m'),
    legend: '{{operation_type}}',
    also: [
      {
        expr: `sum by (operation_type) (rate(kgas_operation_duration_seconds_sum{$app}[5m])) / ${ratePerType}`,
        legend: '{{operation_type}}',
      },
    ],
    anchor: 'D2 l.130-147, l.168, l.171-175, l.238',
    emit: timer,
  },
  {
    id: 'D2-Q31',
    title: 'Memory taken by an operation',
    unit: 'bytes',
    metrics: ['kgas_operation_last_memory_delta_bytes'],
    // A histogram of differences cannot be read: its sum may fall, which looks like a restart (C-22).
    expr: 'max by (operation_type) (kgas_operation_last_memory_delta_bytes{$app})',
    legend: '{{operation_type}}',
    anchor: 'D2 l.159, l.169, l.176 (C-22)',
    emit: 'Set the gauge kgas_operation_last_memory_delta_bytes{operation_type} to the difference of the last run.',
  },
  {
    id: 'D2-Q32',
    title: 'Size of arguments',
    unit: 'bytes',
    metrics: ['kgas_operation_args_size_bytes_sum', 'kgas_operation_args_size_bytes_count'],
    expr: `sum by (operation_type) (rate(kgas_operation_args_size_bytes_sum{$app}[15m]))
      / sum by (operation_type) (rate(kgas_operation_args_size_bytes_count{$app}[15m]))`,
    legend: '{{operation_type}}',
    anchor: 'D2 l.177 (C-22)',
    emit: 'Observe the size of the payload, not of the argument tuple, in kgas_operation_args_size_bytes{operation_type}.',
  },
  {
    id: 'D2-Q33',
    title: 'Baselines',
    unit: 's',
    metrics: ['kgas_operation_duration_seconds_bucket'],
    expr: 'max by (operation_type, stat) (yardstick_baseline_seconds{system="kgas",set="operation"})',
    legend: '{{operation_type}} {{stat}}',
    also: [
      {
        expr: 'max by (operation_type) (yardstick_baseline_confidence_ratio{system="kgas",set="operation"})',
        legend: '{{operation_type}} confidence',
        unit: 'percentunit',
      },
    ],
    anchor: 'D2 l.206-215 (E-1)',
    emit: learned,
  },
  {
    id: 'D2-Q34',
    title: 'Operations per second',
    unit: 'ops',
    metrics: ['kgas_operation_duration_seconds_count'],
    expr: ratePerType,
    legend: '{{operation_type}}',
    anchor: 'D2 l.237',
    emit: timer,
  },
  {
    id: 'D2-Q35',
    title: 'Error rate',
    unit: 'percentunit',
    metrics: ['kgas_operation_duration_seconds_count'],
    expr: shareOf(endedPerType(',status="error"'), endedPerType()),
    legend: '{{operation_type}}',
    anchor: 'D2 l.239',
    emit: timer,
  },
  {
    id: 'D2-Q37',
    title: 'Slow operations',
    unit: 's',
    metrics: ['kgas_operation_duration_seconds_bucket'],
    expr: `topk(10, ${p95('1h')})`,
    legend: '{{operation_type}}',
    also: [
      {
        expr: lastOperation,
        legend: '{{operation_type}} last run',
      },
    ],
    anchor: 'D2 l.241',
    emit: timer,
  },
  {
    id: 'D2-Q38',
    title: 'Baseline violations',
    unit: 'suffix:x',
    metrics: ['kgas_operation_duration_seconds_bucket'],
    expr: `${p95('5m')} / on (operation_type) max by (operation_type) (yardstick_baseline_seconds{system="kgas",set="operation",stat="p95"})`,
    legend: '{{operation_type}}',
    anchor: 'D2 l.242, l.454 (E-1)',
    emit: learned,
  },
  {
    id: 'D2-Q39',
    title: 'Load test: conversion time by size',
    unit: 's',
    metrics: ['kgas_loadtest_conversion_duration_seconds'],
    expr: 'max by (source, target, entities) (kgas_loadtest_conversion_duration_seconds{$app})',
    legend: '{{source}} to {{target}}, {{entities}} entities',
    anchor: 'D2 l.336-355',
    emit: 'Let the load tester set the gauge kgas_loadtest_conversion_duration_seconds{source,target,entities} after a run.',
  },
  {
    id: 'D2-Q40',
    title: 'Stress test: outcome and duration',
    unit: 'short',
    metrics: ['kgas_stresstest_operations', 'kgas_stresstest_duration_seconds'],
    expr: 'sum by (status) (kgas_stresstest_operations{$app})',
    legend: '{{status}}',
    also: [
      {
        expr: 'max by (operation, stat) (kgas_stresstest_duration_seconds{$app})',
        legend: '{{operation}} {{stat}}',
        unit: 's',
      },
    ],
    anchor: 'D2 l.364-391',
    emit: 'Let the stress tester set the gauges kgas_stresstest_operations{operation,status} and kgas_stresstest_duration_seconds{operation,stat} after a run.',
  },
  {
    id: 'D2-Q41',
    title: 'Share of operations with a baseline',
    unit: 'percentunit',
    metrics: ['kgas_operation_duration_seconds_count'],
    // Each operation once: two replicas of Grafana, or two data sources, publish the same baseline.
    expr: `count(count by (operation_type) (yardstick_baseline_seconds{system="kgas",set="operation",stat="p95"}))
      / count(count by (operation_type) (kgas_operation_duration_seconds_count{$app}))`,
    legend: 'with a baseline',
    anchor: 'D2 l.422 (E-1)',
    emit: learned,
  },
  {
    id: 'D2-Q42',
    title: 'Detection delay',
    unit: 's',
    metrics: ['kgas_operation_duration_seconds_bucket'],
    // First tier minus onset, kept with every violation; the age of a sample says nothing about it (E-15).
    expr: 'max(yardstick_detection_delay_seconds{system="kgas"})',
    legend: 'longest',
    anchor: 'D2 l.423 (E-15)',
    emit: learned,
  },
  {
    id: 'D2-Q43',
    title: 'Faster than four weeks ago',
    unit: 'percentunit',
    metrics: ['kgas_operation_duration_seconds_bucket'],
    expr: fasterThanBefore,
    legend: '{{operation_type}}',
    anchor: 'D2 l.426',
    emit: timer,
  },
  {
    id: 'D2-Q44',
    title: 'Growth',
    unit: 'short',
    metrics: ['kgas_operation_duration_seconds_count', 'node_filesystem_size_bytes'],
    expr: `sum(increase(${count('1d')}))`,
    legend: 'operations of a day',
    also: [
      { expr: `sum(increase(${count('1d')} offset 28d))`, legend: 'four weeks before' },
      {
        expr: `sum(${ofDevice(`node_filesystem_size_bytes{$host,${pseudoFileSystems}} - node_filesystem_avail_bytes{$host,${pseudoFileSystems}}`)})`,
        legend: 'disk used',
        unit: 'bytes',
      },
    ],
    anchor: 'D2 l.459',
    emit: timer,
  },
];
