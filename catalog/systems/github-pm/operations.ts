/**
 * Which operations of github-pm have a duration?
 *
 * A command is a process that ends before anybody scrapes it: gauges of its
 * last run, each with its time, tell of single runs, histograms kept between the
 * runs of the rest (G-9, E-10).
 */
import type { z } from 'zod';

import type { OperationSet } from '../../model';
import { type Command, benchmarks } from './figures';

const anchors: Record<Command, string> = {
  status: 'D5 l.157-159',
  'setup-complete': 'D5 l.162-164',
  batch: 'D5 l.167-169',
};
const ids: Record<Command, string> = { status: 'D5-T01', 'setup-complete': 'D5-T02', batch: 'D5-T03' };

export const operations: Array<z.input<typeof OperationSet>> = [
  {
    id: 'command',
    title: 'Commands',
    metric: 'github_pm_command_last_duration_seconds',
    kind: 'gauge',
    by: ['command'],
    runs: {
      timestamp: 'github_pm_command_last_run_timestamp_seconds',
      count: 'github_pm_command_duration_seconds_count',
    },
    // The documented baseline is the upper end of what is expected, its target the lower one.
    ranges: (Object.keys(benchmarks) as Command[]).map((command) => ({
      id: ids[command],
      labels: { command },
      low: benchmarks[command].target,
      high: benchmarks[command].baseline,
      anchor: anchors[command],
    })),
    anchor: 'D5 l.36, l.122, l.248, l.356',
  },
  {
    id: 'phase',
    title: 'Phases of a command',
    metric: 'github_pm_command_phase_duration_seconds',
    kind: 'histogram',
    by: ['command', 'phase'],
    anchor: 'D5 l.37-43',
  },
  {
    id: 'api',
    title: 'GitHub API requests',
    metric: 'github_pm_api_request_duration_seconds',
    kind: 'histogram',
    by: ['endpoint', 'operation'],
    anchor: 'D5 l.295-298',
  },
];
