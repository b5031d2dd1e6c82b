/** What does dagster-prometheus-exporter say? A stand-in with its exact names and labels (0.4, docs/metrics.md). */
import { family, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { currentRun, justEnded, lastRun, type Run, type Schedule } from './schedules';

const MINUTE = 60;
const HOUR = 3600;
const location = 'dpas_pipelines';

/** Thirteen runs an hour, and one at night. */
export const PIPELINES: Schedule[] = [
  { name: 'ingest_all', every: 10 * MINUTE, offset: MINUTE, median: 190, logSd: 0.12 },
  { name: 'transform', every: 15 * MINUTE, offset: 5 * MINUTE, median: 120, logSd: 0.1 },
  { name: 'quality_checks', every: 20 * MINUTE, offset: 12 * MINUTE, median: 48, logSd: 0.1 },
  { name: 'nightly_export', every: 24 * HOUR, offset: 3 * HOUR, median: 900, logSd: 0.15 },
];
/** When nothing is wrong, one job has a run now and then that fails. */
const FLAKY = { job: 'ingest_all', every: 90 };

/** Which job materializes it, and which share of its run that takes. */
export const ASSETS: Array<[assetKey: string, job: string, share: number]> = [
  ['raw/orders', 'ingest_all', 0.5],
  ['raw/events', 'ingest_all', 0.4],
  ['marts/orders', 'transform', 0.35],
  ['marts/revenue', 'transform', 0.3],
  ['reports/daily', 'nightly_export', 0.7],
];

const pipeline = (name: string): Schedule => {
  const found = PIPELINES.find((schedule) => schedule.name === name);
  if (!found) {
    throw new Error(`the demo's Dagster has no job ${name}`);
  }
  return found;
};

export const lastOf = (job: string, now: Moment) => lastRun(pipeline(job), now);

function statusOf(now: Moment, { name }: Schedule, run: Run): 'success' | 'failure' {
  const fault = now.conditions.find('dpas', 'pipeline-failures');
  const failing = fault !== undefined && run.end >= fault.since;
  return failing || (name === FLAKY.job && run.index % FLAKY.every === 0) ? 'failure' : 'success';
}

const COMPLETED = ['success', 'failure'] as const;
const ACTIVE = ['queued', 'starting', 'started'] as const;
/** Seconds that a run waits, and that it needs to start. */
const PHASES = { queued: 20, starting: 25 };

const each = <S extends string>(statuses: readonly S[]) =>
  PIPELINES.flatMap((schedule) => statuses.map((status) => ({ schedule, status })));
const labels = ({ schedule, status }: { schedule: Schedule; status: string }) => ({
  job_name: schedule.name,
  location,
  status,
});

/** How long the job's run has been in a state; 0 when it is in none. */
function inState(schedule: Schedule, status: (typeof ACTIVE)[number], now: Moment): number {
  const run = currentRun(schedule, now);
  const age = run ? now.t - run.start : -1;
  if (age < 0) {
    return 0;
  }
  const [from, to] = {
    queued: [0, PHASES.queued],
    starting: [PHASES.queued, PHASES.starting],
    started: [PHASES.starting, Infinity],
  }[status] as [number, number];
  return age >= from && age < to ? Math.max(age - from, 1) : 0;
}

const ofLast = (value: (run: Run) => number) => (key: { schedule: Schedule; status: string }, now: Moment) => {
  const run = lastRun(key.schedule, now);
  return statusOf(now, key.schedule, run) === key.status ? value(run) : NaN;
};

const POOLS: Array<[pool: string, limit: number, normal: number]> = [
  ['duckdb', 8, 4.4],
  ['api', 4, 1.6],
];

const runs: PlainMetric[] = [
  family('gauge', 'dagster_active_runs', 'Active runs.', each(ACTIVE), labels, ({ schedule, status }, now) =>
    inState(schedule, status, now) > 0 ? 1 : 0
  ),
  family(
    'gauge',
    'dagster_active_run_duration_seconds',
    'Time in the present state.',
    each(ACTIVE),
    labels,
    ({ schedule, status }, now) => inState(schedule, status, now)
  ),
  family(
    'counter',
    'dagster_completed_runs_total',
    'Completed runs.',
    each(COMPLETED),
    labels,
    ({ schedule, status }, now) => {
      const run = justEnded(schedule, now);
      return run && statusOf(now, schedule, run) === status ? 1 / now.step : 0;
    }
  ),
  family(
    'gauge',
    'dagster_last_run_info',
    'Status of the last run.',
    each(COMPLETED),
    labels,
    ofLast(() => 1)
  ),
  family(
    'gauge',
    'dagster_last_run_duration_seconds',
    'Duration of the last run.',
    each(COMPLETED),
    labels,
    ofLast(({ seconds }) => seconds)
  ),
];

const assets: PlainMetric[] = [
  family(
    'gauge',
    'dagster_asset_last_materialization_timestamp_seconds',
    'When it was last materialized.',
    ASSETS,
    ([asset_key]) => ({ asset_key }),
    ([, job], now) => lastOf(job, now).end
  ),
  family(
    'gauge',
    'dagster_asset_last_materialization_status',
    'How that ended.',
    ASSETS,
    ([asset_key]) => ({ asset_key, status: 'success' }),
    () => 1
  ),
];

const pools: PlainMetric[] = [
  family(
    'gauge',
    'dagster_run_queue_concurrency_key_backlog',
    'Runs that wait for a key.',
    ['warehouse'],
    (concurrency_key) => ({ concurrency_key }),
    (_, now) => Math.max(0, Math.round(now.noise('dpas backlog') - 0.8))
  ),
  family(
    'gauge',
    'dagster_op_pool_concurrency_limit',
    'Slots.',
    POOLS,
    ([pool]) => ({ pool, using_default_limit: 'false' }),
    ([, limit]) => limit
  ),
  family(
    'gauge',
    'dagster_op_pool_concurrency_active_slots',
    'Slots in use.',
    POOLS,
    ([pool]) => ({ pool }),
    ([pool, limit, normal], now) => Math.min(limit, Math.round(normal * wandering(now, `dpas pool ${pool}`, 0.25)))
  ),
  family(
    'gauge',
    'dagster_op_pool_concurrency_pending_steps',
    'Steps that wait.',
    POOLS,
    ([pool]) => ({ pool }),
    ([pool], now) => Math.max(0, Math.round(now.noise(`dpas pending ${pool}`)))
  ),
  family(
    'gauge',
    'dagster_op_pool_concurrency_assigned_steps',
    'Steps that have a slot.',
    POOLS,
    ([pool]) => ({ pool }),
    ([pool, limit, normal], now) => Math.min(limit, Math.round(normal * wandering(now, `dpas pool ${pool}`, 0.25)))
  ),
];

export const dagster: PlainMetric[] = [...runs, ...assets, ...pools];
