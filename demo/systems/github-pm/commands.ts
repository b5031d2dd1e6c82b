/** Which commands of github-pm are run in the demo, how long do they and their phases take, and what do they ask of the API? */
import { benchmarks } from '../../../catalog/systems/github-pm/figures';
import { API_SECONDS, COMMAND_SECONDS, PHASE_SECONDS, PHASES, type Benchmarks } from '../../../instrument';
import { stream, type Stream } from '../../scenario/stream';

const base = { system: 'github-pm' } as const;

/** The project's benchmarks.yml: the document's figures, in its own spelling. */
export const BENCHMARKS: Benchmarks = Object.fromEntries(
  Object.entries(benchmarks).map(([command, { baseline, target, max_acceptable }]) => [
    command,
    { baseline_ms: 1000 * baseline, target_ms: 1000 * target, max_acceptable_ms: 1000 * max_acceptable },
  ])
);

export interface Command {
  command: string;
  median: number;
  logSd: number;
  /** Runs per second; together about 8.5 a minute (D5 l.123). */
  rate: number;
  heapMib: number;
  ioOperations: number;
}

export const COMMANDS: Command[] = [
  { command: 'status', median: 0.165, logSd: 0.1, rate: 4 / 60, heapMib: 31, ioOperations: 24 },
  { command: 'setup-complete', median: 2.05, logSd: 0.1, rate: 0.5 / 60, heapMib: 52, ioOperations: 310 },
  { command: 'batch', median: 1.22, logSd: 0.1, rate: 1.5 / 60, heapMib: 45, ioOperations: 245 },
  { command: 'sync', median: 0.62, logSd: 0.25, rate: 2.5 / 60, heapMib: 38, ioOperations: 96 },
];

/** Shares of a command's time, those of the document's sample (D5 l.38-42). */
const SHARES = [120, 340, 1200, 650, 140].map((milliseconds) => milliseconds / 2450);

/** Endpoint and operation, median and requests per second. */
export const API: Array<[endpoint: string, operation: string, median: number, logSd: number, rate: number]> = [
  ['projects', 'project_item_fetch', 0.19, 0.3, 0.45],
  ['projects', 'field_definition_lookup', 0.09, 0.3, 0.35],
  ['projects', 'item_field_update', 0.14, 0.3, 0.9],
  ['issues', 'issue_list', 0.12, 0.3, 0.3],
];

/** How many requests take the place of one while items are fetched one by one. */
export const ITEM_BY_ITEM = 30;

const commandStreams = COMMANDS.map(({ command, median, logSd, rate }) =>
  stream({
    ...base,
    kind: 'github-pm-command',
    name: command,
    metric: 'github_pm_command_duration_seconds',
    labels: { command },
    bounds: COMMAND_SECONDS,
    median,
    logSd,
    rate,
    runs: {},
  })
);

const phaseStreams = COMMANDS.flatMap(({ command, median, logSd, rate }) =>
  PHASES.map((phase, i) =>
    stream({
      ...base,
      kind: 'github-pm-phase',
      name: `${command} ${phase}`,
      metric: 'github_pm_command_phase_duration_seconds',
      labels: { command, phase },
      bounds: PHASE_SECONDS,
      median: median * (SHARES[i] ?? 0),
      logSd,
      rate,
    })
  )
);

const apiStreams = API.map(([endpoint, operation, median, logSd, rate]) =>
  stream({
    ...base,
    kind: 'github-pm-api',
    name: `${endpoint} ${operation}`,
    metric: 'github_pm_api_request_duration_seconds',
    labels: { endpoint, operation },
    bounds: API_SECONDS,
    median,
    logSd,
    rate,
  })
);

export const githubPmStreams: Stream[] = [...commandStreams, ...phaseStreams, ...apiStreams];
