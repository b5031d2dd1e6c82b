/**
 * What do D1's reports contain (l.130, l.151-167, l.217-220, l.242)?
 *
 * Its reports are of one run, one command, one build: the gauges of the last
 * one. Single queries have no report, because their ids are no labels (G-11);
 * those of a day are summed up by type.
 */
import type { z } from 'zod';

import type { ReportItem } from '../../model';
import { commandSeconds, lastBuild, lastSteps, ofLastCommand } from './quantities-builds';
import { errorRatio } from './quantities-duckdb';
import { lastIngested, lastThroughput } from './quantities-ingestion';

type Item = z.input<typeof ReportItem>;

const item = (
  id: string,
  period: 'run' | 'daily',
  section: string,
  anchor: string,
  lines: Array<[title: string, unit: string, expr: string]>
): Item[] => lines.map(([title, unit, expr]) => ({ id, period, section, title, expr, unit, kind: 'list', anchor }));

const ended = 'max by (connector) (dpas_ingest_last_run_timestamp_seconds{$app})';

const runs = item('D1-R01', 'run', 'Ingestion run', 'D1 l.130', [
  ['Time since its end', 's', `time() - ${ended}`],
  ['Time since its start', 's', `time() - ${ended} + ${lastIngested('duration_seconds')}`],
  ['Duration', 's', lastIngested('duration_seconds')],
  ['Records', 'short', lastIngested('records')],
  ['Volume', 'bytes', lastIngested('bytes')],
  ['Throughput', 'suffix:records/s', lastThroughput],
]);

const byType = (metric: string) => `sum by (query_type) (increase(${metric}{$app}[1d]))`;
const dayQuantile = (metric: string) =>
  `histogram_quantile(0.95, sum by (query_type, le) (increase(${metric}_bucket{$app}[1d])))`;

const queries = item('D1-R02', 'daily', 'DuckDB queries by type', 'D1 l.151-159', [
  ['Queries', 'short', byType('duckdb_query_duration_seconds_count')],
  ['Duration, p95', 's', dayQuantile('duckdb_query_duration_seconds')],
  ['Peak memory, p95', 'bytes', dayQuantile('duckdb_query_peak_memory_bytes')],
  ['Rows, average', 'short', `${byType('duckdb_query_rows_sum')} / (${byType('duckdb_query_rows_count')} > 0)`],
  ['Errors', 'percentunit', errorRatio(' by (query_type)', '1d')],
]);

const commands = item('D1-R03', 'run', 'Performance metrics of a command', 'D1 l.217-220', [
  ['Duration', 's', commandSeconds],
  ['CPU time', 's', ofLastCommand('cpu_seconds')],
  ['Peak memory', 'bytes', ofLastCommand('peak_memory_bytes')],
  ['Longest event loop delay', 's', ofLastCommand('event_loop_delay_seconds')],
]);

const builds = item('D1-R04', 'run', 'Build', 'D1 l.242', [
  [
    'Time since its start',
    's',
    `time() - max by (builder) (dpas_build_last_run_timestamp_seconds{$app}) + ${lastBuild}`,
  ],
  ['Steps', 's', lastSteps],
  ['Total time', 's', lastBuild],
]);

export const report: Item[] = [...runs, ...queries, ...commands, ...builds];
