/** What does node_exporter say of a system's host? A stand-in with its exact names and labels (catalogue B0). */
import type { SystemName } from '../scenario/faults';
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../scenario/plain';
import { loadSeason } from '../scenario/season';

const GIB = 1024 ** 3;
const CPUS = ['0', '1', '2', '3'];
/** Bytes per second of a gigabit link. */
const LINK = 1.25e8;
const MODES = ['idle', 'user', 'system', 'iowait', 'irq', 'nice', 'softirq', 'steal'] as const;
/** How the busy share divides. */
const SHARES: Record<(typeof MODES)[number], number> = {
  idle: 0,
  user: 0.66,
  system: 0.22,
  iowait: 0.08,
  irq: 0.01,
  nice: 0.01,
  softirq: 0.01,
  steal: 0.01,
};

export interface Host {
  system: SystemName;
  memory: number;
  disk: number;
  /** Process groups and their threads, as process-exporter counts them. */
  groups: Record<string, number>;
  /** The share that a resource reaches under its fault. */
  full?: number;
}

/** What the fault `growth` adds to every share: more than ten points within a week (D3 l.274). */
const grown = (now: Moment, host: Host) => (now.conditions.on(host.system, 'growth') ? 0.2 : 0);

/** A share that a fault sets, by the fault's name, else the normal one. */
function share(now: Moment, host: Host, resource: string, normal: number): number {
  const { conditions } = now;
  const jitter = 0.004 * now.noise(`${host.system} ${resource}`);
  if (conditions.on(host.system, resource)) {
    return (host.full ?? (host.system === 'kgas' ? 0.98 : 0.92)) + jitter;
  }
  return conditions.on(host.system, `${resource}-high`) ? 0.88 + jitter : normal + grown(now, host);
}

const cpuBusy = (now: Moment, host: Host) =>
  Math.min(0.995, share(now, host, 'cpu', 0.34 * loadSeason(now.t) * wandering(now, `${host.system} cpu`, 0.08)));
const memoryUsed = (now: Moment, host: Host) =>
  Math.min(0.995, share(now, host, 'memory', 0.56 + 0.02 * now.noise(`${host.system} memory`)));

/** Seconds in which a filling disk loses two thirds of what is free: its trend over an hour says "full" after four minutes. */
const FILLS_WITHIN = 150;

/** What is free of the data disk; filling, it approaches a fiftieth of the normal. */
function diskFree(now: Moment, host: Host): number {
  const fault = now.conditions.find(host.system, 'disk-filling');
  const normal =
    1 - share(now, host, 'disk', 0.44 + 0.03 * Math.sin(now.t / 86400) + 0.001 * now.noise(`${host.system} disk`));
  return fault ? normal * (0.02 + 0.98 * Math.exp(-(now.t - fault.since) / FILLS_WITHIN)) : normal;
}

function cpu(host: Host): PlainMetric[] {
  return [
    {
      name: 'node_cpu_seconds_total',
      help: 'Seconds the CPUs spent in each mode.',
      type: 'counter',
      series: CPUS.flatMap((id) =>
        MODES.map((mode) => ({
          labels: { cpu: id, mode },
          value: (now: Moment) => (mode === 'idle' ? 1 - cpuBusy(now, host) : cpuBusy(now, host) * SHARES[mode]),
        }))
      ),
    },
    family(
      'gauge',
      'node_load1',
      '1m load average.',
      [''],
      () => ({}),
      (_, now) => cpuBusy(now, host) * CPUS.length * 1.05
    ),
    gauge('node_load5', '5m load average.', (now) => cpuBusy(now, host) * CPUS.length),
    gauge('node_load15', '15m load average.', (now) => cpuBusy(now, host) * CPUS.length * 0.97),
  ];
}

function memory(host: Host): PlainMetric[] {
  const bytes = (name: string, value: (now: Moment) => number) =>
    gauge(`node_memory_${name}_bytes`, `Memory: ${name}.`, value);
  const free = (now: Moment) => (1 - memoryUsed(now, host)) * host.memory;
  return [
    bytes('MemTotal', () => host.memory),
    bytes('MemAvailable', free),
    bytes('MemFree', (now) => 0.4 * free(now)),
    bytes('Buffers', (now) => 0.05 * free(now)),
    bytes('Cached', (now) => 0.5 * free(now)),
    bytes('SwapTotal', () => 4 * GIB),
    bytes('SwapFree', () => 3.9 * GIB),
  ];
}

