/**
 * What does D1 want to see of PyAirbyte ingestion (l.65-70, l.109-132)?
 *
 * PyAirbyte exposes no metrics, it logs them: the service that calls it counts
 * (G-9, C-19). A command that runs on its own tells its last run only.
 */
import type { z } from 'zod';

import { ofLastRun } from '../../last-run';
import { increaseFromBirth } from '../../increase';
import type { Quantity } from '../../model';
import { shareOf } from '../../share';

export const recordsPerSecond = 'sum(rate(dpas_ingest_records_total{$app}[5m]))';

/** A throughput is one of ingestion while something is ingested all the time. */
export const ingesting = 'min_over_time((max(dpas_ingest_in_progress_start_timestamp_seconds{$app} > bool 0))[5m:30s])';

/** Records of the last run by its duration, as the document defines throughput (l.128). */
export const lastIngested = (gauge: string) =>
  ofLastRun(`dpas_ingest_last_${gauge}{$app}`, 'dpas_ingest_last_run_timestamp_seconds{$app}', 'connector');
export const lastThroughput = `${lastIngested('records')} / (${lastIngested('duration_seconds')} > 0)`;

/** Runs are rare, and the first one that fails is the first of its counter. */
const runs = (window: string, matchers = '') =>
  `sum by (connector) (${increaseFromBirth(`dpas_ingest_duration_seconds_count{$app${matchers}}`, window, 'app')})`;

const lookups = (matchers = '') => `sum by (connector) (rate(dpas_ingest_cache_requests_total{$app${matchers}}[15m]))`;

const errorRatio = (window: string) =>
  `(${runs(window, ',status="error"')} or 0 * ${runs(window)}) / (${runs(window)} > 0)`;

const emitRun =
  'Time every run in a way that also ends when it fails: histogram dpas_ingest_duration_seconds{connector,status} and the gauges ' +
  'dpas_ingest_last_duration_seconds, dpas_ingest_last_run_timestamp_seconds and dpas_ingest_in_progress_start_timestamp_seconds.';

export const ingestion: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q11',
    title: 'Ingestion throughput',
    unit: 'suffix:records/s',
    metrics: ['dpas_ingest_records_total', 'dpas_ingest_last_records'],
    expr: recordsPerSecond,
    legend: 'records per second',
    also: [
      { expr: 'sum by (connector) (rate(dpas_ingest_records_total{$app}[5m]))', legend: '{{connector}}' },
      { expr: lastThroughput, legend: '{{connector}}, last run' },
    ],
    anchor: 'D1 l.66, l.119, l.128, l.184 (C-19)',
    emit: 'Count the records as they are read: counter dpas_ingest_records_total{connector,stream}; gauge dpas_ingest_last_records{connector} after each run.',
  },
  {
    id: 'D1-Q12',
    title: 'Data volume ingested',
    unit: 'Bps',
    metrics: ['dpas_ingest_bytes_total'],
    expr: 'sum by (connector) (rate(dpas_ingest_bytes_total{$app}[5m]))',
    legend: '{{connector}}',
    anchor: 'D1 l.67, l.120 (D-24)',
    emit: "Count the bytes as they are read: counter dpas_ingest_bytes_total{connector,stream}, from PyAirbyte's mb_read times 1,000,000.",
  },
  {
    id: 'D1-Q13',
    title: 'Stream processing latency',
    unit: 's',
    metrics: ['dpas_ingest_stream_duration_seconds_bucket'],
    expr: 'histogram_quantile(0.95, sum by (connector, le) (rate(dpas_ingest_stream_duration_seconds_bucket{$app}[15m])))',
    legend: '{{connector}}',
    also: [
      {
        expr: 'histogram_quantile(0.95, sum by (connector, stream, le) (rate(dpas_ingest_stream_duration_seconds_bucket{$app}[15m])))',
        legend: '{{connector}} {{stream}}',
      },
    ],
    anchor: 'D1 l.68',
    emit: "Time every stream: histogram dpas_ingest_stream_duration_seconds{connector,stream} with bounds up to 3600, from PyAirbyte's stream_metrics.",
  },
  {
    id: 'D1-Q14',
    title: 'Cache hit rate of ingestion',
    unit: 'percentunit',
    metrics: ['dpas_ingest_cache_requests_total'],
    expr: shareOf(lookups(',result="hit"'), `(${lookups()} > 0)`),
    legend: '{{connector}}',
    anchor: 'D1 l.69',
    emit: 'Count the look-ups in the cache: counter dpas_ingest_cache_requests_total{connector,result}; result is hit or miss.',
  },
  {
    id: 'D1-Q15',
    title: 'Error rate by connector',
    unit: 'percentunit',
    metrics: ['dpas_ingest_duration_seconds_count', 'dpas_ingest_errors_total'],
    expr: errorRatio('1h'),
    legend: '{{connector}}',
    also: [
      {
        expr: `sum by (connector, error_type) (${increaseFromBirth('dpas_ingest_errors_total{$app}', '1h', 'app')})`,
        legend: '{{connector}} {{error_type}}',
        unit: 'short',
      },
    ],
    anchor: 'D1 l.70',
    emit: 'Time every run with its outcome, dpas_ingest_duration_seconds{connector,status}, and count failures by type: dpas_ingest_errors_total{connector,error_type}.',
  },
  {
    id: 'D1-Q16',
    title: 'Duration of ingestion runs',
    unit: 's',
    metrics: ['dpas_ingest_duration_seconds_bucket'],
    expr: 'histogram_quantile(0.95, sum by (connector, le) (rate(dpas_ingest_duration_seconds_bucket{$app}[1h])))',
    legend: '{{connector}}',
    also: [{ expr: lastIngested('duration_seconds'), legend: '{{connector}}, last run' }],
    anchor: 'D1 l.118, l.126-127 (C-19)',
    emit: emitRun,
  },
];
