// What do the rows say, in one sentence?
import { formatRatio } from '../../components/numbers';
import { plural } from '../../components/text';
import { type Row } from './rows';

export function sentenceOf(rows: Row[]): string {
  const off = rows.filter(({ tier }) => tier >= 1).sort((a, b) => b.tier - a.tier || (b.ratio ?? 0) - (a.ratio ?? 0));
  const [worst] = off;
  if (worst) {
    const slow = off.filter(({ tier }) => tier >= 2).length;
    const values = { of: rows.length, name: worst.name, ratio: formatRatio(worst.ratio ?? 1) };
    return slow > 0
      ? plural(
          'operations.slow',
          '{{count}} of {{of}} operations is slower than normal: {{name}}, {{ratio}}.',
          '{{count}} of {{of}} operations are slower than normal; worst: {{name}}, {{ratio}}.',
          slow,
          values
        )
      : // Without the ratio of now: what is above normal may be the p99, or a small shift that lasts.
        plural(
          'operations.above',
          'No warning; {{count}} of {{of}} operations is above normal: {{name}}.',
          'No warning; {{count}} of {{of}} operations are above normal, furthest: {{name}}.',
          off.length,
          values
        );
  }
  // As the overview counts them: a provisional baseline is not sure enough to say that nothing is wrong.
  const judged = rows.filter(({ normal, state }) => normal !== undefined && state !== 'provisional').length;
  if (judged === 0) {
    return plural(
      'operations.learning',
      '{{count}} operation seen; what is normal is still being learned.',
      '{{count}} operations seen; what is normal is still being learned.',
      rows.length
    );
  }
  return judged === rows.length
    ? plural(
        'operations.quiet',
        'The one operation takes its normal time.',
        'All {{count}} operations take their normal time.',
        rows.length
      )
    : plural(
        'operations.quietSome',
        '{{count}} of {{of}} operations has a baseline, and it is not slow.',
        '{{count}} of {{of}} operations have a baseline, and none of them is slow.',
        judged,
        { of: rows.length }
      );
}
