/**
 * What does D4 want to see of OmniNode Bridge, and which series carry it?
 *
 * Ten metrics exist in the application's public code; those named *new* in
 * `emit` have to be added there. Several expressions of the document are wrong
 * (errors-in-document.ts); here they are right.
 */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { shareOf } from '../../share';
import { breakers } from './quantities-breakers';
import { database } from './quantities-database';
import { cacheHits, cacheLookups, kafka, leastFailures, publishing, requestsOnly, slowestShown } from './figures';

const requests = (series: string, window: string) =>
  `omninode_request_duration_seconds_${series}{$app,${requestsOnly}}[${window}]`;
/** Requests of five minutes that ended; failed ones most often have no series before the first of them. */
const ended = (matchers = '') =>
  `sum by (component) (${increaseFromBirth(`omninode_requests_total{$app${matchers}}`, '5m', 'app')})`;
const monitor = "Keep the application's performance monitor on: it declares this metric.";

/** A miss has status "failure": an error ratio must count status "error" only (C-14). */
const failures = ended(',status="error"');
const errorPercent = `100 * ${shareOf(failures, ended())}`;
/** Rounded, because increases are extrapolated: scraped once a minute, one reads as 1.25. */
export const repeatedErrorPercent = `100 * ${failures} / ${ended()} and on (component) round(${failures}) >= ${leastFailures}`;
export const errorsPerSecond = 'sum by (component) (rate(omninode_errors_total{$app}[5m]))';
export const durationByComponent = `histogram_quantile(0.95, sum by (component, le) (rate(${requests('bucket', '5m')})))`;
const lookups = (matchers: string) => `sum(rate(omninode_requests_total{$app,${matchers}}[15m]))`;
export const hitRatio = shareOf(lookups(cacheHits), lookups(cacheLookups));

const kafkaQuantities: Array<z.input<typeof Quantity>> = [
  {
    id: 'D4-Q07',
    title: 'Dead letter messages',
    unit: 'short',
    metrics: ['omninode_dead_letter_messages_total'],
    expr: `sum by (topic) (${increaseFromBirth('omninode_dead_letter_messages_total{$app}', '1h', 'app')})`,
    legend: '{{topic}}, an hour',
    anchor: 'D4 l.108-110 (C-8)',
    emit: `${monitor} Add the difference to the counter, not the running total.`,
  },
  {
    id: 'D4-Q08',
    title: 'Kafka producer throughput',
    unit: 'suffix:msg/s',
    metrics: ['omninode_requests_total'],
    expr: `sum by (status) (rate(omninode_requests_total{$app,${publishing}}[5m]))`,
    legend: '{{status}}',
    anchor: 'D4 l.113-118, l.298-305, l.345 (C-6)',
    emit: monitor,
  },
  {
    id: 'D4-Q09',
    title: 'Average batch size',
    unit: 'suffix:messages',
    metrics: ['omninode_kafka_batch_messages_sum', 'omninode_kafka_batch_messages_count'],
    expr: 'sum(rate(omninode_kafka_batch_messages_sum{$app}[5m])) / sum(rate(omninode_kafka_batch_messages_count{$app}[5m]))',
    legend: 'messages per batch',
    anchor: 'D4 l.121-127 (C-13)',
    emit: 'New: observe the batch size in a histogram of its own, omninode_kafka_batch_messages, not in request durations.',
  },
  {
    id: 'D4-Q10',
    title: 'Kafka errors',
    unit: 'suffix:errors/s',
    metrics: ['omninode_errors_total'],
    expr: `sum by (error_type) (rate(omninode_errors_total{$app,${kafka}}[5m]))`,
    legend: '{{error_type}}',
    anchor: 'D4 l.345',
    emit: monitor,
  },
];

