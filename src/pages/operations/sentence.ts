// What do the rows say, in one sentence?
import { formatRatio } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { type Row } from './rows';

export function sentenceOf(rows: Row[]): string {
  const slow = rows.filter(({ tier }) => tier >= 2);
  const worst = [...slow].sort((a, b) => b.tier - a.tier || (b.ratio ?? 0) - (a.ratio ?? 0))[0];
  if (worst) {
    return plural(
      'operations.slow',
      '{{count}} of {{of}} operations is slower than normal: {{name}}, {{ratio}}.',
      '{{count}} of {{of}} operations are slower than normal; worst: {{name}}, {{ratio}}.',
      slow.length,
      { of: rows.length, name: worst.name, ratio: formatRatio(worst.ratio ?? 1) }
    );
  }
  const judged = rows.filter(({ normal }) => normal !== undefined).length;
  if (judged === 0) {
    return t('operations.learning', '{{count}} operations seen; what is normal is still being learned.', {
      count: rows.length,
    });
  }
  return judged === rows.length
    ? t('operations.quiet', 'All {{count}} operations take their normal time.', { count: rows.length })
    : t('operations.quietSome', '{{judged}} of {{count}} operations have a baseline, and none of them is slow.', {
        judged,
        count: rows.length,
      });
}
