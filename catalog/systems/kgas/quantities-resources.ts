/** What does D2 want to see of processes and hosts (l.100-115, l.272-300)? */
import type { z } from 'zod';

import { cpuPercent, freeOfFileSystem } from '../../host';
import type { Quantity } from '../../model';
import { answering, shownAnswering } from '../../watch';
import { pseudoFileSystems } from './figures';
import { pool } from './quantities-databases';

/** LVM and RAID would count a write twice; virtual links would count a packet twice. */
const disks = 'device!~"dm-.*|md.*"';
const links = 'device!~"lo|veth.*|docker.*|br-.*|cali.*|flannel.*"';
const node = 'Run node_exporter on the hosts of KGAS under a job named kgas-<something>.';

/** By host, whatever else its exporter is labelled with: a new pod of it is no other host. Of two with one name the fuller one counts. */
export const memoryPercent =
  '100 * (1 - min by (instance) (node_memory_MemAvailable_bytes{$host} / node_memory_MemTotal_bytes{$host}))';
export const diskBytes = (window: string) =>
  `max by (instance) (sum without (device) (rate(node_disk_read_bytes_total{$host,${disks}}[${window}]) + rate(node_disk_written_bytes_total{$host,${disks}}[${window}])))`;
export const networkBits = (window: string) =>
  `8 * max by (instance) (sum without (device) (rate(node_network_receive_bytes_total{$host,${links}}[${window}]) + rate(node_network_transmit_bytes_total{$host,${links}}[${window}])))`;
export const openFiles = 'max by (job, instance) (process_open_fds{$app})';

export const heartbeat = 'kgas_operation_duration_seconds_count';
export const responsive = answering(heartbeat);
export const readOnly = `max by (instance, mountpoint) (node_filesystem_readonly{$host,${pseudoFileSystems}})`;
const files = (what: string) => `node_filesystem_${what}{$host,${pseudoFileSystems}}`;
/** What has been full for an hour does not change any more: its line ends at 0, not below. Images have never room. */
const isFull = `${files('avail_bytes')} == 0 and ${files('size_bytes')} > 0 unless ${files('readonly')} == 1`;
export const freeInAnHour = `min by (instance, mountpoint) ((${isFull}) - 1 or predict_linear(${files('avail_bytes')}[1h], 3600))`;

export const resources: Array<z.input<typeof Quantity>> = [
  {
    id: 'D2-Q23',
    title: 'CPU usage',
    unit: 'percent',
    metrics: ['node_cpu_seconds_total', 'process_cpu_seconds_total'],
    expr: cpuPercent('5m'),
    legend: '{{instance}}',
    also: [
      { expr: 'sum by (job) (rate(process_cpu_seconds_total{$app}[5m]))', legend: '{{job}}', unit: 'suffix:cores' },
    ],
    anchor: 'D2 l.104, l.287',
    emit: node,
  },
  {
    id: 'D2-Q24',
    title: 'Memory',
    unit: 'bytes',
    metrics: ['process_resident_memory_bytes', 'node_memory_MemTotal_bytes', 'node_memory_MemAvailable_bytes'],
    // The 16 GB of l.112 are the application's, not the host's (D-6).
    expr: 'sum by (job) (process_resident_memory_bytes{$app})',
    legend: '{{job}}',
    also: [
      {
        expr: 'node_memory_MemTotal_bytes{$host} - node_memory_MemAvailable_bytes{$host}',
        legend: 'host {{instance}}',
      },
    ],
    anchor: 'D2 l.105, l.288',
    emit: `Use the process collector of the Prometheus client. ${node}`,
  },
  {
    id: 'D2-Q25',
    title: 'Disk I/O',
    unit: 'Bps',
    metrics: ['node_disk_read_bytes_total', 'node_disk_written_bytes_total'],
    expr: diskBytes('5m'),
    legend: '{{instance}}',
    anchor: 'D2 l.106, l.289',
    emit: node,
  },
  {
    id: 'D2-Q26',
    title: 'Network',
    unit: 'bps',
    metrics: ['node_network_receive_bytes_total', 'node_network_transmit_bytes_total'],
    expr: networkBits('5m'),
    legend: '{{instance}}',
    anchor: 'D2 l.107, l.290',
    emit: node,
  },
  {
    id: 'D2-Q27',
    title: 'File handles',
    unit: 'short',
    metrics: ['process_open_fds', 'process_max_fds'],
    expr: openFiles,
    legend: '{{job}} {{instance}}',
    anchor: 'D2 l.108',
    emit: 'Use the process collector of the Prometheus client (Linux).',
  },
  {
    id: 'D2-Q28',
    title: 'Open connections',
    unit: 'short',
    metrics: ['node_netstat_Tcp_CurrEstab'],
    // psutil.net_connections() is host wide too, but needs root on some systems (C-23).
    expr: 'max by (instance) (node_netstat_Tcp_CurrEstab{$host})',
    legend: '{{instance}}',
    anchor: 'D2 l.291 (C-23)',
    emit: node,
  },
  {
    id: 'D2-Q29',
    title: 'Active threads',
    unit: 'short',
    metrics: ['namedprocess_namegroup_num_threads'],
    expr: 'sum by (groupname) (namedprocess_namegroup_num_threads{$host}) or sum by (job) (process_thread_count{$app})',
    legend: '{{groupname}}{{job}}',
    anchor: 'D2 l.292',
    emit: "Run process-exporter under a job named kgas-<something>, or OpenTelemetry's process metrics in the application.",
  },
  {
    id: 'D2-Q36',
    title: 'Resource usage, all',
    unit: 'percent',
    metrics: [
      'node_cpu_seconds_total',
      'node_memory_MemAvailable_bytes',
      'node_filesystem_avail_bytes',
      'process_max_fds',
    ],
    expr: `label_replace(${cpuPercent('5m')}, "resource", "cpu", "", "")
      or label_replace(${memoryPercent}, "resource", "memory", "", "")
      or label_replace(100 * (1 - min by (instance) (${freeOfFileSystem(pseudoFileSystems)})), "resource", "disk", "", "")
      or label_replace(100 * max by (instance) (process_open_fds{$app} / process_max_fds{$app}), "resource", "file_handles", "", "")
      or label_replace(100 * ${pool.ratio}, "resource", "db_pool", "", "")`,
    legend: '{{resource}} {{instance}} {{db_system}}',
    anchor: 'D2 l.240',
    emit: node,
  },
  {
    id: 'D2-Q45',
    title: 'Unresponsive, or data at risk',
    unit: 'short',
    metrics: ['up', 'node_filesystem_readonly', 'node_filesystem_avail_bytes', 'node_filesystem_size_bytes'],
    expr: shownAnswering(heartbeat),
    legend: 'answers',
    also: [
      { expr: readOnly, legend: '{{instance}} {{mountpoint}} read-only' },
      { expr: freeInAnHour, legend: '{{instance}} {{mountpoint}} free in an hour', unit: 'bytes' },
    ],
    anchor: 'D2 l.435',
    emit: node,
  },
];
