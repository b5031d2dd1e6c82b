/** What does D5 want to see of memory, CPU, files and network (l.45-49, l.66-95, l.358-360)? */
import type { z } from 'zod';

import { coresOfHost, cpuPercent } from '../../host';
import type { Quantity } from '../../model';
import { memoryFamily, nodeExporter } from './emit';
import { efficiency, heapLimit } from './figures';
import { ofLatest, partOfLatest } from './quantities-commands';

const ranAt = 'github_pm_command_last_run_timestamp_seconds';
const memory = (type: string) => `github_pm_memory_usage_bytes{$app,type="${type}"}`;
const perRun = (counter: string) =>
  `sum by (command) (increase(${counter}{$app}[1d])) / (sum by (command) (increase(github_pm_command_duration_seconds_count{$app}[1d])) > 0)`;
const filesystems = 'fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660"';

export const heap = `max by (instance) (${memory('heap')})`;
export const heapOfRuns = `max by (instance, command) (${memory('heap')})`;
/** 3 excellent, 2 good, 1 acceptable, 0 poor: how many bounds a share stays below. */
const rated = (share: string) =>
  Object.values(efficiency)
    .map((bound) => `(${share} < bool ${bound})`)
    .join(' + ');
const heapShare = `max(${partOfLatest(memory('heap'))}) / ${heapLimit}`;
const usedShare = '(1 - min(github_rate_limit_graphql_remaining{$host} / github_rate_limit_graphql_limit{$host}))';
export const apiEfficiency = rated(usedShare);

const gauge = (
  id: string,
  title: string,
  unit: string,
  metric: string,
  anchor: string,
  emit: string,
  expr = `max(${metric}{$app})`,
  legend = title.toLowerCase()
): z.input<typeof Quantity> => ({ id, title, unit, metrics: [metric], expr, legend, anchor, emit });

/** What the last run left is known by when that ended. */
const withTimeOfRun = (quantity: z.input<typeof Quantity>) => ({ ...quantity, metrics: [...quantity.metrics, ranAt] });

const heapMetric = 'github_pm_memory_usage_bytes';
const cpu = 'github_pm_command_cpu_seconds_total';
const emitCpu = `New: counter ${cpu}{command}, kept between runs.`;

export const resources: Array<z.input<typeof Quantity>> = [
  withTimeOfRun(
    gauge(
      'D5-Q03',
      'Peak memory',
      'bytes',
      heapMetric,
      'D5 l.46, l.255',
      memoryFamily,
      partOfLatest(memory('peak')),
      '{{command}}'
    )
  ),
  withTimeOfRun(
    gauge(
      'D5-Q04',
      'Average memory',
      'bytes',
      heapMetric,
      'D5 l.47',
      memoryFamily,
      partOfLatest(memory('average')),
      '{{command}}'
    )
  ),
  withTimeOfRun(
    gauge(
      'D5-Q05',
      'Memory gained by a command',
      'bytes',
      'github_pm_command_memory_delta_bytes',
      'D5 l.256 (C-24)',
      'New: gauge github_pm_command_memory_delta_bytes{command}; it may be negative.',
      ofLatest('github_pm_command_memory_delta_bytes{$app}'),
      '{{command}}'
    )
  ),
  gauge('D5-Q06', 'CPU time of a command', 's', cpu, 'D5 l.48', emitCpu, perRun(cpu), '{{command}}'),
  gauge(
    'D5-Q07',
    'I/O operations of a command',
    'short',
    'github_pm_command_io_operations_total',
    'D5 l.49',
    'New: counter github_pm_command_io_operations_total{command}, kept between runs.',
    perRun('github_pm_command_io_operations_total'),
    '{{command}}'
  ),
  gauge('D5-Q23', 'Process memory', 'bytes', heapMetric, 'D5 l.74, l.360', memoryFamily, heap, '{{instance}}'),
  gauge(
    'D5-Q24',
    'System memory available',
    'bytes',
    'node_memory_MemAvailable_bytes',
    'D5 l.75',
    nodeExporter,
    'node_memory_MemAvailable_bytes{$host}',
    '{{instance}}'
  ),
  {
    ...gauge(
      'D5-Q25',
      'Share of the memory',
      'percent',
      heapMetric,
      'D5 l.76 (D-30)',
      `${memoryFamily} ${nodeExporter}`,
      // Every command has a gauge of its last run; they do not run at once.
      `100 * sum(max by (instance) (${memory('heap')})) / sum(node_memory_MemTotal_bytes{$host})`,
      'heap'
    ),
    metrics: [heapMetric, 'node_memory_MemTotal_bytes'],
  },
  gauge(
    'D5-Q26',
    'CPU of the commands',
    'percent',
    cpu,
    'D5 l.79',
    emitCpu,
    `100 * sum(rate(${cpu}{$app}[5m]))`,
    'commands'
  ),
  gauge(
    'D5-Q27',
    'CPU of the system',
    'percent',
    'node_cpu_seconds_total',
    'D5 l.80',
    nodeExporter,
    cpuPercent('5m'),
    '{{instance}}'
  ),
  gauge('D5-Q28', 'CPU cores', 'short', 'node_cpu_seconds_total', 'D5 l.81', nodeExporter, coresOfHost, '{{instance}}'),
  gauge(
    'D5-Q29',
    'Log file',
    'bytes',
    'github_pm_log_file_size_bytes',
    'D5 l.84',
    'New: gauge github_pm_log_file_size_bytes.'
  ),
  gauge('D5-Q30', 'Cache', 'bytes', 'github_pm_cache_size_bytes', 'D5 l.85', 'New: gauge github_pm_cache_size_bytes.'),
  gauge(
    'D5-Q31',
    'Disk space available',
    'bytes',
    'node_filesystem_avail_bytes',
    'D5 l.86',
    nodeExporter,
    `min(node_filesystem_avail_bytes{$host,${filesystems}})`
  ),
  ...(['transmit', 'receive'] as const).map((way, i) =>
    gauge(
      i === 0 ? 'D5-Q32' : 'D5-Q33',
      i === 0 ? 'Bytes sent' : 'Bytes received',
      'bytes',
      `github_pm_network_${way}_bytes_total`,
      i === 0 ? 'D5 l.89' : 'D5 l.90',
      `New: counter github_pm_network_${way}_bytes_total, kept between runs.`,
      `sum(increase(github_pm_network_${way}_bytes_total{$app}[1h]))`
    )
  ),
  gauge(
    'D5-Q34',
    'Active connections',
    'short',
    'github_pm_active_connections',
    'D5 l.91',
    'New: gauge github_pm_active_connections.'
  ),
  withTimeOfRun(
    gauge('D5-Q36', 'Memory efficiency', 'short', heapMetric, 'D5 l.124', memoryFamily, rated(heapShare), 'memory')
  ),
];
