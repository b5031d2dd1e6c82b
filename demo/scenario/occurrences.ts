/**
 * What has gone wrong in the past? One occurrence of every fault, so that every
 * rule's condition was true once, and one older incident. Their times are kept beside the data
 * (`faults.json`), for tests and for whoever wants to look.
 */
import type { Conversion } from '../systems/kgas/conversions';
import type { ForcedRun } from './conversion-runs';
import type { NamedFault, SystemName } from './faults';

export interface Occurrence {
  system: SystemName;
  /** Slug of an operation or name of a fault. */
  fault: string;
  title: string;
  mode: 'factor' | 'hang' | 'on';
  factor: number;
  /** Seconds since 1970: wrong in (from, to]. */
  from: number;
  to: number;
  /** Rules of the catalogue whose condition is true at `at`. */
  rules: readonly string[];
  /** A moment at which the conditions are true, pending periods included. */
  at: number;
}

/** A conversion's slow or hanging run. */
export interface ConversionOccurrence extends Occurrence {
  run: ForcedRun;
  /** A moment at which it has been running for longer than that; only where the step of the history can show it. */
  whileRunning?: number;
}

export interface Past {
  occurrences: Occurrence[];
  conversions: ConversionOccurrence[];
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Longer than the longest pending period and window (10 minutes on an hour's trend). */
const LASTS = 36 * MINUTE;
const SPACING = 5 * HOUR;

type Planned = Omit<Occurrence, 'from' | 'to' | 'at'> & { lasts?: number; settles?: number };

const SLOW_OPERATIONS: Array<[system: SystemName, slug: string, factor: number, rules: string[]]> = [
  ['dpas', 'get-api-datasets', 3, []],
  // Within a bucket of 250 to 500 ms: less than this is interpolation.
  ['kgas', 'ontology-match', 1.6, ['D2-A01']],
  ['kgas', 'entity-resolution', 3.2, ['D2-A01', 'D2-A02']],
  ['kgas', 'vector-search', 9, ['D2-A02', 'D2-A04', 'D2-A08']],
  ['omninode', 'intelligence-assess-code', 3, []],
  ['ado', 'get-api-agents', 1.6, ['D3-A09+A12']],
  // 2.05 s as a rule, 5 s at most: three times would now and then be acceptable.
  ['github-pm', 'setup-complete', 4, ['D5-A01', 'D5-A04+A05']],
];
const HANGING: Array<[SystemName, string, string[]]> = [
  ['dpas', 'analytical-query', ['D1-A03']],
  ['kgas', 'document-ingest', ['D2-A02', 'D2-A04']],
  ['ado', 'agent-coder', ['D3-A09+A12']],
];
/** The old incident: Neo4j and what needs it, PostgreSQL and what needs it. */
const INCIDENT: Array<[SystemName, string, number]> = [
  ['kgas', 'neo4j-simple-query', 4],
  ['kgas', 'neo4j-complex-query', 4],
  ['kgas', 'graph-query', 3],
  ['kgas', 'entity-resolution', 2.5],
  ['omninode', 'database-query', 4],
  ['omninode', 'hook-receiver-process-hook', 3],
];

/** How long before the end of the history it begins, and how long it takes. */
const INCIDENT_BEFORE = 21 * DAY;
const INCIDENT_LASTS = 150 * MINUTE;

function planned(faults: readonly NamedFault[]): Planned[] {
  const slow = SLOW_OPERATIONS.map(([system, fault, factor, rules]) => ({
    system,
    fault,
    title: `${fault} takes ${factor} times as long`,
    mode: 'factor' as const,
    factor,
    rules,
  }));
  const hanging = HANGING.map(([system, fault, rules]) => ({
    system,
    fault,
    title: `${fault} hangs`,
    mode: 'hang' as const,
    factor: 1,
    rules,
  }));
  const named = faults.map(({ system, name, title, rules, lasts, settles }) => ({
    system,
    fault: name,
    title,
    lasts,
    settles,
    mode: 'on' as const,
    factor: 1,
    rules,
  }));
  // The breakers' faults are the latest, so that a dashboard of the last day shows trips and recoveries.
  const isBreaker = ({ fault }: Planned) => fault.startsWith('breaker-');
  const isLong = ({ lasts = 0 }: Planned) => lasts > LASTS;
  const rest = named.filter((plan) => !isBreaker(plan) && !isLong(plan));
  return [...named.filter(isBreaker), ...slow, ...hanging, ...rest, ...named.filter(isLong)];
}

/** Minutes are the history's steps: an occurrence begins and ends on one. */
const onMinute = (t: number) => Math.floor(t / MINUTE) * MINUTE;

function spread(faults: readonly NamedFault[], end: number, days: number): Occurrence[] {
  const plans = planned(faults);
  const spacing = Math.min(SPACING, (days * DAY - 6 * HOUR) / plans.length);
  const usual = Math.min(LASTS, spacing - 6 * MINUTE);
  const incidentFrom = end - INCIDENT_BEFORE;
  let latest = end - 2 * HOUR;
  return plans.flatMap(({ lasts = usual, settles = 0, ...plan }) => {
    // Nothing else happens while the old incident does.
    if (latest > incidentFrom && latest - settles - lasts < incidentFrom + INCIDENT_LASTS + HOUR) {
      latest = incidentFrom - HOUR;
    }
    latest -= settles;
    const from = onMinute(latest - lasts);
    latest -= lasts > usual ? lasts + 2 * HOUR : spacing;
    // A few days of history have no room for what lasts for days.
    if (lasts > usual && from < end - days * DAY) {
      return [];
    }
    // An instant rule is true from the start; the first trips and the last minutes of a long window both count here.
    return [{ ...plan, from, to: onMinute(from + lasts), at: onMinute(from + lasts - MINUTE) }];
  });
}

function incident(end: number, days: number): Occurrence[] {
  const from = onMinute(end - INCIDENT_BEFORE);
  return days < 22
    ? []
    : INCIDENT.map(([system, fault, factor]) => ({
        system,
        fault,
        title: 'the old incident: databases slow',
        mode: 'factor' as const,
        factor,
        from,
        to: from + INCIDENT_LASTS,
        at: from + 60 * MINUTE,
        rules: [],
      }));
}

/** Twice and five times the upper end of each documented range, and one that hangs until somebody ends it. */
function slowRuns(conversions: readonly Conversion[], end: number, days: number): ConversionOccurrence[] {
  const made: ConversionOccurrence[] = [];
  const add = (conversion: Conversion, seconds: number, from: number, plan: Omit<Planned, 'system' | 'fault'>) => {
    const run: ForcedRun = {
      start: onMinute(from) + 7,
      end: onMinute(from) + 7 + seconds,
      status: plan.mode === 'hang' ? 'error' : 'success',
    };
    if (run.start > end - days * DAY && run.end < end - HOUR) {
      const ended = Math.ceil(run.end / MINUTE) * MINUTE;
      made.push({
        ...plan,
        system: 'kgas',
        fault: conversion.slug,
        from: run.start,
        to: run.end,
        at: ended + MINUTE,
        run,
        whileRunning: seconds > 5 * MINUTE ? onMinute(run.end - MINUTE) : undefined,
      });
    }
  };
  conversions
    .filter(({ range }) => range)
    .forEach((conversion, i) => {
      const high = conversion.range?.[1] ?? 0;
      const twice = {
        title: `${conversion.name} takes 2.2 times its range`,
        mode: 'factor' as const,
        factor: 2.2,
        rules: ['D2-A01', 'D2-A02'],
      };
      const fiveTimes = {
        ...twice,
        title: `${conversion.name} takes 5.4 times its range`,
        factor: 5.4,
        rules: ['D2-A02', 'D2-A04'],
      };
      add(conversion, 2.2 * high, end - 1.2 * DAY - i * 2 * HOUR, twice);
      add(conversion, 5.4 * high, end - 3 * DAY - i * 3 * HOUR, fiveTimes);
    });
  const victim = conversions.find(({ slug }) => slug === 'table-to-vector-medium');
  if (victim) {
    add(victim, 3 * HOUR, end - 1 * DAY, {
      title: `${victim.name} hangs for three hours`,
      mode: 'hang',
      factor: 1,
      rules: ['D2-A02', 'D2-A04'],
    });
  }
  return made;
}

export function past(
  faults: readonly NamedFault[],
  conversions: readonly Conversion[],
  end: number,
  days: number
): Past {
  return {
    occurrences: [...spread(faults, end, days), ...incident(end, days)],
    conversions: slowRuns(conversions, end, days),
  };
}
