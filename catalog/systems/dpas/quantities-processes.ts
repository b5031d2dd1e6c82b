/** What does D1 want to see of Node.js, of Python subprocesses and of memory (l.11-61, l.178-181, l.255)? */
import type { z } from 'zod';

import { cpuPercent } from '../../host';
import type { Quantity } from '../../model';
import { pythonGroups } from './figures';

const client = "Expose prom-client's default metrics (collectDefaultMetrics) in every Node.js process.";
const exporter =
  'Run process-exporter under a job named dpas-<something>, with the Python subprocesses in groups named python-<something>.';

/** Exporters expose process metrics too, under jobs with the same prefix: a Node.js process is one that says its version. */
const ofNode = (expr: string) => `${expr} and on (job, instance) nodejs_version_info{$app}`;

const nodeCores = ofNode('rate(process_cpu_seconds_total{$app}[5m])');
const nodeResident = ofNode('process_resident_memory_bytes{$app}');
const pythonCores = `rate(namedprocess_namegroup_cpu_seconds_total{$host,${pythonGroups}}[5m])`;
const pythonResident = `namedprocess_namegroup_memory_bytes{$host,${pythonGroups},memtype="resident"}`;

/** D1 l.255: the application's own processes, not the host (D-6). */
export const applicationMemory = `(sum(${nodeResident}) or vector(0)) + (sum(${pythonResident}) or vector(0)) > 0`;

/** D1 l.196-197: of the host; a share of one core would be another number (C-18). */
export const hostCpuPercent = cpuPercent('5m');
export const memoryPercent =
  '100 * (1 - min by (instance) (node_memory_MemAvailable_bytes{$host} / node_memory_MemTotal_bytes{$host}))';

/** One sample of setImmediate says little; the histogram of the event loop's delay says all (C-21). */
export const eventLoopLag = 'max by (instance) (nodejs_eventloop_lag_p99_seconds{$app})';

/** By instance: two jobs may have processes of one name, of which the larger one is shown. Their sum would be that of neither. */
const node: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q01',
    title: 'Node.js CPU',
    unit: 'suffix:cores',
    metrics: ['process_cpu_user_seconds_total', 'process_cpu_system_seconds_total', 'nodejs_version_info'],
    expr: `max by (instance) (${nodeCores})`,
    legend: '{{instance}}',
    also: [
      {
        expr: `max by (instance) (${ofNode('rate(process_cpu_user_seconds_total{$app}[5m])')})`,
        legend: '{{instance}} user',
      },
      {
        expr: `max by (instance) (${ofNode('rate(process_cpu_system_seconds_total{$app}[5m])')})`,
        legend: '{{instance}} system',
      },
    ],
    anchor: 'D1 l.16, l.19 (C-18)',
    emit: client,
  },
  {
    id: 'D1-Q02',
    title: 'Node.js heap used',
    unit: 'bytes',
    metrics: ['nodejs_heap_size_used_bytes'],
    expr: 'max by (instance) (nodejs_heap_size_used_bytes{$app})',
    legend: '{{instance}} used',
    anchor: 'D1 l.17, l.21',
    emit: client,
  },
  {
    id: 'D1-Q03',
    title: 'Node.js heap total',
    unit: 'bytes',
    metrics: ['nodejs_heap_size_total_bytes'],
    expr: 'max by (instance) (nodejs_heap_size_total_bytes{$app})',
    legend: '{{instance}} total',
    anchor: 'D1 l.17, l.22',
    emit: client,
  },
  {
    id: 'D1-Q04',
    title: 'Node.js external memory',
    unit: 'bytes',
    metrics: ['nodejs_external_memory_bytes'],
    expr: 'max by (instance) (nodejs_external_memory_bytes{$app})',
    legend: '{{instance}} external',
    anchor: 'D1 l.17, l.23',
    emit: client,
  },
  {
    id: 'D1-Q05',
    title: 'Node.js resident memory',
    unit: 'bytes',
    metrics: ['process_resident_memory_bytes', 'nodejs_version_info'],
    expr: `max by (instance) (${nodeResident})`,
    legend: '{{instance}} resident',
    anchor: 'D1 l.17, l.24',
    emit: client,
  },
  {
    id: 'D1-Q06',
    title: 'Event loop lag',
    unit: 's',
    metrics: ['nodejs_eventloop_lag_p99_seconds', 'nodejs_eventloop_lag_seconds'],
    expr: eventLoopLag,
    legend: '{{instance}} p99',
    also: [{ expr: 'max by (instance) (nodejs_eventloop_lag_seconds{$app})', legend: '{{instance}} at the scrape' }],
    anchor: 'D1 l.30-38, l.180 (C-21)',
    emit: `${client} The p99 is that since the last scrape: two scrapers halve each other's time.`,
  },
];

