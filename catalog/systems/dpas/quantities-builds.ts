/**
 * What does D1 want to see of its command line, the web-builder and Evidence (l.202-246, l.254)?
 *
 * All three end before anybody scrapes them (G-9): they leave gauges of their
 * last run, for the textfile collector or the Pushgateway.
 */
import type { z } from 'zod';

import { ofLastRun } from '../../last-run';
import type { Quantity } from '../../model';

export const ofLastCommand = (what: string) =>
  ofLastRun(`dpas_cli_command_last_${what}{$app}`, 'dpas_cli_command_last_run_timestamp_seconds{$app}', 'command');
export const commandSeconds = ofLastCommand('duration_seconds');
export const lastBuild = ofLastRun(
  'dpas_build_duration_seconds{$app}',
  'dpas_build_last_run_timestamp_seconds{$app}',
  'builder'
);
export const lastSteps = ofLastRun(
  'dpas_build_step_duration_seconds{$app}',
  'dpas_build_step_last_run_timestamp_seconds{$app}',
  'builder, step'
);
export const fullSiteBuild = ofLastRun(
  'evidence_build_duration_seconds{$app,scope="full"}',
  'evidence_build_last_run_timestamp_seconds{$app,scope="full"}',
  'site'
);

export const builds: Array<z.input<typeof Quantity>> = [
  {
    id: 'D1-Q45',
    title: 'CLI commands',
    unit: 's',
    metrics: ['dpas_cli_command_last_duration_seconds', 'dpas_cli_command_last_run_timestamp_seconds'],
    expr: commandSeconds,
    legend: '{{command}}',
    also: [
      { expr: ofLastCommand('cpu_seconds'), legend: '{{command}} CPU time' },
      {
        expr: ofLastCommand('peak_memory_bytes'),
        legend: '{{command}} memory',
        unit: 'bytes',
      },
      {
        expr: ofLastCommand('event_loop_delay_seconds'),
        legend: '{{command}} longest event loop delay',
      },
      {
        expr: 'time() - max by (command) (dpas_cli_command_last_run_timestamp_seconds{$app})',
        legend: '{{command}} ended',
      },
    ],
    anchor: 'D1 l.204-221',
    emit: 'With --metrics write at the end of each command the gauges dpas_cli_command_last_duration_seconds, _last_cpu_seconds, _last_peak_memory_bytes, _last_event_loop_delay_seconds and _last_run_timestamp_seconds {command}.',
  },
  {
    id: 'D1-Q46',
    title: 'Steps of the web-builder',
    unit: 's',
    metrics: ['dpas_build_step_duration_seconds'],
    expr: lastSteps,
    legend: '{{builder}} {{step}}',
    anchor: 'D1 l.231, l.234-239',
    emit: 'Write at the end of a build the gauges dpas_build_step_duration_seconds and dpas_build_step_last_run_timestamp_seconds {builder,step}.',
  },
  {
    id: 'D1-Q47',
    title: 'Web-builder build time',
    unit: 's',
    metrics: ['dpas_build_duration_seconds', 'dpas_build_last_run_timestamp_seconds'],
    expr: lastBuild,
    legend: '{{builder}}',
    also: [
      {
        expr: 'time() - max by (builder) (dpas_build_last_success_timestamp_seconds{$app})',
        legend: '{{builder}} last succeeded',
      },
    ],
    anchor: 'D1 l.230, l.241',
    emit: 'Write at the end of a build the gauges dpas_build_duration_seconds, dpas_build_last_run_timestamp_seconds and dpas_build_last_success_timestamp_seconds {builder}.',
  },
  {
    id: 'D1-Q49',
    title: 'Evidence build time',
    unit: 's',
    metrics: ['evidence_build_duration_seconds', 'evidence_build_last_run_timestamp_seconds'],
    expr: fullSiteBuild,
    legend: '{{site}}, full site',
    also: [
      {
        expr: 'time() - max by (site) (evidence_build_last_success_timestamp_seconds{$app})',
        legend: '{{site}} last succeeded',
      },
    ],
    anchor: 'D1 l.254',
    emit: 'Wrap "npm run build" and write the gauges evidence_build_duration_seconds, evidence_build_last_run_timestamp_seconds {site,scope} and evidence_build_last_success_timestamp_seconds {site}.',
  },
];
