/** What does github-pm's file for node_exporter say besides durations? */
import type { CommandUse } from '../../../instrument';
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { API, BENCHMARKS, COMMANDS, ITEM_BY_ITEM, type Command } from './commands';

const MIB = 1024 ** 2;
const on = (now: Moment, fault: string) => now.conditions.on('github-pm', fault);

/** One command in fifty ends with an error. */
export const ERROR_SHARE = 0.02;
const runRate = ({ rate }: Command, now: Moment) => rate * loadSeason(now.t);

/** What one run of a command has of the machine. */
export function useOf({ command, median, heapMib, ioOperations }: Command, now: Moment): CommandUse {
  const large = command === 'batch' && on(now, 'memory') ? 3 : 1;
  const heapBytes = large * heapMib * MIB * wandering(now, `github-pm heap ${command}`, 0.06);
  return {
    heapBytes,
    rssBytes: 1.9 * heapBytes,
    // 78 MB of peak to 45 MB on average (D5 l.46-47).
    peakBytes: 1.7 * heapBytes,
    averageBytes: 0.95 * heapBytes,
    deltaBytes: 6 * MIB * now.noise(`github-pm delta ${command}`),
    cpuSeconds: 0.77 * median,
    ioOperations,
  };
}

function requestRate(endpoint: string, now: Moment): number {
  const load = (operation: string) => (operation === 'project_item_fetch' && on(now, 'slow-batch') ? ITEM_BY_ITEM : 1);
  const perSecond = API.filter(([of]) => of === endpoint).map(([, operation, , , rate]) => rate * load(operation));
  return perSecond.reduce((sum, rate) => sum + rate, 0) * loadSeason(now.t);
}
const ENDPOINTS = [...new Set(API.map(([endpoint]) => endpoint))];

/** Points per second by resource: a GraphQL request costs more than one (D5 l.52-53). */
export const POINTS: Array<['core' | 'graphql' | 'search', number]> = [
  ['core', 0.03],
  ['graphql', 0.4],
  ['search', 0.002],
];
export const pointRate = ([, rate]: (typeof POINTS)[number], now: Moment) => rate * loadSeason(now.t);

const LOOKUPS = 0.9;
/** A cache that was emptied is asked for everything, again and again, and knows nothing. */
export function lookupRate(result: 'hit' | 'miss', now: Moment): number {
  const cold = on(now, 'cold-cache');
  const hits = cold ? 0.06 : 0.79 + 0.015 * now.noise('github-pm cache');
  return (cold ? 12 : 1) * LOOKUPS * loadSeason(now.t) * (result === 'hit' ? hits : 1 - hits);
}

export const transferRate = (way: 'transmit' | 'receive', now: Moment) =>
  (way === 'transmit' ? 2300 : 41000) * loadSeason(now.t) * wandering(now, `github-pm ${way}`, 0.1);

/** Several operations at once (D5 l.62, l.91), but for batches that go item by item. */
export const atOnce = (now: Moment) =>
  on(now, 'slow-batch') ? 1 : Math.max(2, Math.round(3 + now.noise('github-pm at once')));

const SIZES = ['small', 'medium', 'large'] as const;

export const PROJECTS: Array<[project: string, size: (typeof SIZES)[number], tasks: number, dependencies: number]> = [
  ['website', 'small', 20, 14],
  ['platform', 'medium', 87, 142],
  ['migration', 'large', 210, 512],
];
export const SCENARIOS = [
  ['small_project', 'excellent', 3],
  ['large_project', 'good', 2],
  ['complex_dependencies', 'acceptable', 1],
] as const;
export const BUILD = { version: '2.0.0', os: 'darwin', cpu: 'Apple M1 Pro' };

/** The benchmark of every night: ten iterations of each command (D5 l.110). */
export function iterationsOf({ command, median, logSd }: Command, now: Moment): number[] {
  const night = Math.floor(now.t / 86400);
  return Array.from({ length: 10 }, (_, i) => {
    const z = Math.sin(12.9898 * (i + 1) + 78.233 * night + median) * 1.4;
    return median * Math.exp(logSd * (z - Math.trunc(z)) * (command === 'sync' ? 0.8 : 1));
  });
}

export const fileBytes = (now: Moment): [log: number, cache: number] => [
  2.3 * MIB * (0.4 + 0.6 * ((now.t % 86400) / 86400)),
  15.7 * MIB * wandering(now, 'github-pm cache size', 0.05),
];

function statistics(durations: readonly number[]): Record<string, number> {
  const avg = durations.reduce((sum, value) => sum + value, 0) / durations.length;
  const squares = durations.reduce((sum, value) => sum + (value - avg) ** 2, 0);
  return {
    avg,
    min: Math.min(...durations),
    max: Math.max(...durations),
    stddev: Math.sqrt(squares / (durations.length - 1)),
  };
}

const byCommand = ({ command }: Command) => ({ command });
const MEMORY = ['heap', 'rss', 'peak', 'average'] as const;
const FIGURES = Object.entries(BENCHMARKS).flatMap(([command, figures]) =>
  Object.entries(figures).map(([kind, value]) => ({
    labels: { command, kind: kind.replace(/_ms$/, '') },
    seconds: Number(value) / 1000,
  }))
);