const cacheQuantities: Array<z.input<typeof Quantity>> = [
  {
    id: 'D4-Q11',
    title: 'Workflow cache memory',
    unit: 'bytes',
    metrics: ['omninode_workflow_cache_memory_bytes'],
    expr: 'sum(omninode_workflow_cache_memory_bytes{$app}) or max(omninode_memory_usage_bytes{$app})',
    legend: 'workflow cache',
    anchor: 'D4 l.142-144, l.350 (C-10)',
    emit: 'New: gauge omninode_workflow_cache_memory_bytes; omninode_memory_usage_bytes is the memory of the process and has two writers.',
  },
  {
    id: 'D4-Q12',
    title: 'Workflow cache hit rate',
    unit: 'percentunit',
    metrics: ['omninode_requests_total'],
    expr: hitRatio,
    legend: 'hit rate',
    anchor: 'D4 l.147, l.161',
    emit: monitor,
  },
  {
    id: 'D4-Q13',
    title: 'Workflow cache hits',
    unit: 'short',
    metrics: ['omninode_requests_total'],
    expr: `sum(increase(omninode_requests_total{$app,${cacheHits}}[1h]))`,
    legend: 'hits, an hour',
    anchor: 'D4 l.148-152',
    emit: monitor,
  },
  {
    id: 'D4-Q14',
    title: 'Workflow cache misses',
    unit: 'short',
    metrics: ['omninode_requests_total'],
    expr: 'sum(increase(omninode_requests_total{$app,component="workflow_cache",operation="miss"}[1h]))',
    legend: 'misses, an hour',
    anchor: 'D4 l.154-158 (C-14)',
    emit: monitor,
  },
];

const requestQuantities: Array<z.input<typeof Quantity>> = [
  {
    id: 'D4-Q17',
    title: 'End-to-end request duration',
    unit: 's',
    metrics: ['omninode_request_duration_seconds_bucket'],
    expr: `histogram_quantile(0.95, sum by (le) (rate(${requests('bucket', '5m')})))`,
    legend: 'P95 duration',
    also: [
      {
        expr: `histogram_quantile(0.95, sum by (component, operation, le) (rate(${requests('bucket', '5m')})))`,
        legend: '{{component}} {{operation}}',
      },
    ],
    anchor: 'D4 l.205-239, l.278-285, l.375 (C-1)',
    emit: monitor,
  },
  {
    id: 'D4-Q18',
    title: 'Errors by component',
    unit: 'suffix:errors/s',
    metrics: ['omninode_errors_total', 'omninode_requests_total'],
    expr: errorsPerSecond,
    legend: '{{component}}',
    also: [
      { expr: errorPercent, legend: '{{component}}', unit: 'percent' },
      {
        expr: 'sum by (component, error_type) (rate(omninode_errors_total{$app}[5m]))',
        legend: '{{component}} {{error_type}}',
      },
    ],
    anchor: 'D4 l.225-234, l.366 (C-3)',
    emit: `${monitor} Pass error_type with every failure, otherwise it is not counted.`,
  },
  {
    id: 'D4-Q19',
    title: 'System health',
    unit: 'short',
    metrics: ['omninode_system_health_status'],
    // Several instances: the worst counts (C-11).
    expr: 'min(omninode_system_health_status{$app})',
    legend: 'Health Status',
    anchor: 'D4 l.261-275, l.335 (C-11)',
    emit: `${monitor} Do not write breaker scores into it.`,
  },
  {
    id: 'D4-Q21',
    title: 'Slowest operations of 24 hours',
    unit: 's',
    metrics: ['omninode_request_duration_seconds_sum', 'omninode_request_duration_seconds_count'],
    expr: `topk(${slowestShown}, sum by (component, operation) (increase(${requests('sum', '1d')}))
      / (sum by (component, operation) (increase(${requests('count', '1d')})) > 0))`,
    legend: '{{component}} {{operation}}',
    anchor: 'D4 l.354-355',
    emit: monitor,
  },
];

export const quantities: Array<z.input<typeof Quantity>> = [
  ...database,
  ...kafkaQuantities,
  ...cacheQuantities,
  ...breakers,
  ...requestQuantities,
].sort((a, b) => a.id.localeCompare(b.id));

/** The main expression of a quantity, where something else is about the same. */
export function exprOf(id: string): string {
  const quantity = quantities.find((candidate) => candidate.id === id);
  if (!quantity) {
    throw new Error(`reading the specification of omninode: there is no quantity ${id}`);
  }
  return quantity.expr;
}
