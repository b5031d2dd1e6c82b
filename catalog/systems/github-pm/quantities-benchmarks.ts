/** What does D5 want to see of projects and benchmarks (l.58-63, l.146-220)? */
import type { z } from 'zod';

import type { Quantity } from '../../model';
import { type Command, type Kind, benchmarks, steadyTrend } from './figures';
import { lastRun, ofLatest } from './quantities-commands';

const benchmarked = Object.keys(benchmarks) as Command[];

/** A figure of the commands, in seconds: the project's benchmarks.yml where it is exported, else the document's. */
export function figure(kind: Kind, commands: readonly Command[] = benchmarked): string {
  const documented = commands.map(
    (command) => `label_replace(vector(${benchmarks[command][kind]}), "command", "${command}", "", "")`
  );
  const only = commands === benchmarked ? '' : `,command=~"${commands.join('|')}"`;
  const exported = `max by (command) (github_pm_baseline_duration_seconds{$app,kind="${kind}"${only}})`;
  return [exported, ...documented].join(' or ');
}

const measured = (stat: string) => `max by (command) (github_pm_benchmark_duration_seconds{$app,stat="${stat}"})`;
export const regression = `100 * (${measured('avg')} / on (command) (${figure('baseline')}) - 1)`;
/** 3 excellent, 2 good, 1 acceptable, 0 poor: how many of the three bounds the average keeps (D-32). */
export const rating = [
  figure('baseline'),
  `((${figure('baseline')}) + on (command) (${figure('max_acceptable')})) / 2`,
  figure('max_acceptable'),
]
  .map((bound) => `(${measured('avg')} <= bool on (command) (${bound}))`)
  .join(' + on (command) ');
/** 0 improved, 1 unchanged, 2 degraded (D5 l.213). */
export const regressionWord = `((${regression}) >= bool -${100 * steadyTrend}) + ((${regression}) > bool ${100 * steadyTrend})`;
export const violations = ofLatest('github_pm_consecutive_violations{$app}');
/** More is better: of the machines the worst one counts, otherwise it would be hidden by the others. */
export const scenarioRating = (matcher = '') =>
  `min by (scenario) (github_pm_benchmark_scenario_rating{$app${matcher}})`;

const project = (id: string, title: string, metric: string, anchor: string): z.input<typeof Quantity> => ({
  id,
  title,
  unit: 'short',
  metrics: [metric],
  expr: `max by (project) (${metric}{$app})`,
  legend: '{{project}}',
  anchor,
  emit: `New: gauge ${metric}{project}; names of projects only where they are few.`,
});

export const benchmarkQuantities: Array<z.input<typeof Quantity>> = [
  {
    id: 'D5-Q19',
    title: 'Projects by size',
    unit: 'short',
    metrics: ['github_pm_project_info'],
    // Each machine knows the projects that it was used for, and some of them are the same.
    expr: 'sum by (size) (max by (project, size) (github_pm_project_info{$app}))',
    legend: '{{size}}',
    anchor: 'D5 l.59',
    emit: 'New: gauge github_pm_project_info{project,size="small|medium|large"} with the value 1 for the size that it has and 0 for the others.',
  },
  project('D5-Q20', 'Tasks', 'github_pm_project_tasks', 'D5 l.60'),
  project('D5-Q21', 'Dependencies', 'github_pm_project_dependencies', 'D5 l.61'),
  {
    id: 'D5-Q22',
    title: 'Concurrent operations',
    unit: 'short',
    metrics: ['github_pm_concurrent_operations'],
    expr: 'max(github_pm_concurrent_operations{$app})',
    legend: 'operations',
    anchor: 'D5 l.62',
    emit: 'New: gauge github_pm_concurrent_operations, the most that the last command had at once.',
  },
  {
    id: 'D5-Q43',
    title: 'Benchmarks of the commands',
    unit: 's',
    metrics: ['github_pm_baseline_duration_seconds'],
    expr: 'max by (command, kind) (github_pm_baseline_duration_seconds{$app})',
    legend: '{{command}} {{kind}}',
    // Those of the commands that have run.
    also: (['baseline', 'target', 'max_acceptable'] as const).map((kind) => ({
      expr: `(${figure(kind)}) and on (command) ${lastRun}`,
      legend: `{{command}} ${kind}`,
    })),
    anchor: 'D5 l.156-169',
    emit: 'New: gauge github_pm_baseline_duration_seconds{command,kind="baseline|target|max_acceptable"} from benchmarks.yml; the figures of the document stand in for it.',
  },
  {
    id: 'D5-Q44',
    title: 'Ratings of the scenarios',
    unit: 'short',
    metrics: ['github_pm_benchmark_scenario_rating'],
    expr: scenarioRating(),
    legend: '{{scenario}}',
    anchor: 'D5 l.171-182',
    emit: 'New: gauge github_pm_benchmark_scenario_rating{scenario}: 0 poor, 1 acceptable, 2 good, 3 excellent.',
  },
  {
    id: 'D5-Q45',
    title: 'Results of the last benchmark',
    unit: 's',
    metrics: ['github_pm_benchmark_duration_seconds', 'github_pm_benchmark_iterations'],
    expr: 'max by (command, stat) (github_pm_benchmark_duration_seconds{$app})',
    legend: '{{command}} {{stat}}',
    also: [
      {
        expr: 'max by (command) (github_pm_benchmark_iterations{$app})',
        legend: '{{command}} iterations',
        unit: 'short',
      },
      ...['avg', 'min', 'max', 'stddev'].map((stat) => ({ expr: measured(stat), legend: `{{command}} ${stat}` })),
      { expr: rating, legend: '{{command}} rating', unit: 'short' },
    ],
    anchor: 'D5 l.198-207',
    emit: 'New: gauges github_pm_benchmark_duration_seconds{command,stat="avg|min|max|stddev"} and github_pm_benchmark_iterations{command}, written by "performance benchmark".',
  },
  {
    id: 'D5-Q46',
    title: 'Change against the baseline',
    unit: 'percent',
    metrics: ['github_pm_benchmark_duration_seconds'],
    expr: regression,
    legend: '{{command}}',
    anchor: 'D5 l.209-216',
    emit: 'New: gauge github_pm_benchmark_duration_seconds{command,stat="avg"}; negative is faster.',
  },
  {
    id: 'D5-Q47',
    title: 'Where the benchmark ran',
    unit: 'short',
    metrics: ['github_pm_build_info'],
    expr: 'count by (version, os, cpu) (github_pm_build_info{$app})',
    legend: '{{version}} {{os}} {{cpu}}',
    anchor: 'D5 l.191-197',
    emit: 'New: gauge github_pm_build_info{version,os,cpu} with the value 1.',
  },
  {
    id: 'D5-Q48',
    title: 'Violations in a row',
    unit: 'short',
    metrics: ['github_pm_consecutive_violations'],
    expr: violations,
    legend: '{{command}}',
    anchor: 'D5 l.314-317',
    emit: 'New: gauge github_pm_consecutive_violations{command}; runs are counted by the program, because Prometheus sees scrapes. Yardstick counts runs itself in Grafana.',
  },
];