const commands: PlainMetric[] = [
  family(
    'counter',
    'github_pm_commands_total',
    'Commands by how they ended.',
    COMMANDS.flatMap((of) => (['success', 'error'] as const).map((status) => ({ of, status }))),
    ({ of, status }) => ({ command: of.command, status }),
    ({ of, status }, now) => runRate(of, now) * (status === 'error' ? ERROR_SHARE : 1 - ERROR_SHARE)
  ),
  family(
    'gauge',
    'github_pm_memory_usage_bytes',
    'Memory of the last run.',
    COMMANDS.flatMap((of) => MEMORY.map((type) => ({ of, type }))),
    ({ of, type }) => ({ command: of.command, type }),
    ({ of, type }, now) => useOf(of, now)[`${type}Bytes`]
  ),
  family(
    'gauge',
    'github_pm_command_memory_delta_bytes',
    'Heap gained by the last run.',
    COMMANDS,
    byCommand,
    (of, now) => useOf(of, now).deltaBytes
  ),
  family(
    'counter',
    'github_pm_command_cpu_seconds_total',
    'CPU time of commands.',
    COMMANDS,
    byCommand,
    (of, now) => useOf(of, now).cpuSeconds * runRate(of, now)
  ),
  family(
    'counter',
    'github_pm_command_io_operations_total',
    'Reads and writes of commands.',
    COMMANDS,
    byCommand,
    (of, now) => of.ioOperations * runRate(of, now)
  ),
];

const api: PlainMetric[] = [
  family('counter', 'github_pm_api_requests_total', 'Requests.', ENDPOINTS, (endpoint) => ({ endpoint }), requestRate),
  family(
    'counter',
    'github_pm_rate_limit_consumed_total',
    'Points that were consumed.',
    POINTS,
    ([resource]) => ({ resource }),
    pointRate
  ),
  family(
    'counter',
    'github_pm_cache_requests_total',
    'Look-ups in the cache.',
    ['hit', 'miss'] as const,
    (result) => ({ result }),
    lookupRate
  ),
  counter('github_pm_network_transmit_bytes_total', 'Bytes sent.', (now) => transferRate('transmit', now)),
  counter('github_pm_network_receive_bytes_total', 'Bytes received.', (now) => transferRate('receive', now)),
  gauge('github_pm_active_connections', 'Most connections at once.', atOnce),
  gauge('github_pm_concurrent_operations', 'Most operations at once.', atOnce),
];

const benchmarked: PlainMetric[] = [
  family(
    'gauge',
    'github_pm_baseline_duration_seconds',
    'Figures of benchmarks.yml.',
    FIGURES,
    ({ labels }) => labels,
    ({ seconds }) => seconds
  ),
  family(
    'gauge',
    'github_pm_benchmark_duration_seconds',
    'Result of the last benchmark.',
    COMMANDS.flatMap((of) => ['avg', 'min', 'max', 'stddev'].map((stat) => ({ of, stat }))),
    ({ of, stat }) => ({ command: of.command, stat }),
    ({ of, stat }, now) => statistics(iterationsOf(of, now))[stat] ?? NaN
  ),
  family('gauge', 'github_pm_benchmark_iterations', 'Iterations.', COMMANDS, byCommand, () => 10),
  family(
    'gauge',
    'github_pm_benchmark_scenario_rating',
    'Rating of a scenario.',
    SCENARIOS,
    ([scenario]) => ({ scenario }),
    ([, , rating]) => rating
  ),
  gauge('github_pm_build_info', 'Where it runs.', () => 1, BUILD),
  family(
    'gauge',
    'github_pm_project_info',
    'Size class of a project.',
    PROJECTS.flatMap(([project, its]) => SIZES.map((size) => ({ project, size, its }))),
    ({ project, size }) => ({ project, size }),
    ({ size, its }) => (size === its ? 1 : 0)
  ),
  family(
    'gauge',
    'github_pm_project_tasks',
    'Tasks.',
    PROJECTS,
    ([project]) => ({ project }),
    ([, , tasks]) => tasks
  ),
  family(
    'gauge',
    'github_pm_project_dependencies',
    'Dependencies.',
    PROJECTS,
    ([project]) => ({ project }),
    ([, , , dependencies]) => dependencies
  ),
  gauge('github_pm_log_file_size_bytes', 'Size of the log file.', (now) => fileBytes(now)[0]),
  gauge('github_pm_cache_size_bytes', 'Size of the cache.', (now) => fileBytes(now)[1]),
];

export const instrumented: PlainMetric[] = [...commands, ...api, ...benchmarked];

/** What node_exporter says of the file itself. */
export const textfileAge: PlainMetric[] = [
  gauge('node_textfile_mtime_seconds', 'When the file was written.', (now) => now.t - 5, {
    file: '/var/lib/node_exporter/github-pm.prom',
  }),
  gauge('node_textfile_scrape_error', '1 where a file could not be read.', () => 0),
];
