/** What is the history of the circuit breakers: their states, trips, calls and recoveries? */
import { BREAKER_STATES, RECOVERY_SECONDS } from '../../instrument';
import { loadSeason } from '../scenario/season';
import type { Labels } from '../scenario/stream';
import type { Job } from '../systems/jobs';
import { breakerAt, BREAKERS, type Breaker, type BreakerMoment } from '../systems/omninode/breakers';
import { STEP_SECONDS, timeOf } from './axis';
import type { Frame } from './frame';
import type { Desk } from './desk';

type Values = (name: string, labels: Labels, column: Float64Array) => Frame;

const NAME = 'omninode_circuit_breaker';

export function breakerFrames(desk: Desk, job: Job): Frame[] {
  const values: Values = (name, labels, column) => desk.values(job, name, labels, column);
  return BREAKERS.flatMap((breaker) => {
    const moments = momentsOf(desk, breaker);
    return [
      ...states(breaker, moments, values),
      ...calls(desk, breaker, moments, values),
      ...recoveries(breaker, moments, values),
    ];
  });
}

/** The breaker at each step; trips counted over all its faults. */
function momentsOf({ axis, past }: Desk, breaker: Breaker): BreakerMoment[] {
  const faults = past.occurrences
    .filter(({ fault }) => fault === `breaker-${breaker.component}`)
    .sort((a, b) => a.from - b.from);
  return Array.from({ length: axis.steps }, (_, step) => {
    const t = timeOf(axis, step);
    const each = faults.map(({ from, to }) => breakerAt(breaker, from, to, t));
    const current = each.find(({ state }) => state !== 'closed');
    const recovered = each.findLast((moment) => moment.recovered)?.recovered;
    return { state: current?.state ?? 'closed', trips: each.reduce((sum, { trips }) => sum + trips, 0), recovered };
  });
}

function states({ component, recoveryTimeoutSeconds }: Breaker, moments: BreakerMoment[], values: Values): Frame[] {
  const column = (of: (moment: BreakerMoment, step: number) => number) => Float64Array.from(moments, of);
  return [
    ...BREAKER_STATES.map((state) =>
      values(
        `${NAME}_state`,
        { component, state },
        column((moment) => (moment.state === state ? 1 : 0))
      )
    ),
    values(
      `${NAME}_trips_total`,
      { component },
      column(({ trips }) => trips)
    ),
    values(
      `${NAME}_health_score`,
      { component },
      column(({ state, recovered }, step) => {
        const before = moments[step - Math.ceil(recoveryTimeoutSeconds / STEP_SECONDS)];
        const settled = !recovered || before?.recovered === recovered || before?.recovered?.at === recovered.at;
        return state === 'open' ? 0 : state === 'closed' && settled ? 2 : 1;
      })
    ),
  ];
}

function calls(desk: Desk, breaker: Breaker, moments: BreakerMoment[], values: Values): Frame[] {
  const totals = { success: 0, failure: 0, rejected: 0 };
  const columns = {
    success: new Float64Array(moments.length),
    failure: new Float64Array(moments.length),
    rejected: new Float64Array(moments.length),
  };
  moments.forEach(({ state }, step) => {
    const { firstMinute } = desk.axis;
    const level =
      loadSeason(timeOf(desk.axis, step)) *
      Math.exp(0.05 * desk.noise.at(`calls ${breaker.component}`, firstMinute + step));
    const n = Math.round(breaker.calls * STEP_SECONDS * level);
    const failed = state === 'closed' ? Math.round(n * breaker.errors) : Math.round(n * 0.05);
    totals.rejected += state === 'open' ? n - failed : 0;
    totals.failure += failed;
    totals.success += state === 'open' ? 0 : n - failed;
    for (const result of ['success', 'failure', 'rejected'] as const) {
      columns[result][step] = totals[result];
    }
  });
  return (['success', 'failure', 'rejected'] as const).map((result) =>
    values(`${NAME}_calls_total`, { component: breaker.component, result }, columns[result])
  );
}

/** The histogram of recoveries, cumulative as exposed. */
function recoveries({ component }: Breaker, moments: BreakerMoment[], values: Values): Frame[] {
  const seen: Array<{ step: number; seconds: number }> = [];
  moments.forEach(({ recovered }, step) => {
    if (recovered && moments[step - 1]?.recovered?.at !== recovered.at && step > 0) {
      seen.push({ step, seconds: recovered.seconds });
    }
  });
  const cumulative = (of: (seconds: number) => number) => {
    const column = new Float64Array(moments.length);
    seen.forEach(({ step, seconds }) =>
      column.forEach((_, i) => (column[i] = (column[i] ?? 0) + (i >= step ? of(seconds) : 0)))
    );
    return column;
  };
  const le = (bound: number) => (Number.isInteger(bound) ? `${bound}.0` : String(bound));
  return [
    ...RECOVERY_SECONDS.map((bound) =>
      values(
        `${NAME}_recovery_seconds_bucket`,
        { component, le: le(bound) },
        cumulative((seconds) => (seconds <= bound ? 1 : 0))
      )
    ),
    values(
      `${NAME}_recovery_seconds_bucket`,
      { component, le: '+Inf' },
      cumulative(() => 1)
    ),
    values(
      `${NAME}_recovery_seconds_count`,
      { component },
      cumulative(() => 1)
    ),
    values(
      `${NAME}_recovery_seconds_sum`,
      { component },
      cumulative((seconds) => seconds)
    ),
  ];
}
