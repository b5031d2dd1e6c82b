/** How does "slower than normal" read in PromQL, with baselines that Yardstick publishes? */
import { ofLastRun } from '../last-run';
import type { OperationSet } from '../model';
import { slowRunFactor } from '../systems/kgas/figures';
import type { System } from '../system';

/** Below this many requests within the window a quantile is chance. */
const leastRequests = 20;
const window = '5m';
/** Two of three runs; one of two is not. */
const slowRunShare = 0.6;
/** How long the verdict on one run stands where no other follows, in seconds (E-10). */
const longestHold = 1800;

const matchersOf = (set: OperationSet) => ['$app', ...(set.selector ? [set.selector] : [])].join(',');

/** Its p95 is expected only once it is no longer being learned; the other numbers are published from the first request on. */
function baseline(system: System, set: OperationSet, stat: string): string {
  return `max by (${set.by.join(', ')}) (yardstick_baseline_seconds{system="${system.name}",set="${set.id}",stat="${stat}"})`;
}

/** The ratio of live to normal of every operation of a set; nothing where there is no evidence. */
export function deviationOf(system: System, set: OperationSet): string {
  return set.kind === 'gauge' ? ratioOfRuns(system, set) : ratioOfRequests(system, set);
}

function ratioOfRequests(system: System, set: OperationSet): string {
  const by = set.by.join(', ');
  const window = set.rulerWindow;
  return `histogram_quantile(0.95, sum by (${by}, le) (rate(${set.metric}_bucket{${matchersOf(set)}}[${window}])))
    / on (${by}) ${baseline(system, set, 'expected')}
    and on (${by}) sum by (${by}) (increase(${set.metric}_count{${matchersOf(set)}}[${window}])) >= ${leastRequests}`;
}

/** The last run while its verdict stands, or the age of the running one, whichever is longer (E-10, E-11). */
function ratioOfRuns(system: System, set: OperationSet): string {
  const by = set.by.join(', ');
  const { timestamp, runningSince } = set.runs ?? {};
  if (!timestamp || !runningSince) {
    throw new Error(
      `writing the rules of ${system.name}: the run series ${set.id} needs its time stamp and the start of running work`
    );
  }
  const part = (expr: string, name: string) => `label_replace(${expr}, "part", "${name}", "", "")`;
  const endedAt = `${timestamp}{${matchersOf(set)}}`;
  const last = ofLastRun(`${set.metric}{${matchersOf(set)}}`, endedAt, by);
  const age = `time() - max by (${by}) (${endedAt})`;
  const ended = `${last} and on (${by}) (${age} <= on (${by}) clamp_min(${last}, ${longestHold}))`;
  // What was running at the last scrape may have ended since: the age known is that at the scrape.
  const started = `${runningSince}{${matchersOf(set)}}`;
  const running = `max by (${by}) (timestamp(${started}) - (${started} > 0))`;
  return `max by (${by}) (${part(ended, 'ended')} or ${part(running, 'running')}) / on (${by}) ${baseline(system, set, 'expected')}`;
}

/**
 * D2-A08. "Two of the last three runs" cannot be asked in PromQL; that three
 * fifths of what a minute of scrapes saw were slow, with at least two new runs in
 * it, is as near as it gets; of five minutes where a minute has fewer than four
 * scrapes (G-1) or fewer than two runs. Operations with fewer are left to the engine.
 */
export function slowRuns(system: System): Array<{ set: string; expr: string }> {
  return system.operations.flatMap((set) => {
    const { last, timestamp } = set.runs ?? {};
    if (set.kind !== 'histogram' || !last || !timestamp) {
      return [];
    }
    const by = set.by.join(', ');
    const ended = `${timestamp}{${matchersOf(set)}}`;
    const often = (within: string) => `changes(${ended}[${within}]) >= 2`;
    // The slow run and the new ones are those of one instance: an idle one shows its last run for as long as it lives.
    const slow = (within: string) => `max by (${by}) (
          quantile_over_time(${1 - slowRunShare}, ${last}{${matchersOf(set)}}[${within}]) and ${often(within)})
          / on (${by}) (${slowRunFactor} * (${baseline(system, set, 'p99')}
            and on (${by}) ${baseline(system, set, 'expected')})) > 1`;
    const seenInAMinute = `max by (${by}) (count_over_time(${ended}[1m]) >= 4 and ${often('1m')})`;
    return [{ set: set.id, expr: `${slow('1m')} or ${slow(window)} unless on (${by}) ${seenInAMinute}` }];
  });
}
