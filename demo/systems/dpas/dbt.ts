/** What does the demo's dbt project hold, and what did its last invocations take? */
import { longestChain, type Manifest, type RunResults } from '../../../instrument';
import type { Moment } from '../../scenario/plain';
import { lastRun, slowdown, variation, type Run, type Schedule } from './schedules';

export interface Model {
  node: string;
  materialization: 'view' | 'table' | 'incremental';
  /** Median of a run, and of a full refresh. */
  seconds: number;
  full?: number;
  bytes: number;
  needs: string[];
}

const MIB = 1024 ** 2;

export const MODELS: Model[] = [
  { node: 'stg_orders', materialization: 'view', seconds: 0.8, bytes: 12 * MIB, needs: [] },
  { node: 'stg_customers', materialization: 'view', seconds: 0.7, bytes: 9 * MIB, needs: [] },
  { node: 'stg_events', materialization: 'view', seconds: 1.1, bytes: 14 * MIB, needs: [] },
  { node: 'int_sessions', materialization: 'table', seconds: 6.5, bytes: 240 * MIB, needs: ['stg_events'] },
  { node: 'dim_customers', materialization: 'table', seconds: 4.1, bytes: 120 * MIB, needs: ['stg_customers'] },
  {
    node: 'fct_orders',
    materialization: 'incremental',
    seconds: 4.6,
    full: 17,
    bytes: 160 * MIB,
    needs: ['stg_orders', 'dim_customers'],
  },
  {
    node: 'fct_events',
    materialization: 'incremental',
    seconds: 7.2,
    full: 21,
    bytes: 310 * MIB,
    needs: ['int_sessions'],
  },
  { node: 'mart_revenue', materialization: 'table', seconds: 8.4, bytes: 200 * MIB, needs: ['fct_orders'] },
];
export const TESTS: Array<[node: string, seconds: number]> = [
  ['not_null_orders_id', 0.4],
  ['unique_orders_id', 0.5],
  ['relationships_orders_customers', 1.3],
  ['accepted_values_orders_status', 0.3],
];

const MINUTE = 60;
const HOUR = 3600;
const base = { median: 1, logSd: 0, slow: { fault: 'slow-models', factor: 5 } };

/** Only their times are used: a length is that of the nodes. */
const INVOCATIONS = {
  run: { ...base, name: 'dbt run', every: 15 * MINUTE, offset: 5 * MINUTE },
  test: { ...base, name: 'dbt test', every: 15 * MINUTE, offset: 8 * MINUTE },
  full: { ...base, name: 'dbt run --full-refresh', every: 24 * HOUR, offset: 2 * HOUR + 30 },
} satisfies Record<string, Schedule>;
export type Invocation = keyof typeof INVOCATIONS;

/** Spread of a node's duration from run to run. */
const NODE_SD = 0.08;
const id = (node: string) => `model.dpas.${node}`;
const testId = (node: string) => `test.dpas.${node}.0a1b2c3d4e`;

export const manifest: Manifest = {
  nodes: {
    ...Object.fromEntries(
      MODELS.map(({ node, materialization, needs }) => [
        id(node),
        {
          resource_type: 'model',
          config: { materialized: materialization },
          depends_on: { nodes: needs.map(id) },
        },
      ])
    ),
    ...Object.fromEntries(
      TESTS.map(([node]) => [testId(node), { resource_type: 'test', config: { materialized: 'test' } }])
    ),
  },
};

/** While a model cannot be built, what needs it is skipped. */
function statusOf(now: Moment, run: Run, node: string): string {
  const fault = now.conditions.find('dpas', 'dbt-errors');
  if (!fault || run.start < fault.since) {
    return 'success';
  }
  return node === 'fct_orders' ? 'error' : node === 'mart_revenue' ? 'skipped' : 'success';
}

const median = (kind: Invocation, { seconds, full }: Model) => (kind === 'full' ? (full ?? seconds) : seconds);
/** Models of an invocation: a full refresh is of those that are incremental. */
export const modelsOf = (kind: Invocation) => MODELS.filter(({ full }) => kind !== 'full' || full !== undefined);

export interface NodeResult {
  status: string;
  seconds: number;
  endedAt: number;
}

function nodeResult(kind: Invocation, node: string, seconds: number, now: Moment): NodeResult {
  const run = lastRun(INVOCATIONS[kind], now);
  return {
    status: kind === 'test' ? 'pass' : statusOf(now, run, node),
    seconds: seconds * variation(`${kind} ${node}`, run.index, NODE_SD) * slowdown(now, run.start, base.slow),
    // dbt writes whole milliseconds.
    endedAt: Math.round(1000 * run.end) / 1000,
  };
}

export const modelResult = (kind: Invocation, model: Model, now: Moment) =>
  nodeResult(kind, model.node, median(kind, model), now);
export const testResult = ([node, seconds]: (typeof TESTS)[number], now: Moment) =>
  nodeResult('test', node, seconds, now);

const results = (kind: Invocation, now: Moment): Array<[uniqueId: string, result: NodeResult]> =>
  kind === 'test'
    ? TESTS.map((test) => [testId(test[0]), testResult(test, now)])
    : modelsOf(kind).map((model) => [id(model.node), modelResult(kind, model, now)]);

/** Four threads, and what dbt does before the first node. */
export const elapsed = (kind: Invocation, now: Moment) =>
  3 + 0.6 * results(kind, now).reduce((sum, [, { seconds }]) => sum + seconds, 0);

/** What dbt would have written into run_results.json after the last invocation of a kind. */
export function lastResults(kind: Invocation, now: Moment): RunResults {
  const all = results(kind, now);
  return {
    metadata: { generated_at: new Date(1000 * (all[0]?.[1].endedAt ?? now.t)).toISOString() },
    elapsed_time: elapsed(kind, now),
    args: { which: commandOf[kind], full_refresh: kind === 'full' },
    results: all.map(([unique_id, { status, seconds }]) => ({ unique_id, status, execution_time: seconds })),
  };
}

export const commandOf: Record<Invocation, string> = { run: 'run', test: 'test', full: 'build' };

/** The longest chain of the last run. */
export const criticalPath = (now: Moment) =>
  longestChain(new Map(results('run', now).map(([uniqueId, { seconds }]) => [uniqueId, seconds])), manifest);

/** Peak memory and CPU time of a model, out of DuckDB's profile of its last run. */
export function modelUse({ node, bytes, seconds }: Model, now: Moment) {
  const { index } = lastRun(INVOCATIONS.run, now);
  return {
    peakMemoryBytes: bytes * variation(`memory ${node}`, index, NODE_SD),
    cpuSeconds: 2.2 * seconds * variation(`cpu ${node}`, index, NODE_SD),
  };
}

export const lastUse = (now: Moment) =>
  Object.fromEntries(MODELS.map((model) => [id(model.node), modelUse(model, now)]));
