/** What does D3 want to see of hosts (l.31-35, l.269, l.274)? */
import type { z } from 'zod';

import { cpuPercent, freeOfFileSystem, images } from '../../host';
import type { Quantity } from '../../model';
import { pseudoFileSystems } from './figures';

/** LVM and RAID would count a request twice; virtual links have no speed, or a false one. */
const disks = 'device!~"dm-.*|md.*"';
const links = 'device!~"lo|veth.*|docker.*|br-.*|cali.*|flannel.*"';
const node = 'Run node_exporter on the hosts of ADO under a job named ado-<something>.';

/** Of hosts that have one name in two jobs the fuller one counts. */
export const memoryPercent =
  '100 * (1 - min by (instance) (node_memory_MemAvailable_bytes{$host} / node_memory_MemTotal_bytes{$host}))';
export const diskPercent = (window: string) =>
  `100 * max by (instance) (rate(node_disk_io_time_seconds_total{$host,${disks}}[${window}]))`;
const linkPercent = (way: 'receive' | 'transmit', window: string) =>
  `100 * max by (instance) (rate(node_network_${way}_bytes_total{$host,${links}}[${window}])
    / (node_network_speed_bytes{$host,${links}} > 0))`;
/** Both ways of a link have its whole speed: the busier one counts. */
export const networkPercent = (window: string) =>
  `max by (instance) (label_replace(${linkPercent('receive', window)}, "way", "receive", "", "")
    or label_replace(${linkPercent('transmit', window)}, "way", "transmit", "", ""))`;
export const freeDiskPercent = `100 * min by (instance, mountpoint) (${freeOfFileSystem(pseudoFileSystems)})`;
export const peakOfAnHour = (expr: string) => `max_over_time((${expr})[1h:1m])`;

const WEEK = ' offset 1w';
/** Of what is a rate: a mean of its five minutes, because a day that is only partly there would read as less use. */
const rateOfADay = (expr: string, offset: string) => `avg_over_time((${expr})[1d:5m]${offset})`;
const gaugeOfADay = (selector: string, offset: string) => `avg_over_time(${selector}[1d]${offset})`;

const ofADay: Record<string, (offset: string) => string> = {
  cpu: (offset) => rateOfADay(cpuPercent('5m'), offset),
  memory: (offset) => `100 * (1 - min by (instance) (
    ${gaugeOfADay('node_memory_MemAvailable_bytes{$host}', offset)} / ${gaugeOfADay('node_memory_MemTotal_bytes{$host}', offset)}))`,
  disk: (offset) => rateOfADay(diskPercent('5m'), offset),
  disk_space: (offset) => `100 * (1 - min by (instance) (
    ${gaugeOfADay(`node_filesystem_avail_bytes{$host,${pseudoFileSystems}}`, offset)}
    / ${gaugeOfADay(`node_filesystem_size_bytes{$host,${pseudoFileSystems}}`, offset)}
    unless ${images(pseudoFileSystems, offset)}))`,
  network: (offset) => rateOfADay(networkPercent('5m'), offset),
};

/** Points of a percentage that the mean of a day lies above that of the same day a week before (E-7). */
export const resourceTrend = Object.entries(ofADay)
  .map(([resource, day]) => `label_replace(${day('')} - ${day(WEEK)}, "resource", "${resource}", "", "")`)
  .join('\n or ');

export const resources: Array<z.input<typeof Quantity>> = [
  {
    id: 'D3-Q13',
    title: 'CPU utilization',
    unit: 'percent',
    metrics: ['node_cpu_seconds_total'],
    expr: cpuPercent('5m'),
    legend: '{{instance}}',
    also: [{ expr: peakOfAnHour(cpuPercent('5m')), legend: '{{instance}} peak of an hour' }],
    anchor: 'D3 l.32 (D-5)',
    emit: node,
  },
  {
    id: 'D3-Q14',
    title: 'Memory utilization',
    unit: 'percent',
    metrics: ['node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes'],
    expr: memoryPercent,
    legend: '{{instance}}',
    also: [{ expr: peakOfAnHour(memoryPercent), legend: '{{instance}} peak of an hour' }],
    anchor: 'D3 l.33 (D-6)',
    emit: node,
  },
  {
    id: 'D3-Q15',
    title: 'Disk I/O utilization',
    unit: 'percent',
    metrics: ['node_disk_io_time_seconds_total'],
    expr: diskPercent('5m'),
    legend: '{{instance}}',
    anchor: 'D3 l.34',
    emit: `${node} On NVMe and RAID a busy device is not yet a saturated one.`,
  },
  {
    id: 'D3-Q16',
    title: 'Network utilization',
    unit: 'percent',
    metrics: ['node_network_receive_bytes_total', 'node_network_transmit_bytes_total', 'node_network_speed_bytes'],
    expr: networkPercent('5m'),
    legend: '{{instance}}',
    also: [
      { expr: linkPercent('receive', '5m'), legend: '{{instance}} received' },
      { expr: linkPercent('transmit', '5m'), legend: '{{instance}} sent' },
    ],
    anchor: 'D3 l.35',
    emit: `${node} A virtual link that reports no speed is left out.`,
  },
  {
    id: 'D3-Q29',
    title: 'Free disk space',
    unit: 'percent',
    metrics: ['node_filesystem_avail_bytes', 'node_filesystem_size_bytes'],
    expr: freeDiskPercent,
    legend: '{{instance}} {{mountpoint}}',
    anchor: 'D3 l.269',
    emit: node,
  },
  {
    id: 'D3-Q46',
    title: 'Resource usage against the week before',
    unit: 'suffix:points',
    metrics: ['node_cpu_seconds_total', 'node_memory_MemAvailable_bytes', 'node_filesystem_avail_bytes'],
    expr: resourceTrend,
    legend: '{{resource}} {{instance}}',
    also: [
      {
        expr: `min by (instance, mountpoint) (predict_linear(node_filesystem_avail_bytes{$host,${pseudoFileSystems}}[1d], 14 * 86400))`,
        legend: '{{instance}} {{mountpoint}} free in two weeks',
        unit: 'bytes',
      },
    ],
    anchor: 'D3 l.274 (E-7)',
    emit: `${node} The comparison needs eight days of it.`,
  },
];
