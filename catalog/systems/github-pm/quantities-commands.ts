/** What does D5 want to see of its commands (l.30-63, l.118-140, l.245-266, l.352-356)? */
import type { z } from 'zod';

import { increaseFromBirth } from '../../increase';
import { ofLastRun } from '../../last-run';
import type { Quantity } from '../../model';
import { commandFamilies } from './emit';
import { longestHold, steadyTrend } from './figures';

const seconds = (by: string, window: string, shift = '') =>
  `sum${by} (increase(github_pm_command_duration_seconds_sum{$app}[${window}]${shift}))`;
const runs = (by: string, window: string, shift = '') =>
  `sum${by} (increase(github_pm_command_duration_seconds_count{$app}[${window}]${shift}))`;

/** Average duration of a command; empty where none ended. */
export const average = (by: string, window: string, shift = '') =>
  `${seconds(by, window, shift)} / (${runs(by, window, shift)} > 0)`;
export const perCommand = ' by (command)';
const endedAt = 'github_pm_command_last_run_timestamp_seconds{$app}';
/** What the run of a command left that ended last on any machine. */
export const ofLatest = (gauge: string, by = 'command') => ofLastRun(gauge, endedAt, by);
/** The same of a gauge that has more labels than the time at which the run ended. */
export const partOfLatest = (gauge: string) => ofLastRun(gauge, endedAt, 'command', ' on (job, instance, command)');
export const lastRun = ofLatest('github_pm_command_last_duration_seconds{$app}');
/** What of a last run still says something about now: until the next, half an hour, or as long as the run took (E-10). */
export const whileItHolds = (by: string) => {
  const last = ofLatest('github_pm_command_last_duration_seconds{$app}', by);
  const age = `time() - max by (${by}) (${endedAt})`;
  return `and on (${by}) (${age} <= on (${by}) clamp_min(${last}, ${longestHold}))`;
};
const trend = `(${average('', '7d')}) / (${average('', '7d', ' offset 7d')}) - 1`;
/** 0 improving, 1 steady, 2 degrading. */
const trendWord = `((${trend}) >= bool -${steadyTrend}) + ((${trend}) > bool ${steadyTrend})`;
const timeShare = `topk(3, ${seconds(perCommand, '7d')} / scalar(${seconds('', '7d')}))`;
export const phaseShare = (phases: string) =>
  `sum by (command) (increase(github_pm_command_phase_duration_seconds_sum{$app,phase=~"${phases}"}[1d])) / (sum by (command) (increase(github_pm_command_phase_duration_seconds_sum{$app}[1d])) > 0)`;

export const commands: Array<z.input<typeof Quantity>> = [
  {
    id: 'D5-Q01',
    title: 'Command duration',
    unit: 's',
    metrics: ['github_pm_command_duration_seconds_count', 'github_pm_command_last_duration_seconds'],
    expr: average(perCommand, '1h'),
    legend: '{{command}}',
    also: [
      {
        expr: 'histogram_quantile(0.95, sum by (command, le) (increase(github_pm_command_duration_seconds_bucket{$app}[1d])))',
        legend: '{{command}} p95',
      },
      { expr: lastRun, legend: '{{command}} last run' },
      { expr: average('', '1h'), legend: 'all commands' },
    ],
    anchor: 'D5 l.36, l.122, l.248, l.356 (C-12)',
    emit: commandFamilies,
  },
  {
    id: 'D5-Q02',
    title: 'Phases of a command',
    unit: 's',
    metrics: ['github_pm_command_phase_duration_seconds_count'],
    expr: `sum by (command, phase) (increase(github_pm_command_phase_duration_seconds_sum{$app}[1d])) / (sum by (command, phase) (increase(github_pm_command_phase_duration_seconds_count{$app}[1d])) > 0)`,
    legend: '{{command}} {{phase}}',
    anchor: 'D5 l.37-43',
    emit: 'New: histogram github_pm_command_phase_duration_seconds{command,phase="initialization|authentication|data_fetching|processing|output_generation"}.',
  },
  {
    id: 'D5-Q35',
    title: 'Commands per minute',
    unit: 'suffix:/min',
    metrics: ['github_pm_command_duration_seconds_count'],
    expr: '60 * sum(rate(github_pm_command_duration_seconds_count{$app}[5m]))',
    legend: 'commands',
    anchor: 'D5 l.123',
    emit: commandFamilies,
  },
  {
    id: 'D5-Q38',
    title: 'Performance trend',
    unit: 'percentunit',
    metrics: ['github_pm_command_duration_seconds_count'],
    expr: trend,
    legend: 'this week against the week before',
    also: [{ expr: trendWord, legend: 'trend', unit: 'short' }],
    anchor: 'D5 l.128',
    emit: commandFamilies,
  },
  {
    id: 'D5-Q39',
    title: 'Bottlenecks',
    unit: 'percentunit',
    metrics: ['github_pm_command_duration_seconds_count'],
    expr: timeShare,
    legend: '{{command}}',
    anchor: 'D5 l.129',
    emit: commandFamilies,
  },
  {
    id: 'D5-Q41',
    title: 'Active performance alerts',
    unit: 'short',
    metrics: ['ALERTS'],
    // Where none fires that is told too, by a name.
    expr: 'count by (alertname, command) (ALERTS{system="github-pm",alertstate="firing"}) or label_replace(vector(0), "alertname", "none", "", "")',
    legend: '{{alertname}} {{command}}',
    also: [
      {
        expr: 'count by (alertname, command) (GRAFANA_ALERTS{system="github-pm",alertstate="firing"}) or label_replace(vector(0), "alertname", "none", "", "")',
        legend: 'Grafana {{alertname}} {{command}}',
      },
    ],
    anchor: 'D5 l.132-140',
    emit: "Nothing by the command: Prometheus writes ALERTS for its own rules; Grafana's alerts are GRAFANA_ALERTS where its state history is sent to Prometheus.",
  },
  {
    id: 'D5-Q42',
    title: 'Results of commands',
    unit: 'short',
    metrics: ['github_pm_commands_total'],
    expr: `sum by (command, status) (${increaseFromBirth('github_pm_commands_total{$app}', '1d', 'app')})`,
    legend: '{{command}} {{status}}',
    anchor: 'D5 l.258',
    emit: 'New: counter github_pm_commands_total{command,status="success|error"}, kept between runs.',
  },
];
