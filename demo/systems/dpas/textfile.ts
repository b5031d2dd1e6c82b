/**
 * What do the files say that dbt, commands and builds leave for node_exporter
 * (G-9)? The history writes these functions of the moment; live, the same runs
 * go through `instrument/`.
 */
import type { DpasRuns } from '../../../instrument';
import { family, gauge, type Moment, type PlainMetric } from '../../scenario/plain';
import { COMMANDS, SITE_BUILDS, STEPS, WEB_BUILD, type Command } from './builds';
import {
  commandOf,
  criticalPath,
  elapsed,
  lastResults,
  lastUse,
  manifest,
  modelResult,
  MODELS,
  modelsOf,
  modelUse,
  testResult,
  TESTS,
  type Invocation,
  type NodeResult,
} from './dbt';
import { lastRun, variation } from './schedules';

const INVOCATIONS: Invocation[] = ['run', 'test', 'full'];

function summary(command: Command, now: Moment) {
  const { seconds, index, end } = lastRun(command, now);
  return {
    seconds,
    cpuSeconds: command.cpuShare * seconds,
    peakMemoryBytes: command.bytes * variation(`memory ${command.name}`, index, 0.05),
    eventLoopDelaySeconds: 0.018 * variation(`delay ${command.name}`, index, 0.3),
    end,
  };
}

/** Brings the gauges up to the last runs of a moment. */
export function recordRuns({ dbt, commands, builds, sites }: DpasRuns, now: Moment): void {
  // The full refresh is of two models only: what counts all nodes comes after it.
  (['full', 'run', 'test'] as const).forEach((kind) => dbt.record(lastResults(kind, now), manifest, lastUse(now)));
  for (const command of COMMANDS) {
    const { end, ...measured } = summary(command, now);
    commands.record(command.name, measured, end);
  }
  const build = lastRun(WEB_BUILD, now);
  STEPS.forEach(([step, share]) => builds.recordStep(WEB_BUILD.name, step, share * build.seconds, build.end));
  builds.record(WEB_BUILD.name, build.seconds, 'success', build.end);
  for (const site of SITE_BUILDS) {
    const { seconds, end } = lastRun(site, now);
    sites.record(site.name, site.scope, seconds, 'success', end);
  }
}

interface Node {
  labels: { resource_type: string; node: string; materialization: string; full_refresh: string };
  result: (now: Moment) => NodeResult;
}

const NODES: Node[] = [
  ...(['run', 'full'] as const).flatMap((kind) =>
    modelsOf(kind).map((model) => ({
      labels: {
        resource_type: 'model',
        node: model.node,
        materialization: model.materialization,
        full_refresh: String(kind === 'full'),
      },
      result: (now: Moment) => modelResult(kind, model, now),
    }))
  ),
  ...TESTS.map((test) => ({
    labels: { resource_type: 'test', node: test[0], materialization: 'test', full_refresh: 'false' },
    result: (now: Moment) => testResult(test, now),
  })),
];

/** A node that was skipped keeps what it had; that is forgotten here. */
const ran = (value: (result: NodeResult) => number) => (node: Node, now: Moment) => value(node.result(now));

const counted = (statuses: string[], resource_type: string) => statuses.map((status) => ({ resource_type, status }));
const STATUSES = [
  ...counted(['success', 'error', 'skipped'], 'model'),
  ...counted(['pass', 'fail', 'warn', 'error', 'skipped'], 'test'),
];

function nodesOf({ resource_type, status }: (typeof STATUSES)[number], now: Moment): number {
  const results =
    resource_type === 'test'
      ? TESTS.map((test) => testResult(test, now))
      : modelsOf('run').map((model) => modelResult('run', model, now));
  return results.filter((result) => result.status === status).length;
}

