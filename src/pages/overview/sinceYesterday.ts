// What changed since yesterday? One line per thing, the newest first; what happened to one operation again and again is one.
import { formatElapsed, formatRatio } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { type Tier, tierNamed, toTier } from '../../components/tiers';
import { type ViolatedSignal, type Violation } from '../../datasource/resources';
import { idOf } from '../operations/identity';
import { addressOf } from '../routes';
import { around } from '../violations/around';
import { acted } from './acted';
import { type Past } from './askPast';

export interface Happened {
  of: 'violation' | 'level' | 'deployment' | 'act';
  /** Milliseconds since 1970. */
  at: number;
  name: string;
  words: string;
  href?: string;
  tier: Tier;
}

export const day = 86_400_000;

export function sinceYesterday({ now, violations, changes, deployments, acts }: Past, uid: string): Happened[] {
  const page = (of: { system: string; set: string; operation: string }, start: string, end: string | null) =>
    addressOf(
      { page: 'operations', item: idOf({ ...of, name: of.operation }) },
      { ds: uid, ...around(start, end, now) }
    );
  const slow = grouped(violations.filter(({ end }) => end === null || Date.parse(end) > now - day));
  return [
    ...together(slow).flatMap((group) =>
      group.length < fewest
        ? group.map((same) => ({ ...slowed(same, now), href: page(same[0], ...spanOf(same)) }))
        : [{ ...slowedTogether(group, now), href: addressOf({ page: 'work' }, { ds: uid, days: '1' }) }]
    ),
    ...changes.map((change) => ({
      of: 'level' as const,
      at: Date.parse(change.at),
      name: change.operation,
      words:
        change.ratio === null
          ? t('yesterday.levelOfNothing', 'has another level: it was 0')
          : t('yesterday.level', 'has another level: {{ratio}} of what it was', { ratio: formatRatio(change.ratio) }),
      href: page(change, change.at, null),
      tier: 0 as const,
    })),
    ...deployments.map(({ time, system, version, author }) => ({
      of: 'deployment' as const,
      at: Date.parse(time),
      name: system,
      words: t('yesterday.deployed', 'was deployed: {{version}} by {{author}}', { version: version || '?', author }),
      tier: 0 as const,
    })),
    ...acted(acts, uid),
  ].sort((a, b) => b.at - a.at);
}

type AtLeastOne<T> = [T, ...T[]];

function grouped(violations: Violation[]): Array<AtLeastOne<Violation>> {
  const groups = new Map<string, AtLeastOne<Violation>>();
  for (const one of violations) {
    const key = `${one.signal} ${idOf({ system: one.system, set: one.set, name: one.operation })}`;
    const known = groups.get(key);
    if (known) {
      known.push(one);
    } else {
      groups.set(key, [one]);
    }
  }
  return [...groups.values()];
}

/** From so many operations on that became slow together they are one line: below it their names say more. */
const fewest = 4;
/** Operations with few requests are noticed later. */
const oneOnset = 120_000;

/** From the first beginning to the last end. */
function spanOf(same: AtLeastOne<Violation>): [start: string, end: string | null] {
  const latest = (a: string, b: string) => (Date.parse(a) > Date.parse(b) ? a : b);
  return [
    same.map(({ start }) => start).reduce((a, b) => (latest(a, b) === a ? b : a)),
    same.map(({ end }) => end).reduce((a, b) => (a === null || b === null ? null : latest(a, b))),
  ];
}

const newestOf = (same: Violation[]) => Math.max(...same.map(({ start }) => Date.parse(start)));
const goesOn = (same: Violation[]) => same.some(({ end }) => end === null);

/** Operations of a system whose newest violations began together, and which all go on or have all ended. */
function together(slow: Array<AtLeastOne<Violation>>): Array<AtLeastOne<AtLeastOne<Violation>>> {
  const groups: Array<AtLeastOne<AtLeastOne<Violation>>> = [];
  for (const same of [...slow].sort((a, b) => newestOf(a) - newestOf(b))) {
    const group = groups.findLast(
      ([first]) =>
        first[0].system === same[0].system &&
        first[0].signal === same[0].signal &&
        goesOn(first) === goesOn(same) &&
        newestOf(same) - newestOf(first) <= oneOnset
    );
    if (group) {
      group.push(same);
    } else {
      groups.push([same]);
    }
  }
  return groups;
}

