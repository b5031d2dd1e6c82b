// How does each system do, and what is the one sentence about all of them? Answers of the resource in, words out.
import { plural, t } from '../../components/text';
import { tierNamed } from '../../components/tiers';
import { isDuration } from '../../components/unit';
import { failingNote, noneSlow, silentNote } from '../breaches';
import { type Operation, type SystemOverview } from '../../datasource/resources';

/** The four designed states of a system (and a fifth: it could not be asked). */
export type Condition = 'absent' | 'learning' | 'quiet' | 'burning' | 'failed';

export function conditionOf(system: SystemOverview): Condition {
  if (system.error) {
    return 'failed';
  }
  if (breachesOf(system).length > 0) {
    return 'burning';
  }
  if (system.operations === 0) {
    return 'absent';
  }
  return system.withBaseline === 0 ? 'learning' : 'quiet';
}

/** What is slow, fails or is silent now. */
export const breachesOf = ({ violationsNow, failingNow, silentNow }: SystemOverview) => [
  ...violationsNow,
  ...failingNow,
  ...silentNow,
];

const isPresent = (system: SystemOverview) => !['absent', 'failed'].includes(conditionOf(system));

const rank: Record<Condition, number> = { burning: 0, failed: 1, quiet: 2, learning: 3, absent: 4 };

/** What is slow comes first, what is not here last; else as the catalogue has them. */
export const inOrder = (systems: SystemOverview[]) =>
  [...systems].sort((a, b) => rank[conditionOf(a)] - rank[conditionOf(b)]);

/** The worst tier first, within it what is furthest from normal. */
export const worstFirst = (a: Operation, b: Operation) =>
  tierNamed(b.tier) - tierNamed(a.tier) || (b.ratio ?? 0) - (a.ratio ?? 0);

export function sentence(systems: SystemOverview[]): string {
  const failing = notesOf(systems, ({ failingNow }) => failingNow, failingNote);
  const silent = notesOf(systems, ({ silentNow }) => silentNow, silentNote);
  return [speed(systems, failing + silent !== ''), failing, silent, unasked(systems)]
    .filter((part) => part !== '')
    .join(' ');
}

interface Breach {
  operation: Operation;
  system: SystemOverview;
}

const breaches = (systems: SystemOverview[], of: (system: SystemOverview) => Operation[]): Breach[] =>
  systems
    .flatMap((system) => of(system).map((operation) => ({ operation, system })))
    .sort((a, b) => worstFirst(a.operation, b.operation));

function notesOf(
  systems: SystemOverview[],
  of: (system: SystemOverview) => Operation[],
  note: (count: number, name: string) => string
): string {
  const all = breaches(systems, of);
  const [worst] = all;
  return worst ? note(all.length, t('overview.ofSystem', '{{name}} of {{system}}', nameOf(worst))) : '';
}

const nameOf = ({ operation, system }: Breach) => ({ name: operation.name, system: system.title });

/** How fast everything is; where something else is wrong it is not called normal. */
function speed(systems: SystemOverview[], otherwise: boolean): string {
  const operations = sum(systems, (system) => system.operations);
  const slow = breaches(systems, ({ violationsNow }) => violationsNow);
  const [worst] = slow;
  if (worst) {
    const values = { of: operations, ...nameOf(worst), tier: worst.operation.tier };
    return slow.every(({ operation }) => isDuration(operation.unit))
      ? plural(
          'overview.burning',
          '{{count}} of {{of}} operations is slower than normal: {{name}} of {{system}}, {{tier}}.',
          '{{count}} of {{of}} operations are slower than normal; worst: {{name}} of {{system}}, {{tier}}.',
          slow.length,
          values
        )
      : plural(
          'overview.off',
          '{{count}} of {{of}} operations is off normal: {{name}} of {{system}}, {{tier}}.',
          '{{count}} of {{of}} operations are off normal; worst: {{name}} of {{system}}, {{tier}}.',
          slow.length,
          values
        );
  }
  const present = systems.filter(isPresent);
  if (present.length === 0) {
    return otherwise ? '' : absent(systems);
  }
  return otherwise ? noneSlow() : calm(present);
}

function absent(systems: SystemOverview[]): string {
  return systems.some((system) => conditionOf(system) === 'failed')
    ? t('overview.failed', 'How the systems do could not be found out.')
    : t('overview.absent', 'This Prometheus has no metrics of {{names}} yet.', { names: namesOf(systems) });
}

/** Whoever reads that all is normal must not take it for all of what is asked about. */
function unasked(systems: SystemOverview[]): string {
  const failed = systems.filter(
    (system) => conditionOf(system) === 'failed' && breachesOf(system).length === 0 // else it was told in part
  );
  return failed.length > 0 && systems.some(isPresent)
    ? t('overview.unasked', 'How {{names}} does could not be found out.', { names: namesOf(failed) })
    : '';
}

function calm(present: SystemOverview[]): string {
  const operations = sum(present, (system) => system.operations);
  const judged = sum(present, (system) => system.withBaseline);
  if (judged === 0) {
    return plural(
      'overview.learning',
      '{{count}} operation seen; what is normal is still being learned.',
      '{{count}} operations seen; what is normal is still being learned.',
      operations
    );
  }
  const above = sum(present, (system) => system.aboveNow);
  if (above > 0) {
    return plural(
      'overview.above',
      'No warning; {{count}} of {{operations}} operations is above normal.',
      'No warning; {{count}} of {{operations}} operations are above normal.',
      above,
      { operations }
    );
  }
  return judged === operations
    ? plural(
        'overview.quiet',
        'The one operation of {{names}} is as normal.',
        'All {{count}} operations of {{names}} are as normal.',
        operations,
        { names: namesOf(present) }
      )
    : plural(
        'overview.quietSome',
        '{{count}} of {{operations}} operations has a baseline, and is as normal.',
        '{{count}} of {{operations}} operations have a baseline, and all of these are as normal.',
        judged,
        { operations }
      );
}

const sum = <T>(all: T[], of: (each: T) => number) => all.reduce((total, each) => total + of(each), 0);

function namesOf(systems: SystemOverview[]): string {
  const others = systems.map((system) => system.title);
  const last = others.pop() ?? '';
  return others.length === 0 ? last : t('overview.and', '{{names}} and {{last}}', { names: others.join(', '), last });
}