const python: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q07',
    title: 'CPU of Python subprocesses',
    unit: 'percent',
    metrics: ['namedprocess_namegroup_cpu_seconds_total'],
    // As psutil counts: percent of one core, so that several cores make more than 100.
    expr: `100 * sum by (groupname) (${pythonCores})`,
    legend: '{{groupname}}',
    anchor: 'D1 l.56',
    emit: exporter,
  },
  {
    id: 'D1-Q08',
    title: 'Memory of Python subprocesses',
    unit: 'bytes',
    metrics: ['namedprocess_namegroup_memory_bytes'],
    expr: `sum by (groupname) (${pythonResident})`,
    legend: '{{groupname}}',
    anchor: 'D1 l.57',
    emit: exporter,
  },
  {
    id: 'D1-Q09',
    title: 'Run time of Python subprocesses',
    unit: 's',
    metrics: ['namedprocess_namegroup_oldest_start_time_seconds'],
    expr: `time() - min by (groupname) (namedprocess_namegroup_oldest_start_time_seconds{$host,${pythonGroups}} > 0)`,
    legend: '{{groupname}}, oldest',
    anchor: 'D1 l.58',
    emit: exporter,
  },
  {
    id: 'D1-Q10',
    title: 'Threads of Python subprocesses',
    unit: 'short',
    metrics: ['namedprocess_namegroup_num_threads'],
    expr: `sum by (groupname) (namedprocess_namegroup_num_threads{$host,${pythonGroups}})`,
    legend: '{{groupname}}',
    anchor: 'D1 l.59',
    emit: exporter,
  },
];

const together: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q38',
    title: 'CPU, Node.js and Python subprocesses',
    unit: 'suffix:cores',
    metrics: ['process_cpu_seconds_total', 'nodejs_version_info', 'namedprocess_namegroup_cpu_seconds_total'],
    expr: `sum(${nodeCores})`,
    legend: 'Node.js',
    also: [{ expr: `sum(${pythonCores})`, legend: 'Python subprocesses' }],
    anchor: 'D1 l.178',
    emit: `${client} ${exporter}`,
  },
  {
    id: 'D1-Q39',
    title: 'Memory by component',
    unit: 'bytes',
    metrics: ['process_resident_memory_bytes', 'nodejs_version_info', 'namedprocess_namegroup_memory_bytes'],
    // DuckDB works inside of these processes: its own memory would count twice.
    expr: `label_replace(sum(${nodeResident}), "component", "Node.js", "", "")
      or label_replace(sum by (groupname) (${pythonResident}), "component", "$1", "groupname", "(.*)")`,
    legend: '{{component}}',
    anchor: 'D1 l.179',
    emit: `${client} ${exporter}`,
  },
  {
    id: 'D1-Q40',
    title: 'Active subprocesses',
    unit: 'short',
    metrics: ['namedprocess_namegroup_num_procs'],
    expr: `sum(namedprocess_namegroup_num_procs{$host,${pythonGroups}})`,
    legend: 'subprocesses',
    also: [
      {
        expr: `sum by (groupname) (namedprocess_namegroup_num_procs{$host,${pythonGroups}})`,
        legend: '{{groupname}}',
      },
    ],
    anchor: 'D1 l.181',
    emit: exporter,
  },
  {
    id: 'D1-Q50',
    title: 'Memory of the whole application',
    unit: 'bytes',
    metrics: ['process_resident_memory_bytes', 'nodejs_version_info', 'namedprocess_namegroup_memory_bytes'],
    expr: applicationMemory,
    legend: 'all processes',
    anchor: 'D1 l.255 (D-6)',
    emit: `${client} ${exporter}`,
  },
];

export const processes = [...node, ...python, ...together];
