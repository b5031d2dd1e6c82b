/** What do process-exporter and the client library say of DPAS' processes? Stand-ins with their exact names and labels. */
import { family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { processMetrics } from '../host';

const MIB = 1024 ** 2;

interface Group {
  groupname: string;
  processes: number;
  threads: number;
  bytes: number;
  cores: number;
  /** Seconds after which its oldest process is another one. */
  lives: number;
}

/** Together with Node.js less than the 2 GB of D1 l.255. */
const GROUPS: Group[] = [
  { groupname: 'python-airbyte', processes: 3, threads: 21, bytes: 420 * MIB, cores: 0.5, lives: 5400 },
  { groupname: 'python-dbt', processes: 1, threads: 5, bytes: 250 * MIB, cores: 0.3, lives: 900 },
  { groupname: 'python-dagster', processes: 2, threads: 14, bytes: 310 * MIB, cores: 0.12, lives: 604800 },
];

const byGroup = (type: PlainMetric['type'], name: string, help: string, value: (g: Group, now: Moment) => number) =>
  family(type, `namedprocess_namegroup_${name}`, help, GROUPS, ({ groupname }) => ({ groupname }), value);

const MODES: Array<[mode: string, share: number]> = [
  ['user', 0.82],
  ['system', 0.18],
];
const MEMORY: Array<[memtype: string, factor: number]> = [
  ['resident', 1],
  ['virtual', 3.4],
  ['swapped', 0],
];
const cross = <T>(parts: ReadonlyArray<[string, T]>) =>
  GROUPS.flatMap((group) => parts.map((part) => ({ group, part })));

export const processExporter: PlainMetric[] = [
  byGroup('gauge', 'num_procs', 'Processes of a group.', ({ groupname, processes }, now) =>
    Math.max(1, Math.round(processes + 0.4 * now.noise(`${groupname} processes`)))
  ),
  byGroup('gauge', 'num_threads', 'Threads of a group.', ({ groupname, threads }, now) =>
    Math.round(threads * wandering(now, `${groupname} threads`, 0.08))
  ),
  byGroup(
    'gauge',
    'oldest_start_time_seconds',
    'Start of the oldest process.',
    ({ lives }, now) => Math.floor(now.t / lives) * lives
  ),
  family(
    'counter',
    'namedprocess_namegroup_cpu_seconds_total',
    'CPU seconds of a group.',
    cross(MODES),
    ({ group, part: [mode] }) => ({ groupname: group.groupname, mode }),
    ({ group, part: [, share] }, now) =>
      share * group.cores * loadSeason(now.t) * wandering(now, `${group.groupname} cpu`, 0.15)
  ),
  family(
    'gauge',
    'namedprocess_namegroup_memory_bytes',
    'Memory of a group.',
    cross(MEMORY),
    ({ group, part: [memtype] }) => ({ groupname: group.groupname, memtype }),
    ({ group, part: [, factor] }, now) => factor * group.bytes * wandering(now, `${group.groupname} memory`, 0.06)
  ),
];

/** Seconds of the event loop's delay when nothing blocks it: about its resolution. */
const LAG = 0.011;

const lag = (now: Moment) =>
  (now.conditions.on('dpas', 'event-loop') ? 0.12 : LAG) * wandering(now, 'dpas event loop', 0.06);
const lagGauge = (stat: string, factor: number) =>
  gauge(`nodejs_eventloop_lag_${stat}seconds`, 'Delay of the event loop.', (now) => factor * lag(now));
const heap = (now: Moment) => 150 * MIB * wandering(now, 'dpas heap', 0.08);

/** prom-client's default metrics of the service. */
export const nodeProcess: PlainMetric[] = [
  ...processMetrics('dpas', { cores: 0.45, memory: 430 * MIB, files: 120 }),
  gauge('nodejs_version_info', 'Version of Node.js.', () => 1, {
    version: 'v20.20.2',
    major: '20',
    minor: '20',
    patch: '2',
  }),
  gauge('nodejs_heap_size_used_bytes', 'Heap in use.', heap),
  gauge('nodejs_heap_size_total_bytes', 'Heap reserved.', () => 210 * MIB),
  gauge('nodejs_external_memory_bytes', 'Memory outside of the heap.', (now) => 0.2 * heap(now)),
  // The bare one is a single setImmediate at the scrape.
  gauge(
    'nodejs_eventloop_lag_seconds',
    'Delay at the scrape.',
    (now) => 0.3 * lag(now) * wandering(now, 'dpas loop', 0.5)
  ),
  lagGauge('min_', 0.85),
  lagGauge('max_', 2.4),
  lagGauge('mean_', 0.95),
  lagGauge('stddev_', 0.1),
  lagGauge('p50_', 0.96),
  lagGauge('p90_', 1.02),
  lagGauge('p99_', 1.25),
];
