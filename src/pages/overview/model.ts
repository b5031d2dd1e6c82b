// How does each system do, and what is the one sentence about all of them? Answers of the resource in, words out.
import { plural, t } from '../../components/text';
import { tierNamed } from '../../components/tiers';
import { isDuration } from '../../components/unit';
import { type Operation, type SystemOverview } from '../../datasource/resources';

/** The four designed states of a system (and a fifth: it could not be asked). */
export type Condition = 'absent' | 'learning' | 'quiet' | 'burning' | 'failed';

export function conditionOf(system: SystemOverview): Condition {
  if (system.error) {
    return 'failed';
  }
  if (system.violationsNow.length > 0) {
    return 'burning';
  }
  if (system.operations === 0) {
    return 'absent';
  }
  return system.withBaseline === 0 ? 'learning' : 'quiet';
}

const rank: Record<Condition, number> = { burning: 0, failed: 1, quiet: 2, learning: 3, absent: 4 };

/** What is slow comes first, what is not here last; else as the catalogue has them. */
export const inOrder = (systems: SystemOverview[]) =>
  [...systems].sort((a, b) => rank[conditionOf(a)] - rank[conditionOf(b)]);

/** The worst tier first, within it what is furthest from normal. */
export const worstFirst = (a: Operation, b: Operation) =>
  tierNamed(b.tier) - tierNamed(a.tier) || (b.ratio ?? 0) - (a.ratio ?? 0);

export function sentence(systems: SystemOverview[]): string {
  const present = systems.filter((system) => !['absent', 'failed'].includes(conditionOf(system)));
  const operations = sum(present, (system) => system.operations);
  const violations = systems.flatMap((system) => system.violationsNow.map((operation) => ({ operation, system })));
  const [worst] = violations.sort((a, b) => worstFirst(a.operation, b.operation));
  if (worst) {
    const { name, tier } = worst.operation;
    const values = { of: operations, name, system: worst.system.title, tier };
    return violations.every(({ operation }) => isDuration(operation.unit))
      ? plural(
          'overview.burning',
          '{{count}} of {{of}} operations is slower than normal: {{name}} of {{system}}, {{tier}}.',
          '{{count}} of {{of}} operations are slower than normal; worst: {{name}} of {{system}}, {{tier}}.',
          violations.length,
          values
        )
      : plural(
          'overview.off',
          '{{count}} of {{of}} operations is off normal: {{name}} of {{system}}, {{tier}}.',
          '{{count}} of {{of}} operations are off normal; worst: {{name}} of {{system}}, {{tier}}.',
          violations.length,
          values
        );
  }
  return present.length === 0 ? absent(systems) : calm(present, operations);
}

function absent(systems: SystemOverview[]): string {
  return systems.some((system) => conditionOf(system) === 'failed')
    ? t('overview.failed', 'How the systems do could not be found out.')
    : t('overview.absent', 'This Prometheus has no metrics of {{names}} yet.', { names: namesOf(systems) });
}

function calm(present: SystemOverview[], operations: number): string {
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
  const titles = systems.map((system) => system.title);
  const [last, ...others] = titles.reverse();
  return others.length === 0
    ? (last ?? '')
    : t('overview.and', '{{names}} and {{last}}', { names: others.reverse().join(', '), last: last ?? '' });
}