function disk(host: Host): PlainMetric[] {
  const device = { device: 'nvme0n1' };
  const busy = (now: Moment) => loadSeason(now.t) * wandering(now, `${host.system} disk io`, 0.15);
  const mounts = ['/', '/data'] as const;
  const labels = (mountpoint: string) => ({
    device: mountpoint === '/' ? '/dev/nvme0n1p1' : '/dev/nvme0n1p2',
    fstype: 'ext4',
    mountpoint,
  });
  const size = (mountpoint: string) => (mountpoint === '/' ? 50 * GIB : host.disk);
  return [
    counter(
      'node_disk_io_time_seconds_total',
      'Seconds spent doing I/O.',
      (now) => 0.12 * busy(now) + grown(now, host),
      device
    ),
    counter('node_disk_io_time_weighted_seconds_total', 'Weighted seconds of I/O.', (now) => 0.2 * busy(now), device),
    counter('node_disk_read_bytes_total', 'Bytes read.', (now) => 7e6 * busy(now), device),
    counter('node_disk_written_bytes_total', 'Bytes written.', (now) => 11e6 * busy(now), device),
    counter('node_disk_reads_completed_total', 'Reads.', (now) => 180 * busy(now), device),
    counter('node_disk_writes_completed_total', 'Writes.', (now) => 260 * busy(now), device),
    family('gauge', 'node_filesystem_size_bytes', 'File system size.', mounts, labels, size),
    family('gauge', 'node_filesystem_avail_bytes', 'Space available to users.', mounts, labels, (mountpoint, now) =>
      mountpoint === '/' ? 0.62 * size(mountpoint) : diskFree(now, host) * host.disk
    ),
    family(
      'gauge',
      'node_filesystem_readonly',
      'Whether it is mounted read-only.',
      mounts,
      labels,
      (mountpoint, now) => (mountpoint === '/data' && now.conditions.on(host.system, 'readonly-disk') ? 1 : 0)
    ),
  ];
}

function networkAndKernel(host: Host): PlainMetric[] {
  const busy = (now: Moment) => loadSeason(now.t) * wandering(now, `${host.system} network`, 0.1);
  const device = { device: 'eth0' };
  return [
    counter(
      'node_network_receive_bytes_total',
      'Bytes received.',
      (now) => 3.2e5 * busy(now) + grown(now, host) * LINK,
      device
    ),
    counter('node_network_transmit_bytes_total', 'Bytes sent.', (now) => 2.4e5 * busy(now), device),
    gauge('node_network_speed_bytes', 'Speed of the link.', () => LINK, device),
    gauge('node_filefd_allocated', 'File handles in use.', (now) =>
      Math.round(3200 * wandering(now, `${host.system} files`))
    ),
    gauge('node_filefd_maximum', 'Most file handles.', () => 1e6),
    gauge('node_netstat_Tcp_CurrEstab', 'Established TCP connections.', (now) =>
      Math.round(140 * wandering(now, `${host.system} tcp`, 0.1))
    ),
    counter('node_vmstat_oom_kill', 'Processes killed for lack of memory.', () => 0),
    gauge('node_boot_time_seconds', 'When the host started.', () => 1735689600),
  ];
}

/** Process-exporter's part: threads by group. */
function processes(host: Host): PlainMetric[] {
  const groups = Object.keys(host.groups);
  return [
    family(
      'gauge',
      'namedprocess_namegroup_num_threads',
      'Threads of a group.',
      groups,
      (groupname) => ({ groupname }),
      (group, now) => Math.round((host.groups[group] ?? 0) * wandering(now, `${host.system} threads ${group}`, 0.06))
    ),
    family(
      'gauge',
      'namedprocess_namegroup_num_procs',
      'Processes of a group.',
      groups,
      (groupname) => ({ groupname }),
      () => 1
    ),
  ];
}

export function hostMetrics(host: Host): PlainMetric[] {
  return [...cpu(host), ...memory(host), ...disk(host), ...networkAndKernel(host), ...processes(host)];
}

/** What the client library says of an application's own process. */
export function processMetrics(
  system: SystemName,
  normal: { cores: number; memory: number; files: number }
): PlainMetric[] {
  const busy = (now: Moment) => normal.cores * loadSeason(now.t) * wandering(now, `${system} process`, 0.08);
  const files = (now: Moment) => {
    const { conditions } = now;
    const open = conditions.on(system, 'file-handles')
      ? 0.98
      : conditions.on(system, 'file-handles-high')
        ? 0.88
        : undefined;
    return Math.round(open === undefined ? normal.files * wandering(now, `${system} open files`) : open * 1024);
  };
  return [
    counter('process_cpu_seconds_total', 'CPU seconds of the process.', busy),
    counter('process_cpu_user_seconds_total', 'CPU seconds in user mode.', (now) => 0.8 * busy(now)),
    counter('process_cpu_system_seconds_total', 'CPU seconds in system mode.', (now) => 0.2 * busy(now)),
    gauge(
      'process_resident_memory_bytes',
      'Resident memory.',
      (now) => normal.memory * wandering(now, `${system} rss`)
    ),
    gauge('process_virtual_memory_bytes', 'Virtual memory.', () => 4 * normal.memory),
    gauge('process_open_fds', 'Open files.', files),
    gauge('process_max_fds', 'Most open files.', () => 1024),
    gauge('process_start_time_seconds', 'When the process started.', () => 1735776000),
  ];
}