const dbt: PlainMetric[] = [
  family(
    'gauge',
    'dbt_node_execution_time_seconds',
    'Duration of the last run of a node.',
    NODES,
    ({ labels }) => labels,
    ran(({ seconds }) => seconds)
  ),
  family(
    'gauge',
    'dbt_node_last_run_timestamp_seconds',
    'When that run ended.',
    NODES,
    ({ labels }) => labels,
    ran(({ endedAt }) => endedAt)
  ),
  family('gauge', 'dbt_nodes', 'Nodes of the last run by their status.', STATUSES, (labels) => labels, nodesOf),
  family(
    'gauge',
    'dbt_invocation_elapsed_seconds',
    'Duration of the last invocation.',
    INVOCATIONS,
    (kind) => ({ command: commandOf[kind] }),
    elapsed
  ),
  family(
    'gauge',
    'dbt_invocation_last_run_timestamp_seconds',
    'When it ended.',
    INVOCATIONS,
    (kind) => ({ command: commandOf[kind] }),
    (kind, now) => Date.parse(lastResults(kind, now).metadata.generated_at) / 1000
  ),
  gauge('dbt_critical_path_seconds', 'The longest chain of models that wait for each other.', criticalPath),
  family(
    'gauge',
    'dbt_node_peak_memory_bytes',
    'Peak memory of the last run of a model.',
    MODELS,
    ({ node }) => ({ node }),
    (model, now) => modelUse(model, now).peakMemoryBytes
  ),
  family(
    'gauge',
    'dbt_node_cpu_seconds',
    'CPU time of the last run of a model.',
    MODELS,
    ({ node }) => ({ node }),
    (model, now) => modelUse(model, now).cpuSeconds
  ),
];

const ofCommand = (name: string, help: string, value: (measured: ReturnType<typeof summary>) => number) =>
  family(
    'gauge',
    `dpas_cli_command_last_${name}`,
    help,
    COMMANDS,
    ({ name: command }) => ({ command }),
    (command, now) => value(summary(command, now))
  );

const commands: PlainMetric[] = [
  ofCommand('duration_seconds', 'Duration of the last run.', ({ seconds }) => seconds),
  ofCommand('cpu_seconds', 'CPU time of the last run.', ({ cpuSeconds }) => cpuSeconds),
  ofCommand('peak_memory_bytes', 'Peak resident memory of the last run.', ({ peakMemoryBytes }) => peakMemoryBytes),
  ofCommand('event_loop_delay_seconds', 'Longest delay of the event loop.', (run) => run.eventLoopDelaySeconds),
  ofCommand('run_timestamp_seconds', 'When the last run ended.', ({ end }) => end),
];

const builder = { builder: WEB_BUILD.name };
const stepLabels = ([step]: (typeof STEPS)[number]) => ({ ...builder, step });

const builds: PlainMetric[] = [
  gauge(
    'dpas_build_duration_seconds',
    'Duration of the last build.',
    (now) => lastRun(WEB_BUILD, now).seconds,
    builder
  ),
  gauge('dpas_build_last_run_timestamp_seconds', 'When it ended.', (now) => lastRun(WEB_BUILD, now).end, builder),
  gauge(
    'dpas_build_last_success_timestamp_seconds',
    'The last good one.',
    (now) => lastRun(WEB_BUILD, now).end,
    builder
  ),
  family(
    'gauge',
    'dpas_build_step_duration_seconds',
    'Duration of a step of the last build.',
    STEPS,
    stepLabels,
    ([, share], now) => share * lastRun(WEB_BUILD, now).seconds
  ),
  family(
    'gauge',
    'dpas_build_step_last_run_timestamp_seconds',
    'When it ended.',
    STEPS,
    stepLabels,
    (_, now) => lastRun(WEB_BUILD, now).end
  ),
  family(
    'gauge',
    'evidence_build_duration_seconds',
    'Duration of the last build.',
    SITE_BUILDS,
    ({ name, scope }) => ({ site: name, scope }),
    (site, now) => lastRun(site, now).seconds
  ),
  family(
    'gauge',
    'evidence_build_last_run_timestamp_seconds',
    'When it ended.',
    SITE_BUILDS,
    ({ name, scope }) => ({ site: name, scope }),
    (site, now) => lastRun(site, now).end
  ),
  gauge(
    'evidence_build_last_success_timestamp_seconds',
    'The last good one.',
    (now) => Math.max(...SITE_BUILDS.map((site) => lastRun(site, now).end)),
    { site: 'analytics' }
  ),
];

export const textfile: PlainMetric[] = [...dbt, ...commands, ...builds];