function slowedTogether(group: AtLeastOne<AtLeastOne<Violation>>, now: number): Omit<Happened, 'href'> {
  const lines = group.map((same) => slowed(same, now));
  const values = {
    ratio: formatRatio(Math.max(...group.flat().map((one) => one.peak ?? 0))),
    system: group[0][0].system,
  };
  return {
    of: 'violation',
    at: Math.min(...lines.map(({ at }) => at)),
    name: plural('yesterday.operations', '{{count}} operation', '{{count}} operations', group.length),
    tier: toTier(Math.max(...lines.map(({ tier }) => tier))),
    words: togetherWords[group[0][0].signal](goesOn(group[0]), values),
  };
}

const togetherWords: Record<
  ViolatedSignal,
  (now: boolean, values: Pick<Values, 'ratio'> & { system: string }) => string
> = {
  latency: (now, values) =>
    now
      ? t('yesterday.offTogether', 'of {{system}} went off normal together: up to {{ratio}}', values)
      : t('yesterday.wereOffTogether', 'of {{system}} were off normal together: up to {{ratio}}', values),
  errors: (now, values) =>
    now
      ? t('yesterday.failTogether', 'of {{system}} fail more than usual: up to {{ratio}}', values)
      : t('yesterday.failedTogether', 'of {{system}} failed more than usual: up to {{ratio}}', values),
  rate: (now, values) =>
    now
      ? t('yesterday.stopTogether', 'of {{system}} complete nothing any more', values)
      : t('yesterday.stoppedTogether', 'of {{system}} completed nothing for a while', values),
};

function slowed(same: AtLeastOne<Violation>, now: number): Omit<Happened, 'href'> {
  const peak = Math.max(...same.map((one) => one.peak ?? 0));
  const length = same.reduce(
    (sum, { start, end }) => sum + (end === null ? now : Date.parse(end)) - Date.parse(start),
    0
  );
  const values = { ratio: formatRatio(peak), time: formatElapsed(length), times: same.length };
  return {
    of: 'violation',
    at: newestOf(same),
    name: same[0].operation,
    tier: toTier(Math.max(...same.map(({ tier }) => tierNamed(tier)))),
    words: wordsOf[same[0].signal](same, values),
  };
}

type Values = Record<'ratio' | 'time' | 'times', string | number>;

function failedWords(same: AtLeastOne<Violation>, values: Values): string {
  if (goesOn(same)) {
    return t('yesterday.fails', 'fails more than usual: up to {{ratio}}, {{time}} so far', values);
  }
  return same.length === 1
    ? t('yesterday.failed', 'failed more than usual: up to {{ratio}} for {{time}}', values)
    : t('yesterday.failedOften', 'failed more than usual {{times}} times: up to {{ratio}}, {{time}} together', values);
}

function offWords(same: AtLeastOne<Violation>, values: Values): string {
  return goesOn(same)
    ? t('yesterday.off', 'is off normal: up to {{ratio}}, {{time}} so far', values)
    : same.length === 1
      ? t('yesterday.wasOff', 'was off normal: up to {{ratio}} for {{time}}', values)
      : t('yesterday.wasOffOften', 'was off normal {{times}} times: up to {{ratio}}, {{time}} together', values);
}

function stoppedWords(same: AtLeastOne<Violation>, values: Values): string {
  return goesOn(same)
    ? t('yesterday.stops', 'completes nothing any more, {{time}} so far', values)
    : same.length === 1
      ? t('yesterday.stopped', 'completed nothing for {{time}}', values)
      : t('yesterday.stoppedOften', 'completed nothing {{times}} times, {{time}} together', values);
}

const wordsOf = { latency: offWords, errors: failedWords, rate: stoppedWords };
