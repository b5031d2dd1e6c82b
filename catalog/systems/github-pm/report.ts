/** What do D5's reports contain (l.97-115, l.184-220)? */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import type { ReportItem } from '../../model';
import { changeWords, ratingWords } from './figures';
import { settings } from './settings';
import { expensive, hitRatio, usedPercent } from './quantities-api';
import { rating, regression, regressionWord } from './quantities-benchmarks';
import { average, lastRun, perCommand } from './quantities-commands';
import { heap } from './quantities-resources';

type Item = z.input<typeof ReportItem>;

const item = (
  id: string,
  period: Item['period'],
  section: string,
  anchor: string,
  lines: Array<[title: string, unit: string, expr: string, words?: Item['mapping']]>
): Item[] =>
  lines.map(([title, unit, expr, mapping]) => ({
    ...{ id, period, section, title, expr, unit, kind: 'list', anchor },
    ...(mapping && { mapping }),
  }));

const words = (list: ReadonlyArray<{ value: string; text: string }>) =>
  Object.fromEntries(list.map(({ value, text }) => [value, text]));

const days = settings.find(({ id }) => id === 'D5-T17')?.values ?? {};
const frames = [
  ['daily', `${days.day}d`],
  ['weekly', `${days.week}d`],
  ['monthly', `${days.month}d`],
] as const;

const added = (by: string, counter: string, window: string) => `sum by (${by}) (increase(${counter}{$app}[${window}]))`;
const highest = (type: string, window: string) =>
  `max by (command) (max_over_time(github_pm_memory_usage_bytes{$app,type="${type}"}[${window}]))`;

const timeframes = frames.flatMap(([period, window]) =>
  item('D5-R01', period, 'Performance report', 'D5 l.105', [
    ['Average duration', 's', average(perCommand, window)],
    [
      'p95 of the duration',
      's',
      `histogram_quantile(0.95, sum by (command, le) (increase(github_pm_command_duration_seconds_bucket{$app}[${window}])))`,
    ],
    [
      'Runs by result',
      'short',
      `sum by (command, status) (${increaseFromBirth('github_pm_commands_total{$app}', window, 'app')})`,
    ],
    ['Time by phase', 's', added('command, phase', 'github_pm_command_phase_duration_seconds_sum', window)],
    ['Peak memory', 'bytes', highest('peak', window)],
    ['CPU time', 's', added('command', 'github_pm_command_cpu_seconds_total', window)],
    ['I/O operations', 'short', added('command', 'github_pm_command_io_operations_total', window)],
    ['API requests', 'short', added('endpoint', 'github_pm_api_requests_total', window)],
    ['Rate limit consumed', 'short', added('resource', 'github_pm_rate_limit_consumed_total', window)],
    ['Cache hit rate', 'percentunit', hitRatio(window)],
  ])
);

const analyze = item('D5-R02', 'daily', 'Analysis by command', 'D5 l.106', [
  ['Slowest', 's', `sort_desc(${average(perCommand, '1d')})`],
  ['Most memory', 'bytes', `sort_desc(${highest('peak', '1d')})`],
  ['Most API requests', 'short', `sort_desc(${added('endpoint', 'github_pm_api_requests_total', '1d')})`],
  ['Most expensive API operations', 's', expensive],
]);

const measured = (stat: string) => `max by (command) (github_pm_benchmark_duration_seconds{$app,stat="${stat}"})`;

/** A percentage of change where "today" is compared with the day a week before. */
const change = `100 * ((${average(perCommand, '1d')}) / (${average(perCommand, '1d', ' offset 7d')}) - 1)`;

export const report: Item[] = [
  ...timeframes,
  ...analyze,
  ...item('D5-R03', 'daily', 'Comparison', 'D5 l.107', [
    ['Average duration against a week ago', 'percent', change],
    ['Last benchmark against its baseline', 'percent', regression],
  ]),
  ...item('D5-R04', 'run', 'Benchmark', 'D5 l.110, l.188-220', [
    ['Iterations', 'short', 'max by (command) (github_pm_benchmark_iterations{$app})'],
    ['Average', 's', measured('avg')],
    ['Least', 's', measured('min')],
    ['Most', 's', measured('max')],
    ['Standard deviation', 's', measured('stddev')],
    ['Rating', 'short', rating, words(ratingWords)],
    ['Change', 'percent', regression],
    ['Status', 'short', regressionWord, words(changeWords)],
  ]),
  ...item('D5-R05', 'run', 'Profile of a command', 'D5 l.111', [
    [
      'Mean of each phase',
      's',
      `${added('command, phase', 'github_pm_command_phase_duration_seconds_sum', '1d')} / (${added('command, phase', 'github_pm_command_phase_duration_seconds_count', '1d')} > 0)`,
    ],
  ]),
  ...item('D5-R06', 'weekly', 'Optimization', 'D5 l.114', [
    ['Cache hit rate', 'percentunit', hitRatio('7d')],
    ['Rate limit used', 'percent', usedPercent],
    ['API requests by endpoint', 'short', added('endpoint', 'github_pm_api_requests_total', '7d')],
    ['Most expensive API operations of a day', 's', expensive],
  ]),
  {
    id: 'D5-R06',
    period: 'weekly',
    section: 'Optimization',
    title: 'Recommendations that apply',
    engine: 'recommendations',
    unit: 'short',
    kind: 'list',
    anchor: 'D5 l.114',
  },
  ...item('D5-R07', 'run', 'Live', 'D5 l.100-102', [
    ['Last run', 's', lastRun],
    ['API requests of five minutes', 'short', added('endpoint', 'github_pm_api_requests_total', '5m')],
    ['Heap', 'bytes', heap],
  ]),
];
